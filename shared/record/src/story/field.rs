//! The texts, lists, sets and times of a story that an edit may name.

use crate::names::ItemId;
use minicbor::{Decode, Encode};

/// A text that several people may write at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub enum TextField {
    /// What the visitor asks for.
    #[n(0)]
    Appeal,
    /// What is known of the matter.
    #[n(1)]
    Facts,
    /// How it ended, in words.
    #[n(2)]
    CloseNote,
    /// What a visit was about.
    #[n(3)]
    VisitSummary(#[n(0)] ItemId),
    /// What was answered on the spot.
    #[n(4)]
    VisitAnswer(#[n(0)] ItemId),
    /// What was told in an interview.
    #[n(5)]
    Narrative(#[n(0)] ItemId),
    /// Why nobody signed.
    #[n(6)]
    Refusal(#[n(0)] ItemId),
    /// Why somebody went there.
    #[n(7)]
    Purpose(#[n(0)] ItemId),
    /// What came of it.
    #[n(8)]
    Conclusion(#[n(0)] ItemId),
    /// A question, in an interview.
    #[n(9)]
    Question(#[n(0)] ItemId, #[n(1)] ItemId),
    /// The answer to it.
    #[n(10)]
    Answer(#[n(0)] ItemId, #[n(1)] ItemId),
    /// An item of one of an interview's lists.
    #[n(11)]
    Line(#[n(0)] ItemId, #[n(1)] Line, #[n(2)] ItemId),
}

/// The lists of an interview whose items are texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Line {
    /// Where accounts differ.
    #[n(0)]
    Contradiction,
    /// What proves it.
    #[n(1)]
    Evidence,
    /// What was found on site.
    #[n(2)]
    Finding,
    /// What was measured.
    #[n(3)]
    Measurement,
}

/// The sets of an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum SetOf {
    /// Who was present.
    #[n(0)]
    Present,
    /// What the interviewee was told of.
    #[n(1)]
    Informed,
    /// Whom one met.
    #[n(2)]
    PersonsMet,
    /// Who came along.
    #[n(3)]
    Companions,
}

/// The times of an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum TimeOf {
    /// When it began.
    #[n(0)]
    Start,
    /// When it ended.
    #[n(1)]
    End,
}
