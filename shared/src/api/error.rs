//! What the relay answers when it does not do what was asked.

use minicbor::{Decode, Encode};

use crate::codec;
use crate::entry::RollPoint;
use crate::sync::Reason;

/// Why something was not done. Absent and forbidden answer alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, thiserror::Error)]
#[cbor(index_only)]
pub enum ApiCode {
    /// Not the body that belongs there, or too long a one.
    #[n(0)]
    #[error("the relay cannot read the request: update this tablet")]
    Malformed,
    /// The page comes from somewhere else.
    #[n(1)]
    #[error("the relay does not know the address of this page: open it under the relay's own address")]
    Origin,
    /// There is nothing here, or not for you.
    #[n(2)]
    #[error("there is nothing here")]
    Absent,
    /// No session, or not of that person.
    #[n(3)]
    #[error("the session has ended: unlock again")]
    Session,
    /// Too many tries; `wait_ms` says how long to wait.
    #[n(4)]
    #[error("too many tries: wait a little")]
    Wait,
    /// The founding link was used, or is not of this start of the relay.
    #[n(5)]
    #[error("this founding link is not good any more: use the one that the relay printed last")]
    Token,
    /// No such login name, or not this passphrase.
    #[n(6)]
    #[error("login name and passphrase do not belong together")]
    LogIn,
    /// Somebody else has that login name.
    #[n(7)]
    #[error("this login name is taken: choose another")]
    LoginTaken,
    /// No invitation lies under this name: a character of the code is wrong.
    #[n(8)]
    #[error("there is no invitation with this code: compare it once more")]
    InvitationUnknown,
    /// Somebody joined by it.
    #[n(9)]
    #[error("this invitation was used already: ask for a new one")]
    InvitationUsed,
    /// It was good until yesterday.
    #[n(10)]
    #[error("this invitation has expired: ask for a new one")]
    InvitationExpired,
    /// Another invitation lies under that name.
    #[n(11)]
    #[error("this invitation was handed in already")]
    InvitationTaken,
    /// Not a vault, not signed by its owner, or without the secret that belongs to it.
    #[n(12)]
    #[error("the vault is not what it should be")]
    Vault,
    /// The relay has a newer one.
    #[n(13)]
    #[error("there is a newer vault: fetch it first")]
    VaultOlder,
    /// No vault has that sheet.
    #[n(14)]
    #[error("no recovery sheet has this code: compare it once more")]
    SheetUnknown,
    /// The roll went on in between; `tip` says where it ends now.
    #[n(15)]
    #[error("somebody else changed the roll at the same moment: try once more")]
    Moved,
    /// The name of the tablet is on the roll already.
    #[n(16)]
    #[error("another tablet has this label: choose another")]
    LabelTaken,
    /// An entry that came along was refused; `reason` says why.
    #[n(17)]
    #[error("the relay refuses an entry")]
    Refused,
    /// The relay's disk is full or failing.
    #[n(18)]
    #[error("the relay cannot store anything at the moment: try later")]
    Disk,
    /// The relay is starting, stopping or has more to do than it can.
    #[n(19)]
    #[error("the relay is busy: try again in a moment")]
    Busy,
    /// Only made by a device that cannot read the answer.
    #[n(20)]
    #[error("the relay gave an answer that this version does not know: update this tablet")]
    Unreadable,
}

/// What the relay answers when it does not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, thiserror::Error)]
#[cbor(map)]
#[error("{code}")]
pub struct ApiError {
    /// Why.
    #[n(0)]
    pub code: ApiCode,
    /// The same as a sentence, for whoever looks at the wire.
    #[n(1)]
    pub sentence: String,
    /// With [`ApiCode::Wait`]: how long, in milliseconds.
    #[n(2)]
    pub wait_ms: Option<u64>,
    /// With [`ApiCode::Moved`]: the end of the roll.
    #[n(3)]
    pub tip: Option<RollPoint>,
    /// With [`ApiCode::Refused`]: why.
    #[n(4)]
    pub reason: Option<Reason>,
}

impl ApiError {
    /// Reads the body of an answer that is not a 200, whoever gave it.
    pub fn read(body: &[u8]) -> Self {
        codec::decode(body).unwrap_or_else(|| ApiCode::Unreadable.into())
    }

    /// Too many tries.
    pub fn wait(wait_ms: u64) -> Self {
        Self { wait_ms: Some(wait_ms), ..ApiCode::Wait.into() }
    }

    /// The roll went on.
    pub fn moved(tip: RollPoint) -> Self {
        Self { tip: Some(tip), ..ApiCode::Moved.into() }
    }

    /// An entry was refused.
    pub fn refused(reason: Reason) -> Self {
        Self { reason: Some(reason), ..ApiCode::Refused.into() }
    }
}

impl From<ApiCode> for ApiError {
    fn from(code: ApiCode) -> Self {
        Self { code, sentence: code.to_string(), wait_ms: None, tip: None, reason: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_a_later_relay_or_of_a_stranger_is_told_as_such() {
        let known = ApiError::wait(700);
        assert_eq!(ApiError::read(&codec::encode(&known)), known);
        let later = [0xa1, 0x00, 0x18, 0xc8];
        for body in [&later[..], b"<html>welcome to our hotel</html>", b""] {
            assert_eq!(ApiError::read(body).code, ApiCode::Unreadable);
        }
    }
}
