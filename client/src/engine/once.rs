//! What is made online for one try: taking a right away, and taking late entries in. It names what it was made on; if
//! that has moved, the entry is taken back with its number, and made anew.

use std::collections::VecDeque;

use shared::codec;
use shared::entry::{Entry, Kind};
use shared::ids::{DeviceId, DocId, DocKind, EntryId, PersonId};
use shared::keys::DocKey;
use shared::roll::{AdoptBody, Recipient, Right, keeper_group};
use shared::sync::{Reason, Refused};

use super::api::Answer;
use super::store::{self, Outgoing};
use super::trouble::Failure;
use super::{Engine, Host};

/// So often it is made anew because the rights had moved.
const TRIES_MAX: u32 = 8;

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Takes a person's right to a document away.
    Take(DocId, PersonId),
    /// Takes a device's late entries in, up to a number.
    Adopt(DocId, DeviceId, u64),
}

impl Act {
    fn doc(self) -> DocId {
        match self {
            Act::Take(doc, _) | Act::Adopt(doc, ..) => doc,
        }
    }
}

/// What is under way, one after another.
pub(super) struct Once {
    /// Who waits for the answer.
    pub ask: u32,
    acts: VecDeque<Act>,
    /// The number of the entry that has no receipt yet.
    n: u64,
    /// The last Grant of the document when it was made.
    on: EntryId,
    tries: u32,
    /// It came too late: it goes again when the Feed has brought what came before.
    waits: bool,
}

impl<H: Host> Engine<H> {
    /// Takes a person's rights to the documents of a case away. Of what is not here yet nobody can say who reads it.
    pub(super) async fn unshare(&mut self, ask: u32, case: DocId, person: PersonId) -> Result<(), Failure> {
        let mut acts = VecDeque::new();
        for kind in [DocKind::People, DocKind::Story, DocKind::Case] {
            let doc = case.sibling(kind);
            if !self.load(doc).await? {
                return Err(Failure::NotHere);
            }
            let to = Recipient::Person(person);
            if self.rights.readers(doc).any(|(reader, _)| reader == to) {
                if !self.keeps(doc) {
                    return Err(Failure::Forbidden);
                }
                acts.push_back(Act::Take(doc, person));
            }
        }
        self.do_once(ask, acts).await
    }

    /// Does one thing after another, each when the one before has its receipt. The answer comes with the last.
    pub(super) async fn do_once(&mut self, ask: u32, acts: VecDeque<Act>) -> Result<(), Failure> {
        if !self.talk.is_live() {
            return Err(Failure::Offline);
        }
        if self.once.is_some() || acts.iter().any(|act| self.outbox.awaits_one(act.doc())) {
            return Err(Failure::Busy);
        }
        if acts.is_empty() {
            self.watch.answer(ask, Answer::Done);
            return Ok(());
        }
        self.once = Some(Once { ask, acts, n: 0, on: EntryId::ZERO, tries: 0, waits: false });
        let begun = self.try_once().await;
        if begun.is_err() {
            self.once = None;
        }
        begun
    }

    async fn try_once(&mut self) -> Result<(), Failure> {
        let Some(act) = self.once.as_ref().and_then(|it| it.acts.front().copied()) else { return Ok(()) };
        let doc = act.doc();
        self.load(doc).await?;
        let on = self.rights.last(doc);
        let entry = match act {
            Act::Take(doc, person) => self.taking(doc, person)?,
            Act::Adopt(doc, device, up_to) => {
                let body = codec::encode(&AdoptBody { device, up_to });
                self.sign_once(doc, Kind::Adopt, &body)?
            }
        };
        let seq = self.outbox.next_place();
        let row = Outgoing { once: Some(true), ..Outgoing::new(&entry) };
        self.store.commit(vec![store::add_own(&entry), store::put_outgoing(seq, &row)]).await?;
        self.outbox.put(seq, row);
        self.unlearn(doc);
        self.load(doc).await?;
        if let Some(once) = &mut self.once {
            once.n = entry.header.n;
            once.on = on;
            once.tries += 1;
            once.waits = false;
        }
        self.watch.touch(doc);
        Ok(())
    }

    /// A grant that takes a person's right away, with a new key for all who stay.
    fn taking(&mut self, doc: DocId, person: PersonId) -> Result<Entry, Failure> {
        let gone = Recipient::Person(person);
        let stays: Vec<_> = self.rights.readers(doc).filter(|(to, _)| *to != gone).collect();
        let keepers = Recipient::Group(keeper_group(doc.kind()));
        if !stays.contains(&(keepers, Right::Keep)) {
            return Err(Failure::NotHere);
        }
        let key = DocKey::random(&mut self.rng);
        let grant = self.keyring.grant_of(doc, &key, &stays, &self.roll, &mut self.rng);
        let mut grant = grant.map_err(|_| Failure::NoKey)?;
        grant.takes = vec![gone];
        grant.on = self.rights.last(doc);
        let entry = self.sign_once(doc, Kind::Grant, &codec::encode(&grant))?;
        let checked = self.rights.check(self.roll.now(), self.session.person, &entry);
        checked.map(|_| entry).map_err(|_| Failure::Forbidden)
    }

    fn sign_once(&mut self, doc: DocId, kind: Kind, body: &[u8]) -> Result<Entry, Failure> {
        let device = self.session.device;
        let n = self.documents.get(doc).map_or(1, |loaded| loaded.next_n(device));
        self.sign(kind, doc, n, body).map_err(|_| Failure::BadAnswer)
    }

    /// An entry that was made for one try has its receipt: the next may go.
    pub(super) async fn once_kept(&mut self, doc: DocId, n: u64) -> Result<(), Failure> {
        let Some(once) = &mut self.once else { return Ok(()) };
        if once.acts.front().map(|act| act.doc()) != Some(doc) || once.n != n {
            return Ok(());
        }
        once.acts.pop_front();
        once.tries = 0;
        if once.acts.is_empty() {
            let done = once.ask;
            self.once = None;
            self.watch.answer(done, Answer::Done);
            return Ok(());
        }
        self.go_on().await
    }

    /// It was refused: its number is given back, and it is made anew if it only came too late.
    pub(super) async fn once_refused(&mut self, seq: u64, refused: &Refused) -> Result<(), Failure> {
        let (doc, device, n) = (refused.doc, refused.device, refused.n);
        let entry = self.store.entry(doc, device, n).await?;
        if entry.is_none_or(|entry| entry.id != refused.id) {
            return Ok(());
        }
        let ops = vec![store::delete_entry(doc, device, n), store::delete_outgoing(seq)];
        self.store.commit(ops).await?;
        self.outbox.remove(seq);
        self.unlearn(doc);
        self.load(doc).await?;
        self.watch.touch(doc);
        let is_ours = |it: &Once| it.n == n && it.acts.front().map(|act| act.doc()) == Some(doc);
        let Some(once) = self.once.as_mut().filter(|it| is_ours(it)) else { return Ok(()) };
        if refused.reason == Reason::Moved && once.tries < TRIES_MAX {
            once.waits = true;
            // the Feed may have brought what came before already
            return if self.rights.last(doc) == once.on { Ok(()) } else { self.go_on().await };
        }
        let failed = once.ask;
        self.once = None;
        let trouble = Failure::Refused(refused.reason).trouble();
        self.watch.answer(failed, Answer::Trouble(trouble));
        Ok(())
    }

    /// The Feed has brought something of a document: what waited for it goes again.
    pub(super) async fn retry_once(&mut self, docs: &[DocId]) -> Result<(), Failure> {
        let Some(once) = &self.once else { return Ok(()) };
        let doc = once.acts.front().map(|act| act.doc());
        if once.waits && doc.is_some_and(|doc| docs.contains(&doc)) { self.go_on().await } else { Ok(()) }
    }

    async fn go_on(&mut self) -> Result<(), Failure> {
        if let Err(failure) = self.try_once().await
            && let Some(failed) = self.once.take()
        {
            self.watch.answer(failed.ask, Answer::Trouble(failure.trouble()));
        }
        Ok(())
    }

    /// Lets go of all that memory knows of a document: it is read from the disk again.
    pub(super) fn unlearn(&mut self, doc: DocId) {
        self.documents.forget(doc);
        self.rights.forget(doc);
        self.keyring.forget(doc);
    }
}
