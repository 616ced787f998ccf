//! What every store must do. A backend's tests call [`check`] with a way to open the same store again and again.

use shared::api::LoginName;
use shared::entry::{Entry, Header, Kind, RollPoint};
use shared::ids::{DeviceId, DocId, DocKind, DropName, EntryId, KeyName, PersonId, StudioId};
use shared::keys::SignKey;
use shared::sync::{Last, Receipt, Short};

use super::{Batch, DropRow, NewEntry, PersonRow, SessionRow, Store, StudioRow, StudioWrite, TrayRow, Write};

/// The studio that the entries of [`entry`] belong to.
pub(crate) const STUDIO: StudioId = StudioId([1; 16]);
const OTHER: StudioId = StudioId([2; 16]);

/// Runs every check on a store that is empty at first.
pub(crate) fn check(open: &dyn Fn() -> Box<dyn Store>) {
    begins_empty(&*open());
    keeps_what_was_committed(open);
    reads_in_order_and_in_pages(&*open());
    writes_all_or_nothing(open);
    keeps_studios_apart(&*open());
    keeps_people(open);
    keeps_invitations_and_then_only_their_names(&*open());
    keeps_sessions_until_they_end(open);
    counts_series(open);
    holds_what_came_too_late_until_it_is_swept(open);
    destroys_documents_and_keeps_their_places(open);
}

/// An entry of a document, signed by a device of its own for each document.
pub(crate) fn entry(doc: DocId, n: u64, kind: Kind) -> Entry {
    let key = SignKey::from_seed(&[doc.0[0]; 32]);
    let header = Header {
        format: 1,
        studio: STUDIO,
        doc,
        kind,
        key: KeyName::ZERO,
        device: key.public().device(),
        n,
        roll: RollPoint { id: EntryId([7; 32]), depth: 3 },
        taken: EntryId::ZERO,
        written_ms: 5,
    };
    Entry::sign(&header, [n as u8; 24], &[8; 600], &key).unwrap()
}

fn doc(byte: u8) -> DocId {
    DocId([byte; 16]).sibling(DocKind::Case)
}

fn device(byte: u8) -> DeviceId {
    SignKey::from_seed(&[byte; 32]).public().device()
}

fn new(position: u64, entry: Entry) -> NewEntry {
    NewEntry { position, kept_ms: 1000 + position, hash: Short([position as u8; 16]), entry }
}

fn batch(head: u64, entries: Vec<NewEntry>) -> Batch {
    let row = StudioRow { studio: STUDIO, head, log_hash: [head as u8; 32], reached: head / 2, bytes: 9 };
    Batch { studios: vec![StudioWrite { row, entries }], writes: Vec::new() }
}

fn write(store: &dyn Store, writes: Vec<Write>) {
    store.commit(&Batch { studios: Vec::new(), writes }).unwrap();
}

fn begins_empty(store: &dyn Store) {
    assert_eq!(store.studios().unwrap(), []);
    assert_eq!(store.docs(STUDIO).unwrap(), []);
    assert_eq!(store.hash_at(STUDIO, 0).unwrap(), Some(Short::default()));
    assert_eq!(store.hash_at(STUDIO, 1).unwrap(), None);
    assert_eq!(store.founding().unwrap(), None);
    assert!(store.log(STUDIO, 0, 1000).unwrap().entries.is_empty());
}

fn keeps_what_was_committed(open: &dyn Fn() -> Box<dyn Store>) {
    let secret = open().secret().unwrap();
    let mut first = batch(
        3,
        vec![
            new(1, entry(DocId::ZERO, 1, Kind::Roll)),
            new(2, entry(doc(5), 1, Kind::Grant)),
            new(3, entry(doc(5), 2, Kind::Change)),
        ],
    );
    first.writes.extend([Write::Found(STUDIO), Write::Founding(Some([4; 32]))]);
    open().commit(&first).unwrap();
    let store = open();
    assert_eq!(store.secret().unwrap(), secret, "the secret is drawn once");
    assert_eq!(store.founding().unwrap(), Some([4; 32]));
    assert_eq!(store.studios().unwrap(), [first.studios[0].row.clone()]);
    assert_eq!(store.hash_at(STUDIO, 2).unwrap(), Some(Short([2; 16])));
    let mut rights = Vec::new();
    store.rights(STUDIO, &mut |(position, _, entry)| rights.push((position, entry.header.kind))).unwrap();
    assert_eq!(rights, [(1, Kind::Roll), (2, Kind::Grant)]);
    let last = entry(doc(5), 2, Kind::Change);
    assert_eq!(store.last(STUDIO, doc(5), device(5)).unwrap(), Some(Last::of(&last)));
    assert_eq!(store.last(STUDIO, doc(6), device(5)).unwrap(), None);
    let (id, receipt) = store.kept(STUDIO, doc(5), device(5), 2).unwrap().unwrap();
    assert_eq!((id, receipt.position, receipt.kept_ms, receipt.n), (last.id, 3, 1003, 2));
    assert_eq!(store.kept(STUDIO, doc(5), device(5), u64::MAX).unwrap(), None);
}

fn reads_in_order_and_in_pages(store: &dyn Store) {
    let more = (4..=9).map(|at| new(at, entry(doc(5 + at as u8 % 2), at, Kind::Change))).collect();
    store.commit(&batch(9, more)).unwrap();
    let all = store.log(STUDIO, 0, 1 << 20).unwrap();
    assert_eq!(all.entries.iter().map(|(at, ..)| *at).collect::<Vec<_>>(), (1..=9).collect::<Vec<_>>());
    assert_eq!((all.up_to, all.hash, all.more), (9, Short([9; 16]), false));
    assert_eq!(all.entries[2].2, entry(doc(5), 2, Kind::Change), "the bytes are those that came");
    let page = store.log(STUDIO, 4, 2000).unwrap();
    assert_eq!(page.entries.iter().map(|(at, ms, _)| (*at, *ms)).collect::<Vec<_>>(), [(5, 1005), (6, 1006)]);
    assert_eq!((page.up_to, page.hash, page.more), (6, Short([6; 16]), true));
    let small = store.log(STUDIO, 4, 1).unwrap();
    assert_eq!((small.entries.len(), small.more), (1, true), "one entry comes however large it is");
    let of = |after, bytes| store.doc(STUDIO, doc(5), after, bytes).unwrap();
    assert_eq!(of(0, 1 << 20).entries.iter().map(|(at, ..)| *at).collect::<Vec<_>>(), [2, 3, 4, 6, 8]);
    assert_eq!((of(3, 900).up_to, of(3, 900).more, of(8, 900).more), (4, true, false));
    counts_numbers(store);
    let mut docs = store.docs(STUDIO).unwrap();
    docs.sort();
    assert_eq!(docs, [(DocId::ZERO, 1), (doc(5), 8), (doc(6), 9)]);
}

fn counts_numbers(store: &dyn Store) {
    let all = store.log(STUDIO, 0, 1 << 20).unwrap();
    let mut names: Vec<_> = all
        .entries
        .iter()
        .map(|(at, ms, it)| (it.header.doc, it.header.device, it.header.n, *at, *ms))
        .collect();
    names.sort();
    let of = |after, up_to, about| {
        let (receipts, more) = store.numbers(STUDIO, after, up_to, about).unwrap();
        let name = |it: Receipt| (it.doc, it.device, it.n, it.position, it.kept_ms);
        (receipts.into_iter().map(name).collect::<Vec<_>>(), more)
    };
    assert_eq!(of(None, None, 1000), (names.clone(), None));
    let first: Vec<_> = names.iter().filter(|it| it.0 == DocId::ZERO).copied().collect();
    assert_eq!(of(None, Some(DocId::ZERO), 1000), (first.clone(), None));
    assert_eq!(of(None, None, 1), (first.clone(), Some(DocId::ZERO)), "whole documents, as many as it takes");
    assert_eq!(of(Some(DocId::ZERO), None, 1000).0, names[first.len()..]);
}

fn writes_all_or_nothing(open: &dyn Fn() -> Box<dyn Store>) {
    let before = open().studios().unwrap();
    // the second entry has a number that is taken
    let torn = vec![new(10, entry(doc(7), 1, Kind::Change)), new(11, entry(doc(5), 2, Kind::Change))];
    let mut torn = batch(11, torn);
    torn.writes.push(Write::Founding(None));
    assert!(open().commit(&torn).is_err());
    let store = open();
    assert_eq!(store.studios().unwrap(), before);
    assert_eq!(store.founding().unwrap(), Some([4; 32]));
    assert!(store.doc(STUDIO, doc(7), 0, 1000).unwrap().entries.is_empty());
    assert!(store.commit(&batch(9, vec![new(9, entry(doc(7), 1, Kind::Change))])).is_err(), "9 is taken");
}

fn keeps_studios_apart(store: &dyn Store) {
    write(store, vec![Write::Found(OTHER)]);
    let mut same = batch(1, vec![new(1, entry(doc(5), 2, Kind::Change))]);
    same.studios[0].row.studio = OTHER;
    store.commit(&same).unwrap();
    assert_eq!(store.log(OTHER, 0, 1 << 20).unwrap().entries.len(), 1);
    assert_eq!(store.log(STUDIO, 0, 1 << 20).unwrap().entries.len(), 9);
    assert_eq!(store.docs(OTHER).unwrap(), [(doc(5), 1)]);
    assert_eq!(store.kept(OTHER, doc(5), device(5), 4).unwrap(), None);
    assert_eq!(store.log(StudioId([9; 16]), 0, 1000).unwrap().entries, []);
}

fn person(byte: u8, login: &str) -> PersonRow {
    PersonRow {
        studio: STUDIO,
        person: PersonId([byte; 16]),
        login: LoginName::parse(login).unwrap(),
        auth: [byte; 32],
        salt: [byte; 16],
        version: 1,
        sheet: Some(DropName([byte; 16])),
        vault: vec![byte; 300],
    }
}

fn keeps_people(open: &dyn Fn() -> Box<dyn Store>) {
    let (amina, ben) = (person(1, "amina"), person(2, "ben"));
    write(&*open(), vec![Write::Person(Box::new(amina.clone())), Write::Person(Box::new(ben.clone()))]);
    let newer = PersonRow { version: 2, sheet: None, auth: [9; 32], ..amina.clone() };
    write(&*open(), vec![Write::Person(Box::new(newer.clone()))]);
    let store = open();
    assert_eq!(store.person_by_login(&amina.login).unwrap(), Some(newer.clone()));
    assert_eq!(store.person(STUDIO, amina.person).unwrap(), Some(newer));
    assert_eq!(store.person(OTHER, amina.person).unwrap(), None);
    assert_eq!(store.person_by_sheet(DropName([1; 16])).unwrap(), None, "the sheet was given up");
    assert_eq!(store.person_by_sheet(DropName([2; 16])).unwrap(), Some(ben));
    let thief = Write::Person(Box::new(person(3, "ben")));
    assert!(store.commit(&Batch { studios: Vec::new(), writes: vec![thief] }).is_err(), "the name is taken");
}

fn keeps_invitations_and_then_only_their_names(store: &dyn Store) {
    let package = |byte, until_ms| DropRow {
        studio: STUDIO,
        name: DropName([byte; 16]),
        until_ms,
        used_ms: None,
        package: Some(vec![byte; 50]),
    };
    let (used, late, good) = (package(1, 900), package(2, 100), package(3, 900));
    write(store, [&used, &late, &good].map(|row| Write::Drop(row.clone())).into());
    assert_eq!(store.drops(STUDIO).unwrap(), 3);
    write(
        store,
        vec![Write::SpendDrop(used.name, 150), Write::Sweep { ended_ms: 200, spent_ms: 50, tray_ms: 0 }],
    );
    let spent = DropRow { used_ms: Some(150), package: None, ..used.clone() };
    assert_eq!(store.invitation(used.name).unwrap(), Some(spent));
    assert_eq!(store.invitation(late.name).unwrap(), Some(DropRow { package: None, ..late.clone() }));
    assert_eq!(store.invitation(good.name).unwrap(), Some(good.clone()));
    assert_eq!(store.drops(STUDIO).unwrap(), 1);
    write(store, vec![Write::Sweep { ended_ms: 200, spent_ms: 151, tray_ms: 0 }]);
    assert_eq!((store.invitation(used.name).unwrap(), store.invitation(late.name).unwrap()), (None, None));
    assert_eq!(store.invitation(good.name).unwrap(), Some(good));
}

fn keeps_sessions_until_they_end(open: &dyn Fn() -> Box<dyn Store>) {
    let session = |byte, person, until_ms| SessionRow {
        hash: [byte; 32],
        studio: STUDIO,
        person: PersonId([person; 16]),
        device: (byte == 1).then_some(device(5)),
        until_ms,
    };
    let all = [session(1, 1, 500), session(2, 1, 500), session(3, 2, 500), session(4, 2, 100)];
    write(&*open(), all.clone().map(Write::Session).into());
    let found = |row: &SessionRow| open().session(&row.hash).unwrap();
    assert_eq!(found(&all[0]), Some(all[0].clone()));
    write(
        &*open(),
        vec![Write::EndSession(all[1].hash), Write::Sweep { ended_ms: 200, spent_ms: 0, tray_ms: 0 }],
    );
    assert_eq!(all.each_ref().map(|row| found(row).is_some()), [true, false, true, false]);
    write(&*open(), vec![Write::EndSessions(STUDIO, PersonId([1; 16]))]);
    assert_eq!(all.each_ref().map(|row| found(row).is_some()), [false, false, true, false]);
}

fn counts_series(open: &dyn Fn() -> Box<dyn Store>) {
    assert_eq!(open().number(STUDIO, &[1; 16]).unwrap(), 0);
    write(&*open(), vec![Write::Number(STUDIO, [1; 16], 1), Write::Number(STUDIO, [2; 16], 7)]);
    write(&*open(), vec![Write::Number(STUDIO, [1; 16], 2)]);
    assert_eq!(open().number(STUDIO, &[1; 16]).unwrap(), 2);
    assert_eq!(open().number(OTHER, &[1; 16]).unwrap(), 0);
}

fn destroys_documents_and_keeps_their_places(open: &dyn Fn() -> Box<dyn Store>) {
    let before = open().log(STUDIO, 0, 1 << 20).unwrap();
    let bytes = open().studios().unwrap()[0].bytes;
    let gone = before.entries.iter().filter(|(.., entry)| entry.header.doc == doc(5)).count();
    assert!(gone > 1, "there is something to destroy");
    write(&*open(), vec![Write::Erase(STUDIO, vec![doc(5), doc(99)])]);
    let store = open();
    let after = store.log(STUDIO, 0, 1 << 20).unwrap();
    assert_eq!(after.entries.len(), before.entries.len() - gone);
    assert!(after.entries.iter().all(|(.., entry)| entry.header.doc != doc(5)));
    assert_eq!((after.up_to, after.hash), (before.up_to, before.hash), "the log goes as far as before");
    assert_eq!(store.hash_at(STUDIO, 2).unwrap(), Some(Short([2; 16])), "and its hashes hold");
    assert!(store.doc(STUDIO, doc(5), 0, 1 << 20).unwrap().entries.is_empty());
    assert_eq!(store.tray_last(STUDIO, doc(5), device(5)).unwrap(), None, "its tray is empty");
    let mut rights = Vec::new();
    store.rights(STUDIO, &mut |(_, _, entry)| rights.push(entry.header.doc)).unwrap();
    assert!(!rights.contains(&doc(5)), "its grants are gone");
    assert!(store.studios().unwrap()[0].bytes <= bytes);
    write(&*store, vec![Write::Erase(STUDIO, vec![doc(5)])]);
}

fn holds_what_came_too_late_until_it_is_swept(open: &dyn Fn() -> Box<dyn Store>) {
    let late = |doc, n, since_ms| TrayRow { since_ms, entry: entry(doc, n, Kind::Change) };
    let rows = [late(doc(5), 20, 700), late(doc(5), 21, 700), late(doc(5), 22, 900), late(doc(7), 1, 900)];
    write(&*open(), rows.clone().map(|row| Write::Tray(STUDIO, Box::new(row))).into());
    let all = |store: &dyn Store| {
        let (rows, more) = store.tray(STUDIO, (DocId::ZERO, DeviceId([0; 16]), 0), 1 << 20).unwrap();
        assert!(!more);
        rows
    };
    let store = open();
    assert_eq!(all(&*store), rows, "in order, with the bytes that came");
    let (page, more) = store.tray(STUDIO, (doc(5), device(5), 20), 1).unwrap();
    assert_eq!((page, more), (vec![rows[1].clone()], true), "one entry comes however large it is");
    assert_eq!(store.tray_last(STUDIO, doc(5), device(5)).unwrap(), Some(Last::of(&rows[2].entry)));
    assert_eq!(store.tray_last(OTHER, doc(5), device(5)).unwrap(), None);
    assert_eq!(store.tray_entry(STUDIO, doc(5), device(5), 21).unwrap(), Some(rows[1].entry.id));
    assert_eq!(store.tray_entry(STUDIO, doc(5), device(5), 23).unwrap(), None);
    let bytes = |rows: &[TrayRow]| rows.iter().map(|row| row.entry.bytes().len() as u64).sum::<u64>();
    let size = store.tray_size(STUDIO, device(7)).unwrap();
    assert_eq!((size.device, size.studio), (bytes(&rows[3..]), bytes(&rows)));
    write(&*store, vec![Write::Untray(STUDIO, doc(5), device(5), 20)]);
    drop(store);
    assert_eq!(all(&*open()), rows[1..]);
    write(&*open(), vec![Write::Sweep { ended_ms: 0, spent_ms: 0, tray_ms: 900 }]);
    assert_eq!(all(&*open()), rows[2..], "what has lain there too long is gone");
    let session = SessionRow {
        hash: [9; 32],
        studio: STUDIO,
        person: PersonId([3; 16]),
        device: Some(device(5)),
        until_ms: 500,
    };
    let other = SessionRow { hash: [8; 32], device: Some(device(6)), ..session.clone() };
    write(&*open(), vec![Write::Session(session.clone()), Write::Session(other.clone())]);
    write(&*open(), vec![Write::EndDevice(STUDIO, device(5))]);
    assert_eq!(open().session(&session.hash).unwrap(), None);
    assert_eq!(open().session(&other.hash).unwrap(), Some(other));
}
