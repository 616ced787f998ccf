//! Brings the write-ahead log over into the database, beside the writer: inside a commit it would make whoever writes
//! then wait for thousands of pages and two syncs.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, OpenFlags};

use super::{StoreError, connect};

/// So many pages of 4 KiB in the log are worth bringing over.
pub(super) const PAGES: i64 = 1000;
/// At so many the writer does it and waits: a log that is written to without a pause never comes to its end beside.
const PAGES_MAX: i64 = 16_000;

/// The thread that brings the log over.
pub(super) struct Checkpoints {
    /// None while it is being ended.
    due: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpoints {
    /// Starts the thread, with a connection of its own. `writer` no longer does it by itself.
    pub(super) fn start(writer: &Connection, path: &Path) -> Result<Self, StoreError> {
        writer.execute_batch("PRAGMA wal_autocheckpoint = 0")?;
        let db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        db.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = FULL; PRAGMA mmap_size = 0")?;
        let (due, asked) = sync_channel(1);
        let thread = thread::Builder::new().name("checkpoint".to_owned()).spawn(move || work(&db, &asked))?;
        Ok(Self { due: Some(due), thread: Some(thread) })
    }

    /// To be called after each commit.
    pub(super) fn committed(&self, writer: &Connection) {
        match waiting(writer) {
            Ok(..PAGES) => {}
            Ok(..PAGES_MAX) => {
                // if it is at it already, it is asked again after the next commit
                let _ = self.due.as_ref().map(|due| due.try_send(()));
            }
            Ok(_) => bring_over(writer),
            Err(error) => tracing::error!("the length of the write-ahead log is not known: {error}"),
        }
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.due = None;
        if let Some(thread) = self.thread.take() {
            // it has nothing to answer for: what it did not bring over stays in the log
            let _ = thread.join();
        }
    }
}

fn work(db: &Connection, asked: &Receiver<()>) {
    while asked.recv().is_ok() {
        bring_over(db);
    }
}

/// As far as nobody reads or writes what would be in the way. What fails is tried again with the next commit.
fn bring_over(db: &Connection) {
    if let Err(error) = db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
        tracing::error!("the write-ahead log cannot be brought over: {error}");
    }
}

/// How many pages of the log are not in the database yet.
pub(super) fn waiting(db: &Connection) -> rusqlite::Result<i64> {
    let mut query = db.prepare_cached("PRAGMA wal_checkpoint(NOOP)")?;
    query.query_row([], |row| Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?))
}
