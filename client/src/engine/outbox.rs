//! What has no receipt yet: in which order it goes, what is under way, and what still waits because somebody
//! is typing.

use std::collections::{BTreeMap, HashMap, HashSet};

use shared::ids::DocId;

use super::store::Outgoing;

/// Text goes out after so long a pause.
pub(super) const PAUSE_MS: u64 = 1_000;
/// It does not wait longer than this, pause or not.
pub(super) const HOLD_MAX_MS: u64 = 5_000;
/// A relay that is full or busy is left alone for so long.
const RETRY_MS: u64 = 15_000;
/// So much may be under way without a receipt.
const WINDOW_BYTES: usize = 4 << 20;

/// The entries without a receipt.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    rows: BTreeMap<u64, Outgoing>,
    places: HashMap<(DocId, u64), u64>,
    /// How many rows each document has.
    docs: HashMap<DocId, u32>,
    /// The documents of what was made for one try.
    once: HashMap<u64, DocId>,
    next: u64,
    /// What was sent on this socket: the receipt is due.
    under_way: HashMap<(DocId, u64), u32>,
    typing: HashMap<DocId, Typing>,
    /// The relay was full or busy: nothing goes before this time.
    paused_until_ms: u64,
}

#[derive(Debug, Clone, Copy)]
struct Typing {
    first_ms: u64,
    last_ms: u64,
}

impl Outbox {
    /// The outbox as it lies on the disk.
    pub(super) fn new(rows: BTreeMap<u64, Outgoing>) -> Self {
        let next = rows.last_key_value().map_or(0, |(seq, _)| seq + 1);
        let mut outbox = Self { next, ..Self::default() };
        rows.into_iter().for_each(|(seq, row)| outbox.put(seq, row));
        outbox
    }

    /// A place at the end.
    pub(super) fn next_place(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }

    /// An entry was saved, or changed its row.
    pub(super) fn put(&mut self, seq: u64, row: Outgoing) {
        self.places.insert((row.doc, row.n), seq);
        if row.is_once() {
            self.once.insert(seq, row.doc);
        }
        if self.rows.insert(seq, row).is_none() {
            *self.docs.entry(row.doc).or_default() += 1;
        }
    }

    /// An entry has its receipt, or was taken back.
    pub(super) fn remove(&mut self, seq: u64) {
        if let Some(row) = self.rows.remove(&seq) {
            self.under_way.remove(&(row.doc, row.n));
            self.places.remove(&(row.doc, row.n));
            self.once.remove(&seq);
            if let Some(count) = self.docs.get_mut(&row.doc) {
                *count -= 1;
                if *count == 0 {
                    self.docs.remove(&row.doc);
                }
            }
        }
    }

    /// The row of an entry.
    pub(super) fn find(&self, doc: DocId, n: u64) -> Option<(u64, Outgoing)> {
        let seq = self.places.get(&(doc, n))?;
        self.rows.get(seq).map(|row| (*seq, *row))
    }

    /// Every row, in the order of saving.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u64, &Outgoing)> {
        self.rows.iter().map(|(seq, row)| (*seq, row))
    }

    /// The rows of a document.
    pub(super) fn of(&self, doc: DocId) -> impl Iterator<Item = u64> {
        self.rows.iter().filter(move |(_, row)| row.doc == doc).map(|(seq, _)| *seq)
    }

    /// Whether an entry of a document that was made for one try has no receipt.
    pub(super) fn awaits_one(&self, doc: DocId) -> bool {
        self.once.values().any(|it| *it == doc)
    }

    /// Whether anything of a document has no receipt.
    pub(super) fn holds(&self, doc: DocId) -> bool {
        self.docs.contains_key(&doc)
    }

    /// How many entries have no receipt.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many bytes have no receipt.
    pub(super) fn bytes(&self) -> u64 {
        self.rows.values().map(|row| u64::from(row.len)).sum()
    }

    /// Somebody typed into a document: it waits for a pause.
    pub(super) fn typed(&mut self, doc: DocId, now_ms: u64) {
        let typing = self.typing.entry(doc).or_insert(Typing { first_ms: now_ms, last_ms: now_ms });
        typing.last_ms = now_ms;
    }

    /// What may go now, in order, as far as the window allows.
    pub(super) fn ready(&mut self, now_ms: u64) -> Vec<(u64, Outgoing)> {
        if self.paused_until_ms > 0 {
            return Vec::new();
        }
        // a clock that was turned back is no reason to wait for years
        self.typing.retain(|_, it| {
            now_ms.abs_diff(it.last_ms) < PAUSE_MS && now_ms.abs_diff(it.first_ms) < HOLD_MAX_MS
        });
        let mut room = WINDOW_BYTES.saturating_sub(self.under_way.values().map(|len| *len as usize).sum());
        let mut stopped = HashSet::new();
        let mut ready = Vec::new();
        for (seq, row) in &self.rows {
            if row.refused.is_some() {
                // what follows in the document would be a gap
                stopped.insert(row.doc);
            }
            let is_stopped = stopped.contains(&row.doc);
            if row.is_once() {
                stopped.insert(row.doc);
            }
            let waits = self.under_way.contains_key(&(row.doc, row.n)) || is_stopped;
            if waits || self.typing.contains_key(&row.doc) {
                continue;
            }
            if room == 0 {
                break;
            }
            room = room.saturating_sub(row.len as usize);
            ready.push((*seq, *row));
        }
        ready
    }

    /// When something that waits may go.
    pub(super) fn next_ready_ms(&self) -> Option<u64> {
        let typed =
            self.typing.values().map(|it| (it.last_ms + PAUSE_MS).min(it.first_ms + HOLD_MAX_MS)).min();
        let paused = (self.paused_until_ms > 0 && !self.rows.is_empty()).then_some(self.paused_until_ms);
        typed.into_iter().chain(paused).min()
    }

    /// An entry was sent.
    pub(super) fn sent(&mut self, row: &Outgoing) {
        self.under_way.insert((row.doc, row.n), row.len);
    }

    /// The socket is gone: what was under way goes again.
    pub(super) fn disconnected(&mut self) {
        self.under_way.clear();
    }

    /// The relay is full or busy: everything that is not kept goes again, later.
    pub(super) fn pause(&mut self, now_ms: u64) {
        self.paused_until_ms = now_ms + RETRY_MS;
        self.under_way.clear();
    }

    /// The pause is over.
    pub(super) fn resume(&mut self, now_ms: u64) {
        let is_over = now_ms >= self.paused_until_ms || self.paused_until_ms - now_ms > RETRY_MS;
        if is_over {
            self.paused_until_ms = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(doc: u8, n: u64, once: bool) -> Outgoing {
        let doc = DocId([doc; 16]);
        Outgoing { doc, n, len: 600, left: false, refused: None, since: None, once: once.then_some(true) }
    }

    #[test]
    fn what_was_made_for_one_try_holds_its_document_and_no_other_until_it_is_over() {
        let mut outbox = Outbox::new(BTreeMap::from([(0, row(1, 1, true)), (1, row(2, 1, false))]));
        outbox.put(2, row(1, 2, false));
        let (held, free) = (DocId([1; 16]), DocId([2; 16]));
        assert!(outbox.awaits_one(held) && !outbox.awaits_one(free));
        let ready: Vec<u64> = outbox.ready(0).into_iter().map(|(seq, _)| seq).collect();
        assert_eq!(ready, [0, 1], "what follows it waits, what stands elsewhere does not");
        outbox.remove(0);
        assert!(!outbox.awaits_one(held) && outbox.holds(held));
        assert_eq!(outbox.ready(0).len(), 2);
    }
}
