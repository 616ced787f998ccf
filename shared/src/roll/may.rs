//! The one question: may this device do that? The relay asks with its newest roll; a device asks with the roll
//! and the taking-away that the entry names.

use super::{Act, Group, Right, Rights, Role, RollAt};
use crate::ids::{DeviceId, DocId, DocKind, EntryId, PersonId};

/// What somebody wants to do with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Make it: the first entry of a document is its maker's Grant.
    Make(DocId),
    /// Read, write or keep it.
    Use(DocId, Right),
}

/// No, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The device was never on the roll, or is not any more.
    #[error("the device is not on the roll: join again by an invitation")]
    NotOnTheRoll,
    /// The role does not allow it.
    #[error("the role does not allow that: ask a convener")]
    Role,
    /// The document is not granted so far.
    #[error("there is no right to do that with this document: ask somebody who keeps it")]
    Grant,
}

/// Whether a device may do something with a document, by the roll at one point and by the rights as they stood
/// at a taking-away (zero: before any; see [`Rights::at`]). Answers with the person who then answers for it.
pub fn may(
    roll: RollAt<'_>,
    rights: &Rights,
    taken: EntryId,
    who: DeviceId,
    deed: Deed,
) -> Result<PersonId, Denied> {
    let person = roll.device(who).ok_or(Denied::NotOnTheRoll)?.person;
    let is_allowed = match deed {
        Deed::Make(doc) => roll.roles(person).iter().any(|role| may_make(*role, doc.kind())),
        Deed::Use(doc, right) => rights.of(roll, doc, taken, person).is_some_and(|has| has >= right),
    };
    match (is_allowed, deed) {
        (true, _) => Ok(person),
        (false, Deed::Make(_)) => Err(Denied::Role),
        (false, Deed::Use(..)) => Err(Denied::Grant),
    }
}

/// Whether a person may do something to the roll by right of a role.
pub fn may_act(
    roll: RollAt<'_>,
    person: PersonId,
    act: Act,
    touches_first_convener: bool,
) -> Result<(), Denied> {
    let may = |act| roll.roles(person).iter().any(|role| role.may(act));
    let is_allowed = may(act) && (!touches_first_convener || may(Act::TouchFirstConvener));
    is_allowed.then_some(()).ok_or(Denied::Role)
}

/// Whether a role makes documents of a kind.
pub fn may_make(role: Role, kind: DocKind) -> bool {
    match kind {
        DocKind::Roll => false,
        DocKind::Studio
        | DocKind::Directory
        | DocKind::Venue
        | DocKind::Slip
        | DocKind::Figures
        | DocKind::Member => role.is_in(Group::Office),
        DocKind::Case
        | DocKind::Story
        | DocKind::People
        | DocKind::Aside
        | DocKind::Roster
        | DocKind::Activity
        | DocKind::Study
        | DocKind::Publicity
        | DocKind::Care
        | DocKind::Output
        | DocKind::Other(_) => role.is_in(Group::Everyone),
    }
}

/// The group that keeps every document of a kind besides its maker, so that nothing is ever out of the reach of
/// those who answer for the studio.
pub fn keeper_group(kind: DocKind) -> Group {
    match kind {
        DocKind::Care | DocKind::Aside => Group::Conveners,
        DocKind::Roll
        | DocKind::Studio
        | DocKind::Case
        | DocKind::Story
        | DocKind::People
        | DocKind::Slip
        | DocKind::Roster
        | DocKind::Activity
        | DocKind::Study
        | DocKind::Publicity
        | DocKind::Output
        | DocKind::Member
        | DocKind::Directory
        | DocKind::Venue
        | DocKind::Figures
        | DocKind::Other(_) => Group::Office,
    }
}
