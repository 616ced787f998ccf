//! What the ledger keeps, whatever happens to the file.

use std::fs;

use super::*;
use crate::testing::Folder;

const STUDIO: StudioId = StudioId([7; 16]);

fn erased(no: u8) -> Erased {
    Erased { studio: STUDIO, doc: DocId([no; 16]), by: EntryId([9; 32]) }
}

fn docs(folder: &Folder) -> Vec<DocId> {
    Ledger::open(&folder.0).unwrap().of(STUDIO).collect()
}

#[test]
fn what_was_added_is_there_after_a_restart_and_stands_once() {
    let folder = Folder::new("ledger");
    let mut ledger = Ledger::open(&folder.0).unwrap();
    ledger.add(&[erased(1), erased(2)]).unwrap();
    ledger.add(&[erased(2), erased(3), erased(3)]).unwrap();
    drop(ledger);
    assert_eq!(docs(&folder), [DocId([1; 16]), DocId([2; 16]), DocId([3; 16])]);
    let len = fs::metadata(Ledger::path(&folder.0)).unwrap().len();
    assert_eq!(len as usize, HEAD.len() + 3 * RECORD_LEN);
    assert_eq!(Ledger::open(&folder.0).unwrap().of(StudioId([8; 16])).count(), 0, "of another studio");
}

#[test]
fn a_record_that_was_cut_off_anywhere_is_taken_away_and_the_next_one_stands() {
    let folder = Folder::new("ledger-torn");
    Ledger::open(&folder.0).unwrap().add(&[erased(1), erased(2)]).unwrap();
    let path = Ledger::path(&folder.0);
    let whole = fs::read(&path).unwrap();
    for cut in 0..whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        let mut ledger = Ledger::open(&folder.0).unwrap();
        let before = ledger.of(STUDIO).count();
        assert_eq!(before, cut.saturating_sub(HEAD.len()) / RECORD_LEN, "cut at {cut}");
        ledger.add(&[erased(3)]).unwrap();
        drop(ledger);
        assert_eq!(docs(&folder).len(), before + 1, "cut at {cut}");
    }
    // a block that was made longer but never written
    fs::write(&path, [&whole[..], &[0; RECORD_LEN]].concat()).unwrap();
    assert_eq!(docs(&folder).len(), 2);
}

#[test]
fn a_damaged_record_is_said_and_never_forgotten() {
    let folder = Folder::new("ledger-damaged");
    Ledger::open(&folder.0).unwrap().add(&[erased(1), erased(2)]).unwrap();
    let path = Ledger::path(&folder.0);
    let mut bytes = fs::read(&path).unwrap();
    bytes[HEAD.len() + 3] ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert!(matches!(Ledger::open(&folder.0), Err(LedgerError::Damaged(_))));
    fs::write(&path, b"something else").unwrap();
    assert!(matches!(Ledger::open(&folder.0), Err(LedgerError::Damaged(_))));
}

#[test]
fn a_restore_adds_and_forgets_nothing() {
    let (here, backup) = (Folder::new("ledger-here"), Folder::new("ledger-backup"));
    Ledger::open(&backup.0).unwrap().add(&[erased(1), erased(2)]).unwrap();
    let mut ledger = Ledger::open(&here.0).unwrap();
    ledger.add(&[erased(2), erased(3)]).unwrap();
    assert_eq!(ledger.add_from(&Ledger::path(&backup.0)).unwrap(), 1);
    assert_eq!(ledger.add_from(&Ledger::path(&backup.0)).unwrap(), 0);
    drop(ledger);
    assert_eq!(docs(&here).len(), 3);
}
