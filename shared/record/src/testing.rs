//! Several devices around one document, and a relay that keeps what they hand in, in an order the test chooses.

use crate::edit::{Around, Edit, EditError, Writer};
use crate::enums::{Role, Roles};
use crate::names::{Heads, ItemId};
use crate::value::{Author, Origin};
use crate::view::View;
use crate::{Document, Incoming};
use shared::ids::{DeviceId, DocKind, PersonId};

/// One entry as the relay keeps it.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) origin: Origin,
    pub(crate) chunks: Vec<Vec<u8>>,
}

/// One device.
pub(crate) struct Device {
    pub(crate) doc: Document,
    pub(crate) author: Author,
    pub(crate) roles: Roles,
    pub(crate) around: Around,
    pub(crate) now_ms: u64,
    n: u64,
    outbox: Vec<Kept>,
}

/// Devices around one document.
pub(crate) struct Table {
    pub(crate) devices: Vec<Device>,
    pub(crate) log: Vec<Kept>,
    kind: DocKind,
}

pub(crate) fn person(i: u8) -> PersonId {
    PersonId([i; 16])
}

pub(crate) fn id(i: u8) -> ItemId {
    ItemId([i; 16])
}

pub(crate) fn office() -> Roles {
    Roles::of(&[Role::FirstConvener, Role::Clerk, Role::Member])
}

impl Table {
    /// One device for each set of roles; the first made the document and did `setup`, and all have it.
    pub(crate) fn new(kind: DocKind, roles: &[Roles], setup: &[Edit]) -> Table {
        let devices = roles.iter().enumerate().map(|(i, roles)| {
            let i = i as u8 + 1;
            let author = Author { person: person(i), device: DeviceId([i; 16]) };
            let doc = if i == 1 { Document::new(kind).unwrap() } else { Document::load(kind, []).0 };
            let around = Around {
                has_visitor: true,
                has_consent: true,
                has_appeal: true,
                has_answer: true,
                blocks: 0,
            };
            let now_ms = 1_770_000_000_000 + u64::from(i);
            Device { doc, author, roles: *roles, around, now_ms, n: 0, outbox: Vec::new() }
        });
        let mut table = Table { devices: devices.collect(), log: Vec::new(), kind };
        let own = table.devices[0].roles;
        table.devices[0].roles = office();
        setup.iter().for_each(|edit| table.write(0, edit).unwrap());
        table.devices[0].roles = own;
        let skeleton = Document::skeleton(kind).unwrap().to_vec();
        if table.devices[0].outbox.is_empty() {
            table.devices[0].push(Vec::new());
        }
        table.devices[0].outbox[0].chunks.insert(0, skeleton);
        table.sync();
        table
    }

    /// A device writes; the entry stays on it.
    pub(crate) fn write(&mut self, device: usize, edit: &Edit) -> Result<(), EditError> {
        self.devices[device].write(edit, Heads::default())
    }

    /// Every device hands in what it has, in the order of `turns`, and takes all the others' in the order of the log.
    pub(crate) fn sync(&mut self) {
        let turns: Vec<usize> = (0..self.devices.len()).collect();
        let fresh = self.hand_in(&turns);
        for device in 0..self.devices.len() {
            self.deliver(device, &fresh);
        }
    }

    /// The devices named hand in what they have; says which entries the relay has kept now.
    pub(crate) fn hand_in(&mut self, turns: &[usize]) -> Vec<usize> {
        let first = self.log.len();
        for turn in turns {
            for mut entry in core::mem::take(&mut self.devices[*turn].outbox) {
                let position = self.log.len() as u64 + 1;
                entry.origin.position = Some(position);
                entry.origin.kept_ms = Some(1_780_000_000_000 + position);
                self.log.push(entry);
            }
        }
        (first..self.log.len()).collect()
    }

    /// What a device has not handed in becomes one entry under its first number, as the engine puts it together.
    pub(crate) fn coalesce(&mut self, device: usize) {
        let device = &mut self.devices[device];
        let waiting = core::mem::take(&mut device.outbox);
        let (Some(first), Some(last)) = (waiting.first(), waiting.last()) else { return };
        let origin = Origin { n: first.origin.n, ..last.origin.clone() };
        let name = device.author.device;
        waiting.iter().for_each(|it| device.doc.renumber((name, it.origin.n), (name, origin.n)));
        device.n = origin.n;
        let chunks = waiting.into_iter().flat_map(|it| it.chunks).collect();
        device.outbox.push(Kept { origin, chunks });
    }

    /// A device is fed entries of the log, in any order.
    pub(crate) fn deliver(&mut self, device: usize, entries: &[usize]) {
        for entry in entries {
            let entry = &self.log[*entry];
            let to = &mut self.devices[device];
            if entry.origin.author.device == to.author.device {
                let (position, kept_ms) = (entry.origin.position.unwrap(), entry.origin.kept_ms.unwrap());
                to.doc.kept(to.author.device, entry.origin.n, position, kept_ms);
                continue;
            }
            let chunks: Vec<&[u8]> = entry.chunks.iter().map(Vec::as_slice).collect();
            to.doc.take(Incoming { chunks: &chunks, origin: &entry.origin, continues: &[] }).unwrap();
        }
    }

    /// What a device that comes late makes of the log, in the order given.
    pub(crate) fn replay(&self, order: &[usize]) -> Document {
        let chunks: Vec<Vec<&[u8]>> =
            order.iter().map(|i| self.log[*i].chunks.iter().map(Vec::as_slice).collect()).collect();
        let entries = order.iter().zip(&chunks).map(|(i, chunks)| Incoming {
            chunks,
            origin: &self.log[*i].origin,
            continues: &[],
        });
        let (doc, poisoned) = Document::load(self.kind, entries);
        assert_eq!(poisoned, []);
        assert_eq!(doc.held().count(), 0);
        doc
    }

    pub(crate) fn view(&self, device: usize) -> View {
        self.devices[device].doc.view().unwrap()
    }

    /// The view all devices share, and a device that comes late.
    pub(crate) fn agreed(&self) -> View {
        let all: Vec<usize> = (0..self.log.len()).collect();
        let late = self.replay(&all);
        for device in &self.devices {
            assert_eq!(device.doc.heads(), late.heads());
            assert_eq!(device.doc.view(), late.view());
            assert_eq!(device.doc.digest(), late.digest());
        }
        late.view().unwrap()
    }
}

impl Device {
    pub(crate) fn write(&mut self, edit: &Edit, seen: Heads) -> Result<(), EditError> {
        self.now_ms += 1_000;
        let writer = Writer {
            author: self.author,
            roles: self.roles,
            start: *b"start-up",
            now_ms: self.now_ms,
            n: self.n + 1,
            around: self.around,
            seen,
        };
        if let Some(bytes) = self.doc.edit(edit, &writer)? {
            self.push(vec![bytes]);
        }
        Ok(())
    }

    fn push(&mut self, chunks: Vec<Vec<u8>>) {
        self.n += 1;
        let origin = Origin {
            author: self.author,
            roles: self.roles,
            n: self.n,
            recorded_ms: self.now_ms,
            position: None,
            kept_ms: None,
        };
        self.outbox.push(Kept { origin, chunks });
    }
}

impl Document {
    /// Whether a change proposed a value.
    pub(crate) fn is_proposed(&self, change: &crate::ChangeId) -> bool {
        let reader = crate::document::Reader::new(self);
        let notes = reader.notes.borrow();
        notes.rulings.iter().any(|it| it.change_id == *change && it.value.is_some() && it.is_proposal())
    }
}

/// Every order of a few things.
pub(crate) fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(n - 1);
    shorter
        .iter()
        .flat_map(|order| {
            (0..n).map(move |at| {
                let mut order = order.clone();
                order.insert(at, n - 1);
                order
            })
        })
        .collect()
}
