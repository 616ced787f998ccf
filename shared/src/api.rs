//! What is asked beside the socket: found a studio, join one, log in, keep a vault, draw a number. Every body is
//! CBOR, every answer that is not a 200 is an [`ApiError`].
//!
//! Whoever asks as a person has a session: a cookie that the relay sets at a founding, a joining, a log-in, or for a
//! device that signs a nonce ([`OpenSession`]). Several people share a tablet, so each has a cookie of their own and
//! such a request says whose it is.

mod error;
mod login;

use minicbor::{Decode, Encode};

use crate::codec::{self, Bytes};
use crate::entry::RollPoint;
use crate::ids::{DeviceId, DocId, DropName, PersonId, StudioId};
use crate::keys::{AuthSecret, Salt};
use crate::sync::{PUSH_MAX, Proof, Receipt, Short};

pub use error::{ApiCode, ApiError};
pub use login::{BadLogin, LoginName};

/// The media type of every body.
pub const MEDIA_TYPE: &str = "application/cbor";
/// The most bytes of a sealed invitation package.
pub const PACKAGE_MAX: usize = 16 << 10;
/// The longest that an invitation may be good for, in milliseconds.
pub const INVITATION_MAX_MS: u64 = 30 * 86_400_000;
/// How long the relay can still say of an invitation that it was used or has expired.
pub const SPENT_KEPT_MS: u64 = 30 * 86_400_000;

/// Where each question goes. All are `POST` but the challenge.
pub mod path {
    /// Answers a `GET` with a [`super::Challenge`].
    pub const CHALLENGE: &str = "/api/challenge";
    /// [`super::Found`] → [`super::Kept`], with a session.
    pub const FOUND: &str = "/api/found";
    /// [`super::AskSalt`] → [`super::SaltOf`].
    pub const SALT: &str = "/api/salt";
    /// [`super::LogIn`] → [`super::LoggedIn`], with a session.
    pub const LOGIN: &str = "/api/login";
    /// [`super::LogOut`] → nothing.
    pub const LOGOUT: &str = "/api/logout";
    /// [`super::OpenSession`] → [`super::Session`].
    pub const SESSION: &str = "/api/session";
    /// [`super::KeepInvitation`] → nothing; takes a session.
    pub const INVITATION: &str = "/api/invitation";
    /// [`super::OpenInvitation`] → [`super::OpenedInvitation`].
    pub const OPEN_INVITATION: &str = "/api/invitation/open";
    /// [`super::Join`] → [`super::Kept`], with a session.
    pub const JOIN: &str = "/api/join";
    /// [`super::KeepVault`] → nothing.
    pub const VAULT: &str = "/api/vault";
    /// [`super::ChangePassphrase`] → nothing; ends the person's sessions.
    pub const PASSPHRASE: &str = "/api/passphrase";
    /// [`super::Recover`] → [`super::LoggedIn`], without a session.
    pub const RECOVER: &str = "/api/recover";
    /// [`super::DrawNumber`] → [`super::Number`]; takes a session.
    pub const SERIES: &str = "/api/series";
    /// [`super::AskTray`] → [`super::Tray`]; takes a session.
    pub const TRAY: &str = "/api/tray";
    /// [`super::Dismiss`] → nothing; takes a session.
    pub const DISMISS: &str = "/api/tray/dismiss";
    /// [`super::FetchVault`] → [`super::NewestVault`]; takes a session.
    pub const NEWEST_VAULT: &str = "/api/vault/newest";
    /// The socket of [`crate::sync`].
    pub const SOCKET: &str = "/api/socket";
}

/// What to sign, once and soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Challenge {
    /// Goes into [`Proof::sign`].
    #[n(0)]
    pub nonce: Short,
    /// The relay's clock in milliseconds since 1970.
    #[n(1)]
    pub now_ms: u64,
}

/// Founds a studio with the one-time link that the relay printed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Found {
    /// What stands after `#found=` in the link.
    #[n(0)]
    pub token: String,
    /// Under which the founder logs in.
    #[n(1)]
    pub login: LoginName,
    /// What the founder's passphrase yields for the relay.
    #[n(2)]
    pub auth: AuthSecret,
    /// The founder's [`crate::keys::SealedVault`].
    #[n(3)]
    pub vault: Bytes,
    /// The founding roll entry, then the first entries of the studio's own page.
    #[cbor(n(4), decode_with = "codec::at_most::<PUSH_MAX, _, _>")]
    pub entries: Vec<Bytes>,
}

/// The entries that came along are on the relay's disk.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Kept {
    /// One for each entry, in order.
    #[n(0)]
    pub receipts: Vec<Receipt>,
}

/// Asks with which salt a passphrase is stretched.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AskSalt {
    /// The login name; one that nobody has is answered alike.
    #[n(0)]
    pub login: LoginName,
}

/// With which salt a passphrase is stretched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SaltOf {
    /// The salt.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub salt: Salt,
}

/// Logs in on a device that is not enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LogIn {
    /// The login name.
    #[n(0)]
    pub login: LoginName,
    /// What the passphrase yields for the relay.
    #[n(1)]
    pub auth: AuthSecret,
}

/// What a new device needs to enrol itself: it opens the vault, then pushes a Roll entry that adds it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LoggedIn {
    /// The studio.
    #[n(0)]
    pub studio: StudioId,
    /// Who that is.
    #[n(1)]
    pub person: PersonId,
    /// The person's login name.
    #[n(2)]
    pub login: LoginName,
    /// The person's [`crate::keys::SealedVault`].
    #[n(3)]
    pub vault: Bytes,
    /// The end of the roll.
    #[n(4)]
    pub tip: RollPoint,
}

/// Ends a person's session in this browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LogOut {
    /// Whose.
    #[n(0)]
    pub person: PersonId,
}

/// Opens a session for an enrolled device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OpenSession {
    /// The studio.
    #[n(0)]
    pub studio: StudioId,
    /// The nonce of a [`Challenge`], not used before.
    #[n(1)]
    pub nonce: Short,
    /// The device's signature over it.
    #[n(2)]
    pub proof: Proof,
}

/// A session was opened; the cookie came along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Session {
    /// Whose.
    #[n(0)]
    pub person: PersonId,
    /// Until when, in milliseconds since 1970.
    #[n(1)]
    pub until_ms: u64,
}

/// Keeps the package of an invitation until somebody opens it. The Roll entry that invites may come before or after.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeepInvitation {
    /// Who asks: somebody who may invite.
    #[n(0)]
    pub person: PersonId,
    /// Under which it lies: follows from the code.
    #[n(1)]
    pub name: DropName,
    /// Until when, in milliseconds since 1970: as in the Roll entry.
    #[n(2)]
    pub until_ms: u64,
    /// What [`crate::keys::Invitation::seal`] gave, at most [`PACKAGE_MAX`] bytes.
    #[n(3)]
    pub package: Bytes,
}

/// Fetches the package of an invitation. It may be asked for again until somebody joins by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OpenInvitation {
    /// Under which it lies: follows from the code.
    #[n(0)]
    pub name: DropName,
}

/// The package of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OpenedInvitation {
    /// Opens with the code.
    #[n(0)]
    pub package: Bytes,
    /// The end of the roll: what the joining must follow.
    #[n(1)]
    pub tip: RollPoint,
    /// The Roll entry that invited: what the joining must name.
    #[n(2)]
    pub invite: crate::ids::EntryId,
}

/// Joins by an invitation. If somebody else changed the roll in between, the answer is [`ApiCode::Moved`] with the new
/// tip: sign the joining once more.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Join {
    /// The invitation.
    #[n(0)]
    pub name: DropName,
    /// Under which the newcomer will log in.
    #[n(1)]
    pub login: LoginName,
    /// What the newcomer's passphrase yields for the relay.
    #[n(2)]
    pub auth: AuthSecret,
    /// The newcomer's [`crate::keys::SealedVault`].
    #[n(3)]
    pub vault: Bytes,
    /// The Roll entry by which the newcomer joins.
    #[n(4)]
    pub entry: Bytes,
}

/// Offers a vault that is newer than the relay's. Its own signature says that it may.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeepVault {
    /// A [`crate::keys::SealedVault`].
    #[n(0)]
    pub vault: Bytes,
    /// What the passphrase yields for the relay; needed if the vault's salt is another than that of the one before.
    #[n(1)]
    pub auth: Option<AuthSecret>,
}

/// Changes the passphrase: a newer vault, sealed under the new one. Its own signature says that it may.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ChangePassphrase {
    /// A [`crate::keys::SealedVault`].
    #[n(0)]
    pub vault: Bytes,
    /// What the new passphrase yields for the relay.
    #[n(1)]
    pub auth: AuthSecret,
}

/// Fetches a vault by its recovery sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Recover {
    /// Follows from the code on the sheet.
    #[n(0)]
    pub name: DropName,
}

/// Draws the next number of a series. Whoever gets it is the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DrawNumber {
    /// Who asks.
    #[n(0)]
    pub person: PersonId,
    /// The series; what it counts is not the relay's business.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub series: [u8; 16],
}

/// A number that was drawn: 1, 2, 3 …
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Number {
    /// On the relay's disk before this answer left.
    #[n(0)]
    pub number: u64,
}

/// Looks into the trays of the documents that somebody keeps. Answered in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AskTray {
    /// Who asks.
    #[n(0)]
    pub person: PersonId,
    /// The last entry of the piece before: document, device, number.
    #[n(1)]
    pub after: Option<(DocId, DeviceId, u64)>,
}

/// A piece of what lies in trays, in the order of documents, devices and numbers.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Tray {
    /// The entries.
    #[cbor(n(0), decode_with = "codec::at_most::<PUSH_MAX, _, _>")]
    pub entries: Vec<Late>,
    /// Where to go on, if there are more.
    #[n(1)]
    pub next: Option<(DocId, DeviceId, u64)>,
}

/// An entry that lies in a tray.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Late {
    /// Since when, in milliseconds since 1970.
    #[n(0)]
    pub since_ms: u64,
    /// The entry.
    #[n(1)]
    pub entry: Bytes,
}

/// Throws away what a device has handed in too late for a document. Only for whoever keeps the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Dismiss {
    /// Who asks.
    #[n(0)]
    pub person: PersonId,
    /// The document.
    #[n(1)]
    pub doc: DocId,
    /// Whose entries.
    #[n(2)]
    pub device: DeviceId,
    /// Up to this number; what came since stays.
    #[n(3)]
    pub up_to: u64,
}

/// Fetches the newest version of one's own vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FetchVault {
    /// Whose.
    #[n(0)]
    pub person: PersonId,
}

/// The newest version of a vault.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NewestVault {
    /// A [`crate::keys::SealedVault`].
    #[n(0)]
    pub vault: Bytes,
}
