//! Where a case stands: a fold over the status log, in which every step names the steps it follows.

mod decision;

use super::keys::STATUS_LOG;
use super::steps::rule;
use crate::document::{Document, Index, Node, Pen, Raw, Reader};
use crate::edit::{EditError, Writer};
use crate::enums::{Level, Role, Roles, Status};
use crate::names::{ChangeId, ItemId};
use crate::review::{Question, Topic};
use crate::value::{Fact, Written};
use minicbor::{Decode, Encode};
use shared::ids::PersonId;
use std::collections::BTreeSet;

/// One step of the log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct StepView {
    /// Its name; the reason stands in the story under it.
    #[n(0)]
    pub id: ItemId,
    /// Where it led.
    #[n(1)]
    pub to: Status,
    /// The steps it follows.
    #[n(2)]
    pub after: Vec<ItemId>,
    /// Who made it.
    #[n(3)]
    pub by: PersonId,
    /// Who wrote it down, and the three times.
    #[n(4)]
    pub written: Written,
    /// Whether it counts: it is legal, and its author may make it.
    #[n(5)]
    pub counts: bool,
    /// Whether it was a decision that somebody took back.
    #[n(6)]
    #[cbor(default)]
    pub is_undone: bool,
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct StatusView {
    /// The status shown. While steps contradict each other: the last one they have in common.
    #[n(0)]
    pub current: Status,
    /// How many steps contradict each other so that somebody must decide; zero if none.
    #[n(1)]
    pub disputed: u32,
    /// The newest steps that count.
    #[n(2)]
    pub heads: Vec<ItemId>,
    /// Every step, in the order it is told.
    #[n(3)]
    pub log: Vec<StepView>,
}

impl Default for StatusView {
    fn default() -> Self {
        StatusView { current: Status::Draft, disputed: 0, heads: Vec::new(), log: Vec::new() }
    }
}

/// A step of the log with what is needed to judge it.
struct Entry {
    view: StepView,
    change: Index,
    roles: Roles,
    is_imported: bool,
    /// Whether it takes up one of several that it follows: somebody decided between them.
    is_decision: bool,
}

/// Where steps lead that exclude each other: a person must decide between them.
const EXCLUSIVE: [Status; 8] = [
    Status::Agreed,
    Status::NotAgreed,
    Status::Declined,
    Status::Withdrawn,
    Status::Merged,
    Status::Closed,
    Status::Archived,
    Status::Breached,
];

pub(crate) fn read(root: &Node<'_>) -> StatusView {
    let mut entries: Vec<Entry> =
        root.log(STATUS_LOG).into_iter().filter_map(|item| entry(&item.node)).collect();
    judge(&mut entries);
    decision::mark(&mut entries);
    decision::take_back(root, &mut entries);
    let followed: BTreeSet<ItemId> =
        entries.iter().filter(|e| e.view.counts).flat_map(|e| e.view.after.iter().copied()).collect();
    let heads: Vec<&Entry> =
        entries.iter().filter(|e| e.view.counts && !followed.contains(&e.view.id)).collect();
    let (current, level) = settle(&entries, &heads);
    let disputed = if level == Some(Level::Block) { heads.len() as u32 } else { 0 };
    if let Some(level) = level {
        let base = (level == Level::Block).then(|| Fact::Text(current.code().to_owned()));
        ask(root, Topic::Status, level, "status", base, &heads);
    }
    for entry in entries.iter().filter(|entry| !entry.view.counts && !entry.view.is_undone) {
        ask(root, Topic::Illegal, Level::Block, &format!("status_log/{}", entry.view.id), None, &[entry]);
    }
    decision::list(root, &entries);
    decision::tell(root, &entries, &heads);
    let heads = heads.iter().map(|entry| entry.view.id).collect();
    StatusView { current, disputed, heads, log: entries.into_iter().map(|entry| entry.view).collect() }
}

fn entry(node: &Node<'_>) -> Option<Entry> {
    let (change, mut written) = node.made()?;
    let after: Vec<u8> = node.plain("after").unwrap_or_default();
    let by: Option<PersonId> = node.plain("by");
    written.happened_ms = node.plain("happened_ms");
    Some(Entry {
        view: StepView {
            id: node.plain("id")?,
            to: node.plain("to")?,
            after: after.as_chunks().0.iter().map(|id| ItemId(*id)).collect(),
            by: by.unwrap_or(written.person),
            written,
            counts: false,
            is_undone: false,
        },
        change,
        roles: node.reader.doc.roles_in(change),
        is_imported: by.is_some(),
        is_decision: false,
    })
}

/// Marks the steps that count. A step counts after what it follows counts, so this goes on until nothing is new.
fn judge(entries: &mut [Entry]) {
    loop {
        let fresh = entries.iter().position(|entry| !entry.view.counts && is_legal(entry, entries));
        let Some(fresh) = fresh else { return };
        entries[fresh].view.counts = true;
    }
}

fn is_legal(entry: &Entry, entries: &[Entry]) -> bool {
    let to = &entry.view.to;
    let may = |roles: &[Role]| match entry.is_imported {
        true => entry.roles.holds(&Role::FirstConvener),
        false => entry.roles.any(roles),
    };
    let find = |id: &ItemId| entries.iter().find(|other| other.view.id == *id && other.view.counts);
    let after: Option<Vec<&Entry>> = entry.view.after.iter().map(find).collect();
    let Some(after) = after else {
        return false;
    };
    match after.as_slice() {
        [] => *to == Status::Draft && may(&[Role::Member, Role::Clerk, Role::Convener]),
        [from] => rule(&from.view.to, to).is_some_and(|rule| may(rule.roles)),
        several => joins(several, to, entry.roles) && may(&[Role::Convener, Role::Clerk, Role::Member]),
    }
}

/// Whether one step may follow several: it takes one of them up, or goes on from one of them. Where they contradicted
/// each other, only the office may.
fn joins(several: &[&Entry], to: &Status, roles: Roles) -> bool {
    let leads = several.iter().any(|from| from.view.to == *to || rule(&from.view.to, to).is_some());
    let targets: Vec<&Status> = several.iter().map(|from| &from.view.to).collect();
    leads && (furthest(&targets).is_some() || roles.is_office())
}

fn settle(entries: &[Entry], heads: &[&Entry]) -> (Status, Option<Level>) {
    let targets: Vec<&Status> = heads.iter().map(|head| &head.view.to).collect();
    match targets.as_slice() {
        [] => (Status::Draft, None),
        [first, rest @ ..] if rest.iter().all(|other| other == first) => ((*first).clone(), None),
        _ if decision::is_decided_differently(heads) => (last_in_common(entries, heads), Some(Level::Block)),
        _ => match furthest(&targets) {
            Some(status) => (status.clone(), Some(Level::Warn)),
            None => (last_in_common(entries, heads), Some(Level::Block)),
        },
    }
}

/// The target that all others lead to by legal steps forward, unless one of them excludes the others.
fn furthest<'s>(targets: &[&'s Status]) -> Option<&'s Status> {
    if let [first, rest @ ..] = targets
        && rest.iter().all(|other| other == first)
    {
        return Some(first);
    }
    if targets.iter().any(|target| EXCLUSIVE.contains(target)) {
        return None;
    }
    targets.iter().find(|last| targets.iter().all(|target| leads_forward(target, last))).copied()
}

/// Forward is down the list of statuses: a case that is investigated again after consulting does not lead forward.
fn leads_forward(from: &Status, to: &Status) -> bool {
    let mut reached = vec![from];
    let mut next = 0;
    while let Some(status) = reached.get(next).copied() {
        if status == to {
            return true;
        }
        next += 1;
        let onward = super::STEPS.iter().filter(|step| step.from == status && step.to > step.from);
        let onward: Vec<&Status> = onward.map(|step| step.to).filter(|to| !reached.contains(to)).collect();
        reached.extend(onward);
    }
    false
}

fn last_in_common(entries: &[Entry], heads: &[&Entry]) -> Status {
    let common = heads
        .iter()
        .map(|head| ancestors(entries, head))
        .reduce(|a, b| a.intersection(&b).copied().collect());
    let common = common.unwrap_or_default();
    // The last in common is the one with the longest way behind it; steps that contradicted each other are not it.
    let before: Vec<(ItemId, BTreeSet<ItemId>)> = (entries.iter())
        .filter(|entry| common.contains(&entry.view.id))
        .map(|entry| (entry.view.id, ancestors(entries, entry)))
        .collect();
    let is_beside = |id: &ItemId| {
        let own = before.iter().find(|(other, _)| other == id).map(|(_, own)| own);
        before.iter().any(|(other, behind)| {
            other != id && !behind.contains(id) && own.is_some_and(|own| !own.contains(other))
        })
    };
    let last = entries.iter().filter(|entry| common.contains(&entry.view.id) && !is_beside(&entry.view.id));
    let last = last.max_by_key(|entry| (ancestors(entries, entry).len(), entry.view.id));
    last.map_or(Status::Draft, |entry| entry.view.to.clone())
}

fn ancestors(entries: &[Entry], of: &Entry) -> BTreeSet<ItemId> {
    let mut found: BTreeSet<ItemId> = BTreeSet::new();
    let mut queue = of.view.after.clone();
    while let Some(id) = queue.pop() {
        if found.insert(id) {
            let entry = entries.iter().find(|entry| entry.view.id == id);
            queue.extend(entry.into_iter().flat_map(|entry| entry.view.after.iter().copied()));
        }
    }
    found
}

fn ask(root: &Node<'_>, topic: Topic, level: Level, key: &str, base: Option<Fact>, entries: &[&Entry]) {
    let is_reopened = topic == Topic::Status && decision::is_decided_differently(entries);
    let candidates: Vec<Raw> = (entries.iter())
        .map(|entry| Raw {
            fact: Fact::Text(entry.view.to.code().to_owned()),
            change: entry.change,
            written: entry.view.written.clone(),
        })
        .collect();
    root.reader.ask(Question {
        topic,
        level,
        place: root.place(key),
        base,
        candidates: &candidates,
        again: &[],
        is_reopened,
    });
}

/// A step to write.
pub(crate) struct Step {
    pub(crate) id: ItemId,
    pub(crate) to: Status,
    pub(crate) after: Vec<ItemId>,
    pub(crate) by: Option<PersonId>,
    pub(crate) happened_ms: Option<i64>,
}

pub(crate) fn write_step(pen: &mut Pen<'_, '_>, step: &Step) -> Result<(), EditError> {
    let log = pen.list(STATUS_LOG)?;
    let entry = pen.add(&log, step.id, None)?;
    pen.put_fact(&entry, "to", &Fact::Text(step.to.code().to_owned()))?;
    let after: Vec<u8> = step.after.iter().flat_map(|id| id.0).collect();
    pen.put_fact(&entry, "after", &Fact::Name(after))?;
    if let Some(by) = step.by {
        pen.put_fact(&entry, "by", &Fact::Name(by.0.to_vec()))?;
    }
    if let Some(happened_ms) = step.happened_ms {
        pen.put_fact(&entry, "happened_ms", &Fact::Number(happened_ms))?;
    }
    Ok(())
}

/// The step that takes up one of several that contradict each other.
pub(crate) fn resolve(
    doc: &Document,
    id: ItemId,
    change: ChangeId,
    writer: &Writer,
) -> Result<Step, EditError> {
    if !writer.roles.is_office() {
        return Err(EditError::NotYours("conveners and clerks"));
    }
    let reader = Reader::new(doc);
    let status = read(&reader.root());
    let chosen = status.log.iter().find(|step| {
        let item = reader.root().maps(STATUS_LOG).into_iter().find(|(id, _)| *id == step.id);
        let made = item.and_then(|(_, node)| node.made());
        status.heads.contains(&step.id) && made.is_some_and(|(index, _)| reader.change_id(index) == change)
    });
    let chosen = chosen.ok_or(EditError::ItemChanged)?;
    let happened_ms = i64::try_from(writer.now_ms).ok();
    Ok(Step { id, to: chosen.to.clone(), after: status.heads.clone(), by: None, happened_ms })
}
