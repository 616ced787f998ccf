//! Devices that were away, and logs that are not what one side thinks.

use super::pair::{Net, Relay, Tablet};
use super::*;

/// How much happened meanwhile.
const AWAY: usize = 10_000;

/// A relay whose log grew by so many changes of one document, the founder's device far behind.
fn grown(changes: usize) -> (Case, Relay, u64) {
    let mut case = case();
    let mut relay = case.relay();
    let behind = relay.studio.head;
    let (member, doc) = (case.member.clone(), case.doc);
    for _ in 0..changes {
        // the judgement has its own tests
        relay.append(&case.write(&member, doc, 40));
    }
    (case, relay, behind)
}

#[test]
fn a_device_that_missed_ten_thousand_entries_is_fed_each_once_and_costs_the_relay_one_reading() {
    let (case, relay, behind) = grown(AWAY);
    let read_bytes = relay.read_bytes;
    let mut net = Net::new(relay.clone(), vec![Tablet::at(&case.founder, &relay, behind)]);
    net.connect(0);
    net.settle();
    let tablet = &net.tablets[0];
    assert_once(tablet);
    assert_eq!(tablet.came.len(), AWAY);
    assert!(tablet.came.is_sorted_by_key(|(position, _)| *position));
    assert_eq!(tablet.cursor, Some((relay.studio.head, relay.hash_at(relay.studio.head))));
    assert!(tablet.asked.is_empty(), "the Feed brings it all");
    let bytes: usize = relay.entries().skip(behind as usize).map(|it| it.bytes().len()).sum();
    let sent: usize = net.sent.iter().map(|(_, bytes)| bytes).sum();
    assert!(sent <= bytes + bytes / 10, "{sent} bytes for {bytes} bytes of entries");
    assert!(net.waiting_max <= read_bytes + read_bytes / 4, "{} bytes wait for one tablet", net.waiting_max);
    assert!(net.sent.iter().all(|(_, bytes)| *bytes <= FRAME_MAX));
}

#[test]
fn a_long_feed_that_is_cut_goes_on_where_it_was_saved_and_brings_nothing_twice() {
    let (case, mut relay, behind) = grown(AWAY);
    relay.read_bytes = 100_000;
    let mut net = Net::new(relay.clone(), vec![Tablet::at(&case.founder, &relay, behind)]);
    let mut times = 0;
    while net.tablets[0].cursor.map(|(at, _)| at) != Some(relay.studio.head) {
        net.connect(0);
        (0..9).for_each(|_| assert!(net.step(0) || net.tablets[0].came.len() == AWAY));
        net.cut(0);
        net.tablets[0].restart();
        times += 1;
        assert!(times < 200, "it never ends");
    }
    assert!(times > 5, "it was cut {times} times only");
    assert_once(&net.tablets[0]);
    assert_eq!(net.tablets[0].came.len(), AWAY);
}

#[test]
fn a_device_behind_is_fed_from_its_cursor_on() {
    let (case, relay, behind) = grown(20);
    for missing in [0, 1, 19, 20] {
        let at = behind + 20 - missing;
        let mut net = Net::new(relay.clone(), vec![Tablet::at(&case.founder, &relay, at)]);
        net.connect(0);
        net.settle();
        let positions: Vec<_> = net.tablets[0].came.iter().map(|(position, _)| *position).collect();
        assert_eq!(positions, (at + 1..=relay.studio.head).collect::<Vec<_>>());
        assert_eq!(net.tablets[0].heals, 0);
    }
}

/// A relay restored from an old copy, or a device whose log is another: they heal, and what waited is kept.
#[test]
fn a_device_ahead_of_the_relay_or_with_another_log_heals_and_what_waited_is_kept() {
    let (mut case, relay, behind) = grown(20);
    let (member, doc) = (case.member.clone(), case.doc);
    let ahead = Some((relay.studio.head + 1, Short([1; 16])));
    let other = Some((behind + 3, Short([1; 16])));
    let at_head = Some((relay.studio.head, Short([1; 16])));
    let entry = case.write(&member, doc, 40);
    for cursor in [ahead, other, at_head] {
        let mut tablet = Tablet::fresh(&member, &relay);
        tablet.cursor = cursor;
        tablet.restart();
        tablet.outbox.push(entry.clone());
        let mut net = Net::new(relay.clone(), vec![tablet]);
        net.connect(0);
        net.settle();
        let tablet = &net.tablets[0];
        assert_eq!(tablet.heals, 1, "{cursor:?}");
        assert_eq!(tablet.receipts.len(), 1, "what waited is kept all the same");
        let head = net.relay.studio.head;
        assert_eq!(tablet.cursor, Some((head, net.relay.hash_at(head))), "it stands where the relay does");
        assert_eq!(net.closed, []);
    }
}

#[test]
fn a_locked_tablet_hands_in_what_waits_and_is_told_nothing_else() {
    let (mut case, mut relay, _) = grown(3);
    let entry = case.write(&case.member.clone(), case.doc, 40);
    let (mut socket, _) = RelaySocket::open(Short([7; 16]), String::new(), 0);
    let talk = Talk::new(case.studio.id, false, None, Vec::new());
    let answers = socket.handle(RelayEvent::Frame(talk.hello(Short::default(), None)), &relay.studio);
    assert!(matches!(answers[..], [RelayEffect::Send(ToDevice::Welcome(_))]));
    let pushed = ToRelay::Push(vec![entry.bytes().to_vec().into()]);
    let answers = socket.handle(RelayEvent::Frame(pushed), &relay.studio);
    let [RelayEffect::Append(entries, _)] = &answers[..] else { panic!("{answers:?}") };
    let outcome = relay.keep(&entries[0]);
    let answers = socket.handle(RelayEvent::Appended(vec![outcome]), &relay.studio);
    assert!(matches!(&answers[..], [RelayEffect::Send(ToDevice::Receipts(it))] if it.len() == 1));
    assert_eq!(socket.handle(RelayEvent::Moved, &relay.studio), []);
    for frame in [ToRelay::Want(case.doc, 0), ToRelay::Saved(1), talk.hello(Short::default(), None)] {
        let (mut socket, _) = RelaySocket::open(Short([7; 16]), String::new(), 0);
        socket.handle(RelayEvent::Frame(talk.hello(Short::default(), None)), &relay.studio);
        let answers = socket.handle(RelayEvent::Frame(frame), &relay.studio);
        assert_eq!(answers, [RelayEffect::Close(Closing::OutOfTurn)]);
    }
}
