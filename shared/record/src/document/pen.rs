//! Writing into a document: one key per fact, and nothing where nothing changes.

use super::reader::child;
use crate::bounds::TEXT_BYTES_MAX;
use crate::edit::{EditError, Writer};
use crate::merge::{Class, Key};
use crate::names::{Heads, ItemId, Place};
use crate::review::{Item, write_typed};
use crate::value::{Element, Fact, Held};
use automerge::transaction::{Transactable, Transaction};
use automerge::{ChangeHash, ObjId, ObjType, ROOT, ReadDoc};
use shared::ids::DocKind;
use std::cell::Cell;

/// The most items one list holds.
const ITEMS_MAX: usize = 10_000;

/// Writes one edit.
pub(crate) struct Pen<'t, 'd> {
    pub(crate) tx: &'t mut Transaction<'d>,
    pub(crate) writer: &'t Writer,
    /// The change that made the document.
    pub(crate) skeleton: Option<ChangeHash>,
    /// Items whose removal was lifted, since somebody edited them without knowing of it: removing them is no repetition.
    pub(crate) lifted: &'t [ItemId],
    /// The document being written.
    pub(crate) kind: DocKind,
    /// What the writer had seen.
    pub(crate) at: &'t Heads,
    /// The name and the reason that the edit brings along.
    pub(crate) because: Option<(ItemId, &'t str)>,
    /// Places where different values stand or stood: whoever writes there decides, or proposes.
    pub(crate) disputes: &'t [Item],
    /// Whether an item with the mark of removal or a value that may be disputed was met, so that it matters what a
    /// reading of the whole document says about it.
    pub(crate) must_read: Cell<bool>,
}

impl<'t> Pen<'t, '_> {
    /// Puts a value at a key. The same value again is no change; where a question waits, the value is an answer to it.
    pub(crate) fn put(&mut self, obj: &ObjId, key: Key, value: &impl Held) -> Result<(), EditError> {
        self.put_as(obj, key.name, key.class, value)
    }

    /// The same for a key that is only known from what the edit says.
    pub(crate) fn put_as(
        &mut self,
        obj: &ObjId,
        key: &str,
        class: Class,
        value: &impl Held,
    ) -> Result<(), EditError> {
        let fact = value.to_fact();
        let standing = self.facts(obj, key)?;
        if class.asks() {
            if let Some(item) = self.dispute(obj, key) {
                return write_typed(self, item, fact);
            }
            let is_disputed = standing.iter().any(|known| known.plain() != standing[0].plain());
            if is_disputed || self.was_decided() {
                self.must_read.set(true);
            }
        }
        if standing.iter().all(|known| *known == fact) && !standing.is_empty() {
            return Ok(());
        }
        if class == Class::Once && !standing.is_empty() {
            return Err(EditError::AlreadySet);
        }
        self.put_fact(obj, key, &fact)
    }

    /// The question that waits, or waited, at a key.
    fn dispute(&self, obj: &ObjId, key: &str) -> Option<&'t Item> {
        let disputes = self.disputes;
        let mut about = disputes.iter().filter(|item| item.place.key == key);
        about.find(|item| self.node(&item.place).is_ok_and(|node| node == *obj))
    }

    /// Whether anything was ever decided or proposed here: then a question may wait though one value stands.
    fn was_decided(&self) -> bool {
        self.find_child(&ROOT, "decisions", ObjType::List).is_some_and(|list| self.tx.length(&list) > 0)
    }

    /// Puts a value whatever stands there. Of two values Automerge keeps the one that is put again as the old writing
    /// of it and drops the other; that would not show who decided, so what stands is taken away first.
    pub(crate) fn put_fact(&mut self, obj: &ObjId, key: &str, fact: &Fact) -> Result<(), EditError> {
        if self.facts(obj, key)?.contains(fact) {
            self.tx.delete(obj, key)?;
        }
        Ok(self.tx.put(obj, key, fact.to_scalar())?)
    }

    fn facts(&self, obj: &ObjId, key: &str) -> Result<Vec<Fact>, EditError> {
        let all = self.tx.get_all(obj, key)?;
        Ok(all.iter().filter_map(|(value, _)| Fact::from_scalar(value.as_scalar()?)).collect())
    }

    /// The value at a key, if one was ever written.
    pub(crate) fn get<T: Held>(&self, obj: &ObjId, key: &str) -> Option<T> {
        self.facts(obj, key).ok()?.first().and_then(T::from_fact)
    }

    /// A list, map or text of the skeleton, or of an item.
    pub(crate) fn child(&self, obj: &ObjId, key: &'static str, kind: ObjType) -> Result<ObjId, EditError> {
        self.find_child(obj, key, kind).ok_or(EditError::Missing(key))
    }

    fn find_child(&self, obj: &ObjId, key: &str, kind: ObjType) -> Option<ObjId> {
        let born = if *obj == ROOT { self.skeleton } else { self.tx.hash_for_opid(obj) };
        child(&*self.tx, born, obj, key, kind)
    }

    /// A list at the top of the document.
    pub(crate) fn list(&self, key: &'static str) -> Result<ObjId, EditError> {
        self.child(&ROOT, key, ObjType::List)
    }

    /// A map at the top of the document.
    pub(crate) fn map(&self, key: &'static str) -> Result<ObjId, EditError> {
        self.child(&ROOT, key, ObjType::Map)
    }

    /// Says that something belongs to a set, or no longer does.
    pub(crate) fn mark(&mut self, set: &ObjId, element: &impl Element, is_in: bool) -> Result<(), EditError> {
        let key = element.to_key();
        let standing = self.facts(set, &key)?;
        if standing.contains(&Fact::Flag(true)) == is_in {
            return Ok(());
        }
        Ok(self.tx.put(set, key.as_str(), is_in)?)
    }

    /// The item of a list, unless there is none or it was removed.
    pub(crate) fn item(&self, list: &ObjId, id: ItemId) -> Result<ObjId, EditError> {
        let (_, item) = self.find(list, id).ok_or(EditError::NoItem)?;
        let marks = self.marks(&item)?;
        let is_back = marks.contains(&Fact::Flag(false)) || self.lifted.contains(&id);
        let is_removed = marks.iter().any(is_mark) && !is_back;
        if is_removed { Err(EditError::Removed) } else { Ok(item) }
    }

    fn marks(&self, item: &ObjId) -> Result<Vec<Fact>, EditError> {
        let marks = self.facts(item, "removed")?;
        if marks.iter().any(is_mark) {
            self.must_read.set(true);
        }
        Ok(marks)
    }

    pub(crate) fn find(&self, list: &ObjId, id: ItemId) -> Option<(usize, ObjId)> {
        let items = self.tx.values(list).map(|(value, obj)| (value.is_object(), obj)).enumerate();
        let mut found = items.filter(|(_, (is_object, obj))| *is_object && self.get(obj, "id") == Some(id));
        found.next().map(|(index, (_, obj))| (index, obj))
    }

    /// Adds an item after another, or at the end.
    pub(crate) fn add(
        &mut self,
        list: &ObjId,
        id: ItemId,
        after: Option<ItemId>,
    ) -> Result<ObjId, EditError> {
        let length = self.tx.length(list);
        if length >= ITEMS_MAX {
            return Err(EditError::ListFull);
        }
        if self.find(list, id).is_some() {
            return Err(EditError::Twice);
        }
        let index = match after {
            Some(after) => self.find(list, after).ok_or(EditError::NoItem)?.0 + 1,
            None => length,
        };
        let item = self.tx.insert_object(list, index, ObjType::Map)?;
        self.tx.put(&item, "id", id.to_fact().to_scalar())?;
        Ok(item)
    }

    /// Makes the lists, maps and texts of a fresh item.
    pub(crate) fn fit_out(&mut self, item: &ObjId, parts: &[(&str, ObjType)]) -> Result<(), EditError> {
        parts.iter().try_for_each(|(key, kind)| self.tx.put_object(item, *key, *kind).map(|_| ()))?;
        Ok(())
    }

    /// Sets or lifts the mark that an item is removed.
    pub(crate) fn set_removed(
        &mut self,
        list: &ObjId,
        id: ItemId,
        is_removed: bool,
    ) -> Result<(), EditError> {
        let (_, item) = self.find(list, id).ok_or(EditError::NoItem)?;
        let standing = self.marks(&item)?;
        let is_lifted = self.lifted.contains(&id);
        if standing.iter().any(is_mark) == is_removed && standing.len() < 2 && !is_lifted {
            return Ok(());
        }
        self.put_mark(&item, is_removed)
    }

    /// The mark is a time, so that setting it again is a change: it says that what came since was seen.
    pub(crate) fn put_mark(&mut self, item: &ObjId, is_removed: bool) -> Result<(), EditError> {
        if !is_removed {
            return Ok(self.tx.put(item, "removed", false)?);
        }
        let latest = self.facts(item, "removed")?.iter().filter_map(i64::from_fact).max().unwrap_or(0);
        let now_ms = i64::try_from(self.writer.now_ms).unwrap_or(i64::MAX);
        Ok(self.tx.put(item, "removed", now_ms.max(latest.saturating_add(1)))?)
    }

    /// Writes into a shared text, in UTF-16 units.
    pub(crate) fn splice(
        &mut self,
        text: &ObjId,
        index: u32,
        delete: u32,
        insert: &str,
    ) -> Result<(), EditError> {
        if delete == 0 && insert.is_empty() {
            return Ok(());
        }
        let current = self.tx.text(text)?;
        let (start, end) = (index as usize, index as usize + delete as usize);
        let bytes = byte_at(&current, start).zip(byte_at(&current, end));
        let (from, to) = bytes.ok_or(EditError::OutsideText)?;
        if current.len() - (to - from) + insert.len() > TEXT_BYTES_MAX {
            return Err(EditError::TooLong { limit: TEXT_BYTES_MAX });
        }
        if current[from..to] == *insert {
            return Ok(());
        }
        let delete = isize::try_from(delete).map_err(|_| EditError::OutsideText)?;
        Ok(self.tx.splice_text(text, start, delete, insert)?)
    }

    /// The map that a place lies in.
    pub(crate) fn node(&self, place: &Place) -> Result<ObjId, EditError> {
        place.steps.iter().try_fold(ROOT, |obj, step| {
            if step.item == ItemId::default() {
                return self.find_child(&obj, &step.list, ObjType::Map).ok_or(EditError::NoItem);
            }
            let list = self.find_child(&obj, &step.list, ObjType::List).ok_or(EditError::NoItem)?;
            self.find(&list, step.item).map(|(_, item)| item).ok_or(EditError::NoItem)
        })
    }
}

/// Whether a value of `removed` says that the item is.
pub(crate) fn is_mark(fact: &Fact) -> bool {
    matches!(fact, Fact::Number(_))
}

/// The byte at which a UTF-16 unit of a text begins; `None` beyond the text and inside a character.
pub(crate) fn byte_at(text: &str, unit: usize) -> Option<usize> {
    let mut units = 0;
    for (byte, c) in text.char_indices() {
        if units >= unit {
            return (units == unit).then_some(byte);
        }
        units += c.len_utf16();
    }
    (units == unit).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::byte_at;

    #[test]
    fn a_unit_inside_an_emoji_is_nowhere() {
        let text = "来😀x";
        assert_eq!((byte_at(text, 0), byte_at(text, 1), byte_at(text, 3)), (Some(0), Some(3), Some(7)));
        assert_eq!((byte_at(text, 2), byte_at(text, 4), byte_at(text, 5)), (None, Some(8), None));
    }
}
