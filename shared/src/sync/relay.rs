//! The relay's half: one [`RelayStudio`] for all sockets of a studio, one [`RelaySocket`] for each. A socket
//! holds a cursor and pulls from the log when it is idle, so a slow tablet costs the relay no memory.

use std::collections::VecDeque;

use super::frame::{
    Delivered, Given, Hello, Kept, Limits, OPENED_MAX, Reason, Receipt, Refused, Short, ToDevice, ToRelay,
    VERSION, Welcome, short,
};
use super::judge::{Last, judge, refusal};
use crate::codec;
use crate::entry::{Entry, Kind};
use crate::ids::{DeviceId, DocId, DocKind, EntryId, PersonId, StudioId};
use crate::roll::{GrantBody, Rights, Roll, RollAt};

/// A socket of somebody who may read only little is told how far the log went after so many positions.
const SILENT_MAX: u64 = 1024;
/// The most documents that a device may have asked for and not got yet.
const WANTS_MAX: usize = 256;

/// What the relay knows of a studio: the folds of its log, small enough to stay in memory.
#[derive(Debug, Clone)]
pub struct RelayStudio {
    /// The roll.
    pub roll: Roll,
    /// The rights to every document.
    pub rights: Rights,
    /// The last position that is on disk.
    pub head: u64,
    /// The running hash over entry ids there.
    pub log_hash: [u8; 32],
    /// The furthest position that an office device has saved.
    pub reached: u64,
}

/// What became of a pushed entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk, now or since long.
    Kept(Receipt),
    /// It is not kept.
    Refused(Refused),
}

impl RelayStudio {
    /// A studio before its founding.
    pub fn new(studio: StudioId) -> Self {
        let (roll, rights) = (Roll::new(studio), Rights::default());
        Self { roll, rights, head: 0, log_hash: [0; 32], reached: 0 }
    }

    /// Judges an entry and folds it in if it may be kept; nothing is published until [`RelayStudio::commit`].
    /// `last` is the device's entry before in the same document. An equal number was dealt with by the caller,
    /// see [`RelayStudio::again`].
    pub fn take(&mut self, entry: &Entry, last: Option<&Last>, position: u64) -> Result<(), Refused> {
        let refuse = |reason| Refused::of(&entry.header, entry.id, reason, last.map_or(1, |last| last.n + 1));
        if entry.header.studio != self.roll.studio() {
            return Err(refuse(Reason::Studio));
        }
        if entry.header.n != last.map_or(1, |last| last.n + 1) {
            return Err(refuse(Reason::Gap));
        }
        if entry.header.kind == Kind::Roll {
            return self.roll.take(entry).map(drop).map_err(|bad| refuse(refusal(bad)));
        }
        self.is_signed(entry).map_err(refuse)?;
        if let Some(grant) = judge(entry, &self.roll, &self.rights, last).map_err(refuse)? {
            self.rights.fold(entry, &grant, position);
        }
        Ok(())
    }

    /// Answers for an entry whose number is taken already: equal ids are a duplicate, anything else is a fork.
    pub fn again(entry: &Entry, kept: (EntryId, Receipt)) -> Outcome {
        let (id, receipt) = kept;
        if id == entry.id {
            return Outcome::Kept(receipt);
        }
        Outcome::Refused(Refused::of(&entry.header, entry.id, Reason::Fork, entry.header.n))
    }

    /// The running hash after one more entry.
    pub fn hash_after(log_hash: [u8; 32], id: EntryId) -> [u8; 32] {
        let mut hash = blake3::Hasher::new();
        hash.update(&log_hash).update(id.as_bytes());
        *hash.finalize().as_bytes()
    }

    /// The entries up to `head` are on disk: sockets may read them and receipts may go.
    pub fn commit(&mut self, head: u64, log_hash: [u8; 32]) {
        self.head = head;
        self.log_hash = log_hash;
    }

    fn is_signed(&self, entry: &Entry) -> Result<(), Reason> {
        let device = self.roll.device(entry.header.device).ok_or(Reason::UnknownDevice)?;
        entry.verify(&device.key).map_err(|_| Reason::Signature)
    }
}

/// What a socket must be told.
#[derive(Debug, Clone)]
pub enum RelayEvent {
    /// A frame came.
    Frame(ToRelay),
    /// The log's head, or the position that the office has reached, moved.
    Moved,
    /// Answers [`Reading::HashAt`].
    HashAt(Option<Short>),
    /// Answers [`Reading::Log`]: entries in order, how far the reading went, the log's hash there.
    Log(Vec<(u64, u64, Entry)>, u64, Short),
    /// Answers [`Reading::Doc`]: entries in order, whether there are more.
    Doc(DocId, Vec<(u64, u64, Entry)>, bool),
    /// Answers [`Reading::Docs`].
    Docs(Vec<(DocId, u64)>),
    /// What became of the entries of one [`RelayEffect::Append`].
    Appended(Vec<Outcome>),
}

/// What must be read of the log. A socket asks for one thing at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The log's hash at a position.
    HashAt(u64),
    /// The log after a position, about a mebibyte of it.
    Log(u64),
    /// A document after a position, about a mebibyte of it.
    Doc(DocId, u64),
    /// Every document with its last position.
    Docs,
}

/// What must now be done for a socket.
#[derive(Debug, Clone, PartialEq)]
pub enum RelayEffect {
    /// Send a frame.
    Send(ToDevice),
    /// Judge and keep these entries; those that are not entries are counted as one bad frame.
    Append(Vec<Entry>),
    /// Read and come back.
    Read(Reading),
    /// An office device has saved everything up to a position.
    Reached(u64),
    /// Say why and hang up.
    Close(Closing),
}

/// Why a socket is closed. The text goes into the close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Closing {
    /// A frame that is none.
    #[error("the bytes are not a frame of this protocol")]
    Malformed,
    /// A frame longer than the limits of the Welcome.
    #[error("the frame is larger than 2 MiB: send less at once")]
    TooLarge,
    /// Something in a Push is not an entry.
    #[error("a pushed entry cannot be read: it is damaged")]
    BadEntry,
    /// The client is older than this relay can talk to, or newer.
    #[error("this version cannot talk to the relay: update it")]
    Version,
    /// A frame that may not come now: before the Hello, a second Hello, or from a socket that may only push.
    #[error("the frame may not come at this point of the conversation")]
    OutOfTurn,
    /// The device is not on the roll or its signature is wrong: which of the two is not told.
    #[error("the device is not known here: join by an invitation")]
    Unknown,
    /// More requests than may wait.
    #[error("too many requests at once")]
    TooMany,
}

/// One socket.
#[derive(Debug)]
pub struct RelaySocket {
    nonce: Short,
    origin: String,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    /// Nothing came yet.
    Greeting,
    /// The Hello waits for the log's hash at its cursor, to be compared with the device's.
    Checking(Live, Short),
    /// May only push: a locked tablet.
    Courier,
    /// Known by signature.
    Live(Live),
}

#[derive(Debug)]
struct Live {
    device: DeviceId,
    person: PersonId,
    office: bool,
    /// How far the log was read for this socket.
    cursor: u64,
    /// How far the device was told so.
    told: u64,
    reached_told: u64,
    wants: VecDeque<(DocId, u64)>,
    lists: bool,
    reading: bool,
}

impl RelaySocket {
    /// A socket that was just opened, with a drawn nonce, from a page of this origin. The first effect is the
    /// challenge.
    pub fn open(nonce: Short, origin: String, now_ms: u64) -> (Self, RelayEffect) {
        let challenge = ToDevice::Challenge(nonce, now_ms);
        (Self { nonce, origin, phase: Phase::Greeting }, RelayEffect::Send(challenge))
    }

    /// The device at the other end, once it is known.
    pub fn device(&self) -> Option<DeviceId> {
        match &self.phase {
            Phase::Live(live) => Some(live.device),
            Phase::Greeting | Phase::Checking(..) | Phase::Courier => None,
        }
    }

    /// Whether it has said who it is, or that it only pushes.
    pub fn has_greeted(&self) -> bool {
        !matches!(self.phase, Phase::Greeting)
    }

    /// Takes an event and says what to do now.
    pub fn handle(&mut self, event: RelayEvent, studio: &RelayStudio) -> Vec<RelayEffect> {
        let mut effects = match event {
            RelayEvent::Frame(frame) => self.frame(frame, studio),
            RelayEvent::HashAt(hash) => self.checked(hash, studio),
            RelayEvent::Appended(outcomes) => answers(&outcomes),
            RelayEvent::Log(entries, up_to, hash) => {
                self.live(|live| live.feed(entries, up_to, hash, studio))
            }
            RelayEvent::Doc(doc, entries, more) => self.live(|live| live.give(doc, entries, more, studio)),
            RelayEvent::Docs(docs) => self.live(|live| live.list(docs, studio)),
            RelayEvent::Moved => Vec::new(),
        };
        effects.extend(self.live(|live| live.pull(studio)));
        effects
    }

    fn live(&mut self, act: impl FnOnce(&mut Live) -> Vec<RelayEffect>) -> Vec<RelayEffect> {
        match &mut self.phase {
            Phase::Live(live) => act(live),
            Phase::Greeting | Phase::Checking(..) | Phase::Courier => Vec::new(),
        }
    }

    fn frame(&mut self, frame: ToRelay, studio: &RelayStudio) -> Vec<RelayEffect> {
        match (frame, &mut self.phase) {
            (ToRelay::Hello(hello), Phase::Greeting) => self.hello(hello, studio),
            (ToRelay::Ping, _) => vec![RelayEffect::Send(ToDevice::Pong)],
            (ToRelay::Push(entries), Phase::Courier | Phase::Live(_)) => {
                let entries = entries.into_iter().map(|bytes| Entry::decode(Vec::from(bytes)));
                match entries.collect::<Result<Vec<_>, _>>() {
                    Ok(entries) => vec![RelayEffect::Append(entries)],
                    Err(_) => vec![RelayEffect::Close(Closing::BadEntry)],
                }
            }
            (ToRelay::Want(doc, after), Phase::Live(live)) => live.want(doc, after),
            (ToRelay::Saved(up_to), Phase::Live(live)) => live.saved(up_to, studio),
            (ToRelay::Hello(_) | ToRelay::Push(_) | ToRelay::Want(..) | ToRelay::Saved(_), _) => {
                vec![RelayEffect::Close(Closing::OutOfTurn)]
            }
        }
    }

    fn hello(&mut self, hello: Hello, studio: &RelayStudio) -> Vec<RelayEffect> {
        let close = |why| vec![RelayEffect::Close(why)];
        if hello.version != VERSION {
            return close(Closing::Version);
        }
        if hello.studio != studio.roll.studio() {
            return close(Closing::Unknown);
        }
        let Some(proof) = &hello.proof else {
            self.phase = Phase::Courier;
            return vec![welcome(studio, false)];
        };
        let Some(device) = studio.roll.now().device(proof.device) else { return close(Closing::Unknown) };
        if !proof.is_signed(self.nonce, &self.origin, hello.studio, &device.key) {
            return close(Closing::Unknown);
        }
        let live = Live {
            device: proof.device,
            person: device.person,
            office: device.office,
            cursor: hello.cursor.unwrap_or(studio.head),
            told: hello.cursor.unwrap_or(studio.head),
            reached_told: studio.reached,
            wants: VecDeque::new(),
            lists: hello.cursor.is_none(),
            reading: false,
        };
        match hello.cursor {
            None => self.welcomed(live, studio, true),
            Some(cursor) if cursor == studio.head => {
                let agrees = short(&studio.log_hash) == hello.log_hash;
                self.welcomed(live, studio, agrees)
            }
            Some(cursor) if cursor > studio.head => self.welcomed(live, studio, false),
            Some(cursor) => {
                self.phase = Phase::Checking(live, hello.log_hash);
                vec![RelayEffect::Read(Reading::HashAt(cursor))]
            }
        }
    }

    fn checked(&mut self, hash: Option<Short>, studio: &RelayStudio) -> Vec<RelayEffect> {
        match std::mem::replace(&mut self.phase, Phase::Greeting) {
            Phase::Checking(live, theirs) => self.welcomed(live, studio, hash == Some(theirs)),
            other @ (Phase::Greeting | Phase::Courier | Phase::Live(_)) => {
                self.phase = other;
                Vec::new()
            }
        }
    }

    /// A log that differs is said, never papered over: nothing is fed until both sides have healed.
    fn welcomed(&mut self, live: Live, studio: &RelayStudio, agrees: bool) -> Vec<RelayEffect> {
        self.phase = if agrees { Phase::Live(live) } else { Phase::Courier };
        vec![welcome(studio, !agrees)]
    }
}

impl Live {
    fn want(&mut self, doc: DocId, after: u64) -> Vec<RelayEffect> {
        if self.wants.len() >= WANTS_MAX {
            return vec![RelayEffect::Close(Closing::TooMany)];
        }
        self.wants.push_back((doc, after));
        Vec::new()
    }

    fn saved(&mut self, up_to: u64, studio: &RelayStudio) -> Vec<RelayEffect> {
        if self.office && up_to > studio.reached && up_to <= self.told {
            return vec![RelayEffect::Reached(up_to)];
        }
        Vec::new()
    }

    /// Asks for the next thing to send, if nothing is being read: news first, then what was asked for.
    fn pull(&mut self, studio: &RelayStudio) -> Vec<RelayEffect> {
        let mut effects = Vec::new();
        if studio.reached > self.reached_told {
            self.reached_told = studio.reached;
            effects.push(RelayEffect::Send(ToDevice::Reached(studio.reached)));
        }
        if self.reading {
            return effects;
        }
        let next = if self.lists {
            Some(Reading::Docs)
        } else if self.cursor < studio.head {
            Some(Reading::Log(self.cursor))
        } else {
            self.wants.pop_front().map(|(doc, after)| Reading::Doc(doc, after))
        };
        self.reading = next.is_some();
        effects.extend(next.map(RelayEffect::Read));
        effects
    }

    fn may_read(&self, doc: DocId, studio: &RelayStudio) -> bool {
        doc == DocId::ZERO || studio.rights.now(studio.roll.now(), doc, self.person).is_some()
    }

    fn feed(
        &mut self,
        entries: Vec<(u64, u64, Entry)>,
        up_to: u64,
        hash: Short,
        studio: &RelayStudio,
    ) -> Vec<RelayEffect> {
        self.reading = false;
        self.cursor = up_to;
        let mut opened = Vec::new();
        let mut own = false;
        let mut news = Vec::new();
        for (position, kept_ms, entry) in entries {
            opened.extend(self.opens(&entry, position, studio));
            if entry.header.device == self.device {
                own = true;
            } else if self.is_for(&entry, studio) {
                news.push(Kept { position, kept_ms, entry: entry.bytes().to_vec().into() });
            }
        }
        let mut effects: Vec<_> = opened
            .chunks(OPENED_MAX)
            .map(|page| RelayEffect::Send(ToDevice::Opened(page.to_vec(), true)))
            .collect();
        if own || !news.is_empty() || up_to - self.told >= SILENT_MAX {
            self.told = up_to;
            effects.push(RelayEffect::Send(ToDevice::Feed(news, up_to, hash)));
        }
        effects
    }

    /// Roll entries are everybody's; a grant also goes to those whom it shuts out.
    fn is_for(&self, entry: &Entry, studio: &RelayStudio) -> bool {
        let doc = entry.header.doc;
        if self.may_read(doc, studio) {
            return true;
        }
        let grant =
            (entry.header.kind == Kind::Grant).then(|| codec::decode::<GrantBody>(entry.body())).flatten();
        grant.is_some_and(|body| body.takes.iter().any(|to| to.names(studio.roll.now(), self.person)))
    }

    /// The documents that this entry lets the person read although parts of them lie further back.
    fn opens(&self, entry: &Entry, position: u64, studio: &RelayStudio) -> Vec<(DocId, u64)> {
        let doc = entry.header.doc;
        match entry.header.kind {
            Kind::Grant => {
                let Some(body) = codec::decode::<GrantBody>(entry.body()) else { return Vec::new() };
                let names_me = body.gives.iter().any(|give| give.to.names(studio.roll.now(), self.person));
                let is_older = studio.rights.made(doc) < position;
                if names_me && is_older { vec![(doc, position)] } else { Vec::new() }
            }
            Kind::Roll => {
                let Some((before, after)) = around(studio, entry) else { return Vec::new() };
                if before.roles(self.person) == after.roles(self.person) {
                    return Vec::new();
                }
                let could = |doc| studio.rights.now(before, doc, self.person).is_some();
                let can = |doc| studio.rights.now(after, doc, self.person).is_some();
                let docs = studio.rights.docs().filter(|doc| can(*doc) && !could(*doc));
                docs.map(|doc| (doc, position)).collect()
            }
            Kind::Change | Kind::Adopt | Kind::Erase | Kind::Snapshot | Kind::Other(_) => Vec::new(),
        }
    }

    fn give(
        &mut self,
        doc: DocId,
        entries: Vec<(u64, u64, Entry)>,
        more: bool,
        studio: &RelayStudio,
    ) -> Vec<RelayEffect> {
        self.reading = false;
        let is_there = self.may_read(doc, studio);
        let delivered = match (is_there, more) {
            (false, _) => Delivered::Gone,
            (true, true) => Delivered::More,
            (true, false) => Delivered::Done,
        };
        let entries = if is_there { entries } else { Vec::new() };
        let kept = |(position, kept_ms, entry): (u64, u64, Entry)| Kept {
            position,
            kept_ms,
            entry: entry.bytes().to_vec().into(),
        };
        let entries = entries.into_iter().map(kept).collect();
        vec![RelayEffect::Send(ToDevice::Given(Given { doc, entries, delivered }))]
    }

    /// Everything there is to read, the roll first, then the studio's own page, then the newest.
    fn list(&mut self, docs: Vec<(DocId, u64)>, studio: &RelayStudio) -> Vec<RelayEffect> {
        self.reading = false;
        self.lists = false;
        let mut docs: Vec<_> = docs.into_iter().filter(|(doc, _)| self.may_read(*doc, studio)).collect();
        let rank = |doc: DocId| (doc != DocId::ZERO, doc.kind() != DocKind::Studio);
        docs.sort_by_key(|(doc, last)| (rank(*doc), u64::MAX - last));
        let pages = docs.len().div_ceil(OPENED_MAX).max(1);
        let page = |i: usize| docs.iter().skip(i * OPENED_MAX).take(OPENED_MAX).copied().collect();
        (0..pages).map(|i| RelayEffect::Send(ToDevice::Opened(page(i), i + 1 < pages))).collect()
    }
}

/// The roll before and after one of its entries.
fn around<'a>(studio: &'a RelayStudio, entry: &Entry) -> Option<(RollAt<'a>, RollAt<'a>)> {
    let depth = entry.header.roll.depth + 1;
    let after = studio.roll.at(crate::entry::RollPoint { id: entry.id, depth })?;
    Some((studio.roll.at_depth(depth - 1), after))
}

fn welcome(studio: &RelayStudio, heal: bool) -> RelayEffect {
    RelayEffect::Send(ToDevice::Welcome(Welcome {
        head: studio.head,
        log_hash: short(&studio.log_hash),
        tip: short(&studio.roll.tip().id.0),
        limits: Limits::default(),
        heal,
        reached: studio.reached,
    }))
}

fn answers(outcomes: &[Outcome]) -> Vec<RelayEffect> {
    let receipts: Vec<_> =
        outcomes.iter().filter_map(|it| if let Outcome::Kept(it) = it { Some(*it) } else { None }).collect();
    let refused =
        outcomes.iter().filter_map(|it| if let Outcome::Refused(it) = it { Some(*it) } else { None });
    let receipts = (!receipts.is_empty()).then_some(ToDevice::Receipts(receipts));
    receipts.into_iter().chain(refused.map(ToDevice::Refused)).map(RelayEffect::Send).collect()
}
