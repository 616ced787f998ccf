//! Devices that are connected while things happen.

use super::pair::{Net, Tablet};
use super::*;

/// A founder, the maker of a case and another member, all connected and up to date; the case has ten changes.
fn three() -> (Case, Net, Someone, DocId) {
    let mut case = case();
    let mut relay = case.relay();
    let member = case.member.clone();
    let doc = case.doc;
    for _ in 0..10 {
        let change = case.write(&member, doc, 40);
        assert!(matches!(relay.keep(&change), Outcome::Kept(_)));
    }
    let head = relay.studio.head;
    let everybody = [&case.founder, &case.member, &case.other];
    let tablets = everybody.map(|who| Tablet::at(who, &relay, head)).into();
    let mut net = Net::new(relay, tablets);
    (0..3).for_each(|i| net.connect(i));
    net.settle();
    (case, net, member, doc)
}

const FOUNDER: usize = 0;
const MAKER: usize = 1;
const OTHER: usize = 2;

fn pushes(net: &mut Net, i: usize, entries: &[Entry]) {
    net.tablets[i].outbox.extend_from_slice(entries);
    net.push(i);
    net.settle();
}

#[test]
fn what_is_pushed_has_one_receipt_and_is_fed_to_whoever_may_read_it_and_to_nobody_else() {
    let (mut case, mut net, member, doc) = three();
    let before = net.relay.studio.head;
    let entries = [case.write(&member, doc, 40), case.write(&member, doc, 40)];
    pushes(&mut net, MAKER, &entries);
    let positions: Vec<_> = net.tablets[MAKER].receipts.iter().map(|it| (it.n, it.position)).collect();
    assert_eq!(positions, [(12, before + 1), (13, before + 2)]);
    assert!(net.tablets[MAKER].outbox.is_empty());
    assert_eq!(net.tablets[FOUNDER].ids(), entries.each_ref().map(|it| it.id));
    assert!(net.tablets[MAKER].came.is_empty(), "one's own is not fed back");
    assert!(net.tablets[OTHER].came.is_empty());
    let head = net.relay.studio.head;
    for i in [FOUNDER, MAKER] {
        assert_eq!(net.tablets[i].cursor, Some((head, net.relay.hash_at(head))));
    }
    // the founder's device stands in the office: what it saved is reached, and everybody is told
    assert!(net.tablets.iter().all(|it| it.reached == head));
}

#[test]
fn a_push_whose_receipt_was_lost_has_the_same_receipt_again_and_is_kept_once() {
    let (mut case, mut net, member, doc) = three();
    let entry = case.write(&member, doc, 40);
    net.tablets[MAKER].outbox.push(entry.clone());
    net.push(MAKER);
    assert!(net.step(MAKER), "the push arrives");
    let head = net.relay.studio.head;
    net.cut(MAKER);
    assert!(net.tablets[MAKER].receipts.is_empty());
    net.connect(MAKER);
    net.settle();
    assert_eq!(net.relay.studio.head, head);
    assert_eq!(net.tablets[MAKER].receipts.iter().map(|it| it.position).collect::<Vec<_>>(), [head]);
    assert_eq!(net.tablets[FOUNDER].ids(), [entry.id]);
}

#[test]
fn what_is_refused_says_so_and_what_stands_beside_it_is_kept() {
    let (mut case, mut net, member, doc) = three();
    let good = case.write(&member, doc, 40);
    let skipped = case.write(&member, doc, 40);
    let gap = case.write(&member, doc, 40);
    pushes(&mut net, MAKER, &[good.clone(), gap.clone()]);
    let tablet = &net.tablets[MAKER];
    let refused: Vec<_> = tablet.refused.iter().map(|it| (it.id, it.reason, it.expected)).collect();
    assert_eq!(refused, [(gap.id, Reason::Gap, skipped.header.n)]);
    assert_eq!(tablet.receipts.len(), 1);
    assert_eq!(net.tablets[FOUNDER].ids(), [good.id]);
}

#[test]
fn whoever_is_granted_a_document_while_connected_fetches_what_lies_back_and_is_fed_what_follows() {
    let (mut case, mut net, member, doc) = three();
    let to = Recipient::Person(case.other.person);
    let wider = case.studio.gives(doc, &case.key.clone(), &[(to, Right::Read)]);
    let grant = case.grant(&member, doc, EntryId::ZERO, &wider);
    pushes(&mut net, MAKER, &[grant]);
    assert_eq!(net.tablets[OTHER].asked, [doc]);
    let of_the_case = |net: &Net| {
        net.relay.entries().filter(|it| it.header.doc == doc).map(|it| it.id).collect::<BTreeSet<_>>()
    };
    let has = |net: &Net| net.tablets[OTHER].ids().into_iter().collect::<BTreeSet<_>>();
    assert_eq!(has(&net), of_the_case(&net));
    let next = case.write(&member, doc, 40);
    pushes(&mut net, MAKER, std::slice::from_ref(&next));
    assert_eq!(has(&net), of_the_case(&net));
    assert_eq!(net.tablets[OTHER].ids().last(), Some(&next.id));
    assert_eq!(net.tablets[OTHER].asked, [doc], "it was not asked for again");
    assert!(net.tablets[FOUNDER].asked.is_empty(), "who could read it already fetches nothing");
}

#[test]
fn whoever_loses_a_document_is_fed_that_word_and_nothing_after() {
    let (mut case, mut net, member, doc) = three();
    let other = Recipient::Person(case.other.person);
    let wider = case.studio.gives(doc, &case.key.clone(), &[(other, Right::Read)]);
    let grant = case.grant(&member, doc, EntryId::ZERO, &wider);
    pushes(&mut net, MAKER, &[grant]);
    let taking =
        GrantBody { gives: Vec::new(), takes: vec![other], on: net.relay.studio.rights.last(doc), ..wider };
    let taking = case.grant(&member, doc, EntryId::ZERO, &taking);
    pushes(&mut net, MAKER, std::slice::from_ref(&taking));
    assert_eq!(net.tablets[OTHER].ids().last(), Some(&taking.id));
    let came = net.tablets[OTHER].came.len();
    let mut after = case.write(&member, doc, 40);
    after = altered(&after, &member, |it| it.taken = taking.id);
    pushes(&mut net, MAKER, &[after]);
    assert_eq!(net.tablets[MAKER].refused, []);
    assert_eq!(net.tablets[OTHER].came.len(), came);
    assert_eq!(net.tablets[FOUNDER].came.len(), 3);
}

#[test]
fn a_role_that_is_given_while_connected_opens_what_lies_back() {
    let (mut case, mut net, _, doc) = three();
    let set = crate::roll::SetRoles {
        person: case.other.person,
        roles: vec![Role::Clerk],
        epochs: Vec::new(),
        secrets: Vec::new(),
    };
    let founder = case.founder.clone();
    case.studio.take(&founder, &crate::roll::RollBody::SetRoles(set)).unwrap();
    let entry = case.studio.chain.last().unwrap().clone();
    pushes(&mut net, FOUNDER, &[entry]);
    assert_eq!(net.tablets[OTHER].asked, [doc]);
    assert_once(&net.tablets[OTHER]);
    let came = net.tablets[OTHER].came.iter().filter(|(_, it)| it.header.doc == doc);
    assert_eq!(came.count(), 11);
}

#[test]
fn whoever_is_removed_while_connected_is_given_the_roll_up_to_that_and_is_hung_up() {
    let (mut case, mut net, member, doc) = three();
    let founder = case.founder.clone();
    let removal = crate::roll::RollBody::RemovePerson(case.other.person, Vec::new());
    case.studio.take(&founder, &removal).unwrap();
    let removal = case.studio.chain.last().unwrap().clone();
    let change = case.write(&member, doc, 40);
    pushes(&mut net, FOUNDER, std::slice::from_ref(&removal));
    pushes(&mut net, MAKER, &[change]);
    assert_eq!(net.closed, [Closing::Removed]);
    assert_eq!(net.tablets[OTHER].ids(), [removal.id]);
    // and whoever was away learns it at the next Hello, and may stay to hand in what is unsent
    net.connect(OTHER);
    net.settle();
    assert_eq!(net.closed.len(), 1);
    assert!(net.tablets[OTHER].came.iter().all(|(_, it)| it.header.kind == Kind::Roll));
}
