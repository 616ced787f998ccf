use shared::entry::Kind;
use shared::ids::DocId;

use super::*;
use crate::store::conformance::{self, STUDIO, entry};
use crate::store::{NewEntry, StudioWrite, Write};

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("parlor-sqlite-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn batch(head: u64, size: u64) -> Batch {
    let row = StudioRow { studio: STUDIO, head: head + size, log_hash: [1; 32], reached: 0, bytes: 0 };
    let new = |position| NewEntry {
        position,
        kept_ms: 1,
        hash: Short::default(),
        entry: entry(DocId([3; 16]), position, Kind::Change),
    };
    let entries = (head + 1..=head + size).map(new).collect();
    Batch { studios: vec![StudioWrite { row, entries }], writes: Vec::new() }
}

fn found(store: &Sqlite) {
    store.commit(&Batch { studios: Vec::new(), writes: vec![Write::Found(STUDIO)] }).unwrap();
}

#[test]
fn sqlite_does_what_every_store_must() {
    let folder = Folder::new("conformance");
    conformance::check(&|| Box::new(Sqlite::open(&folder.0).unwrap()));
    Sqlite::open(&folder.0).unwrap().check().unwrap();
}

#[test]
fn a_folder_belongs_to_one_relay_at_a_time() {
    let folder = Folder::new("lock");
    let first = Sqlite::open(&folder.0).unwrap();
    assert!(matches!(Sqlite::open(&folder.0), Err(StoreError::InUse(_))));
    drop(first);
    Sqlite::open(&folder.0).unwrap();
}

#[test]
fn every_commit_is_synced_and_nothing_is_mapped() {
    let folder = Folder::new("pragmas");
    let store = Sqlite::open(&folder.0).unwrap();
    let db = guard(&store.writer);
    let ask = |pragma: &str| db.query_row(pragma, [], |row| row.get::<_, i64>(0)).unwrap_or(0);
    const FULL: i64 = 2;
    assert_eq!(ask("PRAGMA synchronous"), FULL);
    assert_eq!(ask("PRAGMA mmap_size"), 0);
    let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn the_write_ahead_log_is_brought_over_beside_the_writer() {
    let folder = Folder::new("checkpoint");
    let store = Sqlite::open(&folder.0).unwrap();
    found(&store);
    let waiting = || checkpoint::waiting(&guard(&store.writer)).unwrap();
    let mut head = 0;
    while waiting() < checkpoint::PAGES {
        store.commit(&batch(head, 1)).unwrap();
        head += 1;
    }
    // it may be done at any moment from now on
    while waiting() > 0 {
        std::thread::yield_now();
    }
    assert_eq!(store.log(STUDIO, 0, usize::MAX).unwrap().entries.len() as u64, head);
    drop(store);
    let again = Sqlite::open(&folder.0).unwrap();
    again.check().unwrap();
    assert_eq!(again.studios().unwrap()[0].head, head);
}

#[test]
fn a_full_disk_is_told_apart_and_what_was_there_stays_readable() {
    let folder = Folder::new("full");
    let store = Sqlite::open(&folder.0).unwrap();
    found(&store);
    store.commit(&batch(0, 5)).unwrap();
    let pages: i64 = guard(&store.writer).query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let limit = |pages: i64| {
        let set = format!("PRAGMA max_page_count = {pages}");
        guard(&store.writer).query_row(&set, [], |row| row.get::<_, i64>(0)).unwrap();
    };
    limit(pages + 2);
    assert!(matches!(store.commit(&batch(5, 100)), Err(StoreError::Full)));
    assert_eq!(store.log(STUDIO, 0, 1 << 20).unwrap().entries.len(), 5);
    limit(1 << 20);
    store.commit(&batch(5, 100)).unwrap();
    assert_eq!(store.studios().unwrap()[0].head, 105);
}

#[test]
fn a_damaged_entry_is_left_out_and_the_others_are_read() {
    let folder = Folder::new("damaged");
    let store = Sqlite::open(&folder.0).unwrap();
    found(&store);
    store.commit(&batch(0, 3)).unwrap();
    let damage = "UPDATE log SET bytes = zeroblob(length(bytes)) WHERE position = 2";
    guard(&store.writer).execute(damage, []).unwrap();
    let page = store.log(STUDIO, 0, 1 << 20).unwrap();
    assert_eq!(page.entries.iter().map(|(at, ..)| *at).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(page.up_to, 3);
}

#[test]
fn a_database_of_a_later_version_is_left_alone() {
    let folder = Folder::new("newer");
    let store = Sqlite::open(&folder.0).unwrap();
    guard(&store.writer).pragma_update(None, "user_version", 2).unwrap();
    drop(store);
    assert!(matches!(Sqlite::open(&folder.0), Err(StoreError::Newer(_))));
}

#[test]
fn no_byte_of_what_was_erased_is_left_in_any_file() {
    let folder = Folder::new("erased");
    let store = Sqlite::open(&folder.0).unwrap();
    found(&store);
    store.commit(&batch(0, 30)).unwrap();
    // bodies of these entries
    let needle = [8; 64];
    let is_in_some_file = || {
        let files = std::fs::read_dir(&folder.0).unwrap().map(|it| it.unwrap().path());
        files.map(|it| std::fs::read(it).unwrap()).any(|bytes| bytes.windows(64).any(|it| it == needle))
    };
    assert!(is_in_some_file(), "it would be found");
    let erase = Write::Erase(STUDIO, vec![DocId([3; 16])]);
    store.commit(&Batch { studios: Vec::new(), writes: vec![erase] }).unwrap();
    assert!(!is_in_some_file());
}

#[test]
fn a_statement_is_planned_once_whatever_it_is_asked() {
    let folder = Folder::new("planned");
    let store = Sqlite::open(&folder.0).unwrap();
    found(&store);
    store.commit(&batch(0, 3)).unwrap();
    let planned_again = |db: &Connection, number| {
        let query = "SELECT id FROM log WHERE studio = ? AND doc = ? AND position > ? ORDER BY position";
        for after in 0..3 {
            let mut query = db.prepare_cached(query)?;
            let rows = query
                .query_map(rusqlite::params![number, [3u8; 16], after], |row| row.get::<_, [u8; 32]>(0))?;
            assert_eq!(rows.count() as i64, 3 - after);
        }
        Ok(db.prepare_cached(query)?.get_status(rusqlite::StatementStatus::RePrepare))
    };
    assert_eq!(store.read_studio(STUDIO, -1, planned_again).unwrap(), 0);
}
