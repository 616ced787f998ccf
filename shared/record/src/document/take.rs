//! Taking in what others wrote.

use super::chunk;
use super::poison::{Poison, Poisoned};
use super::{Document, History, skeleton};
use crate::names::ChangeId;
use crate::value::Origin;
use automerge::{Automerge, Change, LoadOptions, ReadDoc, SaveOptions, TextEncoding};
use shared::ids::DeviceId;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// More changes than any honest entry puts together.
const CHUNKS_MAX: usize = 100_000;
/// How far the number of a change's first operation may lie beyond everything the change builds on. A writer counts
/// on from all that was on the device, which may be more than the change depends on, so there is some room.
const LEAP_MAX: u64 = 1 << 20;

/// An entry of this document, opened.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The change chunks in it.
    pub chunks: &'a [&'a [u8]],
    /// Who signed it, and when.
    pub origin: &'a Origin,
    /// The devices of the same person that the signing device continues.
    pub continues: &'a [DeviceId],
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Whether the document looks different.
    pub is_changed: bool,
    /// Entries that wait for others to come first (in all, not only those of this batch).
    pub held: usize,
    /// Entries set aside, of this batch or held from earlier.
    pub poisoned: Vec<Poisoned>,
}

/// A checked entry that may have to wait.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) origin: Origin,
    changes: Vec<(Change, ChangeId)>,
}

impl Document {
    /// Takes one entry.
    pub fn take(&mut self, entry: Incoming<'_>) -> Result<Taken, Poison> {
        let (device, n) = (entry.origin.author.device, entry.origin.n);
        let mut taken = self.take_many(&[entry]);
        match taken.poisoned.iter().position(|bad| (bad.device, bad.n) == (device, n)) {
            Some(i) => Err(taken.poisoned.swap_remove(i).why),
            None => Ok(taken),
        }
    }

    /// Takes a batch of entries: cheaper than one by one, with the same result.
    pub fn take_many(&mut self, entries: &[Incoming<'_>]) -> Taken {
        let mut taken = Taken::default();
        for entry in entries {
            match self.check(entry) {
                Ok(changes) => self.held.push(Held { origin: entry.origin.clone(), changes }),
                Err(why) => taken.poisoned.push(poisoned(entry.origin, why)),
            }
        }
        let ready = self.ready();
        if !ready.is_empty() {
            taken.is_changed = self.apply(ready, &mut taken.poisoned);
        }
        taken.held = self.held.len();
        taken
    }

    pub(super) fn take_skeleton(&mut self, bytes: &[u8]) -> Result<(), Poison> {
        let (change, _) = chunk::parse(bytes)?;
        self.am.apply_changes([change.clone()]).map_err(|e| Poison::Apply(e.to_string()))?;
        self.history.push(&change, None);
        Ok(())
    }

    fn check(&self, entry: &Incoming<'_>) -> Result<Vec<(Change, ChangeId)>, Poison> {
        if entry.chunks.is_empty() || entry.chunks.len() > CHUNKS_MAX {
            return Err(Poison::Count);
        }
        let mut changes = Vec::with_capacity(entry.chunks.len());
        for bytes in entry.chunks {
            let (change, id) = chunk::parse(bytes)?;
            let is_skeleton = skeleton::is_one(&change);
            let mut devices = core::iter::once(&entry.origin.author.device).chain(entry.continues);
            if !is_skeleton && !devices.any(|device| change.actor_id().to_bytes().ends_with(&device.0)) {
                return Err(Poison::Actor);
            }
            changes.push((change, id));
        }
        Ok(changes)
    }

    /// Takes out of what is held every entry whose changes have all they build on, in an order in which they apply.
    fn ready(&mut self) -> Vec<Held> {
        let mut known: HashSet<ChangeId> = HashSet::new();
        let mut ready = Vec::new();
        loop {
            let is_ready = |held: &Held, known: &HashSet<ChangeId>| {
                let own: HashSet<_> = held.changes.iter().map(|(_, id)| *id).collect();
                let mut deps = held.changes.iter().flat_map(|(change, _)| change.deps());
                deps.all(|dep| {
                    let id = ChangeId(dep.0);
                    own.contains(&id) || known.contains(&id) || self.history.find(&id).is_some()
                })
            };
            let before = ready.len();
            let mut waiting = Vec::new();
            for held in core::mem::take(&mut self.held) {
                if is_ready(&held, &known) {
                    known.extend(held.changes.iter().map(|(_, id)| *id));
                    ready.push(held);
                } else {
                    waiting.push(held);
                }
            }
            self.held = waiting;
            if ready.len() == before {
                return ready;
            }
        }
    }

    fn apply(&mut self, ready: Vec<Held>, poisoned_out: &mut Vec<Poisoned>) -> bool {
        let before = self.history.len();
        if let Ok((am, history)) = self.attempt(&ready) {
            (self.am, self.history) = (am, history);
            return self.history.len() > before;
        }
        for held in ready {
            let is_missing = |(change, _): &(Change, ChangeId)| {
                change.deps().iter().any(|dep| {
                    let id = ChangeId(dep.0);
                    self.history.find(&id).is_none() && !held.changes.iter().any(|(_, own)| *own == id)
                })
            };
            if held.changes.iter().any(is_missing) {
                self.held.push(held); // what it builds on was set aside just now
                continue;
            }
            match self.attempt(core::slice::from_ref(&held)) {
                Ok((am, history)) => (self.am, self.history) = (am, history),
                Err(why) => poisoned_out.push(poisoned(&held.origin, why)),
            }
        }
        self.history.len() > before
    }

    /// Applies entries to a copy and sees whether the copy can be saved and opened again.
    fn attempt(&self, entries: &[Held]) -> Result<(Automerge, History), Poison> {
        let mut history = self.history.clone();
        let mut fresh = Vec::new();
        for held in entries {
            let mut waiting: Vec<&(Change, ChangeId)> =
                held.changes.iter().filter(|(_, id)| history.find(id).is_none()).collect();
            while !waiting.is_empty() {
                let count = waiting.len();
                waiting.retain(|(change, id)| {
                    if history.find(id).is_some() {
                        return false; // the same change twice in one entry
                    }
                    let is_next = change.deps().iter().all(|dep| history.find(&ChangeId(dep.0)).is_some());
                    if is_next {
                        let origin = (!skeleton::is_one(change)).then_some(&held.origin);
                        history.push(change, origin);
                        fresh.push(change.clone());
                    }
                    !is_next
                });
                if waiting.len() == count {
                    return Err(Poison::Apply("its changes depend on each other in a circle".into()));
                }
            }
        }
        fresh.iter().try_for_each(|change| check_leap(change, &history))?;
        let am = apply_to_copy(&self.am, fresh)?;
        Ok((am, history))
    }
}

fn check_leap(change: &Change, history: &History) -> Result<(), Poison> {
    let op_max = |dep: &automerge::ChangeHash| Some(history.past(history.find(&ChangeId(dep.0))?)?.op_max);
    let built_on = change.deps().iter().filter_map(op_max).max().unwrap_or(0);
    if change.start_op().get() > built_on.saturating_add(LEAP_MAX) { Err(Poison::Leap) } else { Ok(()) }
}

/// Automerge panics on some hostile changes. Natively the panic ends here and the copy is dropped; in the browser it
/// ends the worker, which its page starts anew.
fn apply_to_copy(am: &Automerge, fresh: Vec<Change>) -> Result<Automerge, Poison> {
    if fresh.is_empty() {
        return Ok(am.clone());
    }
    let mut copy = am.clone();
    let attempt = catch_unwind(AssertUnwindSafe(move || {
        copy.apply_changes(fresh).map_err(|e| Poison::Apply(e.to_string()))?;
        let bytes = copy.save_with_options(SaveOptions { deflate: false, ..SaveOptions::default() });
        // Loading counts every hash again: equal heads mean equal changes.
        let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
        let again = Automerge::load_with_options(&bytes, options).map_err(|_| Poison::SaveBack)?;
        if again.get_heads() != copy.get_heads() || again.stats().num_ops != copy.stats().num_ops {
            return Err(Poison::SaveBack);
        }
        Ok(copy)
    }));
    attempt.unwrap_or_else(|_| Err(Poison::Apply("it cannot be read".into())))
}

fn poisoned(origin: &Origin, why: Poison) -> Poisoned {
    Poisoned { device: origin.author.device, n: origin.n, why }
}
