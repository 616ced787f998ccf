//! What a step still needs, in the person's language, and where it is given.

use record::case::StepNeed;
use yew::AttrValue;

use super::Words;

/// The message that says it.
fn message(need: StepNeed) -> &'static str {
    match need {
        StepNeed::Visitor => "step-need-visitor",
        StepNeed::Category => "step-need-category",
        StepNeed::Appeal => "step-need-appeal",
        StepNeed::Received => "step-need-received",
        StepNeed::Consent => "step-need-consent",
        StepNeed::Acceptance => "step-need-acceptance",
        StepNeed::Lead => "step-need-lead",
        StepNeed::Declined => "step-need-declined",
        StepNeed::DeclinedReason => "step-need-declined-reason",
        StepNeed::Instant => "step-need-instant",
        StepNeed::Answer => "step-need-answer",
        StepNeed::MainCase => "step-need-main-case",
        StepNeed::CloseReason => "step-need-close-reason",
        StepNeed::Guidance => "step-need-guidance",
        StepNeed::NoBlocks => "step-need-no-blocks",
        StepNeed::Shortfall => "step-need-shortfall",
        StepNeed::Wish => "step-need-wish",
        StepNeed::RestCause => "step-need-rest-cause",
        StepNeed::AnswerGiven => "step-need-answer-given",
        StepNeed::FurtherInquiry => "step-need-further-inquiry",
        StepNeed::PerformedAtOnce => "step-need-performed-at-once",
        StepNeed::PerformedLate => "step-need-performed-late",
        StepNeed::Remedies => "step-need-remedies",
        StepNeed::SentBackCause => "step-need-sent-back-cause",
        StepNeed::ReopenCause => "step-need-reopen-cause",
    }
}

/// The page on which it is given, by the message that names it. A reason is given beside the step itself.
fn place(need: StepNeed) -> Option<&'static str> {
    match need {
        StepNeed::Visitor | StepNeed::Consent => Some("case-part-parties"),
        StepNeed::Category
        | StepNeed::Appeal
        | StepNeed::Received
        | StepNeed::Acceptance
        | StepNeed::Lead
        | StepNeed::Declined
        | StepNeed::Instant
        | StepNeed::Answer
        | StepNeed::MainCase
        | StepNeed::CloseReason => Some("case-part-register"),
        StepNeed::NoBlocks => Some("nav-review"),
        StepNeed::DeclinedReason
        | StepNeed::Guidance
        | StepNeed::Shortfall
        | StepNeed::Wish
        | StepNeed::RestCause
        | StepNeed::AnswerGiven
        | StepNeed::FurtherInquiry
        | StepNeed::PerformedAtOnce
        | StepNeed::PerformedLate
        | StepNeed::Remedies
        | StepNeed::SentBackCause
        | StepNeed::ReopenCause => None,
    }
}

/// Where what is missing can be given: the messages that name the pages, each once.
pub fn places_of(missing: &[StepNeed]) -> Vec<&'static str> {
    let mut places = Vec::new();
    for place in missing.iter().filter_map(|need| place(*need)) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

impl Words {
    /// One thing that a step needs.
    pub fn need(&self, need: StepNeed) -> AttrValue {
        self.say(message(need))
    }

    /// All that a step still needs.
    pub fn missing(&self, missing: &[StepNeed]) -> AttrValue {
        let needs: Vec<String> = missing.iter().map(|it| self.need(*it).to_string()).collect();
        let between = self.say("step-need-between");
        self.tell("step-needs", &[("need", needs.join(&between).into())])
    }
}
