//! The newest entries of a log, for every socket that is not far behind. They are shared, never copied.

use std::collections::VecDeque;

use shared::sync::Short;

use crate::store::{NewEntry, Page};

/// The most bytes of entries that are held.
const BYTES_MAX: usize = 8 << 20;
/// What an entry takes besides its bytes, about.
const AROUND_ENTRY: usize = 384;

/// The newest entries of a log, without gaps.
pub(crate) struct Ring {
    entries: VecDeque<NewEntry>,
    /// The position before the first of them.
    before: u64,
    bytes: usize,
}

impl Ring {
    /// Holds nothing yet of a log that goes as far as `head`.
    pub(crate) fn new(head: u64) -> Self {
        Self { entries: VecDeque::new(), before: head, bytes: 0 }
    }

    /// Takes what was just written.
    pub(crate) fn extend(&mut self, new: impl IntoIterator<Item = NewEntry>) {
        for new in new {
            self.bytes += new.entry.bytes().len() + AROUND_ENTRY;
            self.entries.push_back(new);
        }
        while self.bytes > BYTES_MAX {
            let Some(old) = self.entries.pop_front() else { break };
            self.bytes -= old.entry.bytes().len() + AROUND_ENTRY;
            self.before = old.position;
        }
    }

    /// The log after a position, about so many bytes of it; none if that lies further back.
    pub(crate) fn after(&self, position: u64, bytes: usize) -> Option<Page> {
        let skip = usize::try_from(position.checked_sub(self.before)?).ok()?;
        let mut page = Page { hash: self.hash_at(position).unwrap_or_default(), ..Page::end(position) };
        let mut size = 0;
        for new in self.entries.iter().skip(skip) {
            size += new.entry.bytes().len();
            if size > bytes && page.up_to > position {
                page.more = true;
                break;
            }
            (page.up_to, page.hash) = (new.position, new.hash);
            page.entries.push((new.position, new.kept_ms, new.entry.clone()));
        }
        Some(page)
    }

    /// The running hash at a position, if it is held.
    pub(crate) fn hash_at(&self, position: u64) -> Option<Short> {
        let at = usize::try_from(position.checked_sub(self.before)?.checked_sub(1)?).ok()?;
        self.entries.get(at).map(|new| new.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance::entry;
    use shared::entry::Kind;
    use shared::ids::DocId;

    fn new(position: u64) -> NewEntry {
        let entry = entry(DocId([1; 16]), position, Kind::Change);
        NewEntry { position, kept_ms: 0, hash: Short([position as u8; 16]), entry }
    }

    #[test]
    fn what_lies_further_back_must_be_read_from_the_store() {
        let mut ring = Ring::new(10);
        ring.extend([new(11), new(12), new(13)]);
        assert_eq!(ring.after(9, 1 << 20), None);
        let page = ring.after(10, 1 << 20).unwrap();
        assert_eq!((page.entries.len(), page.up_to, page.hash), (3, 13, Short([13; 16])));
        let page = ring.after(11, 10).unwrap();
        assert_eq!((page.entries.len(), page.up_to, page.more), (1, 12, true));
        assert_eq!((ring.hash_at(10), ring.hash_at(12)), (None, Some(Short([12; 16]))));
        assert!(ring.after(13, 1 << 20).unwrap().entries.is_empty());
    }

    #[test]
    fn it_forgets_the_oldest_and_never_grows_past_its_bound() {
        let mut ring = Ring::new(0);
        for position in 1..=20_000 {
            ring.extend([new(position)]);
            assert!(ring.bytes <= BYTES_MAX);
        }
        assert_eq!(ring.after(0, 1000), None);
        let page = ring.after(19_998, 1 << 20).unwrap();
        assert_eq!(page.entries.iter().map(|(at, ..)| *at).collect::<Vec<_>>(), [19_999, 20_000]);
    }
}
