//! Ticks, compared with the disks at the moment they are shown: ✓ says that the relay has the entry on its disk, ✓✓ that
//! an office device has.

use std::collections::BTreeMap;

use client::engine::api::Tick;
use client::engine::disk::Table;
use shared::entry::Entry;
use shared::ids::{DocId, DocKind};

use super::cast::OFFICE;
use super::device::Device;
use super::relay::SimRelay;
use super::shown::Tier;

/// What a device shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Ticks {
    entries: BTreeMap<(DocId, u64), Tick>,
    cases: BTreeMap<DocId, Tick>,
}

/// How many ticks were compared.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Compared {
    /// ✓
    pub kept: u64,
    /// ✓✓
    pub reached: u64,
}

/// Compares what a device has come to show since it was last asked. Answers with what is not so.
pub(super) fn compare<R: Tier>(
    relay: &SimRelay,
    devices: &mut [Device<R>],
    i: usize,
    compared: &mut Compared,
) -> Vec<String> {
    if devices[i].is_excused() {
        return Vec::new();
    }
    let Some((entries, cases)) = devices[i].engine().map(|engine| engine.claims()) else { return Vec::new() };
    let shown = Ticks {
        entries: entries.into_iter().map(|(doc, n, tick)| ((doc, n), tick)).collect(),
        cases: cases.into_iter().collect(),
    };
    let before = std::mem::replace(&mut devices[i].ticks, shown.clone());
    let mut wrong = Vec::new();
    let risen = shown.entries.iter().filter(|(at, tick)| before.entries.get(at).is_none_or(|was| was < tick));
    for (&(doc, n), &tick) in risen {
        match tick {
            Tick::Saved => {}
            Tick::Kept => compared.kept += 1,
            Tick::Reached => compared.reached += 1,
        }
        wrong.extend(is_less(relay, devices, i, (doc, n), tick));
    }
    let risen = shown.cases.iter().filter(|(case, tick)| before.cases.get(case).is_none_or(|was| was < tick));
    for (case, &tick) in risen {
        for kind in [DocKind::Case, DocKind::Story, DocKind::People] {
            let doc = case.sibling(kind);
            let prefix = [&doc.0[..], &devices[i].session.device.0].concat();
            let own = devices[i].disk.platter().rows(Table::Entries, &prefix);
            let own = own.into_iter().filter_map(|(_, bytes)| Entry::decode(bytes).ok());
            wrong.extend(own.filter_map(|it| is_less(relay, devices, i, (doc, it.header.n), tick)));
        }
    }
    wrong
}

/// Whether an entry has not come as far as its tick says.
fn is_less<R: Tier>(
    relay: &SimRelay,
    devices: &[Device<R>],
    i: usize,
    (doc, n): (DocId, u64),
    tick: Tick,
) -> Option<String> {
    let device = devices[i].session.device;
    let key = [&doc.0[..], &device.0, &n.to_be_bytes()].concat();
    let own = devices[i].disk.platter().row(Table::Entries, &key);
    let holds = |other: &Device<R>| own.is_some() && other.disk.platter().row(Table::Entries, &key) == own;
    let is_so = match tick {
        Tick::Saved => own.is_some(),
        Tick::Kept => relay.has(doc, device, n, own.as_deref()),
        Tick::Reached => {
            relay.has(doc, device, n, own.as_deref()) && OFFICE.iter().any(|at| holds(&devices[*at]))
        }
    };
    (!is_so).then(|| format!("device {i} shows {tick:?} at entry {n} of {doc:?}, which is not so"))
}
