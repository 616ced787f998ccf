//! A disk whose commits are done when the simulation says so. What was not done when the power goes is lost,
//! or, now and then, there after all. A disk may be full or broken for a while.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use client::engine::disk::{Disk, DiskError, MemoryDisk, Op, Row, Table};

/// A disk. Clones share it.
#[derive(Clone, Default)]
pub(super) struct SimDisk {
    platter: MemoryDisk,
    open: Rc<Cell<bool>>,
    pending: Rc<RefCell<Option<Vec<Op>>>>,
    ills: Rc<Ills>,
}

/// What is wrong with a disk.
#[derive(Default)]
struct Ills {
    /// So many commits are refused: there is no room.
    full: Cell<u8>,
    /// So many commits are refused: the disk below reports an error.
    broken: Cell<u8>,
    /// So many readings are refused.
    unread: Cell<u8>,
    /// How many were refused since this was asked.
    refused: Cell<u64>,
}

impl SimDisk {
    /// A disk that holds these rows.
    pub(super) fn holding(rows: &[(Table, Row)]) -> Self {
        let disk = Self::default();
        let ops = rows.iter().map(|(table, (key, value))| Op::Put(*table, key.clone(), value.clone()));
        disk.platter.apply(ops.collect()).expect("rows that are put are never taken");
        disk
    }

    /// Everything that survives a power cut.
    pub(super) fn platter(&self) -> &MemoryDisk {
        &self.platter
    }

    /// Lets the commit that waits be done.
    pub(super) fn let_through(&self) {
        self.open.set(true);
    }

    /// For so many commits there is no room.
    pub(super) fn fill(&self, commits: u8) {
        self.ills.full.set(commits);
    }

    /// So many commits and readings fail.
    pub(super) fn break_down(&self, commits: u8, readings: u8) {
        self.ills.broken.set(commits);
        self.ills.unread.set(readings);
    }

    /// All is well again.
    pub(super) fn mend(&self) {
        self.fill(0);
        self.break_down(0, 0);
    }

    /// How many commits and readings were refused since this was asked.
    pub(super) fn take_refused(&self) -> u64 {
        self.ills.refused.take()
    }

    fn refuses(&self, ill: &Cell<u8>) -> bool {
        let left = ill.get();
        if left > 0 {
            ill.set(left - 1);
            self.ills.refused.set(self.ills.refused.get() + 1);
        }
        left > 0
    }

    fn is_read(&self) -> Result<(), DiskError> {
        if self.refuses(&self.ills.unread) { Err(DiskError::Broken("EIO".to_owned())) } else { Ok(()) }
    }

    /// Whether a commit waits.
    pub(super) fn is_writing(&self) -> bool {
        self.pending.borrow().is_some()
    }

    /// The power goes. What was being written is lost, or was just done.
    pub(super) fn cut(&self, was_just_done: bool) {
        self.open.set(false);
        let pending = self.pending.borrow_mut().take();
        if let Some(ops) = pending.filter(|_| was_just_done) {
            // a transaction that the disk refuses leaves nothing, as ever
            let _ = self.platter.apply(ops);
        }
    }
}

impl Disk for SimDisk {
    async fn commit(&self, ops: Vec<Op>) -> Result<(), DiskError> {
        *self.pending.borrow_mut() = Some(ops);
        poll_fn(|_| if self.open.replace(false) { Poll::Ready(()) } else { Poll::Pending }).await;
        let ops = self.pending.borrow_mut().take().unwrap_or_default();
        if self.refuses(&self.ills.full) {
            return Err(DiskError::Full);
        }
        if self.refuses(&self.ills.broken) {
            return Err(DiskError::Broken("EIO".to_owned()));
        }
        self.platter.apply(ops)
    }

    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, DiskError> {
        self.is_read()?;
        self.platter.get(table, key).await
    }

    async fn scan(&self, table: Table, prefix: &[u8]) -> Result<Vec<Row>, DiskError> {
        self.is_read()?;
        self.platter.scan(table, prefix).await
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Waker};

    use client::engine::disk::conformance;

    use super::SimDisk;

    #[test]
    fn a_disk_that_waits_to_be_let_through_does_what_every_disk_must_do() {
        let disk = SimDisk::default();
        let mut check = pin!(conformance::check(&disk));
        while check.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
            disk.let_through();
        }
    }
}
