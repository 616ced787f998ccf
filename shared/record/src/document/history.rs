//! Which change came in which entry, and what came before what.

use crate::names::ChangeId;
use crate::value::{Origin, Written};
use automerge::Change;
use shared::ids::DeviceId;
use std::collections::{BTreeSet, HashMap};

/// A change that stands in the document, by its place in the order of application. Parents come before children.
pub(crate) type Index = u32;

/// A change's place among all: see [`History::order`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Order {
    position: u64,
    device: DeviceId,
    n: u64,
    op_max: u64,
    id: ChangeId,
}

/// One change that stands in the document.
#[derive(Clone, Debug)]
pub(crate) struct Past {
    pub(crate) id: ChangeId,
    pub(crate) deps: Vec<Index>,
    /// `None` for the skeleton, which nobody wrote.
    pub(crate) origin: Option<u32>,
    pub(crate) time_ms: i64,
    pub(crate) op_max: u64,
    /// Whether its writer had seen everything that was applied here before it: then nothing before it needs looking at.
    is_join: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    past: Vec<Past>,
    index: HashMap<ChangeId, Index>,
    origins: Vec<Origin>,
    by_entry: HashMap<(DeviceId, u64), u32>,
    heads: BTreeSet<Index>,
}

impl History {
    pub(crate) fn push(&mut self, change: &Change, origin: Option<&Origin>) {
        let id = ChangeId(change.hash().0);
        let deps: Vec<Index> =
            change.deps().iter().filter_map(|dep| self.index.get(&ChangeId(dep.0)).copied()).collect();
        deps.iter().for_each(|dep| {
            self.heads.remove(dep);
        });
        let is_join = self.heads.is_empty();
        self.heads.insert(self.past.len() as Index);
        let origin = origin.map(|origin| self.origin_index(origin));
        self.index.insert(id, self.past.len() as Index);
        self.past.push(Past {
            id,
            deps,
            origin,
            time_ms: change.timestamp(),
            op_max: change.max_op(),
            is_join,
        });
    }

    fn origin_index(&mut self, origin: &Origin) -> u32 {
        let next = self.origins.len() as u32;
        let index = *self.by_entry.entry((origin.author.device, origin.n)).or_insert(next);
        if index == next {
            self.origins.push(origin.clone());
        }
        index
    }

    pub(crate) fn len(&self) -> usize {
        self.past.len()
    }

    pub(crate) fn find(&self, id: &ChangeId) -> Option<Index> {
        self.index.get(id).copied()
    }

    pub(crate) fn past(&self, index: Index) -> Option<&Past> {
        self.past.get(index as usize)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Past> + ExactSizeIterator {
        self.past.iter()
    }

    pub(crate) fn origin(&self, index: Index) -> Option<&Origin> {
        self.origins.get(self.past(index)?.origin? as usize)
    }

    /// Who wrote a change and when; the skeleton was written by nobody.
    pub(crate) fn written(&self, index: Index) -> Option<Written> {
        let origin = self.origin(index)?;
        let time_ms = u64::try_from(self.past(index)?.time_ms).unwrap_or(0);
        Some(Written {
            person: origin.author.person,
            device: origin.author.device,
            n: origin.n,
            happened_ms: None,
            recorded_ms: if time_ms > 0 { time_ms } else { origin.recorded_ms },
            kept_ms: origin.kept_ms,
            position: origin.position,
        })
    }

    /// The order in which writings are told: by the relay's log, what never left last; within an entry as written.
    /// The same on every device, which the order of application is not.
    pub(crate) fn order(&self, index: Index) -> Order {
        let past = self.past(index);
        let (op_max, id) = past.map_or((0, ChangeId([0; 32])), |past| (past.op_max, past.id));
        let origin = self.origin(index);
        let (device, n) = origin.map_or((DeviceId::ZERO, 0), |origin| (origin.author.device, origin.n));
        let position = origin.map_or(0, |origin| origin.position.unwrap_or(u64::MAX));
        Order { position, device, n, op_max, id }
    }

    /// Whether whoever wrote `later` had seen `earlier`. A change precedes itself.
    pub(crate) fn precedes(&self, earlier: Index, later: Index) -> bool {
        let mut queue = BTreeSet::from([later]);
        // Parents have smaller indexes than their children: below `earlier` there is nothing to find.
        while let Some(index) = queue.pop_last() {
            if index == earlier || (index > earlier && self.is_join(index)) {
                return true;
            }
            if index < earlier {
                return false;
            }
            queue.extend(self.past(index).into_iter().flat_map(|past| past.deps.iter().copied()));
        }
        false
    }

    /// Whether the writer of a change had seen everything that was applied before it.
    pub(crate) fn is_join(&self, index: Index) -> bool {
        self.past(index).is_some_and(|past| past.is_join)
    }

    /// Whether neither writer had seen the other's change.
    pub(crate) fn are_concurrent(&self, a: Index, b: Index) -> bool {
        !self.precedes(a, b) && !self.precedes(b, a)
    }

    pub(crate) fn set_kept(&mut self, device: DeviceId, n: u64, kept: (u64, u64)) -> bool {
        let mut is_known = false;
        // Several, if entries were put together before they left.
        for origin in self.origins.iter_mut().filter(|it| (it.author.device, it.n) == (device, n)) {
            origin.position = Some(kept.0);
            // The first time that was saved stays.
            origin.kept_ms = origin.kept_ms.or(Some(kept.1));
            is_known = true;
        }
        is_known
    }

    pub(crate) fn renumber(&mut self, from: (DeviceId, u64), to: (DeviceId, u64)) {
        for origin in &mut self.origins {
            if (origin.author.device, origin.n) == from {
                (origin.author.device, origin.n) = to;
            }
        }
        if let Some(index) = self.by_entry.remove(&from) {
            self.by_entry.entry(to).or_insert(index);
        }
    }

    pub(crate) fn forget_positions(&mut self) {
        for origin in &mut self.origins {
            origin.position = None;
        }
    }
}
