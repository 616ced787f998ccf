//! A numbering fork: this device's disk was put back from an old copy and went on writing under numbers that are taken.
//! The device enrols a new key for itself, which continues the old one, and seals what is unsent anew under it.

use std::collections::BTreeMap;

use rand_core::Rng;
use shared::entry::{Entry, Header, Kind, NONCE_LEN, RollPoint, seal};
use shared::ids::DocId;
use shared::keys::SignKey;
use shared::sync::{HEALING, Reason, Receipt, Refused, ToRelay};

use super::disk::{Op, Table};
use super::enrol::{self, Place};
use super::session::{DEVICE, Session};
use super::store::{self, Outgoing, Standing};
use super::trouble::Failure;
use super::{Engine, Host};

/// A new key of this device on its way to the roll.
pub(super) struct Fork {
    key: SignKey,
    entry: Entry,
    /// It came too late: it is made anew once the roll's new end is known.
    waits: bool,
}

impl<H: Host> Engine<H> {
    /// Another entry has a number of this device: it goes on under a new key. Answers whether that was the reason.
    pub(super) fn forked(&mut self, refused: &Refused) -> Result<bool, Failure> {
        if refused.reason != Reason::Fork || refused.doc == DocId::ZERO {
            return Ok(false);
        }
        if self.fork.is_none() {
            self.enrol_anew()?;
        }
        Ok(true)
    }

    fn enrol_anew(&mut self) -> Result<(), Failure> {
        let about = &self.session.about;
        let place = Place { tablet: about.tablet, label: about.label.clone(), office: about.office };
        let (key, entry) =
            enrol::continue_as(&place, &self.session, self.roll.tip(), self.host.now_ms(), &mut self.rng)?;
        self.host.send(ToRelay::Push(vec![entry.bytes().to_vec().into()]).encode());
        self.fork = Some(Fork { key, entry, waits: false });
        Ok(())
    }

    /// The new key was refused: it goes again by the roll's new end, or when the fork shows again.
    pub(super) fn fork_refused(&mut self, refused: &Refused) -> Result<(), Failure> {
        let Some(fork) = self.fork.as_mut().filter(|fork| fork.entry.id == refused.id) else { return Ok(()) };
        match refused.reason == Reason::Moved {
            true => fork.waits = true,
            false => self.fork = None,
        }
        self.retry_fork()
    }

    /// Makes it anew once the roll has gone on.
    pub(super) fn retry_fork(&mut self) -> Result<(), Failure> {
        let tip = self.roll.tip();
        if self.fork.as_ref().is_some_and(|fork| fork.waits && fork.entry.header.roll != tip) {
            return self.enrol_anew();
        }
        Ok(())
    }

    /// The receipt of the new key, if it is among these.
    pub(super) fn fork_receipt(&self, receipts: &[Receipt]) -> Option<Receipt> {
        let header = &self.fork.as_ref()?.entry.header;
        let is_it = |it: &&Receipt| (it.doc, it.device, it.n) == (header.doc, header.device, header.n);
        receipts.iter().find(is_it).copied()
    }

    /// The new key is on the roll: in one transaction the device becomes it, seals what is unsent anew, and notes that
    /// it must heal, because of what the old key wrote meanwhile it was fed nothing. Then it is opened from the disk.
    pub(super) async fn fork_kept(&mut self, receipt: Receipt) -> Result<(), Failure> {
        let Some(Fork { key, entry, .. }) = self.fork.take() else { return Ok(()) };
        let session = self.session.clone();
        let session = Session::new(session.studio, session.person, session.vault, key, session.about);
        let Receipt { doc, device, n, position, kept_ms } = receipt;
        let standing = Standing { cursor: Some(HEALING), reached: 0 };
        let mut ops = vec![
            Op::Put(Table::Meta, DEVICE.to_vec(), Vec::from(session.device_file(&mut self.rng))),
            store::put_own_device(session.device),
            store::put_entry(&entry),
            store::put_kept(doc, device, n, position, kept_ms),
            store::put_standing(&standing),
        ];
        let joined = RollPoint { id: entry.id, depth: entry.header.roll.depth.saturating_add(1) };
        ops.extend(self.seal_anew(&session, joined).await?);
        self.is_stale = true;
        self.store.commit(ops).await?;
        self.session = session;
        Ok(())
    }

    /// Every unsent entry under the new key, numbered from one in each document, by the roll that knows the key.
    async fn seal_anew(&mut self, new: &Session, joined: RollPoint) -> Result<Vec<Op>, Failure> {
        let rows: Vec<(u64, Outgoing)> = self.outbox.rows().map(|(seq, row)| (seq, *row)).collect();
        let mut counts = BTreeMap::new();
        let mut ops = Vec::new();
        for (seq, row) in rows {
            ops.push(store::delete_outgoing(seq));
            let entry = self.store.entry(row.doc, self.session.device, row.n).await?;
            let Some(old) = entry else { continue };
            ops.push(store::delete_entry(row.doc, self.session.device, row.n));
            // a change of the roll was made for one try
            if row.doc == DocId::ZERO {
                continue;
            }
            self.load(row.doc).await?;
            let n = counts.entry(row.doc).or_insert(0);
            *n += 1;
            let header = Header { device: new.device, n: *n, roll: joined, ..old.header.clone() };
            let entry = self.sealed_as(&header, &old, new)?;
            let row = Outgoing { once: row.once, ..Outgoing::new(&entry) };
            ops.push(store::put_entry(&entry));
            ops.push(store::put_outgoing(seq, &row));
        }
        Ok(ops)
    }

    fn sealed_as(&mut self, header: &Header, old: &Entry, new: &Session) -> Result<Entry, Failure> {
        if header.kind != Kind::Change {
            let mut nonce = [0; NONCE_LEN];
            self.rng.fill_bytes(&mut nonce);
            return Entry::sign(header, nonce, old.body(), &new.key).map_err(|_| Failure::BadAnswer);
        }
        let key = self.keyring.key(header.doc, header.key).ok_or(Failure::NoKey)?;
        let chunks = old.open(key).map_err(|_| Failure::NoKey)?;
        seal(header, &[chunks], key, &new.key, &mut self.rng).map_err(|_| Failure::NoKey)
    }
}
