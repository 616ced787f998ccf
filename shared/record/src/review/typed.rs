//! Something else is typed into a field that waits for a decision: never silently settled, never refused. Whoever may
//! decide has decided; what anybody else typed stands beside the rest as their proposal.

use super::decide::{Rule, write_rule};
use super::item::Item;
use super::rights::{lowers_risk, may_decide};
use super::ruling::Verdict;
use crate::document::Pen;
use crate::edit::EditError;
use crate::enums::{Level, Role};
use crate::names::{ChangeId, ItemId};
use crate::value::Fact;
use sha2::{Digest, Sha256};

pub(crate) fn write_typed(pen: &mut Pen<'_, '_>, item: &Item, fact: Fact) -> Result<(), EditError> {
    let said = item.candidates.iter().find(|it| it.value.plain() == fact.plain());
    let chosen = said.map(|it| it.change);
    let settles = settles(pen, item, &fact);
    if !settles && says_so_already(pen, item, chosen) {
        return Ok(());
    }
    // Also what is only proposed brings its value along: whoever wrote it first may think better of it.
    let value = Some(said.map_or(fact, |said| said.value.clone()));
    // The reason of an edit of a case stands in its story, under the name of the edit.
    let id = pen.because.map_or_else(|| name(pen, item), |(id, _)| id);
    let verdict = if settles { Verdict::Use } else { Verdict::Propose };
    write_rule(pen, &Rule::about(item, id, verdict, chosen, value))
}

/// What stops a case needs a reason, and a field has no room for one: without it even a convener only proposes.
fn settles(pen: &Pen<'_, '_>, item: &Item, fact: &Fact) -> bool {
    let roles = pen.writer.roles;
    let has_reason = pen.because.is_some_and(|(_, reason)| !reason.trim().is_empty());
    may_decide(pen.kind, item, roles)
        && (item.level != Level::Block || has_reason)
        && (!lowers_risk(item, fact) || roles.holds(&Role::Convener))
}

/// Whether the writer has said the same already: wrote it, and proposed nothing else since.
fn says_so_already(pen: &Pen<'_, '_>, item: &Item, chosen: Option<ChangeId>) -> bool {
    let own = item.proposals.iter().rfind(|it| it.by.person == pen.writer.author.person);
    let written = || item.candidates.iter().rfind(|it| it.written.person == pen.writer.author.person);
    chosen.is_some() && own.map(|it| it.change).or_else(|| written().map(|it| it.change)) == chosen
}

/// A name for the decision: nobody else writes at this place, on this device, after these changes.
fn name(pen: &Pen<'_, '_>, item: &Item) -> ItemId {
    let mut hash = Sha256::new();
    hash.update(pen.writer.author.device.0);
    hash.update(item.place.to_string());
    pen.at.0.iter().for_each(|head| hash.update(head.0));
    let hash: [u8; 32] = hash.finalize().into();
    hash.first_chunk::<16>().map_or(ItemId::default(), |head| ItemId(*head))
}
