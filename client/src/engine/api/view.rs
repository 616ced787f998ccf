//! What screens show, as plain data.

mod case;
mod people;

use minicbor::{Decode, Encode};
use record::{Heads, Row, Written};
use shared::ids::{DeviceId, DocId, PersonId, StudioId, TabletId};
use shared::roll::Role;

pub use case::*;
pub use people::*;

/// Who is at the tablet, or who may be.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DoorView {
    /// Everybody who lives on this tablet.
    #[n(0)]
    pub tiles: Vec<Tile>,
    /// Whoever has unlocked it.
    #[n(1)]
    pub me: Option<Me>,
    /// Who was removed from their studio and wiped from here, since the tablet was started: their names.
    #[n(2)]
    pub wiped: Vec<String>,
}

/// Somebody who lives on this tablet.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Tile {
    /// The studio.
    #[n(0)]
    pub studio: StudioId,
    /// The person.
    #[n(1)]
    pub person: PersonId,
    /// The studio's name.
    #[n(2)]
    pub studio_name: String,
    /// The person's name.
    #[n(3)]
    pub name: String,
    /// The person's roles.
    #[n(4)]
    pub roles: Vec<Role>,
    /// What is written on the tablet for this person's device.
    #[n(5)]
    pub label: String,
    /// Entries that have not reached the relay: counted, not opened.
    #[n(6)]
    pub unsent: u32,
}

/// Whoever has unlocked the tablet.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Me {
    /// The studio.
    #[n(0)]
    pub studio: StudioId,
    /// The studio's name.
    #[n(1)]
    pub studio_name: String,
    /// The person.
    #[n(2)]
    pub person: PersonId,
    /// The person's name.
    #[n(3)]
    pub name: String,
    /// The roles.
    #[n(4)]
    pub roles: Vec<Role>,
    /// The device.
    #[n(5)]
    pub device: DeviceId,
    /// What is written on it.
    #[n(6)]
    pub label: String,
    /// The thing it runs on.
    #[n(7)]
    pub tablet: TabletId,
    /// Whether it stands in the office.
    #[n(8)]
    pub office: bool,
    /// Whether this device was taken off the roll: nothing is left to do but to hand in what is unsent.
    #[n(9)]
    pub removed: bool,
    /// Whether another device of this person was lost: a new passphrase and box key are due.
    #[n(10)]
    pub renew: bool,
}

/// The person's day.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct TodayView {
    /// Cases that are not closed.
    #[n(0)]
    pub open: u32,
    /// Cases of this person with something due, overdue first: the first of them.
    #[n(1)]
    pub due: Vec<CaseRow>,
    /// Cases that this person edited last.
    #[n(2)]
    pub latest: Vec<CaseRow>,
    /// How much waits in the review inbox.
    #[n(3)]
    pub review: u32,
    /// What others decided about this person's words.
    #[n(4)]
    pub told: Vec<ToldRow>,
    /// Names of the people that those rows speak of.
    #[n(5)]
    pub names: Vec<Named>,
    /// In how many cases of this person something is due.
    #[n(6)]
    pub due_in_all: u32,
}

/// Somebody decided otherwise than this person had written.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ToldRow {
    /// The document of the decision.
    #[n(0)]
    pub doc: DocId,
    /// The case's title.
    #[n(1)]
    pub title: String,
    /// What was decided: what stood before, what stands now, who decided and when, and why, also where the reason
    /// stands in another document than the decision.
    #[n(2)]
    pub told: record::review::Told,
    /// What the parties of the case are called, by the number in their tags.
    #[n(3)]
    pub parties: Vec<(u32, String)>,
}

/// What is looked for in the list of cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
pub struct Search {
    /// Characters, pinyin initials, the end of a phone number, a number of the case.
    #[n(0)]
    pub text: String,
    /// Which cases.
    #[n(1)]
    pub chip: Chip,
    /// The first row to be told.
    #[n(2)]
    pub from: u32,
    /// How many rows.
    #[n(3)]
    pub rows: u32,
}

/// Which cases are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Chip {
    /// All.
    #[default]
    #[n(0)]
    All,
    /// Those that are not closed.
    #[n(1)]
    Open,
    /// Those that this person leads or helps with.
    #[n(2)]
    Mine,
    /// Those due within seven days.
    #[n(3)]
    Due,
    /// Those with two versions of something.
    #[n(4)]
    TwoVersions,
}

/// Cases found.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct CasesView {
    /// How many there are.
    #[n(0)]
    pub total: u32,
    /// How many match.
    #[n(1)]
    pub found: u32,
    /// The rows asked for.
    #[n(2)]
    pub rows: Vec<CaseRow>,
    /// Documents still to be fetched: the list is not complete before none is left.
    #[n(3)]
    pub wanted: u32,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct CaseRow {
    /// The case.
    #[n(0)]
    pub case: DocId,
    /// What a list shows of it.
    #[n(1)]
    pub row: Row,
    /// How far the least of this device's entries for it has come.
    #[n(2)]
    pub tick: Tick,
    /// When the clock that runs for it runs out, by the days that the studio gives it.
    #[n(3)]
    pub due_ms: Option<i64>,
}

/// How far an entry has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Tick {
    /// ○ on this device's disk.
    #[n(0)]
    Saved,
    /// ✓ the relay has it on its disk.
    #[n(1)]
    Kept,
    /// ✓✓ an office device has it.
    #[n(2)]
    Reached,
}

/// A name for an id.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Named {
    /// The person.
    #[n(0)]
    pub person: PersonId,
    /// The name; empty until the studio's document has come.
    #[n(1)]
    pub name: String,
    /// The labels of the person's devices.
    #[n(2)]
    pub devices: Vec<(DeviceId, String)>,
    /// Whether the person has left the studio.
    #[n(3)]
    pub is_gone: bool,
}

/// What is to review.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ReviewView {
    /// Everything that waits, loudest first.
    #[n(0)]
    pub rows: Vec<ReviewRow>,
    /// Names of the people that the rows speak of.
    #[n(1)]
    pub names: Vec<Named>,
    /// How many things wait beside them, in cases that are not opened for this list.
    #[n(2)]
    pub more: u32,
}

/// One thing to review.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ReviewRow {
    /// The case.
    #[n(0)]
    pub case: DocId,
    /// Its title.
    #[n(1)]
    pub title: String,
    /// The document of the item: decisions are written there.
    #[n(2)]
    pub doc: DocId,
    /// What the document showed: goes back with the decision.
    #[n(3)]
    pub heads: Heads,
    /// The item.
    #[n(4)]
    pub item: record::review::Item,
    /// Whether this person may decide it; otherwise only propose.
    #[n(5)]
    pub may_decide: bool,
    /// What the parties of the case are called, by the number in their tags; empty for whoever may not read them.
    #[n(6)]
    pub parties: Vec<(u32, String)>,
}

/// What has arrived where.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncView {
    /// Whether the relay answers.
    #[n(0)]
    pub is_online: bool,
    /// Entries without a receipt.
    #[n(1)]
    pub unsent: u32,
    /// How many bytes they are.
    #[n(2)]
    pub unsent_bytes: u64,
    /// When the relay last answered, in milliseconds since 1970.
    #[n(3)]
    pub contact_ms: Option<u64>,
    /// Documents still to be fetched.
    #[n(4)]
    pub wanted: u32,
    /// Records with something on its way, the first of them, and some that lately arrived.
    #[n(5)]
    pub items: Vec<SyncItem>,
    /// What somebody must see to.
    #[n(6)]
    pub needs: Vec<super::Trouble>,
    /// By how much this tablet's clock is ahead of the relay's, in milliseconds.
    #[n(7)]
    pub clock_ahead_ms: i64,
    /// Whether an office device has everything of this device that the relay keeps and the office may read.
    #[n(8)]
    pub is_at_office: bool,
    /// How many more records have something on its way.
    #[n(9)]
    pub more: u32,
}

/// A record with something on its way.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncItem {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The title of its case; empty for the roll and the studio.
    #[n(1)]
    pub title: String,
    /// How far the least of it has come.
    #[n(2)]
    pub tick: Tick,
    /// Entries without a receipt.
    #[n(3)]
    pub unsent: u32,
    /// How many bytes they are.
    #[n(4)]
    pub unsent_bytes: u64,
    /// Why it does not go out.
    #[n(5)]
    pub reason: Option<super::Trouble>,
}
