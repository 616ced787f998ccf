//! What a step needs before it can be taken.

use minicbor::{Decode, Encode};
use std::fmt;

/// Something that must be there before a step. The client has a sentence for each, in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum StepNeed {
    /// Somebody who came, or the wish not to be named.
    #[n(0)]
    Visitor,
    /// A category.
    #[n(1)]
    Category,
    /// What is asked for.
    #[n(2)]
    Appeal,
    /// Who received it, and when.
    #[n(3)]
    Received,
    /// Consent to keeping personal information.
    #[n(4)]
    Consent,
    /// The decision to take it on.
    #[n(5)]
    Acceptance,
    /// The member who answers for it.
    #[n(6)]
    Lead,
    /// A decision not to take it on.
    #[n(7)]
    Declined,
    /// Why it is not taken on, and where to go instead.
    #[n(8)]
    DeclinedReason,
    /// The decision to answer at once.
    #[n(9)]
    Instant,
    /// The answer itself.
    #[n(10)]
    Answer,
    /// The case it becomes part of.
    #[n(11)]
    MainCase,
    /// How it ended.
    #[n(12)]
    CloseReason,
    /// Where people were guided to.
    #[n(13)]
    Guidance,
    /// Nothing left in the inbox that stops the case.
    #[n(14)]
    NoBlocks,
    /// Which papers are missing, and until when they may be brought.
    #[n(15)]
    Shortfall,
    /// How the wish to withdraw was expressed.
    #[n(16)]
    Wish,
    /// Why the case rests.
    #[n(17)]
    RestCause,
    /// What was answered.
    #[n(18)]
    AnswerGiven,
    /// What is to be looked into further.
    #[n(19)]
    FurtherInquiry,
    /// What was performed on the spot.
    #[n(20)]
    PerformedAtOnce,
    /// What was performed late.
    #[n(21)]
    PerformedLate,
    /// Which remedies the parties were told of.
    #[n(22)]
    Remedies,
    /// Why the answer goes back to the department.
    #[n(23)]
    SentBackCause,
    /// Why the case begins anew.
    #[n(24)]
    ReopenCause,
}

impl fmt::Display for StepNeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            StepNeed::Visitor => "a visitor, or the wish not to be named",
            StepNeed::Category => "a category",
            StepNeed::Appeal => "what is asked for",
            StepNeed::Received => "who received it, and when",
            StepNeed::Consent => "consent to keeping personal information",
            StepNeed::Acceptance => "the decision to take it on",
            StepNeed::Lead => "a member who answers for it",
            StepNeed::Declined => "a decision not to take it on",
            StepNeed::DeclinedReason => "why it is not taken on, and where to go instead",
            StepNeed::Instant => "the decision to answer at once",
            StepNeed::Answer => "the answer",
            StepNeed::MainCase => "the case it becomes part of",
            StepNeed::CloseReason => "how it ended",
            StepNeed::Guidance => "where people were guided to",
            StepNeed::NoBlocks => "what waits for a decision",
            StepNeed::Shortfall => "which papers are missing, and until when they may be brought",
            StepNeed::Wish => "how the wish to withdraw was expressed",
            StepNeed::RestCause => "why the case rests",
            StepNeed::AnswerGiven => "what was answered",
            StepNeed::FurtherInquiry => "what is to be looked into further",
            StepNeed::PerformedAtOnce => "what was performed on the spot",
            StepNeed::PerformedLate => "what was performed late",
            StepNeed::Remedies => "which remedies the parties were told of",
            StepNeed::SentBackCause => "why the answer goes back",
            StepNeed::ReopenCause => "why the case begins anew",
        })
    }
}
