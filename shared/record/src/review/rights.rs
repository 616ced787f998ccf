//! Who settles what: the same question for deciding, for taking a decision back, and for every device that reads of it.

use super::item::{Decided, Item};
use crate::edit::EditError;
use crate::enums::{Level, Risk, Role, Roles};
use crate::names::Place;
use crate::value::{Fact, Held};
use crate::{case, people, story};
use shared::ids::{DocKind, PersonId};

/// Whether somebody with these roles decides about an item of a document of this kind; everybody else proposes. A hint
/// is anybody's to put away.
pub fn may_decide(kind: DocKind, item: &Item, roles: Roles) -> bool {
    may_settle(kind, &item.place, &item.level, roles)
}

/// Whether somebody may take a decision back that was made in a document of this kind, and why not: whoever may decide
/// about it may, and whoever only put a hint away may take that back.
pub fn may_undo(kind: DocKind, made: &Decided, person: PersonId, roles: Roles) -> Result<(), EditError> {
    if made.undone.is_some() {
        return Err(EditError::ItemChanged);
    }
    let has_only_read = made.value.is_none() && made.by.person == person;
    let level = if made.stops { Level::Block } else { Level::Warn };
    if !may_settle(kind, &made.place, &level, roles) && !has_only_read {
        return Err(EditError::NotYours(whom(&level)));
    }
    if made.is_final { Err(EditError::WentOn) } else { Ok(()) }
}

/// Members propose; clerks settle what does not stop a case, and what is theirs: the status, the official number, the
/// close reason.
pub(crate) fn may_settle(kind: DocKind, place: &Place, level: &Level, roles: Roles) -> bool {
    let is_of_the_office = kind == DocKind::Case
        && place.steps.is_empty()
        && matches!(place.key.as_str(), "status" | "case_no" | "close_reason");
    match level {
        Level::Info => true,
        Level::Block if !is_of_the_office => roles.holds(&Role::Convener),
        Level::Block | Level::Warn | Level::Unknown(_) => roles.is_office(),
    }
}

/// Who that is, for the sentence that refuses the others.
pub(crate) fn whom(level: &Level) -> &'static str {
    if *level == Level::Block { "a convener" } else { "conveners and clerks" }
}

/// Whether different values at a place stop the case, whatever else makes an item louder.
pub(crate) fn stops(kind: DocKind, place: &Place) -> bool {
    match kind {
        DocKind::Case => case::stops(&place.key) || place.key.starts_with("status_log/"),
        DocKind::People => people::stops(&place.key),
        DocKind::Story => story::stops(&place.key),
        _ => false,
    }
}

/// Whether a decision makes a risk look smaller than the highest that was seen: for conveners only.
pub(crate) fn lowers_risk(item: &Item, stands: &Fact) -> bool {
    let highest = item.candidates.iter().filter_map(|it| Risk::from_fact(&it.value)).max();
    item.place.key == "risk" && Risk::from_fact(stands).zip(highest).is_some_and(|(new, old)| new < old)
}
