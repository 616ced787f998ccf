//! What lists show of a case: one small digest of each of its documents, joined into a row. Lists for 10,000 cases
//! come from digests, never from documents.

mod clock;
mod mask;
mod of;
mod row;

pub use clock::{Clock, days};
pub use mask::{masked_name, phone_tail};
pub use row::{Row, join};

use crate::enums::{Category, Channel, Level, Risk, Sensitivity, Status, Urgency};
use crate::review::{Review, Topic};
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

impl PeopleDigest {
    /// Whether a text names one of the parties in full. A title must not: it says 赵某.
    pub fn is_named_in(&self, text: &str) -> bool {
        self.names.iter().any(|name| name.chars().count() > 1 && text.contains(name.as_str()))
    }
}

/// The digest of one document of a case.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Digest {
    /// Of the case.
    #[n(0)]
    Case(#[n(0)] Box<CaseDigest>),
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

#[cfg(test)]
mod tests;
