//! What is done to a story.

use super::field::{Line, SetOf, TextField, TimeOf};
use crate::bounds;
use crate::edit::EditError;
use crate::enums::{Channel, InterviewKind, Readback, VisitKind};
use crate::names::{Heads, ItemId};
use minicbor::{Decode, Encode};
use shared::ids::PersonId;

/// What is done to a story.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Edit {
    /// The title. It names nobody in full: 赵某.
    #[n(0)]
    SetTitle(#[n(0)] String),
    /// Writes into a shared text, in UTF-16 units, against what the writer saw.
    #[n(1)]
    SpliceText {
        /// The text.
        #[n(0)]
        field: TextField,
        /// What the writer had seen; empty for everything that is here.
        #[n(1)]
        at: Heads,
        /// Where.
        #[n(2)]
        index: u32,
        /// How much is taken away.
        #[n(3)]
        delete: u32,
        /// What is put there.
        #[n(4)]
        insert: String,
    },
    /// Tags the case.
    #[n(2)]
    AddTag(#[n(0)] String),
    /// Takes a tag away.
    #[n(3)]
    RemoveTag(#[n(0)] String),
    /// Where exactly.
    #[n(4)]
    SetLocationDetail(#[n(0)] String),
    /// Adds a note. Notes are never changed.
    #[n(5)]
    AddNote {
        /// The note's name.
        #[n(0)]
        id: ItemId,
        /// The words.
        #[n(1)]
        text: String,
        /// When it happened.
        #[n(2)]
        happened_ms: i64,
    },
    /// Gives the reason for a step or a decision, under its name.
    #[n(6)]
    GiveReason {
        /// The step or decision.
        #[n(0)]
        of: ItemId,
        /// The words.
        #[n(1)]
        text: String,
    },
    /// Registers a visit.
    #[n(7)]
    AddVisit {
        /// The visit's name.
        #[n(0)]
        id: ItemId,
        /// When.
        #[n(1)]
        at_ms: i64,
        /// How they came.
        #[n(2)]
        channel: Channel,
        /// Who received them.
        #[n(3)]
        receiver: PersonId,
        /// Whether they had been here before.
        #[n(4)]
        kind: VisitKind,
        /// How many they were.
        #[n(5)]
        headcount: u32,
    },
    /// Where a visit was.
    #[n(8)]
    SetVisitPlace(#[n(0)] ItemId, #[n(1)] String),
    /// Who wrote it down.
    #[n(9)]
    SetVisitRecorder(#[n(0)] ItemId, #[n(1)] PersonId),
    /// Whether they had been here before.
    #[n(10)]
    SetVisitKind(#[n(0)] ItemId, #[n(1)] VisitKind),
    /// How many they were.
    #[n(11)]
    SetHeadcount(#[n(0)] ItemId, #[n(1)] u32),
    /// A party speaks for the others.
    #[n(12)]
    AddRepresentative(#[n(0)] ItemId, #[n(1)] ItemId),
    /// A party does not.
    #[n(13)]
    RemoveRepresentative(#[n(0)] ItemId, #[n(1)] ItemId),
    /// Removes a visit: a mark, nothing is lost.
    #[n(14)]
    RemoveVisit(#[n(0)] ItemId),
    /// Puts it back.
    #[n(15)]
    RestoreVisit(#[n(0)] ItemId),
    /// Begins an interview, or the record of going somewhere.
    #[n(16)]
    AddInterview {
        /// The interview's name.
        #[n(0)]
        id: ItemId,
        /// What kind.
        #[n(1)]
        kind: InterviewKind,
        /// When it began.
        #[n(2)]
        start_ms: i64,
        /// Who asks.
        #[n(3)]
        interviewer: PersonId,
        /// Who writes.
        #[n(4)]
        recorder: PersonId,
        /// The interview it adds to.
        #[n(5)]
        supplement_to: Option<ItemId>,
    },
    /// When it began or ended.
    #[n(17)]
    SetInterviewTime(#[n(0)] ItemId, #[n(1)] TimeOf, #[n(2)] i64),
    /// Where it was.
    #[n(18)]
    SetInterviewPlace(#[n(0)] ItemId, #[n(1)] String),
    /// Who writes.
    #[n(19)]
    SetRecorder(#[n(0)] ItemId, #[n(1)] PersonId),
    /// Which party speaks.
    #[n(20)]
    SetInterviewee(#[n(0)] ItemId, #[n(1)] ItemId),
    /// Adds to one of the interview's sets.
    #[n(21)]
    AddTo(#[n(0)] ItemId, #[n(1)] SetOf, #[n(2)] String),
    /// Takes out of one.
    #[n(22)]
    TakeFrom(#[n(0)] ItemId, #[n(1)] SetOf, #[n(2)] String),
    /// How it was confirmed at its end.
    #[n(23)]
    SetReadback(#[n(0)] ItemId, #[n(1)] Readback),
    /// Adds a question, after another or at the end.
    #[n(24)]
    AddQuestion {
        /// The interview.
        #[n(0)]
        interview: ItemId,
        /// The question's name.
        #[n(1)]
        id: ItemId,
        /// The question it comes after.
        #[n(2)]
        after: Option<ItemId>,
    },
    /// Removes a question: a mark, nothing is lost.
    #[n(25)]
    RemoveQuestion(#[n(0)] ItemId, #[n(1)] ItemId),
    /// Adds an item to one of the interview's lists.
    #[n(26)]
    AddLine {
        /// The interview.
        #[n(0)]
        interview: ItemId,
        /// The list.
        #[n(1)]
        line: Line,
        /// The item's name.
        #[n(2)]
        id: ItemId,
        /// What it says at first.
        #[n(3)]
        text: String,
    },
    /// Removes such an item: a mark, nothing is lost.
    #[n(27)]
    RemoveLine(#[n(0)] ItemId, #[n(1)] Line, #[n(2)] ItemId),
    /// Notes a correction the interviewee asked for. Corrections are never changed.
    #[n(28)]
    AddCorrection {
        /// The interview.
        #[n(0)]
        interview: ItemId,
        /// The correction's name.
        #[n(1)]
        id: ItemId,
        /// What is corrected.
        #[n(2)]
        text: String,
    },
    /// Removes an interview: a mark, nothing is lost.
    #[n(29)]
    RemoveInterview(#[n(0)] ItemId),
    /// Puts it back.
    #[n(30)]
    RestoreInterview(#[n(0)] ItemId),
}

impl Edit {
    /// What the writer of a splice had seen.
    pub(crate) fn seen(&self) -> Option<&Heads> {
        if let Edit::SpliceText { at, .. } = self { Some(at) } else { None }
    }

    pub(crate) fn check(&self) -> Result<(), EditError> {
        match self {
            Edit::SetTitle(title) => bounds::at_most(title, bounds::TITLE_CHARS_MAX),
            Edit::SpliceText { insert, .. } => bounds::text(insert),
            Edit::AddLine { text, .. } => bounds::text(text),
            Edit::AddNote { text, .. } | Edit::AddCorrection { text, .. } | Edit::GiveReason { text, .. } => {
                bounds::at_most(text, bounds::REASON_CHARS_MAX)?;
                if text.trim().is_empty() { Err(EditError::Empty) } else { Ok(()) }
            }
            Edit::AddTag(text)
            | Edit::RemoveTag(text)
            | Edit::AddTo(_, _, text)
            | Edit::TakeFrom(_, _, text) => bounds::filled_line(text),
            Edit::SetLocationDetail(text)
            | Edit::SetVisitPlace(_, text)
            | Edit::SetInterviewPlace(_, text) => bounds::line(text),
            Edit::AddVisit { headcount, .. } | Edit::SetHeadcount(_, headcount) => {
                bounds::range(i64::from(*headcount), 1, 100_000)
            }
            Edit::SetVisitRecorder(..)
            | Edit::SetVisitKind(..)
            | Edit::AddRepresentative(..)
            | Edit::RemoveRepresentative(..)
            | Edit::RemoveVisit(_)
            | Edit::RestoreVisit(_)
            | Edit::AddInterview { .. }
            | Edit::SetInterviewTime(..)
            | Edit::SetRecorder(..)
            | Edit::SetInterviewee(..)
            | Edit::SetReadback(..)
            | Edit::AddQuestion { .. }
            | Edit::RemoveQuestion(..)
            | Edit::RemoveLine(..)
            | Edit::RemoveInterview(_)
            | Edit::RestoreInterview(_) => Ok(()),
        }
    }
}
