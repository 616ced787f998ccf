//! The judgement of one entry: the relay's, by what is newest, and the device's, by what the entry names.

use super::Reason;
use crate::codec;
use crate::entry::{Entry, Header, Kind, RollPoint};
use crate::ids::{DeviceId, DocId, EntryId, PersonId};
use crate::roll::{
    AdoptBody, BadGrant, BadRoll, Deed, Denied, EraseBody, GrantBody, Right, Rights, Roll, RollAt,
    keeper_group, may, may_erase,
};

/// The device's entry before in the same document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// Its number.
    pub n: u64,
    /// Its name.
    pub id: EntryId,
    /// The roll it named.
    pub roll: RollPoint,
    /// The taking-away it named.
    pub taken: EntryId,
}

impl Last {
    /// What must be remembered of an entry for the one after it.
    pub fn of(entry: &Entry) -> Self {
        let Header { n, roll, taken, .. } = entry.header;
        Self { n, id: entry.id, roll, taken }
    }
}

/// Whether a relay takes an entry that is not a roll entry and whose signature it has checked: by its newest
/// roll and rights. Answers with what a Grant says.
pub fn judge(
    entry: &Entry,
    roll: &Roll,
    rights: &Rights,
    last: Option<&Last>,
) -> Result<Option<GrantBody>, Reason> {
    let header = &entry.header;
    if header.studio != roll.studio() {
        return Err(Reason::Studio);
    }
    in_sequence(entry, roll, rights, last)?;
    let at = roll.now();
    let taken = rights.taken(header.doc);
    allowed(entry, at, rights, taken, |by| rights.check_at(at, taken, by, entry))
}

/// Whether a relay takes an entry that a device hands in because the relay has lost it: as any other, or, if its
/// author has lost the right since, by what it names and from the hands of somebody who keeps the document.
pub(super) fn judge_carried(
    entry: &Entry,
    roll: &Roll,
    rights: &Rights,
    last: Option<&Last>,
    carrier: DeviceId,
) -> Result<Option<GrantBody>, Reason> {
    match judge(entry, roll, rights, last) {
        Err(Reason::Removed | Reason::Forbidden | Reason::Moved) => {
            let grant = judge_named(entry, roll, rights)?;
            let keeps = keeps(entry, grant.as_ref(), roll, rights, carrier);
            if keeps { Ok(grant) } else { Err(Reason::Late) }
        }
        judged => judged,
    }
}

/// Whether somebody keeps a document, by its newest rights or by the grant that makes it.
fn keeps(entry: &Entry, grant: Option<&GrantBody>, roll: &Roll, rights: &Rights, carrier: DeviceId) -> bool {
    let (doc, now) = (entry.header.doc, roll.now());
    if rights.knows(doc) {
        return may(now, rights, rights.taken(doc), carrier, Deed::Use(doc, Right::Keep)).is_ok();
    }
    let Some(person) = now.device(carrier).map(|it| it.person) else { return false };
    let gives = grant.into_iter().flat_map(|grant| &grant.gives);
    gives.filter(|give| give.right == Right::Keep).any(|give| give.to.names(now, person))
}

/// Whether a device takes an entry that it received: by the roll and the taking-away that the entry names.
pub fn judge_received(
    entry: &Entry,
    roll: &Roll,
    rights: &Rights,
    last: Option<&Last>,
) -> Result<Option<GrantBody>, Reason> {
    let header = &entry.header;
    if header.studio != roll.studio() {
        return Err(Reason::Studio);
    }
    let author = roll.device(header.device).ok_or(Reason::UnknownDevice)?;
    entry.verify(&author.key).map_err(|_| Reason::Signature)?;
    in_sequence(entry, roll, rights, last)?;
    judge_named(entry, roll, rights)
}

pub(super) fn judge_named(entry: &Entry, roll: &Roll, rights: &Rights) -> Result<Option<GrantBody>, Reason> {
    let Header { roll: point, taken, .. } = entry.header;
    let at = roll.at(point).ok_or(Reason::UnknownRoll)?;
    allowed(entry, at, rights, taken, |by| rights.check_taken(at, taken, by, entry))
}

/// The reason for which a relay does not take a roll entry.
pub(super) fn refusal(bad: BadRoll) -> Reason {
    match bad {
        BadRoll::NotNext => Reason::Moved,
        BadRoll::Unsigned => Reason::Signature,
        BadRoll::Denied(Denied::NotOnTheRoll) => Reason::UnknownDevice,
        BadRoll::Denied(Denied::Role | Denied::Grant) | BadRoll::Invitation => Reason::Forbidden,
        BadRoll::Taken => Reason::Given,
        BadRoll::Malformed | BadRoll::Unknown | BadRoll::Epochs => Reason::Malformed,
    }
}

/// The roll and the taking-away that an entry names exist, and neither lies before those of the device's entry
/// before: whoever has seen a removal cannot act as if not.
pub(super) fn in_sequence(
    entry: &Entry,
    roll: &Roll,
    rights: &Rights,
    last: Option<&Last>,
) -> Result<(), Reason> {
    let Header { doc, roll: point, taken, .. } = entry.header;
    roll.at(point).ok_or(Reason::UnknownRoll)?;
    let taken_at = rights.at(doc, taken).ok_or(Reason::UnknownRoll)?;
    let Some(last) = last else { return Ok(()) };
    // an entry may step from a stray of a forked roll to the branch that stands, however much shorter that is
    let is_older = roll.is_before(point, last.roll) || Some(taken_at) < rights.at(doc, last.taken);
    if is_older { Err(Reason::Backwards) } else { Ok(()) }
}

fn allowed(
    entry: &Entry,
    at: RollAt<'_>,
    rights: &Rights,
    taken: EntryId,
    check: impl FnOnce(PersonId) -> Result<GrantBody, BadGrant>,
) -> Result<Option<GrantBody>, Reason> {
    let Header { kind, doc, device, .. } = entry.header;
    match kind {
        Kind::Change | Kind::Grant if doc == DocId::ZERO => Err(Reason::Malformed),
        Kind::Change => {
            may(at, rights, taken, device, Deed::Use(doc, Right::Write)).map_err(forbidden)?;
            Ok(None)
        }
        Kind::Grant => {
            let deed = if rights.knows(doc) { Deed::Use(doc, Right::Write) } else { Deed::Make(doc) };
            let person = may(at, rights, taken, device, deed).map_err(forbidden)?;
            check(person).map(Some).map_err(|bad| match bad {
                BadGrant::Malformed | BadGrant::NoKeeper => Reason::Malformed,
                BadGrant::Forbidden => Reason::Forbidden,
                BadGrant::Moved => Reason::Moved,
            })
        }
        Kind::Erase => {
            EraseBody::read(entry).ok_or(Reason::Malformed)?;
            may_erase(at, device).map(|_| None).map_err(forbidden)
        }
        Kind::Adopt => may_adopt(entry, at, rights, taken).map(|()| None),
        Kind::Snapshot | Kind::Other(_) => Err(Reason::NotYet),
        Kind::Roll => Err(Reason::Malformed),
    }
}

/// Only whoever keeps the document takes late entries in. One that was never made here has no rights yet: its first
/// grant is among what is taken in, and it is for those who keep every document of that kind.
fn may_adopt(entry: &Entry, at: RollAt<'_>, rights: &Rights, taken: EntryId) -> Result<(), Reason> {
    let Header { doc, device, .. } = entry.header;
    let body: AdoptBody = codec::decode_signed(entry.body()).ok_or(Reason::Malformed)?;
    if doc == DocId::ZERO || body.up_to == 0 || body.device == device {
        return Err(Reason::Malformed);
    }
    if rights.knows(doc) {
        return may(at, rights, taken, device, Deed::Use(doc, Right::Keep)).map(drop).map_err(forbidden);
    }
    let person = at.device(device).ok_or(Reason::Removed)?.person;
    at.is_in(person, keeper_group(doc.kind())).then_some(()).ok_or(Reason::Forbidden)
}

fn forbidden(denied: Denied) -> Reason {
    match denied {
        Denied::NotOnTheRoll => Reason::Removed,
        Denied::Role | Denied::Grant => Reason::Forbidden,
    }
}
