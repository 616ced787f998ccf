//! What a step still needs, in the person's language, and where it is given.

use record::case::Need;
use yew::AttrValue;

use super::Words;

/// The message that says it.
fn message(need: Need) -> &'static str {
    match need {
        Need::Visitor => "need-visitor",
        Need::Category => "need-category",
        Need::Appeal => "need-appeal",
        Need::Received => "need-received",
        Need::Consent => "need-consent",
        Need::Acceptance => "need-acceptance",
        Need::Lead => "need-lead",
        Need::Declined => "need-declined",
        Need::DeclinedReason => "need-declined-reason",
        Need::Instant => "need-instant",
        Need::Answer => "need-answer",
        Need::MainCase => "need-main-case",
        Need::CloseReason => "need-close-reason",
        Need::Guidance => "need-guidance",
        Need::NoBlocks => "need-no-blocks",
        Need::Shortfall => "need-shortfall",
        Need::Wish => "need-wish",
        Need::RestCause => "need-rest-cause",
        Need::AnswerGiven => "need-answer-given",
        Need::FurtherInquiry => "need-further-inquiry",
        Need::PerformedAtOnce => "need-performed-at-once",
        Need::PerformedLate => "need-performed-late",
        Need::Remedies => "need-remedies",
        Need::SentBackCause => "need-sent-back-cause",
        Need::ReopenCause => "need-reopen-cause",
    }
}

/// The page on which it is given, by the message that names it. A reason is given beside the step itself.
fn place(need: Need) -> Option<&'static str> {
    match need {
        Need::Visitor | Need::Consent => Some("case-part-parties"),
        Need::Category
        | Need::Appeal
        | Need::Received
        | Need::Acceptance
        | Need::Lead
        | Need::Declined
        | Need::Instant
        | Need::Answer
        | Need::MainCase
        | Need::CloseReason => Some("case-part-register"),
        Need::NoBlocks => Some("nav-review"),
        Need::DeclinedReason
        | Need::Guidance
        | Need::Shortfall
        | Need::Wish
        | Need::RestCause
        | Need::AnswerGiven
        | Need::FurtherInquiry
        | Need::PerformedAtOnce
        | Need::PerformedLate
        | Need::Remedies
        | Need::SentBackCause
        | Need::ReopenCause => None,
    }
}

/// Where what is missing can be given: the messages that name the pages, each once.
pub fn places_of(missing: &[Need]) -> Vec<&'static str> {
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
    pub fn need(&self, need: Need) -> AttrValue {
        self.say(message(need))
    }

    /// All that a step still needs.
    pub fn missing(&self, missing: &[Need]) -> AttrValue {
        let needs: Vec<String> = missing.iter().map(|it| self.need(*it).to_string()).collect();
        let between = self.say("need-between");
        self.tell("step-needs", &[("need", needs.join(&between).into())])
    }
}
