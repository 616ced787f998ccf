//! The relay's pure half over a log in memory. Pushes meet in one batch; a batch is judged, synced, and only then
//! answered, unless a bug is planted.

use std::collections::{BTreeMap, HashMap};

use shared::codec;
use shared::entry::{Entry, Kind};
use shared::ids::{DeviceId, DocId, EntryId, PersonId, StudioId};
use shared::roll::{AdoptBody, GrantBody, Recipient, Right};
use shared::sync::{
    Hand, Held, Last, Outcome, PlantedBug, Reading, Reason, Receipt, Refused, RelayEffect, RelayEvent,
    RelaySocket, RelayStudio, Short, ToDevice, ToRelay, short,
};

use super::host::ORIGIN;

/// About so many bytes go into one reading: small here, so that documents come in several pieces.
const READ_BYTES: usize = 4096;

/// An entry that is on the relay's disk.
#[derive(Clone)]
pub(super) struct LogEntry {
    /// Since when.
    pub kept_ms: u64,
    /// The entry.
    pub entry: Entry,
    /// The log's hash there.
    pub hash: [u8; 32],
}

/// A relay.
#[derive(Clone)]
pub(super) struct SimRelay {
    /// What is synced: position 1 is the first.
    pub log: Vec<LogEntry>,
    studio: RelayStudio,
    /// Judged, not yet synced.
    unsynced: Vec<LogEntry>,
    index: HashMap<(DocId, DeviceId, u64), u64>,
    lasts: HashMap<(DocId, DeviceId), Last>,
    /// What came after its author's right had ended, as it lies on the disk.
    tray: Vec<Entry>,
    /// The same after the batch that is being judged.
    next_tray: Vec<Entry>,
    /// So many batches are refused by the disk, so many readings fail.
    ills: (u8, u8),
    /// How many were refused since this was asked.
    refused: u64,
}

/// A copy of what lay on a relay's disk.
pub(super) struct Copy {
    entries: usize,
    tray: Vec<Entry>,
}

/// The sockets of a relay: gone when it crashes.
#[derive(Default)]
pub(super) struct Sockets {
    open: BTreeMap<u32, RelaySocket>,
    waiting: Vec<(u32, Vec<Entry>, Hand)>,
}

/// What goes to a socket's other end; none hangs up.
pub(super) type Out = Vec<(u32, Option<ToDevice>)>;

impl SimRelay {
    /// A relay that keeps one studio.
    pub(super) fn new(studio: StudioId) -> Self {
        Self {
            log: Vec::new(),
            studio: RelayStudio::new(studio),
            unsynced: Vec::new(),
            index: HashMap::new(),
            lasts: HashMap::new(),
            tray: Vec::new(),
            next_tray: Vec::new(),
            ills: (0, 0),
            refused: 0,
        }
    }

    /// Keeps an entry at once: for what people hand in beside the socket.
    pub(super) fn keep_now(&mut self, entry: &Entry, now_ms: u64) -> Receipt {
        let Outcome::Kept(receipt) = self.judge(entry, now_ms, Hand::Push) else {
            panic!("the relay refuses {entry:?}")
        };
        self.sync();
        receipt
    }

    /// The end of the roll.
    pub(super) fn tip(&self) -> shared::entry::RollPoint {
        self.studio.roll.tip()
    }

    /// What lies in the tray, on the disk.
    pub(super) fn tray(&self) -> &[Entry] {
        &self.tray
    }

    /// What a person may do with a document.
    pub(super) fn right(&self, doc: DocId, person: PersonId) -> Option<Right> {
        self.studio.rights.now(self.studio.roll.now(), doc, person)
    }

    /// What lies in the log, in words: entries by their names, grants with what they say.
    pub(super) fn told(&self) -> Vec<String> {
        let line = |(it, position): (&LogEntry, u64)| {
            let (entry, code) = (&it.entry, it.entry.header.doc.kind().code());
            let says = GrantBody::read(entry).map(|it| {
                let gives: Vec<_> = it.gives.iter().map(|give| give.to).collect();
                format!(" key {:?} gives {gives:?} takes {:?} on {:?}", it.key, it.takes, it.on)
            });
            let key = entry.header.key;
            format!("@{position} {entry:?} kind {code} key {key:?}{}", says.unwrap_or_default())
        };
        self.log.iter().zip(1..).map(line).collect()
    }

    /// What lies in the log although its author had no right to it any more and nobody has taken it in.
    pub(super) fn unlawful(&self) -> Vec<String> {
        let mut studio = RelayStudio::new(self.studio.roll.studio());
        let mut lasts: HashMap<(DocId, DeviceId), Last> = HashMap::new();
        let mut adopts: Option<(DocId, AdoptBody)> = None;
        let mut wrong = Vec::new();
        for (it, position) in self.log.iter().zip(1..) {
            let (entry, header) = (&it.entry, &it.entry.header);
            let last = lasts.insert((header.doc, header.device), Last::of(entry));
            if header.kind == Kind::Adopt {
                adopts = codec::decode(entry.body()).map(|body| (header.doc, body));
            }
            let is_taken = studio.take_checked(entry, last.as_ref(), position, true, Hand::Push).is_ok();
            let is_named =
                adopts.is_some_and(|(doc, body)| (doc, body.device) == (header.doc, header.device));
            let is_lawful = is_taken || is_named && studio.adopt(entry, last.as_ref(), position).is_ok();
            if !is_lawful {
                wrong.push(format!("{entry:?} lies in the log at {position} and was never taken in"));
            }
        }
        wrong
    }

    /// Whether a right to a document was taken from a person since the log had a length.
    pub(super) fn has_taken(&self, since: usize, doc: DocId, person: PersonId) -> bool {
        let of_doc = self.log.iter().skip(since).map(|it| &it.entry).filter(|it| it.header.doc == doc);
        let mut grants = of_doc.filter_map(GrantBody::read);
        grants.any(|grant| grant.takes.contains(&Recipient::Person(person)))
    }

    /// The entry at a position, if it is on the disk.
    pub(super) fn at(&self, position: u64) -> Option<&LogEntry> {
        self.log.get(usize::try_from(position).ok()?.checked_sub(1)?)
    }

    /// Plants a bug.
    pub(super) fn plant(&mut self, bug: Option<PlantedBug>) {
        self.studio.planted = bug;
    }

    /// The disk refuses so many batches and readings.
    pub(super) fn break_down(&mut self, batches: u8, readings: u8) {
        self.ills = (batches, readings);
    }

    /// How many batches and readings were refused since this was asked.
    pub(super) fn take_refused(&mut self) -> u64 {
        std::mem::take(&mut self.refused)
    }

    /// Whether a batch waits to be judged and synced.
    pub(super) fn has_waiting(&self, sockets: &Sockets) -> bool {
        !sockets.waiting.is_empty()
    }

    /// The power goes: what was not synced is lost, and so is every socket.
    pub(super) fn crash(&mut self, sockets: &mut Sockets) {
        *sockets = Sockets::default();
        self.reread();
    }

    /// Copies what lies on the disk.
    pub(super) fn copy(&self) -> Copy {
        Copy { entries: self.log.len(), tray: self.tray.clone() }
    }

    /// An older copy is put back: what came after it is gone, and so is every socket.
    pub(super) fn put_back(&mut self, copy: Copy, sockets: &mut Sockets) {
        self.log.truncate(copy.entries);
        self.tray = copy.tray;
        self.studio.reached = 0;
        self.crash(sockets);
    }

    /// Reads the log again: what was not synced never was.
    fn reread(&mut self) {
        let (log, studio) = (std::mem::take(&mut self.log), self.studio.roll.studio());
        let (reached, planted) = (self.studio.reached, self.studio.planted);
        let tray = std::mem::take(&mut self.tray);
        *self = Self { ills: self.ills, refused: self.refused, ..Self::new(studio) };
        for it in log {
            let (header, position) = (&it.entry.header, self.log.len() as u64 + 1);
            let at = (header.doc, header.device);
            let (last, hand) = (self.lasts.get(&at), Hand::Healing(header.device));
            // what is in the log was judged before it came there; a branch that does not stand was taken as that
            if self.studio.take_checked(&it.entry, last, position, true, hand).is_err() {
                // and what was adopted follows its Adopt entry
                let _ = self.studio.adopt(&it.entry, last, position);
            }
            self.index.insert((at.0, at.1, header.n), position);
            self.lasts.insert(at, Last::of(&it.entry));
            self.log.push(it);
        }
        self.next_tray = tray;
        self.sync();
        self.studio.reached = reached.min(self.studio.head);
        self.studio.planted = planted;
    }

    /// A socket is opened.
    pub(super) fn open(&self, sockets: &mut Sockets, no: u32, nonce: [u8; 16], now_ms: u64) -> Out {
        let (socket, effect) = RelaySocket::open(Short(nonce), ORIGIN.to_owned(), now_ms);
        sockets.open.insert(no, socket);
        match effect {
            RelayEffect::Send(frame) => vec![(no, Some(frame))],
            _ => Vec::new(),
        }
    }

    /// A frame comes.
    pub(super) fn frame(&mut self, sockets: &mut Sockets, no: u32, bytes: &[u8]) -> Out {
        match ToRelay::decode(bytes) {
            Ok(frame) => self.event(sockets, no, RelayEvent::Frame(frame)),
            Err(_) => vec![(no, None)],
        }
    }

    /// The batch that waits is judged, synced and answered. With the bug it is answered before it is synced, and
    /// the caller decides whether the sync still happens.
    pub(super) fn batch(
        &mut self,
        sockets: &mut Sockets,
        now_ms: u64,
        answers_early: bool,
        is_cut: bool,
    ) -> Out {
        let waiting = std::mem::take(&mut sockets.waiting);
        let answers: Vec<_> = waiting
            .into_iter()
            .map(|(no, entries, hand)| {
                let judged = entries.into_iter().map(|entry| {
                    let outcome = self.judge(&entry, now_ms, hand);
                    (entry, outcome)
                });
                (no, judged.collect::<Vec<_>>())
            })
            .collect();
        let mut out = Vec::new();
        if answers_early {
            for (no, outcomes) in &answers {
                out.extend(self.event(sockets, *no, RelayEvent::Appended(only(outcomes))));
            }
        }
        if is_cut {
            return out;
        }
        if self.ills.0 > 0 {
            return self.refuse(sockets, answers, answers_early);
        }
        self.sync();
        if !answers_early {
            for (no, outcomes) in answers {
                out.extend(self.event(sockets, no, RelayEvent::Appended(only(&outcomes))));
            }
        }
        out.extend(self.moved(sockets));
        out
    }

    /// The disk took nothing of a batch: everybody is told so, and what it changed is undone.
    fn refuse(
        &mut self,
        sockets: &mut Sockets,
        answers: Vec<(u32, Vec<(Entry, Outcome)>)>,
        is_answered: bool,
    ) -> Out {
        self.ills.0 -= 1;
        self.refused += 1;
        self.reread();
        let mut out = Vec::new();
        for (no, outcomes) in answers.into_iter().filter(|_| !is_answered) {
            let refused = outcomes.iter().map(|(entry, _)| {
                Outcome::Refused(Refused::of(&entry.header, entry.id, Reason::Disk, entry.header.n))
            });
            out.extend(self.event(sockets, no, RelayEvent::Appended(refused.collect())));
        }
        out
    }

    fn moved(&mut self, sockets: &mut Sockets) -> Out {
        let all: Vec<u32> = sockets.open.keys().copied().collect();
        all.into_iter().flat_map(|no| self.event(sockets, no, RelayEvent::Moved)).collect()
    }

    /// Hands an event to a socket and does what follows, readings included.
    fn event(&mut self, sockets: &mut Sockets, no: u32, event: RelayEvent) -> Out {
        let mut out = Vec::new();
        let mut events = std::collections::VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let Some(socket) = sockets.open.get_mut(&no) else { break };
            for effect in socket.handle(event, &self.studio) {
                match effect {
                    RelayEffect::Send(frame) => out.push((no, Some(frame))),
                    RelayEffect::Append(entries, hand) => sockets.waiting.push((no, entries, hand)),
                    RelayEffect::Read(_) if self.ills.1 > 0 => {
                        self.ills.1 -= 1;
                        self.refused += 1;
                        sockets.open.remove(&no);
                        out.push((no, None));
                        return out;
                    }
                    RelayEffect::Read(reading) => events.push_back(self.read(reading)),
                    RelayEffect::Reached(position) => {
                        self.studio.reached = self.studio.reached.max(position);
                        events.push_back(RelayEvent::Moved);
                    }
                    RelayEffect::Close(_) => {
                        sockets.open.remove(&no);
                        out.push((no, None));
                        return out;
                    }
                }
            }
        }
        out
    }

    fn read(&self, reading: Reading) -> RelayEvent {
        let hash_at = |at: u64| self.at(at).map_or([0; 32], |it| it.hash);
        match reading {
            Reading::HashAt(at) => RelayEvent::HashAt((at <= self.studio.head).then(|| short(&hash_at(at)))),
            Reading::Log(after) => {
                let (entries, _) = self.piece(after, |_| true);
                let up_to = entries.last().map_or(after, |(at, ..)| *at);
                RelayEvent::Log(entries, up_to, short(&hash_at(up_to)))
            }
            Reading::Doc(doc, after) => {
                let (entries, more) = self.piece(after, |it| it.entry.header.doc == doc);
                RelayEvent::Doc(doc, entries, more)
            }
            Reading::Docs => {
                let numbered = self.log.iter().zip(1..);
                let docs: BTreeMap<DocId, u64> = numbered.map(|(it, at)| (it.entry.header.doc, at)).collect();
                RelayEvent::Docs(docs.into_iter().collect())
            }
            Reading::Numbers(after, up_to) => self.numbers(after, up_to),
        }
    }

    /// Two documents at a time, so that a page is answered in several pieces.
    fn numbers(&self, after: Option<DocId>, up_to: Option<DocId>) -> RelayEvent {
        let is_within =
            |doc: DocId| after.is_none_or(|after| after < doc) && up_to.is_none_or(|up_to| doc <= up_to);
        let mut receipts = BTreeMap::new();
        for (it, position) in self.log.iter().zip(1..).filter(|(it, _)| is_within(it.entry.header.doc)) {
            let (doc, device, n) = (it.entry.header.doc, it.entry.header.device, it.entry.header.n);
            receipts.insert((doc, device, n), Receipt { doc, device, n, position, kept_ms: it.kept_ms });
        }
        let mut docs: Vec<_> = receipts.keys().map(|(doc, ..)| *doc).collect();
        docs.dedup();
        let more = docs.get(1).copied().filter(|_| docs.len() > 2);
        receipts.retain(|(doc, ..), _| more.is_none_or(|more| *doc <= more));
        RelayEvent::Numbers(receipts.into_values().collect(), more)
    }

    fn piece(&self, after: u64, is_meant: impl Fn(&LogEntry) -> bool) -> (Vec<(u64, u64, Entry)>, bool) {
        let mut bytes = 0;
        let mut entries = Vec::new();
        for (it, at) in self.log.iter().zip(1..).skip(after as usize).filter(|(it, _)| is_meant(it)) {
            if bytes > READ_BYTES {
                return (entries, true);
            }
            bytes += it.entry.bytes().len();
            entries.push((at, it.kept_ms, it.entry.clone()));
        }
        (entries, false)
    }

    fn judge(&mut self, entry: &Entry, now_ms: u64, hand: Hand) -> Outcome {
        let header = &entry.header;
        let (doc, device, n) = (header.doc, header.device, header.n);
        if let Some(at) = self.index.get(&(doc, device, n)) {
            let known = self.log.iter().chain(&self.unsynced).nth(*at as usize - 1);
            let known = known.expect("what is indexed lies in the log");
            let receipt = Receipt { doc, device, n, position: *at, kept_ms: known.kept_ms };
            return RelayStudio::again(entry, (known.entry.id, receipt));
        }
        let lying = self.next_tray.iter().find(|it| is_named(it, entry)).map(|it| it.id);
        if self.studio.is_fork_of_tray(entry, lying) {
            return Outcome::Refused(Refused::of(header, entry.id, Reason::Fork, n));
        }
        let last = self.lasts.get(&(doc, device));
        if let Err(refused) = self.studio.take_checked(entry, last, self.next_position(), false, hand) {
            let is_late = self.studio.is_late(entry, &refused);
            return if is_late { self.hold(entry) } else { Outcome::Refused(refused) };
        }
        if header.kind == Kind::Adopt {
            return self.take_in(entry, now_ms);
        }
        self.next_tray.retain(|it| it.id != entry.id);
        Outcome::Kept(self.keep(entry, now_ms))
    }

    fn next_position(&self) -> u64 {
        (self.log.len() + self.unsynced.len()) as u64 + 1
    }

    /// Puts an entry into its tray.
    fn hold(&mut self, entry: &Entry) -> Outcome {
        let (doc, device, n) = (entry.header.doc, entry.header.device, entry.header.n);
        if self.next_tray.iter().any(|it| it.id == entry.id) {
            return Outcome::Held(Held { doc, device, up_to: n });
        }
        let refused = |reason| Outcome::Refused(Refused::of(&entry.header, entry.id, reason, n));
        if self.next_tray.iter().any(|it| is_named(it, entry)) {
            return refused(Reason::Fork);
        }
        let lies = self.next_tray.iter().filter(|it| (it.header.doc, it.header.device) == (doc, device));
        let last = lies.map(Last::of).chain(self.lasts.get(&(doc, device)).copied()).max_by_key(|it| it.n);
        match self.studio.tray(entry, last.as_ref()) {
            Ok(()) => {
                self.next_tray.push(entry.clone());
                Outcome::Held(Held { doc, device, up_to: n })
            }
            Err(reason) => refused(reason),
        }
    }

    /// Keeps an Adopt entry that was judged, and behind it what it takes in: all of it, or nothing.
    fn take_in(&mut self, entry: &Entry, now_ms: u64) -> Outcome {
        let refused = |reason| Outcome::Refused(Refused::of(&entry.header, entry.id, reason, 0));
        let Some(body) = codec::decode::<AdoptBody>(entry.body()) else { return refused(Reason::Malformed) };
        let doc = entry.header.doc;
        let mut last = self.lasts.get(&(doc, body.device)).copied();
        let after = last.map_or(0, |last| last.n);
        let late: Vec<Entry> =
            (after + 1..=body.up_to).map_while(|n| self.lying(doc, body.device, n)).collect();
        if late.last().is_none_or(|it| it.header.n != body.up_to) {
            return refused(Reason::Gap);
        }
        let rights = self.studio.rights.only(doc);
        for (it, position) in late.iter().zip(self.next_position() + 1..) {
            if let Err(reason) = self.studio.adopt(it, last.as_ref(), position) {
                self.studio.rights.put_back(doc, rights);
                return refused(reason);
            }
            last = Some(Last::of(it));
        }
        let receipt = self.keep(entry, now_ms);
        for it in late {
            self.keep(&it, now_ms);
            self.next_tray.retain(|other| other.id != it.id);
        }
        Outcome::Kept(receipt)
    }

    fn lying(&self, doc: DocId, device: DeviceId, n: u64) -> Option<Entry> {
        let name = (doc, device, n);
        self.next_tray.iter().find(|it| (it.header.doc, it.header.device, it.header.n) == name).cloned()
    }

    /// Puts an entry that was judged at the end of the log.
    fn keep(&mut self, entry: &Entry, now_ms: u64) -> Receipt {
        let (doc, device, n) = (entry.header.doc, entry.header.device, entry.header.n);
        let position = self.next_position();
        let before = self.log.iter().chain(&self.unsynced).last().map_or([0; 32], |it| it.hash);
        let hash = RelayStudio::hash_after(before, entry.id);
        self.unsynced.push(LogEntry { kept_ms: now_ms, entry: entry.clone(), hash });
        self.index.insert((doc, device, n), position);
        self.lasts.insert((doc, device), Last::of(entry));
        Receipt { doc, device, n, position, kept_ms: now_ms }
    }

    fn sync(&mut self) {
        self.log.append(&mut self.unsynced);
        self.tray = self.next_tray.clone();
        if let Some(last) = self.log.last() {
            self.studio.commit(self.log.len() as u64, last.hash);
        }
    }

    /// Whether an entry is on the disk, byte for byte.
    pub(super) fn has(&self, doc: DocId, device: DeviceId, n: u64, bytes: Option<&[u8]>) -> bool {
        let kept = self.index.get(&(doc, device, n)).and_then(|position| self.at(*position));
        kept.is_some_and(|it| bytes.is_some_and(|bytes| it.entry.bytes()[..] == *bytes))
    }

    /// The entry with an id, if it is on the disk.
    pub(super) fn holds(&self, id: EntryId) -> bool {
        self.log.iter().any(|it| it.entry.id == id)
    }
}

/// Whether two entries have the same number of the same device in the same document.
fn is_named(one: &Entry, other: &Entry) -> bool {
    let (one, other) = (&one.header, &other.header);
    (one.doc, one.device, one.n) == (other.doc, other.device, other.n)
}

fn only(judged: &[(Entry, Outcome)]) -> Vec<Outcome> {
    judged.iter().map(|(_, outcome)| *outcome).collect()
}
