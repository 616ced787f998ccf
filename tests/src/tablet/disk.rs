//! The disks of a tablet here: in memory, with every transaction noted, and full whenever a test wants it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use client::engine::disk::{Disk, DiskError, MemoryDisk, MemoryShelf, Op, Row, Shelf, Table};

/// The disks of one tablet.
#[derive(Clone, Default)]
pub struct NotedShelf {
    inner: MemoryShelf,
    notes: Rc<Notes>,
}

#[derive(Default)]
struct Notes {
    commits: RefCell<Vec<Vec<Op>>>,
    is_full: Cell<bool>,
}

/// One of them.
#[derive(Clone)]
pub struct NotedDisk {
    pub(super) rows: MemoryDisk,
    notes: Rc<Notes>,
}

impl NotedShelf {
    /// The transactions since this was last asked, in order.
    pub(super) fn take_commits(&self) -> Vec<Vec<Op>> {
        self.notes.commits.take()
    }

    /// Whether nothing more is taken.
    pub(super) fn set_full(&self, is_full: bool) {
        self.notes.is_full.set(is_full);
    }
}

impl Shelf for NotedShelf {
    type Disk = NotedDisk;

    async fn open(&self, name: &str) -> Result<NotedDisk, DiskError> {
        Ok(NotedDisk { rows: self.inner.open(name).await?, notes: self.notes.clone() })
    }

    async fn destroy(&self, name: &str) -> Result<(), DiskError> {
        self.inner.destroy(name).await
    }
}

impl Disk for NotedDisk {
    async fn commit(&self, ops: Vec<Op>) -> Result<(), DiskError> {
        if self.notes.is_full.get() {
            return Err(DiskError::Full);
        }
        self.rows.apply(ops.clone())?;
        if !ops.is_empty() {
            self.notes.commits.borrow_mut().push(ops);
        }
        Ok(())
    }

    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, DiskError> {
        self.rows.get(table, key).await
    }

    async fn scan(&self, table: Table, prefix: &[u8]) -> Result<Vec<Row>, DiskError> {
        self.rows.scan(table, prefix).await
    }
}

#[cfg(test)]
mod tests {
    use client::engine::disk::conformance;
    use futures::executor::block_on;

    use super::*;

    #[test]
    fn a_noted_disk_does_what_every_disk_must_do() {
        let disk = block_on(NotedShelf::default().open("any")).expect("memory opens");
        block_on(conformance::check(&disk));
    }
}
