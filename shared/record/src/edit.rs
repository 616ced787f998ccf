//! What a worker did, as a verb, and what writing it down needs.

mod error;

pub use error::EditError;

use crate::document::{Document, Pen};
use crate::enums::{Role, Roles};
use crate::names::{Heads, ItemId};
use crate::value::{Author, Origin};
use crate::{case, people, review, story, studio};
use automerge::transaction::CommitOptions;
use automerge::{ActorId, PatchLog, ROOT, ReadDoc};
use minicbor::{Decode, Encode};
use shared::ids::DocKind;
use std::cell::Cell;

/// What a worker did.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Edit {
    /// To a case: numbers, codes, dates, the status.
    #[n(0)]
    Case(#[n(0)] case::Edit),
    /// To its story: texts, visits, interviews, notes.
    #[n(1)]
    Story(#[n(0)] story::Edit),
    /// To its people: parties and consents.
    #[n(2)]
    People(#[n(0)] people::Edit),
    /// To the studio: settings and display names.
    #[n(3)]
    Studio(#[n(0)] studio::Edit),
    /// A decision about something to review, in whatever document it stands.
    #[n(4)]
    Review(#[n(0)] review::Edit),
}

impl Edit {
    /// The kind of document the edit belongs to; a decision belongs to the document of its item.
    pub fn kind(&self) -> Option<DocKind> {
        match self {
            Edit::Case(_) => Some(DocKind::Case),
            Edit::Story(_) => Some(DocKind::Story),
            Edit::People(_) => Some(DocKind::People),
            Edit::Studio(_) => Some(DocKind::Studio),
            Edit::Review(_) => None,
        }
    }

    /// The edit that must be made together with this one, to a sibling of the document of `kind`: a case holds no
    /// words, so the reason for a step or a decision stands in its story. Both are saved in one transaction.
    pub fn also(&self, kind: DocKind) -> Option<Edit> {
        let (of, text) = match self {
            Edit::Case(edit) => edit.reason()?,
            Edit::Review(edit) if kind == DocKind::Case => edit.reason()?,
            Edit::Review(_) | Edit::Story(_) | Edit::People(_) | Edit::Studio(_) => return None,
        };
        (!text.trim().is_empty()).then(|| Edit::Story(story::Edit::GiveReason { of, text: text.to_owned() }))
    }

    /// Whether the edit splices text: such edits wait for a pause before they are sent.
    pub fn is_typing(&self) -> bool {
        matches!(self, Edit::Story(story::Edit::SpliceText { .. }))
    }
}

/// What the sibling documents of a case say, for steps that depend on it. Comes from their digests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Around {
    /// A visitor is named, or asked not to be.
    #[n(0)]
    pub has_visitor: bool,
    /// Somebody agreed that what they tell is kept.
    #[n(1)]
    pub has_consent: bool,
    /// What the visitor asks for is written down.
    #[n(2)]
    pub has_appeal: bool,
    /// The answer given on the spot is written down.
    #[n(3)]
    pub has_answer: bool,
    /// How many review items of the siblings stop the case.
    #[n(4)]
    pub blocks: u32,
}

/// Who writes, and with what.
#[derive(Clone, Debug)]
pub struct Writer {
    /// The person and the device.
    pub author: Author,
    /// The roles the person holds by the roll that the entry will name.
    pub roles: Roles,
    /// Eight bytes drawn when the engine started.
    pub start: [u8; 8],
    /// The clock of the device.
    pub now_ms: u64,
    /// The number the entry will have.
    pub n: u64,
    /// What the sibling documents say.
    pub around: Around,
    /// What the writer had seen; empty for everything that is here. A splice brings its own.
    pub seen: Heads,
}

impl Writer {
    fn actor(&self) -> ActorId {
        ActorId::from([&self.start[..], &self.author.device.0[..]].concat())
    }

    fn origin(&self) -> Origin {
        Origin {
            author: self.author,
            roles: self.roles,
            n: self.n,
            recorded_ms: self.now_ms,
            position: None,
            kept_ms: None,
        }
    }
}

impl Document {
    /// Writes an edit: the bytes of one change, or nothing if the edit changes nothing.
    pub fn edit(&mut self, edit: &Edit, writer: &Writer) -> Result<Option<Vec<u8>>, EditError> {
        if edit.kind().is_some_and(|kind| kind != self.kind()) {
            return Err(EditError::WrongDocument);
        }
        let is_of_the_studio = matches!(edit, Edit::Studio(_));
        if !is_of_the_studio && !writer.roles.any(&[Role::Member, Role::Clerk, Role::Convener]) {
            return Err(EditError::NotYours("members, clerks and conveners"));
        }
        match edit {
            Edit::Case(edit) => {
                let plan = case::plan(self, edit, writer)?;
                self.write(writer, &writer.seen, |pen| case::write(pen, edit, &plan))
            }
            Edit::Story(edit) => {
                edit.check()?;
                let seen = edit.seen().unwrap_or(&writer.seen);
                self.write(writer, seen, |pen| story::write(pen, edit))
            }
            Edit::People(edit) => {
                edit.check()?;
                self.write(writer, &writer.seen, |pen| people::write(pen, edit))
            }
            Edit::Studio(edit) => {
                edit.check(writer)?;
                self.write(writer, &writer.seen, |pen| studio::write(pen, edit))
            }
            Edit::Review(edit) => {
                let plan = review::plan(self, edit, writer)?;
                self.write(writer, &writer.seen, |pen| review::write(pen, &plan))
            }
        }
    }

    fn write(
        &mut self,
        writer: &Writer,
        seen: &Heads,
        with: impl Fn(&mut Pen<'_, '_>) -> Result<(), EditError>,
    ) -> Result<Option<Vec<u8>>, EditError> {
        if !self.knows(seen) {
            return Err(EditError::UnknownHeads);
        }
        self.am.set_actor(writer.actor());
        match self.attempt_write(writer, seen, None, &with)? {
            Attempt::Written(bytes) => Ok(bytes),
            Attempt::MetMark => {
                let lifted = self.lifted();
                match self.attempt_write(writer, seen, Some(&lifted), &with)? {
                    Attempt::Written(bytes) => Ok(bytes),
                    Attempt::MetMark => Err(EditError::Removed),
                }
            }
        }
    }

    /// Writes, unless it turns out that the edit is about an item that was removed and nobody looked yet (`lifted`)
    /// whether the removal stands: that means reading everything, so it is only done where it matters.
    fn attempt_write(
        &mut self,
        writer: &Writer,
        seen: &Heads,
        lifted: Option<&[ItemId]>,
        with: &impl Fn(&mut Pen<'_, '_>) -> Result<(), EditError>,
    ) -> Result<Attempt, EditError> {
        let skeleton = self.born(&ROOT);
        let is_current = seen.0.is_empty() || *seen == self.heads();
        let mut tx = if is_current {
            self.am.transaction()
        } else {
            // Written against what the writer had seen: whatever came since stands beside it.
            let at = Document::hashes(seen);
            let tx = self.am.transaction_at(PatchLog::inactive(), &at);
            tx.map_err(|e| EditError::Document(e.to_string()))?
        };
        let (lifted_now, has_met_mark) = (lifted.unwrap_or_default(), Cell::new(false));
        let mut pen = Pen { tx: &mut tx, writer, skeleton, lifted: lifted_now, has_met_mark };
        let done = with(&mut pen);
        if lifted.is_none() && pen.has_met_mark.get() {
            tx.rollback();
            return Ok(Attempt::MetMark);
        }
        if let Err(error) = done {
            tx.rollback();
            return Err(error);
        }
        let time = i64::try_from(writer.now_ms).unwrap_or(i64::MAX);
        let (Some(hash), _) = tx.commit_with(CommitOptions::default().with_time(time)) else {
            return Ok(Attempt::Written(None));
        };
        let change = self.am.get_change_by_hash(&hash);
        let change = change.ok_or_else(|| EditError::Document("the change was not kept".into()))?;
        self.history.push(&change, Some(&writer.origin()));
        Ok(Attempt::Written(Some(change.raw_bytes().to_vec())))
    }
}

/// What came of an attempt to write.
enum Attempt {
    Written(Option<Vec<u8>>),
    MetMark,
}

#[cfg(test)]
mod tests;
