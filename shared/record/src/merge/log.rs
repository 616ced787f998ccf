//! A log: what was written stays, and is told in the order of the relay's log, what never left last.

use super::Item;
use crate::document::Node;

impl<'a> Node<'a> {
    /// The items of a log in the order they are told. A mark of removal means nothing here.
    pub(crate) fn log(&self, key: &str) -> Vec<Item<'a>> {
        let mut entries: Vec<_> = (self.maps(key).into_iter())
            .filter_map(|(id, node)| {
                let (change, made) = node.made()?;
                Some((change, Item { id, node, made, is_removed: false }))
            })
            .collect();
        entries.sort_by_key(|(change, _)| self.reader.doc.history.order(*change));
        entries.into_iter().map(|(_, item)| item).collect()
    }
}
