//! Adoptions: entries that came after their author's right had ended are taken in by somebody who keeps the document.

use minicbor::{Decode, Encode};

use crate::ids::DeviceId;

/// What an Adopt entry says. Readable by the relay, which moves the entries from the tray into the log behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AdoptBody {
    /// Whose entries.
    #[n(0)]
    pub device: DeviceId,
    /// The last of them; none before it is left out.
    #[n(1)]
    pub up_to: u64,
}
