//! Steps that decide: each takes up one of several that contradict each other, and can be taken back until somebody goes
//! on from it.

use super::Entry;
use crate::document::Node;
use crate::names::ItemId;
use crate::review::{Candidate, Decided, Told};
use crate::value::Fact;
use shared::ids::PersonId;
use std::collections::{BTreeMap, BTreeSet};

/// A decision that was taken back counts no more, unless somebody went on from it: then it stays, on every device.
pub(super) fn take_back(root: &Node<'_>, entries: &mut [Entry]) {
    let undone: BTreeSet<ItemId> = {
        let notes = root.reader.notes.borrow();
        let decisions = entries.iter().filter(|entry| entry.is_decision);
        decisions.map(|entry| entry.view.id).filter(|id| notes.undone_step(*id).is_some()).collect()
    };
    loop {
        let last = entries.iter().position(|entry| {
            let step = &entry.view;
            step.counts && undone.contains(&step.id) && !is_followed(entry, entries)
        });
        let Some(last) = last else { return };
        (entries[last].view.counts, entries[last].view.is_undone) = (false, true);
    }
}

fn is_followed(entry: &Entry, entries: &[Entry]) -> bool {
    entries.iter().any(|other| other.view.counts && other.view.after.contains(&entry.view.id))
}

/// Marks the steps that take up one of several that they follow: somebody decided between them.
pub(super) fn mark(entries: &mut [Entry]) {
    for at in 0..entries.len() {
        let is_decision = {
            let entry = &entries[at];
            entry.view.after.len() > 1 && entries.iter().any(|other| is_taken_up(other, entry))
        };
        entries[at].is_decision = is_decision;
    }
}

/// Whether several decided, and not alike.
pub(super) fn is_decided_differently(heads: &[&Entry]) -> bool {
    let mut decided = heads.iter().filter(|head| head.is_decision).map(|head| &head.view.to);
    decided.next().is_some_and(|first| decided.any(|other| other != first))
}

fn is_taken_up(step: &Entry, by: &Entry) -> bool {
    step.view.to == by.view.to && by.view.after.contains(&step.view.id)
}

/// Decisions about the status are steps; they stand among the decisions all the same, so that they can be taken back.
pub(super) fn list(root: &Node<'_>, entries: &[Entry]) {
    let stood = |entry: &&Entry| entry.view.counts || entry.view.is_undone;
    for entry in entries.iter().filter(stood).filter(|entry| entry.is_decision) {
        let undone = root.reader.notes.borrow().undone_step(entry.view.id).cloned();
        let followed = entries.iter().filter(|other| entry.view.after.contains(&other.view.id));
        let candidates = followed.map(|step| Candidate {
            value: Fact::Text(step.view.to.code().to_owned()),
            written: step.view.written.clone(),
            change: root.reader.change_id(step.change),
        });
        root.reader.decide(Decided {
            id: entry.view.id,
            place: root.place("status"),
            value: Some(Fact::Text(entry.view.to.code().to_owned())),
            by: entry.view.written.clone(),
            reason: None,
            undone: undone.filter(|_| entry.view.is_undone),
            candidates: candidates.collect(),
            is_final: is_followed(entry, entries),
            stops: false,
        });
    }
}

/// Whoever made a step that another was preferred to is told, once, unless the case stands there after all.
pub(super) fn tell(root: &Node<'_>, entries: &[Entry], heads: &[&Entry]) {
    let put_away: Vec<String> = root.set::<String>("told").into_iter().map(|mark| mark.value).collect();
    let mut lost: BTreeMap<(PersonId, ItemId), Vec<Told>> = BTreeMap::new();
    for decision in entries.iter().filter(|entry| entry.view.counts && entry.view.after.len() > 1) {
        let passed_over = entries.iter().filter(|entry| decision.view.after.contains(&entry.view.id));
        for step in passed_over.filter(|step| step.view.to != decision.view.to) {
            let (person, by) = (step.view.by, decision.view.written.clone());
            if person == by.person || heads.iter().any(|head| head.view.to == step.view.to) {
                continue;
            }
            lost.entry((person, step.view.id)).or_default().push(Told {
                person,
                decision: decision.view.id,
                place: root.place("status"),
                lost: Fact::Text(step.view.to.code().to_owned()),
                stands: Fact::Text(decision.view.to.code().to_owned()),
                by,
                before: None,
                reason: None,
            });
        }
    }
    for mut told in lost.into_values() {
        let is_known = |it: &Told| put_away.contains(&format!("{}:{}", it.decision, it.person));
        if !told.iter().any(is_known)
            && let Some(told) = told.pop()
        {
            root.reader.tell(told);
        }
    }
}
