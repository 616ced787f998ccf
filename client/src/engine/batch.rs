//! A transaction in the making: changes and grants of several documents that are saved together or not at all.

use rand_core::Rng;
use record::edit::{Edit, Writer};
use record::value::Author;
use record::{Around, Heads};
use shared::codec;
use shared::entry::{BadEntry, Entry, FORMAT, Header, Kind, NONCE_LEN, seal};
use shared::ids::{DocId, KeyName, PersonId};
use shared::keys::DocKey;
use shared::roll::{Deed, GrantBody, Recipient, Right, may};
use shared::sync::Last;

use super::disk::{DiskError, Op};
use super::documents::seen_by;
use super::keyring::Seen;
use super::store::{self, Outgoing};
use super::trouble::Failure;
use super::{Engine, Host, PlantedBug, Record};

/// A transaction in the making.
#[derive(Default)]
pub(super) struct Batch {
    parts: Vec<Part>,
    is_typing: bool,
    /// What changes on the disk besides.
    beside: Vec<Op>,
}

/// What is added to one document, in order.
struct Part {
    doc: DocId,
    body: Body,
}

enum Body {
    /// Change chunks, one after another.
    Changes(Vec<Vec<u8>>),
    /// A grant, and the key that was drawn for it.
    Grant(Box<GrantBody>, Option<DocKey>),
}

impl Batch {
    /// Adds what changes on the disk besides.
    pub(super) fn beside(&mut self, ops: Vec<Op>) {
        self.beside.extend(ops);
    }

    /// Adds a grant.
    pub(super) fn grant(&mut self, doc: DocId, grant: GrantBody) {
        self.parts.push(Part { doc, body: Body::Grant(Box::new(grant), None) });
    }

    /// Adds a grant of a key that was just drawn.
    pub(super) fn new_key(&mut self, doc: DocId, grant: GrantBody, key: DocKey) {
        self.parts.push(Part { doc, body: Body::Grant(Box::new(grant), Some(key)) });
    }

    /// The key that is drawn for a document.
    pub(super) fn drawn_for(&self, doc: DocId) -> Option<&DocKey> {
        self.parts.iter().rev().filter(|part| part.doc == doc).find_map(|part| match &part.body {
            Body::Grant(_, key) => key.as_ref(),
            Body::Changes(_) => None,
        })
    }

    /// Whether anything is added to a document.
    fn has(&self, doc: DocId) -> bool {
        self.parts.iter().any(|part| part.doc == doc)
    }

    /// Adds a change: one entry with the changes before it in the same document.
    pub(super) fn change(&mut self, doc: DocId, chunk: Vec<u8>) {
        let open = self.parts.iter_mut().rev().find(|part| part.doc == doc);
        match open.map(|part| &mut part.body) {
            Some(Body::Changes(chunks)) => chunks.push(chunk),
            Some(Body::Grant(..)) | None => self.parts.push(Part { doc, body: Body::Changes(vec![chunk]) }),
        }
    }

    /// How many entries of a document come before the one that its next change goes into.
    fn entries_before_next_change(&self, doc: DocId) -> u64 {
        let own: Vec<_> = self.parts.iter().filter(|part| part.doc == doc).collect();
        let joins_last = own.last().is_some_and(|part| matches!(part.body, Body::Changes(_)));
        own.len() as u64 - u64::from(joins_last)
    }

    /// Whether a grant to this person is among them.
    pub(super) fn grants(&self, doc: DocId, person: PersonId) -> bool {
        self.parts.iter().filter(|part| part.doc == doc).any(|part| match &part.body {
            Body::Grant(grant, _) => grant.gives.iter().any(|give| give.to == Recipient::Person(person)),
            Body::Changes(_) => false,
        })
    }

    fn docs(&self) -> Vec<DocId> {
        let mut docs: Vec<_> = self.parts.iter().map(|part| part.doc).collect();
        docs.sort_unstable();
        docs.dedup();
        docs
    }

    fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.beside.is_empty()
    }
}

impl<H: Host> Engine<H> {
    /// Makes an edit in memory and adds its change to a transaction. If the transaction does not come about, the
    /// document must be forgotten: [`Engine::save`] does so.
    pub(super) fn compose(
        &mut self,
        batch: &mut Batch,
        doc: DocId,
        edit: &Edit,
        seen: &Heads,
        around: Around,
    ) -> Result<Heads, Failure> {
        self.freshen(batch, doc)?;
        let now_ms = self.host.now_ms();
        let roles = record_roles(self.roll.now().roles(self.session.person));
        let author = Author { person: self.session.person, device: self.session.device };
        let loaded = self.documents.get(doc).ok_or(Failure::NotHere)?;
        let n = loaded.next_n(author.device) + batch.entries_before_next_change(doc);
        let writer = Writer { author, roles, start: self.start, now_ms, n, around, seen: seen.clone() };
        let Some(chunk) = loaded.document.edit(edit, &writer)? else { return Ok(Heads::default()) };
        let heads = loaded.document.heads();
        batch.change(doc, chunk);
        batch.is_typing |= edit.is_typing();
        Ok(heads)
    }

    /// Whether this person may write a document, by the roll and the rights as this device knows them.
    pub(super) fn may_write(&self, doc: DocId) -> bool {
        let (taken, deed) = (self.rights.taken(doc), Deed::Use(doc, Right::Write));
        may(self.roll.now(), &self.rights, taken, self.session.device, deed).is_ok()
    }

    /// Seals, saves, and only then shows and lets go. On a failure nothing of it is believed.
    pub(super) async fn save(&mut self, batch: Batch) -> Result<(), Failure> {
        if batch.is_empty() {
            return Ok(());
        }
        let docs = batch.docs();
        let saved = self.try_save(batch, &docs).await;
        if saved.is_err() {
            // rights and keys too: what was not given is not given the next time either, if it is believed to be
            docs.iter().for_each(|doc| self.unlearn(*doc));
        }
        if let Err(Failure::Disk(DiskError::Taken)) = saved {
            self.is_stale = true;
        }
        saved
    }

    async fn try_save(&mut self, mut batch: Batch, docs: &[DocId]) -> Result<(), Failure> {
        let is_typing = batch.is_typing;
        let beside = std::mem::take(&mut batch.beside);
        let entries = self.seal_all(batch)?;
        let mut ops = Vec::with_capacity(2 * entries.len() + docs.len());
        let mut rows = Vec::with_capacity(entries.len());
        for entry in &entries {
            let row = Outgoing::new(entry);
            let seq = self.outbox.next_place();
            ops.push(store::add_own(entry));
            ops.push(store::put_outgoing(seq, &row));
            rows.push((seq, row));
        }
        ops.extend(beside);
        for doc in docs {
            self.renew_card(*doc);
            ops.extend(self.card_op(*doc));
        }
        if self.planted == Some(PlantedBug::SendBeforeSave) && self.talk.is_live() {
            let frame = entries.iter().map(|entry| entry.bytes().to_vec().into()).collect();
            self.host.send(shared::sync::ToRelay::Push(frame).encode());
        }
        self.store.commit(ops).await?;
        let now_ms = self.host.now_ms();
        for (seq, row) in rows {
            self.outbox.put(seq, row);
            if is_typing {
                self.outbox.typed(row.doc, now_ms);
            }
        }
        docs.iter().for_each(|doc| self.watch.touch(*doc));
        self.watch.touch_sync();
        Ok(())
    }

    /// Turns the parts into entries, numbered on from what the disk holds.
    fn seal_all(&mut self, batch: Batch) -> Result<Vec<Entry>, Failure> {
        let device = self.session.device;
        let mut entries = Vec::with_capacity(batch.parts.len());
        for Part { doc, body } in batch.parts {
            if self.outbox.awaits_one(doc) {
                // what goes before it may be taken back
                return Err(Failure::Busy);
            }
            let seen = self.seen(doc);
            let n = self.documents.get(doc).ok_or(Failure::NotHere)?.next_n(device);
            let key = self.keyring.newest(doc, seen).ok_or(Failure::NoKey)?;
            let entry = match &body {
                Body::Changes(chunks) => {
                    let header = self.header(Kind::Change, doc, n, key.name());
                    seal(&header, chunks, key, &self.session.key, &mut self.rng)
                        .map_err(|_| record::EditError::TooLong { limit: shared::entry::ENTRY_MAX })?
                }
                Body::Grant(grant, _) => {
                    let body = codec::encode(grant.as_ref());
                    self.sign(Kind::Grant, doc, n, &body).map_err(|_| Failure::Forbidden)?
                }
            };
            if let Body::Grant(grant, drawn) = body {
                let seen = seen_by(&entry, &grant, &self.rights);
                self.rights.fold(&entry, &grant, 0);
                if let Some(key) = drawn {
                    self.keyring.learn_key(doc, key);
                }
                self.keyring.learn_grant(doc, &grant, seen);
            }
            if let Some(loaded) = self.documents.get(doc) {
                loaded.lasts.insert(device, Last::of(&entry));
                loaded.own.insert(n, None);
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    /// What everybody may read of this device's n-th entry for a document, written now.
    fn header(&self, kind: Kind, doc: DocId, n: u64, key: KeyName) -> Header {
        Header {
            format: FORMAT,
            studio: self.session.studio,
            doc,
            kind,
            key,
            device: self.session.device,
            n,
            roll: self.roll.tip(),
            taken: self.rights.taken(doc),
            written_ms: self.host.now_ms(),
        }
    }

    /// An entry whose body the relay reads: signed, not sealed.
    pub(super) fn sign(&mut self, kind: Kind, doc: DocId, n: u64, body: &[u8]) -> Result<Entry, BadEntry> {
        let header = self.header(kind, doc, n, KeyName::ZERO);
        let mut nonce = [0; NONCE_LEN];
        self.rng.fill_bytes(&mut nonce);
        Entry::sign(&header, nonce, body, &self.session.key)
    }

    /// How many narrowings this device has seen that concern a document.
    pub(super) fn seen(&self, doc: DocId) -> Seen {
        Seen { roll: self.roll.narrowed(), takings: self.rights.takings(doc) }
    }

    /// Before something is added to a document whose newest key is older than a narrowing: a new key for those who
    /// read it now. Whoever writes may do that: it widens nothing.
    pub(super) fn freshen(&mut self, batch: &mut Batch, doc: DocId) -> Result<(), Failure> {
        let seen = self.seen(doc);
        if batch.has(doc) || !self.rights.knows(doc) || self.keyring.is_fresh(doc, seen) {
            return Ok(());
        }
        let key = DocKey::random(&mut self.rng);
        let readers: Vec<_> = self.rights.readers(doc).collect();
        let grant = self.keyring.grant_of(doc, &key, &readers, &self.roll, &mut self.rng);
        batch.new_key(doc, grant.map_err(|_| Failure::NoKey)?, key);
        Ok(())
    }

    /// What the sibling documents of a case say, for steps that depend on it.
    pub(super) fn around(&self, doc: DocId) -> Around {
        self.cards.around(doc)
    }
}

/// Roles as records know them: the same words.
pub(crate) fn record_roles(roles: &[shared::roll::Role]) -> record::enums::Roles {
    let known: Vec<_> = roles.iter().filter_map(|role| record::enums::Role::from_code(role.word())).collect();
    record::enums::Roles::of(&known)
}
