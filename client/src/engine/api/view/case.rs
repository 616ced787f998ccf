//! One case as its page shows it.

use super::*;

/// One case: what its documents hold, every value included. A document that is not here yet, or may not be
/// read, is none.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct CaseScreen {
    /// The `case` document; its siblings are named by [`DocId::sibling`].
    #[n(0)]
    pub doc: DocId,
    /// Numbers, codes, dates, the status.
    #[n(1)]
    pub case: record::case::CaseView,
    /// Texts, visits, interviews, notes.
    #[n(2)]
    pub story: Option<record::story::StoryView>,
    /// Parties and consents.
    #[n(3)]
    pub people: Option<record::people::PeopleView>,
    /// What a list shows of it.
    #[n(4)]
    pub row: Row,
    /// How far this device's entries have come that are not at the last tick: the document, the number, the tick.
    #[n(5)]
    pub ticks: Vec<(DocId, u64, Tick)>,
    /// How far the least of them has come.
    #[n(6)]
    pub tick: Tick,
    /// The people that the views speak of.
    #[n(7)]
    pub names: Vec<Named>,
    /// Whether this person may write here.
    #[n(8)]
    pub may_write: bool,
    /// The steps that this person may take now, by their codes.
    #[n(9)]
    pub steps: Vec<record::case::Offer>,
    /// Entries of these documents that could not be read.
    #[n(10)]
    pub set_aside: Vec<Unread>,
    /// Entries that came late and were taken in.
    #[n(11)]
    pub adopted: Vec<Adopted>,
    /// Everybody who may read it.
    #[n(12)]
    pub readers: Vec<Reader>,
    /// Whether this person may let others in.
    #[n(13)]
    pub may_share: bool,
    /// The cases that it is said to become part of, as far as they are here.
    #[n(14)]
    pub main_cases: Vec<CaseRow>,
}

/// Entries of one person in one document that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Unread {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// What its case is called; empty where that is not known or it is of no case.
    #[n(1)]
    pub title: String,
    /// What their author is called; empty where that is not known.
    #[n(2)]
    pub author: String,
    /// How many they are.
    #[n(3)]
    pub entries: u32,
}

/// Late entries of one device that somebody took into a document.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Adopted {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// Whose entries they are.
    #[n(1)]
    pub device: DeviceId,
    /// The number of the first of them.
    #[n(2)]
    pub from: u64,
    /// The number of the last.
    #[n(3)]
    pub to: u64,
    /// Who took them in, and when.
    #[n(4)]
    pub written: Written,
}

/// Somebody who may read a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reader {
    /// The person.
    #[n(0)]
    pub person: PersonId,
    /// Whether a role is enough for it: nothing is to be taken away then.
    #[n(1)]
    pub by_role: bool,
    /// Whether the viewer may take the right away.
    #[n(2)]
    pub may_take: bool,
}

/// What was written at one place of a case and gave way to something else.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PastRow {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The place, and all that was written there.
    #[n(1)]
    pub past: record::Past,
}
