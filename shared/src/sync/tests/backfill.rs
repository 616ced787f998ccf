//! A device that has nothing yet, or not everything that it may read.

use super::pair::{Net, Relay, Tablet};
use super::*;

/// A studio with its own page and 40 stories, one of them long; readings are small, so that it comes in pieces.
fn stocked() -> (Case, Relay) {
    let mut case = case();
    let mut relay = case.relay();
    relay.read_bytes = 2000;
    let (founder, member) = (case.founder.clone(), case.member.clone());
    let page = DocId::only(case.studio.id, DocKind::Studio);
    let keepers = case.keepers(&founder);
    let mut made = case.make(&founder, page, &keepers, 2);
    let keepers = case.keepers(&member);
    for i in 0..40 {
        let doc = DocId::random(DocKind::Story, &mut case.studio.rng);
        made.extend(case.make(&member, doc, &keepers, if i == 7 { 60 } else { 3 }));
    }
    for entry in &made {
        assert!(matches!(relay.keep(entry), Outcome::Kept(_)), "{entry:?}");
    }
    (case, relay)
}

/// The tablet has the whole log, and nothing came twice.
fn assert_whole(net: &Net, i: usize) {
    let tablet = &net.tablets[i];
    assert_once(tablet);
    let came: BTreeSet<_> = tablet.ids().into_iter().collect();
    let kept: BTreeSet<_> = net.relay.entries().map(|it| it.id).collect();
    assert_eq!(came, kept);
    assert!(tablet.rows.is_empty());
    let head = net.relay.studio.head;
    assert_eq!(tablet.cursor, Some((head, net.relay.hash_at(head))));
}

#[test]
fn a_fresh_device_fetches_the_roll_then_the_studios_page_then_the_newest_and_everything_once() {
    let (case, relay) = stocked();
    let mut net = Net::new(relay.clone(), vec![Tablet::fresh(&case.founder, &relay)]);
    net.connect(0);
    net.settle();
    assert_whole(&net, 0);
    let mut order = Vec::new();
    for doc in &net.tablets[0].asked {
        if !order.contains(doc) {
            order.push(*doc);
        }
    }
    let last = |doc: DocId| relay.entries().zip(1..).filter(|(it, _)| it.header.doc == doc).last().unwrap().1;
    assert_eq!(order[..2], [DocId::ZERO, DocId::only(case.studio.id, DocKind::Studio)]);
    assert!(order[2..].is_sorted_by_key(|doc| u64::MAX - last(*doc)), "the newest first");
    assert!(net.tablets[0].asked.len() > order.len() + 5, "the long ones come in pieces");
}

#[test]
fn a_device_that_has_everything_is_asked_and_told_nothing_more() {
    let (case, mut relay) = stocked();
    let head = relay.studio.head;
    relay.studio.reached = head;
    let mut net = Net::new(relay.clone(), vec![Tablet::at(&case.founder, &relay, head)]);
    net.connect(0);
    net.settle();
    assert_eq!(net.sent.len(), 2, "a challenge and a welcome");
    assert!(net.tablets[0].came.is_empty() && net.tablets[0].asked.is_empty());
}

#[test]
fn a_backfill_that_is_cut_anywhere_goes_on_and_fetches_nothing_twice() {
    let (case, relay) = stocked();
    let mut whole = Net::new(relay.clone(), vec![Tablet::fresh(&case.founder, &relay)]);
    whole.connect(0);
    let steps = (0..).take_while(|_| whole.step(0)).count();
    assert!(steps > 150, "{steps} steps");
    let mut cuts_in_mid_document = 0;
    for cut in 0..steps {
        for is_crash in [false, true] {
            let mut net = Net::new(relay.clone(), vec![Tablet::fresh(&case.founder, &relay)]);
            net.connect(0);
            (0..cut).for_each(|_| assert!(net.step(0)));
            net.cut(0);
            if is_crash {
                net.tablets[0].restart();
            }
            let rows = &net.tablets[0].rows;
            cuts_in_mid_document += usize::from(rows.values().any(|row| row.reached > 0));
            net.connect(0);
            net.settle();
            assert_whole(&net, 0);
        }
    }
    assert!(cuts_in_mid_document > 20, "only {cuts_in_mid_document} cuts in the middle of a document");
}

#[test]
fn what_an_older_socket_still_brings_is_not_asked_for_again() {
    let case = case();
    let rows: Vec<_> = [4, 9].map(|last| Wanted { doc: DocId([last as u8; 16]), last, reached: 0 }).to_vec();
    let mut talk = Talk::new(case.studio.id, false, Some((9, Short::default())), rows.clone());
    let given = Given { doc: rows[0].doc, entries: Vec::new(), delivered: Delivered::Done };
    talk.handle(DeviceEvent::Frame(ToDevice::Given(given)));
    talk.handle(DeviceEvent::GivenSaved(rows[0].doc, 4, Delivered::Done));
    talk.handle(DeviceEvent::Up);
    let welcome = Welcome {
        head: 9,
        log_hash: Short::default(),
        tip: Short::default(),
        limits: Limits::default(),
        heal: false,
        reached: 0,
    };
    let effects = talk.handle(DeviceEvent::Frame(ToDevice::Welcome(welcome)));
    let wants: Vec<_> =
        effects.iter().filter(|it| matches!(it, DeviceEffect::Send(ToRelay::Want(..)))).collect();
    assert_eq!(wants, [&DeviceEffect::Send(ToRelay::Want(rows[1].doc, 0))]);
}

#[test]
fn a_line_that_is_cut_after_every_few_frames_still_ends_with_everything_once() {
    let (case, relay) = stocked();
    let mut net = Net::new(relay.clone(), vec![Tablet::fresh(&case.founder, &relay)]);
    let mut times = 0;
    loop {
        net.connect(0);
        // five steps open the conversation and list what there is; the rest are work
        let went = (0..10 + times % 7).filter(|_| net.step(0)).count();
        if net.tablets[0].cursor.is_some() && net.tablets[0].rows.is_empty() && went < 10 {
            break;
        }
        net.cut(0);
        times += 1;
        assert!(times < 1000, "it never ends");
    }
    assert!(times > 10, "it was cut {times} times only");
    assert_whole(&net, 0);
}

#[test]
fn somebody_who_may_read_one_document_is_given_no_other() {
    let (case, relay) = stocked();
    let mut net = Net::new(relay.clone(), vec![Tablet::fresh(&case.other, &relay)]);
    net.connect(0);
    net.settle();
    assert_once(&net.tablets[0]);
    assert!(net.tablets[0].came.iter().all(|(_, it)| it.header.kind == Kind::Roll));
    assert_eq!(net.tablets[0].came.len(), case.studio.chain.len());
    assert!(net.tablets[0].rows.is_empty());
}

#[test]
fn an_office_device_says_saved_only_when_nothing_is_wanted_any_more() {
    let (case, relay) = stocked();
    let mut net = Net::new(relay.clone(), vec![Tablet::fresh(&case.founder, &relay)]);
    net.connect(0);
    while net.relay.studio.reached == 0 {
        assert!(net.step(0), "it never says so");
    }
    assert!(net.tablets[0].rows.is_empty());
    net.settle();
    assert_eq!(net.tablets[0].reached, relay.studio.head);
    // a member's device has everything of theirs and says nothing: it does not stand in the office
    let mut net = Net::new(relay.clone(), vec![Tablet::fresh(&case.member, &relay)]);
    net.connect(0);
    net.settle();
    assert_eq!(net.relay.studio.reached, 0);
}
