//! One value stands: the one told last. The others are one tap away, in the history.

use crate::document::Node;
use crate::value::{Field, Held, Value};

pub(super) fn read<T: Held>(node: &Node<'_>, key: &str) -> Field<T> {
    let mut values: Vec<Value<T>> = (node.raws(key).into_iter())
        .filter_map(|raw| Some(Value { value: T::from_fact(&raw.fact)?, written: raw.written }))
        .collect();
    Field { values: values.pop().into_iter().collect() }
}
