//! Erasures: documents that are destroyed for ever, everywhere. A right of the roll alone, so that it can be checked
//! without the grants that it destroys. An erasure is numbered beside the roll and lies outside its chain.

use minicbor::{Decode, Encode};

use super::{Denied, Role, RollAt};
use crate::codec;
use crate::entry::{Entry, Kind};
use crate::ids::{DeviceId, DocId, DocKind, PersonId};

/// The most documents that one erasure may name.
const ERASE_MAX: usize = 1000;

/// What an Erase entry says. Readable by the relay, which must enforce it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EraseBody {
    /// The documents.
    #[cbor(n(0), decode_with = "codec::at_most::<ERASE_MAX, _, _>")]
    pub docs: Vec<DocId>,
}

impl EraseBody {
    /// What an erasure names, if it is one that can be carried out.
    pub fn read(entry: &Entry) -> Option<Self> {
        let is_beside_the_roll = entry.header.kind == Kind::Erase && entry.header.doc == DocId::ZERO;
        let body: Self = codec::decode_signed(entry.body()).filter(|_| is_beside_the_roll)?;
        let is_sound = !body.docs.is_empty() && body.docs.iter().all(|doc| may_be_erased(doc.kind()));
        is_sound.then_some(body)
    }
}

/// Whether documents of a kind hold what may have to be erased. Numbers, codes and closed figures stay, and with them
/// every count.
pub fn may_be_erased(kind: DocKind) -> bool {
    match kind {
        DocKind::Roll | DocKind::Studio | DocKind::Case | DocKind::Figures => false,
        DocKind::Story
        | DocKind::People
        | DocKind::Slip
        | DocKind::Aside
        | DocKind::Roster
        | DocKind::Activity
        | DocKind::Study
        | DocKind::Publicity
        | DocKind::Care
        | DocKind::Output
        | DocKind::Member
        | DocKind::Directory
        | DocKind::Venue
        | DocKind::Other(_) => true,
    }
}

/// Whether a device may erase: those of a first convener may.
pub fn may_erase(roll: RollAt<'_>, who: DeviceId) -> Result<PersonId, Denied> {
    let person = roll.device(who).ok_or(Denied::NotOnTheRoll)?.person;
    if roll.has(person, Role::FirstConvener) { Ok(person) } else { Err(Denied::Role) }
}
