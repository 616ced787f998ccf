//! Guards against what makes the program fail each time: what was being done when the engine failed is known to the page,
//! which tells the next one; it is noted on the tablet's own disk, so that a start anew finds it too.
//!
//! The first failure over a record makes its entries be taken one by one, each named before it is. The second one names
//! the entry, and that is set aside. A record that fails although nothing more can be set aside is left closed; an edit
//! that fails twice is not tried a third time before the tablet is opened again.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use shared::codec;
use shared::entry::Entry;
use shared::ids::{DeviceId, DocId};

use super::disk::{Disk, DiskError, Op, Table};

const TRAP: &[u8] = b"trap ";
/// An edit that made the engine fail this often is not tried again.
const WRITES_MAX: u32 = 2;

/// What the engine is about to do, in case it fails at it. Names only, never what somebody wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Doing {
    /// Read a record.
    #[n(0)]
    Read(#[n(0)] DocId),
    /// Take one entry of it in.
    #[n(1)]
    Take(#[n(0)] DocId, #[n(1)] DeviceId, #[n(2)] u64),
    /// Write into it.
    #[n(2)]
    Write(#[n(0)] DocId),
}

impl Doing {
    fn doc(self) -> DocId {
        match self {
            Doing::Read(doc) | Doing::Take(doc, ..) | Doing::Write(doc) => doc,
        }
    }
}

/// What is known about a record that made the engine fail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Trap {
    /// How often reading it failed although its entries were taken one by one.
    #[n(0)]
    reads: u32,
    /// How often writing into it failed.
    #[n(1)]
    writes: u32,
    /// The entries that failed.
    #[n(2)]
    entries: BTreeSet<(DeviceId, u64)>,
    /// Whether reading it failed at all: from then on one by one.
    #[n(3)]
    is_slow: bool,
}

/// Everything that made the engine of this tablet fail.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    traps: BTreeMap<DocId, Trap>,
}

impl Guard {
    /// What the tablet's own disk knows. How often writing failed is forgotten: who opens the tablet anew may try again.
    pub async fn read(disk: &impl Disk) -> Result<Self, DiskError> {
        let rows = disk.scan(Table::Meta, TRAP).await?;
        let row = |(key, bytes): (Vec<u8>, Vec<u8>)| {
            let doc = DocId::from_slice(key.strip_prefix(TRAP)?)?;
            let trap: Trap = codec::decode(&bytes)?;
            Some((doc, Trap { writes: 0, ..trap }))
        };
        Ok(Self { traps: rows.into_iter().filter_map(row).collect() })
    }

    /// The engine failed at this. Answers with what is to be noted on the disk.
    pub fn failed(&mut self, at: Doing) -> Op {
        let doc = at.doc();
        let trap = self.traps.entry(doc).or_default();
        match at {
            Doing::Read(_) if trap.is_slow => trap.reads += 1,
            Doing::Read(_) => trap.is_slow = true,
            Doing::Take(_, device, n) => drop(trap.entries.insert((device, n))),
            Doing::Write(_) => trap.writes += 1,
        }
        Op::Put(Table::Meta, [TRAP, &doc.0].concat(), codec::encode(trap))
    }

    /// Whether the entries of a record are to be taken one by one.
    pub(super) fn is_slow(&self, doc: DocId) -> bool {
        self.traps.get(&doc).is_some_and(|it| it.is_slow)
    }

    /// Whether an entry is to be set aside unread.
    pub(super) fn is_trap(&self, entry: &Entry) -> bool {
        let header = &entry.header;
        self.traps.get(&header.doc).is_some_and(|it| it.entries.contains(&(header.device, header.n)))
    }

    /// Whether a record cannot be opened here at all.
    pub(super) fn is_closed(&self, doc: DocId) -> bool {
        self.traps.get(&doc).is_some_and(|it| it.reads > 0)
    }

    /// Whether writing into a record is not to be tried again for now.
    pub(super) fn is_unwritable(&self, doc: DocId) -> bool {
        self.traps.get(&doc).is_some_and(|it| it.writes >= WRITES_MAX)
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;
    use shared::ids::{DeviceId, DocId};

    use super::{Doing, Guard};
    use crate::engine::disk::{Disk, MemoryDisk};

    const DOC: DocId = DocId([3; 16]);

    #[test]
    fn a_record_that_fails_is_read_one_by_one_then_by_name_and_only_at_last_left_closed() {
        let mut guard = Guard::default();
        guard.failed(Doing::Read(DOC));
        assert!(guard.is_slow(DOC) && !guard.is_closed(DOC), "the first time only care is taken");
        guard.failed(Doing::Take(DOC, DeviceId([1; 16]), 7));
        assert!(!guard.is_closed(DOC), "what failed has a name: the rest can be read");
        guard.failed(Doing::Read(DOC));
        assert!(guard.is_closed(DOC));
    }

    #[test]
    fn an_edit_that_fails_twice_is_tried_again_only_when_the_tablet_is_opened_anew() {
        let disk = MemoryDisk::default();
        let mut guard = Guard::default();
        for is_refused in [false, true] {
            let noted = guard.failed(Doing::Write(DOC));
            block_on(disk.commit(vec![noted])).unwrap();
            assert_eq!(guard.is_unwritable(DOC), is_refused);
        }
        let mut again = block_on(Guard::read(&disk)).unwrap();
        assert!(!again.is_unwritable(DOC));
        again.failed(Doing::Read(DOC));
        assert!(again.is_slow(DOC));
    }
}
