//! The frames: one closed enum each way, CBOR in one binary WebSocket message. Place 7 towards the relay and place 12
//! towards the device are taken by a frame that is still to come (presence). What lies in a tray is asked for beside
//! the socket, see [`crate::api::path::TRAY`]: keepers look into it now and then, and no socket has to be told of it.

use minicbor::{Decode, Encode};

use super::heal::{Lacking, NEED_MAX, OFFER_MAX, Offered};
use crate::codec::{self, Bytes, Unread};
use crate::entry::{ENTRY_MAX, Header};
use crate::ids::{DeviceId, DocId, EntryId, StudioId};
use crate::keys::{SignKey, Signature, VerifyKey};

/// The protocol that this version speaks. A relay takes the one before, too.
pub const VERSION: u16 = 1;
/// The most bytes a frame may have: one entry of the largest size and a neighbour.
pub const FRAME_MAX: usize = 2 * ENTRY_MAX;
/// The most entries in one frame.
pub const PUSH_MAX: usize = 4096;
/// The most documents in one `Opened`.
pub const OPENED_MAX: usize = 4096;

const HELLO_TAG: &[u8] = b"parlor hello 1";

/// The first 16 bytes of a hash: enough to notice a difference, short enough to resync in 300 bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Short(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

/// Shortens a hash.
pub fn short(hash: &[u8; 32]) -> Short {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Short(bytes)
}

/// What a device says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ToRelay {
    /// Who it is and how far it has saved.
    #[n(0)]
    Hello(#[n(0)] Hello),
    /// Entries to keep, each as its own bytes, whoever wrote them.
    #[n(1)]
    Push(#[cbor(n(0), decode_with = "codec::at_most::<PUSH_MAX, _, _>")] Vec<Bytes>),
    /// Asks for a document's entries after a position.
    #[n(2)]
    Want(#[n(0)] DocId, #[n(1)] u64),
    /// Everything up to this position is on its disk.
    #[n(3)]
    Saved(#[n(0)] u64),
    /// Healing: what the device holds, a page in the order of the documents' names; whether more pages follow.
    #[n(4)]
    Offer(#[cbor(n(0), decode_with = "codec::at_most::<OFFER_MAX, _, _>")] Vec<Offered>, #[n(1)] bool),
    /// Healing: what the device lacks of what it was offered. Nothing: it has healed, and the Feed may go on.
    #[n(5)]
    Need(#[cbor(n(0), decode_with = "codec::at_most::<NEED_MAX, _, _>")] Vec<Lacking>),
    /// Is anybody there?
    #[n(6)]
    Ping,
}

/// What the relay says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ToDevice {
    /// What to sign, and the relay's clock in milliseconds since 1970.
    #[n(0)]
    Challenge(#[n(0)] Short, #[n(1)] u64),
    /// How far the log goes.
    #[n(1)]
    Welcome(#[n(0)] Welcome),
    /// These entries survive a crash and a power cut of the relay.
    #[n(2)]
    Receipts(#[cbor(n(0), decode_with = "codec::at_most::<PUSH_MAX, _, _>")] Vec<Receipt>),
    /// This entry is not kept.
    #[n(3)]
    Refused(#[n(0)] Refused),
    /// These entries lie in the tray: their author's right has ended.
    #[n(4)]
    Held(#[n(0)] Held),
    /// The log goes on.
    #[n(5)]
    Feed(
        #[cbor(n(0), decode_with = "codec::at_most::<PUSH_MAX, _, _>")] Vec<Kept>,
        #[n(1)] u64,
        #[n(2)] Short,
    ),
    /// Documents that the device may read now, each with its last position, newest first; whether more follow.
    #[n(6)]
    Opened(#[cbor(n(0), decode_with = "codec::at_most::<OPENED_MAX, _, _>")] Vec<(DocId, u64)>, #[n(1)] bool),
    /// Answers `Want`.
    #[n(7)]
    Given(#[n(0)] Given),
    /// The furthest position that an office device has saved.
    #[n(8)]
    Reached(#[n(0)] u64),
    /// Healing: what the relay holds beyond the page that it answers; whether more of the answer follows.
    #[n(9)]
    Offer(#[cbor(n(0), decode_with = "codec::at_most::<OFFER_MAX, _, _>")] Vec<Offered>, #[n(1)] bool),
    /// Healing: what the relay lacks of the page that it answers.
    #[n(10)]
    Need(#[cbor(n(0), decode_with = "codec::at_most::<NEED_MAX, _, _>")] Vec<Lacking>),
    /// Somebody is here.
    #[n(11)]
    Pong,
}

/// Who a device is and how far it has saved.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Hello {
    /// The protocol it speaks.
    #[n(0)]
    pub version: u16,
    /// The studio.
    #[n(1)]
    pub studio: StudioId,
    /// The last position it has saved; none before the first backfill is listed.
    #[n(2)]
    pub cursor: Option<u64>,
    /// The log's running hash there.
    #[n(3)]
    pub log_hash: Short,
    /// The end of its roll.
    #[n(4)]
    pub tip: Short,
    /// Who it is. Without it the socket may only push.
    #[n(5)]
    pub proof: Option<Proof>,
}

/// The device's signature over the relay's nonce, the page's origin and the studio.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Proof {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// Its signature.
    #[n(1)]
    pub signature: Signature,
}

impl Proof {
    /// Proves to one relay, for one socket, who the device is.
    pub fn sign(nonce: Short, origin: &str, studio: StudioId, key: &SignKey) -> Self {
        let signature = key.sign(HELLO_TAG, &codec::encode(&(nonce, origin, studio)));
        Self { device: key.public().device(), signature }
    }

    /// Whether the device signed this nonce for this origin and studio.
    pub fn is_signed(&self, nonce: Short, origin: &str, studio: StudioId, key: &VerifyKey) -> bool {
        key.verify(HELLO_TAG, &codec::encode(&(nonce, origin, studio)), &self.signature)
    }
}

/// How far the log goes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Welcome {
    /// The last position.
    #[n(0)]
    pub head: u64,
    /// The log's running hash there.
    #[n(1)]
    pub log_hash: Short,
    /// The end of the relay's roll.
    #[n(2)]
    pub tip: Short,
    /// What the relay takes.
    #[n(3)]
    pub limits: Limits,
    /// The device's log and the relay's differ: both must offer what they hold.
    #[n(4)]
    pub heal: bool,
    /// The furthest position that an office device has saved.
    #[n(5)]
    pub reached: u64,
}

/// What the relay takes. Past a limit it says so and nothing is lost: the device keeps its outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Limits {
    /// The most bytes of one entry.
    #[n(0)]
    pub entry_bytes: u32,
    /// The most bytes of one frame.
    #[n(1)]
    pub frame_bytes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { entry_bytes: ENTRY_MAX as u32, frame_bytes: FRAME_MAX as u32 }
    }
}

/// The relay's word that an entry is on its disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Receipt {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The author's device.
    #[n(1)]
    pub device: DeviceId,
    /// The number.
    #[n(2)]
    pub n: u64,
    /// Where it lies in the log.
    #[n(3)]
    pub position: u64,
    /// Since when, by the relay's clock in milliseconds since 1970.
    #[n(4)]
    pub kept_ms: u64,
}

/// The relay's word that entries of somebody whose right has ended are on its disk, in the document's tray: whoever
/// keeps the document takes them in, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Held {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The author's device.
    #[n(1)]
    pub device: DeviceId,
    /// The last number; all before it are in the tray or in the log.
    #[n(2)]
    pub up_to: u64,
}

/// An entry that is not kept, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Refused {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The author's device.
    #[n(1)]
    pub device: DeviceId,
    /// The number.
    #[n(2)]
    pub n: u64,
    /// The entry.
    #[n(3)]
    pub id: EntryId,
    /// Why.
    #[n(4)]
    pub reason: Reason,
    /// After a gap: the number that the relay expects.
    #[n(5)]
    pub expected: u64,
}

/// Why an entry is not kept. Each is something that somebody can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, thiserror::Error)]
#[cbor(index_only)]
pub enum Reason {
    /// Of another studio than the socket's.
    #[n(0)]
    #[error("the entry belongs to another studio")]
    Studio,
    /// The author's device was never on the roll.
    #[n(1)]
    #[error("the device is not on the roll: join by an invitation")]
    UnknownDevice,
    /// The author's device or person was removed.
    #[n(2)]
    #[error("the device was removed from the roll")]
    Removed,
    /// The signature is not the device's.
    #[n(3)]
    #[error("the signature does not belong to the device")]
    Signature,
    /// A number is missing before it; `expected` says which.
    #[n(4)]
    #[error("an earlier entry is missing")]
    Gap,
    /// Another entry has that number already.
    #[n(5)]
    #[error("another entry of this device has the same number")]
    Fork,
    /// The author has no right to do that.
    #[n(6)]
    #[error("there is no right to do that")]
    Forbidden,
    /// A roll entry or a taking-away that is not based on the newest.
    #[n(7)]
    #[error("the roll or the rights have moved on: fetch and try again")]
    Moved,
    /// It names a roll entry or a taking-away that the relay does not have.
    #[n(8)]
    #[error("the entry names a roll that the relay does not know")]
    UnknownRoll,
    /// It names an older roll or taking-away than the device's entry before.
    #[n(9)]
    #[error("the entry goes back to an older roll")]
    Backwards,
    /// What the relay must read of it does not make sense.
    #[n(10)]
    #[error("the entry is not what its kind should be")]
    Malformed,
    /// A kind that this relay does not take yet.
    #[n(11)]
    #[error("this relay does not take that kind of entry yet")]
    NotYet,
    /// The relay's disk is full or failing: keep it and try later.
    #[n(12)]
    #[error("the relay cannot store anything at the moment: it will be tried again")]
    Disk,
    /// The studio or device has sent too much: keep it and try later.
    #[n(13)]
    #[error("too much at once: it will be tried again")]
    Quota,
    /// That key was given to that reader already.
    #[n(14)]
    #[error("that was given already")]
    Given,
    /// Its author has lost the right to it since, and whoever carries it does not keep the document.
    #[n(15)]
    #[error(
        "its author has lost the right since: it is taken from the hands of somebody who keeps the document"
    )]
    Late,
    /// The document was destroyed for ever.
    #[n(16)]
    #[error("the record was erased for ever: nothing is kept of it")]
    Erased,
    /// The author's right has ended, and what was handed in since fills the tray: keep it and try later.
    #[n(17)]
    #[error("the tray for late entries is full: somebody in the office has to look through it first")]
    TrayFull,
}

impl Reason {
    /// Whether the same entry may be taken later.
    pub fn is_passing(self) -> bool {
        matches!(self, Reason::Disk | Reason::Quota | Reason::TrayFull)
    }
}

/// An entry as it lies in the relay's log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Kept {
    /// Where.
    #[n(0)]
    pub position: u64,
    /// Since when, by the relay's clock in milliseconds since 1970.
    #[n(1)]
    pub kept_ms: u64,
    /// The entry's bytes.
    #[n(2)]
    pub entry: Bytes,
}

/// A document's entries.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Given {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// Its entries after the position asked for, in the order of the log.
    #[cbor(n(1), decode_with = "codec::at_most::<PUSH_MAX, _, _>")]
    pub entries: Vec<Kept>,
    /// Whether there are more.
    #[n(2)]
    pub delivered: Delivered,
}

/// Whether a document's entries are all there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Delivered {
    /// Ask again after the last position.
    #[n(0)]
    More,
    /// That was all.
    #[n(1)]
    Done,
    /// There is no such document, or the device may not read it: which of the two is not told.
    #[n(2)]
    Gone,
}

/// Bytes that are not a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadFrame {
    /// Longer than [`FRAME_MAX`].
    #[error("the frame is larger than 2 MiB: send less at once")]
    TooLarge,
    /// Not CBOR, or a frame that this version does not know.
    #[error("the bytes are not a frame of this protocol")]
    Malformed,
    /// It lists more than one frame may.
    #[error("the frame lists too much: send less at once")]
    TooMany,
}

impl ToRelay {
    /// Reads a frame from outside.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadFrame> {
        bounded(bytes)
    }

    /// The frame in bytes.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }
}

impl ToDevice {
    /// Reads a frame from outside.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadFrame> {
        bounded(bytes)
    }

    /// The frame in bytes.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }
}

fn bounded<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, BadFrame> {
    if bytes.len() > FRAME_MAX {
        return Err(BadFrame::TooLarge);
    }
    codec::read(bytes).map_err(|bad| match bad {
        Unread::Malformed => BadFrame::Malformed,
        Unread::TooMany => BadFrame::TooMany,
    })
}

impl Refused {
    /// Refuses the entry with this header and id.
    pub fn of(header: &Header, id: EntryId, reason: Reason, expected: u64) -> Self {
        Self { doc: header.doc, device: header.device, n: header.n, id, reason, expected }
    }
}
