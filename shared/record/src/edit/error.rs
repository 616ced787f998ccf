//! Why an edit is not made: what happened, then what to do.

use crate::case::StepNeed;
use automerge::AutomergeError;

/// Why an edit is not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The edit belongs to another kind of document.
    #[error("this belongs to another document")]
    WrongDocument,
    /// The text is longer than the field holds.
    #[error("this is longer than the field holds: at most {limit}")]
    TooLong {
        /// How much it holds: characters for short fields, bytes for texts.
        limit: usize,
    },
    /// Something must be filled in.
    #[error("this cannot be empty")]
    Empty,
    /// Not a date.
    #[error("a date is written 2026-11-23, or 2026-11, or 2026")]
    NotADate,
    /// Not a code of any list.
    #[error("this is not one of the choices")]
    NotACode,
    /// A number outside of what makes sense.
    #[error("the number must lie between {from} and {to}")]
    OutOfRange {
        /// The lowest.
        from: i64,
        /// The highest.
        to: i64,
    },
    /// The place in the text is not there.
    #[error("this place in the text is not there any more")]
    OutsideText,
    /// The writer has seen changes that are not here.
    #[error("the screen is ahead of the record: open it again")]
    UnknownHeads,
    /// No such item.
    #[error("this is not in the record")]
    NoItem,
    /// The item was removed.
    #[error("this was removed: put it back first")]
    Removed,
    /// The item was already added.
    #[error("this was already added")]
    Twice,
    /// The list is full.
    #[error("this list is full")]
    ListFull,
    /// The value was set when the thing was made.
    #[error("this was fixed when it was registered")]
    AlreadySet,
    /// The document lacks a part that its kind has.
    #[error("the record lacks its part {0}: it may need a newer version")]
    Missing(&'static str),
    /// The role is missing.
    #[error("this is for {0} to do")]
    NotYours(&'static str),
    /// No step leads there from here.
    #[error("from {from} a case does not go to {to}")]
    NoSuchStep {
        /// The label of the status it has.
        from: String,
        /// The label of the status wanted.
        to: String,
    },
    /// Something the step needs is not there.
    #[error("before this step: {0}")]
    Needs(StepNeed),
    /// The step needs what a later version brings.
    #[error("this step needs {0}, which this version does not have yet")]
    Later(&'static str),
    /// The status is disputed.
    #[error("the status waits for a decision: {0} steps contradict each other")]
    StatusDisputed(usize),
    /// A decision about the status that a later step follows.
    #[error("the case has gone on since: move it from where it stands now")]
    WentOn,
    /// A reason must be given.
    #[error("give a reason")]
    NoReason,
    /// The review item is not there as it was shown.
    #[error("this has changed meanwhile: look at it again")]
    ItemChanged,
    /// This choice does not fit the review item.
    #[error("this cannot be decided in this way")]
    WrongChoice,
    /// Another tablet has this label.
    #[error("another tablet has this label")]
    LabelTaken,
    /// The document refused the change.
    #[error("the record could not be changed: {0}")]
    Document(String),
}

impl From<AutomergeError> for EditError {
    fn from(error: AutomergeError) -> Self {
        EditError::Document(error.to_string())
    }
}
