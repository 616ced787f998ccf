//! What lists show of a case: one small digest of each of its documents, joined into a row. Lists for 10,000 cases
//! come from digests, never from documents.

mod clock;
mod mask;
mod row;

pub use clock::{Clock, days};
pub use mask::{masked_name, phone_tail};
pub use row::{Row, join};

use crate::case::CaseView;
use crate::document::Document;
use crate::enums::{
    Category, Channel, ConsentScope, ConsentStatus, Level, PartyKind, Risk, Sensitivity, Status, Urgency,
};
use crate::people::{PartyView, PeopleView};
use crate::review::{Review, Topic};
use crate::story::StoryView;
use crate::view::View;
use minicbor::{Decode, Encode};
use shared::ids::PersonId;

/// The format that digests are written in. Another is not read: the digest is made anew from its document.
const FORMAT: u8 = 1;

/// How much there is to review in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct ReviewCount {
    /// Hints.
    #[n(0)]
    pub info: u32,
    /// Questions that do not stop the case.
    #[n(1)]
    pub warn: u32,
    /// Questions that stop it.
    #[n(2)]
    pub block: u32,
    /// How many of them are about two versions of something.
    #[n(3)]
    pub versions: u32,
    /// Who has to be told that what they wrote does not stand.
    #[n(4)]
    pub told: Vec<PersonId>,
}

impl ReviewCount {
    fn of(review: &Review) -> ReviewCount {
        let is_two =
            |topic: Topic| matches!(topic, Topic::Values | Topic::Raised | Topic::Status | Topic::Removed);
        ReviewCount {
            info: review.count(&Level::Info),
            warn: review.count(&Level::Warn),
            block: review.count(&Level::Block),
            versions: review.items.iter().filter(|item| is_two(item.topic)).count() as u32,
            told: review.told.iter().map(|told| told.person).collect(),
        }
    }

    fn plus(mut self, other: &ReviewCount) -> ReviewCount {
        self.told.extend_from_slice(&other.told);
        ReviewCount {
            info: self.info + other.info,
            warn: self.warn + other.warn,
            block: self.block + other.block,
            versions: self.versions + other.versions,
            told: self.told,
        }
    }

    /// Everything that waits for somebody to decide.
    pub fn open(&self) -> u32 {
        self.warn + self.block
    }
}

/// What is said of the document of a digest by whoever wrote there last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Last {
    /// Who.
    #[n(0)]
    pub person: PersonId,
    /// When, by their clock.
    #[n(1)]
    pub recorded_ms: u64,
}

/// The digest of a case.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct CaseDigest {
    /// The temporary number.
    #[n(0)]
    pub temp_no: String,
    /// The official number.
    #[n(1)]
    pub case_no: Option<String>,
    /// What it is about.
    #[n(2)]
    pub category: Option<Category>,
    /// How it came.
    #[n(3)]
    pub channel: Option<Channel>,
    /// Where it stands.
    #[n(4)]
    pub status: Status,
    /// How many steps contradict each other.
    #[n(5)]
    pub disputed: u32,
    /// How soon somebody must act.
    #[n(6)]
    pub urgency: Option<Urgency>,
    /// How likely it is to get out of hand.
    #[n(7)]
    pub risk: Option<Risk>,
    /// What sensitive information it holds.
    #[n(8)]
    pub sensitivity: Vec<Sensitivity>,
    /// Who answers for it: more than one while that is disputed.
    #[n(9)]
    pub lead: Vec<PersonId>,
    /// Who helps.
    #[n(10)]
    pub assist: Vec<PersonId>,
    /// Who received it.
    #[n(11)]
    pub received_by: Option<PersonId>,
    /// When.
    #[n(12)]
    pub received_ms: Option<i64>,
    /// The clock that runs.
    #[n(13)]
    pub clock: Option<Clock>,
    /// What there is to review.
    #[n(14)]
    pub review: ReviewCount,
    /// Who wrote last.
    #[n(15)]
    pub last: Option<Last>,
    /// The town and community.
    #[n(16)]
    pub area: String,
}

/// The digest of a story.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct StoryDigest {
    /// The title.
    #[n(0)]
    pub title: Option<String>,
    /// The tags.
    #[n(1)]
    pub tags: Vec<String>,
    /// Whether it says what the visitor asks for.
    #[n(2)]
    pub has_appeal: bool,
    /// Whether it says what was answered on the spot.
    #[n(3)]
    pub has_answer: bool,
    /// How many interviews it holds.
    #[n(4)]
    pub interviews: u32,
    /// How many people came, over all visits.
    #[n(5)]
    pub headcount: u32,
    /// What there is to review.
    #[n(6)]
    pub review: ReviewCount,
    /// Who wrote last.
    #[n(7)]
    pub last: Option<Last>,
}

/// The digest of the people of a case. It lies sealed on the device like the rest; the names are for searching, the
/// list shows them masked.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PeopleDigest {
    /// The names of the parties.
    #[n(0)]
    pub names: Vec<String>,
    /// The names as a list shows them: 赵某.
    #[n(6)]
    pub masked: Vec<String>,
    /// The last four digits of their numbers.
    #[n(1)]
    pub phone_tails: Vec<String>,
    /// Whether there is a visitor.
    #[n(2)]
    pub has_visitor: bool,
    /// Whether somebody agreed that what they tell is kept.
    #[n(3)]
    pub has_consent: bool,
    /// What there is to review.
    #[n(4)]
    pub review: ReviewCount,
    /// Who wrote last.
    #[n(5)]
    pub last: Option<Last>,
}

/// The digest of one document of a case.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Digest {
    /// Of the case.
    #[n(0)]
    Case(#[n(0)] CaseDigest),
    /// Of its story.
    #[n(1)]
    Story(#[n(0)] StoryDigest),
    /// Of its people.
    #[n(2)]
    People(#[n(0)] PeopleDigest),
}

/// The bytes are no digest of this version: it must be made anew from its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the digest is of another version or damaged")]
pub struct StaleDigest;

impl Digest {
    /// The digest in bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Writing to memory cannot fail.
        minicbor::to_vec((FORMAT, self)).unwrap_or_default()
    }

    /// Reads a digest.
    pub fn from_bytes(bytes: &[u8]) -> Result<Digest, StaleDigest> {
        let mut decoder = minicbor::Decoder::new(bytes);
        let is_ours =
            decoder.array().is_ok_and(|n| n == Some(2)) && decoder.u8().is_ok_and(|format| format == FORMAT);
        let digest = if is_ours { decoder.decode().ok() } else { None };
        digest.ok_or(StaleDigest)
    }
}

impl Document {
    /// The digest of the document; `None` for kinds that are in no list of cases.
    pub fn digest(&self) -> Option<Digest> {
        self.view().as_ref().and_then(|view| self.digest_of(view))
    }

    /// The digest of the document when its view is at hand.
    pub fn digest_of(&self, view: &View) -> Option<Digest> {
        let last = self.last_written().map(|w| Last { person: w.person, recorded_ms: w.recorded_ms });
        match view {
            View::Case(view) => Some(Digest::Case(of_case(view, last))),
            View::Story(view) => Some(Digest::Story(of_story(view, last))),
            View::People(view) => Some(Digest::People(of_people(view, last))),
            View::Studio(_) => None,
        }
    }
}

fn of_case(view: &CaseView, last: Option<Last>) -> CaseDigest {
    let area = [view.town.get(), view.community.get()].into_iter().flatten().cloned().collect::<Vec<_>>();
    CaseDigest {
        temp_no: view.temp_no.get().cloned().unwrap_or_default(),
        case_no: view.case_no.get().cloned(),
        category: view.category.get().cloned(),
        channel: view.channel.get().cloned(),
        status: view.status.current.clone(),
        disputed: view.status.disputed,
        urgency: view.urgency.get().cloned(),
        risk: view.risk.get().cloned(),
        sensitivity: view.sensitivity.iter().map(|mark| mark.value.clone()).collect(),
        lead: view.lead.values.iter().map(|lead| lead.value).collect(),
        assist: view.assist.iter().map(|helper| helper.value).collect(),
        received_by: view.received_by.get().copied(),
        received_ms: view.received_ms.get().copied(),
        clock: Clock::of(view),
        review: ReviewCount::of(&view.review),
        last,
        area: area.join(" "),
    }
}

fn of_story(view: &StoryView, last: Option<Last>) -> StoryDigest {
    let visits = || view.visits.iter().filter(|visit| !visit.is_removed);
    StoryDigest {
        title: view.title.get().filter(|title| !title.is_empty()).cloned(),
        tags: view.tags.iter().map(|tag| tag.value.clone()).collect(),
        has_appeal: !view.appeal.text.trim().is_empty(),
        has_answer: visits().any(|visit| !visit.answer.text.trim().is_empty()),
        interviews: view.interviews.iter().filter(|interview| !interview.is_removed).count() as u32,
        headcount: visits().filter_map(|visit| visit.headcount.get().copied()).fold(0, u32::saturating_add),
        review: ReviewCount::of(&view.review),
        last,
    }
}

fn of_people(view: &PeopleView, last: Option<Last>) -> PeopleDigest {
    let parties = || view.parties.iter().filter(|party| !party.is_removed);
    let names = parties().flat_map(|party| party.name.values.iter().map(|name| name.value.clone()));
    let is_person = |party: &PartyView| party.kind.get().is_none_or(|kind| *kind == PartyKind::Person);
    let masked = parties().filter_map(|party| Some(masked_name(party.name.get()?, is_person(party))));
    let phones = parties().flat_map(|party| party.phones.iter());
    let mut phone_tails: Vec<String> = phones.map(|phone| phone_tail(&phone.number).to_owned()).collect();
    phone_tails.sort();
    phone_tails.dedup();
    let agreed = |scope: &ConsentScope, status: &ConsentStatus| {
        *scope == ConsentScope::Basic && *status == ConsentStatus::Granted
    };
    PeopleDigest {
        names: names.filter(|name| !name.is_empty()).collect(),
        masked: masked.filter(|name| !name.is_empty()).collect(),
        phone_tails,
        has_visitor: parties().next().is_some(),
        has_consent: view.consents.iter().any(|consent| agreed(&consent.scope, &consent.status)),
        review: ReviewCount::of(&view.review),
        last,
    }
}
