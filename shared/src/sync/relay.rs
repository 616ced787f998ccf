//! The relay's half: one [`RelayStudio`] for all sockets of a studio, one [`RelaySocket`] for each. A socket
//! holds a cursor and pulls from the log when it is idle, so a slow tablet costs the relay no memory.

mod heal;
mod live;
mod studio;
mod tray;

use super::frame::{Held, Hello, Limits, Receipt, Short, ToDevice, ToRelay, VERSION, Welcome, short};
use crate::codec::Bytes;
use crate::entry::Entry;
use crate::ids::{DeviceId, DocId};

use live::Live;
pub use studio::{Outcome, PlantedBug, RelayStudio};

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
    /// Answers [`Reading::Numbers`]: whole documents, each device's entries in order; the last document, if there
    /// are more.
    Numbers(Vec<Receipt>, Option<DocId>),
    /// What became of the entries of one [`RelayEffect::Append`].
    Appended(Vec<Outcome>),
}

/// What must be read of the log. A socket asks for one thing at a time, or for some documents at once, each of which
/// is answered by itself.
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
    /// Every entry's number, place and time, by document and device, after one document and up to another: about so
    /// many as fit into a frame.
    Numbers(Option<DocId>, Option<DocId>),
}

/// How entries come to the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Pushed as new, by whomever.
    Push,
    /// Handed in by a device because the relay lacks them: they were taken once, or would have been.
    Healing(DeviceId),
}

/// What must now be done for a socket.
#[derive(Debug, Clone, PartialEq)]
pub enum RelayEffect {
    /// Send a frame.
    Send(ToDevice),
    /// Judge and keep these entries; those that are not entries are counted as one bad frame.
    Append(Vec<Entry>, Hand),
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
    /// Nothing was heard for too long: half of such sockets are gone without a word.
    #[error("nothing was heard for too long: connect again")]
    Silent,
    /// No Hello came in time.
    #[error("no Hello came in time")]
    Late,
    /// The relay cannot read its log at the moment, or is about to stop.
    #[error("the relay is busy: connect again in a moment")]
    Busy,
    /// The device was taken off the roll while it was connected.
    #[error("the device was removed from the roll: connect again to hand in what is unsent")]
    Removed,
}

impl Closing {
    /// The code of the close frame, from the range that is an application's own.
    pub fn code(self) -> u16 {
        match self {
            Closing::Malformed => 4000,
            Closing::TooLarge => 4001,
            Closing::BadEntry => 4002,
            Closing::Version => 4003,
            Closing::OutOfTurn => 4004,
            Closing::Unknown => 4005,
            Closing::TooMany => 4006,
            Closing::Silent => 4007,
            Closing::Late => 4008,
            Closing::Busy => 4009,
            Closing::Removed => 4010,
        }
    }
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
    /// A device of a roll that the relay does not have in full, as when it was put back from an old copy: it may
    /// push, and is known as soon as what it pushed makes it so.
    Stranger(Hello),
    /// Known by signature.
    Live(Live),
    /// A device that was removed: it is given its removal, and hands in what is unsent.
    Removed(Live),
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
            Phase::Live(live) | Phase::Removed(live) => Some(live.device),
            Phase::Greeting | Phase::Checking(..) | Phase::Courier | Phase::Stranger(_) => None,
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
            RelayEvent::Appended(outcomes) => {
                let mut effects = answers(&outcomes);
                effects.extend(self.is_known_by_now(studio));
                effects
            }
            RelayEvent::Log(entries, up_to, hash) => {
                self.live(|live| live.feed(entries, up_to, hash, studio))
            }
            RelayEvent::Doc(doc, entries, more) => self.live(|live| live.give(doc, entries, more, studio)),
            RelayEvent::Docs(docs) => self.live(|live| live.list(docs, studio)),
            RelayEvent::Numbers(receipts, more) => self.live(|live| live.compare(receipts, more, studio)),
            RelayEvent::Moved => self.is_known_by_now(studio),
        };
        if !effects.iter().any(|effect| matches!(effect, RelayEffect::Close(_))) {
            effects.extend(self.live(|live| live.pull(studio)));
        }
        effects
    }

    fn live(&mut self, act: impl FnOnce(&mut Live) -> Vec<RelayEffect>) -> Vec<RelayEffect> {
        match &mut self.phase {
            Phase::Live(live) | Phase::Removed(live) => act(live),
            Phase::Greeting | Phase::Checking(..) | Phase::Courier | Phase::Stranger(_) => Vec::new(),
        }
    }

    fn frame(&mut self, frame: ToRelay, studio: &RelayStudio) -> Vec<RelayEffect> {
        match (frame, &mut self.phase) {
            (ToRelay::Hello(hello), Phase::Greeting) => self.hello(hello, studio),
            (ToRelay::Ping, _) => vec![RelayEffect::Send(ToDevice::Pong)],
            (ToRelay::Push(entries), Phase::Courier | Phase::Stranger(_) | Phase::Removed(_)) => {
                append(entries, Hand::Push)
            }
            (ToRelay::Push(entries), Phase::Live(live)) => append(entries, live.hand()),
            (ToRelay::Want(doc, after), Phase::Live(live)) => live.want(doc, after),
            (ToRelay::Saved(up_to), Phase::Live(live)) => live.saved(up_to, studio),
            // it heals as soon as it is known
            (ToRelay::Offer(..), Phase::Stranger(_)) => Vec::new(),
            (ToRelay::Offer(page, more), Phase::Live(live)) => live.offered(page, more),
            (ToRelay::Need(needs), Phase::Live(live)) => live.need(needs),
            // it does not know yet that it was removed
            (
                ToRelay::Want(..) | ToRelay::Saved(_) | ToRelay::Offer(..) | ToRelay::Need(_),
                Phase::Removed(_),
            ) => Vec::new(),
            (
                ToRelay::Hello(_)
                | ToRelay::Push(_)
                | ToRelay::Want(..)
                | ToRelay::Saved(_)
                | ToRelay::Offer(..)
                | ToRelay::Need(_),
                _,
            ) => {
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
        let Some(device) = studio.roll.device(proof.device) else {
            let is_of_another_roll = hello.tip != Short::default() && !studio.roll.knows(&hello.tip.0);
            if hello.cursor.is_none() || !is_of_another_roll {
                return close(Closing::Unknown);
            }
            self.phase = Phase::Stranger(hello);
            return vec![welcome(studio, true)];
        };
        if !proof.is_signed(self.nonce, &self.origin, hello.studio, &device.key) {
            return close(Closing::Unknown);
        }
        if studio.roll.now().device(proof.device).is_none() {
            self.phase = Phase::Removed(Live::removed(proof.device, device, &hello));
            return vec![welcome(studio, false)];
        }
        let live = Live::new(proof.device, device, &hello, studio);
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
            other @ (Phase::Greeting
            | Phase::Courier
            | Phase::Stranger(_)
            | Phase::Live(_)
            | Phase::Removed(_)) => {
                self.phase = other;
                Vec::new()
            }
        }
    }

    /// A log that differs is said, never papered over: nothing is fed until both sides have healed.
    fn welcomed(&mut self, live: Live, studio: &RelayStudio, agrees: bool) -> Vec<RelayEffect> {
        let is_removed = studio.roll.now().device(live.device).is_none();
        let live = match (agrees, is_removed) {
            (true, _) => live,
            // it is given the roll as far as its removal, whatever log it comes from
            (false, true) => live.fed_from_the_first(),
            (false, false) => live.healing(studio),
        };
        self.phase = Phase::Live(live);
        vec![welcome(studio, !agrees && !is_removed)]
    }

    /// A stranger whose roll the relay has by now is asked to greet again: then it is known.
    fn is_known_by_now(&self, studio: &RelayStudio) -> Vec<RelayEffect> {
        match &self.phase {
            Phase::Stranger(hello) if is_on(studio, hello) => vec![RelayEffect::Close(Closing::Busy)],
            Phase::Greeting
            | Phase::Checking(..)
            | Phase::Courier
            | Phase::Stranger(_)
            | Phase::Live(_)
            | Phase::Removed(_) => Vec::new(),
        }
    }
}

fn is_on(studio: &RelayStudio, hello: &Hello) -> bool {
    hello.proof.as_ref().is_some_and(|proof| studio.roll.device(proof.device).is_some())
}

fn append(entries: Vec<Bytes>, hand: Hand) -> Vec<RelayEffect> {
    let entries = entries.into_iter().map(|bytes| Entry::decode(Vec::from(bytes)));
    match entries.collect::<Result<Vec<_>, _>>() {
        Ok(entries) => vec![RelayEffect::Append(entries, hand)],
        Err(_) => vec![RelayEffect::Close(Closing::BadEntry)],
    }
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
    let (mut receipts, mut rest, mut held) = (Vec::new(), Vec::new(), Vec::<Held>::new());
    for outcome in outcomes {
        match outcome {
            Outcome::Kept(receipt) => receipts.push(*receipt),
            Outcome::Refused(refused) => rest.push(ToDevice::Refused(*refused)),
            Outcome::Held(it) => {
                match held.iter_mut().find(|of| (of.doc, of.device) == (it.doc, it.device)) {
                    Some(of) => of.up_to = of.up_to.max(it.up_to),
                    None => held.push(*it),
                }
            }
        }
    }
    let receipts = (!receipts.is_empty()).then_some(ToDevice::Receipts(receipts));
    let held = held.into_iter().map(ToDevice::Held);
    receipts.into_iter().chain(rest).chain(held).map(RelayEffect::Send).collect()
}
