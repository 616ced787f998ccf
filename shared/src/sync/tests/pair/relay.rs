//! A relay's log, and what is read of it.

use std::collections::BTreeMap;

use super::KEPT_MS;
use crate::codec;
use crate::entry::{Entry, Header, Kind};
use crate::ids::{DeviceId, DocId};
use crate::roll::AdoptBody;
use crate::sync::*;

/// A relay with its log in memory.
#[derive(Clone)]
pub(in crate::sync::tests) struct Relay {
    pub(in crate::sync::tests) studio: RelayStudio,
    /// How much of the log is read at once.
    pub(in crate::sync::tests) read_bytes: usize,
    log: Vec<(Entry, [u8; 32])>,
    lasts: BTreeMap<(DocId, DeviceId), Last>,
    /// What lies in the trays, in the order in which it came.
    pub(in crate::sync::tests) tray: Vec<Entry>,
}

impl Relay {
    pub(in crate::sync::tests) fn new(studio: RelayStudio) -> Self {
        Self { studio, read_bytes: 1 << 20, log: Vec::new(), lasts: BTreeMap::new(), tray: Vec::new() }
    }

    /// Judges an entry and keeps it, or says why not.
    pub(in crate::sync::tests) fn keep(&mut self, entry: &Entry) -> Outcome {
        self.keep_from(entry, Hand::Push)
    }

    /// The same of an entry from somebody's hand.
    pub(in crate::sync::tests) fn keep_from(&mut self, entry: &Entry, hand: Hand) -> Outcome {
        let Header { doc, device, n, .. } = entry.header;
        let receipt = |position| Receipt { doc, device, n, position, kept_ms: KEPT_MS };
        let known = self
            .log
            .iter()
            .position(|(it, _)| (it.header.doc, it.header.device, it.header.n) == (doc, device, n));
        if let Some(at) = known.filter(|_| self.lasts.get(&(doc, device)).is_some_and(|last| last.n >= n)) {
            return RelayStudio::again(entry, (self.log[at].0.id, receipt(at as u64 + 1)));
        }
        let position = self.log.len() as u64 + 1;
        match self.studio.take_checked(entry, self.lasts.get(&(doc, device)), position, false, hand) {
            Err(refused) if self.studio.is_late(entry, &refused) => self.late(entry),
            Err(refused) => Outcome::Refused(refused),
            Ok(()) => {
                self.append(entry);
                self.adopt(entry);
                Outcome::Kept(receipt(position))
            }
        }
    }

    /// Holds an entry in its tray.
    fn late(&mut self, entry: &Entry) -> Outcome {
        let Header { doc, device, n, .. } = entry.header;
        let lies = self.tray.iter().filter(|it| (it.header.doc, it.header.device) == (doc, device));
        let last =
            lies.max_by_key(|it| it.header.n).map(Last::of).or(self.lasts.get(&(doc, device)).copied());
        match self.studio.tray(entry, last.as_ref()) {
            Ok(()) => {
                self.tray.push(entry.clone());
                Outcome::Held(Held { doc, device, up_to: n })
            }
            Err(reason) => Outcome::Refused(Refused::of(&entry.header, entry.id, reason, 0)),
        }
    }

    /// Moves what an Adopt entry names behind it.
    fn adopt(&mut self, entry: &Entry) {
        let Some(body) =
            (entry.header.kind == Kind::Adopt).then(|| codec::decode::<AdoptBody>(entry.body())).flatten()
        else {
            return;
        };
        let is_meant = |it: &Entry| {
            (it.header.doc, it.header.device) == (entry.header.doc, body.device) && it.header.n <= body.up_to
        };
        let (taken, left) = std::mem::take(&mut self.tray).into_iter().partition(is_meant);
        self.tray = left;
        let taken: Vec<Entry> = taken;
        for it in taken {
            let (last, at) =
                (self.lasts.get(&(it.header.doc, body.device)).copied(), self.log.len() as u64 + 1);
            self.studio.adopt(&it, last.as_ref(), at).expect("what was held follows");
            self.append(&it);
        }
    }

    /// Keeps an entry whose judgement is not what the test looks at.
    pub(in crate::sync::tests) fn append(&mut self, entry: &Entry) {
        let hash = RelayStudio::hash_after(self.studio.log_hash, entry.id);
        self.log.push((entry.clone(), hash));
        self.lasts.insert((entry.header.doc, entry.header.device), Last::of(entry));
        self.studio.commit(self.log.len() as u64, hash);
    }

    /// The log's hash at a position.
    pub(in crate::sync::tests) fn hash_at(&self, position: u64) -> Short {
        let at = position.checked_sub(1).and_then(|at| self.log.get(at as usize));
        short(&at.map_or([0; 32], |(_, hash)| *hash))
    }

    /// The entries of the log, oldest first.
    pub(in crate::sync::tests) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.log.iter().map(|(entry, _)| entry)
    }

    pub(in crate::sync::tests) fn read(&self, reading: Reading) -> RelayEvent {
        match reading {
            Reading::HashAt(at) => RelayEvent::HashAt((at <= self.studio.head).then(|| self.hash_at(at))),
            Reading::Log(after) => {
                let (entries, _) = self.piece(after, |_| true);
                let up_to = entries.last().map_or(after, |(at, ..)| *at);
                RelayEvent::Log(entries, up_to, self.hash_at(up_to))
            }
            Reading::Doc(doc, after) => {
                let (entries, more) = self.piece(after, |it| it.header.doc == doc);
                RelayEvent::Doc(doc, entries, more)
            }
            Reading::Docs => {
                let docs: BTreeMap<_, _> = self.entries().map(|it| it.header.doc).zip(1..).collect();
                RelayEvent::Docs(docs.into_iter().collect())
            }
            Reading::Numbers(after, up_to) => self.numbers(after, up_to),
        }
    }

    /// Two documents at a time, so that a page is answered in pieces.
    fn numbers(&self, after: Option<DocId>, up_to: Option<DocId>) -> RelayEvent {
        let is_within =
            |doc: DocId| after.is_none_or(|after| after < doc) && up_to.is_none_or(|up_to| doc <= up_to);
        let mut receipts = BTreeMap::new();
        for (entry, position) in self.entries().zip(1..).filter(|(it, _)| is_within(it.header.doc)) {
            let Header { doc, device, n, .. } = entry.header;
            receipts.insert((doc, device, n), Receipt { doc, device, n, position, kept_ms: KEPT_MS });
        }
        let mut docs: Vec<_> = receipts.keys().map(|(doc, ..)| *doc).collect();
        docs.dedup();
        let more = docs.get(1).copied().filter(|_| docs.len() > 2);
        receipts.retain(|(doc, ..), _| more.is_none_or(|more| *doc <= more));
        RelayEvent::Numbers(receipts.into_values().collect(), more)
    }

    fn piece(&self, after: u64, is_meant: impl Fn(&Entry) -> bool) -> (Vec<(u64, u64, Entry)>, bool) {
        let (mut bytes, mut entries) = (0, Vec::new());
        let numbered = self.entries().zip(1..).skip(after as usize);
        for (entry, at) in numbered.filter(|(entry, _)| is_meant(entry)) {
            if bytes > self.read_bytes {
                return (entries, true);
            }
            bytes += entry.bytes().len();
            entries.push((at, KEPT_MS, entry.clone()));
        }
        (entries, false)
    }
}
