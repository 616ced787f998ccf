//! What the relay keeps, and the one door to it. A [`Store`] holds the logs of all studios and the little that is kept
//! beside them: who logs in how, vaults, invitations, sessions, series.
//!
//! Everything is written by [`Store::commit`]: all of a [`Batch`] or nothing, and on the disk before it returns. Only
//! the writer calls it, so what the writer has read stays true until it commits.

mod rows;
mod sqlite;

#[cfg(test)]
pub(crate) mod conformance;

use std::io;
use std::path::PathBuf;

use shared::api::LoginName;
use shared::ids::{DeviceId, DocId, DropName, EntryId, PersonId, StudioId};
use shared::sync::{Last, Receipt, Short};

use crate::ledger::LedgerError;
pub use rows::{
    Batch, DropRow, KeptEntry, NewEntry, Page, PersonRow, SessionRow, StudioRow, StudioWrite, TrayRow,
    TraySize, Write,
};
pub use sqlite::Sqlite;
pub use sqlite::copy::Manifest;
pub(crate) use sqlite::{copy, lock as lock_folder, restoring_mark};

/// What the store could not do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No space is left.
    #[error("the disk is full: free some space")]
    Full,
    /// The files are of a later version.
    #[error("{} was written by a newer relay: update this one", .0.display())]
    Newer(PathBuf),
    /// Another relay is at work in the folder.
    #[error("another relay uses {}: stop it, or name another folder with --data", .0.display())]
    InUse(PathBuf),
    /// Putting a copy back was cut short.
    #[error("putting a backup back into {} was cut short: run the restore once more", .0.display())]
    Restoring(PathBuf),
    /// The database library is too old to be trusted with records.
    #[error("this program carries SQLite {0}, which can lose data: build it with 3.51.3 or later")]
    Unsafe(&'static str),
    /// What was read makes no sense.
    #[error("the database is damaged: {0}")]
    Damaged(&'static str),
    /// The database refused.
    #[error("the database cannot be used: {0}")]
    Database(#[source] rusqlite::Error),
    /// What is erased cannot be noted.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The disk refused.
    #[error("the disk cannot be used: {0}")]
    Disk(#[from] io::Error),
}

/// What the relay keeps. Every method may block.
pub trait Store: Send + Sync + 'static {
    /// Every studio.
    fn studios(&self) -> Result<Vec<StudioRow>, StoreError>;

    /// Calls back with a studio's Roll and Grant entries, in order. The rest of the log is not read.
    fn rights(&self, studio: StudioId, each: &mut dyn FnMut(KeptEntry)) -> Result<(), StoreError>;

    /// The running hash at a position; none beyond the head.
    fn hash_at(&self, studio: StudioId, position: u64) -> Result<Option<Short>, StoreError>;

    /// The log after a position, about so many bytes of it: at least one entry if there is any.
    fn log(&self, studio: StudioId, after: u64, bytes: usize) -> Result<Page, StoreError>;

    /// A document's entries after a position, in order, about so many bytes: at least one entry if there is any.
    fn doc(&self, studio: StudioId, doc: DocId, after: u64, bytes: usize) -> Result<Page, StoreError>;

    /// Every document with the position of its last entry, in no order.
    fn docs(&self, studio: StudioId) -> Result<Vec<(DocId, u64)>, StoreError>;

    /// Every entry's number, place and time of the documents after one and up to another, by document and device: of
    /// whole documents, about so many entries; the last document, if there are more.
    fn numbers(
        &self,
        studio: StudioId,
        after: Option<DocId>,
        up_to: Option<DocId>,
        about: usize,
    ) -> Result<(Vec<Receipt>, Option<DocId>), StoreError>;

    /// A device's last entry in a document.
    fn last(&self, studio: StudioId, doc: DocId, device: DeviceId) -> Result<Option<Last>, StoreError>;

    /// The entry with a number, and the receipt that was given for it.
    fn kept(
        &self,
        studio: StudioId,
        doc: DocId,
        device: DeviceId,
        n: u64,
    ) -> Result<Option<(EntryId, Receipt)>, StoreError>;

    /// A device's last entry in the tray of a document.
    fn tray_last(&self, studio: StudioId, doc: DocId, device: DeviceId) -> Result<Option<Last>, StoreError>;

    /// The entry in the tray with a number.
    fn tray_entry(
        &self,
        studio: StudioId,
        doc: DocId,
        device: DeviceId,
        n: u64,
    ) -> Result<Option<EntryId>, StoreError>;

    /// What lies in a studio's trays after an entry, in the order of documents, devices and numbers: at most so many
    /// entries and about so many bytes, but one entry if there is any; and whether there are more.
    fn tray(
        &self,
        studio: StudioId,
        after: (DocId, DeviceId, u64),
        bytes: usize,
    ) -> Result<(Vec<TrayRow>, bool), StoreError>;

    /// How many bytes lie in a studio's trays, and how many of them one device handed in.
    fn tray_size(&self, studio: StudioId, device: DeviceId) -> Result<TraySize, StoreError>;

    /// Whoever logs in under a name.
    fn person_by_login(&self, login: &LoginName) -> Result<Option<PersonRow>, StoreError>;

    /// Whoever's vault a recovery sheet opens.
    fn person_by_sheet(&self, sheet: DropName) -> Result<Option<PersonRow>, StoreError>;

    /// How a person logs in.
    fn person(&self, studio: StudioId, person: PersonId) -> Result<Option<PersonRow>, StoreError>;

    /// An invitation's package, or what is left of it.
    fn invitation(&self, name: DropName) -> Result<Option<DropRow>, StoreError>;

    /// How many packages of a studio lie here.
    fn drops(&self, studio: StudioId) -> Result<u64, StoreError>;

    /// A session by the hash of its cookie.
    fn session(&self, hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError>;

    /// The last number that was drawn of a series; zero if none was.
    fn number(&self, studio: StudioId, series: &[u8; 16]) -> Result<u64, StoreError>;

    /// The hash of the founding token, if a studio may be founded.
    fn founding(&self) -> Result<Option<[u8; 32]>, StoreError>;

    /// A secret of this relay, drawn once.
    fn secret(&self) -> Result<[u8; 32], StoreError>;

    /// Writes something of no meaning: whether the disk takes it is the answer.
    fn try_writing(&self) -> Result<(), StoreError>;

    /// Writes all of it or nothing. When it returns, it survives a power cut.
    fn commit(&self, batch: &Batch) -> Result<(), StoreError>;
}
