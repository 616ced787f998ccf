//! The keys of a story and how each merges.

use crate::merge::{Key, auto, block, once, warn};

pub(super) const TITLE: Key = auto("title");
pub(super) const LOCATION: Key = auto("location_detail");
pub(super) const APPEAL: &str = "appeal";
pub(super) const FACTS: &str = "facts";
pub(super) const CLOSE_NOTE: &str = "close_note";
pub(super) const TAGS: &str = "tags";
pub(super) const NOTES: &str = "notes";
pub(super) const VISITS: &str = "visits";
pub(super) const INTERVIEWS: &str = "interviews";
pub(super) const REASONS: &str = "reasons";

pub(super) const TEXT: Key = once("text");
pub(super) const HAPPENED: Key = once("happened_ms");

// a visit
pub(super) const AT: Key = once("at_ms");
pub(super) const CHANNEL: Key = once("channel");
pub(super) const RECEIVER: Key = once("receiver");
pub(super) const PLACE: Key = auto("place");
pub(super) const RECORDER: Key = auto("recorder");
pub(super) const VISIT_KIND: Key = warn("visit_kind");
pub(super) const HEADCOUNT: Key = warn("headcount");
pub(super) const REPRESENTATIVES: &str = "representatives";
pub(super) const SUMMARY: &str = "summary";
pub(super) const ANSWER: &str = "answer";

// an interview: its header is evidence
pub(super) const KIND: Key = once("kind");
pub(super) const INTERVIEWER: Key = once("interviewer");
pub(super) const SUPPLEMENT_TO: Key = once("supplement_to");
pub(super) const START: Key = warn("start_ms");
pub(super) const END: Key = warn("end_ms");
pub(super) const HEADER_PLACE: Key = warn("place");
pub(super) const INTERVIEWEE: Key = block("interviewee");
pub(super) const READBACK: Key = block("readback");
pub(super) const PRESENT: &str = "present";
pub(super) const INFORMED: &str = "informed";
pub(super) const PERSONS_MET: &str = "persons_met";
pub(super) const COMPANIONS: &str = "companions";
pub(super) const NARRATIVE: &str = "narrative";
pub(super) const REFUSAL: &str = "refusal";
pub(super) const PURPOSE: &str = "purpose";
pub(super) const CONCLUSION: &str = "conclusion";
pub(super) const QA: &str = "qa";
pub(super) const Q: &str = "q";
pub(super) const A: &str = "a";
pub(super) const CONTRADICTIONS: &str = "contradictions";
pub(super) const EVIDENCE: &str = "evidence";
pub(super) const FINDINGS: &str = "findings";
pub(super) const MEASUREMENTS: &str = "measurements";
pub(super) const BODY: &str = "body";
pub(super) const CORRECTIONS: &str = "corrections";

/// Whether different values at a key stop the case.
pub(crate) fn stops(key: &str) -> bool {
    [INTERVIEWEE, READBACK].iter().any(|it| it.name == key)
}
