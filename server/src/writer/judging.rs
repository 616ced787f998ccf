//! The judgement of a studio's entries, one after another, each by what those before it have changed.

use std::collections::HashMap;

use shared::codec;
use shared::entry::{Entry, Kind};
use shared::ids::{DeviceId, DocId, StudioId};
use shared::roll::{EraseBody, RollBody};
use shared::sync::{Hand, Last, Outcome, Reason, Receipt, Refused, RelayStudio, short};

use super::Signed;
use super::tray::Trays;
use crate::ledger::Erased;
use crate::store::{NewEntry, Store, StoreError, Write};

/// The most last entries that are remembered.
const LASTS_MAX: usize = 8192;

/// The last entry of a device in a document, for those that were written to of late.
#[derive(Default)]
pub(crate) struct Lasts(HashMap<(StudioId, DocId, DeviceId), Last>);

impl Lasts {
    /// Forgets all: what was remembered did not come to the disk.
    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }

    fn set(&mut self, studio: StudioId, entry: &Entry) {
        if self.0.len() >= LASTS_MAX {
            self.0.clear();
        }
        self.0.insert((studio, entry.header.doc, entry.header.device), Last::of(entry));
    }
}

/// The judgement of entries of one studio, until they are committed.
pub(crate) struct Judging<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) state: &'a mut RelayStudio,
    pub(super) lasts: &'a mut Lasts,
    pub(super) now_ms: u64,
    /// How many bytes may still come.
    pub(super) room: u64,
    /// The trays as this batch finds and leaves them.
    pub(crate) trays: Trays,
    /// What is to be kept.
    pub(crate) new: Vec<NewEntry>,
    /// What follows from it beside the log.
    pub(crate) writes: Vec<Write>,
    /// The running hash after all of it.
    pub(crate) log_hash: [u8; 32],
    /// Whether the roll or the rights have changed.
    pub(crate) changed: bool,
    /// What is to be destroyed.
    pub(crate) erased: Vec<Erased>,
    /// How many bytes it has.
    pub(crate) bytes: u64,
    numbered: HashMap<(DocId, DeviceId, u64), usize>,
}

/// What became of an entry so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    /// Whether it stands only if the batch comes to the disk.
    pub(crate) depends: bool,
}

impl<'a> Judging<'a> {
    pub(crate) fn new(
        store: &'a dyn Store,
        state: &'a mut RelayStudio,
        lasts: &'a mut Lasts,
        now_ms: u64,
        room: u64,
    ) -> Self {
        Self {
            log_hash: state.log_hash,
            store,
            state,
            lasts,
            now_ms,
            room,
            trays: Trays::default(),
            new: Vec::new(),
            writes: Vec::new(),
            changed: false,
            erased: Vec::new(),
            bytes: 0,
            numbered: HashMap::new(),
        }
    }

    /// The position of the last entry that is to be kept.
    pub(crate) fn head(&self) -> u64 {
        self.state.head + self.new.len() as u64
    }

    /// Judges an entry and, if it may be kept, puts it in line. A store that cannot be read refuses it.
    pub(crate) fn judge(&mut self, signed: &Signed) -> Verdict {
        let entry = &signed.entry;
        self.take(signed).unwrap_or_else(|error| {
            tracing::error!("an entry cannot be judged: {error}");
            let refused = Refused::of(&entry.header, entry.id, Reason::Disk, entry.header.n);
            Verdict { outcome: Outcome::Refused(refused), depends: true }
        })
    }

    fn take(&mut self, signed: &Signed) -> Result<Verdict, StoreError> {
        let entry = &signed.entry;
        // A refusal may rest on an entry of the same batch.
        let refused = |refused| Ok(Verdict { outcome: Outcome::Refused(refused), depends: true });
        let refuse = |reason| refused(Refused::of(&entry.header, entry.id, reason, entry.header.n));
        if entry.header.studio != self.state.roll.studio() {
            return refuse(Reason::Studio);
        }
        if !signed.is_signed && entry.header.kind != Kind::Roll {
            let Some(device) = self.state.roll.device(entry.header.device) else {
                return refuse(Reason::UnknownDevice);
            };
            if entry.verify(&device.key).is_err() {
                return refuse(Reason::Signature);
            }
        }
        let last = self.last(entry)?;
        if last.is_some_and(|last| entry.header.n <= last.n) {
            return self.again(entry);
        }
        if self.bytes + entry.bytes().len() as u64 > self.room {
            return refuse(Reason::Quota);
        }
        // what was taken once was in time
        if signed.hand == Hand::Push
            && let Err(late) = self.state.in_time(entry, self.now_ms)
        {
            return refused(late);
        }
        let lying = self.lying(entry)?;
        if self.state.is_fork_of_tray(entry, lying) {
            return refuse(Reason::Fork);
        }
        let position = self.head() + 1;
        if let Err(why) = self.state.take_checked(entry, last.as_ref(), position, true, signed.hand) {
            return if self.state.is_late(entry, &why) {
                self.hold(entry, last, lying)
            } else {
                refused(why)
            };
        }
        if entry.header.kind == Kind::Adopt {
            return self.adopt(entry);
        }
        if lying.is_some() {
            self.untray(entry);
        }
        Ok(Verdict { outcome: Outcome::Kept(self.keep(entry, position)), depends: true })
    }

    pub(super) fn keep(&mut self, entry: &Entry, position: u64) -> Receipt {
        let (header, kept_ms) = (&entry.header, self.now_ms);
        self.log_hash = RelayStudio::hash_after(self.log_hash, entry.id);
        self.bytes += entry.bytes().len() as u64;
        self.changed |= matches!(header.kind, Kind::Roll | Kind::Grant | Kind::Erase);
        self.lasts.set(header.studio, entry);
        self.numbered.insert((header.doc, header.device, header.n), self.new.len());
        self.new.push(NewEntry { position, kept_ms, hash: short(&self.log_hash), entry: entry.clone() });
        self.follow(entry);
        self.note_erasure(entry);
        Receipt { doc: header.doc, device: header.device, n: header.n, position, kept_ms }
    }

    /// What follows beside the log: whoever joined by an invitation has used it up, whichever way the joining came;
    /// the sessions of whoever was removed end.
    fn follow(&mut self, entry: &Entry) {
        if entry.header.kind != Kind::Roll {
            return;
        }
        let studio = entry.header.studio;
        match codec::decode(entry.body()) {
            Some(RollBody::Join(join)) => {
                let invite = self.state.roll.invited(join.invite);
                self.writes.extend(invite.map(|invite| Write::SpendDrop(invite.name, self.now_ms)));
            }
            Some(RollBody::RemoveDevice(device, _)) => self.writes.push(Write::EndDevice(studio, device)),
            Some(RollBody::RemovePerson(person, _)) => self.writes.push(Write::EndSessions(studio, person)),
            Some(
                RollBody::Found(_)
                | RollBody::Invite(_)
                | RollBody::AddDevice(_)
                | RollBody::SetRoles(_)
                | RollBody::OpenEpoch(_)
                | RollBody::GiveSecret(_)
                | RollBody::Renew(_),
            )
            | None => {}
        }
    }

    /// What an erasure names goes into the ledger before anything of it is destroyed, and with the batch it goes.
    fn note_erasure(&mut self, entry: &Entry) {
        let Some(erasure) = EraseBody::read(entry) else { return };
        let studio = entry.header.studio;
        self.erased.extend(erasure.docs.iter().map(|doc| Erased { studio, doc: *doc, by: entry.id }));
        self.writes.push(Write::Erase(studio, erasure.docs));
    }

    fn last(&self, entry: &Entry) -> Result<Option<Last>, StoreError> {
        self.last_of(entry.header.studio, entry.header.doc, entry.header.device)
    }

    pub(super) fn last_of(
        &self,
        studio: StudioId,
        doc: DocId,
        device: DeviceId,
    ) -> Result<Option<Last>, StoreError> {
        if let Some(last) = self.lasts.0.get(&(studio, doc, device)) {
            return Ok(Some(*last));
        }
        if doc != DocId::ZERO && !self.state.rights.knows(doc) {
            return Ok(None);
        }
        self.store.last(studio, doc, device)
    }

    /// The number is taken: by the same entry, which has its receipt, or by another.
    fn again(&self, entry: &Entry) -> Result<Verdict, StoreError> {
        let header = &entry.header;
        if let Some(at) = self.numbered.get(&(header.doc, header.device, header.n)) {
            let NewEntry { position, kept_ms, entry: kept, .. } = &self.new[*at];
            let (position, kept_ms) = (*position, *kept_ms);
            let receipt = Receipt { doc: header.doc, device: header.device, n: header.n, position, kept_ms };
            return Ok(Verdict { outcome: RelayStudio::again(entry, (kept.id, receipt)), depends: true });
        }
        let kept = self.store.kept(header.studio, header.doc, header.device, header.n)?;
        let kept = kept.ok_or(StoreError::Damaged("a number below the last one is missing"))?;
        Ok(Verdict { outcome: RelayStudio::again(entry, kept), depends: false })
    }
}
