//! A set: an element is in as long as one of those who wrote about it last says so.

use crate::document::Node;
use crate::value::{Element, Fact, Value};
use automerge::{ObjType, ReadDoc};

impl Node<'_> {
    /// The elements of a set, in their own order, each with who put it there last.
    pub(crate) fn set<T: Element>(&self, key: &str) -> Vec<Value<T>> {
        let Some(obj) = self.child(key, ObjType::Map) else {
            return Vec::new();
        };
        let keys: Vec<String> = self.reader.doc.am.keys(&obj).collect();
        let map = Node { reader: self.reader, obj, steps: self.steps.clone() };
        let mut elements: Vec<Value<T>> = keys.iter().filter_map(|key| map.element(key)).collect();
        elements.sort_by(|a, b| a.value.cmp(&b.value));
        elements
    }

    fn element<T: Element>(&self, key: &str) -> Option<Value<T>> {
        let added = self.raws(key).into_iter().rfind(|raw| raw.fact == Fact::Flag(true))?;
        Some(Value { value: T::from_key(key)?, written: added.written })
    }
}
