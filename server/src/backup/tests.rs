use super::*;
use crate::ledger::Erased;
use crate::store::{Batch, NewEntry, Sqlite, Store, StudioRow, StudioWrite, Write};
use crate::system::random;
use crate::testing::{Folder, Founder, case};
use rusqlite::Connection;
use shared::entry::Entry;
use shared::ids::{DocId, EntryId, StudioId};
use shared::sync::{RelayStudio, short};

/// A log with a founding and some changes.
struct Log {
    studio: StudioId,
    store: Sqlite,
    row: StudioRow,
}

impl Log {
    fn new(data: &Path) -> (Self, Founder, DocId) {
        let (founder, founding) = Founder::new();
        let store = Sqlite::open(data).unwrap();
        let (studio, doc) = (founder.studio, case());
        store.commit(&Batch { studios: vec![], writes: vec![Write::Found(studio)] }).unwrap();
        let row = StudioRow { studio, head: 0, log_hash: [0; 32], reached: 0, bytes: 0 };
        let mut log = Self { studio, store, row };
        log.add(vec![founding, founder.grant(doc)]);
        (log, founder, doc)
    }

    fn add(&mut self, entries: Vec<Entry>) {
        let mut new = Vec::new();
        for entry in entries {
            self.row.head += 1;
            self.row.log_hash = RelayStudio::hash_after(self.row.log_hash, entry.id);
            let hash = short(&self.row.log_hash);
            new.push(NewEntry { position: self.row.head, kept_ms: 1, hash, entry });
        }
        let write = StudioWrite { row: self.row.clone(), entries: new };
        self.store.commit(&Batch { studios: vec![write], writes: vec![] }).unwrap();
    }
}

fn studios(data: &Path) -> Vec<StudioRow> {
    Sqlite::open(data).unwrap().studios().unwrap()
}

#[test]
fn a_copy_is_made_of_a_store_in_use_and_put_back_as_it_was() {
    let (data, other, copies) = (Folder::new("data"), Folder::new("other"), Folder::new("copies"));
    let (mut log, founder, doc) = Log::new(&data.0);
    log.add((2..20).map(|n| founder.change(doc, n)).collect());
    std::fs::create_dir_all(data.0.join("lan")).unwrap();
    std::fs::write(data.0.join("lan/trust.crt"), b"trusted").unwrap();
    let (path, manifest) = backup(&data.0, &copies.0).unwrap();
    assert!(path.starts_with(&copies.0) && path.extension().is_some_and(|it| it == "backup"));
    let then = log.row.clone();
    log.add(vec![founder.change(doc, 20)]);
    assert_eq!(manifest.studios, std::slice::from_ref(&then));

    let error = restore(&path, &data.0, Restoring::default()).unwrap_err().to_string();
    assert!(error.contains("another relay uses"), "{error}");
    assert_eq!(restore(&path, &other.0, Restoring::default()).unwrap(), manifest);
    assert_eq!(studios(&other.0), std::slice::from_ref(&then));
    assert_eq!(std::fs::read(other.0.join("lan/trust.crt")).unwrap(), b"trusted");

    drop(log);
    std::fs::write(data.0.join("lan/trust.crt"), b"trusted since").unwrap();
    restore(&path, &data.0, Restoring::default()).unwrap();
    assert_eq!(studios(&data.0), [then], "the newer one is gone");
    assert_eq!(std::fs::read(data.0.join("lan/trust.crt")).unwrap(), b"trusted since");
    let left = std::fs::read_dir(&data.0).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let left: Vec<_> = left.filter(|name| name.contains("restor")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn what_was_erased_since_stays_in_the_ledger_and_what_the_copy_knows_is_added() {
    let (data, copies) = (Folder::new("data"), Folder::new("copies"));
    let (log, ..) = Log::new(&data.0);
    let erased = |n| Erased { studio: log.studio, doc: DocId([n; 16]), by: EntryId([n; 32]) };
    let (before, since) = (erased(1), erased(2));
    Ledger::open(&data.0).unwrap().add(&[before]).unwrap();
    let (path, _) = backup(&data.0, &copies.0).unwrap();
    Ledger::open(&data.0).unwrap().add(&[since]).unwrap();
    drop(log);
    restore(&path, &data.0, Restoring::default()).unwrap();
    let named = |data: &Path| Ledger::read(&Ledger::path(data)).unwrap().into_iter().collect::<Vec<_>>();
    assert_eq!(named(&data.0), [before, since]);
    let other = Folder::new("other");
    restore(&path, &other.0, Restoring::default()).unwrap();
    assert_eq!(named(&other.0), [before]);
}

#[test]
fn a_copy_that_is_not_whole_changes_nothing() {
    let (data, copies) = (Folder::new("data"), Folder::new("copies"));
    let (mut log, founder, doc) = Log::new(&data.0);
    log.add((2..200).map(|n| founder.change(doc, n)).collect());
    let (path, _) = backup(&data.0, &copies.0).unwrap();
    let standing = log.row.clone();
    drop(log);
    let whole = std::fs::read(&path).unwrap();
    let flipped = copies.0.join("flipped");
    for _ in 0..64 {
        let at = u64::from_le_bytes(random()) as usize % whole.len();
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&flipped, &bytes).unwrap();
        // a bit in what no row uses may be flipped unseen: then everything that is used is whole
        if restore(&flipped, &data.0, Restoring::default()).is_ok() {
            assert_eq!(studios(&data.0), std::slice::from_ref(&standing));
        }
        assert_eq!(studios(&data.0), std::slice::from_ref(&standing));
    }
    for cut in [0, 100, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&flipped, &whole[..cut]).unwrap();
        restore(&flipped, &data.0, Restoring::default()).unwrap_err();
    }
    let error = restore(&copy::database(&data.0), &data.0, Restoring::default()).unwrap_err().to_string();
    assert!(error.contains("no backup"), "{error}");
    let forged = copies.0.join("forged");
    std::fs::copy(&path, &forged).unwrap();
    Connection::open(&forged).unwrap().execute("UPDATE log SET kept_ms = 2", []).unwrap();
    let error = restore(&forged, &data.0, Restoring::default()).unwrap_err().to_string();
    assert!(error.contains("not what was written"), "{error}");
    assert_eq!(studios(&data.0), [standing]);
}

#[test]
fn no_relay_starts_on_a_restore_that_was_cut_short_and_the_next_one_ends_it() {
    let (data, copies) = (Folder::new("data"), Folder::new("copies"));
    let (mut log, founder, doc) = Log::new(&data.0);
    let (path, _) = backup(&data.0, &copies.0).unwrap();
    let then = log.row.clone();
    log.add(vec![founder.change(doc, 2)]);
    let newer = log.row.clone();
    drop(log);
    // the moment after the old database was moved away
    File::create(crate::store::restoring_mark(&data.0)).unwrap();
    let database = copy::database(&data.0);
    std::fs::rename(&database, beside(&database, "before-restore")).unwrap();
    let error = Sqlite::open(&data.0).err().unwrap().to_string();
    assert!(error.contains("cut short"), "{error}");
    restore(&path, &data.0, Restoring { keeps_old: true, ..Restoring::default() }).unwrap();
    assert_eq!(studios(&data.0), [then]);
    let kept = Folder::new("kept");
    std::fs::copy(beside(&database, "before-restore"), copy::database(&kept.0)).unwrap();
    assert_eq!(studios(&kept.0), [newer], "the old one was kept aside");
}

#[test]
fn numbers_that_may_have_been_drawn_since_are_skipped() {
    let (data, copies) = (Folder::new("data"), Folder::new("copies"));
    let (log, ..) = Log::new(&data.0);
    let draw = |number| Batch { studios: vec![], writes: vec![Write::Number(log.studio, [1; 16], number)] };
    log.store.commit(&draw(41)).unwrap();
    let studio = log.studio;
    let (path, _) = backup(&data.0, &copies.0).unwrap();
    drop(log);
    restore(&path, &data.0, Restoring { skip_numbers: 100, ..Restoring::default() }).unwrap();
    assert_eq!(Sqlite::open(&data.0).unwrap().number(studio, &[1; 16]).unwrap(), 141);
}

#[test]
fn a_copy_goes_nowhere_where_something_is_and_comes_from_nowhere_where_nothing_is() {
    let (data, copies) = (Folder::new("data"), Folder::new("copies"));
    assert!(matches!(backup(&data.0, &copies.0), Err(BackupError::Nothing(_))));
    let _log = Log::new(&data.0);
    let there = copies.0.join("there");
    std::fs::write(&there, b"mine").unwrap();
    assert!(matches!(backup(&data.0, &there), Err(BackupError::Exists(_))));
    assert_eq!(std::fs::read(&there).unwrap(), b"mine");
    let (path, _) = backup(&data.0, &copies.0.join("new")).unwrap();
    assert_eq!(path, copies.0.join("new"));
}
