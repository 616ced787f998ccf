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
                self.write(writer, &writer.seen, edit.reason(), |pen| case::write(pen, edit, &plan))
            }
            Edit::Story(edit) => {
                edit.check()?;
                let seen = edit.seen().unwrap_or(&writer.seen);
                self.write(writer, seen, None, |pen| story::write(pen, edit))
            }
            Edit::People(edit) => {
                edit.check()?;
                self.write(writer, &writer.seen, None, |pen| people::write(pen, edit))
            }
            Edit::Studio(edit) => {
                edit.check(writer)?;
                self.write(writer, &writer.seen, None, |pen| studio::write(pen, edit))
            }
            Edit::Review(edit) => {
                let plan = review::plan(self, edit, writer)?;
                self.write(writer, &writer.seen, None, |pen| review::write(pen, &plan))
            }
        }
    }

    fn write(
        &mut self,
        writer: &Writer,
        seen: &Heads,
        because: Option<(ItemId, &str)>,
        with: impl Fn(&mut Pen<'_, '_>) -> Result<(), EditError>,
    ) -> Result<Option<Vec<u8>>, EditError> {
        if !self.knows(seen) {
            return Err(EditError::UnknownHeads);
        }
        self.am.set_actor(writer.actor());
        match self.attempt_write(writer, seen, because, None, &with)? {
            Attempt::Written(bytes) => Ok(bytes),
            Attempt::MustRead => {
                let read = Read { lifted: self.lifted(), disputes: self.as_of(seen)?.disputes() };
                match self.attempt_write(writer, seen, because, Some(&read), &with)? {
                    Attempt::Written(bytes) => Ok(bytes),
                    Attempt::MustRead => Err(EditError::Removed),
                }
            }
        }
    }

    /// Writes, unless it turns out that it matters what a reading of the whole document says and nobody has read it:
    /// the edit is about an item that was removed, and the removal may not stand; or about a value that others may
    /// have written differently. Reading everything is only done where it matters.
    fn attempt_write(
        &mut self,
        writer: &Writer,
        seen: &Heads,
        because: Option<(ItemId, &str)>,
        read: Option<&Read>,
        with: &impl Fn(&mut Pen<'_, '_>) -> Result<(), EditError>,
    ) -> Result<Attempt, EditError> {
        let (kind, skeleton) = (self.kind(), self.born(&ROOT));
        let at = if seen.0.is_empty() { self.heads() } else { seen.clone() };
        let is_current = seen.0.is_empty() || *seen == self.heads();
        let mut tx = if is_current {
            self.am.transaction()
        } else {
            // Written against what the writer had seen: whatever came since stands beside it.
            let tx = self.am.transaction_at(PatchLog::inactive(), &Document::hashes(seen));
            tx.map_err(|e| EditError::Document(e.to_string()))?
        };
        let nothing = Read::default();
        let known = read.unwrap_or(&nothing);
        let mut pen = Pen {
            tx: &mut tx,
            writer,
            skeleton,
            kind,
            at: &at,
            because,
            lifted: &known.lifted,
            disputes: &known.disputes,
            must_read: Cell::new(false),
        };
        let done = with(&mut pen);
        if read.is_none() && pen.must_read.get() {
            tx.rollback();
            return Ok(Attempt::MustRead);
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
    MustRead,
}

/// What a reading of the whole document says that matters for an edit.
#[derive(Default)]
struct Read {
    /// Items whose removal was lifted.
    lifted: Vec<ItemId>,
    /// Where different values stand.
    disputes: Vec<review::Item>,
}

#[cfg(test)]
mod tests;
