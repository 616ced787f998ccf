//! Who is told that what they wrote does not stand: once for each thing they wrote, however many decided it, and only
//! while it stands nowhere.

use super::item::Told;
use super::ruling::{Ruling, Verdict};
use crate::document::{Reader, is_mark};
use crate::names::{ChangeId, Place};
use crate::value::{Fact, Value};
use shared::ids::PersonId;
use std::collections::BTreeMap;

/// Whose words, where, and the change that they first came in.
type Word<'r> = (PersonId, &'r Place, ChangeId);

/// What came of somebody's words.
struct Lost {
    told: Told,
    /// Whether the person has put a message about it away.
    is_known: bool,
}

impl Reader<'_> {
    /// The messages about decisions between values.
    pub(super) fn told(&self) -> Vec<Told> {
        let notes = self.notes.borrow();
        let history = &self.doc.history;
        let mut made: Vec<&Ruling> = notes.decisions().collect();
        made.sort_by_key(|ruling| history.order(ruling.change));
        let mut lost: BTreeMap<Word<'_>, Lost> = BTreeMap::new();
        for ruling in made {
            for change in &ruling.candidates {
                for (word, was) in self.words(ruling, *change) {
                    let is_known = ruling.put_away.contains(&word.0);
                    let told = self.telling(ruling, word.0, was);
                    // The newest decision is the one that is told; what was put away once is not told again.
                    let is_known = is_known || lost.get(&word).is_some_and(|it| it.is_known);
                    lost.insert(word, Lost { told, is_known });
                }
            }
        }
        let unknown = lost.into_values().filter(|lost| !lost.is_known).map(|lost| lost.told);
        let mut told: Vec<Told> = unknown.filter(|told| !self.stands(&told.place, &told.lost)).collect();
        told.extend(notes.told.iter().cloned());
        told.sort_by(|a, b| (a.decision, a.person, &a.lost).cmp(&(b.decision, b.person, &b.lost)));
        told
    }

    /// Those whose words a change held that a ruling passed over: its writer, and where it was itself a decision,
    /// also whoever had written what it took up.
    fn words<'r>(&self, ruling: &'r Ruling, change: ChangeId) -> Vec<(Word<'r>, Value<Fact>)> {
        let mut words = Vec::new();
        let mut next = Some(change);
        while let Some(change) = next.take() {
            let Some(was) = self.wrote(&ruling.place, change) else { break };
            let passed_over = ruling.value.as_ref().is_some_and(|it| !is_same(&ruling.place, it, &was.value));
            next = self.notes.borrow().taken_up(&ruling.place, change);
            if passed_over && was.written.person != ruling.written.person {
                words.push(((was.written.person, &ruling.place, change), was));
            }
        }
        words
    }

    fn telling(&self, ruling: &Ruling, person: PersonId, was: Value<Fact>) -> Told {
        let stands = ruling.value.clone().unwrap_or_else(|| was.value.clone());
        Told {
            person,
            decision: ruling.id,
            place: ruling.place.clone(),
            lost: was.value,
            stands,
            by: ruling.written.clone(),
            before: self.before_all(ruling),
            reason: ruling.reason.clone(),
        }
    }

    /// What stood before any of those wrote whom a ruling decided between.
    fn before_all(&self, ruling: &Ruling) -> Option<Fact> {
        let history = &self.doc.history;
        let changes = ruling.candidates.iter().filter_map(|change| history.find(change));
        let first = changes.min_by_key(|change| history.order(*change))?;
        self.node_at(&ruling.place.steps)?.before(&ruling.place.key, first)
    }

    /// Whether a value stands at a place, or waits there to be decided about.
    fn stands(&self, place: &Place, value: &Fact) -> bool {
        let Some(node) = self.node_at(&place.steps) else { return false };
        let standing = node.candidates(&place.key);
        standing.iter().any(|raw| is_same(place, &raw.fact, value))
    }

    /// What a change wrote at a place: put there, or proposed for it, or did beside its removal.
    pub(crate) fn wrote(&self, place: &Place, change: ChangeId) -> Option<Value<Fact>> {
        let beside = || {
            let index = self.doc.history.find(&change).filter(|_| place.key == "removed")?;
            Some(Value { value: Fact::Flag(false), written: self.doc.history.written(index)? })
        };
        self.put_or_proposed(place, change).or_else(beside)
    }

    /// The changes that proposed something for a place.
    pub(crate) fn proposed_at(&self, place: &Place) -> Vec<ChangeId> {
        self.notes.borrow().proposals(place).map(|it| it.change_id).collect()
    }

    /// What a change put at a place or proposed for it.
    pub(crate) fn put_or_proposed(&self, place: &Place, change: ChangeId) -> Option<Value<Fact>> {
        let put = self.node_at(&place.steps)?.written_in(&place.key, change);
        let proposed = || {
            let notes = self.notes.borrow();
            let of = notes.proposals(place).find(|it| it.change_id == change)?;
            Some(Value { value: of.value.clone()?, written: of.written.clone() })
        };
        put.or_else(proposed)
    }
}

/// Whether two facts at a place say the same. A mark of removal is the same whenever it was set.
fn is_same(place: &Place, a: &Fact, b: &Fact) -> bool {
    if place.key == "removed" { is_mark(a) == is_mark(b) } else { a.plain() == b.plain() }
}

impl Ruling {
    pub(super) fn is(&self, verdict: Verdict, place: &Place) -> bool {
        self.verdict == verdict && self.place == *place
    }
}
