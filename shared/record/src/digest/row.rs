//! One line of the list of cases.

use super::{CaseDigest, Clock, Digest, Last, PeopleDigest, ReviewCount, StoryDigest};
use crate::edit::Around;
use crate::enums::{Category, Channel, Risk, Sensitivity, Status, Urgency};
use minicbor::{Decode, Encode};
use shared::ids::PersonId;

/// One line of the list of cases. What the reader may not open is missing from it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Row {
    /// The official number, or the temporary one.
    #[n(0)]
    pub number: String,
    /// Whether the number is the official one.
    #[n(1)]
    pub is_official: bool,
    /// The title.
    #[n(2)]
    pub title: Option<String>,
    /// The parties, masked: 赵某.
    #[n(3)]
    pub parties: Vec<String>,
    /// The last four digits of their numbers.
    #[n(4)]
    pub phone_tails: Vec<String>,
    /// What it is about.
    #[n(5)]
    pub category: Option<Category>,
    /// How it came.
    #[n(6)]
    pub channel: Option<Channel>,
    /// Where it stands.
    #[n(7)]
    pub status: Status,
    /// How many steps contradict each other.
    #[n(8)]
    pub disputed: u32,
    /// How soon somebody must act.
    #[n(9)]
    pub urgency: Option<Urgency>,
    /// How likely it is to get out of hand.
    #[n(10)]
    pub risk: Option<Risk>,
    /// What sensitive information it holds.
    #[n(11)]
    pub sensitivity: Vec<Sensitivity>,
    /// Who answers for it.
    #[n(12)]
    pub lead: Vec<PersonId>,
    /// Who helps.
    #[n(13)]
    pub assist: Vec<PersonId>,
    /// Who received it.
    #[n(14)]
    pub received_by: Option<PersonId>,
    /// When.
    #[n(15)]
    pub received_ms: Option<i64>,
    /// The clock that runs.
    #[n(16)]
    pub clock: Option<Clock>,
    /// What there is to review, over all documents of the case.
    #[n(17)]
    pub review: ReviewCount,
    /// Who wrote last, over all documents.
    #[n(18)]
    pub last: Option<Last>,
    /// The town and community.
    #[n(19)]
    pub area: String,
    /// What the documents say to each other's steps.
    #[n(20)]
    pub around: Around,
    /// How many interviews there are.
    #[n(21)]
    pub interviews: u32,
    /// The tags.
    #[n(22)]
    pub tags: Vec<String>,
}

/// Joins the digests of a case's documents, in any order, into its row and the words it is found by. `None` without
/// the digest of the case itself.
pub fn join<'d>(digests: impl IntoIterator<Item = &'d Digest>) -> Option<(Row, String)> {
    let (mut case, mut story, mut people) = (None, None, None);
    for digest in digests {
        match digest {
            Digest::Case(digest) => case = Some(digest.as_ref()),
            Digest::Story(digest) => story = Some(digest),
            Digest::People(digest) => people = Some(digest),
        }
    }
    let case = case?;
    let row = row(case, story, people);
    let words = crate::search::words(&row, people.map_or(&[], |people| &people.names));
    Some((row, words))
}

fn row(case: &CaseDigest, story: Option<&StoryDigest>, people: Option<&PeopleDigest>) -> Row {
    let siblings = [story.map(|story| &story.review), people.map(|people| &people.review)];
    let review = siblings.into_iter().flatten().fold(ReviewCount::default(), ReviewCount::plus);
    let last =
        [case.last.as_ref(), story.and_then(|s| s.last.as_ref()), people.and_then(|p| p.last.as_ref())];
    Row {
        number: case.case_no.clone().unwrap_or_else(|| case.temp_no.clone()),
        is_official: case.case_no.is_some(),
        title: story.and_then(|story| story.title.clone()),
        parties: people.map(|people| people.masked.clone()).unwrap_or_default(),
        phone_tails: people.map(|people| people.phone_tails.clone()).unwrap_or_default(),
        category: case.category.clone(),
        channel: case.channel.clone(),
        status: case.status.clone(),
        disputed: case.disputed,
        urgency: case.urgency.clone(),
        risk: case.risk.clone(),
        sensitivity: case.sensitivity.clone(),
        lead: case.lead.clone(),
        assist: case.assist.clone(),
        received_by: case.received_by,
        received_ms: case.received_ms,
        clock: case.clock.clone(),
        review: case.review.clone().plus(&review),
        last: last.into_iter().flatten().max_by_key(|last| (last.recorded_ms, last.person)).cloned(),
        area: case.area.clone(),
        around: Around {
            has_visitor: people.is_some_and(|people| people.has_visitor),
            has_consent: people.is_some_and(|people| people.has_consent),
            has_appeal: story.is_some_and(|story| story.has_appeal),
            has_answer: story.is_some_and(|story| story.has_answer),
            blocks: review.block,
        },
        interviews: story.map_or(0, |story| story.interviews),
        tags: story.map(|story| story.tags.clone()).unwrap_or_default(),
    }
}
