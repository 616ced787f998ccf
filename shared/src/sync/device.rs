//! The device's half: what to say when, which documents still have to be fetched, and what must be saved
//! before the next word. It never holds an entry longer than it takes to hand it on.

mod heal;

use std::collections::{BTreeMap, BTreeSet};

use super::frame::{
    Delivered, Held, Hello, Kept, Proof, Receipt, Refused, Short, ToDevice, ToRelay, VERSION, Welcome,
};
use super::heal::{Lacking, Offered};
use crate::ids::{DeviceId, DocId, DocKind, StudioId};
use heal::Heal;

/// How many documents are asked for before the first has come: enough to fill a slow link, few enough to stop
/// at any time.
pub const WANTS_AT_ONCE: usize = 32;

/// A document that still has to be fetched: a row on the device's disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The document.
    pub doc: DocId,
    /// The last position that was known when it was opened: newer ones come first.
    pub last: u64,
    /// Up to where its entries are saved.
    pub reached: u64,
}

/// What the device's half must be told.
#[derive(Debug, Clone)]
pub enum DeviceEvent {
    /// The socket is open.
    Up,
    /// The socket is closed.
    Down,
    /// A frame came.
    Frame(ToDevice),
    /// The rows and the cursor of [`DeviceEffect::SaveRows`] are on disk.
    RowsSaved,
    /// The entries and the cursor of [`DeviceEffect::SaveFeed`] are on disk.
    FeedSaved(u64, Short),
    /// The entries of [`DeviceEffect::SaveGiven`] are on disk, up to this position.
    GivenSaved(DocId, u64, Delivered),
    /// A document whose entries came by the Feed cannot be judged before it was fetched.
    Want(Wanted),
    /// Places and receipts are forgotten, on the disk too: see [`DeviceEffect::Forget`].
    Forgotten,
    /// Answers [`DeviceEffect::Number`]: a page, and whether more follow.
    Numbered(Vec<Offered>, bool),
    /// Answers [`DeviceEffect::HandIn`]: what was sent.
    HandedIn(Vec<(DocId, DeviceId, u64)>),
    /// It is time to try again what the relay could not keep.
    HealAgain,
}

/// What must now be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceEffect {
    /// Sign the nonce and answer with [`Talk::hello`]; the relay's clock comes along.
    Greet(Short, u64),
    /// Send a frame.
    Send(ToRelay),
    /// The outbox may go.
    Live,
    /// Save rows, and the cursor with them if there is one.
    SaveRows(Vec<Wanted>, Option<(u64, Short)>),
    /// Save entries and the cursor in one transaction.
    SaveFeed(Vec<Kept>, u64, Short),
    /// Save a document's entries and its row, or delete the row, in one transaction.
    SaveGiven(DocId, Vec<Kept>, Delivered),
    /// Mark entries as kept by the relay.
    Receipts(Vec<Receipt>),
    /// The relay does not keep this entry.
    Refused(Refused),
    /// The relay holds entries in the tray: the person's right has ended.
    Held(Held),
    /// Everything up to this position is on an office device.
    Reached(u64),
    /// The logs agree up to the cursor, and nothing says so of what lies beyond it: whatever this device was told of
    /// places there it asks for again. The relay says that an office device has everything up to this position.
    Recheck(u64),
    /// The two logs differ: forget the places and receipts of every entry, and note [`super::HEALING`] as the
    /// cursor first. If the relay's roll ends with this entry of the device's own, hand in what follows it.
    Forget(Short),
    /// Say what is held, in the order of the documents' names, after one of them: of none, the roll alone.
    Number(Option<DocId>),
    /// Send these entries, whoever wrote them, in the order in which a relay took them before.
    HandIn(Vec<Lacking>),
    /// The relay's roll and the device's hold the same entries: fold them anew, in the order of the log.
    RollAgreed,
    /// Nothing is lacking on either side: note the cursor, and build documents anew in the order of the log.
    Healed(u64, Short),
}

/// One device's part of the conversation, across all its sockets.
#[derive(Debug)]
pub struct Talk {
    studio: StudioId,
    office: bool,
    cursor: Option<(u64, Short)>,
    rows: BTreeMap<DocId, Wanted>,
    /// The rows that were not asked for on this socket, in the order in which they will be.
    waiting: BTreeSet<Rank>,
    /// The documents that were opened once more while they were under way: what is under way may be a refusal
    /// of before, so they are asked for again.
    again: BTreeSet<DocId>,
    phase: Phase,
    heal: Option<Heal>,
}

/// The roll, then the studio's own page, then newest first.
type Rank = (bool, bool, u64, DocId);

fn rank(row: &Wanted) -> Rank {
    (row.doc != DocId::ZERO, row.doc.kind() != DocKind::Studio, u64::MAX - row.last, row.doc)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Down,
    Greeting,
    /// The first backfill is being listed; the Feed starts at this head.
    Listing(u64, Short),
    Live,
    /// The logs differ: see [`heal`].
    Healing,
}

impl Talk {
    /// Goes on from what is on disk.
    pub fn new(studio: StudioId, office: bool, cursor: Option<(u64, Short)>, rows: Vec<Wanted>) -> Self {
        let waiting = rows.iter().map(rank).collect();
        let rows = rows.into_iter().map(|row| (row.doc, row)).collect();
        Self { studio, office, cursor, rows, waiting, again: BTreeSet::new(), phase: Phase::Down, heal: None }
    }

    /// The Hello, once the nonce is signed.
    pub fn hello(&self, tip: Short, proof: Option<Proof>) -> ToRelay {
        let (cursor, log_hash) = self.cursor.map_or((None, Short::default()), |(at, hash)| (Some(at), hash));
        ToRelay::Hello(Hello { version: VERSION, studio: self.studio, cursor, log_hash, tip, proof })
    }

    /// The last position that is on disk; none before the first backfill is listed.
    pub fn cursor(&self) -> Option<u64> {
        self.cursor.map(|(at, _)| at)
    }

    /// Whether the relay has welcomed the device on this socket and their logs agree.
    pub fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live | Phase::Listing(..))
    }

    /// Whether the relay has welcomed the device on this socket and their logs differ.
    pub fn is_healing(&self) -> bool {
        self.phase == Phase::Healing
    }

    /// Whether a document still has to be fetched.
    pub fn wants(&self, doc: DocId) -> bool {
        self.rows.contains_key(&doc)
    }

    /// How many documents still have to be fetched.
    pub fn wanted(&self) -> usize {
        self.rows.len()
    }

    /// The document need not be fetched any more.
    pub fn forget(&mut self, doc: DocId) {
        if let Some(row) = self.rows.remove(&doc) {
            self.waiting.remove(&rank(&row));
            self.again.remove(&doc);
        }
    }

    /// How far a wanted document was saved.
    pub fn row(&self, doc: DocId) -> Option<Wanted> {
        self.rows.get(&doc).copied()
    }

    /// Takes an event and says what to do now.
    pub fn handle(&mut self, event: DeviceEvent) -> Vec<DeviceEffect> {
        match event {
            DeviceEvent::Up => {
                self.phase = Phase::Greeting;
                Vec::new()
            }
            DeviceEvent::Down => {
                self.phase = Phase::Down;
                self.heal = None;
                self.rewind();
                Vec::new()
            }
            DeviceEvent::Frame(frame) => self.frame(frame),
            DeviceEvent::RowsSaved => self.ask_and_go_on(),
            DeviceEvent::Forgotten => vec![DeviceEffect::Number(None)],
            DeviceEvent::Numbered(page, more) => self.numbered(page, more),
            DeviceEvent::HandedIn(sent) => self.handed_in(sent),
            DeviceEvent::HealAgain => self.heal_again(),
            DeviceEvent::FeedSaved(up_to, hash) => {
                self.cursor = Some((up_to, hash));
                self.say_saved()
            }
            DeviceEvent::GivenSaved(doc, reached, delivered) => self.given_saved(doc, reached, delivered),
            DeviceEvent::Want(row) => {
                self.add_rows(vec![row]);
                self.ask()
            }
        }
    }

    fn frame(&mut self, frame: ToDevice) -> Vec<DeviceEffect> {
        match frame {
            ToDevice::Challenge(nonce, now_ms) => match self.phase {
                Phase::Greeting => vec![DeviceEffect::Greet(nonce, now_ms)],
                Phase::Down | Phase::Listing(..) | Phase::Live | Phase::Healing => Vec::new(),
            },
            ToDevice::Welcome(welcome) => self.welcome(&welcome),
            ToDevice::Receipts(receipts) => {
                let next = self.heal_kept(&receipts);
                [vec![DeviceEffect::Receipts(receipts)], next].concat()
            }
            ToDevice::Refused(refused) => {
                let next = self.heal_refused(&refused);
                [vec![DeviceEffect::Refused(refused)], next].concat()
            }
            ToDevice::Held(held) => {
                let next = self.heal_held(&held);
                [vec![DeviceEffect::Held(held)], next].concat()
            }
            ToDevice::Offer(offers, more) => self.offered(offers, more),
            ToDevice::Need(needs) => self.needed(needs),
            ToDevice::Feed(entries, up_to, hash) => match self.phase {
                Phase::Live | Phase::Listing(..) => vec![DeviceEffect::SaveFeed(entries, up_to, hash)],
                Phase::Down | Phase::Greeting | Phase::Healing => Vec::new(),
            },
            ToDevice::Opened(docs, more) => self.opened(docs, more),
            ToDevice::Given(given) => match self.rows.contains_key(&given.doc) {
                true => vec![DeviceEffect::SaveGiven(given.doc, given.entries, given.delivered)],
                false => Vec::new(),
            },
            ToDevice::Reached(position) => vec![DeviceEffect::Reached(position)],
            ToDevice::Pong => Vec::new(),
        }
    }

    fn welcome(&mut self, welcome: &Welcome) -> Vec<DeviceEffect> {
        if self.phase != Phase::Greeting {
            return Vec::new();
        }
        if welcome.heal {
            return self.begin_healing(welcome);
        }
        let is_first = self.cursor.is_none();
        self.phase = if is_first { Phase::Listing(welcome.head, welcome.log_hash) } else { Phase::Live };
        let mut effects = vec![DeviceEffect::Recheck(welcome.reached), DeviceEffect::Live];
        effects.extend(self.ask());
        effects.extend(self.say_saved());
        effects
    }

    /// Nothing is under way any more.
    fn rewind(&mut self) {
        self.waiting = self.rows.values().map(rank).collect();
        self.again.clear();
    }

    fn opened(&mut self, docs: Vec<(DocId, u64)>, more: bool) -> Vec<DeviceEffect> {
        if !matches!(self.phase, Phase::Listing(..)) {
            let under_way: Vec<_> =
                docs.iter().map(|(doc, _)| *doc).filter(|doc| self.is_under_way(*doc)).collect();
            self.again.extend(under_way);
        }
        let rows = docs.into_iter().map(|(doc, last)| Wanted { doc, last, reached: 0 }).collect();
        let rows = self.add_rows(rows);
        let cursor = match self.phase {
            Phase::Listing(head, hash) if !more => Some((head, hash)),
            Phase::Listing(..) | Phase::Live | Phase::Down | Phase::Greeting | Phase::Healing => None,
        };
        if cursor.is_some() {
            self.cursor = cursor;
            self.phase = Phase::Live;
        }
        vec![DeviceEffect::SaveRows(rows, cursor)]
    }

    fn is_under_way(&self, doc: DocId) -> bool {
        self.rows.get(&doc).is_some_and(|row| !self.waiting.contains(&rank(row)))
    }

    /// A row that stands already keeps the position it reached. Answers with the rows as they now stand.
    fn add_rows(&mut self, rows: Vec<Wanted>) -> Vec<Wanted> {
        let mut standing = Vec::with_capacity(rows.len());
        for row in rows {
            let known = self.rows.entry(row.doc).or_insert_with(|| {
                self.waiting.insert(rank(&row));
                row
            });
            if self.waiting.remove(&rank(known)) {
                known.last = known.last.max(row.last);
                self.waiting.insert(rank(known));
            }
            standing.push(*known);
        }
        standing
    }

    fn given_saved(&mut self, doc: DocId, reached: u64, delivered: Delivered) -> Vec<DeviceEffect> {
        let mut effects = Vec::new();
        let is_over = delivered != Delivered::More;
        let is_again = is_over && self.again.remove(&doc);
        if is_over && !is_again {
            // it may come by an older socket, when it is waiting to be asked for once more
            self.forget(doc);
        } else if let Some(row) = self.rows.get_mut(&doc) {
            row.reached = row.reached.max(reached);
            self.waiting.insert(rank(row));
            if is_again {
                effects.push(DeviceEffect::SaveRows(vec![*row], None));
            }
        }
        effects.extend(self.ask_and_go_on());
        if self.rows.is_empty() {
            effects.extend(self.say_saved());
        }
        effects
    }

    fn ask_and_go_on(&mut self) -> Vec<DeviceEffect> {
        let mut effects = self.ask();
        effects.extend(self.go_on());
        effects
    }

    /// Asks for the next documents, as many as may be under way at once.
    pub(super) fn ask(&mut self) -> Vec<DeviceEffect> {
        if !matches!(self.phase, Phase::Live | Phase::Listing(..) | Phase::Healing) {
            return Vec::new();
        }
        let under_way = self.rows.len() - self.waiting.len();
        // nothing else can be judged before the roll is there
        let at_once = if self.rows.contains_key(&DocId::ZERO) { 1 } else { WANTS_AT_ONCE };
        let room = at_once.saturating_sub(under_way);
        let next: Vec<_> = (0..room).map_while(|_| self.waiting.pop_first()).collect();
        let rows: Vec<_> = next.into_iter().filter_map(|(.., doc)| self.rows.get(&doc).copied()).collect();
        rows.into_iter().map(|row| DeviceEffect::Send(self.want(row))).collect()
    }

    /// An office device says what it has saved, but not before it has everything.
    fn say_saved(&self) -> Vec<DeviceEffect> {
        match self.cursor {
            Some((at, _)) if self.office && self.rows.is_empty() && self.phase == Phase::Live => {
                vec![DeviceEffect::Send(ToRelay::Saved(at))]
            }
            _ => Vec::new(),
        }
    }
}
