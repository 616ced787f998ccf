//! A disk in memory: for tests and for the simulation, which decides when a commit reaches the platter.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Disk, DiskError, Op, Row, Shelf, Table};

type Rows = BTreeMap<(Table, Vec<u8>), Vec<u8>>;

/// A disk in memory. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct MemoryDisk {
    rows: Rc<RefCell<Rows>>,
}

impl MemoryDisk {
    /// Does a transaction at once.
    pub fn apply(&self, ops: Vec<Op>) -> Result<(), DiskError> {
        let mut rows = self.rows.borrow_mut();
        let added = ops.iter().filter_map(|op| match op {
            Op::Add(table, key, _) => Some((*table, key.clone())),
            Op::Put(..) | Op::Delete(..) => None,
        });
        if added.into_iter().any(|at| rows.contains_key(&at)) {
            return Err(DiskError::Taken);
        }
        for op in ops {
            match op {
                Op::Add(table, key, value) | Op::Put(table, key, value) => rows.insert((table, key), value),
                Op::Delete(table, key) => rows.remove(&(table, key)),
            };
        }
        Ok(())
    }

    /// A copy of what lies on it now.
    pub fn copy(&self) -> Self {
        Self { rows: Rc::new(RefCell::new(self.rows.borrow().clone())) }
    }

    /// What lay on it is what lies on the copy.
    pub fn put_back(&self, copy: &Self) {
        *self.rows.borrow_mut() = copy.rows.borrow().clone();
    }

    /// Every row of a table whose key begins so.
    pub fn rows(&self, table: Table, prefix: &[u8]) -> Vec<Row> {
        let rows = self.rows.borrow();
        let from = rows.range((table, prefix.to_vec())..);
        let within = from.take_while(|((of, key), _)| *of == table && key.starts_with(prefix));
        within.map(|((_, key), value)| (key.clone(), value.clone())).collect()
    }

    /// One row.
    pub fn row(&self, table: Table, key: &[u8]) -> Option<Vec<u8>> {
        self.rows.borrow().get(&(table, key.to_vec())).cloned()
    }
}

impl Disk for MemoryDisk {
    async fn commit(&self, ops: Vec<Op>) -> Result<(), DiskError> {
        self.apply(ops)
    }

    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, DiskError> {
        Ok(self.row(table, key))
    }

    async fn scan(&self, table: Table, prefix: &[u8]) -> Result<Vec<Row>, DiskError> {
        Ok(self.rows(table, prefix))
    }
}

/// Disks in memory, by name.
#[derive(Debug, Clone, Default)]
pub struct MemoryShelf {
    disks: Rc<RefCell<BTreeMap<String, MemoryDisk>>>,
}

impl Shelf for MemoryShelf {
    type Disk = MemoryDisk;

    async fn open(&self, name: &str) -> Result<MemoryDisk, DiskError> {
        Ok(self.disks.borrow_mut().entry(name.to_owned()).or_default().clone())
    }

    async fn destroy(&self, name: &str) -> Result<(), DiskError> {
        self.disks.borrow_mut().remove(name);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::super::conformance;
    use super::MemoryDisk;

    #[test]
    fn memory_does_what_every_disk_must_do() {
        block_on(conformance::check(&MemoryDisk::default()));
    }
}
