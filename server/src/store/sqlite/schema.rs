//! The tables, and how a connection that writes is set up.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;

pub(super) const VERSION: i64 = 1;
/// The fact under which the hash of the founding token lies.
pub(super) const FOUNDING: &str = "founding";
/// The fact under which the relay's secret lies.
pub(super) const SECRET: &str = "secret";

/// The fact that is written to see whether anything can be.
pub(super) const TRIED: &str = "tried";

/// Studios are numbered, so that a row of the log does not carry sixteen bytes of name in each of its indexes.
const TABLES: &str = "
    CREATE TABLE studio (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        head INTEGER NOT NULL,
        log_hash BLOB NOT NULL,
        reached INTEGER NOT NULL,
        bytes INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE log (
        studio INTEGER NOT NULL REFERENCES studio,
        position INTEGER NOT NULL,
        doc BLOB NOT NULL,
        device BLOB NOT NULL,
        n INTEGER NOT NULL,
        id BLOB NOT NULL,
        kind INTEGER NOT NULL,
        kept_ms INTEGER NOT NULL,
        hash BLOB NOT NULL,
        bytes BLOB NOT NULL,
        UNIQUE (studio, position),
        UNIQUE (studio, doc, device, n),
        UNIQUE (studio, doc, position)
    ) STRICT;
    CREATE INDEX log_rights ON log (studio, position) WHERE kind IN (1, 2);
    CREATE TABLE person (
        studio INTEGER NOT NULL REFERENCES studio,
        person BLOB NOT NULL,
        login TEXT NOT NULL UNIQUE,
        auth BLOB NOT NULL,
        salt BLOB NOT NULL,
        version INTEGER NOT NULL,
        sheet BLOB UNIQUE,
        vault BLOB NOT NULL,
        PRIMARY KEY (studio, person)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE package (
        studio INTEGER NOT NULL REFERENCES studio,
        name BLOB NOT NULL UNIQUE,
        until_ms INTEGER NOT NULL,
        used_ms INTEGER,
        package BLOB,
        PRIMARY KEY (studio, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE session (
        studio INTEGER NOT NULL REFERENCES studio,
        person BLOB NOT NULL,
        hash BLOB NOT NULL UNIQUE,
        device BLOB,
        until_ms INTEGER NOT NULL,
        PRIMARY KEY (studio, person, hash)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE series (
        studio INTEGER NOT NULL REFERENCES studio,
        series BLOB NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (studio, series)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE fact (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
";

/// Came later than the others: a database of an earlier relay gets it when it is opened.
const TRAY: &str = "
    CREATE TABLE IF NOT EXISTS tray (
        studio INTEGER NOT NULL REFERENCES studio,
        doc BLOB NOT NULL,
        device BLOB NOT NULL,
        n INTEGER NOT NULL,
        id BLOB NOT NULL,
        since_ms INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (studio, doc, device, n)
    ) STRICT;
";

/// Sets the writing connection up and makes the tables where they are missing.
pub(super) fn prepare(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::Damaged("its disk does not support a write-ahead log"));
    }
    // A read through a map of the file would turn a failing disk into a crash. What is deleted is overwritten.
    db.execute_batch("PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON;")?;
    db.execute_batch("PRAGMA secure_delete = ON")?;
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match version {
        VERSION => db.execute_batch(TRAY)?,
        0 => make(db)?,
        _ => return Err(StoreError::Newer(path.to_owned())),
    }
    // A disk that fails at the wrong moment leaves the old kind of journal behind an answer that says otherwise.
    let pages: i64 = db.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| row.get(1))?;
    if pages < 0 {
        return Err(StoreError::Damaged("its write-ahead log could not be begun: start the relay again"));
    }
    Ok(())
}

fn make(db: &Connection) -> Result<(), StoreError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|_| StoreError::Damaged("the system has no random bytes for it"))?;
    let tables = db.unchecked_transaction()?;
    tables.execute_batch(TABLES)?;
    tables.execute_batch(TRAY)?;
    set_fact(&tables, SECRET, Some(&secret))?;
    tables.pragma_update(None, "user_version", VERSION)?;
    Ok(tables.commit()?)
}

/// Reads a fact about the relay itself.
pub(super) fn fact(db: &Connection, name: &str) -> Result<Option<[u8; 32]>, StoreError> {
    let mut query = db.prepare_cached("SELECT value FROM fact WHERE name = ?")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}

/// Writes a fact about the relay itself, or forgets it.
pub(super) fn set_fact(db: &Connection, name: &str, value: Option<&[u8; 32]>) -> rusqlite::Result<()> {
    match value {
        Some(value) => db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", params![name, value]),
        None => db.execute("DELETE FROM fact WHERE name = ?", [name]),
    }
    .map(drop)
}
