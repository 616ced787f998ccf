//! Documents in memory: loaded from their entries, at most so many at a time.

use std::collections::{BTreeMap, HashMap};

use record::value::{Author, Origin};
use record::{Incoming, Poison, Written};
use shared::codec;
use shared::entry::{Entry, Header, Kind, OpenError, chunk};
use shared::ids::{DeviceId, DocId};
use shared::roll::{AdoptBody, GrantBody, Rights, Roll};
use shared::sync::{Last, Reason, judge_received};

use super::api::Adopted;
use super::guard::{Doing, Guard};
use super::keyring::{Keyring, Seen};
use super::records::Record;
use super::store::Stored;

/// How many documents stay loaded: about ten cases, 50 kB of memory each.
const LOADED_MAX: usize = 30;

/// A document in memory.
pub(super) struct Loaded<R> {
    /// The document.
    pub document: R,
    /// Each device's last entry for it.
    pub lasts: HashMap<DeviceId, Last>,
    /// This device's entries for it and where the relay keeps them.
    pub own: BTreeMap<u64, Option<u64>>,
    /// Whose entries were set aside: the device of each.
    pub aside: Vec<DeviceId>,
    /// Entries that came late and were taken in.
    pub adopted: Vec<Adopted>,
}

/// The documents in memory, the one used last at the end.
pub(super) struct Documents<R> {
    loaded: Vec<(DocId, Loaded<R>)>,
}

impl<R> Default for Documents<R> {
    fn default() -> Self {
        Self { loaded: Vec::new() }
    }
}

impl<R: Record> Documents<R> {
    /// A document that is loaded.
    pub(super) fn get(&mut self, doc: DocId) -> Option<&mut Loaded<R>> {
        let at = self.loaded.iter().position(|(id, _)| *id == doc)?;
        let found = self.loaded.remove(at);
        self.loaded.push(found);
        self.loaded.last_mut().map(|(_, loaded)| loaded)
    }

    /// The documents in memory.
    pub(super) fn names(&self) -> impl Iterator<Item = DocId> {
        self.loaded.iter().map(|(doc, _)| *doc)
    }

    /// Keeps a document loaded, and lets go of the one that was longest unused.
    pub(super) fn put(&mut self, doc: DocId, loaded: Loaded<R>) {
        self.forget(doc);
        if self.loaded.len() >= LOADED_MAX {
            self.loaded.remove(0);
        }
        self.loaded.push((doc, loaded));
    }

    /// Lets go of every document.
    pub(super) fn clear(&mut self) {
        self.loaded.clear();
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
    /// What made an engine fail.
    pub care: Care<'a>,
}

/// Care with what made an engine of this tablet fail.
pub(super) struct Care<'a> {
    /// What is known of that.
    pub guard: &'a Guard,
    /// Notes what is about to be done.
    pub doing: &'a dyn Fn(Doing),
}

/// An entry that was set aside, and why.
pub type SetAside = (Entry, Unfit);

/// Why an entry is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Its key was not handed to this person, or not yet.
    #[error("its key is not here")]
    NoKey,
    /// Its author might not write it.
    #[error(transparent)]
    Judged(#[from] Reason),
    /// It does not open.
    #[error(transparent)]
    Closed(#[from] OpenError),
    /// It made the engine of this tablet fail.
    #[error("this program fails when it reads it")]
    Trap,
    /// The document cannot take what it holds.
    #[error(transparent)]
    Poison(Poison),
}

/// An entry that was judged and opened.
struct Opened {
    origin: Origin,
    continues: Vec<DeviceId>,
    chunks: Vec<u8>,
}

impl<R: Record> Loaded<R> {
    /// A document that nobody has written to.
    pub(super) fn new(doc: DocId) -> Option<Self> {
        let document = R::new(doc.kind())?;
        Some(Self {
            document,
            lasts: HashMap::new(),
            own: BTreeMap::new(),
            aside: Vec::new(),
            adopted: Vec::new(),
        })
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
        let document = R::empty(doc.kind());
        let (lasts, own, adopted) = Default::default();
        let (unread, rows): (Vec<&Stored>, Vec<_>) = rows.iter().partition(|row| row.is_aside);
        let before = unread.iter().map(|row| row.entry.header.device).collect();
        let mut loaded = Self { document, lasts, own, aside: before, adopted };
        let aside = loaded.take(&rows, is_judged, bench);
        for Stored { entry, .. } in unread {
            // the number of an entry that is set aside is used all the same
            if loaded.next_n(entry.header.device) <= entry.header.n {
                loaded.lasts.insert(entry.header.device, Last::of(entry));
            }
        }
        (loaded, aside)
    }

    /// Takes entries in, in the order given. Answers with those that have to be set aside.
    pub(super) fn take(&mut self, rows: &[&Stored], is_judged: bool, bench: &mut Bench<'_>) -> Vec<SetAside> {
        let mut aside = Vec::new();
        let mut changes = Vec::with_capacity(rows.len());
        for row in rows {
            match self.judge(row, is_judged, bench) {
                // it counts as its author's, or whatever they wrote after it would seem to follow on a gap
                Ok(()) if bench.care.guard.is_trap(&row.entry) => {
                    aside.push((row.entry.clone(), Unfit::Trap));
                }
                Ok(()) if row.entry.header.kind == Kind::Change => changes.push(row),
                Ok(()) => {}
                Err(why) => aside.push((row.entry.clone(), why)),
            }
        }
        // whoever was let in late finds the keys of the first entries in the last grant
        let mut opened = Vec::with_capacity(changes.len());
        for row in changes {
            match open(row, bench) {
                Ok(it) => opened.push((row.entry.clone(), it)),
                Err(why) => aside.push((row.entry.clone(), why)),
            }
        }
        let Some((first, _)) = opened.first() else {
            self.aside.extend(devices_of(&aside));
            return aside;
        };
        let doc = first.header.doc;
        if bench.care.guard.is_slow(doc) {
            for it in opened {
                let Header { device, n, .. } = it.0.header;
                (bench.care.doing)(Doing::Take(doc, device, n));
                aside.extend(self.apply(vec![it]));
            }
            (bench.care.doing)(Doing::Read(doc));
        } else {
            aside.extend(self.apply(opened));
        }
        self.aside.extend(devices_of(&aside));
        aside
    }

    /// Judges one entry; folds a grant in and learns its keys.
    fn judge(&mut self, row: &Stored, is_judged: bool, bench: &mut Bench<'_>) -> Result<(), Unfit> {
        let entry = &row.entry;
        let header = &entry.header;
        let grant = if is_judged {
            GrantBody::read(entry)
        } else {
            let last = self.lasts.get(&header.device);
            judge_received(entry, bench.roll, bench.rights, last)?
        };
        self.lasts.insert(header.device, Last::of(entry));
        if header.device == bench.device {
            self.own.insert(header.n, row.kept.map(|(at, _)| at));
        }
        if header.kind == Kind::Adopt {
            self.note_adoption(row, bench.roll);
        }
        if let Some(grant) = grant {
            let seen = seen_by(entry, &grant, bench.rights);
            bench.rights.fold(entry, &grant, row.kept.map_or(0, |(at, _)| at));
            bench.keyring.learn_grant(header.doc, &grant, seen);
        }
        Ok(())
    }

    /// What an Adopt entry takes in follows it in the log.
    fn note_adoption(&mut self, row: &Stored, roll: &Roll) {
        let header = &row.entry.header;
        let Some(AdoptBody { device, up_to }) = codec::decode(row.entry.body()) else { return };
        let Some(by) = roll.device(header.device).map(|it| it.person) else { return };
        let written = Written {
            person: by,
            device: header.device,
            n: header.n,
            happened_ms: None,
            recorded_ms: header.written_ms,
            kept_ms: row.kept.map(|(_, ms)| ms),
            position: row.kept.map(|(at, _)| at),
        };
        let from = self.next_n(device);
        self.adopted.push(Adopted { doc: header.doc, device, from, to: up_to, written });
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
        aside.filter_map(|bad| Some((find(bad.device, bad.n)?.0.clone(), Unfit::Poison(bad.why)))).collect()
    }
}

fn devices_of(aside: &[SetAside]) -> impl Iterator<Item = DeviceId> {
    aside.iter().map(|(entry, _)| entry.header.device)
}

/// How many narrowings the maker of a grant had seen; a taking-away counts as seen by itself.
pub(super) fn seen_by(entry: &Entry, grant: &GrantBody, rights: &Rights) -> Seen {
    let takings = rights.at(entry.header.doc, entry.header.taken).unwrap_or_default();
    Seen { roll: entry.header.roll.depth, takings: takings + u32::from(!grant.takes.is_empty()) }
}

/// Opens a change that was judged.
fn open(row: &Stored, bench: &Bench<'_>) -> Result<Opened, Unfit> {
    let entry = &row.entry;
    let header = &entry.header;
    let key = bench.keyring.key(header.doc, header.key).ok_or(Unfit::NoKey)?;
    let chunks = entry.open(key)?;
    let device = bench.roll.device(header.device).ok_or(Reason::UnknownDevice)?;
    let at = bench.roll.at(header.roll).ok_or(Reason::UnknownRoll)?;
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
    Ok(Opened { origin, continues, chunks })
}
