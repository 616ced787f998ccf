//! How much one side may ask of the other.

use super::pair::{Net, Relay, Tablet};
use super::*;
use crate::entry::ENTRY_MAX;

/// A socket of somebody who is known and up to date.
fn greeted(case: &Case, who: &Someone, relay: &Relay) -> RelaySocket {
    let (mut socket, _) = RelaySocket::open(Short([7; 16]), String::new(), 0);
    let head = relay.studio.head;
    let talk = Talk::new(case.studio.id, false, Some((head, relay.hash_at(head))), Vec::new());
    let proof = Proof::sign(Short([7; 16]), "", case.studio.id, &who.key);
    let hello = talk.hello(Short::default(), Some(proof));
    let answers = socket.handle(RelayEvent::Frame(hello), &relay.studio);
    assert!(matches!(&answers[..], [RelayEffect::Send(ToDevice::Welcome(it))] if !it.heal), "{answers:?}");
    socket
}

#[test]
fn a_device_may_wait_for_256_documents_and_for_no_more() {
    let case = case();
    let relay = case.relay();
    let mut socket = greeted(&case, &case.member, &relay);
    let mut want = || socket.handle(RelayEvent::Frame(ToRelay::Want(case.doc, 0)), &relay.studio);
    assert_eq!(want(), [RelayEffect::Read(Reading::Doc(case.doc, 0))], "the first is read at once");
    for waiting in 1..=256 {
        assert_eq!(want(), [], "{waiting} wait");
    }
    assert_eq!(want(), [RelayEffect::Close(Closing::TooMany)]);
}

#[test]
fn a_device_asks_for_32_documents_before_the_first_has_come() {
    let case = case();
    let docs: Vec<_> = (0..100).map(|i| DocId([i; 16])).filter(|doc| *doc != DocId::ZERO).collect();
    let rows = docs.iter().map(|doc| Wanted { doc: *doc, last: 5, reached: 0 }).collect();
    let mut talk = Talk::new(case.studio.id, false, Some((5, Short::default())), rows);
    talk.handle(DeviceEvent::Up);
    let welcome = Welcome {
        head: 5,
        log_hash: Short::default(),
        tip: Short::default(),
        limits: Limits::default(),
        heal: false,
        reached: 0,
    };
    let wants = |effects: Vec<DeviceEffect>| {
        effects.into_iter().filter(|it| matches!(it, DeviceEffect::Send(ToRelay::Want(..)))).count()
    };
    assert_eq!(wants(talk.handle(DeviceEvent::Frame(ToDevice::Welcome(welcome)))), WANTS_AT_ONCE);
    // one for each that has come
    assert_eq!(wants(talk.handle(DeviceEvent::RowsSaved)), 0);
    assert_eq!(wants(talk.handle(DeviceEvent::GivenSaved(docs[0], 5, Delivered::Gone))), 1);
}

/// A person who may read nothing is still told, now and then, how far the log went: else the next Hello would read
/// all of it.
#[test]
fn a_device_that_is_fed_nothing_hears_after_1024_positions_how_far_the_log_went() {
    for (positions, hears) in [(1023, 0), (1024, 1)] {
        let mut case = case();
        let mut relay = case.relay();
        let head = relay.studio.head;
        let mut socket = greeted(&case, &case.other, &relay);
        let (member, doc) = (case.member.clone(), case.doc);
        (0..positions).for_each(|_| relay.append(&case.write(&member, doc, 1)));
        let asked = socket.handle(RelayEvent::Moved, &relay.studio);
        assert_eq!(asked, [RelayEffect::Read(Reading::Log(head))]);
        let read = relay.read(Reading::Log(head));
        let frames = socket.handle(read, &relay.studio);
        let heard = frames.iter().filter(|it| matches!(it, RelayEffect::Send(ToDevice::Feed(entries, up_to, _)) if entries.is_empty() && *up_to == head + positions));
        assert_eq!(heard.count(), hears, "after {positions}");
    }
}

#[test]
fn a_list_of_documents_goes_in_frames_of_4096_and_only_the_last_moves_the_cursor() {
    for (docs, frames) in [(OPENED_MAX, 1), (OPENED_MAX + 1, 2)] {
        let mut case = case();
        let mut relay = case.relay();
        let member = case.member.clone();
        let keepers = case.keepers(&member);
        // the roll and the case of before are listed too
        for _ in 0..docs - 2 {
            let doc = DocId::random(DocKind::Story, &mut case.studio.rng);
            let grant = case.grant(&member, doc, EntryId::ZERO, &keepers);
            relay.studio.rights.fold(&grant, &keepers, relay.studio.head + 1);
            relay.append(&grant);
        }
        let mut net = Net::new(relay.clone(), vec![Tablet::fresh(&member, &relay)]);
        net.connect(0);
        let mut rows = Vec::new();
        while net.tablets[0].cursor.is_none() {
            assert!(net.step(0));
            let now = net.tablets[0].rows.len();
            if rows.last() != Some(&now) && now > 0 && net.tablets[0].came.is_empty() {
                rows.push(now);
            }
        }
        assert_eq!(rows.len(), frames, "{rows:?}");
        assert_eq!(rows.last(), Some(&docs));
    }
}

#[test]
fn a_frame_takes_as_many_entries_as_fit_whatever_is_read_at_once() {
    // so large that a frame takes one, two, or many thousands
    for (len, entries) in [(ENTRY_MAX - 400, 5), (ENTRY_MAX / 2, 9), (1, PUSH_MAX + 904)] {
        let mut case = case();
        let mut relay = case.relay();
        relay.read_bytes = 16 << 20;
        let behind = relay.studio.head;
        let (member, doc) = (case.member.clone(), case.doc);
        (0..entries).for_each(|_| relay.append(&case.write(&member, doc, len)));
        let fed = Tablet::at(&case.founder, &relay, behind);
        let fresh = Tablet::fresh(&member, &relay);
        let mut net = Net::new(relay, vec![fed, fresh]);
        (0..2).for_each(|i| net.connect(i));
        net.settle();
        assert!(net.sent.iter().all(|(_, bytes)| *bytes <= FRAME_MAX));
        for tablet in &net.tablets {
            assert_once(tablet);
            let changes = tablet.came.iter().filter(|(_, it)| it.header.kind == Kind::Change);
            assert_eq!(changes.count(), entries, "of {len} bytes");
        }
    }
}

#[test]
fn a_push_that_is_no_entry_and_a_version_that_is_none_are_hung_up_on() {
    let case = case();
    let relay = case.relay();
    let mut socket = greeted(&case, &case.member, &relay);
    let push = ToRelay::Push(vec![vec![1, 2, 3].into()]);
    assert_eq!(
        socket.handle(RelayEvent::Frame(push), &relay.studio),
        [RelayEffect::Close(Closing::BadEntry)]
    );
    let talk = Talk::new(case.studio.id, false, None, Vec::new());
    let hello = |version, studio| {
        let ToRelay::Hello(hello) = talk.hello(Short::default(), None) else { panic!("a hello") };
        ToRelay::Hello(Hello { version, studio, ..hello })
    };
    let cases = [
        (hello(VERSION + 1, case.studio.id), Closing::Version),
        (hello(0, case.studio.id), Closing::Version),
        (hello(VERSION, StudioId([9; 16])), Closing::Unknown),
        (ToRelay::Push(Vec::new()), Closing::OutOfTurn),
        (ToRelay::Want(case.doc, 0), Closing::OutOfTurn),
    ];
    for (frame, why) in cases {
        let (mut socket, _) = RelaySocket::open(Short([7; 16]), String::new(), 0);
        assert_eq!(socket.handle(RelayEvent::Frame(frame), &relay.studio), [RelayEffect::Close(why)]);
    }
}
