//! What gathers while a document is read: questions, weighed against the decisions that were already made.

use super::item::{Candidate, Decided, Item, ItemKey, Proposal, Question, Review, Told, Topic};
use super::ruling::{Ruling, Verdict};
use crate::document::{Raw, Reader};
use crate::enums::Level;
use crate::names::{ChangeId, ItemId, Place};
use crate::value::Written;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Rulings, and what was asked so far.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) rulings: Vec<Ruling>,
    items: Vec<Item>,
    told: Vec<Told>,
    steps: Vec<Decided>,
}

impl Notes {
    /// Who took a ruling back. Whoever has read a text through may say that they have not after all.
    fn undone(&self, ruling: &Ruling) -> Option<&Written> {
        let is_own =
            |by: &Ruling| ruling.verdict == Verdict::KeepBoth && by.written.person == ruling.written.person;
        let mut undoing = self.rulings.iter().filter(|other| other.undoes == Some(ruling.id));
        undoing.find(|other| other.roles.is_office() || is_own(other)).map(|other| &other.written)
    }

    /// Who took back a decision that is no ruling: a step.
    pub(crate) fn undone_step(&self, step: ItemId) -> Option<&Written> {
        let mut undoing = self.rulings.iter().filter(|ruling| ruling.undoes == Some(step));
        undoing.find(|ruling| ruling.roles.is_office()).map(|ruling| &ruling.written)
    }

    /// The rulings about a place that stand, oldest first.
    fn standing<'n>(&'n self, place: &'n Place) -> impl DoubleEndedIterator<Item = &'n Ruling> {
        let about = self.rulings.iter().filter(move |ruling| ruling.place == *place);
        about.filter(|ruling| ruling.verdict != Verdict::Undo && self.undone(ruling).is_none())
    }

    /// Makes an item of a question, unless it was answered.
    fn weigh(&self, reader: &Reader<'_>, question: Question<'_>, ids: &BTreeSet<ChangeId>) -> Option<Item> {
        let standing: Vec<&Ruling> = self.standing(&question.place).collect();
        let about = || standing.iter().filter(|ruling| ids.is_subset(&ruling.candidates));
        let may_settle = |ruling: &Ruling| question.level == Level::Info || ruling.roles.is_office();
        if about().any(|ruling| ruling.verdict == Verdict::KeepBoth && may_settle(ruling)) {
            return None;
        }
        let put_off = about().rfind(|ruling| ruling.verdict == Verdict::Later);
        let proposed = about().filter(|ruling| ruling.verdict == Verdict::Propose);
        let decided =
            question.candidates.iter().filter(|raw| self.rulings.iter().any(|r| r.change == raw.change));
        let is_reopened = question.topic == Topic::Values && decided.count() > 1;
        let candidates = question.candidates.iter().map(|raw| Candidate {
            value: raw.fact.clone(),
            written: raw.written.clone(),
            change: reader.change_id(raw.change),
        });
        Some(Item {
            key: key(&question, ids),
            topic: question.topic,
            level: if is_reopened { Level::Block } else { question.level.clone() },
            candidates: candidates.collect(),
            is_reopened,
            put_off: put_off.map(|ruling| ruling.written.clone()),
            proposals: proposed
                .filter_map(|ruling| Some(Proposal { change: ruling.chosen?, by: ruling.written.clone() }))
                .collect(),
            place: question.place,
            base: question.base,
        })
    }

    /// What a decision had decided between, if it was undone and nobody wrote or decided since.
    pub(crate) fn reopened(&self, place: &Place, standing: &[Raw]) -> Vec<ChangeId> {
        let undone =
            self.rulings.iter().filter(|ruling| ruling.place == *place && self.undone(ruling).is_some());
        let is_current = |ruling: &&Ruling| standing.iter().any(|raw| raw.change == ruling.change);
        undone.filter(is_current).flat_map(|ruling| ruling.candidates.iter().copied()).collect()
    }
}

impl Reader<'_> {
    /// Raises a question, unless it was answered.
    pub(crate) fn ask(&self, question: Question<'_>) {
        let ids: BTreeSet<ChangeId> =
            question.candidates.iter().map(|raw| self.change_id(raw.change)).collect();
        let item = self.notes.borrow().weigh(self, question, &ids);
        self.notes.borrow_mut().items.extend(item);
    }

    /// Adds somebody to be told of a decision that is no ruling: a step that was preferred to theirs.
    pub(crate) fn tell(&self, told: Told) {
        self.notes.borrow_mut().told.push(told);
    }

    /// Adds a decision that is no ruling: a step that takes up one of several.
    pub(crate) fn decide(&self, decided: Decided) {
        self.notes.borrow_mut().steps.push(decided);
    }

    /// Ends the reading: what is open, what was decided, who is told.
    pub(crate) fn review(self) -> Review {
        let told = self.told();
        let mut decided = self.decided();
        let Notes { mut items, steps, .. } = self.notes.into_inner();
        decided.extend(steps);
        items.sort_by(|a, b| (&b.level, &a.place, a.key).cmp(&(&a.level, &b.place, b.key)));
        Review { items, decided, told }
    }

    fn decided(&self) -> Vec<Decided> {
        let notes = self.notes.borrow();
        let made = notes.rulings.iter().filter(|r| matches!(r.verdict, Verdict::Use | Verdict::KeepBoth));
        let decided = made.map(|ruling| Decided {
            id: ruling.id,
            place: ruling.place.clone(),
            value: ruling.value.clone(),
            by: ruling.written.clone(),
            reason: ruling.reason.clone(),
            undone: notes.undone(ruling).cloned(),
            candidates: self.decided_between(ruling),
            is_final: false,
        });
        decided.collect()
    }

    /// What a ruling decided between, as each was written; a text is not among it, because it was merged.
    fn decided_between(&self, ruling: &Ruling) -> Vec<Candidate> {
        let Some(node) = self.node_at(&ruling.place.steps) else { return Vec::new() };
        let candidates = ruling.candidates.iter().filter_map(|change| {
            let was = node.written_in(&ruling.place.key, *change)?;
            Some(Candidate { value: was.value, written: was.written, change: *change })
        });
        candidates.collect()
    }

    fn told(&self) -> Vec<Told> {
        let notes = self.notes.borrow();
        let mut told = notes.told.clone();
        for ruling in notes.rulings.iter().filter(|r| r.verdict == Verdict::Use && notes.undone(r).is_none())
        {
            let Some(stands) = &ruling.value else { continue };
            let Some(node) = self.node_at(&ruling.place.steps) else { continue };
            for change in &ruling.candidates {
                let Some(lost) = node.written_in(&ruling.place.key, *change) else { continue };
                let person = lost.written.person;
                let is_news = person != ruling.written.person && !ruling.put_away.contains(&person);
                if is_news && lost.value.plain() != stands.plain() {
                    told.push(Told {
                        person,
                        decision: ruling.id,
                        place: ruling.place.clone(),
                        lost: lost.value,
                        stands: stands.clone(),
                        by: ruling.written.clone(),
                    });
                }
            }
        }
        told.sort_by(|a, b| (a.decision, a.person, &a.lost).cmp(&(b.decision, b.person, &b.lost)));
        told
    }
}

fn key(question: &Question<'_>, ids: &BTreeSet<ChangeId>) -> ItemKey {
    let mut hash = Sha256::new();
    hash.update([question.topic as u8]);
    hash.update(question.place.to_string());
    ids.iter().for_each(|id| hash.update(id.0));
    let hash: [u8; 32] = hash.finalize().into();
    ItemKey(hash.first_chunk::<16>().map_or(ItemId::default(), |head| ItemId(*head)))
}
