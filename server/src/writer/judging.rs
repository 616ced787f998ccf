//! The judgement of a batch: entry after entry against what the studio will be once those before are kept.

use std::collections::HashMap;

use shared::entry::Entry;
use shared::ids::{DeviceId, DocId, EntryId, StudioId};
use shared::sync::{Last, Outcome, Receipt, Refused, RelayStudio, short};

use super::Signed;
use crate::store::{NewEntry, Store, StoreError};

/// So many devices' last entries stay at hand.
const LASTS_MAX: usize = 65_536;

/// Each device's last entry in each document that was lately written to.
#[derive(Default)]
pub(crate) struct Lasts(HashMap<(StudioId, DocId, DeviceId), Last>);

impl Lasts {
    fn put(&mut self, key: (StudioId, DocId, DeviceId), last: Last) {
        if self.0.len() >= LASTS_MAX {
            self.0.clear();
        }
        self.0.insert(key, last);
    }

    /// The disk holds something else than was believed.
    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }
}

/// A batch of one studio on its way.
pub(crate) struct Judging<'a> {
    store: &'a dyn Store,
    state: &'a mut RelayStudio,
    lasts: &'a mut Lasts,
    now_ms: u64,
    /// What will be kept.
    pub(crate) new: Vec<NewEntry>,
    /// The log's hash after it.
    pub(crate) log_hash: [u8; 32],
    places: HashMap<(DocId, DeviceId, u64), (EntryId, Receipt)>,
}

impl<'a> Judging<'a> {
    /// Begins a batch.
    pub(crate) fn new(
        store: &'a dyn Store,
        state: &'a mut RelayStudio,
        lasts: &'a mut Lasts,
        now_ms: u64,
    ) -> Self {
        let log_hash = state.log_hash;
        Self { store, state, lasts, now_ms, new: Vec::new(), log_hash, places: HashMap::new() }
    }

    /// The position after the batch as it stands.
    pub(crate) fn head(&self) -> u64 {
        self.state.head + self.new.len() as u64
    }

    /// Judges one entry. An error is the store's: nothing of the batch can be believed.
    pub(crate) fn take(&mut self, it: &Signed) -> Result<Outcome, StoreError> {
        let entry = &it.entry;
        let (studio, header) = (self.state.roll.studio(), &entry.header);
        let (doc, device, n) = (header.doc, header.device, header.n);
        let last = self.last(studio, doc, device)?;
        if last.is_some_and(|last| n <= last.n) {
            let known = match self.places.get(&(doc, device, n)) {
                Some(known) => Some(*known),
                None => self.store.kept(studio, doc, device, n)?,
            };
            if let Some(known) = known {
                return Ok(RelayStudio::again(entry, known));
            }
        }
        match self.judge(entry, last.as_ref(), it.is_signed) {
            Ok(receipt) => Ok(Outcome::Kept(receipt)),
            Err(refused) => Ok(Outcome::Refused(refused)),
        }
    }

    fn judge(&mut self, entry: &Entry, last: Option<&Last>, is_signed: bool) -> Result<Receipt, Refused> {
        let position = self.head() + 1;
        self.state.in_time(entry, self.now_ms)?;
        self.state.take_checked(entry, last, position, is_signed)?;
        let header = &entry.header;
        let (doc, device, n, kept_ms) = (header.doc, header.device, header.n, self.now_ms);
        self.log_hash = RelayStudio::hash_after(self.log_hash, entry.id);
        self.new.push(NewEntry { position, kept_ms, hash: short(&self.log_hash), entry: entry.clone() });
        let receipt = Receipt { doc, device, n, position, kept_ms };
        self.places.insert((doc, device, n), (entry.id, receipt));
        self.lasts.put((self.state.roll.studio(), doc, device), Last::of(entry));
        Ok(receipt)
    }

    fn last(&mut self, studio: StudioId, doc: DocId, device: DeviceId) -> Result<Option<Last>, StoreError> {
        if let Some(last) = self.lasts.0.get(&(studio, doc, device)) {
            return Ok(Some(*last));
        }
        let last = self.store.last(studio, doc, device)?;
        if let Some(last) = last {
            self.lasts.put((studio, doc, device), last);
        }
        Ok(last)
    }
}
