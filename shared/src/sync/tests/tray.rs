//! What somebody hands in whose right has ended: held, read by keepers alone, taken in by an Adopt entry.

use super::*;
use crate::codec;
use crate::roll::{AdoptBody, RollBody};
use pair::{Net, Tablet};

fn adopt(case: &mut Case, who: &Someone, doc: DocId, device: &Someone, up_to: u64) -> Entry {
    let header = case.studio.header(who, Kind::Adopt, doc);
    let body = AdoptBody { device: device.device(), up_to };
    let entry = Entry::sign(&header, [4; 24], &codec::encode(&body), &who.key).unwrap();
    case.studio.counted(&entry);
    entry
}

fn remove(case: &mut Case, who: &Someone) -> Entry {
    let founder = case.founder.clone();
    case.studio.take(&founder, &RollBody::RemovePerson(who.person, Vec::new())).unwrap();
    case.studio.chain.last().unwrap().clone()
}

fn reason(outcome: Outcome) -> Reason {
    match outcome {
        Outcome::Refused(refused) => refused.reason,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_member_removed_while_away_is_given_the_removal_and_hands_in_what_is_unsent() {
    let mut case = case();
    let (member, doc) = (case.member.clone(), case.doc);
    let mut relay = case.relay();
    let before = relay.studio.head;
    let unsent = vec![case.write(&member, doc, 40), case.write(&member, doc, 50)];
    let removal = remove(&mut case, &member);
    relay.keep(&removal);
    let mut tablet = Tablet::at(&member, &relay, before);
    tablet.outbox = unsent.clone();
    let mut net = Net::new(relay, vec![tablet]);
    net.connect(0);
    net.settle();
    let came = &net.tablets[0].came;
    assert_eq!(came.last().map(|(_, it)| it.id), Some(removal.id), "the removal");
    assert!(came.iter().all(|(_, it)| it.header.kind == Kind::Roll), "and nothing else than the roll");
    let held = Held { doc, device: member.device(), up_to: 3 };
    assert_eq!(net.tablets[0].held, [held]);
    assert!(net.tablets[0].outbox.is_empty() && net.closed.is_empty());
    assert_eq!(net.relay.tray, unsent);
    assert!(net.relay.entries().all(|it| it.header.device != member.device() || it.header.n == 1));
    // what is handed in twice is held once, and nothing but what follows is held
    let fork = altered(&unsent[1], &member, |it| it.written_ms += 1);
    assert_eq!(reason(net.relay.keep(&fork)), Reason::Gap);
}

#[test]
fn the_tray_takes_only_what_its_author_might_have_written_without_gaps() {
    let mut case = case();
    let (member, other, doc) = (case.member.clone(), case.other.clone(), case.doc);
    let mut relay = case.relay();
    let (second, third) = (case.write(&member, doc, 40), case.write(&member, doc, 40));
    let foreign = case.write(&other, doc, 40);
    for gone in [&member, &other] {
        let removal = remove(&mut case, gone);
        relay.keep(&removal);
    }
    assert_eq!(reason(relay.keep(&third)), Reason::Gap);
    assert_eq!(reason(relay.keep(&foreign)), Reason::Forbidden, "no right by the roll that it names");
    let knowing = altered(&second, &member, |it| it.roll = case.studio.roll.tip());
    assert_eq!(reason(relay.keep(&knowing)), Reason::Removed, "written after its removal");
    let forged = altered(&second, &other, |_| ());
    assert_eq!(reason(relay.keep(&forged)), Reason::Signature);
    let roll = case.studio.roll_entry(&member, &RollBody::RemoveDevice(other.device(), Vec::new()));
    assert!(matches!(relay.keep(&roll), Outcome::Refused(_)), "a roll entry never");
    assert!(matches!(relay.keep(&second), Outcome::Held(_)));
    assert!(matches!(relay.keep(&third), Outcome::Held(_)));
}

#[test]
fn only_a_keeper_takes_late_entries_in_and_every_reader_gets_them_as_they_were_signed() {
    let mut case = case();
    let (founder, member, other, doc) =
        (case.founder.clone(), case.member.clone(), case.other.clone(), case.doc);
    let late: Vec<_> = (0..3).map(|_| case.write(&member, doc, 40)).collect();
    let mut relay = case.relay();
    let removal = remove(&mut case, &member);
    relay.keep(&removal);
    late.iter().for_each(|it| assert!(matches!(relay.keep(it), Outcome::Held(_))));
    assert!(relay.studio.keeps(founder.person, doc) && !relay.studio.keeps(other.person, doc));
    let posing = adopt(&mut case, &other, doc, &member, 2);
    assert_eq!(reason(relay.keep(&posing)), Reason::Forbidden);
    let head = relay.studio.head;
    let adoption = adopt(&mut case, &founder, doc, &member, 3);
    let reader = Tablet::at(&founder.again("P01", &mut case.studio.rng), &relay, head);
    assert!(matches!(relay.keep(&adoption), Outcome::Kept(_)));
    assert_eq!(relay.tray, [late[2].clone()], "the third stays");
    let log: Vec<_> = relay.entries().skip(head as usize).cloned().collect();
    assert_eq!(log, [adoption.clone(), late[0].clone(), late[1].clone()]);
    for (entry, n) in [(&adoption, 1), (&log[1], 2), (&log[2], 3)] {
        let last =
            (n > 1).then(|| Last { n: n - 1, id: entry.id, roll: entry.header.roll, taken: EntryId::ZERO });
        assert_eq!(judge_received(entry, &relay.studio.roll, &relay.studio.rights, last.as_ref()), Ok(None));
    }
    drop(reader);
}

#[test]
fn a_document_that_was_never_handed_in_is_taken_in_by_those_who_keep_its_kind() {
    let mut case = case();
    let (founder, member, other) = (case.founder.clone(), case.member.clone(), case.other.clone());
    let doc = DocId::random(DocKind::Case, &mut case.studio.rng);
    let keepers = case.keepers(&member);
    let made = case.make(&member, doc, &keepers, 2);
    let mut relay = case.relay();
    let removal = remove(&mut case, &member);
    relay.keep(&removal);
    made.iter().for_each(|it| assert!(matches!(relay.keep(it), Outcome::Held(_)), "{it:?}"));
    assert!(!relay.studio.rights.knows(doc));
    assert!(relay.studio.keeps(founder.person, doc) && !relay.studio.keeps(other.person, doc));
    let posing = adopt(&mut case, &other, doc, &member, 3);
    assert_eq!(reason(relay.keep(&posing)), Reason::Forbidden);
    let adoption = adopt(&mut case, &founder, doc, &member, 3);
    assert!(matches!(relay.keep(&adoption), Outcome::Kept(_)));
    assert!(relay.studio.rights.knows(doc) && relay.tray.is_empty());
}

#[test]
fn a_right_taken_away_sends_what_was_written_before_into_the_tray_and_nothing_after() {
    let mut case = case();
    let (founder, member, doc) = (case.founder.clone(), case.member.clone(), case.doc);
    let mut relay = case.relay();
    let late = case.write(&member, doc, 40);
    let mut taking = case.studio.gives(doc, &case.key.clone(), &[]);
    taking.takes = vec![Recipient::Person(member.person)];
    taking.on = relay.studio.rights.last(doc);
    let taking = case.grant(&founder, doc, EntryId::ZERO, &taking);
    assert!(matches!(relay.keep(&taking), Outcome::Kept(_)));
    let knowing = altered(&late, &member, |it| it.taken = taking.id);
    assert_eq!(reason(relay.keep(&knowing)), Reason::Forbidden);
    assert!(matches!(relay.keep(&late), Outcome::Held(_)));
}
