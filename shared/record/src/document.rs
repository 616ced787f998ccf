//! One loaded document: changes come in, views and changes go out.
//!
//! Entries of others are taken in batches: checked, applied to a copy, saved and loaded back once, and only then
//! believed. If the batch fails, its entries are tried one by one and the bad ones set aside.

mod chunk;
mod history;
mod past;
mod pen;
mod poison;
mod reader;
mod skeleton;
mod take;

pub use chunk::{BadChunk, CHUNK_BYTES_MAX};
pub use past::{Past, PastValue};
pub use poison::{Poison, Poisoned};
pub use take::{Incoming, Taken};

pub(crate) use history::{History, Index};
pub(crate) use pen::{Pen, is_mark};
pub(crate) use reader::{Node, Raw, Reader};

use crate::edit::EditError;
use crate::enums::Roles;
use crate::names::{ChangeId, Heads};
use crate::review::{Item, Review, Topic};
use crate::value::{Origin, Written};
use automerge::{ActorId, Automerge, ChangeHash, ObjId, ROOT, TextEncoding};
use shared::ids::{DeviceId, DocKind};
use std::borrow::Cow;
use take::Held;

/// One document of one kind. Text is counted in UTF-16 units, as browsers do.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) kind: DocKind,
    pub(crate) am: Automerge,
    pub(crate) history: History,
    pub(crate) held: Vec<Held>,
}

/// A document of this kind is not made by this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this version does not make documents of kind {0:?}")]
pub struct NotMade(pub DocKind);

impl Document {
    /// Makes a document of a kind from its skeleton.
    pub fn new(kind: DocKind) -> Result<Document, NotMade> {
        let bytes = Document::skeleton(kind).ok_or(NotMade(kind))?;
        let mut doc = Document::empty(kind);
        doc.take_skeleton(bytes).map_err(|_| NotMade(kind))?;
        Ok(doc)
    }

    /// The change that every document of a kind starts from. It travels as the first chunk of its maker's first entry.
    pub fn skeleton(kind: DocKind) -> Option<&'static [u8]> {
        skeleton::bytes(kind)
    }

    /// Replays entries in the order given. What cannot be taken is set aside; the document goes on without it.
    pub fn load<'a>(
        kind: DocKind,
        entries: impl IntoIterator<Item = Incoming<'a>>,
    ) -> (Document, Vec<Poisoned>) {
        let mut doc = Document::empty(kind);
        let entries: Vec<_> = entries.into_iter().collect();
        let taken = doc.take_many(&entries);
        (doc, taken.poisoned)
    }

    fn empty(kind: DocKind) -> Document {
        let am = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit)
            .with_actor(ActorId::from(&skeleton::ACTOR[..]));
        Document { kind, am, history: History::default(), held: Vec::new() }
    }

    /// What the document holds.
    pub fn kind(&self) -> DocKind {
        self.kind
    }

    /// The newest changes.
    pub fn heads(&self) -> Heads {
        Heads(self.am.get_heads().iter().map(|hash| ChangeId(hash.0)).collect())
    }

    /// How many changes the document is made of.
    pub fn changes(&self) -> usize {
        self.history.len()
    }

    /// Entries that wait for others to come first.
    pub fn held(&self) -> impl Iterator<Item = (DeviceId, u64)> {
        self.held.iter().map(|held| (held.origin.author.device, held.origin.n))
    }

    /// The document as Automerge saves it: a device's own cache, never sent. What is held is not in it.
    pub fn snapshot(&self) -> Vec<u8> {
        self.am.save()
    }

    /// The entry that a change came in; `None` for the skeleton and for a change that is not here.
    pub fn origin(&self, change: &ChangeId) -> Option<&Origin> {
        self.history.origin(self.history.find(change)?)
    }

    /// The relay kept an entry. Says whether the entry has a part in this document.
    pub fn kept(&mut self, device: DeviceId, n: u64, position: u64, kept_ms: u64) -> bool {
        self.history.set_kept(device, n, (position, kept_ms))
    }

    /// Unsent entries were put together, or sealed anew by another device of the person: their changes belong to
    /// another entry now.
    pub fn renumber(&mut self, from: (DeviceId, u64), to: (DeviceId, u64)) {
        self.history.renumber(from, to);
    }

    /// Healing starts: where the relay keeps things is no longer known. When it kept them first, stays.
    pub fn forget_positions(&mut self) {
        self.history.forget_positions();
    }

    /// Who wrote last, by the writers' own clocks.
    pub fn last_written(&self) -> Option<Written> {
        let written = (0..self.history.len() as Index).filter_map(|index| {
            let written = self.history.written(index)?;
            Some((written.recorded_ms, self.history.past(index)?.id, written))
        });
        written.max_by_key(|(recorded_ms, id, _)| (*recorded_ms, *id)).map(|(_, _, written)| written)
    }

    /// The roles the author of a change held when it was signed.
    pub(crate) fn roles_in(&self, change: Index) -> Roles {
        self.history.origin(change).map_or(Roles::NONE, |origin| origin.roles)
    }

    /// The change that made an object; of the document itself, the skeleton.
    pub(crate) fn born(&self, obj: &ObjId) -> Option<ChangeHash> {
        if *obj != ROOT {
            return self.am.hash_for_opid(obj);
        }
        self.history.iter().find(|past| past.origin.is_none()).map(|past| ChangeHash(past.id.0))
    }

    pub(crate) fn knows(&self, heads: &Heads) -> bool {
        heads.0.iter().all(|head| self.history.find(head).is_some())
    }

    /// The document as somebody had seen it. Free for whoever has seen everything that is here.
    pub(crate) fn as_of(&self, seen: &Heads) -> Result<Cow<'_, Document>, EditError> {
        if seen.0.is_empty() || *seen == self.heads() {
            return Ok(Cow::Borrowed(self));
        }
        let am = self.am.fork_at(&Document::hashes(seen)).map_err(|_| EditError::UnknownHeads)?;
        let mut history = History::default();
        for change in am.get_changes(&[]) {
            let id = ChangeId(change.hash().0);
            history.push(&change, self.origin(&id));
        }
        Ok(Cow::Owned(Document { kind: self.kind, am, history, held: Vec::new() }))
    }

    /// Places where different values stand, decided to be kept or not decided.
    pub(crate) fn disputes(&self) -> Vec<Item> {
        let Review { items, kept, .. } = self.review();
        let all = items.into_iter().chain(kept);
        all.filter(|item| matches!(item.topic, Topic::Values | Topic::Raised)).collect()
    }

    pub(crate) fn hashes(heads: &Heads) -> Vec<ChangeHash> {
        heads.0.iter().map(|head| ChangeHash(head.0)).collect()
    }
}

#[cfg(test)]
mod tests;
