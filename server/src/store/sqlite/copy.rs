//! A whole copy of the database in one file, made while the relay goes on writing, and with everything in it that is
//! needed to see that it is whole: what it was made from, and the small files that lie beside the database.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use shared::entry::Entry;
use shared::ids::{EntryId, StudioId};
use shared::sync::RelayStudio;

use super::{FILE, StoreError, connect, log, schema};
use crate::store::StudioRow;

const FORMAT: i64 = 1;
/// The tables of a copy that are not the relay's own.
const TABLES: &str = "
    CREATE TABLE backup_file (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE backup_manifest (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    DELETE FROM session;
";

/// What a copy says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// When it was made, as `2026-11-25T14:00:00Z`.
    pub made: String,
    /// The version of the program that made it.
    pub relay: String,
    /// The version of SQLite.
    pub sqlite: String,
    /// The studios in it, as they stood.
    pub studios: Vec<StudioRow>,
}

/// Copies the database of a folder into a new file: one moment of it, however much is written meanwhile. What was
/// destroyed is in none of its pages.
pub(crate) fn copy(folder: &Path, to: &Path) -> Result<(), StoreError> {
    let db = connect(&folder.join(FILE), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    check_version(&db, folder)?;
    let to = to.to_str().ok_or(StoreError::Damaged("the name of the copy is not text"))?;
    db.execute("VACUUM INTO ?", [to])?;
    Ok(())
}

/// Puts files beside the database into the copy, and what it is, and brings all of it to the disk.
pub(crate) fn seal(copy: &Path, files: &[(String, Vec<u8>)]) -> Result<Manifest, StoreError> {
    let db = connect(copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let all = db.unchecked_transaction()?;
    all.execute_batch(TABLES)?;
    schema::set_fact(&all, schema::FOUNDING, None)?;
    for (name, bytes) in files {
        all.execute("INSERT INTO backup_file VALUES (?, ?)", params![name, bytes])?;
    }
    let made: String = all.query_row("SELECT strftime('%FT%TZ', 'now')", [], |row| row.get(0))?;
    let digest = digest(&all)?;
    for (name, value) in [
        ("format", FORMAT.to_string()),
        ("made", made),
        ("relay", env!("CARGO_PKG_VERSION").to_owned()),
        ("sqlite", rusqlite::version().to_owned()),
        ("digest", digest),
    ] {
        all.execute("INSERT INTO backup_manifest VALUES (?, ?)", [name, &value])?;
    }
    all.commit()?;
    drop(db);
    File::open(copy)?.sync_all()?;
    verify(copy)
}

/// Whether a copy is whole: every page, every row, every entry, and the chain of hashes over each log.
pub(crate) fn verify(copy: &Path) -> Result<Manifest, StoreError> {
    let db = connect(copy, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let is_copy = "SELECT count(*) FROM sqlite_schema WHERE name = 'backup_manifest'";
    if db.query_row(is_copy, [], |row| row.get::<_, i64>(0))? == 0 {
        return Err(StoreError::Damaged("it is no backup"));
    }
    check_version(&db, copy)?;
    let fact = |name: &str| -> Result<String, StoreError> {
        let query = "SELECT value FROM backup_manifest WHERE name = ?";
        let found = db.query_row(query, [name], |row| row.get(0)).optional()?;
        found.ok_or(StoreError::Damaged("its manifest is not whole"))
    };
    if fact("format")? != FORMAT.to_string() {
        return Err(StoreError::Newer(copy.to_owned()));
    }
    let said: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(StoreError::Damaged("its integrity check fails"));
    }
    if fact("digest")? != digest(&db)? {
        return Err(StoreError::Damaged("it is not what was written"));
    }
    let studios = log::studios(&db)?;
    studios.iter().try_for_each(|row| check_log(&db, row))?;
    Ok(Manifest { made: fact("made")?, relay: fact("relay")?, sqlite: fact("sqlite")?, studios })
}

/// Takes out what belongs to the copy alone: afterwards it is a database of a relay. Numbers that were drawn after the
/// copy was made are not known, so each series goes on `skip` later. Answers with the files.
pub(crate) fn unseal(copy: &Path, skip: u32) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let db = connect(copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let files = {
        let mut query = db.prepare("SELECT name, bytes FROM backup_file")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<rusqlite::Result<Vec<_>>>()?
    };
    db.execute("UPDATE series SET number = number + ?", [skip])?;
    db.execute_batch("DROP TABLE backup_file; DROP TABLE backup_manifest;")?;
    drop(db);
    File::open(copy)?.sync_all()?;
    Ok(files)
}

/// Where the database of a folder lies.
pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

fn check_version(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match version {
        0 => Err(StoreError::Damaged("nothing of a relay is in it")),
        schema::VERSION => Ok(()),
        _ => Err(StoreError::Newer(path.to_owned())),
    }
}

/// A hash over every value of every table of the relay, and over the files.
fn digest(db: &Connection) -> Result<String, StoreError> {
    let tables = {
        let mut query = db.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
             AND name <> 'backup_manifest' ORDER BY name",
        )?;
        let rows = query.query_map([], |row| row.get::<_, String>(0))?;
        rows.collect::<rusqlite::Result<Vec<_>>>()?
    };
    let mut hash = blake3::Hasher::new();
    for table in tables {
        hash.update(table.as_bytes());
        let mut query = db.prepare(&format!("SELECT * FROM \"{table}\""))?;
        let columns = query.column_count();
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                add(&mut hash, row.get_ref(column)?);
            }
        }
    }
    Ok(hash.finalize().to_hex().to_string())
}

fn add(hash: &mut blake3::Hasher, value: ValueRef<'_>) {
    let (kind, bytes) = match value {
        ValueRef::Null => (0, Vec::new()),
        ValueRef::Integer(it) => (1, it.to_le_bytes().to_vec()),
        ValueRef::Real(it) => (2, it.to_le_bytes().to_vec()),
        ValueRef::Text(it) => (3, it.to_vec()),
        ValueRef::Blob(it) => (4, it.to_vec()),
    };
    hash.update(&[kind]).update(&(bytes.len() as u64).to_le_bytes()).update(&bytes);
}

/// Each entry is the one that its row names, no position is missing, and the hashes lead to the studio's own.
fn check_log(db: &Connection, studio: &StudioRow) -> Result<(), StoreError> {
    let mut query = db.prepare(
        "SELECT position, log.id, hash, log.bytes FROM log JOIN studio ON studio.number = log.studio \
         WHERE studio.id = ? ORDER BY position",
    )?;
    let mut rows = query.query([studio.studio.0])?;
    let (mut position, mut chain) = (0, [0; 32]);
    while let Some(row) = rows.next()? {
        position += 1;
        let id = EntryId(row.get(1)?);
        chain = RelayStudio::hash_after(chain, id);
        let bytes: Vec<u8> = row.get(3)?;
        // what was erased is empty, and stays in the chain
        let is_whole = bytes.is_empty() || is_entry(bytes, id, studio.studio);
        if log::whole(row, 0)? != position || row.get::<_, [u8; 16]>(2)?[..] != chain[..16] || !is_whole {
            return Err(StoreError::Damaged("an entry of a log is not what was written"));
        }
    }
    if (position, chain) != (studio.head, studio.log_hash) {
        return Err(StoreError::Damaged("a log does not end where its studio does"));
    }
    Ok(())
}

fn is_entry(bytes: Vec<u8>, id: EntryId, studio: StudioId) -> bool {
    Entry::decode(bytes).is_ok_and(|entry| entry.id == id && entry.header.studio == studio)
}
