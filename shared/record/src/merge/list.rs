//! A list: items merge by their own fields, their order merges, and removing sets a mark. An edit made without having
//! seen the mark lifts it and somebody is asked.

use crate::document::{Document, Index, Node, Raw, is_mark};
use crate::enums::Level;
use crate::names::ItemId;
use crate::review::{Question, Topic};
use crate::value::{Fact, Written};
use automerge::{ObjId, ObjType, ReadDoc, Value as Am};

/// An item of a list.
pub(crate) struct Item<'a> {
    pub(crate) id: ItemId,
    pub(crate) node: Node<'a>,
    /// Who made it.
    pub(crate) made: Written,
    pub(crate) is_removed: bool,
}

impl<'a> Node<'a> {
    /// The items of a list in their order, removed ones too.
    pub(crate) fn items(&self, key: &str) -> Vec<Item<'a>> {
        let items = self.maps(key).into_iter();
        let read = items.filter_map(|(id, node)| {
            let (_, made) = node.made()?;
            let is_removed = node.is_removed();
            Some(Item { id, node, made, is_removed })
        });
        read.collect()
    }

    fn is_removed(&self) -> bool {
        let marks = self.raws("removed");
        if let Some((mark, edit)) = self.reopened_removal(&marks) {
            return self.ask_whether_removed(mark, edit);
        }
        if let Some(both) = self.decided_both_ways(&marks) {
            return self.ask_about_removal(&both, Level::Block, true);
        }
        let Some(mark) = marks.iter().rfind(|raw| is_mark(&raw.fact)) else {
            return false;
        };
        if marks.iter().any(|raw| raw.fact == Fact::Flag(false)) {
            return false; // somebody put it back
        }
        let all: Vec<Index> = marks.iter().map(|raw| raw.change).collect();
        let Some(edit) = self.edited_beside(&all) else {
            return true;
        };
        self.ask_whether_removed(mark.clone(), edit)
    }

    /// Asks whether the removal or the edit beside it counts. Until somebody says so the item is not removed; it is if
    /// the edit is nobody's.
    fn ask_whether_removed(&self, mark: Raw, edit: Index) -> bool {
        let Some(written) = self.reader.doc.history.written(edit) else { return true };
        let edited = Raw { fact: Fact::Flag(false), change: edit, written };
        self.ask_about_removal(&[mark, edited], Level::Warn, false)
    }

    fn ask_about_removal(&self, candidates: &[Raw], level: Level, is_reopened: bool) -> bool {
        let (topic, place) = (Topic::Removed, self.place("removed"));
        self.reader.ask(Question { topic, level, place, base: None, candidates, again: &[], is_reopened });
        false
    }

    /// One decided that the item is removed, another that it is not, and neither knew.
    fn decided_both_ways(&self, marks: &[Raw]) -> Option<[Raw; 2]> {
        let (notes, place) = (self.reader.notes.borrow(), self.place("removed"));
        let of = |is_removed: bool| {
            let mut decided = marks.iter().rev().filter(|raw| notes.decided_by(&place, raw.change));
            decided.find(|raw| is_mark(&raw.fact) == is_removed).cloned()
        };
        Some([of(true)?, of(false)?])
    }

    /// What a decision about the mark had decided between, if it was taken back.
    fn reopened_removal(&self, marks: &[Raw]) -> Option<(Raw, Index)> {
        let history = &self.reader.doc.history;
        let reopened = self.reader.notes.borrow().reopened(self.reader, &self.place("removed"), marks);
        let known = reopened.iter().filter_map(|id| Some((*id, history.find(id)?)));
        let (mut mark, mut edit) = (None, None);
        for (id, change) in known {
            match self.written_in("removed", id).filter(|was| is_mark(&was.value)) {
                Some(was) => mark = Some(Raw { fact: was.value, change, written: was.written }),
                None => edit = Some(change),
            }
        }
        mark.zip(edit)
    }

    /// A change inside the item by somebody who did not know that it was removed, and of which nobody knew who removed it.
    fn edited_beside(&self, marks: &[Index]) -> Option<Index> {
        let mut changes = Vec::new();
        self.collect_changes(&self.obj, 0, &mut changes);
        changes.sort_unstable();
        changes.dedup();
        let history = &self.reader.doc.history;
        let beside = changes
            .into_iter()
            .filter(|change| marks.iter().all(|mark| history.are_concurrent(*change, *mark)));
        beside.min_by_key(|change| history.order(*change))
    }

    fn collect_changes(&self, obj: &ObjId, depth: usize, changes: &mut Vec<Index>) {
        /// Items hold lists of items that hold texts; nothing of ours is deeper.
        const DEPTH_MAX: usize = 6;
        let am = &self.reader.doc.am;
        if depth > DEPTH_MAX {
            return;
        }
        if matches!(am.object_type(obj), Ok(ObjType::Map | ObjType::Table)) {
            let keys: Vec<String> = am.keys(obj).filter(|key| key != "removed").collect();
            for key in keys {
                for (value, op) in am.get_all(obj, key.as_str()).unwrap_or_default() {
                    changes.extend(self.reader.index_of(&op));
                    if matches!(value, Am::Object(_)) {
                        self.collect_changes(&op, depth + 1, changes);
                    }
                }
            }
            return;
        }
        let items: Vec<(bool, ObjId)> = am.values(obj).map(|(value, op)| (value.is_object(), op)).collect();
        for (is_object, op) in items {
            changes.extend(self.reader.index_of(&op));
            if is_object {
                self.collect_changes(&op, depth + 1, changes);
            }
        }
    }
}

impl Document {
    /// Items whose removal was lifted.
    pub(crate) fn lifted(&self) -> Vec<ItemId> {
        let review = self.review();
        let lifted = review.items.iter().filter(|item| item.topic == Topic::Removed);
        lifted.filter_map(|item| Some(item.place.steps.last()?.item)).collect()
    }
}
