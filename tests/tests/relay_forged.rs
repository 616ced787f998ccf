//! Is every forgery refused, by the relay and, were the relay to let it through, by the device? Every bit of an entry is
//! flipped; signatures are swapped; and whoever has a key signs what they may not: every field of the header with other
//! values, numbers repeated and skipped. Some forgeries only the relay can see, because only it knows what is newest; the
//! table says which.

use shared::codec;
use shared::entry::{BadEntry, Entry, Header, Kind, RollPoint};
use shared::ids::{DocId, DocKind, EntryId, StudioId};
use shared::roll::{Rights, Role, Roll};
use shared::sync::{Closing, Delivered, Last, Reason, ToDevice, ToRelay, judge_received};
use tests::relay::RunningRelay;
use tests::relay::socket::{Fate, Said, Socket};
use tests::relay::studio::{Pen, Someone, Studio};

/// What a device can say to a forgery that came by a dishonest relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Device {
    /// Refuses it for this reason.
    Refuses(Reason),
    /// Cannot know by the entry alone: it depends on what came before it, of which its store keeps the numbers.
    ByNumber,
}

use Device::{ByNumber, Refuses};

/// Everybody and everything that there is at one studio.
struct World {
    relay: RunningRelay,
    studio: Studio,
    /// What the member may write, and what the member may not.
    own: Pen,
    foreign: Pen,
    other: Someone,
    stranger: Someone,
    before: RollPoint,
    first: Entry,
    roll: Roll,
    rights: Rights,
    head: u64,
}

impl World {
    async fn new() -> Self {
        let relay = RunningRelay::start().expect("it starts");
        let token = relay.token.clone().expect("it prints a link");
        let mut studio = Studio::found(relay.address, token).await;
        let member = studio.join("P02", &[Role::Member]).await;
        let before = studio.tip();
        let other = studio.join("P03", &[Role::Member]).await;
        let stranger = Someone::new("P99", &mut studio.rng);
        let mut own = studio.case(&member, &[]).await;
        let foreign = studio.case(&other, &[]).await;
        let first = own.write("the first line");
        studio.keep(std::slice::from_ref(&first)).await;
        let (roll, rights, head) = read(&relay, &studio, &[DocId::ZERO, own.doc, foreign.doc]).await;
        Self { relay, own, foreign, other, stranger, before, first, roll, rights, head, studio }
    }

    /// What a device says to an entry, with what it knows of the one before it.
    fn device(&self, entry: &Entry) -> Result<(), Reason> {
        let is_own = entry.header.doc == self.own.doc && entry.header.device == self.own.who.device();
        let last = is_own.then(|| Last::of(&self.first));
        judge_received(entry, &self.roll, &self.rights, last.as_ref()).map(drop)
    }

    /// Pushes forgeries, none of which may be kept. Answers with the reasons.
    async fn pushed(&self, entries: &[Entry]) -> Vec<Reason> {
        let (mut socket, _) =
            Socket::greet(self.relay.address, self.studio.id, None, None).await.expect("it is let in");
        let mut reasons = Vec::new();
        for some in entries.chunks(500) {
            for (fate, entry) in socket.settle(some).await.expect("it answers").iter().zip(some) {
                match fate {
                    Fate::Refused(refused) => reasons.push(refused.reason),
                    Fate::Kept(_) => panic!("a forgery was kept: {:?}", entry.header),
                }
            }
        }
        reasons
    }

    async fn check_head(&self) {
        let (_, welcome) =
            Socket::greet(self.relay.address, self.studio.id, None, None).await.expect("it is let in");
        assert_eq!(welcome.head, self.head, "nothing was kept");
    }
}

/// The roll and the rights as a device of the office folds them.
async fn read(relay: &RunningRelay, studio: &Studio, docs: &[DocId]) -> (Roll, Rights, u64) {
    let key = Some(&studio.founder.key);
    let (mut socket, welcome) =
        Socket::greet(relay.address, studio.id, key, Some(0)).await.expect("it is let in");
    let (mut roll, mut rights) = (Roll::new(studio.id), Rights::default());
    for doc in docs {
        socket.send(&ToRelay::Want(*doc, 0)).await.expect("it is open");
        let given = loop {
            match socket.next().await.expect("it answers") {
                Said::Frame(ToDevice::Given(given)) => break given,
                Said::Frame(_) => {}
                closed @ Said::Closed(..) => panic!("{closed:?}"),
            }
        };
        assert_eq!((given.doc, given.delivered), (*doc, Delivered::Done));
        for kept in given.entries {
            let entry = Entry::decode(Vec::from(kept.entry)).expect("an entry");
            if entry.header.kind == Kind::Roll {
                roll.take(&entry).expect("the roll takes it");
            } else if entry.header.kind == Kind::Grant {
                let grant = codec::decode(entry.body()).expect("a grant");
                rights.fold(&entry, &grant, kept.position);
            }
        }
    }
    (roll, rights, welcome.head)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_with_one_bit_flipped_is_refused_by_relay_and_device() {
    let mut world = World::new().await;
    let (next, foreign) = (world.own.write("the next line"), world.foreign.write("of somebody else"));
    let (mut forged, mut unreadable) = (Vec::new(), Vec::new());
    for entry in [&next, &foreign] {
        let bytes = entry.bytes();
        let header = entry.header_bytes().len();
        for at in 0..bytes.len() {
            // every bit of header, nonce and signature; of the body, which is all alike, one in each byte
            let is_body = (header + 24..bytes.len() - 64).contains(&at);
            for bit in if is_body { at % 8..at % 8 + 1 } else { 0..8 } {
                let mut flipped = bytes.to_vec();
                flipped[at] ^= 1 << bit;
                match Entry::decode(flipped.clone()) {
                    Ok(entry) => forged.push(entry),
                    Err(why) => unreadable.push((flipped, why)),
                }
            }
        }
    }
    for entry in &forged {
        let said = world.device(entry);
        assert!(said.is_err(), "a device takes {:?}", entry.header);
    }
    let reasons = world.pushed(&forged).await;
    assert_eq!(reasons.len(), forged.len());
    tests::say(format_args!(
        "{} forgeries refused, {} are no entries at all",
        forged.len(),
        unreadable.len()
    ));
    assert!(forged.len() + unreadable.len() >= 2000, "{} and {}", forged.len(), unreadable.len());
    // those are the same to everybody; a few of them for the relay's word
    let step = unreadable.len().div_ceil(20).max(1);
    for (bytes, why) in unreadable.iter().step_by(step) {
        let known: &BadEntry = why;
        let (mut socket, _) =
            Socket::greet(world.relay.address, world.studio.id, None, None).await.expect("it is let in");
        socket.send(&ToRelay::Push(vec![bytes.clone().into()])).await.expect("it is open");
        let said = socket.next().await.expect("it says why");
        assert_eq!(said, Said::Closed(Closing::BadEntry.code(), Closing::BadEntry.to_string()), "{known}");
    }
    world.check_head().await;
    // and what was not forged is taken
    world.studio.keep(&[next]).await;
}

/// One forgery: what it is, the entry, what the relay says, what a device can say.
type Forged = (String, Entry, &'static [Reason], Device);

/// Whatever can be written with a key of one's own: every field of the header with other values.
fn signed_by_the_author(world: &mut World) -> Vec<Forged> {
    let mut all: Vec<Forged> = Vec::new();
    let honest = world.own.header();
    let other = world.other.device();
    for n in 0..8_u8 {
        let random = [n.wrapping_mul(37) ^ 0xa5; 32];
        let short: [u8; 16] = std::array::from_fn(|at| random[at]);
        let mut with = |what: &str, header: Header, relay, device| {
            all.push((format!("{what} {n}"), world.own.sign(&header, "forged"), relay, device));
        };
        let header = || Header { written_ms: u64::from(n), ..honest.clone() };
        with(
            "another studio",
            Header { studio: StudioId(short), ..header() },
            &[Reason::Studio],
            Refuses(Reason::Studio),
        );
        let unknown = DocId::random(DocKind::Story, &mut world.studio.rng);
        with(
            "a document that is not there",
            Header { doc: unknown, n: 1, ..header() },
            &[Reason::Forbidden],
            Refuses(Reason::Forbidden),
        );
        with(
            "another's document",
            Header { doc: world.foreign.doc, n: 1, ..header() },
            &[Reason::Forbidden],
            Refuses(Reason::Forbidden),
        );
        with(
            "no document",
            Header { doc: DocId::ZERO, n: 2, ..header() },
            &[Reason::Malformed],
            Refuses(Reason::Malformed),
        );
        with(
            "a grant that is none",
            Header { kind: Kind::Grant, ..header() },
            &[Reason::Malformed],
            Refuses(Reason::Malformed),
        );
        with(
            "another's device",
            Header { device: other, ..header() },
            &[Reason::Signature],
            Refuses(Reason::Signature),
        );
        let nobody = world.stranger.device();
        with(
            "nobody's device",
            Header { device: nobody, ..header() },
            &[Reason::UnknownDevice],
            Refuses(Reason::UnknownDevice),
        );
        let point = RollPoint { id: EntryId(random), depth: honest.roll.depth };
        with(
            "a roll that nobody has",
            Header { roll: point, ..header() },
            &[Reason::UnknownRoll],
            Refuses(Reason::UnknownRoll),
        );
        let point = RollPoint { depth: honest.roll.depth + 1 + u32::from(n), ..honest.roll };
        with(
            "a roll at another depth",
            Header { roll: point, ..header() },
            &[Reason::UnknownRoll],
            Refuses(Reason::UnknownRoll),
        );
        with(
            "an older roll than before",
            Header { roll: world.before, ..header() },
            &[Reason::Backwards],
            Refuses(Reason::Backwards),
        );
        with(
            "a taking-away that nobody has",
            Header { taken: EntryId(random), ..header() },
            &[Reason::UnknownRoll],
            Refuses(Reason::UnknownRoll),
        );
        with(
            "a number skipped",
            Header { n: honest.n + 1 + u64::from(n), ..header() },
            &[Reason::Gap],
            ByNumber,
        );
        with("a number repeated", Header { n: 1 + u64::from(n % 2), ..header() }, &[Reason::Fork], ByNumber);
        with("the last number", Header { n: u64::MAX >> 1, ..header() }, &[Reason::Gap], ByNumber);
    }
    all
}

/// The signature of somebody else under an honest header.
fn signed_by_somebody_else(world: &mut World) -> Vec<Forged> {
    let honest = world.own.header();
    let others = [world.other.clone(), world.stranger.clone(), world.studio.founder.clone()];
    let mut all: Vec<Forged> = Vec::new();
    for (n, who) in others.iter().enumerate() {
        let entry = world.own.of(who, n as u64).sign(&honest, "forged");
        all.push((
            format!("a signature of {n}"),
            entry,
            &[Reason::Signature][..],
            Refuses(Reason::Signature),
        ));
        let next = Header { n: 3, ..world.first.header.clone() };
        let forged = world.own.of(who, n as u64).sign(&next, "forged");
        let (mut bytes, old) = (forged.bytes().to_vec(), world.first.bytes());
        let at = bytes.len() - 64;
        bytes[at..].copy_from_slice(&old[old.len() - 64..]);
        let forged = Entry::decode(bytes).expect("it has the form of one");
        all.push((format!("an old signature {n}"), forged, &[Reason::Signature], Refuses(Reason::Signature)));
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_signs_what_they_may_not_is_refused_for_the_reason_in_the_table() {
    let mut world = World::new().await;
    let mut all = signed_by_the_author(&mut world);
    all.extend(signed_by_somebody_else(&mut world));
    let entries: Vec<_> = all.iter().map(|(_, entry, ..)| entry.clone()).collect();
    let reasons = world.pushed(&entries).await;
    let mut wrong = Vec::new();
    for ((what, entry, relay, device), reason) in all.iter().zip(reasons) {
        if !relay.contains(&reason) {
            wrong.push(format!("{what}: the relay says {reason:?}, not {relay:?}"));
        }
        let expected = match device {
            Refuses(reason) => Err(*reason),
            ByNumber => Ok(()),
        };
        if world.device(entry) != expected {
            wrong.push(format!("{what}: a device says {:?}, not {expected:?}", world.device(entry)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    world.check_head().await;

    // what was kept before is known again, not kept again
    let again = world.studio.keep(std::slice::from_ref(&world.first)).await;
    assert_eq!((again[0].n, again[0].position), (2, world.head));
    world.check_head().await;
    tests::say(format_args!("{} forgeries", all.len()));
}
