//! Different values are all kept, the one told last in force, and somebody is asked.

use crate::document::{Node, Raw};
use crate::enums::Level;
use crate::names::ChangeId;
use crate::review::{Question, Topic, stops};
use crate::value::{Field, Held, Value};

pub(super) fn read<T: Held>(node: &Node<'_>, key: &str, level: Level) -> Field<T> {
    let (distinct, again) = distinct(node.candidates(key));
    if distinct.len() > 1 {
        ask(node, key, level, Topic::Values, &distinct, &again);
    }
    let values = distinct.into_iter();
    Field {
        values: values
            .filter_map(|raw| Some(Value { value: T::from_fact(&raw.fact)?, written: raw.written }))
            .collect(),
    }
}

impl Node<'_> {
    /// What stands at a key, the value in force first; after a decision was undone, also what it had decided between;
    /// last, what was proposed instead and is not answered yet.
    pub(crate) fn candidates(&self, key: &str) -> Vec<Raw> {
        let (place, reader) = (self.place(key), self.reader);
        let mut standing = self.raws(key);
        standing.reverse();
        let (given_back, reopened, proposed) = {
            let notes = reader.notes.borrow();
            let given_back: Vec<Option<ChangeId>> =
                standing.iter().map(|raw| notes.given_back(&place, raw)).collect();
            let proposed = notes.unanswered(reader, &place, &standing);
            let mut reopened = notes.reopened(reader, &place, &standing);
            reopened.extend(notes.contested(reader, &place, &standing).0);
            (given_back, reopened, proposed)
        };
        let was = |change: ChangeId| {
            let was = reader.wrote(&place, change)?;
            Some(Raw { fact: was.value, change: reader.doc.history.find(&change)?, written: was.written })
        };
        let standing = standing.into_iter().zip(given_back);
        let mut raws: Vec<Raw> =
            standing.map(|(raw, given_back)| given_back.and_then(was).unwrap_or(raw)).collect();
        for raw in reopened.into_iter().chain(proposed).filter_map(was) {
            if raws.iter().all(|known| known.change != raw.change) {
                raws.push(raw);
            }
        }
        raws
    }
}

/// Whether one decided that both stay at a key and another that one does.
fn is_contested(node: &Node<'_>, key: &str) -> bool {
    let standing = node.raws(key);
    node.reader.notes.borrow().contested(node.reader, &node.place(key), &standing).1
}

/// The same value written twice is one answer: the answers, and who wrote them again.
pub(super) fn distinct(raws: Vec<Raw>) -> (Vec<Raw>, Vec<Raw>) {
    let (mut distinct, mut again): (Vec<Raw>, Vec<Raw>) = (Vec::new(), Vec::new());
    for raw in raws {
        let is_new = distinct.iter().all(|known| known.fact.plain() != raw.fact.plain());
        if is_new { distinct.push(raw) } else { again.push(raw) }
    }
    (distinct, again)
}

pub(super) fn ask(node: &Node<'_>, key: &str, level: Level, topic: Topic, candidates: &[Raw], again: &[Raw]) {
    let place = node.place(key);
    debug_assert_eq!(level == Level::Block, stops(node.reader.doc.kind, &place), "{place}");
    let first =
        candidates.iter().map(|raw| raw.change).min_by_key(|change| node.reader.doc.history.order(*change));
    let base = first.and_then(|change| node.before(key, change));
    let is_reopened = is_contested(node, key);
    node.reader.ask(Question { topic, level, place, base, candidates, again, is_reopened });
}
