//! Review items as a screen shows them.

use crate::document::Raw;
use crate::enums::Level;
use crate::names::{ChangeId, ItemId, Place};
use crate::value::{Fact, Written};
use minicbor::{Decode, Encode};
use shared::ids::PersonId;

/// The name of a review item: it follows from the place and from what stands there, so every device names it alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct ItemKey(#[n(0)] pub ItemId);

/// What a review item is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Topic {
    /// Different values were written without knowing of each other.
    #[n(0)]
    Values,
    /// Different values were written and the highest stands for now.
    #[n(1)]
    Raised,
    /// Two people wrote in one paragraph.
    #[n(2)]
    Paragraph,
    /// Somebody removed what another edited.
    #[n(3)]
    Removed,
    /// The case was moved to different states.
    #[n(4)]
    Status,
    /// A step that is not legal, or whose author may not make it, came in by a merge.
    #[n(5)]
    Illegal,
    /// A party answered differently about the same consent; the safer answer stands.
    #[n(6)]
    Consent,
}

/// One of the writings a review item is about.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Candidate {
    /// What was written. For a paragraph: the paragraph as it reads now.
    #[n(0)]
    pub value: Fact,
    /// Who wrote it, and when.
    #[n(1)]
    pub written: Written,
    /// The change it came in: a decision names it.
    #[n(2)]
    pub change: ChangeId,
}

/// Something a person must look at or decide.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Item {
    /// Its name.
    #[n(0)]
    pub key: ItemKey,
    /// What it is about.
    #[n(1)]
    pub topic: Topic,
    /// How loudly it asks.
    #[n(2)]
    pub level: Level,
    /// The place it is about.
    #[n(3)]
    pub place: Place,
    /// What stood there before.
    #[n(4)]
    pub base: Option<Fact>,
    /// The writings; the one in force first.
    #[n(5)]
    pub candidates: Vec<Candidate>,
    /// Whether two people decided it differently, so that it is open again.
    #[n(6)]
    pub is_reopened: bool,
    /// Who put it off.
    #[n(7)]
    pub put_off: Option<Written>,
    /// What those who may not decide would choose.
    #[n(8)]
    pub proposals: Vec<Proposal>,
    /// Every change that wrote one of the writings: the same value written twice is one of them. A decision names all.
    #[n(9)]
    #[cbor(default)]
    pub changes: Vec<ChangeId>,
}

/// What somebody who may not decide would choose.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Proposal {
    /// The change that brought what they would choose.
    #[n(0)]
    pub change: ChangeId,
    /// Who, and when.
    #[n(1)]
    pub by: Written,
}

/// A decision that was made.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Decided {
    /// The decision's name: undoing names it.
    #[n(0)]
    pub id: ItemId,
    /// The place it was about.
    #[n(1)]
    pub place: Place,
    /// What stands since; `None` if both were kept or only read.
    #[n(2)]
    pub value: Option<Fact>,
    /// Who decided.
    #[n(3)]
    pub by: Written,
    /// Why; for a decision about a case the reason stands in its story, under the decision's name.
    #[n(4)]
    pub reason: Option<String>,
    /// Who undid it.
    #[n(5)]
    pub undone: Option<Written>,
    /// The writings that it decided between, as each was written.
    #[n(6)]
    pub candidates: Vec<Candidate>,
    /// Whether something was built on it, so that it cannot be taken back any more.
    #[n(7)]
    #[cbor(default)]
    pub is_final: bool,
    /// Whether it decided what stopped the case: then it takes the same person to take it back.
    #[n(8)]
    #[cbor(default)]
    pub stops: bool,
}

/// Tells somebody that what they wrote does not stand.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Told {
    /// Whom.
    #[n(0)]
    pub person: PersonId,
    /// The decision.
    #[n(1)]
    pub decision: ItemId,
    /// The place.
    #[n(2)]
    pub place: Place,
    /// What the person had written.
    #[n(3)]
    pub lost: Fact,
    /// What stands.
    #[n(4)]
    pub stands: Fact,
    /// Who decided, and when.
    #[n(5)]
    pub by: Written,
    /// What had stood there before either was written.
    #[n(6)]
    pub before: Option<Fact>,
    /// Why; for a decision about a case the reason stands in its story, under the decision's name.
    #[n(7)]
    pub reason: Option<String>,
}

/// All there is to review in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Review {
    /// What is open, loudest first.
    #[n(0)]
    pub items: Vec<Item>,
    /// What was decided, in the order it is told.
    #[n(1)]
    pub decided: Vec<Decided>,
    /// Who has to be told of it and has not put the message away.
    #[n(2)]
    pub told: Vec<Told>,
    /// What is settled because both stay as they are: whoever writes there next must know of both.
    #[cbor(skip)]
    pub(crate) kept: Vec<Item>,
}

impl Review {
    /// How many open items ask as loudly as this.
    pub fn count(&self, level: &Level) -> u32 {
        self.items.iter().filter(|item| item.level == *level).count() as u32
    }
}

/// A question raised while a document is read.
pub(crate) struct Question<'q> {
    pub(crate) topic: Topic,
    pub(crate) level: Level,
    pub(crate) place: Place,
    pub(crate) base: Option<Fact>,
    pub(crate) candidates: &'q [Raw],
    /// Writings of the same values again.
    pub(crate) again: &'q [Raw],
    /// Whether two people decided it differently.
    pub(crate) is_reopened: bool,
}
