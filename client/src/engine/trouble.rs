//! What goes wrong, as the page is told: a code that has a sentence in every language, and a line for a log.

use record::edit::EditError;
use shared::api::{ApiCode, ApiError};
use shared::keys::{BadCode, WeakPassphrase};
use shared::sync::Reason;

use super::api::Trouble;
use super::disk::DiskError;

/// Something the engine could not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The disk did not do it.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The edit is not one that can be made.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The document is not here, not all here, or may not be read.
    #[error("the record is not here")]
    NotHere,
    /// There is no right to do that.
    #[error("there is no right to do that")]
    Forbidden,
    /// No key of the document or group is here.
    #[error("the key of the record is not here yet")]
    NoKey,
    /// It takes the relay, and the relay does not answer.
    #[error("this needs the network, and the relay does not answer")]
    Offline,
    /// The relay does not take it.
    #[error("the relay does not take it: {0}")]
    Refused(Reason),
    /// The relay's answer beside the socket.
    #[error("the relay does not do it: {0}")]
    Relay(ApiError),
    /// The relay's answer makes no sense.
    #[error("the relay's answer cannot be read")]
    BadAnswer,
    /// Not a code.
    #[error(transparent)]
    Code(#[from] BadCode),
    /// Not a passphrase to use.
    #[error(transparent)]
    Weak(#[from] WeakPassphrase),
    /// Another passphrase opens it.
    #[error("this passphrase does not open it")]
    WrongPassphrase,
    /// Not a login name.
    #[error("a login name has 3 to 32 letters or digits")]
    BadLogin,
    /// Something is unsent.
    #[error("{0} entries have not reached the relay yet")]
    Unsent(u32),
    /// Nobody has unlocked the tablet.
    #[error("nobody has unlocked this tablet")]
    Locked,
    /// The device was taken off the roll.
    #[error("this device was removed from the studio")]
    Removed,
    /// Writing it made the program fail, twice.
    #[error("the program fails when it writes this")]
    Fails,
    /// Another of the same kind is still under way.
    #[error("one change of the roll is still under way")]
    Busy,
    /// The engine was opened anew while it was under way: what the relay does about it is not known.
    #[error("it is not known whether this was done")]
    Interrupted,
}

impl Failure {
    /// As the page is told.
    pub fn trouble(&self) -> Trouble {
        Trouble { code: self.code().to_owned(), detail: self.to_string() }
    }

    fn code(&self) -> &'static str {
        match self {
            Failure::Disk(DiskError::Full) => "disk-full",
            Failure::Disk(DiskError::Taken) => "disk-taken",
            Failure::Disk(DiskError::Broken(_)) => "disk-broken",
            Failure::Edit(error) => edit_code(error),
            Failure::NotHere => "not-here",
            Failure::Forbidden => "forbidden",
            Failure::NoKey => "no-key",
            Failure::Offline => "offline",
            Failure::Refused(reason) => refused_code(*reason),
            Failure::Relay(error) => relay_code(error.code),
            Failure::BadAnswer => "bad-answer",
            Failure::Code(BadCode::Length(_)) => "code-length",
            Failure::Code(BadCode::Character(_)) => "code-character",
            Failure::Weak(WeakPassphrase::TooShort) => "passphrase-short",
            Failure::Weak(WeakPassphrase::TooLong) => "passphrase-long",
            Failure::WrongPassphrase => "wrong-passphrase",
            Failure::BadLogin => "bad-login",
            Failure::Unsent(_) => "unsent",
            Failure::Locked => "locked",
            Failure::Removed => "removed",
            Failure::Fails => "fails",
            Failure::Busy => "busy",
            Failure::Interrupted => "interrupted",
        }
    }
}

fn refused_code(reason: Reason) -> &'static str {
    match reason {
        Reason::TrayFull => "tray-full",
        Reason::Forbidden => "refused-forbidden",
        Reason::Late => "refused-late",
        Reason::Erased => "refused-erased",
        Reason::Given => "refused-given",
        Reason::Removed => "removed",
        Reason::Disk => "relay-disk",
        Reason::Quota => "refused-quota",
        Reason::Moved | Reason::UnknownRoll | Reason::Backwards => "refused-moved",
        Reason::Gap
        | Reason::Fork
        | Reason::Studio
        | Reason::UnknownDevice
        | Reason::Signature
        | Reason::Malformed
        | Reason::NotYet => "refused",
    }
}

fn relay_code(code: ApiCode) -> &'static str {
    match code {
        ApiCode::Malformed | ApiCode::Unreadable | ApiCode::Vault => "relay-unreadable",
        ApiCode::VaultOlder => "vault-older",
        ApiCode::Origin => "relay-origin",
        ApiCode::Absent => "relay-absent",
        ApiCode::Session => "relay-session",
        ApiCode::Wait => "relay-wait",
        ApiCode::Token => "relay-token",
        ApiCode::LogIn => "relay-log-in",
        ApiCode::LoginTaken => "relay-login-taken",
        ApiCode::InvitationUnknown => "invitation-unknown",
        ApiCode::InvitationUsed => "invitation-used",
        ApiCode::InvitationExpired => "invitation-expired",
        ApiCode::InvitationTaken => "invitation-taken",
        ApiCode::SheetUnknown => "sheet-unknown",
        ApiCode::Moved | ApiCode::Busy => "relay-busy",
        ApiCode::LabelTaken => "label-taken",
        ApiCode::Refused => "refused",
        ApiCode::Disk => "relay-disk",
    }
}

fn edit_code(error: &EditError) -> &'static str {
    match error {
        EditError::TooLong { .. } => "edit-too-long",
        EditError::Empty => "edit-empty",
        EditError::NotADate => "edit-not-a-date",
        EditError::NotACode => "edit-not-a-code",
        EditError::OutOfRange { .. } => "edit-out-of-range",
        EditError::OutsideText | EditError::UnknownHeads | EditError::ItemChanged => "edit-changed",
        EditError::NoItem | EditError::Removed => "edit-removed",
        EditError::Twice | EditError::AlreadySet => "edit-twice",
        EditError::ListFull => "edit-list-full",
        EditError::NotYours(_) => "edit-not-yours",
        EditError::NoSuchStep { .. } => "edit-no-such-step",
        EditError::Needs(_) => "edit-needs",
        EditError::Later(_) => "edit-later",
        EditError::StatusDisputed(_) => "edit-status-disputed",
        EditError::WentOn => "edit-went-on",
        EditError::NoReason => "edit-no-reason",
        EditError::WrongChoice => "edit-wrong-choice",
        EditError::LabelTaken => "edit-label-taken",
        EditError::WrongDocument | EditError::Missing(_) | EditError::Document(_) => "edit-broken",
    }
}
