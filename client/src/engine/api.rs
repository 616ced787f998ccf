//! What a page and the engine say to each other: CBOR in both directions, because a worker lies between them.
//!
//! A page **asks** something once and gets one [`Answer`]; it **watches** a [`Topic`] and is told its [`View`]
//! at once and after every change, until it stops watching. What shows that something is done comes before the answer
//! that says so. Nothing else travels.

mod view;

use minicbor::{Decode, Encode};
use record::{Edit, Heads};
use shared::ids::{DeviceId, DocId, PersonId, StudioId};
use shared::roll::Role;
use zeroize::Zeroize;

use super::guard::Doing;

pub use view::*;

/// From the page to the engine.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ToEngine {
    /// Something to do; the number comes back with its answer.
    #[n(0)]
    Ask(#[n(0)] u32, #[n(1)] Box<Ask>),
    /// Begin to be told of a topic.
    #[n(1)]
    Watch(#[n(0)] Topic),
    /// No longer.
    #[n(2)]
    Unwatch(#[n(0)] Topic),
    /// The page was shown, or the browser says that there is a network again: try the relay now.
    #[n(3)]
    Wake,
    /// The engine before this one failed at this.
    #[n(4)]
    Failed(#[n(0)] Doing),
}

/// From the engine to the page.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
pub enum ToPage {
    /// What became of an ask.
    #[n(0)]
    Answer(#[n(0)] u32, #[n(1)] Answer),
    /// A topic as it now stands.
    #[n(1)]
    View(#[n(0)] Topic, #[n(1)] View),
    /// Something that the person must be told, once.
    #[n(2)]
    Told(#[n(0)] Told),
    /// Somebody has come in: what brings them back should the engine fail. Never to be written down.
    #[n(3)]
    Resume(#[n(0)] Resume),
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Ask {
    /// Found a studio with the relay's one-time token. Answered with [`Answer::Founded`].
    #[n(0)]
    Found(#[n(0)] NewStudio),
    /// Look into an invitation before accepting it. Answered with [`Answer::Invited`].
    #[n(1)]
    OpenInvitation(#[n(0)] String),
    /// Accept it.
    #[n(2)]
    Join(#[n(0)] NewMember),
    /// Add this tablet as a device of somebody on the roll.
    #[n(3)]
    LogIn(#[n(0)] LogIn),
    /// The same with the recovery sheet's code instead of the passphrase, and a new passphrase.
    #[n(4)]
    Recover(#[n(0)] Recover),
    /// Open one person's records on this tablet.
    #[n(5)]
    Unlock(#[n(0)] StudioId, #[n(1)] PersonId, #[n(2)] String),
    /// Close them. What is unsent stays, sealed, and goes out all the same.
    #[n(6)]
    Lock,
    /// Remove this person from this tablet. Refused while anything is unsent.
    #[n(7)]
    LogOut,
    /// Edit a document as the writer saw it. Answered with [`Answer::Written`] once it is on the disk.
    #[n(8)]
    Write(#[n(0)] DocId, #[n(1)] Edit, #[n(2)] Heads),
    /// Begin a case that came by this channel: its `case`, `story` and `people`, with first edits, in one
    /// transaction. The engine draws the temporary number and notes who received it and when. Answered with
    /// [`Answer::Made`].
    #[n(9)]
    NewCase(#[n(0)] record::enums::Channel, #[n(1)] Vec<Edit>),
    /// Give a person a right to the documents of a case.
    #[n(10)]
    Share(#[n(0)] DocId, #[n(1)] PersonId),
    /// Invite somebody. Answered with [`Answer::Invitation`].
    #[n(11)]
    Invite(#[n(0)] Invitee),
    /// Try the relay now.
    #[n(12)]
    Retry,
    /// How much room there is. Answered with [`Answer::Room`].
    #[n(13)]
    Room,
    /// Destroy the names and the words of a case for ever, everywhere. For first conveners, online.
    #[n(14)]
    Erase(#[n(0)] DocId),
    /// Remove somebody from the studio, with all devices.
    #[n(15)]
    RemovePerson(#[n(0)] PersonId),
    /// Remove a device: a lost tablet.
    #[n(16)]
    RemoveDevice(#[n(0)] DeviceId),
    /// Replace somebody's roles.
    #[n(17)]
    SetRoles(#[n(0)] PersonId, #[n(1)] Vec<Role>),
    /// Take a person's right to the documents of a case away.
    #[n(18)]
    Unshare(#[n(0)] DocId, #[n(1)] PersonId),
    /// Look into the trays of what this person keeps. Answered with [`Answer::Tray`].
    #[n(19)]
    Tray,
    /// Take a device's late entries for a document in, up to a number.
    #[n(20)]
    Adopt(#[n(0)] DocId, #[n(1)] DeviceId, #[n(2)] u64),
    /// Throw a device's late entries for a document away, up to a number.
    #[n(21)]
    Dismiss(#[n(0)] DocId, #[n(1)] DeviceId, #[n(2)] u64),
    /// Change the passphrase: the one until now, and the new one. After a device was lost, the box key with it.
    #[n(22)]
    ChangePassphrase(#[n(0)] String, #[n(1)] String),
    /// Keep what was typed and not handed in yet, under the record it is about and the name of its place there; an empty
    /// text takes it away.
    #[n(23)]
    KeepDraft(#[n(0)] DocId, #[n(1)] Drafted),
    /// Go on where the engine failed, with what it handed out when the person came in.
    #[n(24)]
    Resume(#[n(0)] Resume),
    /// As [`Ask::Write`], with words that lay as drafts: they are drafts no more in the transaction that writes them.
    #[n(25)]
    HandIn(#[n(0)] DocId, #[n(1)] Edit, #[n(2)] Heads, #[n(3)] HandedIn),
    /// What was written in a case and gave way to something else. Answered with [`Answer::Past`].
    #[n(26)]
    Past(#[n(0)] DocId),
}

/// What a founder fills in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NewStudio {
    /// The relay's one-time token, from the link.
    #[n(0)]
    pub token: String,
    /// The studio's name.
    #[n(1)]
    pub studio_name: String,
    /// The founder's name.
    #[n(2)]
    pub person_name: String,
    /// The founder's login name.
    #[n(3)]
    pub login: String,
    /// The founder's passphrase.
    #[n(4)]
    pub passphrase: String,
    /// What is written on this tablet or computer.
    #[n(5)]
    pub label: String,
    /// Whether it stands in the office.
    #[n(6)]
    pub office: bool,
}

/// What somebody invited fills in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NewMember {
    /// The code of the invitation.
    #[n(0)]
    pub code: String,
    /// The login name.
    #[n(1)]
    pub login: String,
    /// The passphrase.
    #[n(2)]
    pub passphrase: String,
    /// What is written on this tablet or computer.
    #[n(3)]
    pub label: String,
    /// Whether it stands in the office.
    #[n(4)]
    pub office: bool,
}

/// What somebody on the roll fills in on a new device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LogIn {
    /// The login name.
    #[n(0)]
    pub login: String,
    /// The passphrase.
    #[n(1)]
    pub passphrase: String,
    /// What is written on this tablet or computer.
    #[n(2)]
    pub label: String,
    /// Whether it stands in the office.
    #[n(3)]
    pub office: bool,
}

/// What somebody fills in who has only the recovery sheet.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Recover {
    /// The code on the sheet.
    #[n(0)]
    pub code: String,
    /// The new passphrase.
    #[n(1)]
    pub passphrase: String,
    /// What is written on this tablet or computer.
    #[n(2)]
    pub label: String,
    /// Whether it stands in the office.
    #[n(3)]
    pub office: bool,
}

/// Who is to be invited.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Invitee {
    /// The name; kept in the studio's document, never at the relay.
    #[n(0)]
    pub name: String,
    /// The roles.
    #[n(1)]
    pub roles: Vec<Role>,
    /// Somebody on the roll who forgot the passphrase, instead of somebody new.
    #[n(2)]
    pub again: Option<PersonId>,
}

/// What became of an ask.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Answer {
    /// It is done.
    #[n(0)]
    Done,
    /// It is not done.
    #[n(1)]
    Trouble(#[n(0)] Trouble),
    /// The studio stands; the code to print on the recovery sheet.
    #[n(2)]
    Founded(#[n(0)] String),
    /// What an invitation says.
    #[n(3)]
    Invited(#[n(0)] Invited),
    /// The edit is on the disk; the document's heads with it, empty if it changed nothing.
    #[n(4)]
    Written(#[n(0)] Heads),
    /// The case that was begun.
    #[n(5)]
    Made(#[n(0)] DocId),
    /// The invitation that was made.
    #[n(6)]
    Invitation(#[n(0)] Inviting),
    /// Bytes used and bytes there are, and whether the browser promised to keep them.
    #[n(7)]
    Room(#[n(0)] Room),
    /// What lies in trays.
    #[n(8)]
    Tray(#[n(0)] TrayView),
    /// What was written in a case and gave way, each with the document it stands in.
    #[n(9)]
    Past(#[n(0)] Vec<PastRow>),
}

/// What an invitation says before it is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Invited {
    /// The studio's name.
    #[n(0)]
    pub studio_name: String,
    /// The newcomer's name.
    #[n(1)]
    pub person_name: String,
    /// The inviter's name.
    #[n(2)]
    pub inviter_name: String,
    /// The newcomer's roles.
    #[n(3)]
    pub roles: Vec<Role>,
}

/// An invitation to hand over.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Inviting {
    /// For whom.
    #[n(0)]
    pub name: String,
    /// 20 characters in four groups; the link is the page's origin with `/#join=` and the characters.
    #[n(1)]
    pub code: String,
    /// Until when it is good, in milliseconds since 1970.
    #[n(2)]
    pub until_ms: u64,
}

/// What brings somebody back after the engine failed: kept in the page's memory until they lock the tablet. It opens the
/// vault that lies on this tablet, and nothing at the relay.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Resume {
    /// Their studio.
    #[n(0)]
    pub studio: StudioId,
    /// Who they are.
    #[n(1)]
    pub person: PersonId,
    /// The key of their vault.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub key: [u8; 32],
}

impl std::fmt::Debug for Resume {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resume").field("person", &self.person).finish_non_exhaustive()
    }
}

impl Drop for Resume {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

/// What somebody typed and did not hand in yet. Theirs alone: it stays on the tablet, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Drafted {
    /// Where it was typed: the name of the sheet or field.
    #[n(0)]
    pub place: String,
    /// What was typed.
    #[n(1)]
    pub text: String,
}

/// Which drafts an edit uses up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct HandedIn {
    /// The record that they are about.
    #[n(0)]
    pub doc: DocId,
    /// Where they were typed.
    #[n(1)]
    pub places: Vec<String>,
}

/// How much room there is on the tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Room {
    /// Bytes used.
    #[n(0)]
    pub used: u64,
    /// Bytes there are.
    #[n(1)]
    pub quota: u64,
    /// Whether the browser promised to keep them.
    #[n(2)]
    pub is_kept: bool,
}

/// Why something is not done. The page has a sentence for each.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Trouble {
    /// Which sentence: `offline`, `wrong-passphrase`, `code-length`, `code-used`, `disk-full`, `edit-not-yours` …
    /// The Fluent message is `trouble-` followed by it.
    #[n(0)]
    pub code: String,
    /// The same for a log or a person who reads English; never a person's words.
    #[n(1)]
    pub detail: String,
}

/// Something that the person must be told, once.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Told {
    /// Entries could not be read and were set aside: whose they are, of which record, and a reason.
    #[n(0)]
    SetAside(#[n(0)] Unread, #[n(1)] Trouble),
    /// Saving failed; nothing is said to be saved that is not.
    #[n(1)]
    NotSaved(#[n(0)] Trouble),
    /// The relay did not take an entry for good.
    #[n(2)]
    NotTaken(#[n(0)] DocId, #[n(1)] Trouble),
    /// A document was erased for ever; what this device had not sent of it is gone with it, and that is said.
    #[n(3)]
    Erased(#[n(0)] DocId, #[n(1)] Trouble),
}

/// What can be watched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Topic {
    /// Who is at the tablet, or who may be: [`View::Door`].
    #[n(0)]
    Door,
    /// [`View::Today`].
    #[n(1)]
    Today,
    /// Cases that match what was typed: [`View::Cases`].
    #[n(2)]
    Cases(#[n(0)] Search),
    /// One case, named by its `case` document: [`View::Case`].
    #[n(3)]
    Case(#[n(0)] DocId),
    /// [`View::Review`].
    #[n(4)]
    Review,
    /// [`View::Sync`].
    #[n(5)]
    Sync,
    /// [`View::People`].
    #[n(6)]
    People,
    /// What was typed about a record and not handed in: [`View::Drafts`].
    #[n(7)]
    Drafts(#[n(0)] DocId),
}

/// A topic as it stands.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
pub enum View {
    /// Who is at the tablet, or who may be.
    #[n(0)]
    Door(#[n(0)] DoorView),
    /// The person's day.
    #[n(1)]
    Today(#[n(0)] TodayView),
    /// Cases found.
    #[n(2)]
    Cases(#[n(0)] CasesView),
    /// One case; boxed by its size.
    #[n(3)]
    Case(#[n(0)] Box<CaseScreen>),
    /// What is to review.
    #[n(4)]
    Review(#[n(0)] ReviewView),
    /// What has arrived where.
    #[n(5)]
    Sync(#[n(0)] SyncView),
    /// Who belongs to the studio.
    #[n(6)]
    People(#[n(0)] PeopleView),
    /// There is no such thing, or it cannot be read here.
    #[n(7)]
    NotHere,
    /// This person's right has ended; so many entries are still to be handed in.
    #[n(8)]
    Closed(#[n(0)] u32),
    /// What was typed about a record and not handed in.
    #[n(9)]
    Drafts(#[n(0)] Vec<Drafted>),
}
