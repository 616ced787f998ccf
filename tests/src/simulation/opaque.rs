//! The cheap kind of record: a set of opaque changes, each under its writer's actor and number. It merges nothing,
//! but it minds what Automerge minds: whose name a change bears, and that no actor uses a number twice.

use std::collections::BTreeMap;

use client::engine::Record;
use minicbor::bytes::ByteVec;
use record::edit::{EditError, Writer};
use record::{Document, Edit, Heads, Incoming, Past, Poison, Poisoned, Taken, View, digest::Digest};
use shared::codec;
use shared::entry::chunk;
use shared::ids::{DeviceId, DocKind};

/// Who wrote a change, and which of theirs it is.
type Name = (Vec<u8>, u64);

/// A set of changes.
pub(super) struct Opaque {
    kind: DocKind,
    changes: BTreeMap<Name, Edit>,
}

impl Opaque {
    /// What stands: an actor's changes up to the first that is missing.
    pub(super) fn standing(&self) -> impl Iterator<Item = (&Name, &Edit)> {
        let mut before: Name = (Vec::new(), 0);
        self.changes.iter().filter(move |((actor, seq), _)| {
            let follows = *seq == if *actor == before.0 { before.1 + 1 } else { 1 };
            if follows {
                before = (actor.clone(), *seq);
            }
            follows
        })
    }

    fn take(&mut self, entry: &Incoming<'_>) -> Result<(), Poison> {
        for bytes in entry.chunks {
            // the studio's own page was written when everybody was enrolled, with real records
            if self.kind == DocKind::Studio || Document::skeleton(self.kind) == Some(bytes) {
                continue;
            }
            let (name, edit) = read(bytes).ok_or_else(|| Poison::Apply("it is no change".to_owned()))?;
            let mut devices = std::iter::once(&entry.origin.author.device).chain(entry.continues);
            if !devices.any(|device| name.0.ends_with(&device.0)) {
                return Err(Poison::Actor);
            }
            if self.changes.get(&name).is_some_and(|known| *known != edit) {
                return Err(Poison::Apply("its actor has used its number before".to_owned()));
            }
            self.changes.insert(name, edit);
        }
        Ok(())
    }
}

fn read(bytes: &[u8]) -> Option<(Name, Edit)> {
    // magic, checksum and kind were looked at when the entry was opened; the length takes one byte or two
    let contents = bytes.get(9..)?;
    let head = contents.iter().position(|byte| byte & 0x80 == 0)? + 1;
    let (actor, seq, edit): (ByteVec, u64, Edit) = codec::decode(contents.get(head..)?)?;
    Some(((actor.to_vec(), seq), edit))
}

impl Record for Opaque {
    fn new(kind: DocKind) -> Option<Self> {
        Some(Self::empty(kind))
    }

    fn empty(kind: DocKind) -> Self {
        Self { kind, changes: BTreeMap::new() }
    }

    fn take_many(&mut self, entries: &[Incoming<'_>]) -> Taken {
        let before = self.changes.len();
        let mut taken = Taken::default();
        for entry in entries {
            if let Err(why) = self.take(entry) {
                let (device, n) = (entry.origin.author.device, entry.origin.n);
                taken.poisoned.push(Poisoned { device, n, why });
            }
        }
        taken.is_changed = self.changes.len() > before;
        taken
    }

    fn edit(&mut self, edit: &Edit, writer: &Writer) -> Result<Option<Vec<u8>>, EditError> {
        let actor = [&writer.start[..], &writer.author.device.0[..]].concat();
        let own = self.changes.range((actor.clone(), 0)..=(actor.clone(), u64::MAX));
        let seq = own.last().map_or(1, |((_, seq), _)| seq + 1);
        let bytes = codec::encode(&(ByteVec::from(actor.clone()), seq, edit));
        self.changes.insert((actor, seq), edit.clone());
        Ok(Some(chunk::wrap(&bytes)))
    }

    fn heads(&self) -> Heads {
        Heads::default()
    }

    fn kept(&mut self, _: DeviceId, _: u64, _: u64, _: u64) {}

    fn renumber(&mut self, _: (DeviceId, u64), _: (DeviceId, u64)) {}

    fn digest(&self) -> Option<Digest> {
        None
    }

    fn view(&self) -> Option<View> {
        None
    }

    fn past(&self) -> Vec<Past> {
        Vec::new()
    }
}
