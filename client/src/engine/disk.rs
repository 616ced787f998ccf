//! The disk as the engine sees it: a few tables of bytes, read by prefix, changed in whole transactions.
//!
//! [`crate::browser`] keeps it in IndexedDB; tests keep it in memory, and the simulation in memory that forgets what was
//! not committed when the power goes. [`conformance`] is what they all must do: the tests of those in memory call it, and
//! what only IndexedDB can break is tried in real browsers.

pub mod conformance;
mod memory;

pub use memory::{MemoryDisk, MemoryShelf};

/// What a table holds. The names are those of the object stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Entries as received: document, device, number → bytes.
    Entries,
    /// Where the relay keeps an entry: document, device, number → position, since when.
    Kept,
    /// Entries that were set aside: document, device, number → why.
    Aside,
    /// This device's entries without a receipt, in the order of saving.
    Outbox,
    /// What lists show of a document, sealed.
    Cards,
    /// Documents that still have to be fetched.
    Wanted,
    /// The cursor, the vault, the device's own keys.
    Meta,
}

impl Table {
    /// Every table.
    pub const ALL: [Table; 7] =
        [Table::Entries, Table::Kept, Table::Aside, Table::Outbox, Table::Cards, Table::Wanted, Table::Meta];

    /// The name of the object store.
    pub fn name(self) -> &'static str {
        match self {
            Table::Entries => "entries",
            Table::Kept => "kept",
            Table::Aside => "aside",
            Table::Outbox => "outbox",
            Table::Cards => "cards",
            Table::Wanted => "wanted",
            Table::Meta => "meta",
        }
    }
}

/// One change of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Writes a new row. The whole transaction fails with [`DiskError::Taken`] if there is one: a number is
    /// never used twice.
    Add(Table, Vec<u8>, Vec<u8>),
    /// Writes a row, new or not.
    Put(Table, Vec<u8>, Vec<u8>),
    /// Deletes a row, if there is one.
    Delete(Table, Vec<u8>),
}

/// The disk did not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiskError {
    /// No room. Nothing of the transaction was written.
    #[error("this tablet is full: free some space, then try again")]
    Full,
    /// A row that must be new exists.
    #[error("another window has written under the same number: open this page again")]
    Taken,
    /// Anything else that the device below reports.
    #[error("the disk of this tablet does not answer: {0}")]
    Broken(String),
}

/// A row: its key and its bytes.
pub type Row = (Vec<u8>, Vec<u8>);

/// Tables of bytes. A transaction is on the disk, or nothing of it is: when `commit` has answered `Ok`, it
/// survives a crash and a power cut.
#[expect(async_fn_in_trait, reason = "the engine runs on one thread, natively as in the browser")]
pub trait Disk {
    /// Does all of it or nothing.
    async fn commit(&self, ops: Vec<Op>) -> Result<(), DiskError>;
    /// One row.
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, DiskError>;
    /// Every row whose key begins so, in the order of the keys.
    async fn scan(&self, table: Table, prefix: &[u8]) -> Result<Vec<Row>, DiskError>;
}

/// All the disks of a tablet: one for each person and studio, one for the tablet itself.
#[expect(async_fn_in_trait, reason = "the engine runs on one thread, natively as in the browser")]
pub trait Shelf {
    /// The kind of disk.
    type Disk: Disk;
    /// Opens a disk, making it if there is none.
    async fn open(&self, name: &str) -> Result<Self::Disk, DiskError>;
    /// Destroys a disk.
    async fn destroy(&self, name: &str) -> Result<(), DiskError>;
}
