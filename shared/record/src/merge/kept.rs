//! Different values are all kept, the one told last in force, and somebody is asked.

use crate::document::{Node, Raw};
use crate::enums::Level;
use crate::review::{Question, Topic};
use crate::value::{Field, Held, Value};

pub(super) fn read<T: Held>(node: &Node<'_>, key: &str, level: Level) -> Field<T> {
    let distinct = distinct(candidates(node, key));
    if distinct.len() > 1 {
        ask(node, key, level, Topic::Values, &distinct);
    }
    let values = distinct.into_iter();
    Field {
        values: values
            .filter_map(|raw| Some(Value { value: T::from_fact(&raw.fact)?, written: raw.written }))
            .collect(),
    }
}

/// What stands at a key, the value in force first; after a decision was undone, also what it had decided between.
pub(super) fn candidates(node: &Node<'_>, key: &str) -> Vec<Raw> {
    let mut raws = node.raws(key);
    raws.reverse();
    let reopened = node.reader.notes.borrow().reopened(&node.place(key), &raws);
    for change in reopened {
        let Some(index) = node.reader.doc.history.find(&change) else { continue };
        let known = raws.iter().any(|raw| raw.change == index);
        if let Some(value) = (!known).then(|| node.written_in(key, change)).flatten() {
            raws.push(Raw { fact: value.value, change: index, written: value.written });
        }
    }
    raws
}

/// The same value written twice is one answer.
pub(super) fn distinct(raws: Vec<Raw>) -> Vec<Raw> {
    let mut distinct: Vec<Raw> = Vec::new();
    for raw in raws {
        if distinct.iter().all(|known| known.fact.plain() != raw.fact.plain()) {
            distinct.push(raw);
        }
    }
    distinct
}

pub(super) fn ask(node: &Node<'_>, key: &str, level: Level, topic: Topic, candidates: &[Raw]) {
    let first =
        candidates.iter().map(|raw| raw.change).min_by_key(|change| node.reader.doc.history.order(*change));
    let base = first.and_then(|change| node.before(key, change));
    node.reader.ask(Question { topic, level, place: node.place(key), base, candidates });
}
