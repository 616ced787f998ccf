//! What screens show, as plain data.

use minicbor::{Decode, Encode};
use record::{Heads, Row, Written};
use shared::ids::{DeviceId, DocId, PersonId, StudioId, TabletId};
use shared::roll::Role;

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
    /// Cases of this person with something due, overdue first.
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
    /// Records with something on its way, or lately arrived.
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

/// Who belongs to the studio.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PeopleView {
    /// Everybody on the roll.
    #[n(0)]
    pub members: Vec<MemberView>,
    /// Whether this person may invite.
    #[n(1)]
    pub may_invite: bool,
    /// The roles that this person may give.
    #[n(2)]
    pub may_give: Vec<Role>,
    /// Changes of the roll that were lost with a branch of it, and are to be done again: told to conveners.
    #[n(3)]
    pub redo: u32,
}

/// Somebody on the roll.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MemberView {
    /// The person.
    #[n(0)]
    pub person: PersonId,
    /// The name; empty until the studio's document has come.
    #[n(1)]
    pub name: String,
    /// The roles.
    #[n(2)]
    pub roles: Vec<Role>,
    /// The devices.
    #[n(3)]
    pub devices: Vec<DeviceView>,
    /// Whether the viewer may remove this person.
    #[n(4)]
    pub may_remove: bool,
    /// Whether the viewer may change this person's roles.
    #[n(5)]
    pub may_set_roles: bool,
    /// Whether the viewer may invite this person once more: somebody who forgot the passphrase.
    #[n(6)]
    pub may_invite_again: bool,
}

/// A device of somebody on the roll.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DeviceView {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// What is written on it.
    #[n(1)]
    pub label: String,
    /// Whether it stands in the office.
    #[n(2)]
    pub office: bool,
    /// Whether the viewer may remove it.
    #[n(3)]
    pub may_remove: bool,
}

/// What lies in the trays of what this person keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TrayView {
    /// One row for each document and device.
    #[n(0)]
    pub rows: Vec<TrayRow>,
}

/// What one device has handed in late for one document.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TrayRow {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The title of its case; empty if that is not here.
    #[n(1)]
    pub title: String,
    /// Whose device.
    #[n(2)]
    pub device: DeviceId,
    /// The author's name.
    #[n(3)]
    pub name: String,
    /// What is written on the device.
    #[n(4)]
    pub label: String,
    /// How many entries.
    #[n(5)]
    pub count: u32,
    /// The number of the last of them.
    #[n(6)]
    pub up_to: u64,
    /// Since when the first of them lies there, by the relay's clock.
    #[n(7)]
    pub since_ms: u64,
    /// When the first and the last of them were written, by the author's clock.
    #[n(8)]
    pub written_ms: (u64, u64),
}
