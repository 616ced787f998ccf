//! A socket whose device is known: what it is fed, what it is given, what it may have.

use std::collections::VecDeque;

use super::heal::Healing;
use super::{Closing, Hand, PlantedBug, Reading, RelayEffect, RelayStudio};
use crate::entry::{Entry, Kind, RollPoint};
use crate::ids::{DeviceId, DocId, DocKind, PersonId};
use crate::roll::{Device, GrantBody, Group, RollAt};
use crate::sync::frame::{
    Delivered, FRAME_MAX, Given, Hello, Kept, OPENED_MAX, PUSH_MAX, Short, ToDevice, short,
};

/// A socket of somebody who may read only little is told how far the log went after so many positions.
const SILENT_MAX: u64 = 1024;
/// The most documents that a device may have asked for and not got yet.
pub(super) const WANTS_MAX: usize = 256;
/// The most documents that are read in one go: news wait no longer than that.
const DOCS_AT_ONCE: usize = 32;
/// The most bytes of entries in one frame; what stands around them takes the rest.
const ENTRIES_MAX: usize = FRAME_MAX - 4096;
/// The most bytes that stand around one entry in a frame.
const AROUND_ENTRY: usize = 32;

#[derive(Debug)]
pub(super) struct Live {
    pub(super) device: DeviceId,
    person: PersonId,
    office: bool,
    /// How far the log was read for this socket.
    cursor: u64,
    /// How far the device was told so, and the log's hash there.
    told: u64,
    told_hash: Short,
    reached_told: u64,
    pub(super) wants: VecDeque<(DocId, u64)>,
    lists: bool,
    /// How many answers to a reading are still to come.
    pub(super) reading: usize,
    /// Until the two logs agree, nothing is fed.
    pub(super) heals: Option<Healing>,
    /// A device that was removed before it connected has been told so, or not yet.
    dismissal: Dismissal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dismissal {
    /// It was on the roll when it connected: when it is removed, it is told so and hung up.
    HangsUp,
    /// It was removed before: it stays, to hand in what is unsent.
    Due,
    /// The same, and it was told.
    Told,
}

impl Live {
    pub(super) fn new(id: DeviceId, device: &Device, hello: &Hello, studio: &RelayStudio) -> Self {
        let (told, told_hash) = match hello.cursor {
            Some(cursor) => (cursor, hello.log_hash),
            None => (studio.head, short(&studio.log_hash)),
        };
        Self {
            device: id,
            person: device.person,
            office: device.office,
            cursor: told,
            told,
            told_hash,
            reached_told: studio.reached,
            wants: VecDeque::new(),
            lists: hello.cursor.is_none(),
            reading: 0,
            heals: None,
            dismissal: Dismissal::HangsUp,
        }
    }

    /// A device that was removed before it connected.
    pub(super) fn removed(id: DeviceId, device: &Device, hello: &Hello) -> Self {
        let told = hello.cursor.unwrap_or(0);
        Self {
            device: id,
            person: device.person,
            office: device.office,
            // whatever log it comes from: its removal may lie anywhere
            cursor: 0,
            told,
            told_hash: hello.log_hash,
            reached_told: u64::MAX,
            wants: VecDeque::new(),
            lists: false,
            reading: 0,
            heals: None,
            dismissal: Dismissal::Due,
        }
    }

    /// Is fed from where the log stands now, once both sides have healed.
    pub(super) fn healing(self, studio: &RelayStudio) -> Self {
        let (head, hash) = (studio.head, short(&studio.log_hash));
        Self { cursor: head, told: head, told_hash: hash, heals: Some(Healing::default()), ..self }
    }

    /// Is fed from the beginning of the log.
    pub(super) fn fed_from_the_first(self) -> Self {
        Self { cursor: 0, ..self }
    }

    /// How what the device pushes comes to the relay.
    pub(super) fn hand(&self) -> Hand {
        if self.heals.is_some() { Hand::Healing(self.device) } else { Hand::Push }
    }

    pub(super) fn want(&mut self, doc: DocId, after: u64) -> Vec<RelayEffect> {
        if self.wants.len() >= WANTS_MAX {
            return vec![RelayEffect::Close(Closing::TooMany)];
        }
        self.wants.push_back((doc, after));
        Vec::new()
    }

    pub(super) fn saved(&mut self, up_to: u64, studio: &RelayStudio) -> Vec<RelayEffect> {
        let is_office = self.office && studio.roll.now().is_in(self.person, Group::Office);
        if is_office && up_to > studio.reached && up_to <= self.told {
            return vec![RelayEffect::Reached(up_to)];
        }
        Vec::new()
    }

    /// Asks for the next thing to send, if nothing is being read: news first, then what was asked for.
    pub(super) fn pull(&mut self, studio: &RelayStudio) -> Vec<RelayEffect> {
        let mut effects = Vec::new();
        if studio.reached > self.reached_told {
            self.reached_told = studio.reached;
            effects.push(RelayEffect::Send(ToDevice::Reached(studio.reached)));
        }
        if self.reading > 0 {
            return effects;
        }
        if self.is_removed(studio) {
            if self.dismissal == Dismissal::Told {
                return effects;
            }
            self.reading = 1;
            effects.push(RelayEffect::Read(Reading::Doc(DocId::ZERO, self.cursor)));
            return effects;
        }
        let numbers = self.heals.as_ref().and_then(Healing::reading);
        let next = if self.lists {
            vec![Reading::Docs]
        } else if let Some(numbers) = numbers {
            vec![numbers]
        } else if self.heals.is_none() && self.cursor < studio.head {
            vec![Reading::Log(self.cursor)]
        } else {
            let count = self.wants.len().min(DOCS_AT_ONCE);
            self.wants.drain(..count).map(|(doc, after)| Reading::Doc(doc, after)).collect()
        };
        self.reading = next.len();
        effects.extend(next.into_iter().map(RelayEffect::Read));
        effects
    }

    fn is_removed(&self, studio: &RelayStudio) -> bool {
        studio.roll.now().device(self.device).is_none()
    }

    pub(super) fn may_read(&self, doc: DocId, studio: &RelayStudio) -> bool {
        doc == DocId::ZERO
            || studio.rights.now(studio.roll.now(), doc, self.person).is_some()
            || studio.planted == Some(PlantedBug::MissedGroupCheck)
    }

    pub(super) fn feed(
        &mut self,
        entries: Vec<(u64, u64, Entry)>,
        up_to: u64,
        hash: Short,
        studio: &RelayStudio,
    ) -> Vec<RelayEffect> {
        self.reading = self.reading.saturating_sub(1);
        if self.is_removed(studio) {
            return Vec::new();
        }
        self.cursor = up_to;
        let mut opened = Vec::new();
        let mut own = false;
        let mut news = Vec::new();
        for (position, kept_ms, entry) in entries {
            opened.extend(self.opens(&entry, position, studio));
            let is_own = entry.header.device == self.device;
            own |= is_own;
            // the receipt of a roll entry may be lost, and others go on from it: it is told in its place
            let is_told =
                if is_own { entry.header.doc == DocId::ZERO } else { self.is_for(&entry, position, studio) };
            if is_told {
                news.push(kept((position, kept_ms, entry)));
            }
        }
        let pages = opened.chunks(OPENED_MAX).map(|page| ToDevice::Opened(page.to_vec(), true));
        let mut effects: Vec<_> = pages.map(RelayEffect::Send).collect();
        if own || !news.is_empty() || up_to.saturating_sub(self.told) >= SILENT_MAX {
            effects.extend(self.tell(news, up_to, hash));
        }
        effects
    }

    /// The Feed in frames that a device takes: only the last of them moves its cursor.
    fn tell(&mut self, news: Vec<Kept>, up_to: u64, hash: Short) -> Vec<RelayEffect> {
        let mut pages = pages(news);
        let last = pages.pop().unwrap_or_default();
        let (told, told_hash) = (self.told, self.told_hash);
        (self.told, self.told_hash) = (up_to, hash);
        let before = pages.into_iter().map(|page| ToDevice::Feed(page, told, told_hash));
        before.chain([ToDevice::Feed(last, up_to, hash)]).map(RelayEffect::Send).collect()
    }

    /// Roll entries are everybody's. Grants go to everybody who could read the document before them: whoever was shut out
    /// while away learns of it, and of what their own device judges it by.
    fn is_for(&self, entry: &Entry, position: u64, studio: &RelayStudio) -> bool {
        let doc = entry.header.doc;
        let could = || studio.rights.could_read(studio.roll.now(), doc, self.person, position);
        self.may_read(doc, studio) || entry.header.kind == Kind::Grant && could()
    }

    /// The documents that this entry lets the person read although parts of them lie further back.
    fn opens(&self, entry: &Entry, position: u64, studio: &RelayStudio) -> Vec<(DocId, u64)> {
        let doc = entry.header.doc;
        match entry.header.kind {
            Kind::Grant => {
                let Some(body) = GrantBody::read(entry) else { return Vec::new() };
                let names_me = body.gives.iter().any(|give| give.to.names(studio.roll.now(), self.person));
                let is_older = studio.rights.made(doc) < position;
                let could = studio.rights.could_read(studio.roll.now(), doc, self.person, position);
                if names_me && is_older && !could { vec![(doc, position)] } else { Vec::new() }
            }
            Kind::Roll => {
                let Some((before, after)) = around(studio, entry) else { return Vec::new() };
                if before.roles(self.person) == after.roles(self.person) {
                    return Vec::new();
                }
                let could = |doc| studio.rights.now(before, doc, self.person).is_some();
                let can = |doc| studio.rights.now(after, doc, self.person).is_some();
                let docs = studio.rights.docs().filter(|doc| can(*doc) && !could(*doc));
                let mut docs: Vec<_> = docs.map(|doc| (doc, studio.rights.made(doc))).collect();
                docs.sort_by_key(|(doc, made)| (u64::MAX - made, *doc));
                docs
            }
            Kind::Change | Kind::Adopt | Kind::Erase | Kind::Snapshot | Kind::Other(_) => Vec::new(),
        }
    }

    pub(super) fn give(
        &mut self,
        doc: DocId,
        entries: Vec<(u64, u64, Entry)>,
        more: bool,
        studio: &RelayStudio,
    ) -> Vec<RelayEffect> {
        self.reading = self.reading.saturating_sub(1);
        if self.is_removed(studio) {
            return self.dismiss(entries, more, studio);
        }
        let is_there = self.may_read(doc, studio);
        let last = entries.last().map(|(position, ..)| *position);
        let entries = entries.into_iter().filter(|(.., entry)| is_there && self.is_lacking(entry));
        let mut pages = pages(entries.map(kept).collect()).into_iter();
        let entries = pages.next().unwrap_or_default();
        if let Some(last) = last.filter(|_| is_there && more && entries.is_empty()) {
            // nothing of what was read is lacking: it would be asked for again and again
            self.wants.push_front((doc, last));
            return Vec::new();
        }
        let delivered = match (is_there, more || pages.next().is_some()) {
            (false, _) => Delivered::Gone,
            (true, true) => Delivered::More,
            (true, false) => Delivered::Done,
        };
        if delivered != Delivered::More {
            self.has_given(doc);
        }
        vec![RelayEffect::Send(ToDevice::Given(Given { doc, entries, delivered }))]
    }

    /// Gives a device that was removed the roll as far as the entry that removed it, and nothing after.
    fn dismiss(
        &mut self,
        roll: Vec<(u64, u64, Entry)>,
        more: bool,
        studio: &RelayStudio,
    ) -> Vec<RelayEffect> {
        let removed = studio.roll.device(self.device).and_then(|it| it.removed).unwrap_or(0);
        self.cursor = roll.last().map_or(self.cursor, |(position, ..)| *position);
        let is_over = !more
            || roll.last().is_none_or(|(.., entry)| entry.header.roll.depth.saturating_add(1) >= removed);
        let before = roll
            .into_iter()
            .filter(|(.., entry)| entry.header.kind == Kind::Roll && entry.header.roll.depth < removed);
        let (told, hash) = (self.told, self.told_hash);
        let mut effects = self.tell(before.map(kept).collect(), told, hash);
        match self.dismissal {
            Dismissal::HangsUp if is_over => effects.push(RelayEffect::Close(Closing::Removed)),
            Dismissal::Due if is_over => self.dismissal = Dismissal::Told,
            Dismissal::HangsUp | Dismissal::Due | Dismissal::Told => {}
        }
        effects
    }

    /// Everything there is to read, the roll first, then the studio's own page, then the newest.
    pub(super) fn list(&mut self, docs: Vec<(DocId, u64)>, studio: &RelayStudio) -> Vec<RelayEffect> {
        self.reading = self.reading.saturating_sub(1);
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
    // a stray widens nothing
    let depth = entry.header.roll.depth.checked_add(1).filter(|_| !studio.roll.is_stray(entry.id))?;
    let after = studio.roll.at(RollPoint { id: entry.id, depth })?;
    Some((studio.roll.at_depth(depth - 1), after))
}

fn kept((position, kept_ms, entry): (u64, u64, Entry)) -> Kept {
    Kept { position, kept_ms, entry: entry.bytes().to_vec().into() }
}

/// As many entries to a frame as fit.
fn pages(entries: Vec<Kept>) -> Vec<Vec<Kept>> {
    let mut pages: Vec<Vec<Kept>> = Vec::new();
    let mut room = 0;
    for kept in entries {
        let size = kept.entry.len() + AROUND_ENTRY;
        match pages.last_mut() {
            Some(page) if size <= room && page.len() < PUSH_MAX => page.push(kept),
            Some(_) | None => {
                pages.push(vec![kept]);
                room = ENTRIES_MAX;
            }
        }
        room = room.saturating_sub(size);
    }
    pages
}
