//! The ledger of erasures: which documents were destroyed for ever. It lies in a file of its own beside the database, so
//! that a database that is put back from an old copy does not bring back what was erased since.
//!
//! A record is on the disk before the transaction that destroys begins. The file only ever grows: a backup carries a
//! copy of it, and a restore calls [`Ledger::add_from`] instead of putting the copy in its place.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use shared::ids::{DocId, EntryId, StudioId};

/// The file in the data folder.
pub(crate) const FILE: &str = "erased.ledger";
/// What the file begins with.
const HEAD: &[u8; 16] = b"parlor erased 1\n";
const BODY_LEN: usize = StudioId::LEN + DocId::LEN + EntryId::LEN;
const SUM_LEN: usize = 8;
const RECORD_LEN: usize = BODY_LEN + SUM_LEN;

/// One document that was destroyed, and the entry that ordered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Erased {
    pub(crate) studio: StudioId,
    pub(crate) doc: DocId,
    pub(crate) by: EntryId,
}

/// The ledger cannot be used. The relay does not start without it: it would serve what was erased.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The disk refused.
    #[error("{} cannot be used: {source}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Something in it is not what was written.
    #[error("{} is damaged: put the copy from the newest backup beside it and restore from that", .0.display())]
    Damaged(PathBuf),
}

/// The documents that were destroyed for ever.
#[derive(Debug)]
pub(crate) struct Ledger {
    path: PathBuf,
    file: File,
    erased: BTreeSet<Erased>,
}

impl Ledger {
    /// Where the ledger of a data folder lies.
    pub(crate) fn path(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }

    /// Opens the ledger of a data folder, or begins one. A last record that was cut off by a power cut is taken away:
    /// nothing was destroyed by it yet, and its entry is judged again.
    pub(crate) fn open(folder: &Path) -> Result<Self, LedgerError> {
        let path = Self::path(folder);
        let opened = open(&path).map_err(|source| LedgerError::Disk { path: path.clone(), source })?;
        let Some((file, erased)) = opened else { return Err(LedgerError::Damaged(path)) };
        Ok(Self { path, file, erased })
    }

    /// The records of a ledger that lies anywhere, such as in a backup.
    pub(crate) fn read(path: &Path) -> Result<BTreeSet<Erased>, LedgerError> {
        let bytes =
            std::fs::read(path).map_err(|source| LedgerError::Disk { path: path.to_owned(), source })?;
        let read = parse(&bytes).ok_or_else(|| LedgerError::Damaged(path.to_owned()))?;
        Ok(read.erased)
    }

    /// Adds what another ledger names: a restore must never forget an erasure. Answers with how many were new.
    pub(crate) fn add_from(&mut self, path: &Path) -> Result<usize, LedgerError> {
        let before = self.erased.len();
        let new: Vec<_> = Self::read(path)?.into_iter().collect();
        self.add(&new)?;
        Ok(self.erased.len() - before)
    }

    /// Adds documents; when it returns they survive a power cut. What is named already is not written again.
    pub(crate) fn add(&mut self, new: &[Erased]) -> Result<(), LedgerError> {
        let new: BTreeSet<_> = new.iter().filter(|it| !self.erased.contains(it)).copied().collect();
        if new.is_empty() {
            return Ok(());
        }
        let bytes: Vec<u8> = new.iter().flat_map(record).collect();
        let written = self.append(&bytes);
        written.map_err(|source| LedgerError::Disk { path: self.path.clone(), source })?;
        self.erased.extend(new);
        Ok(())
    }

    /// A record that was not written whole must not stand before the next.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let end = self.file.seek(SeekFrom::End(0))?;
        let written = self.file.write_all(bytes).and_then(|()| self.file.sync_data());
        if written.is_err() {
            self.file.set_len(end)?;
        }
        written
    }

    /// Every document of a studio that was erased.
    pub(crate) fn of(&self, studio: StudioId) -> impl Iterator<Item = DocId> {
        self.erased.iter().filter(move |it| it.studio == studio).map(|it| it.doc)
    }
}

/// What was read of a ledger, and how many of its bytes are whole.
struct Parsed {
    erased: BTreeSet<Erased>,
    whole: usize,
}

/// None if something in it is damaged, save the end.
fn parse(bytes: &[u8]) -> Option<Parsed> {
    let Some(records) = bytes.strip_prefix(HEAD) else {
        // a file whose beginning was cut off holds nothing yet
        return HEAD.starts_with(bytes).then(|| Parsed { erased: BTreeSet::new(), whole: 0 });
    };
    let (mut erased, mut whole) = (BTreeSet::new(), HEAD.len());
    for bytes in records.chunks_exact(RECORD_LEN) {
        match read_record(bytes) {
            Some(it) => erased.insert(it),
            // the last one may have been under way when the power went
            None if whole + 2 * RECORD_LEN > HEAD.len() + records.len() => break,
            None => return None,
        };
        whole += RECORD_LEN;
    }
    Some(Parsed { erased, whole })
}

fn open(path: &Path) -> io::Result<Option<(File, BTreeSet<Erased>)>> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let Some(Parsed { erased, whole }) = parse(&bytes) else { return Ok(None) };
    if whole == 0 {
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(HEAD)?;
    } else {
        file.set_len(whole as u64)?;
    }
    file.sync_all()?;
    // the file's name must survive a power cut, too
    if let Some(folder) = path.parent().filter(|_| whole == 0) {
        File::open(folder)?.sync_all()?;
    }
    Ok(Some((file, erased)))
}

fn record(it: &Erased) -> [u8; RECORD_LEN] {
    let mut bytes = [0; RECORD_LEN];
    let parts = it.studio.0.iter().chain(&it.doc.0).chain(&it.by.0);
    bytes.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
    let sum = sum(&bytes[..BODY_LEN]);
    bytes[BODY_LEN..].copy_from_slice(&sum);
    bytes
}

fn read_record(bytes: &[u8]) -> Option<Erased> {
    let (body, read_sum) = bytes.split_at_checked(BODY_LEN)?;
    if read_sum != sum(body) {
        return None;
    }
    let (studio, rest) = body.split_at_checked(StudioId::LEN)?;
    let (doc, by) = rest.split_at_checked(DocId::LEN)?;
    Some(Erased {
        studio: StudioId::from_slice(studio)?,
        doc: DocId::from_slice(doc)?,
        by: EntryId::from_slice(by)?,
    })
}

fn sum(body: &[u8]) -> [u8; SUM_LEN] {
    let mut sum = [0; SUM_LEN];
    let mut hash = blake3::Hasher::new();
    hash.update(HEAD).update(body);
    sum.copy_from_slice(&hash.finalize().as_bytes()[..SUM_LEN]);
    sum
}

#[cfg(test)]
mod tests;
