//! Set when the thing is made. Honest devices never set it twice; of two, the one told first stands.

use crate::document::Node;
use crate::value::{Field, Held, Value};

pub(super) fn read<T: Held>(node: &Node<'_>, key: &str) -> Field<T> {
    let raws = node.raws(key);
    let mut values = raws
        .into_iter()
        .filter_map(|raw| Some(Value { value: T::from_fact(&raw.fact)?, written: raw.written }));
    Field { values: values.next().into_iter().collect() }
}
