//! A copy of everything that a relay keeps, in one file; and putting it back. A copy is made while the relay runs. It is
//! put back only where none runs, only when it was seen to be whole, and the database that was there is kept aside until
//! the other stands in its place. What was erased since stays erased: the ledger only grows.

mod put_back;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::data;
use crate::ledger::{Ledger, LedgerError};
use crate::store::{Manifest, StoreError, copy};

pub use put_back::{Restoring, restore};

/// The folder beside the database that holds the certificates of a local network.
const LAN: &str = "lan";
const LEDGER: &str = crate::ledger::FILE;

/// A copy could not be made, or not be put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no database in the folder.
    #[error("no relay keeps anything in {}: name its folder with --data", .0.display())]
    Nothing(PathBuf),
    /// A file of that name is there.
    #[error("{} is there already: name another file, or a folder", .0.display())]
    Exists(PathBuf),
    /// The disk refused.
    #[error("{} cannot be used: {source}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The database, or a copy, is not what it should be.
    #[error("{}: {source}", path.display())]
    Store {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: StoreError,
    },
    /// The ledger of erasures is not what it should be.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl BackupError {
    fn disk(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::Disk { path, source }
    }

    fn store(path: &Path) -> impl FnOnce(StoreError) -> Self {
        let path = path.to_owned();
        |source| Self::Store { path, source }
    }
}

/// Copies what lies in a data folder into a new file, or into a folder under the name of the hour. Answers with the file.
pub fn backup(data: &Path, to: &Path) -> Result<(PathBuf, Manifest), BackupError> {
    if !copy::database(data).is_file() {
        return Err(BackupError::Nothing(data.to_owned()));
    }
    let unfinished = if to.is_dir() { to.join("parlor.unfinished") } else { beside(to, "unfinished") };
    if !to.is_dir() && to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let made = write(data, &unfinished);
    let manifest = match made {
        Ok(manifest) => manifest,
        Err(error) => {
            // half a copy is of no use, and may be what filled the disk
            let _ = fs::remove_file(&unfinished);
            return Err(error);
        }
    };
    let hour = manifest.made.replace([':', '-'], "");
    let path = if to.is_dir() { to.join(format!("parlor-{hour}.backup")) } else { to.to_owned() };
    fs::rename(&unfinished, &path).map_err(BackupError::disk(&path))?;
    sync_folder_of(&path)?;
    Ok((path, manifest))
}

fn write(data: &Path, unfinished: &Path) -> Result<Manifest, BackupError> {
    // what another run left half done
    let _ = fs::remove_file(unfinished);
    // nobody else may read it, from its first byte on
    data::write_secret(unfinished, b"").map_err(BackupError::disk(unfinished))?;
    copy::copy(data, unfinished).map_err(BackupError::store(unfinished))?;
    // after the database: whatever was destroyed in between is named here
    let files = files(data)?;
    copy::seal(unfinished, &files).map_err(BackupError::store(unfinished))
}

/// The small files beside the database.
fn files(data: &Path) -> Result<Vec<(String, Vec<u8>)>, BackupError> {
    let mut files = Vec::new();
    let mut add = |name: String, path: &Path| {
        let bytes = fs::read(path).map_err(BackupError::disk(path))?;
        files.push((name, bytes));
        Ok::<_, BackupError>(())
    };
    let ledger = Ledger::path(data);
    if ledger.is_file() {
        add(LEDGER.to_owned(), &ledger)?;
    }
    let lan = data.join(LAN);
    if lan.is_dir() {
        for file in fs::read_dir(&lan).map_err(BackupError::disk(&lan))? {
            let file = file.map_err(BackupError::disk(&lan))?;
            let name = file.file_name();
            let is_ours = file.path().is_file() && file.path().extension().is_none_or(|it| it != "new");
            if let Some(name) = name.to_str().filter(|_| is_ours) {
                add(format!("{LAN}/{name}"), &file.path())?;
            }
        }
    }
    Ok(files)
}

/// The same name with something behind it.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(end);
    name.into()
}

/// The name of a file must survive a power cut, too.
fn sync_folder_of(path: &Path) -> Result<(), BackupError> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(BackupError::disk(folder))
}
