//! People are let in and shut out while lines break and disks fail.

use client::engine::enrol::{self, Place};
use client::engine::session::VAULT;
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use shared::entry::{Entry, Header, RollPoint};
use shared::ids::{PersonId, TabletId};
use shared::keys::SealedVault;

use super::super::model::KINDS;
use super::*;

/// Everybody knows a case of one member; the founder, the clerk, that member and another one.
fn known_case() -> (SimRelay, Vec<Device<Document>>, DocId) {
    let (mut relay, mut devices) = studio();
    let case = begin_case(&mut devices[ONE]);
    converse(&mut relay, &mut devices, None);
    (relay, devices, case)
}

const FOUNDER: usize = 0;
const CLERK: usize = 1;
const ONE: usize = 2;
const OTHER: usize = 3;

fn person(devices: &[Device<Document>], i: usize) -> PersonId {
    devices[i].session.person
}

fn note(devices: &mut [Device<Document>], i: usize, case: DocId, byte: u8) {
    let edit =
        story::Edit::AddNote { id: ItemId([byte; 16]), text: "又来电询问".to_owned(), happened_ms: 0 };
    let write = Ask::Write(case.sibling(DocKind::Story), Edit::Story(edit), Heads::default());
    assert!(matches!(ask(&mut devices[i], write), Answer::Written(_)));
}

fn notes(device: &mut Device<Document>, case: DocId, bytes: &[u8]) -> Vec<usize> {
    let screen = device.engine().and_then(|engine| Document::look(engine, case)).expect("it is here");
    bytes.iter().map(|byte| screen.count(&Mark::Note(ItemId([*byte; 16])))).collect()
}

fn aside(device: &Device<Document>) -> usize {
    device.disk.platter().rows(Table::Aside, &[]).len()
}

fn holds(device: &Device<Document>, case: DocId) -> bool {
    KINDS.iter().any(|kind| !device.disk.platter().rows(Table::Entries, &case.sibling(*kind).0).is_empty())
}

#[test]
fn nobody_is_said_to_be_shut_out_of_what_is_not_here() {
    let (mut relay, mut devices) = studio();
    let case = begin_case(&mut devices[ONE]);
    let unshare = Ask::Unshare(case, person(&devices, ONE));
    let told = converse(&mut relay, &mut devices[..=CLERK], Some(Input::Ask(1, Box::new(unshare))));
    let is_refused =
        |it: &ToPage| matches!(it, ToPage::Answer(1, Answer::Trouble(it)) if it.code == "not-here");
    assert!(told.iter().any(is_refused), "{told:?}");
}

#[test]
fn what_was_asked_is_answered_also_when_the_engine_is_opened_anew_meanwhile() {
    let (mut relay, mut devices, case) = known_case();
    let one = person(&devices, ONE);
    let founder = &mut devices[FOUNDER];
    do_and_lose_the_line(&mut relay, founder, Ask::Unshare(case, one));
    // what the relay says next cannot be saved
    founder.disk.break_down(u8::MAX, 0);
    converse(&mut relay, std::slice::from_mut(founder), None);
    let lost = founder.reopen(|| [6; 32]).expect("its memory is ahead of its disk");
    assert_eq!(lost, [1]);
    founder.disk.mend();
    for _ in 0..2 {
        converse(&mut relay, &mut devices, None);
    }
    assert!(holds(&devices[ONE], case), "two of three parts were not taken: nobody goes on by itself");
    do_online(&mut relay, &mut devices, Ask::Unshare(case, one));
    assert!(!holds(&devices[ONE], case));
}

#[test]
fn nothing_is_written_by_a_change_of_the_roll_that_has_no_receipt() {
    let (mut relay, mut devices, case) = known_case();
    let remove = Ask::RemovePerson(person(&devices, OTHER));
    // it is on its way when the power goes
    let mut sockets = Sockets::default();
    until_it_pushes(&mut relay, &mut sockets, &mut devices[FOUNDER], Some(Input::Ask(1, Box::new(remove))));
    devices[FOUNDER].crash(false);
    devices[FOUNDER].start([6; 32]);
    note(&mut devices, FOUNDER, case, 1);
    // meanwhile somebody else changes the roll, so that it comes too late
    relay.keep_now(&second_device(&devices[ONE], relay.tip()), START_MS);
    for _ in 0..2 {
        converse(&mut relay, &mut devices[..=CLERK], None);
        devices[FOUNDER].host.set_now(START_MS + 60_000);
    }
    assert_eq!(devices[FOUNDER].engine().map(|it| it.outbox_len()), Some(0));
    assert_eq!(notes(&mut devices[CLERK], case, &[1]), [1]);
}

/// Whoever is at a device takes another one.
fn second_device(device: &Device<Document>, tip: RollPoint) -> Entry {
    let place = Place { tablet: TabletId([9; 16]), label: "M01b".to_owned(), office: false };
    let vault = device.disk.platter().row(Table::Meta, VAULT).expect("it was enrolled");
    let sealed = SealedVault::decode(&vault).expect("it was sealed");
    let rng = &mut ChaCha8Rng::seed_from_u64(2);
    let enrolled = enrol::add_device(&place, sealed, device.session.vault.clone(), tip, START_MS, rng);
    enrolled.expect("a device is added").entry
}

#[test]
fn whoever_is_let_in_by_somebody_who_had_not_heard_of_a_new_key_is_handed_it() {
    let (mut relay, mut devices, case) = known_case();
    let [one, other] = [ONE, OTHER].map(|i| person(&devices, i));
    do_online(&mut relay, &mut devices[..=FOUNDER], Ask::Unshare(case, one));
    note(&mut devices, FOUNDER, case, 1);
    assert_eq!(ask(&mut devices[CLERK], Ask::Share(case, other)), Answer::Done);
    converse(&mut relay, &mut devices[..=FOUNDER], None);
    // every key is older than this
    do_online(&mut relay, &mut devices[..=FOUNDER], Ask::RemovePerson(one));
    for _ in 0..2 {
        converse(&mut relay, &mut devices, None);
    }
    assert_eq!(aside(&devices[OTHER]), 0);
    assert_eq!(notes(&mut devices[OTHER], case, &[1]), [1]);
}

#[test]
fn whoever_is_shut_out_while_away_after_somebody_else_was_lets_go_of_the_case() {
    let (mut relay, mut devices, case) = known_case();
    let [one, other] = [ONE, OTHER].map(|i| person(&devices, i));
    do_online(&mut relay, &mut devices[..=CLERK], Ask::Share(case, other));
    do_online(&mut relay, &mut devices[..=CLERK], Ask::Unshare(case, other));
    do_online(&mut relay, &mut devices[..=CLERK], Ask::Unshare(case, one));
    converse(&mut relay, std::slice::from_mut(&mut devices[ONE]), None);
    assert!(!holds(&devices[ONE], case) && aside(&devices[ONE]) == 0);
}

#[test]
fn whoever_is_shut_out_of_what_they_made_before_they_read_so_far_lets_go_of_it() {
    let (mut relay, mut devices) = studio();
    let case = begin_case(&mut devices[ONE]);
    // it is pushed and taken; the line breaks before the Feed tells how far the log has come
    let mut sockets = Sockets::default();
    until_it_pushes(&mut relay, &mut sockets, &mut devices[ONE], None);
    let _ = relay.batch(&mut sockets, START_MS, false, false);
    devices[ONE].inputs.push_back(Input::Down);
    settle(&mut devices[ONE]);
    let one = person(&devices, ONE);
    converse(&mut relay, &mut devices[..=CLERK], None);
    do_online(&mut relay, &mut devices[..=CLERK], Ask::Unshare(case, one));
    for _ in 0..2 {
        converse(&mut relay, std::slice::from_mut(&mut devices[ONE]), None);
        devices[ONE].host.set_now(START_MS + 60_000);
    }
    assert!(!holds(&devices[ONE], case) && aside(&devices[ONE]) == 0);
}

#[test]
fn what_somebody_gave_before_they_were_shut_out_holds_nothing_up_when_they_are_let_in_again() {
    let (mut relay, mut devices, case) = known_case();
    let [one, other] = [ONE, OTHER].map(|i| person(&devices, i));
    // whoever made a case keeps it; whoever is let in writes in it
    assert_eq!(ask(&mut devices[ONE], Ask::Share(case, other)), Answer::Done);
    note(&mut devices, ONE, case, 1);
    do_online(&mut relay, &mut devices[..=FOUNDER], Ask::Unshare(case, one));
    do_online(&mut relay, &mut devices[..=FOUNDER], Ask::Share(case, one));
    for _ in 0..2 {
        converse(&mut relay, std::slice::from_mut(&mut devices[ONE]), None);
        devices[ONE].host.set_now(START_MS + 60_000);
    }
    assert_eq!(devices[ONE].engine().map(|it| it.outbox_len()), Some(0), "the office decides about it");
    for entry in relay.tray().to_vec() {
        let Header { doc, device, n, .. } = entry.header;
        if relay.tray().iter().any(|it| it.id == entry.id) {
            let up_to = relay.tray().iter().filter(|it| (it.header.doc, it.header.device) == (doc, device));
            let up_to = up_to.map(|it| it.header.n).max().unwrap_or(n);
            do_online(&mut relay, &mut devices[..=FOUNDER], Ask::Adopt(doc, device, up_to));
        }
    }
    assert_eq!(relay.tray(), []);
    assert_eq!(notes(&mut devices[FOUNDER], case, &[1]), [1]);
}

/// A device talks to the relay until it has noted that somebody lacks a key; then its power goes.
fn until_it_owes(relay: &mut SimRelay, device: &mut Device<Document>) {
    let mut sockets = Sockets::default();
    device.inputs.push_back(Input::Up);
    let mut out = relay.open(&mut sockets, 0, [0; 16], START_MS);
    loop {
        device.inputs.extend(out.drain(..).filter_map(|(_, frame)| Some(Input::Frame(frame?.encode()))));
        assert!(!device.inputs.is_empty(), "somebody lacks a key in the end");
        while !device.inputs.is_empty() {
            device.begin();
            while device.is_busy() {
                device.write();
                if !device.disk.platter().rows(Table::Meta, b"owed ").is_empty() {
                    device.crash(false);
                    return;
                }
            }
        }
        for frame in device.host.take_out() {
            out.extend(relay.frame(&mut sockets, 0, &frame));
        }
        out.extend(relay.batch(&mut sockets, START_MS, false, false));
    }
}

#[test]
fn a_key_that_somebody_lacks_is_handed_on_after_a_power_cut() {
    let (mut relay, mut devices, case) = known_case();
    let [one, other] = [ONE, OTHER].map(|i| person(&devices, i));
    do_online(&mut relay, &mut devices[..=FOUNDER], Ask::Unshare(case, one));
    note(&mut devices, FOUNDER, case, 1);
    converse(&mut relay, &mut devices[..=FOUNDER], None);
    assert_eq!(ask(&mut devices[CLERK], Ask::Share(case, other)), Answer::Done);
    until_it_owes(&mut relay, &mut devices[CLERK]);
    devices[CLERK].start([6; 32]);
    for _ in 0..2 {
        converse(&mut relay, &mut devices[CLERK..], None);
    }
    assert_eq!(notes(&mut devices[OTHER], case, &[1]), [1]);
    assert!(devices[CLERK].disk.platter().rows(Table::Meta, b"owed ").is_empty());
}
