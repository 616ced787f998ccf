//! Every address of the relay that is not the client's, as one list: the router serves what stands here and nothing else,
//! and the tests have an expected answer for each of them and for everybody who may ask.

use shared::api::path;

use crate::lan;

/// An address that the relay answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is what its path says")]
pub enum Route {
    Health,
    Ready,
    Metrics,
    /// Only with certificates of the relay's own.
    Trust,
    Challenge,
    Found,
    Salt,
    LogIn,
    LogOut,
    OpenSession,
    KeepInvitation,
    OpenInvitation,
    Join,
    KeepVault,
    ChangePassphrase,
    Recover,
    DrawNumber,
    LookIntoTray,
    DismissFromTray,
    NewestVault,
    Socket,
}

impl Route {
    /// All of them: what is missing here is not served.
    pub const ALL: [Self; 21] = [
        Self::Health,
        Self::Ready,
        Self::Metrics,
        Self::Trust,
        Self::Challenge,
        Self::Found,
        Self::Salt,
        Self::LogIn,
        Self::LogOut,
        Self::OpenSession,
        Self::KeepInvitation,
        Self::OpenInvitation,
        Self::Join,
        Self::KeepVault,
        Self::ChangePassphrase,
        Self::Recover,
        Self::DrawNumber,
        Self::LookIntoTray,
        Self::DismissFromTray,
        Self::NewestVault,
        Self::Socket,
    ];

    /// Where it is.
    pub fn path(self) -> &'static str {
        match self {
            Self::Health => "/healthz",
            Self::Ready => "/readyz",
            Self::Metrics => "/metrics",
            Self::Trust => lan::TRUST_PATH,
            Self::Challenge => path::CHALLENGE,
            Self::Found => path::FOUND,
            Self::Salt => path::SALT,
            Self::LogIn => path::LOGIN,
            Self::LogOut => path::LOGOUT,
            Self::OpenSession => path::SESSION,
            Self::KeepInvitation => path::INVITATION,
            Self::OpenInvitation => path::OPEN_INVITATION,
            Self::Join => path::JOIN,
            Self::KeepVault => path::VAULT,
            Self::ChangePassphrase => path::PASSPHRASE,
            Self::Recover => path::RECOVER,
            Self::DrawNumber => path::SERIES,
            Self::LookIntoTray => path::TRAY,
            Self::DismissFromTray => path::DISMISS,
            Self::NewestVault => path::NEWEST_VAULT,
            Self::Socket => path::SOCKET,
        }
    }
}
