//! What the simulation has found, told by hand: each was a fault of the engine.

use client::engine::Input;
use client::engine::api::{Answer, Ask, ToPage};
use record::Document;
use record::enums::Channel;
use shared::ids::DocId;

use super::cast::{Cast, converse};
use super::device::Device;
use super::relay::SimRelay;
use super::shown::Tier;

/// The devices of a story's beginning, switched on, and the relay.
fn studio() -> (SimRelay, Vec<Device<Document>>) {
    let cast = Cast::get();
    let devices = cast.devices().map(|(session, disk)| {
        let mut device = Device::new(session, disk, None);
        device.start([5; 32]);
        device
    });
    (cast.relay(), devices.collect())
}

/// Asks offline, and lets the disk do what it likes.
fn ask(device: &mut Device<Document>, ask: Ask) -> Answer {
    device.inputs.push_back(Input::Ask(1, Box::new(ask)));
    while !device.inputs.is_empty() || device.is_busy() {
        device.begin();
        device.write();
    }
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
    assert!(devices[other].reopen(|| [6; 32]), "the engine knows that its memory is ahead of its disk");
    converse(&mut relay, &mut devices, None);
    assert!(shows(&mut devices[other], case));
}
