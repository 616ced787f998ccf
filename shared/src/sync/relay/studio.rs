//! What the relay knows of a studio, and what becomes of an entry that is pushed to it.

use crate::codec;
use crate::entry::{Entry, Kind};
use std::collections::BTreeSet;

use super::Hand;
use crate::ids::{DocId, EntryId, StudioId};
use crate::roll::{BadRoll, EraseBody, Rights, Roll, RollBody};
use crate::sync::frame::{Held, Reason, Receipt, Refused};
use crate::sync::judge::{Last, judge, judge_carried, judge_named, refusal};

/// What the relay knows of a studio: the folds of its log, small enough to stay in memory.
#[derive(Debug, Clone)]
pub struct RelayStudio {
    /// The roll.
    pub roll: Roll,
    /// The rights to every document.
    pub rights: Rights,
    /// The last position that is on disk.
    pub head: u64,
    /// The running hash over entry ids there.
    pub log_hash: [u8; 32],
    /// The furthest position that an office device has saved.
    pub reached: u64,
    /// The documents that were destroyed for ever.
    pub erased: BTreeSet<DocId>,
    /// A bug that the simulation plants to see whether its checks bite. Never set outside of it.
    pub planted: Option<PlantedBug>,
}

/// A bug of the relay's half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlantedBug {
    /// Nobody asks who may read what is fed.
    MissedGroupCheck,
    /// Entries are judged by the roll and the rights that they name.
    OldRollAccepted,
}

/// What became of a pushed entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk, now or since long.
    Kept(Receipt),
    /// It is not kept.
    Refused(Refused),
    /// It lies in the tray: its author's right has ended.
    Held(Held),
}

impl RelayStudio {
    /// A studio before its founding.
    pub fn new(studio: StudioId) -> Self {
        let (roll, rights) = (Roll::new(studio), Rights::default());
        let erased = BTreeSet::new();
        Self { roll, rights, head: 0, log_hash: [0; 32], reached: 0, erased, planted: None }
    }

    /// Judges an entry and folds it in if it may be kept; nothing is published until [`RelayStudio::commit`].
    /// `last` is the device's entry before in the same document. An equal number was dealt with by the caller,
    /// see [`RelayStudio::again`].
    pub fn take(&mut self, entry: &Entry, last: Option<&Last>, position: u64) -> Result<(), Refused> {
        self.take_checked(entry, last, position, false, Hand::Push)
    }

    /// As [`RelayStudio::take`], where the caller may have checked already that the device which the entry names
    /// signed it: a device's name follows from its key, so that stays true whatever the roll says.
    pub fn take_checked(
        &mut self,
        entry: &Entry,
        last: Option<&Last>,
        position: u64,
        is_signed: bool,
        hand: Hand,
    ) -> Result<(), Refused> {
        let refuse = |reason| Refused::of(&entry.header, entry.id, reason, last.map_or(1, |last| last.n + 1));
        if entry.header.studio != self.roll.studio() {
            return Err(refuse(Reason::Studio));
        }
        if self.is_erased(entry.header.doc) {
            return Err(refuse(Reason::Erased));
        }
        if entry.header.n != last.map_or(1, |last| last.n + 1) {
            return Err(refuse(Reason::Gap));
        }
        if entry.header.kind == Kind::Roll {
            return self.take_roll(entry, hand).map_err(refuse);
        }
        if !is_signed {
            self.is_signed(entry).map_err(refuse)?;
        }
        let judged = match hand {
            Hand::Push if self.planted == Some(PlantedBug::OldRollAccepted) => {
                judge_named(entry, &self.roll, &self.rights)
            }
            Hand::Push => judge(entry, &self.roll, &self.rights, last),
            Hand::Healing(carrier) => judge_carried(entry, &self.roll, &self.rights, last, carrier),
        };
        if let Some(grant) = judged.map_err(refuse)? {
            self.rights.fold(entry, &grant, position);
        }
        if let Some(erasure) = EraseBody::read(entry) {
            self.erase(erasure.docs);
        }
        Ok(())
    }

    /// From now on these documents are refused, and nobody has a right to them.
    pub fn erase(&mut self, docs: impl IntoIterator<Item = DocId>) {
        for doc in docs {
            self.rights.forget(doc);
            self.erased.insert(doc);
        }
    }

    /// Whether a document was destroyed for ever.
    pub fn is_erased(&self, doc: DocId) -> bool {
        self.erased.contains(&doc)
    }

    /// The next entry of the chain; while healing also one of a branch that does not stand.
    fn take_roll(&mut self, entry: &Entry, hand: Hand) -> Result<(), Reason> {
        let was_there = self.roll.device(entry.header.device).is_some();
        let taken = match (self.roll.take(entry), hand) {
            (Err(BadRoll::NotNext), Hand::Healing(_)) => self.roll.stray(entry),
            (taken, _) => taken.map(drop),
        };
        taken.map_err(|bad| match refusal(bad) {
            Reason::UnknownDevice if was_there => Reason::Removed,
            reason => reason,
        })
    }

    /// Refuses a joining whose invitation has run out by the relay's clock. To be asked before
    /// [`RelayStudio::take`], which has no clock: a roll once taken must fold alike everywhere and for ever.
    pub fn in_time(&self, entry: &Entry, now_ms: u64) -> Result<(), Refused> {
        if entry.header.kind != Kind::Roll {
            return Ok(());
        }
        let Some(RollBody::Join(join)) = codec::decode(entry.body()) else { return Ok(()) };
        match self.roll.invited(join.invite) {
            Some(invite) if invite.until_ms < now_ms => {
                Err(Refused::of(&entry.header, entry.id, Reason::Forbidden, entry.header.n))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Answers for an entry whose number is taken already: equal ids are a duplicate, anything else is a fork.
    pub fn again(entry: &Entry, kept: (EntryId, Receipt)) -> Outcome {
        let (id, receipt) = kept;
        if id == entry.id {
            return Outcome::Kept(receipt);
        }
        Outcome::Refused(Refused::of(&entry.header, entry.id, Reason::Fork, entry.header.n))
    }

    /// The running hash after one more entry.
    pub fn hash_after(log_hash: [u8; 32], id: EntryId) -> [u8; 32] {
        let mut hash = blake3::Hasher::new();
        hash.update(&log_hash).update(id.as_bytes());
        *hash.finalize().as_bytes()
    }

    /// The entries up to `head` are on disk: sockets may read them and receipts may go.
    pub fn commit(&mut self, head: u64, log_hash: [u8; 32]) {
        self.head = head;
        self.log_hash = log_hash;
    }

    pub(super) fn is_signed(&self, entry: &Entry) -> Result<(), Reason> {
        let device = self.roll.device(entry.header.device).ok_or(Reason::UnknownDevice)?;
        entry.verify(&device.key).map_err(|_| Reason::Signature)
    }
}
