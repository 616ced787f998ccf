//! What the relay and a device say to an entry that should not be; then the two halves connected.

mod backfill;
mod heal;
mod limits;
mod live;
mod offline;
mod pair;
mod tray;

use std::collections::BTreeSet;

use super::*;
use crate::entry::{Entry, Header, Kind};
use crate::ids::{DocId, DocKind, EntryId, StudioId};
use crate::keys::DocKey;
use crate::roll::{GrantBody, Group, Recipient, Right, Role};
use crate::testing::{Someone, Studio};

struct Case {
    studio: Studio,
    founder: Someone,
    member: Someone,
    other: Someone,
    doc: DocId,
    key: DocKey,
    relay: RelayStudio,
    /// The grants of the case.
    granted: Vec<Entry>,
}

/// A member's case on a relay; another member has no part in it.
fn case() -> Case {
    let (mut studio, founder) = Studio::founded(9);
    let member = studio.joined(&founder, "P02", &[Role::Member]);
    let other = studio.joined(&founder, "P03", &[Role::Member]);
    let mut relay = RelayStudio::new(studio.id);
    for entry in &studio.chain {
        relay.roll.take(entry).unwrap();
    }
    let doc = DocId::random(DocKind::Case, &mut studio.rng);
    let key = DocKey::random(&mut studio.rng);
    let keepers =
        [(Recipient::Person(member.person), Right::Keep), (Recipient::Group(Group::Office), Right::Keep)];
    let grant = studio.gives(doc, &key, &keepers);
    let grant = studio.grant(&member, doc, EntryId::ZERO, &grant);
    relay.take(&grant, None, 1).unwrap();
    studio.counted(&grant);
    Case { studio, founder, member, other, doc, key, relay, granted: vec![grant] }
}

impl Case {
    /// A relay that holds the roll and the case's grant.
    fn relay(&self) -> pair::Relay {
        let mut relay = pair::Relay::new(RelayStudio::new(self.studio.id));
        for entry in self.studio.chain.iter().chain(&self.granted) {
            relay.keep(entry);
        }
        relay
    }

    /// What gives a document to its maker and the office, whichever document it is.
    fn keepers(&mut self, maker: &Someone) -> GrantBody {
        let maker = Recipient::Person(maker.person);
        let keepers = [(maker, Right::Keep), (Recipient::Group(Group::Office), Right::Keep)];
        self.studio.gives(self.doc, &self.key, &keepers)
    }

    /// Somebody's grant, which their next entry of the document follows.
    fn grant(&mut self, who: &Someone, doc: DocId, taken: EntryId, body: &GrantBody) -> Entry {
        let grant = self.studio.grant(who, doc, taken, body);
        self.studio.counted(&grant);
        grant
    }

    /// A document with so many changes of its maker.
    fn make(&mut self, maker: &Someone, doc: DocId, keepers: &GrantBody, changes: usize) -> Vec<Entry> {
        let grant = self.grant(maker, doc, EntryId::ZERO, keepers);
        let changes = (0..changes).map(|_| self.write(maker, doc, 40));
        [grant].into_iter().chain(changes.collect::<Vec<_>>()).collect()
    }

    /// Somebody's next change of a document, with a body of this length. Neither half opens one.
    fn write(&mut self, who: &Someone, doc: DocId, len: usize) -> Entry {
        let header = self.studio.header(who, Kind::Change, doc);
        let entry = Entry::sign(&header, [9; 24], &vec![5; len], &who.key).unwrap();
        self.studio.counted(&entry);
        entry
    }
}

/// Nothing came twice.
fn assert_once(tablet: &pair::Tablet) {
    let ids = tablet.ids();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "something came twice");
}

/// The entry with another header, signed by the same device.
fn altered(entry: &Entry, who: &Someone, with: impl FnOnce(&mut Header)) -> Entry {
    let mut header = entry.header.clone();
    with(&mut header);
    Entry::sign(&header, *entry.nonce(), entry.body(), &who.key).unwrap()
}

#[test]
fn every_entry_that_should_not_be_is_refused_by_relay_and_device_for_the_same_reason() {
    let Case { mut studio, member, other, doc, key, relay, .. } = case();
    let good = studio.change(&member, doc, &key, b"one");
    let last = Last { n: 1, id: EntryId([5; 32]), roll: studio.roll.tip(), taken: EntryId::ZERO };
    let foreign = studio.change(&other, doc, &key, b"two");
    let stranger = Someone::new("P09", &mut studio.rng);
    let unknown = studio.change(&stranger, doc, &key, b"three");
    let cases = [
        (altered(&good, &member, |it| it.studio = StudioId([1; 16])), Reason::Studio),
        (altered(&good, &other, |_| ()), Reason::Signature),
        (altered(&unknown, &stranger, |it| it.n = 2), Reason::UnknownDevice),
        (altered(&foreign, &other, |it| it.n = 2), Reason::Forbidden),
        (altered(&good, &member, |it| it.roll.depth += 1), Reason::UnknownRoll),
        (altered(&good, &member, |it| it.taken = EntryId([9; 32])), Reason::UnknownRoll),
        (altered(&good, &member, |it| it.kind = Kind::Adopt), Reason::Malformed),
        (altered(&good, &member, |it| it.kind = Kind::Erase), Reason::Malformed),
        (altered(&good, &member, |it| it.kind = Kind::Snapshot), Reason::NotYet),
        (altered(&good, &member, |it| it.kind = Kind::Other(77)), Reason::NotYet),
        (altered(&good, &member, |it| it.kind = Kind::Grant), Reason::Malformed),
    ];
    for (entry, reason) in cases {
        let at_relay = relay.clone().take(&entry, Some(&last), 2).map_err(|it| it.reason);
        assert_eq!(at_relay, Err(reason), "the relay, to {entry:?}");
        let at_device = judge_received(&entry, &relay.roll, &relay.rights, Some(&last)).map(drop);
        assert_eq!(at_device, Err(reason), "a device, to {entry:?}");
    }
    assert_eq!(relay.clone().take(&good, Some(&last), 2), Ok(()));
    assert_eq!(judge_received(&good, &relay.roll, &relay.rights, Some(&last)), Ok(None));
}

#[test]
fn a_gap_names_the_number_and_a_fork_is_refused_while_a_duplicate_keeps_its_receipt() {
    let Case { mut studio, member, doc, key, relay, .. } = case();
    let second = studio.change(&member, doc, &key, b"one");
    let refused = relay.clone().take(&second, None, 2).unwrap_err();
    assert_eq!((refused.reason, refused.expected), (Reason::Gap, 1));
    let Header { doc, device, n, .. } = second.header;
    let receipt = Receipt { doc, device, n, position: 7, kept_ms: 1 };
    assert_eq!(RelayStudio::again(&second, (second.id, receipt)), Outcome::Kept(receipt));
    let fork = RelayStudio::again(&second, (EntryId([1; 32]), receipt));
    assert!(matches!(fork, Outcome::Refused(it) if it.reason == Reason::Fork));
}

#[test]
fn an_invitation_is_good_until_its_last_millisecond() {
    let Case { mut studio, founder, relay, .. } = case();
    let newcomer = Someone::new("P04", &mut studio.rng);
    let invitation = studio.invite(&founder, newcomer.person, &[Role::Member]).unwrap();
    let joining = studio.joining(&newcomer, &invitation);
    let joining = studio.roll_entry(&newcomer, &joining);
    let mut relay = relay;
    relay.roll.take(studio.chain.last().unwrap()).unwrap();
    let until_ms = relay.roll.invitation(invitation.name).unwrap().1.until_ms;
    assert_eq!(relay.in_time(&joining, until_ms), Ok(()));
    assert_eq!(relay.in_time(&joining, until_ms + 1).map_err(|it| it.reason), Err(Reason::Forbidden));
}

#[test]
fn whoever_has_seen_a_roll_does_not_go_back_before_it() {
    let Case { mut studio, member, doc, key, relay, .. } = case();
    let good = studio.change(&member, doc, &key, b"one");
    let last = Last { n: 1, id: EntryId([5; 32]), roll: studio.roll.tip(), taken: EntryId::ZERO };
    let point = studio.chain.get(2).map(|it| it.header.roll).unwrap();
    let back = altered(&good, &member, |it| it.roll = point);
    assert_eq!(relay.clone().take(&back, Some(&last), 2).map_err(|it| it.reason), Err(Reason::Backwards));
}

#[test]
fn an_idle_device_is_welcome_within_300_bytes_and_one_round_trip() {
    let Case { studio, member, mut relay, .. } = case();
    relay.commit(1, [3; 32]);
    let (nonce, origin) = (Short([7; 16]), "https://relay.example");
    let (mut socket, challenge) = RelaySocket::open(nonce, origin.to_owned(), 1_700_000_000_000);
    let RelayEffect::Send(challenge) = challenge else { panic!("a socket begins with a challenge") };
    let mut talk = Talk::new(studio.id, false, Some((1, short(&[3; 32]))), Vec::new());
    talk.handle(DeviceEvent::Up);
    let asked = talk.handle(DeviceEvent::Frame(challenge.clone()));
    assert!(matches!(asked[..], [DeviceEffect::Greet(it, _)] if it == nonce));
    let proof = Proof::sign(nonce, origin, studio.id, &member.key);
    let hello = talk.hello(short(&relay.roll.tip().id.0), Some(proof));
    let answers = socket.handle(RelayEvent::Frame(hello.clone()), &relay);
    let [RelayEffect::Send(welcome)] = &answers[..] else { panic!("one answer: {answers:?}") };
    talk.handle(DeviceEvent::Frame(welcome.clone()));
    assert!(talk.is_live());
    let bytes = challenge.encode().len() + hello.encode().len() + welcome.encode().len();
    assert!(bytes <= 300, "{bytes} bytes");
}

#[test]
fn a_device_whose_log_differs_is_told_to_heal() {
    let Case { studio, member, mut relay, .. } = case();
    relay.commit(5, [3; 32]);
    for (cursor, hash) in [(5, [4; 32]), (6, [3; 32])] {
        let (mut socket, _) = RelaySocket::open(Short([7; 16]), String::new(), 0);
        let talk = Talk::new(studio.id, false, Some((cursor, short(&hash))), Vec::new());
        let proof = Proof::sign(Short([7; 16]), "", studio.id, &member.key);
        let answers = socket.handle(RelayEvent::Frame(talk.hello(Short::default(), Some(proof))), &relay);
        let heals = |it: &RelayEffect| matches!(it, RelayEffect::Send(ToDevice::Welcome(it)) if it.heal);
        assert!(answers.iter().any(heals), "cursor {cursor}");
    }
}
