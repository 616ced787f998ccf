//! What must be true in the end, kept by a model that knows no engine: which edits were called saved, who may
//! read them, and what lies on which disk.

use std::collections::{BTreeMap, BTreeSet};

use client::engine::disk::Table;
use record::ItemId;
use shared::codec;
use shared::entry::Entry;
use shared::ids::{DocId, DocKind};

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
    /// The devices whose people must come to read it.
    pub readers: BTreeSet<usize>,
    /// The devices whose people may have come to read it, by an edit that was never answered.
    pub perhaps: BTreeSet<usize>,
    /// What was called saved.
    pub saved: Vec<Mark>,
    /// What was begun and perhaps saved: at most once.
    pub begun: Vec<Mark>,
}

/// What the model knows.
#[derive(Debug, Default)]
pub(super) struct Model {
    /// The cases that were called made.
    pub cases: BTreeMap<DocId, KnownCase>,
}

impl Model {
    /// Compares everybody's disks and screens with what was called saved. Answers with what is wrong.
    pub(super) fn check<R: Tier>(&self, relay: &SimRelay, devices: &mut [Device<R>]) -> Vec<String> {
        let mut wrong = Vec::new();
        for (case, known) in &self.cases {
            let mut shown: Option<R::Shown> = None;
            for (i, device) in devices.iter_mut().enumerate() {
                let screen = device.engine().and_then(|engine| R::look(engine, *case));
                match screen {
                    Some(screen) if known.readers.contains(&i) || known.perhaps.contains(&i) => {
                        check_marks(&screen, known, i, &mut wrong);
                        let agrees = shown.as_ref().is_none_or(|other| other.is_like(&screen));
                        if !agrees {
                            let other = shown.as_ref().map(|it| difference(it, &screen)).unwrap_or_default();
                            wrong.push(format!("device {i} shows the case {case:?} otherwise: {other}"));
                        }
                        shown.get_or_insert(screen);
                    }
                    Some(_) => wrong.push(format!("device {i} shows a case {case:?} that it may not read")),
                    None if known.readers.contains(&i) => {
                        let held = held(device, *case);
                        wrong.push(format!(
                            "device {i} does not show the case {case:?}, of which it holds {held:?}"
                        ));
                    }
                    None => {}
                }
            }
        }
        for (i, device) in devices.iter().enumerate() {
            self.check_disk(relay, i, device, &mut wrong);
        }
        wrong
    }

    /// Nobody holds what they may not read; what is noted as kept lies where the note says.
    fn check_disk<R: Tier>(&self, relay: &SimRelay, i: usize, device: &Device<R>, wrong: &mut Vec<String>) {
        for (_, bytes) in device.disk.platter().rows(Table::Entries, &[]) {
            let Ok(entry) = Entry::decode(bytes) else {
                wrong.push(format!("device {i} holds something that is no entry"));
                continue;
            };
            let case = entry.header.doc.sibling(DocKind::Case);
            let known = self.cases.get(&case);
            let may = known.is_none_or(|it| it.readers.contains(&i) || it.perhaps.contains(&i));
            if !may {
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
    [DocKind::Case, DocKind::Story, DocKind::People].map(of).to_vec()
}

/// Where two devices begin to differ, in a few words.
fn difference(one: &impl Shown, other: &impl Shown) -> String {
    let (one, other) = (one.told(), other.told());
    let at = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let piece = |text: &str| text.chars().skip(at.saturating_sub(160)).take(220).collect::<String>();
    format!("«{}» against «{}»", piece(&one), piece(&other))
}
