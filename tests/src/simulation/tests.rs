//! What the simulation has found, told by hand: each was a fault of the engine.

use client::engine::Input;
use client::engine::api::{Answer, Ask, Tick, ToPage};
use client::engine::disk::Table;
use record::enums::{Channel, PartyKind, PartyRole};
use record::{Document, Edit, Heads, ItemId, people, story};
use shared::ids::{DocId, DocKind};
use shared::sync::{ToDevice, ToRelay};

use super::cast::{Cast, START_MS, converse};
use super::device::Device;
use super::model::Mark;
use super::relay::{SimRelay, Sockets};
use super::shown::{Shown, Tier};

mod shuts;

/// The devices of a story's beginning, switched on, and the relay.
fn studio() -> (SimRelay, Vec<Device<Document>>) {
    let cast = Cast::get();
    let devices = cast.disks().map(|disk| {
        let mut device = Device::new(disk, None);
        device.start([5; 32]);
        device
    });
    (cast.relay(), devices.collect())
}

/// Asks offline, and lets the disk do what it likes.
fn ask(device: &mut Device<Document>, ask: Ask) -> Answer {
    device.inputs.push_back(Input::Ask(1, Box::new(ask)));
    settle(device);
    let told = device.host.take_told().into_iter();
    let mut answers =
        told.filter_map(|it| if let ToPage::Answer(1, answer) = it { Some(answer) } else { None });
    answers.next().expect("every ask is answered")
}

fn begin_case(device: &mut Device<Document>) -> DocId {
    match ask(device, Ask::NewCase(Channel::Phone, Vec::new())) {
        Answer::Made(case) => case,
        other => panic!("no case was made: {other:?}"),
    }
}

fn shows(device: &mut Device<Document>, case: DocId) -> bool {
    device.engine().and_then(|engine| Document::look(engine, case)).is_some()
}

#[test]
fn a_right_that_a_full_disk_did_not_take_is_given_the_next_time() {
    let (mut relay, mut devices) = studio();
    let [one, other] = [2, 3];
    let case = begin_case(&mut devices[one]);
    let person = devices[other].session.person;
    devices[one].disk.fill(1);
    assert!(matches!(ask(&mut devices[one], Ask::Share(case, person)), Answer::Trouble(_)));
    assert_eq!(ask(&mut devices[one], Ask::Share(case, person)), Answer::Done);
    converse(&mut relay, &mut devices, None);
    assert!(shows(&mut devices[other], case), "what was called done was done");
}

#[test]
fn what_the_relay_opens_to_a_device_whose_disk_refuses_it_is_fetched_later() {
    let (mut relay, mut devices) = studio();
    let [one, other] = [2, 3];
    let case = begin_case(&mut devices[one]);
    converse(&mut relay, &mut devices, None);
    let person = devices[other].session.person;
    assert_eq!(ask(&mut devices[one], Ask::Share(case, person)), Answer::Done);
    converse(&mut relay, &mut devices[..other], None);
    devices[other].disk.break_down(1, 0);
    converse(&mut relay, std::slice::from_mut(&mut devices[other]), None);
    assert!(
        devices[other].reopen(|| [6; 32]).is_some(),
        "the engine knows that its memory is ahead of its disk"
    );
    converse(&mut relay, &mut devices, None);
    assert!(shows(&mut devices[other], case));
}

/// Somebody does what takes a relay, and everybody given talks to it before and after.
fn do_online(relay: &mut SimRelay, devices: &mut [Device<Document>], ask: Ask) {
    let told = converse(relay, devices, Some(Input::Ask(1, Box::new(ask))));
    let is_done = |it: &ToPage| matches!(it, ToPage::Answer(1, Answer::Done));
    assert!(told.iter().any(is_done), "{told:?}");
}

/// Does everything that waits to be done.
fn settle(device: &mut Device<Document>) {
    while !device.inputs.is_empty() || device.is_busy() {
        device.begin();
        device.write();
    }
}

/// A device talks to the relay until it has pushed something, after it was given one thing more to do. Nobody has judged
/// the push yet.
fn until_it_pushes(
    relay: &mut SimRelay,
    sockets: &mut Sockets,
    device: &mut Device<Document>,
    mut then: Option<Input>,
) {
    device.inputs.push_back(Input::Up);
    let mut out = relay.open(sockets, 0, [0; 16], START_MS);
    loop {
        device.inputs.extend(out.drain(..).filter_map(|(_, frame)| Some(Input::Frame(frame?.encode()))));
        if device.inputs.is_empty() {
            device.inputs.extend(then.take());
        }
        assert!(!device.inputs.is_empty(), "something is pushed in the end");
        while let Some(input) = device.inputs.pop_front() {
            let rest = std::mem::replace(&mut device.inputs, [input].into());
            settle(device);
            device.inputs.extend(rest);
            for frame in device.host.take_out() {
                let is_push = matches!(ToRelay::decode(&frame), Ok(ToRelay::Push(_)));
                out.extend(relay.frame(sockets, 0, &frame));
                if is_push {
                    device.inputs.clear();
                    return;
                }
            }
        }
    }
}

/// Somebody does what takes a relay: it is pushed, and the line breaks before anything comes back.
fn do_and_lose_the_line(relay: &mut SimRelay, device: &mut Device<Document>, ask: Ask) {
    let mut sockets = Sockets::default();
    until_it_pushes(relay, &mut sockets, device, Some(Input::Ask(1, Box::new(ask))));
    let _ = relay.batch(&mut sockets, START_MS, false, false);
    device.inputs.push_back(Input::Down);
    settle(device);
}

fn tick(device: &mut Device<Document>, case: DocId) -> Option<Tick> {
    let (_, cases) = device.engine()?.claims();
    cases.into_iter().find_map(|(of, tick)| (of == case).then_some(tick))
}

#[test]
fn what_lies_in_the_tray_is_shown_as_on_this_tablet_alone() {
    let (mut relay, mut devices) = studio();
    let one = 2;
    let case = begin_case(&mut devices[one]);
    let person = devices[one].session.person;
    do_online(&mut relay, &mut devices[..1], Ask::RemovePerson(person));
    converse(&mut relay, std::slice::from_mut(&mut devices[one]), None);
    assert_eq!(devices[one].engine().map(|engine| engine.is_dismissed()), Some(true), "all was handed in");
    assert_eq!(tick(&mut devices[one], case), Some(Tick::Saved), "no reader has it");
}

#[test]
fn what_others_write_by_a_roll_change_whose_receipt_was_lost_is_read() {
    let (mut relay, mut devices) = studio();
    let [founder, one, other] = [0, 2, 3];
    let case = begin_case(&mut devices[one]);
    converse(&mut relay, &mut devices, None);
    let person = devices[other].session.person;
    do_and_lose_the_line(&mut relay, &mut devices[founder], Ask::RemovePerson(person));
    converse(&mut relay, std::slice::from_mut(&mut devices[one]), None);
    let number = "12000001001".to_owned();
    let party = ItemId([1; 16]);
    let (role, kind, name) = (PartyRole::Applicant, PartyKind::Person, "赵样工".to_owned());
    for edit in [
        people::Edit::AddParty { id: party, role, kind, name },
        people::Edit::SetPhone { party, number: number.clone(), label: String::new() },
    ] {
        let write = Ask::Write(case.sibling(DocKind::People), Edit::People(edit), Heads::default());
        assert!(matches!(ask(&mut devices[one], write), Answer::Written(_)));
    }
    converse(&mut relay, std::slice::from_mut(&mut devices[one]), None);
    converse(&mut relay, std::slice::from_mut(&mut devices[founder]), None);
    assert_eq!(devices[founder].disk.platter().rows(Table::Aside, &[]), []);
    let screen = devices[founder].engine().and_then(|engine| Document::look(engine, case));
    assert_eq!(screen.map(|it| it.count(&Mark::Phone(party, number))), Some(1));
}

#[test]
fn whoever_was_let_in_and_shut_out_again_while_away_keeps_nothing_and_is_told_of_nothing() {
    let (mut relay, mut devices) = studio();
    let [founder, one, other] = [0, 2, 3];
    let case = begin_case(&mut devices[one]);
    let person = devices[other].session.person;
    assert_eq!(ask(&mut devices[one], Ask::Share(case, person)), Answer::Done);
    converse(&mut relay, &mut devices[..other], None);
    do_online(&mut relay, &mut devices[founder..one], Ask::Unshare(case, person));
    converse(&mut relay, std::slice::from_mut(&mut devices[other]), None);
    for table in [Table::Aside, Table::Wanted] {
        assert_eq!(devices[other].disk.platter().rows(table, &[]), []);
    }
    for kind in [DocKind::Case, DocKind::Story, DocKind::People] {
        assert_eq!(devices[other].disk.platter().rows(Table::Entries, &case.sibling(kind).0), []);
    }
}

#[test]
fn whoever_is_let_in_again_before_they_heard_of_being_shut_out_goes_on_as_if_nothing_had_been() {
    let (mut relay, mut devices) = studio();
    let [founder, one, other] = [0, 2, 3];
    let case = begin_case(&mut devices[one]);
    let person = devices[other].session.person;
    assert_eq!(ask(&mut devices[one], Ask::Share(case, person)), Answer::Done);
    converse(&mut relay, &mut devices, None);
    do_online(&mut relay, &mut devices[founder..one], Ask::Unshare(case, person));
    let notes = [1, 2].map(|byte| ItemId([byte; 16]));
    let write = |id| {
        let edit = story::Edit::AddNote { id, text: "又来电询问".to_owned(), happened_ms: 0 };
        Ask::Write(case.sibling(DocKind::Story), Edit::Story(edit), Heads::default())
    };
    let (mut sockets, device) = (Sockets::default(), &mut devices[other]);
    assert!(matches!(ask(device, write(notes[0])), Answer::Written(_)));
    // it is told that its note lies in the tray, and loses the line before it is told why
    until_it_pushes(&mut relay, &mut sockets, device, None);
    let held = relay.batch(&mut sockets, START_MS, false, false).into_iter().filter_map(|(_, frame)| frame);
    let held: Vec<_> = held.filter(|it| matches!(it, ToDevice::Held(_))).collect();
    assert_eq!(held.len(), 1);
    device.inputs.extend(held.into_iter().map(|it| Input::Frame(it.encode())));
    device.inputs.push_back(Input::Down);
    settle(device);
    assert_eq!((device.engine().map(|it| it.outbox_len()), relay.tray().len()), (Some(0), 1));

    do_online(&mut relay, &mut devices[founder..one], Ask::Share(case, person));
    assert!(matches!(ask(&mut devices[other], write(notes[1])), Answer::Written(_)));
    for _ in 0..2 {
        converse(&mut relay, std::slice::from_mut(&mut devices[other]), None);
        devices[other].host.set_now(START_MS + 60_000);
    }
    converse(&mut relay, &mut devices[..one], None);
    let screen =
        devices[founder].engine().and_then(|engine| Document::look(engine, case)).expect("it is here");
    assert_eq!(notes.map(|note| screen.count(&Mark::Note(note))), [1, 1]);
    assert_eq!(relay.tray(), [], "nothing is left that nobody could take in");
}
