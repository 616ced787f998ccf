//! The higher, safer value stands at once, and somebody is asked whether it should.

use super::kept::{ask, distinct};
use crate::document::Node;
use crate::enums::Level;
use crate::review::Topic;
use crate::value::{Field, Held, Value};

pub(super) fn read<T: Held + Ord>(node: &Node<'_>, key: &str) -> Field<T> {
    let mut raws = node.candidates(key);
    raws.retain(|raw| T::from_fact(&raw.fact).is_some());
    raws.sort_by_key(|raw| core::cmp::Reverse(T::from_fact(&raw.fact)));
    let (distinct, again) = distinct(raws);
    if distinct.len() > 1 {
        ask(node, key, Level::Warn, Topic::Raised, &distinct, &again);
    }
    let values = distinct.into_iter();
    Field {
        values: values
            .filter_map(|raw| Some(Value { value: T::from_fact(&raw.fact)?, written: raw.written }))
            .collect(),
    }
}
