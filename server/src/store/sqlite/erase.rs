//! Destroying documents for ever: no byte of them is left in the database or in its write-ahead log.

use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, Transaction, params};
use shared::ids::DocId;

use super::StoreError;

/// Empties what lies of these documents. The rows stay, with position, number and hash: without them every device
/// whose cursor stands there would believe in another log.
pub(super) fn documents(db: &Transaction<'_>, studio: i64, docs: &[DocId]) -> Result<(), StoreError> {
    let mut size = db.prepare_cached("SELECT total(length(bytes)) FROM log WHERE studio = ? AND doc = ?")?;
    let mut empty =
        db.prepare_cached("UPDATE log SET bytes = x'' WHERE studio = ? AND doc = ? AND length(bytes) > 0")?;
    let mut late = db.prepare_cached("DELETE FROM tray WHERE studio = ? AND doc = ?")?;
    let mut less = 0;
    for doc in docs {
        let bytes: f64 = size.query_row(params![studio, doc.0], |row| row.get(0))?;
        empty.execute(params![studio, doc.0])?;
        late.execute(params![studio, doc.0])?;
        less += bytes as i64;
    }
    let fewer = "UPDATE studio SET bytes = max(bytes - ?, 0) WHERE number = ?";
    db.execute(fewer, params![less, studio])?;
    Ok(())
}

/// Whether the write-ahead log still holds what was destroyed: emptied after the commit, or after a later one if
/// somebody was reading.
#[derive(Default)]
pub(super) struct Wipes(AtomicBool);

impl Wipes {
    /// Something was destroyed by the last commit.
    pub(super) fn is_due(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// To be called after each commit.
    pub(super) fn committed(&self, db: &Connection) {
        if self.0.load(Ordering::Relaxed) && wipe(db) {
            self.0.store(false, Ordering::Relaxed);
        }
    }
}

fn wipe(db: &Connection) -> bool {
    let is_busy = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    match is_busy {
        Ok(busy) => busy == 0,
        Err(error) => {
            tracing::error!("the write-ahead log still holds what was erased: {error}");
            false
        }
    }
}
