//! Puts a copy back.

use std::fs::{self, File};
use std::path::Path;

use super::{BackupError, LAN, LEDGER, beside, sync_folder_of};
use crate::data;
use crate::ledger::Ledger;
use crate::store::{Manifest, Sqlite, copy, lock_folder, restoring_mark};

/// How a copy is put back.
#[derive(Debug, Clone, Copy, Default)]
pub struct Restoring {
    /// The database that was there stays beside the new one.
    pub keeps_old: bool,
    /// So many numbers of every series are not drawn again: they may have been drawn after the copy was made.
    pub skip_numbers: u32,
}

/// Puts a copy into a data folder, in place of the database that is there.
pub fn restore(from: &Path, data: &Path, how: Restoring) -> Result<Manifest, BackupError> {
    if !data.is_dir() {
        data::make(data).map_err(BackupError::disk(data))?;
    }
    let lock = lock_folder(data).map_err(BackupError::store(data))?;
    let database = copy::database(data);
    let new = beside(&database, "restored");
    fs::copy(from, &new).map_err(BackupError::disk(from))?;
    let manifest = copy::verify(&new).map_err(BackupError::store(from))?;
    let files = copy::unseal(&new, how.skip_numbers).map_err(BackupError::store(&new))?;
    for (name, bytes) in &files {
        put_beside(data, name, bytes)?;
    }
    let old = swap(data, &database, &new)?;
    drop(lock);
    // as the relay will open it
    drop(Sqlite::open(data).map_err(BackupError::store(&database))?);
    if !how.keeps_old {
        for file in [&old, &beside_wal(&old)] {
            remove(file)?;
        }
    }
    Ok(manifest)
}

/// A file that lay beside the database. What the ledger names is added; certificates that are there stay, because
/// tablets trust them.
fn put_beside(data: &Path, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
    if name == LEDGER {
        let read = data.join("restored.ledger");
        data::write_secret(&read, bytes).map_err(BackupError::disk(&read))?;
        Ledger::open(data)?.add_from(&read)?;
        return remove(&read);
    }
    let Some(file) = name.strip_prefix(LAN).and_then(|rest| rest.strip_prefix('/')) else { return Ok(()) };
    let is_plain = !file.is_empty() && Path::new(file).file_name().is_some_and(|it| it == file);
    let (folder, path) = (data.join(LAN), data.join(LAN).join(file));
    if !is_plain || path.exists() {
        return Ok(());
    }
    data::make(&folder).map_err(BackupError::disk(&folder))?;
    data::write_secret(&path, bytes).map_err(BackupError::disk(&path))
}

/// Puts the new database in the place of the old one and answers where that is now. While it is at it a mark lies in the
/// folder, and no relay starts: the old database without its write-ahead log would be an older one.
fn swap(data: &Path, database: &Path, new: &Path) -> Result<std::path::PathBuf, BackupError> {
    let mark = restoring_mark(data);
    let was_cut_short = mark.exists();
    let made = File::create(&mark).and_then(|file| file.sync_all());
    made.map_err(BackupError::disk(&mark))?;
    sync_folder_of(&mark)?;
    let old = beside(database, "before-restore");
    if !was_cut_short {
        for file in [&old, &beside_wal(&old)] {
            remove(file)?;
        }
    }
    // a restore that was cut short has moved the old one already
    for (from, to) in [(beside_wal(database), beside_wal(&old)), (database.to_owned(), old.clone())] {
        if from.exists() && !to.exists() {
            fs::rename(&from, &to).map_err(BackupError::disk(&from))?;
        }
    }
    let shared_memory = data.join(format!("{}-shm", name(database)));
    for file in [&beside_wal(database), &shared_memory] {
        remove(file)?;
    }
    fs::rename(new, database).map_err(BackupError::disk(database))?;
    sync_folder_of(database)?;
    remove(&mark)?;
    sync_folder_of(database)?;
    Ok(old)
}

fn beside_wal(database: &Path) -> std::path::PathBuf {
    database.with_file_name(format!("{}-wal", name(database)))
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn remove(path: &Path) -> Result<(), BackupError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(BackupError::disk(path)(error)),
        _ => Ok(()),
    }
}
