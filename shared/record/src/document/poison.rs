//! What is set aside: an entry that harms nobody else's work by being left out.

use super::chunk::BadChunk;
use shared::ids::DeviceId;

/// Why an entry is set aside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Poison {
    /// An entry without any change, or with more than an entry can carry.
    #[error("the entry holds no change, or too many")]
    Count,
    /// One of its chunks is not a change.
    #[error(transparent)]
    Chunk(#[from] BadChunk),
    /// A change under another device's actor.
    #[error("the change is not written under the name of the device that signed it")]
    Actor,
    /// A change whose numbers leap ahead, to use up those of everybody.
    #[error("the change leaps ahead of everything that came before it")]
    Leap,
    /// Automerge does not take it.
    #[error("the change cannot be applied: {0}")]
    Apply(String),
    /// The document would not open again with it.
    #[error("the document could not be opened again with this change")]
    SaveBack,
}

/// An entry that was set aside, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poisoned {
    /// The device that signed the entry.
    pub device: DeviceId,
    /// The entry's number.
    pub n: u64,
    /// Why it is set aside.
    pub why: Poison,
}
