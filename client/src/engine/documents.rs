//! Documents in memory: loaded from their entries, at most so many at a time.

use std::collections::{BTreeMap, HashMap};

use record::value::{Author, Origin};
use record::{Document, Incoming};
use shared::codec;
use shared::entry::{Entry, Kind, chunk};
use shared::ids::{DeviceId, DocId};
use shared::roll::{GrantBody, Rights, Roll};
use shared::sync::{Last, judge_received};

use super::keyring::Keyring;
use super::store::Stored;

/// How many documents stay loaded: about ten cases, 50 kB of memory each.
const LOADED_MAX: usize = 30;

/// A document in memory.
pub(super) struct Loaded {
    /// The document.
    pub document: Document,
    /// Each device's last entry for it.
    pub lasts: HashMap<DeviceId, Last>,
    /// This device's entries for it and where the relay keeps them.
    pub own: BTreeMap<u64, Option<u64>>,
    /// How many of its entries were set aside.
    pub aside: u32,
}

/// The documents in memory, the one used last at the end.
#[derive(Default)]
pub(super) struct Documents {
    loaded: Vec<(DocId, Loaded)>,
}

impl Documents {
    /// A document that is loaded.
    pub(super) fn get(&mut self, doc: DocId) -> Option<&mut Loaded> {
        let at = self.loaded.iter().position(|(id, _)| *id == doc)?;
        let found = self.loaded.remove(at);
        self.loaded.push(found);
        self.loaded.last_mut().map(|(_, loaded)| loaded)
    }

    /// Keeps a document loaded, and lets go of the one that was longest unused.
    pub(super) fn put(&mut self, doc: DocId, loaded: Loaded) {
        self.forget(doc);
        if self.loaded.len() >= LOADED_MAX {
            self.loaded.remove(0);
        }
        self.loaded.push((doc, loaded));
    }

    /// Lets go of a document: it is loaded from the disk when it is needed again.
    pub(super) fn forget(&mut self, doc: DocId) {
        self.loaded.retain(|(id, _)| *id != doc);
    }
}

/// What judging and opening entries takes.
pub(super) struct Bench<'a> {
    /// This device.
    pub device: DeviceId,
    /// The roll.
    pub roll: &'a Roll,
    /// Rights; those of the document are folded in as its grants come.
    pub rights: &'a mut Rights,
    /// Keys; those of the document are learnt as its grants come.
    pub keyring: &'a mut Keyring,
}

/// An entry that was set aside, and why.
pub type SetAside = (Entry, String);

/// An entry that was judged and opened.
struct Opened {
    origin: Origin,
    continues: Vec<DeviceId>,
    chunks: Vec<u8>,
}

impl Loaded {
    /// A document that nobody has written to.
    pub(super) fn new(doc: DocId) -> Option<Self> {
        let document = Document::new(doc.kind()).ok()?;
        Some(Self { document, lasts: HashMap::new(), own: BTreeMap::new(), aside: 0 })
    }

    /// The number of this device's next entry.
    pub(super) fn next_n(&self, device: DeviceId) -> u64 {
        self.lasts.get(&device).map_or(1, |last| last.n + 1)
    }

    /// Builds a document from its entries. Those that were judged before are believed; `is_judged` says whether
    /// they were. Answers with those that now have to be set aside.
    pub(super) fn load(
        doc: DocId,
        rows: &[Stored],
        is_judged: bool,
        bench: &mut Bench<'_>,
    ) -> (Self, Vec<SetAside>) {
        let (document, _) = Document::load(doc.kind(), []);
        let mut loaded = Self { document, lasts: HashMap::new(), own: BTreeMap::new(), aside: 0 };
        loaded.aside = rows.iter().filter(|row| row.is_aside).count() as u32;
        let rows: Vec<_> = rows.iter().filter(|row| !row.is_aside).collect();
        let aside = loaded.take(&rows, is_judged, bench);
        (loaded, aside)
    }

    /// Takes entries in, in the order given. Answers with those that have to be set aside.
    pub(super) fn take(&mut self, rows: &[&Stored], is_judged: bool, bench: &mut Bench<'_>) -> Vec<SetAside> {
        let mut aside = Vec::new();
        let mut opened = Vec::with_capacity(rows.len());
        for row in rows {
            match self.open(row, is_judged, bench) {
                Ok(Some(it)) => opened.push((row.entry.clone(), it)),
                Ok(None) => {}
                Err(why) => aside.push((row.entry.clone(), why)),
            }
        }
        aside.extend(self.apply(opened));
        self.aside += aside.len() as u32;
        aside
    }

    /// Judges one entry and opens it: nothing if it is a grant.
    fn open(
        &mut self,
        row: &Stored,
        is_judged: bool,
        bench: &mut Bench<'_>,
    ) -> Result<Option<Opened>, String> {
        let entry = &row.entry;
        let header = &entry.header;
        let grant = if is_judged {
            (header.kind == Kind::Grant).then(|| codec::decode::<GrantBody>(entry.body())).flatten()
        } else {
            let last = self.lasts.get(&header.device);
            judge_received(entry, bench.roll, bench.rights, last).map_err(|reason| reason.to_string())?
        };
        self.lasts.insert(header.device, Last::of(entry));
        if header.device == bench.device {
            self.own.insert(header.n, row.kept.map(|(at, _)| at));
        }
        if let Some(grant) = grant {
            bench.rights.fold(entry, &grant, row.kept.map_or(0, |(at, _)| at));
            bench.keyring.learn_grant(header.doc, &grant);
            return Ok(None);
        }
        let key = bench.keyring.key(header.doc, header.key).ok_or("its key is not here")?;
        let chunks = entry.open(key).map_err(|bad| bad.to_string())?;
        let device = bench.roll.device(header.device).ok_or("its device is not on the roll")?;
        let at = bench.roll.at(header.roll).ok_or("it names a roll that is not here")?;
        let origin = Origin {
            author: Author { person: device.person, device: header.device },
            roles: super::batch::record_roles(at.roles(device.person)),
            n: header.n,
            recorded_ms: header.written_ms,
            position: row.kept.map(|(at, _)| at),
            kept_ms: row.kept.map(|(_, ms)| ms),
        };
        let mut continues = bench.roll.continued(header.device);
        continues.retain(|id| *id != header.device);
        Ok(Some(Opened { origin, continues, chunks }))
    }

    fn apply(&mut self, opened: Vec<(Entry, Opened)>) -> Vec<SetAside> {
        // the framing was checked when the entry was opened
        let chunks: Vec<_> =
            opened.iter().map(|(_, it)| chunk::split(&it.chunks).unwrap_or_default()).collect();
        let incoming: Vec<_> = opened
            .iter()
            .zip(&chunks)
            .map(|((_, it), chunks)| Incoming { chunks, origin: &it.origin, continues: &it.continues })
            .collect();
        let taken = self.document.take_many(&incoming);
        let find =
            |device, n| opened.iter().find(|(entry, _)| (entry.header.device, entry.header.n) == (device, n));
        let aside = taken.poisoned.into_iter();
        aside.filter_map(|bad| Some((find(bad.device, bad.n)?.0.clone(), bad.why.to_string()))).collect()
    }
}
