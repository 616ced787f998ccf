//! SQLite: one file in the data folder, a write-ahead log that is synced at every commit, one connection that writes
//! and a few that only read.

mod checkpoint;
pub(crate) mod copy;
mod erase;
mod log;
mod people;
mod schema;
mod tray;
mod write;

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use shared::api::LoginName;
use shared::ids::{DeviceId, DocId, DropName, EntryId, PersonId, StudioId};
use shared::sync::{Last, Receipt, Short};

use super::{
    Batch, DropRow, KeptEntry, Page, PersonRow, SessionRow, Store, StoreError, StudioRow, TrayRow, TraySize,
    Write,
};
use checkpoint::Checkpoints;
use erase::Wipes;

/// Earlier ones can damage a write-ahead log that is reset while somebody reads.
const VERSION_MIN: i32 = 3_051_003;
/// Readers that are kept for the next reading.
const READERS_KEPT: usize = 4;
/// Prepared statements that a connection keeps: more than there are.
const STATEMENTS: usize = 64;
const FILE: &str = "parlor.db";
const LOCK: &str = "parlor.lock";

/// The store of one relay in SQLite.
pub struct Sqlite {
    path: PathBuf,
    writer: Mutex<Connection>,
    checkpoints: Checkpoints,
    wipes: Wipes,
    readers: Mutex<Vec<Connection>>,
    /// The short numbers that stand for studios in the tables.
    numbers: RwLock<HashMap<StudioId, i64>>,
    /// Held as long as the store is open: two relays would each believe that they alone know the head.
    _lock: File,
}

impl Sqlite {
    /// Opens the store in a folder, or makes it.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        if rusqlite::version_number() < VERSION_MIN {
            return Err(StoreError::Unsafe(rusqlite::version()));
        }
        let lock = lock(folder)?;
        if restoring_mark(folder).exists() {
            return Err(StoreError::Restoring(folder.to_owned()));
        }
        let path = folder.join(FILE);
        let writer = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        schema::prepare(&writer, &path)?;
        let numbers = RwLock::new(log::numbers(&writer)?);
        let checkpoints = Checkpoints::start(&writer, &path)?;
        let (writer, readers) = (Mutex::new(writer), Mutex::new(Vec::new()));
        let wipes = Wipes::default();
        Ok(Self { path, writer, checkpoints, wipes, readers, numbers, _lock: lock })
    }

    /// Whether every page of the database is whole: `integrity_check`, which reads all of it.
    pub fn check(&self) -> Result<(), StoreError> {
        let said: String =
            self.read(|db| Ok(db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?))?;
        if said == "ok" { Ok(()) } else { Err(StoreError::Damaged("its integrity check fails")) }
    }

    /// Reads with a connection of its own, so that nobody waits for the writer.
    fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = guard(&self.readers).pop();
        let db = match idle {
            Some(db) => db,
            None => connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        let found = read(&db)?;
        let mut readers = guard(&self.readers);
        if readers.len() < READERS_KEPT {
            readers.push(db);
        }
        Ok(found)
    }

    /// Reads of a studio; answers `none` if there is no such studio.
    fn read_studio<T>(
        &self,
        studio: StudioId,
        none: T,
        read: impl FnOnce(&Connection, i64) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let number = self.numbers.read().unwrap_or_else(PoisonError::into_inner).get(&studio).copied();
        number.map_or(Ok(none), |number| self.read(|db| read(db, number)))
    }
}

impl Store for Sqlite {
    fn studios(&self) -> Result<Vec<StudioRow>, StoreError> {
        self.read(log::studios)
    }

    fn rights(&self, studio: StudioId, each: &mut dyn FnMut(KeptEntry)) -> Result<(), StoreError> {
        self.read_studio(studio, (), |db, number| log::rights(db, number, each))
    }

    fn hash_at(&self, studio: StudioId, position: u64) -> Result<Option<Short>, StoreError> {
        if position == 0 {
            return Ok(Some(Short::default()));
        }
        self.read_studio(studio, None, |db, number| log::hash_at(db, number, position))
    }

    fn log(&self, studio: StudioId, after: u64, bytes: usize) -> Result<Page, StoreError> {
        self.read_studio(studio, Page::end(after), |db, number| log::log(db, number, after, bytes))
    }

    fn doc(&self, studio: StudioId, doc: DocId, after: u64, bytes: usize) -> Result<Page, StoreError> {
        self.read_studio(studio, Page::end(after), |db, number| log::doc(db, number, doc, after, bytes))
    }

    fn docs(&self, studio: StudioId) -> Result<Vec<(DocId, u64)>, StoreError> {
        self.read_studio(studio, Vec::new(), log::docs)
    }

    fn numbers(
        &self,
        studio: StudioId,
        after: Option<DocId>,
        up_to: Option<DocId>,
        about: usize,
    ) -> Result<(Vec<Receipt>, Option<DocId>), StoreError> {
        let none = (Vec::new(), None);
        self.read_studio(studio, none, |db, number| log::numbers_of(db, number, after, up_to, about))
    }

    fn last(&self, studio: StudioId, doc: DocId, device: DeviceId) -> Result<Option<Last>, StoreError> {
        self.read_studio(studio, None, |db, number| log::last(db, number, doc, device))
    }

    fn kept(
        &self,
        studio: StudioId,
        doc: DocId,
        device: DeviceId,
        n: u64,
    ) -> Result<Option<(EntryId, Receipt)>, StoreError> {
        self.read_studio(studio, None, |db, number| log::kept(db, number, doc, device, n))
    }

    fn tray_last(&self, studio: StudioId, doc: DocId, device: DeviceId) -> Result<Option<Last>, StoreError> {
        self.read_studio(studio, None, |db, number| tray::last(db, number, doc, device))
    }

    fn tray_entry(
        &self,
        studio: StudioId,
        doc: DocId,
        device: DeviceId,
        n: u64,
    ) -> Result<Option<EntryId>, StoreError> {
        self.read_studio(studio, None, |db, number| tray::entry(db, number, doc, device, n))
    }

    fn tray(
        &self,
        studio: StudioId,
        after: (DocId, DeviceId, u64),
        bytes: usize,
    ) -> Result<(Vec<TrayRow>, bool), StoreError> {
        self.read_studio(studio, (Vec::new(), false), |db, number| tray::page(db, number, after, bytes))
    }

    fn tray_size(&self, studio: StudioId, device: DeviceId) -> Result<TraySize, StoreError> {
        self.read_studio(studio, TraySize::default(), |db, number| tray::size(db, number, device))
    }

    fn person_by_login(&self, login: &LoginName) -> Result<Option<PersonRow>, StoreError> {
        self.read(|db| people::by_login(db, login))
    }

    fn person_by_sheet(&self, sheet: DropName) -> Result<Option<PersonRow>, StoreError> {
        self.read(|db| people::by_sheet(db, sheet))
    }

    fn person(&self, studio: StudioId, person: PersonId) -> Result<Option<PersonRow>, StoreError> {
        self.read_studio(studio, None, |db, number| people::person(db, number, person))
    }

    fn invitation(&self, name: DropName) -> Result<Option<DropRow>, StoreError> {
        self.read(|db| people::package(db, name))
    }

    fn drops(&self, studio: StudioId) -> Result<u64, StoreError> {
        self.read_studio(studio, 0, people::packages)
    }

    fn session(&self, hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        self.read(|db| people::session(db, hash))
    }

    fn number(&self, studio: StudioId, series: &[u8; 16]) -> Result<u64, StoreError> {
        self.read_studio(studio, 0, |db, number| people::number(db, number, series))
    }

    fn founding(&self) -> Result<Option<[u8; 32]>, StoreError> {
        self.read(|db| schema::fact(db, schema::FOUNDING))
    }

    fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.read(|db| schema::fact(db, schema::SECRET))?.ok_or(StoreError::Damaged("its secret is missing"))
    }

    fn try_writing(&self) -> Result<(), StoreError> {
        let mut drawn = [0; 32];
        getrandom::fill(&mut drawn)
            .map_err(|_| StoreError::Damaged("the system has no random bytes for it"))?;
        Ok(schema::set_fact(&guard(&self.writer), schema::TRIED, Some(&drawn))?)
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        let mut db = guard(&self.writer);
        let new = write::commit(&mut db, batch)?;
        if batch.writes.iter().any(|write| matches!(write, Write::Erase(..))) {
            self.wipes.is_due();
        }
        self.wipes.committed(&db);
        self.checkpoints.committed(&db);
        self.numbers.write().unwrap_or_else(PoisonError::into_inner).extend(new);
        Ok(())
    }
}

/// A connection is good for the next use whatever became of the thread that had it.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lies in a folder while a copy is put back.
pub(crate) fn restoring_mark(folder: &Path) -> PathBuf {
    folder.join("parlor.restoring")
}

/// Keeps every other relay out of a folder, as long as the answer is held.
pub(crate) fn lock(folder: &Path) -> Result<File, StoreError> {
    let file = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // SQLite is content with reading where it was to write
    if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) && db.is_readonly("main")? {
        return Err(io::Error::from(io::ErrorKind::ReadOnlyFilesystem).into());
    }
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    // Otherwise a statement is parsed and planned anew whenever its values change: the partial index invites SQLite to
    // look at them.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(db)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Damaged("it is not a whole SQLite file")
            }
            _ => StoreError::Database(error),
        }
    }
}

#[cfg(test)]
mod tests;
