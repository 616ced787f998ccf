//! What must be true in the end, kept by a model that knows no engine: which edits were called saved, who may
//! read them, and what lies on which disk.

use std::collections::{BTreeMap, BTreeSet};

use client::engine::disk::Table;
use record::ItemId;
use shared::codec;
use shared::entry::Entry;
use shared::ids::{DocId, DocKind};

use super::cast::OFFICE;
use super::device::Device;
use super::relay::SimRelay;
use super::shown::{Shown, Tier};

/// Something a person wrote that can be found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// A note.
    Note(ItemId),
    /// A word in a shared text.
    Word(String),
    /// A number of a party.
    Phone(ItemId, String),
}

/// A case as the model knows it.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownCase {
    /// The device it was begun at.
    pub by: usize,
    /// Who was called let in: by which device, and which.
    pub shared: BTreeSet<(usize, usize)>,
    /// The devices whose people may have come to read it, by an edit that was never answered.
    pub perhaps: BTreeSet<usize>,
    /// Who may be shut out: that was asked for once. Whoever let somebody in without having heard of it let in nobody.
    pub unsure: BTreeSet<usize>,
    /// Who was called shut out, after which nobody asked to let them in.
    pub shut: BTreeSet<usize>,
    /// What was called saved.
    pub saved: Vec<Mark>,
    /// What was begun and perhaps saved: at most once.
    pub begun: Vec<Mark>,
}

impl KnownCase {
    /// Whether a device's people were let in at some time.
    pub(super) fn may_write(&self, i: usize) -> bool {
        self.is_of_its_own(i) || self.shared.iter().any(|(_, with)| *with == i)
    }

    fn is_of_its_own(&self, i: usize) -> bool {
        self.by == i || OFFICE.contains(&i)
    }
}

/// What the model knows.
#[derive(Debug, Default)]
pub(super) struct Model {
    /// The cases that were called made.
    pub cases: BTreeMap<DocId, KnownCase>,
    /// The devices whose people may be off the roll: that was asked for.
    pub removing: BTreeSet<usize>,
    /// Of these, who was called removed.
    pub removed: BTreeSet<usize>,
}

/// The documents of a case.
pub(super) const KINDS: [DocKind; 3] = [DocKind::Case, DocKind::Story, DocKind::People];

impl Model {
    /// Compares everybody's disks and screens with what was called saved. Answers with what is wrong.
    pub(super) fn check<R: Tier>(&self, relay: &SimRelay, devices: &mut [Device<R>]) -> Vec<String> {
        let mut wrong = Vec::new();
        for (case, known) in &self.cases {
            let mut shown: Option<R::Shown> = None;
            for (i, device) in devices.iter_mut().enumerate() {
                let person = device.session.person;
                let rights = KINDS.map(|kind| relay.right(case.sibling(kind), person).is_some());
                wrong.extend(self.check_rights(known, i, rights).map(|it| format!("case {case:?}: {it}")));
                let screen = device.engine().and_then(|engine| R::look(engine, *case));
                match (screen, rights) {
                    (Some(screen), [true, true, true]) => {
                        check_marks(&screen, known, i, &mut wrong);
                        let agrees = shown.as_ref().is_none_or(|other| other.is_like(&screen));
                        if !agrees {
                            let other = shown.as_ref().map(|it| difference(it, &screen)).unwrap_or_default();
                            wrong.push(format!("device {i} shows the case {case:?} otherwise: {other}"));
                        }
                        shown.get_or_insert(screen);
                    }
                    (Some(_), [false, false, false]) => {
                        wrong.push(format!("device {i} shows a case {case:?} that it may not read"));
                    }
                    (None, [true, ..]) if !device.is_gone => {
                        let held = held(device, *case);
                        wrong.push(format!(
                            "device {i} does not show the case {case:?}, of which it holds {held:?}"
                        ));
                    }
                    // who is half shut out, because the line broke in between, reads the half
                    (Some(_) | None, _) => {}
                }
            }
        }
        for (i, device) in devices.iter().enumerate() {
            check_disk(relay, i, device, &mut wrong);
        }
        wrong
    }

    /// What the relay lets a device's person read, against what people were told.
    fn check_rights(&self, known: &KnownCase, i: usize, rights: [bool; 3]) -> Option<String> {
        let has_all = rights.iter().all(|it| *it);
        let has_any = rights.iter().any(|it| *it);
        if self.must_read(known, i) && !has_all {
            return Some(format!("device {i} was let in, and is not"));
        }
        if (known.shut.contains(&i) || self.removed.contains(&i)) && has_any {
            return Some(format!("device {i} was shut out, and is not"));
        }
        let may_be = known.may_write(i) || known.perhaps.contains(&i);
        (has_any && !may_be).then(|| format!("device {i} was never let in, and is"))
    }

    /// Whether a device's person must be able to read a case: nobody ever asked to shut out either them or whoever let
    /// them in.
    fn must_read(&self, known: &KnownCase, i: usize) -> bool {
        let is_sure = |i: usize| !known.unsure.contains(&i) && !self.removing.contains(&i);
        let is_let_in = |(by, with): &(usize, usize)| *with == i && is_sure(*by);
        is_sure(i) && (known.is_of_its_own(i) || known.shared.iter().any(is_let_in))
    }
}

/// Nobody holds what they may not read; what is noted as kept lies where the note says.
fn check_disk<R: Tier>(relay: &SimRelay, i: usize, device: &Device<R>, wrong: &mut Vec<String>) {
    for (_, bytes) in device.disk.platter().rows(Table::Entries, &[]) {
        let Ok(entry) = Entry::decode(bytes) else {
            wrong.push(format!("device {i} holds something that is no entry"));
            continue;
        };
        let doc = entry.header.doc;
        let is_of_a_case = doc != DocId::ZERO && KINDS.contains(&doc.kind());
        if is_of_a_case && relay.right(doc, device.session.person).is_none() {
            wrong.push(format!("device {i} holds {entry:?} which it may not read"));
        }
        if !relay.holds(entry.id) {
            wrong.push(format!("the relay lacks {entry:?} of device {i}"));
        }
    }
    for (key, why) in device.disk.platter().rows(Table::Aside, &[]) {
        let entry = device.disk.platter().row(Table::Entries, &key).and_then(|it| Entry::decode(it).ok());
        let why: String = codec::decode(&why).unwrap_or_default();
        wrong.push(format!("device {i} has set {entry:?} aside: {why}"));
    }
    wrong.extend(claims(relay, device).into_iter().map(|it| format!("device {i}: {it}")));
}

/// What would be lost if a device were wiped: entries of its own that the relay neither keeps nor holds in a tray.
pub(super) fn lost_by_wiping<R: Tier>(relay: &SimRelay, device: &Device<R>) -> Vec<String> {
    let own = device.disk.platter().rows(Table::Entries, &[]).into_iter();
    let own = own.filter_map(|(_, bytes)| Entry::decode(bytes).ok());
    let own = own.filter(|it| it.header.device == device.session.device);
    let is_there = |id| relay.holds(id) || relay.tray().iter().any(|it| it.id == id);
    own.filter(|it| !is_there(it.id)).map(|it| format!("{it:?} is nowhere else")).collect()
}

/// What a device claims of the relay that is not so: a tick without what it stands for.
pub(super) fn claims<R: Tier>(relay: &SimRelay, device: &Device<R>) -> Vec<String> {
    let platter = device.disk.platter();
    let mut wrong = Vec::new();
    for (key, value) in platter.rows(Table::Kept, &[]) {
        let Some((position, _)) = codec::decode::<(u64, u64)>(&value) else { continue };
        let entry = platter.row(Table::Entries, &key).and_then(|bytes| Entry::decode(bytes).ok());
        let kept = relay.at(position).map(|it| it.entry.id);
        if entry.as_ref().map(|entry| entry.id) != kept {
            wrong.push(format!("{entry:?} is ticked as kept at {position}, where the relay has {kept:?}"));
        }
    }
    wrong
}

fn check_marks(screen: &impl Shown, known: &KnownCase, i: usize, wrong: &mut Vec<String>) {
    for mark in &known.saved {
        let times = screen.count(mark);
        if times != 1 {
            wrong.push(format!("device {i} shows {mark:?}, which was called saved, {times} times"));
        }
    }
    for mark in &known.begun {
        let times = screen.count(mark);
        if times > 1 {
            wrong.push(format!("device {i} shows {mark:?} {times} times"));
        }
    }
}

/// What a device holds of a case, and whether it is still to be fetched.
fn held<R: Tier>(device: &Device<R>, case: DocId) -> Vec<(DocId, usize, bool)> {
    let platter = device.disk.platter();
    let of = |kind| {
        let doc = case.sibling(kind);
        (doc, platter.rows(Table::Entries, &doc.0).len(), platter.row(Table::Wanted, &doc.0).is_some())
    };
    KINDS.map(of).to_vec()
}

/// Where two devices begin to differ, in a few words.
fn difference(one: &impl Shown, other: &impl Shown) -> String {
    let (one, other) = (one.told(), other.told());
    let at = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let piece = |text: &str| text.chars().skip(at.saturating_sub(160)).take(220).collect::<String>();
    format!("«{}» against «{}»", piece(&one), piece(&other))
}
