//! What gathers while a document is read: questions, weighed against the decisions that were already made.

use super::item::{Candidate, Decided, Item, ItemKey, Proposal, Question, Review, Told, Topic};
use super::rights::{may_settle, stops};
use super::ruling::{Ruling, Verdict};
use crate::document::{Index, Raw, Reader};
use crate::enums::Level;
use crate::names::{ChangeId, ItemId, Place};
use crate::value::Written;
use sha2::{Digest, Sha256};
use shared::ids::DocKind;
use std::collections::BTreeSet;

/// Rulings, and what was asked so far.
pub(crate) struct Notes {
    kind: DocKind,
    pub(crate) rulings: Vec<Ruling>,
    items: Vec<Item>,
    kept: Vec<Item>,
    pub(super) told: Vec<Told>,
    steps: Vec<Decided>,
}

impl Notes {
    pub(crate) fn new(kind: DocKind) -> Notes {
        Notes { kind, rulings: vec![], items: vec![], kept: vec![], told: vec![], steps: vec![] }
    }

    /// The rulings that took a ruling back: by whoever might have made it. Whoever has read a text through may say that
    /// they have not after all.
    fn undoing<'n>(&'n self, ruling: &'n Ruling) -> impl Iterator<Item = &'n Ruling> {
        let may = move |by: &Ruling| {
            let level = if self.stops(ruling) { Level::Block } else { Level::Warn };
            may_settle(self.kind, &ruling.place, &level, by.roles)
        };
        let is_own =
            |by: &Ruling| ruling.verdict == Verdict::KeepBoth && by.written.person == ruling.written.person;
        let undoing = self.rulings.iter().filter(|other| other.undoes == Some(ruling.id));
        undoing.filter(move |by| may(by) || is_own(by))
    }

    /// Who took a ruling back first.
    fn undone<'n>(&'n self, ruling: &'n Ruling) -> Option<&'n Written> {
        self.undoing(ruling).next().map(|by| &by.written)
    }

    /// Whether a ruling was about what stopped the case: by its place, or because two had decided differently.
    fn stops(&self, ruling: &Ruling) -> bool {
        let decisions = self.rulings.iter().filter(|it| it.is(Verdict::Use, &ruling.place));
        stops(self.kind, &ruling.place)
            || decisions.filter(|it| it.id != ruling.id && ruling.candidates.contains(&it.change_id)).count()
                > 1
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

    /// The decisions for a value that nobody took back.
    pub(super) fn decisions(&self) -> impl Iterator<Item = &Ruling> {
        self.rulings.iter().filter(|it| it.verdict == Verdict::Use && self.undone(it).is_none())
    }

    /// Whether a change is a decision for a value at a place that nobody took back.
    pub(crate) fn decided_by(&self, place: &Place, change: Index) -> bool {
        let mut made = self.rulings.iter().filter(|it| it.change == change && it.is(Verdict::Use, place));
        made.any(|it| self.undone(it).is_none())
    }

    /// The writing that a decision took up.
    pub(super) fn taken_up(&self, place: &Place, change: ChangeId) -> Option<ChangeId> {
        let made = self.rulings.iter().find(|it| it.is(Verdict::Use, place) && it.change_id == change);
        made?.chosen.filter(|chosen| *chosen != change)
    }

    /// What was ever proposed for a place in words of one's own.
    pub(super) fn proposals(&self, place: &Place) -> impl Iterator<Item = &Ruling> {
        self.rulings.iter().filter(|it| it.is(Verdict::Propose, place) && it.value.is_some())
    }

    /// Whether a person proposed something else for the same place after a proposal.
    fn is_replaced(&self, reader: &Reader<'_>, proposal: &Ruling) -> bool {
        let history = &reader.doc.history;
        let own = self.rulings.iter().filter(|it| {
            it.is(Verdict::Propose, &proposal.place) && it.written.person == proposal.written.person
        });
        own.filter(|it| it.change != proposal.change)
            .any(|later| history.precedes(proposal.change, later.change))
    }

    /// What was proposed for a place and nobody has answered, newest first: whoever wrote what stands there had not
    /// seen it.
    pub(crate) fn unanswered(&self, reader: &Reader<'_>, place: &Place, standing: &[Raw]) -> Vec<ChangeId> {
        let history = &reader.doc.history;
        let is_answered = |it: &Ruling| {
            standing.iter().any(|raw| raw.change != it.change && history.precedes(it.change, raw.change))
        };
        let open = self.proposals(place).filter(|it| !is_answered(it) && !self.is_replaced(reader, it));
        let mut open: Vec<&Ruling> = open.collect();
        open.sort_by_key(|it| core::cmp::Reverse(history.order(it.change)));
        open.into_iter().map(|it| it.change_id).collect()
    }

    /// One decided that both stay and another that one does, and neither knew: what the other decided between, and
    /// whether that waits for somebody who knows of both.
    pub(crate) fn contested(
        &self,
        reader: &Reader<'_>,
        place: &Place,
        standing: &[Raw],
    ) -> (Vec<ChangeId>, bool) {
        let history = &reader.doc.history;
        let kept: Vec<&Ruling> = self
            .standing(place)
            .filter(|it| it.verdict == Verdict::KeepBoth && it.roles.is_office())
            .collect();
        let made = self.rulings.iter().filter(|it| standing.iter().any(|raw| raw.change == it.change));
        let made = made.filter(|it| it.is(Verdict::Use, place) && self.undone(it).is_none());
        let mut contested = (Vec::new(), false);
        for made in made {
            let apart = kept.iter().filter(|both| {
                let is_known = standing.iter().any(|raw| history.precedes(both.change, raw.change));
                let is_same = both.candidates.iter().any(|it| made.candidates.contains(it));
                is_same && !is_known && history.are_concurrent(both.change, made.change)
            });
            for both in apart {
                let knows = |it: &&Ruling| {
                    let mut of = [both.change, made.change].into_iter();
                    it.change != both.change && of.all(|change| history.precedes(change, it.change))
                };
                contested.0.extend(made.candidates.iter().copied());
                contested.1 |= !kept.iter().any(knows);
            }
        }
        contested
    }

    /// Makes an item of a question, and says whether it was answered by keeping both.
    fn weigh(&self, reader: &Reader<'_>, question: Question<'_>) -> (Item, bool) {
        let id = |raw: &Raw| reader.change_id(raw.change);
        let all = || question.candidates.iter().chain(question.again);
        let ids: BTreeSet<ChangeId> = all().map(id).collect();
        let same = |raw: &Raw| {
            let again = question.again.iter().filter(|it| it.fact.plain() == raw.fact.plain());
            let same: Vec<ChangeId> = again.chain([raw]).map(id).collect();
            same
        };
        let standing: Vec<&Ruling> = self.standing(&question.place).collect();
        let knows = |ruling: &Ruling| {
            let mut each = question.candidates.iter().map(same);
            each.all(|same| same.iter().any(|it| ruling.candidates.contains(it)))
        };
        let about = || standing.iter().filter(|ruling| knows(ruling));
        let may_settle = |ruling: &Ruling| question.level == Level::Info || ruling.roles.is_office();
        let mut kept = about().filter(|ruling| ruling.verdict == Verdict::KeepBoth);
        let is_kept = !question.is_reopened && kept.any(|ruling| may_settle(ruling));
        let put_off = about().rfind(|ruling| ruling.verdict == Verdict::Later).map(|it| it.written.clone());
        let decided = question.candidates.iter().filter(|raw| self.decided_by(&question.place, raw.change));
        let is_reopened = question.is_reopened
            || (matches!(question.topic, Topic::Values | Topic::Raised) && decided.count() > 1);
        let proposals = standing.iter().filter(|ruling| ruling.verdict == Verdict::Propose);
        let proposals = proposals.filter(|ruling| !self.is_replaced(reader, ruling)).filter_map(|ruling| {
            let chosen = ruling.chosen?;
            let of = question.candidates.iter().find(|raw| same(raw).contains(&chosen))?;
            Some(Proposal { change: id(of), by: ruling.written.clone() })
        });
        let proposals = proposals.collect();
        let candidates = question.candidates.iter().map(|raw| Candidate {
            value: raw.fact.clone(),
            written: raw.written.clone(),
            change: id(raw),
        });
        let item = Item {
            key: key(&question, question.candidates.iter().map(id).collect()),
            topic: question.topic,
            level: if is_reopened { Level::Block } else { question.level.clone() },
            candidates: candidates.collect(),
            is_reopened,
            put_off,
            proposals,
            place: question.place,
            base: question.base,
            changes: ids.into_iter().collect(),
        };
        (item, is_kept)
    }

    /// What a decision had decided between, if it was undone and nobody who knows of that wrote or decided since.
    pub(crate) fn reopened(&self, reader: &Reader<'_>, place: &Place, standing: &[Raw]) -> Vec<ChangeId> {
        let history = &reader.doc.history;
        let knows = |undo: &Ruling| standing.iter().any(|raw| history.precedes(undo.change, raw.change));
        let undone = self.rulings.iter().filter(|it| it.place == *place && self.undone(it).is_some());
        let open = undone.filter(|it| !standing.is_empty() && !self.undoing(it).any(knows));
        open.flat_map(|ruling| ruling.candidates.iter().copied()).collect()
    }

    /// What a change took up that was a decision and was undone: it is its writer's word again.
    pub(crate) fn given_back(&self, place: &Place, standing: &Raw) -> Option<ChangeId> {
        let made = self.rulings.iter().filter(|it| it.place == *place && it.change == standing.change);
        let mut undone = made.filter(|it| self.undone(it).is_some());
        undone.find_map(|ruling| ruling.chosen)
    }
}

impl Reader<'_> {
    /// Raises a question, unless it was answered.
    pub(crate) fn ask(&self, question: Question<'_>) {
        let (item, is_kept) = self.notes.borrow().weigh(self, question);
        let mut notes = self.notes.borrow_mut();
        if is_kept { notes.kept.push(item) } else { notes.items.push(item) }
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
        let Notes { mut items, kept, steps, .. } = self.notes.into_inner();
        decided.extend(steps);
        items.sort_by(|a, b| (&b.level, &a.place, a.key).cmp(&(&a.level, &b.place, b.key)));
        Review { items, decided, told, kept }
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
            stops: notes.stops(ruling),
        });
        decided.collect()
    }

    /// What a ruling decided between, as each was written; a text is not among it, because it was merged.
    fn decided_between(&self, ruling: &Ruling) -> Vec<Candidate> {
        let candidates = ruling.candidates.iter().filter_map(|change| {
            let was = self.wrote(&ruling.place, *change)?;
            Some(Candidate { value: was.value, written: was.written, change: *change })
        });
        candidates.collect()
    }
}

fn key(question: &Question<'_>, ids: BTreeSet<ChangeId>) -> ItemKey {
    let mut hash = Sha256::new();
    hash.update([question.topic as u8]);
    hash.update(question.place.to_string());
    ids.iter().for_each(|id| hash.update(id.0));
    let hash: [u8; 32] = hash.finalize().into();
    ItemKey(hash.first_chunk::<16>().map_or(ItemId::default(), |head| ItemId(*head)))
}
