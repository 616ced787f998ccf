//! Two logs that differ: what each lacks comes to it, once, and the tablets' places are those of the relay again.

use std::collections::BTreeMap;

use super::pair::{Net, Relay, Tablet, name_of};
use super::*;
use crate::roll::{BadRoll, RollBody, SetRoles};

/// A studio with some stories on its relay, and how its log began.
struct Healing {
    case: Case,
    relay: Relay,
    docs: Vec<DocId>,
}

fn stocked(count: usize) -> Healing {
    let mut case = case();
    let mut relay = case.relay();
    let member = case.member.clone();
    let mut docs = Vec::new();
    for _ in 0..count {
        docs.push(story(&mut case, &mut relay, &member));
    }
    Healing { case, relay, docs }
}

fn story(case: &mut Case, relay: &mut Relay, maker: &Someone) -> DocId {
    let keepers = case.keepers(maker);
    let doc = DocId::random(DocKind::Story, &mut case.studio.rng);
    for entry in case.make(maker, doc, &keepers, 2) {
        assert!(matches!(relay.keep(&entry), Outcome::Kept(_)), "{entry:?}");
    }
    doc
}

/// A device that has read the whole log.
fn whole(who: &Someone, relay: &Relay) -> Tablet {
    let mut tablet = Tablet::at(who, relay, relay.studio.head);
    tablet.hold(relay.entries().zip(1..).map(|(it, at)| (Some(at), it)));
    tablet
}

/// Every tablet holds what the relay holds, at the same places, and stands at the end of its log.
fn assert_agree(net: &Net, tablets: &[usize]) {
    let kept: BTreeMap<_, _> = net.relay.entries().zip(1..).map(|(it, at)| (name_of(it), Some(at))).collect();
    assert_eq!(kept.len(), net.relay.entries().count(), "nothing lies there twice");
    for i in tablets {
        let tablet = &net.tablets[*i];
        let held: BTreeMap<_, _> = tablet.disk.iter().map(|(name, (at, _))| (*name, *at)).collect();
        assert_eq!(held, kept, "tablet {i}");
        let head = net.relay.studio.head;
        assert_eq!(tablet.cursor, Some((head, net.relay.hash_at(head))), "tablet {i}");
        assert!(tablet.rows.is_empty());
    }
    assert_eq!(net.closed, []);
}

#[test]
fn a_relay_that_was_put_back_from_an_old_copy_gets_back_what_it_lost_and_everybody_goes_on() {
    let Healing { mut case, mut relay, .. } = stocked(7);
    let old = relay.clone();
    let (member, founder) = (case.member.clone(), case.founder.clone());
    for _ in 0..5 {
        story(&mut case, &mut relay, &member);
    }
    let lost = relay.studio.head;
    let tablets = vec![whole(&founder, &relay), whole(&member, &relay)];
    let mut net = Net::new(old, tablets);
    net.connect(0);
    net.settle();
    assert_eq!(net.relay.studio.head, lost, "the office has handed in what was lost");
    net.connect(1);
    net.settle();
    assert_agree(&net, &[0, 1]);
    assert_eq!((net.tablets[0].heals, net.tablets[1].heals), (1, 1));
    let own = net.relay.entries().filter(|it| it.header.device == member.device()).count();
    let receipts: BTreeSet<_> = net.tablets[1]
        .receipts
        .iter()
        .filter(|it| it.device == member.device())
        .map(|it| (it.doc, it.n))
        .collect();
    assert_eq!(receipts.len(), own, "every entry of its own has its receipt again");
    // and the conversation is as it was before
    let entry = case.write(&member, case.doc, 40);
    net.tablets[1].hold([(None, &entry)]);
    net.tablets[1].outbox.push(entry);
    net.push(1);
    net.settle();
    net.tablets.iter_mut().for_each(|it| it.outbox.clear());
    assert_agree(&net, &[0, 1]);
}

#[test]
fn what_was_wanted_when_the_relay_was_put_back_is_asked_for_by_the_healing() {
    let Healing { mut case, mut relay, docs } = stocked(3);
    let old = relay.clone();
    let (member, founder) = (case.member.clone(), case.founder.clone());
    story(&mut case, &mut relay, &member);
    let mut tablet = whole(&founder, &relay);
    let row = Wanted { doc: docs[0], last: old.studio.head, reached: 0 };
    tablet.rows.insert(row.doc, row);
    tablet.restart();
    let mut net = Net::new(old, vec![tablet]);
    net.connect(0);
    net.settle();
    assert_agree(&net, &[0]);
    assert_eq!(net.tablets[0].heals, 1);
}

#[test]
fn a_relay_that_went_on_after_it_was_put_back_is_healed_both_ways_although_its_head_has_passed() {
    let Healing { mut case, mut relay, docs } = stocked(7);
    let mut old = relay.clone();
    let (member, founder, other) = (case.member.clone(), case.founder.clone(), case.other.clone());
    // a member who was not there meanwhile
    let away = whole(&other, &old);
    for _ in 0..3 {
        story(&mut case, &mut relay, &member);
    }
    let tablets = vec![whole(&founder, &relay), whole(&member, &relay), away];
    for _ in 0..4 {
        story(&mut case, &mut old, &other);
    }
    assert!(old.studio.head > relay.studio.head, "the head has passed the cursors");
    let mut net = Net::new(old, tablets);
    for i in 0..3 {
        net.connect(i);
        net.settle();
    }
    assert_agree(&net, &[0]);
    assert_eq!(net.tablets[2].heals, 0, "who was away when the log differed lacks only what is new");
    // the member may not read what the other wrote
    let readable = |doc: DocId| {
        doc == DocId::ZERO
            || net.relay.studio.rights.now(net.relay.studio.roll.now(), doc, member.person).is_some()
    };
    let kept: BTreeSet<_> = net.relay.entries().filter(|it| readable(it.header.doc)).map(name_of).collect();
    assert_eq!(net.tablets[1].disk.keys().copied().collect::<BTreeSet<_>>(), kept);
    assert!(docs.iter().all(|doc| readable(*doc)));
    assert!(net.tablets[0].offered_max <= 3, "page by page");
}

#[test]
fn a_healing_that_is_cut_after_any_frame_begins_again_and_ends() {
    let Healing { mut case, mut relay, .. } = stocked(4);
    let mut old = relay.clone();
    let (member, founder, other) = (case.member.clone(), case.founder.clone(), case.other.clone());
    for _ in 0..3 {
        story(&mut case, &mut relay, &member);
    }
    let office = || whole(&founder, &relay);
    for _ in 0..3 {
        story(&mut case, &mut old, &other);
    }
    let mut steps = 0;
    loop {
        let mut net = Net::new(old.clone(), vec![office()]);
        net.connect(0);
        let cut = (0..steps).all(|_| net.step(0));
        net.cut(0);
        if steps % 2 == 0 {
            net.tablets[0].restart();
        }
        net.connect(0);
        net.settle();
        assert_agree(&net, &[0]);
        if !cut {
            break;
        }
        steps += 1;
    }
    assert!(steps > 15, "{steps} frames");
}

#[test]
fn a_device_that_the_old_copy_does_not_know_brings_the_roll_that_knows_it() {
    let Healing { mut case, mut relay, .. } = stocked(2);
    let old = relay.clone();
    let founder = case.founder.clone();
    let late = case.studio.joined(&founder, "P07", &[Role::Member]);
    let chain: Vec<_> = case.studio.chain.clone();
    for entry in &chain {
        relay.keep(entry);
    }
    story(&mut case, &mut relay, &late);
    let tablet = {
        let mut tablet = whole(&late, &relay);
        let tip = case.studio.roll.tip().id;
        tablet.tip = short(&tip.0);
        tablet.roll_after = chain[case_chain_len(&old)..].to_vec();
        tablet
    };
    let mut net = Net::new(old, vec![tablet]);
    net.connect(0);
    net.settle();
    assert_eq!(net.closed, [Closing::Busy], "the relay knows it now and asks it to greet again");
    net.closed.clear();
    net.connect(0);
    net.settle();
    assert_eq!(net.relay.studio.roll.tip(), case.studio.roll.tip());
    assert_eq!(net.tablets[0].heals, 2, "once as a stranger, once as who it is");
    assert_eq!(net.tablets[0].refused, []);
    assert_eq!(net.relay.studio.head, relay.studio.head);
    assert_eq!(net.closed, []);
}

fn case_chain_len(relay: &Relay) -> usize {
    relay.studio.roll.tip().depth as usize
}

#[test]
fn what_a_removed_person_wrote_before_is_taken_from_whoever_keeps_the_document_and_else_lies_in_the_tray() {
    let Healing { mut case, mut relay, docs } = stocked(1);
    let old = relay.clone();
    let (founder, member, other) = (case.founder.clone(), case.member.clone(), case.other.clone());
    let gives = case.studio.gives(docs[0], &case.key, &[(Recipient::Person(other.person), Right::Write)]);
    let grant = case.grant(&member, docs[0], EntryId::ZERO, &gives);
    let written = case.write(&other, docs[0], 40);
    let more = case.write(&member, docs[0], 40);
    for entry in [&grant, &written, &more] {
        assert!(matches!(relay.keep(entry), Outcome::Kept(_)));
    }
    // the relay was put back, and the other was removed before anybody came
    case.studio.take(&founder, &RollBody::RemovePerson(other.person, Vec::new())).unwrap();
    let removal = case.studio.chain.last().unwrap().clone();
    for (carrier, is_kept) in [(&founder, true), (&other, false)] {
        let mut relay = old.clone();
        assert!(matches!(relay.keep(&removal), Outcome::Kept(_)));
        let hand = Hand::Healing(carrier.device());
        relay.keep_from(&grant, Hand::Healing(member.device()));
        let outcome = relay.keep_from(&written, hand);
        match outcome {
            Outcome::Kept(_) => assert!(is_kept),
            // from any other hand it goes into the tray
            Outcome::Held(_) => assert!(!is_kept),
            Outcome::Refused(it) => panic!("{it:?}"),
        }
        let Outcome::Refused(it) = old.clone().keep_from(&removal, Hand::Push) else { continue };
        panic!("{it:?}");
    }
    let mut pushed = old.clone();
    pushed.keep(&removal);
    pushed.keep(&grant);
    let late = pushed.keep(&written);
    assert!(matches!(late, Outcome::Held(_)), "as new it is too late: it lies in the tray");
}

#[test]
fn a_roll_that_forked_keeps_the_relays_branch_and_the_other_counts_for_what_it_took_away() {
    let mut case = case();
    let founder = case.founder.clone();
    let (member, other) = (case.member.clone(), case.other.clone());
    let trunk = case.studio.roll.clone();
    // the branch that is lost: somebody joins, somebody is removed
    let late = case.studio.joined(&founder, "P08", &[Role::Member]);
    case.studio.take(&founder, &RollBody::RemovePerson(other.person, Vec::new())).unwrap();
    let lost: Vec<_> = case.studio.chain[trunk.tip().depth as usize..].to_vec();
    let doc = case.doc;
    let written = case.write(&member, doc, 40);
    // the branch that stands
    let set = SetRoles {
        person: member.person,
        roles: vec![Role::Member, Role::Clerk],
        epochs: vec![],
        secrets: vec![],
    };
    let header = Header { roll: trunk.tip(), ..case.studio.header(&founder, Kind::Roll, DocId::ZERO) };
    let body = crate::codec::encode(&RollBody::SetRoles(set));
    let standing = Entry::sign(&header, [3; 24], &body, &founder.key).unwrap();
    let mut roll = trunk.clone();
    roll.take(&standing).unwrap();
    let before = roll.clone();
    assert_eq!(roll.take(&lost[0]), Err(BadRoll::NotNext));
    for stray in &lost {
        assert_eq!(roll.stray(stray), Ok(()), "{stray:?}");
        assert_eq!(roll.stray(stray), Err(BadRoll::Taken));
    }
    assert_eq!(roll.tip(), before.tip(), "the branch that stands goes on alone");
    assert!(roll.now().device(other.device()).is_none(), "who was removed is removed");
    assert!(
        roll.at(roll.tip()).unwrap().device(other.device()).is_some(),
        "what they wrote before stays theirs"
    );
    assert!(roll.now().device(late.device()).is_none(), "who joined must be invited again");
    let stray =
        |i: usize| crate::entry::RollPoint { id: lost[i].id, depth: trunk.tip().depth + 1 + i as u32 };
    assert!(roll.at(stray(1)).unwrap().device(late.device()).is_some(), "and what they wrote then is theirs");
    assert!(roll.at(stray(2)).unwrap().device(other.device()).is_none());
    assert!(roll.at(stray(0)).unwrap().device(late.device()).is_none());
    assert_eq!(roll.to_redo(), 2, "an invitation and a joining are to be done again");

    // an entry that names a stray is judged as it stood, and the next may name the branch that stands
    let mut rights = case.relay.rights.clone();
    rights.forget(DocId::ZERO);
    let judged = judge_received(&written, &roll, &rights, None);
    assert_eq!(judged, Ok(None), "it names the last stray");
    let last = Last::of(&written);
    assert!(last.roll.depth > roll.tip().depth, "the stray lies deeper");
    let next = altered(&written, &member, |it| (it.n, it.roll) = (it.n + 1, roll.tip()));
    assert_eq!(judge_received(&next, &roll, &rights, Some(&last)), Ok(None));
    let back = altered(&written, &member, |it| (it.n, it.roll) = (it.n + 1, trunk.tip()));
    assert_eq!(judge_received(&back, &roll, &rights, Some(&last)), Err(Reason::Backwards), "an ancestor");
    let back = altered(&written, &member, |it| (it.n, it.roll) = (it.n + 1, stray(0)));
    assert_eq!(
        judge_received(&back, &roll, &rights, Some(&last)),
        Err(Reason::Backwards),
        "of the strays too"
    );
}

#[test]
fn ten_thousand_documents_heal_in_pages_and_frames_of_bounded_size() {
    // one document costs the same however many there are: counted in readings of the log
    let (small, large) = (healing_frames(60), healing_frames(120));
    assert!(large < small * 5 / 2, "{small} frames for 60 documents, {large} for 120");
}

fn healing_frames(count: usize) -> usize {
    let Healing { case, relay, .. } = stocked(count);
    let old = case.relay();
    let mut net = Net::new(old, vec![whole(&case.founder, &relay)]);
    net.connect(0);
    net.settle();
    assert_agree(&net, &[0]);
    net.sent.len()
}
