//! What is asked beside the socket, and every answer.

use shared::api::{
    ApiCode, ApiError, AskSalt, AskTray, Challenge, ChangePassphrase, Dismiss, DrawNumber, FetchVault, Found,
    Join, KeepInvitation, KeepVault, Kept, Late, LogIn, LogOut, LoggedIn, LoginName, NewestVault, Number,
    OpenInvitation, OpenSession, OpenedInvitation, Recover, SaltOf, Session, Tray,
};
use shared::codec::Bytes;
use shared::entry::RollPoint;
use shared::ids::{DocId, DocKind, DropName, EntryId};
use shared::keys::AuthSecret;
use shared::sync::{Proof, Reason, Receipt, Short};

use super::cast::{SALT, STUDIO, WRITTEN_MS, doc, someone};
use super::golden::Golden;

const NONCE: Short = Short([0x2d; 16]);
const NAME: DropName = DropName([0x2e; 16]);
const TIP: RollPoint = RollPoint { id: EntryId([0x2f; 32]), depth: 40 };
const CODES: [ApiCode; 21] = [
    ApiCode::Malformed,
    ApiCode::Origin,
    ApiCode::Absent,
    ApiCode::Session,
    ApiCode::Wait,
    ApiCode::Token,
    ApiCode::LogIn,
    ApiCode::LoginTaken,
    ApiCode::InvitationUnknown,
    ApiCode::InvitationUsed,
    ApiCode::InvitationExpired,
    ApiCode::InvitationTaken,
    ApiCode::Vault,
    ApiCode::VaultOlder,
    ApiCode::SheetUnknown,
    ApiCode::Moved,
    ApiCode::LabelTaken,
    ApiCode::Refused,
    ApiCode::Disk,
    ApiCode::Busy,
    ApiCode::Unreadable,
];

pub(crate) fn all() -> Vec<Golden> {
    let person = someone(1).person;
    let proof = Proof::sign(NONCE, "https://parlor.example", STUDIO, &someone(1).key);
    let device = someone(1).key.public().device();
    let receipt = Receipt { doc: DocId::ZERO, device, n: 1, position: 1, kept_ms: WRITTEN_MS };
    let found = Found {
        token: "token".to_owned(),
        login: login(),
        auth: auth(),
        vault: vault(),
        entries: vec![entry(); 2],
    };
    let keep =
        KeepInvitation { person, name: NAME, until_ms: WRITTEN_MS, package: b"package".to_vec().into() };
    let opened = OpenedInvitation { package: b"package".to_vec().into(), tip: TIP, invite: EntryId([3; 32]) };
    vec![
        Golden::value("api-challenge", Challenge { nonce: NONCE, now_ms: WRITTEN_MS }),
        Golden::value("api-found", found),
        Golden::value("api-kept", Kept { receipts: vec![receipt] }),
        Golden::value("api-ask-salt", AskSalt { login: login() }),
        Golden::value("api-salt", SaltOf { salt: SALT }),
        Golden::value("api-log-in", LogIn { login: login(), auth: auth() }),
        Golden::value(
            "api-logged-in",
            LoggedIn { studio: STUDIO, person, login: login(), vault: vault(), tip: TIP },
        ),
        Golden::value("api-log-out", LogOut { person }),
        Golden::value("api-open-session", OpenSession { studio: STUDIO, nonce: NONCE, proof }),
        Golden::value("api-session", Session { person, until_ms: WRITTEN_MS }),
        Golden::value("api-keep-invitation", keep),
        Golden::value("api-open-invitation", OpenInvitation { name: NAME }),
        Golden::value("api-opened-invitation", opened),
        Golden::value(
            "api-join",
            Join { name: NAME, login: login(), auth: auth(), vault: vault(), entry: entry() },
        ),
        Golden::value("api-keep-vault", KeepVault { vault: vault(), auth: None }),
        Golden::value("api-keep-vault-anew", KeepVault { vault: vault(), auth: Some(auth()) }),
        Golden::value("api-change-passphrase", ChangePassphrase { vault: vault(), auth: auth() }),
        Golden::value("api-recover", Recover { name: NAME }),
        Golden::value("api-draw-number", DrawNumber { person, series: [0x30; 16] }),
        Golden::value("api-number", Number { number: 70_000 }),
        Golden::value("api-ask-tray", AskTray { person, after: Some((doc(DocKind::Case), device, 9)) }),
        Golden::value("api-ask-tray-from-the-start", AskTray { person, after: None }),
        Golden::value(
            "api-tray",
            Tray {
                entries: vec![Late { since_ms: WRITTEN_MS, entry: entry() }],
                next: Some((doc(DocKind::Case), device, 9)),
            },
        ),
        Golden::value("api-dismiss", Dismiss { person, doc: doc(DocKind::Case), device, up_to: 9 }),
        Golden::value("api-fetch-vault", FetchVault { person }),
        Golden::value("api-newest-vault", NewestVault { vault: vault() }),
        Golden::value("api-codes", CODES.to_vec()),
        Golden::value("api-error", ApiError { sentence: "once".to_owned(), ..ApiCode::Absent.into() }),
        Golden::value("api-error-wait", ApiError { sentence: String::new(), ..ApiError::wait(700) }),
        Golden::value("api-error-moved", ApiError { sentence: String::new(), ..ApiError::moved(TIP) }),
        Golden::value(
            "api-error-refused",
            ApiError { sentence: String::new(), ..ApiError::refused(Reason::Fork) },
        ),
    ]
}

fn login() -> LoginName {
    LoginName::parse("张小三7").unwrap()
}

fn auth() -> AuthSecret {
    AuthSecret([0x31; 32])
}

fn vault() -> Bytes {
    b"vault".to_vec().into()
}

fn entry() -> Bytes {
    b"entry".to_vec().into()
}
