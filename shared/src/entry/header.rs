//! The header of an entry: deterministic CBOR with integer keys, readable by everybody who holds the entry.

use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use minicbor::{Decode, Encode};

use crate::ids::{DeviceId, DocId, EntryId, KeyName, StudioId};

/// The format that this version writes. An entry of a later one is stored, passed on and shown as *needs an update*.
pub const FORMAT: u8 = 1;

/// What kind of entry it is. An unknown kind comes from a later version and is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A sealed change of a document.
    Change,
    /// Gives or takes rights to a document, with its key sealed for those who get it.
    Grant,
    /// Changes the roll.
    Roll,
    /// Takes entries in that arrived after their author's removal.
    Adopt,
    /// Destroys documents for ever.
    Erase,
    /// Reserved, never sent.
    Snapshot,
    /// A kind of a later version.
    Other(u8),
}

impl Kind {
    /// The number that stands for the kind.
    pub fn code(self) -> u8 {
        match self {
            Kind::Change => 0,
            Kind::Grant => 1,
            Kind::Roll => 2,
            Kind::Adopt => 3,
            Kind::Erase => 4,
            Kind::Snapshot => 5,
            Kind::Other(code) => code,
        }
    }

    /// The kind a number stands for.
    pub fn from_code(code: u8) -> Self {
        match code {
            0 => Kind::Change,
            1 => Kind::Grant,
            2 => Kind::Roll,
            3 => Kind::Adopt,
            4 => Kind::Erase,
            5 => Kind::Snapshot,
            _ => Kind::Other(code),
        }
    }
}

impl<C> Encode<C> for Kind {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.u8(self.code())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Kind {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        d.u8().map(Kind::from_code)
    }
}

/// A place in the chain of roll entries: never a log position, which differs from relay to relay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Encode, Decode)]
pub struct RollPoint {
    /// The roll entry.
    #[n(0)]
    pub id: EntryId,
    /// How many roll entries lead up to it, itself included; zero before the founding.
    #[n(1)]
    pub depth: u32,
}

/// What everybody may read of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Header {
    /// The version of the format.
    #[n(0)]
    pub format: u8,
    /// The studio whose log it belongs to.
    #[n(1)]
    pub studio: StudioId,
    /// The document; zero for the roll and for erasures.
    #[n(2)]
    pub doc: DocId,
    /// What it is.
    #[n(3)]
    pub kind: Kind,
    /// The document key that sealed it; zero if it is not sealed.
    #[n(4)]
    pub key: KeyName,
    /// The author's device.
    #[n(5)]
    pub device: DeviceId,
    /// This device's n-th entry for this document: 1, 2, 3 … without gaps.
    #[n(6)]
    pub n: u64,
    /// The last roll entry the author had seen; for a roll entry the one it follows.
    #[n(7)]
    pub roll: RollPoint,
    /// The last taking-away of a right in this document that the author had seen; zero if none.
    #[n(8)]
    pub taken: EntryId,
    /// The author's clock in milliseconds since 1970: a claim, shown and never relied on.
    #[n(9)]
    pub written_ms: u64,
}
