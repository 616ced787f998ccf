//! Both halves connected in memory: a relay with its log, tablets with their disks, and lines that can be cut after
//! any frame. Every frame goes through its bytes.

mod relay;

use std::collections::{BTreeMap, VecDeque};

use crate::entry::Entry;
use crate::ids::{DeviceId, DocId, EntryId, StudioId};
use crate::sync::*;
use crate::testing::Someone;

pub(super) use relay::Relay;

const ORIGIN: &str = "https://relay.example";
const KEPT_MS: u64 = 1_700_000_000_000;

/// A device with its disk, and what it was told.
pub(super) struct Tablet {
    who: Someone,
    talk: Talk,
    studio: StudioId,
    pub(super) cursor: Option<(u64, Short)>,
    pub(super) rows: BTreeMap<DocId, Wanted>,
    /// Every entry that came, as often as it came, with its position.
    pub(super) came: Vec<(u64, Entry)>,
    /// What was asked for, in order.
    pub(super) asked: Vec<DocId>,
    pub(super) outbox: Vec<Entry>,
    pub(super) receipts: Vec<Receipt>,
    pub(super) refused: Vec<Refused>,
    pub(super) held: Vec<Held>,
    pub(super) reached: u64,
    /// How often it began to heal.
    pub(super) heals: u32,
    /// What lies on its disk, with its place in the log where that is known.
    pub(super) disk: BTreeMap<Name, (Option<u64>, Entry)>,
    /// The end of its roll, and what follows the end that a relay of an old copy has.
    pub(super) tip: Short,
    pub(super) roll_after: Vec<Entry>,
    /// The most numbers that it ever offered at once.
    pub(super) offered_max: usize,
}

/// What an entry is called in one document.
pub(super) type Name = (DocId, DeviceId, u64);

pub(super) fn name_of(entry: &Entry) -> Name {
    (entry.header.doc, entry.header.device, entry.header.n)
}

impl Tablet {
    /// A device that has nothing yet.
    pub(super) fn fresh(who: &Someone, relay: &Relay) -> Self {
        let studio = relay.studio.roll.studio();
        Self {
            who: who.clone(),
            talk: Talk::new(studio, who.office, None, Vec::new()),
            studio,
            cursor: None,
            rows: BTreeMap::new(),
            came: Vec::new(),
            asked: Vec::new(),
            outbox: Vec::new(),
            receipts: Vec::new(),
            refused: Vec::new(),
            held: Vec::new(),
            reached: 0,
            heals: 0,
            disk: BTreeMap::new(),
            tip: Short::default(),
            roll_after: Vec::new(),
            offered_max: 0,
        }
    }

    /// A device that has saved everything up to a position.
    pub(super) fn at(who: &Someone, relay: &Relay, cursor: u64) -> Self {
        let mut tablet = Self::fresh(who, relay);
        tablet.cursor = Some((cursor, relay.hash_at(cursor)));
        tablet.restart();
        tablet
    }

    /// The power goes and comes back: what is on the disk is all that is left.
    pub(super) fn restart(&mut self) {
        self.talk =
            Talk::new(self.studio, self.who.office, self.cursor, self.rows.values().copied().collect());
    }

    /// The names of the entries that came.
    pub(super) fn ids(&self) -> Vec<EntryId> {
        self.came.iter().map(|(_, entry)| entry.id).collect()
    }

    fn event(&mut self, event: DeviceEvent) -> Vec<ToRelay> {
        let (mut out, mut events) = (Vec::new(), VecDeque::from([event]));
        while let Some(event) = events.pop_front() {
            for effect in self.talk.handle(event) {
                out.extend(self.act(effect, &mut events));
            }
        }
        self.asked.extend(
            out.iter().filter_map(|it| if let ToRelay::Want(doc, _) = it { Some(*doc) } else { None }),
        );
        out
    }

    /// Does what the device's half wants done: the disk here never fails and never waits.
    fn act(&mut self, effect: DeviceEffect, events: &mut VecDeque<DeviceEvent>) -> Option<ToRelay> {
        match effect {
            DeviceEffect::Greet(nonce, _) => {
                let proof = Proof::sign(nonce, ORIGIN, self.studio, &self.who.key);
                return Some(self.talk.hello(self.tip, Some(proof)));
            }
            DeviceEffect::Send(frame) => return Some(frame),
            DeviceEffect::Live => return self.push(),
            DeviceEffect::SaveRows(rows, cursor) => {
                self.rows.extend(rows.into_iter().map(|row| (row.doc, row)));
                self.cursor = cursor.or(self.cursor);
                events.push_back(DeviceEvent::RowsSaved);
            }
            DeviceEffect::SaveFeed(entries, up_to, hash) => {
                self.save(entries);
                self.cursor = Some((up_to, hash));
                events.push_back(DeviceEvent::FeedSaved(up_to, hash));
            }
            DeviceEffect::SaveGiven(doc, entries, delivered) => {
                let row = self.rows.get_mut(&doc).expect("only what is wanted is given");
                row.reached = entries.last().map_or(row.reached, |it| it.position);
                let reached = row.reached;
                if delivered != Delivered::More {
                    self.rows.remove(&doc);
                }
                self.save(entries);
                events.push_back(DeviceEvent::GivenSaved(doc, reached, delivered));
            }
            DeviceEffect::Receipts(receipts) => {
                let is_kept =
                    |it: &Entry| receipts.iter().any(|r| (r.doc, r.n) == (it.header.doc, it.header.n));
                self.outbox.retain(|it| !is_kept(it));
                for it in &receipts {
                    if let Some((at, _)) = self.disk.get_mut(&(it.doc, it.device, it.n)) {
                        *at = Some(it.position);
                    }
                }
                self.receipts.extend(receipts);
            }
            DeviceEffect::Refused(refused) => self.refused.push(refused),
            DeviceEffect::Held(held) => {
                self.outbox.retain(|it| (it.header.doc, it.header.n > held.up_to) != (held.doc, false));
                self.held.push(held);
            }
            DeviceEffect::Reached(position) | DeviceEffect::Recheck(position) => self.reached = position,
            DeviceEffect::Forget(_) => {
                self.heals += 1;
                self.cursor = Some(HEALING);
                self.rows.values_mut().for_each(|row| row.reached = 0);
                self.receipts.clear();
                events.push_back(DeviceEvent::Forgotten);
                return push(&self.roll_after);
            }
            DeviceEffect::Number(after) => {
                let (page, more) = self.page(after);
                events.push_back(DeviceEvent::Numbered(page, more));
            }
            DeviceEffect::HandIn(needs) => {
                let mut entries: Vec<_> =
                    self.disk.values().filter(|(_, it)| is_needed(it, &needs)).collect();
                entries.sort_by_key(|(at, it)| (at.unwrap_or(u64::MAX), it.header.n));
                let entries: Vec<_> = entries.into_iter().map(|(_, it)| it.clone()).collect();
                events.push_back(DeviceEvent::HandedIn(entries.iter().map(name_of).collect()));
                return push(&entries);
            }
            DeviceEffect::RollAgreed => {}
            DeviceEffect::Healed(head, hash) => self.cursor = Some((head, hash)),
        }
        None
    }

    fn push(&self) -> Option<ToRelay> {
        push(&self.outbox)
    }

    /// Three documents to a page, so that there are some.
    fn page(&mut self, after: Option<DocId>) -> (Vec<Offered>, bool) {
        let mut docs: BTreeMap<DocId, BTreeMap<DeviceId, u64>> =
            BTreeMap::from([(DocId::ZERO, BTreeMap::new())]);
        for (doc, device, n) in self.disk.keys() {
            docs.entry(*doc).or_default().insert(*device, *n);
        }
        let Some(after) = after else {
            let numbers = docs.remove(&DocId::ZERO).unwrap_or_default().into_iter().collect();
            return (vec![Offered { doc: DocId::ZERO, numbers }], true);
        };
        let mut rest = docs.into_iter().filter(|(doc, _)| *doc > after);
        let page = rest.by_ref().take(3);
        let page: Vec<_> =
            page.map(|(doc, numbers)| Offered { doc, numbers: numbers.into_iter().collect() }).collect();
        self.offered_max = self.offered_max.max(page.len());
        (page, rest.next().is_some())
    }

    /// It holds these entries, as a device does that has written or read them.
    pub(super) fn hold<'a>(&mut self, entries: impl IntoIterator<Item = (Option<u64>, &'a Entry)>) {
        self.disk.extend(entries.into_iter().map(|(at, it)| (name_of(it), (at, it.clone()))));
    }

    fn save(&mut self, entries: Vec<Kept>) {
        let read =
            |it: Kept| (it.position, Entry::decode(Vec::from(it.entry)).expect("a relay passes on entries"));
        let came: Vec<_> = entries.into_iter().map(read).collect();
        self.hold(came.iter().map(|(at, it)| (Some(*at), it)));
        self.came.extend(came);
    }
}

fn push(entries: &[Entry]) -> Option<ToRelay> {
    let entries: Vec<_> = entries.iter().map(|it| it.bytes().to_vec().into()).collect();
    (!entries.is_empty()).then_some(ToRelay::Push(entries))
}

fn is_needed(entry: &Entry, needs: &[Lacking]) -> bool {
    let (doc, device, n) = name_of(entry);
    needs.iter().any(|it| (it.doc, it.device) == (doc, device) && n >= it.from)
}

/// A socket and the frames on their way.
struct Line {
    socket: RelaySocket,
    up: VecDeque<Vec<u8>>,
    down: VecDeque<Vec<u8>>,
    /// What the socket wants to read next: read when nothing is on its way to the tablet.
    reading: Option<Reading>,
}

/// A relay and its tablets.
pub(super) struct Net {
    pub(super) relay: Relay,
    pub(super) tablets: Vec<Tablet>,
    lines: Vec<Option<Line>>,
    pub(super) closed: Vec<Closing>,
    /// Every frame that went to a tablet: which, and how many bytes.
    pub(super) sent: Vec<(usize, usize)>,
    /// The most bytes that were ever on their way to one tablet.
    pub(super) waiting_max: usize,
}

impl Net {
    pub(super) fn new(relay: Relay, tablets: Vec<Tablet>) -> Self {
        let lines = tablets.iter().map(|_| None).collect();
        Self { relay, tablets, lines, closed: Vec::new(), sent: Vec::new(), waiting_max: 0 }
    }

    /// Opens a tablet's socket.
    pub(super) fn connect(&mut self, i: usize) {
        let (socket, challenge) = RelaySocket::open(Short([i as u8; 16]), ORIGIN.to_owned(), KEPT_MS);
        let line = Line { socket, up: VecDeque::new(), down: VecDeque::new(), reading: None };
        self.lines[i] = Some(line);
        self.tell(i, DeviceEvent::Up);
        self.carry_out(i, vec![challenge]);
    }

    /// Loses a tablet's socket with everything on its way.
    pub(super) fn cut(&mut self, i: usize) {
        self.lines[i] = None;
        self.tell(i, DeviceEvent::Down);
    }

    /// Pushes what lies in a tablet's outbox.
    pub(super) fn push(&mut self, i: usize) {
        let frame = self.tablets[i].push();
        self.send_up(i, frame.into_iter().collect());
    }

    /// The log moved by somebody else's hand.
    pub(super) fn moved(&mut self) {
        (0..self.lines.len()).for_each(|i| self.hear(i, RelayEvent::Moved));
    }

    /// Goes on until nothing moves any more.
    pub(super) fn settle(&mut self) {
        while (0..self.lines.len()).any(|i| self.step(i)) {}
    }

    /// Delivers one frame of a tablet's line, or lets its socket read; false if there is nothing to do.
    pub(super) fn step(&mut self, i: usize) -> bool {
        let Some(line) = &mut self.lines[i] else { return false };
        if let Some(frame) = line.down.pop_front() {
            let frame = ToDevice::decode(&frame).expect("a relay says what a device reads");
            self.tell(i, DeviceEvent::Frame(frame));
        } else if let Some(reading) = line.reading.take() {
            let read = self.relay.read(reading);
            self.hear(i, read);
        } else if let Some(frame) = line.up.pop_front() {
            let frame = ToRelay::decode(&frame).expect("a device says what a relay reads");
            self.hear(i, RelayEvent::Frame(frame));
        } else {
            return false;
        }
        true
    }

    fn tell(&mut self, i: usize, event: DeviceEvent) {
        let frames = self.tablets[i].event(event);
        self.send_up(i, frames);
    }

    fn send_up(&mut self, i: usize, frames: Vec<ToRelay>) {
        if let Some(line) = &mut self.lines[i] {
            line.up.extend(frames.iter().map(ToRelay::encode));
        }
    }

    fn hear(&mut self, i: usize, event: RelayEvent) {
        let Some(line) = &mut self.lines[i] else { return };
        let effects = line.socket.handle(event, &self.relay.studio);
        self.carry_out(i, effects);
    }

    fn carry_out(&mut self, i: usize, effects: Vec<RelayEffect>) {
        for effect in effects {
            let Some(line) = &mut self.lines[i] else { return };
            match effect {
                RelayEffect::Send(frame) => {
                    line.down.push_back(frame.encode());
                    self.sent.push((i, line.down.back().map_or(0, Vec::len)));
                    self.waiting_max = self.waiting_max.max(line.down.iter().map(Vec::len).sum());
                }
                RelayEffect::Read(reading) => {
                    assert!(line.reading.replace(reading).is_none(), "a socket reads one thing at a time");
                }
                RelayEffect::Append(entries, hand) => {
                    let outcomes = entries.iter().map(|it| self.relay.keep_from(it, hand)).collect();
                    self.hear(i, RelayEvent::Appended(outcomes));
                    self.moved();
                }
                RelayEffect::Reached(position) => {
                    self.relay.studio.reached = self.relay.studio.reached.max(position);
                    self.moved();
                }
                RelayEffect::Close(why) => {
                    self.closed.push(why);
                    // what was said before still arrives
                    for frame in std::mem::take(&mut line.down) {
                        let frame = ToDevice::decode(&frame).expect("a relay says what a device reads");
                        self.tell(i, DeviceEvent::Frame(frame));
                    }
                    self.cut(i);
                }
            }
        }
    }
}
