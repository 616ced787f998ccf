//! A disk in a file: an append-only log of transactions, each with its length and hash, read back into memory
//! at the start. A torn last transaction is cut off; that is what a power cut leaves of one that never answered.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use minicbor::{Decode, Encode};
use shared::codec::{self, Bytes};

use super::{Disk, DiskError, MemoryDisk, Op, Row, Shelf, Table};

const HEAD: usize = 4 + 32;

/// A disk in a file. Clones share it.
#[derive(Debug, Clone)]
pub struct FileDisk {
    rows: MemoryDisk,
    file: Rc<File>,
}

/// One change as the file keeps it: the table's place in [`Table::ALL`], the key, the value if there is one.
#[derive(Encode, Decode)]
struct Line(#[n(0)] u8, #[n(1)] Bytes, #[n(2)] Option<Bytes>);

impl FileDisk {
    /// Opens the file, making it if there is none.
    pub fn open(path: &Path) -> Result<Self, DiskError> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(broken)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(broken)?;
        let rows = MemoryDisk::default();
        let mut whole = 0;
        while let Some((ops, len)) = read_transaction(&bytes[whole..]) {
            rows.apply(ops)?;
            whole += len;
        }
        file.set_len(whole as u64).map_err(broken)?;
        file.seek(SeekFrom::End(0)).map_err(broken)?;
        Ok(Self { rows, file: Rc::new(file) })
    }
}

/// The first transaction in the bytes and its length, if it is whole.
fn read_transaction(bytes: &[u8]) -> Option<(Vec<Op>, usize)> {
    let (head, rest) = bytes.split_at_checked(HEAD)?;
    let len = u32::from_be_bytes(head[..4].try_into().ok()?) as usize;
    let body = rest.get(..len)?;
    if blake3_of(body) != head[4..] {
        return None;
    }
    let lines: Vec<Line> = codec::decode(body)?;
    let ops = lines.into_iter().map(|Line(table, key, value)| {
        let (table, key) = (*Table::ALL.get(usize::from(table))?, Vec::from(key));
        Some(match value {
            Some(value) => Op::Put(table, key, value.into()),
            None => Op::Delete(table, key),
        })
    });
    Some((ops.collect::<Option<_>>()?, HEAD + len))
}

fn write_transaction(ops: &[Op]) -> Vec<u8> {
    let place = |table: &Table| Table::ALL.iter().position(|it| it == table).unwrap_or_default() as u8;
    let line = |op: &Op| match op {
        Op::Add(table, key, value) | Op::Put(table, key, value) => {
            Line(place(table), key.clone().into(), Some(value.clone().into()))
        }
        Op::Delete(table, key) => Line(place(table), key.clone().into(), None),
    };
    let body = codec::encode(&ops.iter().map(line).collect::<Vec<_>>());
    [&(body.len() as u32).to_be_bytes()[..], &blake3_of(&body), &body].concat()
}

fn blake3_of(body: &[u8]) -> [u8; 32] {
    *blake3::hash(body).as_bytes()
}

fn broken(error: std::io::Error) -> DiskError {
    let is_full = matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded);
    if is_full { DiskError::Full } else { DiskError::Broken(error.to_string()) }
}

impl Disk for FileDisk {
    async fn commit(&self, ops: Vec<Op>) -> Result<(), DiskError> {
        let bytes = write_transaction(&ops);
        let taken = ops.iter().any(|op| match op {
            Op::Add(table, key, _) => self.rows.row(*table, key).is_some(),
            Op::Put(..) | Op::Delete(..) => false,
        });
        if taken {
            return Err(DiskError::Taken);
        }
        let mut file = &*self.file;
        let before = file.stream_position().map_err(broken)?;
        let written = file.write_all(&bytes).and_then(|()| file.sync_data());
        if let Err(error) = written {
            // what is half written must not stand before what comes next
            let _ = file.set_len(before).and_then(|()| file.seek(SeekFrom::Start(before)).map(drop));
            return Err(broken(error));
        }
        self.rows.apply(ops)
    }

    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, DiskError> {
        Ok(self.rows.row(table, key))
    }

    async fn scan(&self, table: Table, prefix: &[u8]) -> Result<Vec<Row>, DiskError> {
        Ok(self.rows.rows(table, prefix))
    }
}

/// Disks in files of one folder.
#[derive(Debug, Clone)]
pub struct FileShelf {
    folder: PathBuf,
}

impl FileShelf {
    /// The disks in a folder, which must exist.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }
}

impl Shelf for FileShelf {
    type Disk = FileDisk;

    async fn open(&self, name: &str) -> Result<FileDisk, DiskError> {
        FileDisk::open(&self.folder.join(name))
    }

    async fn destroy(&self, name: &str) -> Result<(), DiskError> {
        match std::fs::remove_file(self.folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(broken(error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}
