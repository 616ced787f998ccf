//! The tray: what somebody hands in whose right has ended. It is not part of the log, and nobody reads it but those who
//! keep the document; with an Adopt entry they take it in.

use super::RelayStudio;
use crate::entry::{Entry, Header, Kind};
use crate::ids::{DocId, EntryId, PersonId};
use crate::roll::{GrantBody, Right, keeper_group};
use crate::sync::Reason;
use crate::sync::frame::Refused;
use crate::sync::judge::{Last, in_sequence, judge_named};

impl RelayStudio {
    /// Whether an entry that was refused is one of somebody whose right has ended: it belongs into the tray, if
    /// [`RelayStudio::tray`] takes it there.
    pub fn is_late(&self, entry: &Entry, refused: &Refused) -> bool {
        let header = &entry.header;
        let needed = match header.kind {
            Kind::Change => Right::Write,
            // whoever was let in again to write may have let others in before
            Kind::Grant => Right::Keep,
            Kind::Roll | Kind::Adopt | Kind::Erase | Kind::Snapshot | Kind::Other(_) => return false,
        };
        let is_late = match refused.reason {
            Reason::Removed | Reason::Forbidden | Reason::Late => self.is_shut_out(header, needed),
            // what follows on something in the tray is a gap in the log
            Reason::Gap => self.may_have_tray(header.doc),
            _ => false,
        };
        is_late && header.doc != DocId::ZERO
    }

    /// Whether the author of an entry may not do so much with its document any more.
    fn is_shut_out(&self, header: &Header, needed: Right) -> bool {
        let Some(author) = self.roll.device(header.device) else { return false };
        let now = self.roll.now();
        let right = || self.rights.now(now, header.doc, author.person);
        now.device(header.device).is_none()
            || (self.rights.knows(header.doc) && right().is_none_or(|has| has < needed))
    }

    /// Whether there may be anything in the tray of a document: before somebody's right has ended there is nothing.
    pub fn may_have_tray(&self, doc: DocId) -> bool {
        self.rights.takings(doc) > 0 || self.roll.narrowed() > 0
    }

    /// Whether somebody who was let in again uses a number that lies in the tray, as `lying`, for something else:
    /// their device had let go of what it had handed in. It goes on under a new key, and what lies there can still be
    /// taken in.
    pub fn is_fork_of_tray(&self, entry: &Entry, lying: Option<EntryId>) -> bool {
        lying.is_some_and(|id| id != entry.id) && !self.is_shut_out(&entry.header, Right::Write)
    }

    /// Whether the tray takes an entry: its device signed it, its author could have written it before, and it
    /// follows on `last`, the device's entry before in the tray or else in the log.
    pub fn tray(&self, entry: &Entry, last: Option<&Last>) -> Result<(), Reason> {
        self.is_signed(entry)?;
        self.follows(entry, last)?;
        let is_making = entry.header.n == 1;
        if self.rights.knows(entry.header.doc) || is_making {
            self.could(entry).map(drop)
        } else {
            // the grant that makes the document lies in the tray itself
            is_no_taking(entry).then_some(()).ok_or(Reason::Forbidden)
        }
    }

    /// Takes an entry out of the tray into the log. `last` is the device's entry before in the log.
    pub fn adopt(&mut self, entry: &Entry, last: Option<&Last>, position: u64) -> Result<(), Reason> {
        self.follows(entry, last)?;
        if let Some(grant) = self.could(entry)? {
            self.rights.fold(entry, &grant, position);
        }
        Ok(())
    }

    /// Whether somebody keeps a document, so that they look into its tray.
    pub fn keeps(&self, person: PersonId, doc: DocId) -> bool {
        let now = self.roll.now();
        if self.rights.knows(doc) {
            return self.rights.now(now, doc, person) == Some(Right::Keep);
        }
        now.is_in(person, keeper_group(doc.kind()))
    }

    fn follows(&self, entry: &Entry, last: Option<&Last>) -> Result<(), Reason> {
        if entry.header.n != last.map_or(1, |last| last.n + 1) {
            return Err(Reason::Gap);
        }
        in_sequence(entry, &self.roll, &self.rights, last)
    }

    /// What the author might do by the roll and the rights that the entry names. Taking a right away is never late:
    /// it names what it was made on.
    fn could(&self, entry: &Entry) -> Result<Option<GrantBody>, Reason> {
        let grant = judge_named(entry, &self.roll, &self.rights)?;
        if is_no_taking(entry) { Ok(grant) } else { Err(Reason::Forbidden) }
    }
}

fn is_no_taking(entry: &Entry) -> bool {
    match entry.header.kind {
        Kind::Grant => GrantBody::read(entry).is_some_and(|body| body.takes.is_empty()),
        Kind::Change => true,
        Kind::Roll | Kind::Adopt | Kind::Erase | Kind::Snapshot | Kind::Other(_) => false,
    }
}
