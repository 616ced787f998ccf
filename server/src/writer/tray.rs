//! What comes after its author's right has ended goes into the tray; what a keeper adopts goes from there into the log,
//! in one transaction with the Adopt entry.

use std::collections::HashMap;

use shared::codec;
use shared::entry::Entry;
use shared::ids::{DeviceId, DocId, EntryId};
use shared::roll::AdoptBody;
use shared::sync::{Held, Last, Outcome, Reason, Refused};

use super::Judging;
use super::judging::Verdict;
use crate::store::{StoreError, TrayRow, TraySize, Write};

/// So many bytes of a tray are read at once.
const READ_BYTES: usize = 1 << 20;

/// The trays of a studio as one batch finds and leaves them.
#[derive(Default)]
pub(crate) struct Trays {
    /// How much may lie there.
    pub(crate) max: TraySize,
    /// What this batch adds.
    new: HashMap<(DocId, DeviceId, u64), EntryId>,
    lasts: HashMap<(DocId, DeviceId), Last>,
    /// What lies there of each device that hands in, as the batch began.
    devices: HashMap<DeviceId, u64>,
    studio: Option<u64>,
    added: HashMap<DeviceId, u64>,
}

impl Judging<'_> {
    /// What lies in the tray under the number of an entry.
    pub(super) fn lying(&self, entry: &Entry) -> Result<Option<EntryId>, StoreError> {
        let header = &entry.header;
        let (doc, device, n) = (header.doc, header.device, header.n);
        match self.trays.new.get(&(doc, device, n)) {
            Some(id) => Ok(Some(*id)),
            None if !self.state.may_have_tray(doc) => Ok(None),
            None => self.store.tray_entry(header.studio, doc, device, n),
        }
    }

    /// The right of an entry's author is back, and the entry goes into the log: it lies in the tray no more.
    pub(super) fn untray(&mut self, entry: &Entry) {
        let header = &entry.header;
        self.trays.new.remove(&(header.doc, header.device, header.n));
        self.writes.push(Write::Untray(header.studio, header.doc, header.device, header.n));
    }

    /// Puts an entry into its tray, where `lying` has its number. `last` is the device's entry before in the log.
    pub(super) fn hold(
        &mut self,
        entry: &Entry,
        last: Option<Last>,
        lying: Option<EntryId>,
    ) -> Result<Verdict, StoreError> {
        let header = &entry.header;
        let (studio, doc, device, n) = (header.studio, header.doc, header.device, header.n);
        let settle = |outcome| Ok(Verdict { outcome, depends: true });
        let held = || settle(Outcome::Held(Held { doc, device, up_to: n }));
        let last = newest(last, self.tray_last(entry)?);
        let expected = last.map_or(1, |last| last.n + 1);
        let refuse = |reason| settle(Outcome::Refused(Refused::of(header, entry.id, reason, expected)));
        match lying {
            Some(id) if id == entry.id => return held(),
            Some(_) => return refuse(Reason::Fork),
            None => {}
        }
        if let Err(reason) = self.state.tray(entry, last.as_ref()) {
            return refuse(reason);
        }
        let len = entry.bytes().len() as u64;
        let size = self.tray_size(entry)?;
        if size.device + len > self.trays.max.device || size.studio + len > self.trays.max.studio {
            return refuse(Reason::TrayFull);
        }
        self.trays.new.insert((doc, device, n), entry.id);
        self.trays.lasts.insert((doc, device), Last::of(entry));
        *self.trays.added.entry(device).or_default() += len;
        let row = TrayRow { since_ms: self.now_ms, entry: entry.clone() };
        self.writes.push(Write::Tray(studio, Box::new(row)));
        held()
    }

    /// Keeps an Adopt entry that was judged, and behind it what it takes in.
    pub(super) fn adopt(&mut self, entry: &Entry) -> Result<Verdict, StoreError> {
        let refuse = |reason, expected| {
            let outcome = Outcome::Refused(Refused::of(&entry.header, entry.id, reason, expected));
            Ok(Verdict { outcome, depends: true })
        };
        let Some(body) = codec::decode::<AdoptBody>(entry.body()) else {
            return refuse(Reason::Malformed, 0);
        };
        let (studio, doc) = (entry.header.studio, entry.header.doc);
        let mut last = self.last_of(studio, doc, body.device)?;
        let late = self.late(entry, body, last.map_or(0, |last| last.n))?;
        let missing = late.last().is_none_or(|it| it.header.n != body.up_to);
        if missing {
            return refuse(Reason::Gap, late.last().map_or(0, |it| it.header.n));
        }
        if self.bytes + late.iter().map(|it| it.bytes().len() as u64).sum::<u64>() > self.room {
            return refuse(Reason::Quota, 0);
        }
        // tried before anything is put in line
        let rights = self.state.rights.only(doc);
        for (at, it) in late.iter().enumerate() {
            let position = self.head() + 2 + at as u64;
            if let Err(reason) = self.state.adopt(it, last.as_ref(), position) {
                self.state.rights.put_back(doc, rights);
                return refuse(reason, it.header.n);
            }
            last = Some(Last::of(it));
        }
        let position = self.head() + 1;
        let receipt = self.keep(entry, position);
        for it in &late {
            let position = self.head() + 1;
            self.keep(it, position);
        }
        self.writes.push(Write::Untray(studio, doc, body.device, body.up_to));
        Ok(Verdict { outcome: Outcome::Kept(receipt), depends: true })
    }

    /// What lies in the tray of a device after a number, as far as it is wanted and without gaps.
    fn late(&self, entry: &Entry, body: AdoptBody, after: u64) -> Result<Vec<Entry>, StoreError> {
        let (studio, doc) = (entry.header.studio, entry.header.doc);
        let mut late: Vec<Entry> = Vec::new();
        loop {
            let n = late.last().map_or(after, |it| it.header.n);
            let (rows, more) = self.store.tray(studio, (doc, body.device, n), READ_BYTES)?;
            for row in rows {
                let header = &row.entry.header;
                let follows = header.n == late.last().map_or(after, |it| it.header.n) + 1;
                if (header.doc, header.device) != (doc, body.device) || !follows || header.n > body.up_to {
                    return Ok(late);
                }
                late.push(row.entry);
            }
            if !more {
                return Ok(late);
            }
        }
    }

    fn tray_last(&self, entry: &Entry) -> Result<Option<Last>, StoreError> {
        let header = &entry.header;
        match self.trays.lasts.get(&(header.doc, header.device)) {
            Some(last) => Ok(Some(*last)),
            None => self.store.tray_last(header.studio, header.doc, header.device),
        }
    }

    fn tray_size(&mut self, entry: &Entry) -> Result<TraySize, StoreError> {
        let (studio, device) = (entry.header.studio, entry.header.device);
        if !self.trays.devices.contains_key(&device) {
            let size = self.store.tray_size(studio, device)?;
            self.trays.devices.insert(device, size.device);
            self.trays.studio = Some(size.studio);
        }
        let added = self.trays.added.get(&device).copied().unwrap_or(0);
        Ok(TraySize {
            device: self.trays.devices.get(&device).copied().unwrap_or(0) + added,
            studio: self.trays.studio.unwrap_or(0) + self.trays.added.values().sum::<u64>(),
        })
    }
}

fn newest(a: Option<Last>, b: Option<Last>) -> Option<Last> {
    a.into_iter().chain(b).max_by_key(|last| last.n)
}
