//! The table.

use server::Route;
use shared::api::ApiCode;
use shared::roll::Role;
use shared::sync::{Closing, Reason, ToRelay};

/// The answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    Done,
    Code(ApiCode),
    /// Without a word of the protocol.
    Page(u16),
}

/// The answer to a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    Kept,
    Refused(Reason),
    Given,
    /// Not here, or not for you: which of the two is not told.
    Gone,
    Nothing,
    Closed(u16),
    /// It does not come to that: the Hello is not taken.
    Unknown(u16),
}

/// One answer for everybody, in the order of [`super::World::everybody`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<A> {
    /// Nobody knows who that is.
    pub(crate) nobody: A,
    /// A member whose session has ended.
    pub(crate) expired: A,
    /// A member whose device was removed, with a session from before.
    pub(crate) removed: A,
    /// In the order of [`Role::ALL`].
    pub(crate) roles: [A; Role::ALL.len()],
    /// The founder of another studio, with a session there.
    pub(crate) foreign: A,
}

impl<A: Copy> Row<A> {
    fn same(answer: A) -> Self {
        Self { nobody: answer, expired: answer, removed: answer, roles: [answer; 9], foreign: answer }
    }

    pub(crate) fn all(self) -> Vec<A> {
        [&[self.nobody, self.expired, self.removed][..], &self.roles, &[self.foreign]].concat()
    }
}

/// What is answered at an address.
pub(crate) fn row(route: Route) -> Row<Expect> {
    use Expect::{Code, Done, Page};
    let session = Code(ApiCode::Session);
    match route {
        Route::Health | Route::Ready | Route::Metrics => Row::same(Done),
        Route::Challenge | Route::Salt | Route::LogOut => Row::same(Done),
        // these certificates are not the relay's own
        Route::Trust => Row::same(Page(404)),
        // not a request to open a socket
        Route::Socket => Row::same(Page(400)),
        Route::Found => Row::same(Code(ApiCode::Token)),
        Route::LogIn => Row::same(Code(ApiCode::LogIn)),
        Route::Recover => Row::same(Code(ApiCode::SheetUnknown)),
        Route::OpenInvitation | Route::Join => Row::same(Code(ApiCode::InvitationUnknown)),
        // by the device's signature, whatever became of an earlier session
        Route::OpenSession => Row { nobody: session, removed: session, foreign: session, ..Row::same(Done) },
        Route::KeepInvitation => {
            let mut roles = [Code(ApiCode::Absent); 9];
            // first convener, convener
            roles[..2].fill(Done);
            Row { roles, ..Row::same(session) }
        }
        // each looks into the trays of what they keep: whoever keeps nothing sees nothing
        Route::LookIntoTray | Route::NewestVault => Row { roles: [Done; 9], ..Row::same(session) },
        Route::DismissFromTray => {
            let mut roles = [Code(ApiCode::Absent); 9];
            // first convener, convener, clerk: a case that was never handed in is the office's
            [0, 1, 3].into_iter().for_each(|role| roles[role] = Done);
            Row { roles, ..Row::same(session) }
        }
        Route::DrawNumber => Row { roles: [Done; 9], ..Row::same(session) },
        // by the signature of the person, who is on the roll even if one device is not any more
        Route::KeepVault | Route::ChangePassphrase => {
            let vault = Code(ApiCode::Vault);
            Row { nobody: vault, foreign: vault, ..Row::same(Done) }
        }
    }
}

/// The kinds of frames that a device sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    Hello,
    Push,
    Want,
    Saved,
    Offer,
    Need,
    Ping,
}

impl Frame {
    pub(crate) const ALL: [Self; 7] =
        [Self::Hello, Self::Push, Self::Want, Self::Saved, Self::Offer, Self::Need, Self::Ping];

    pub(crate) fn of(frame: &ToRelay) -> Self {
        match frame {
            ToRelay::Hello(_) => Self::Hello,
            ToRelay::Push(_) => Self::Push,
            ToRelay::Want(..) => Self::Want,
            ToRelay::Saved(_) => Self::Saved,
            ToRelay::Offer(..) => Self::Offer,
            ToRelay::Need(_) => Self::Need,
            ToRelay::Ping => Self::Ping,
        }
    }
}

/// What is answered to a frame on a socket that has said who it is; nobody has not, and may only push. The entry that is
/// pushed and the document that is wanted belong to a case of the office, which auditors may read.
pub(crate) fn frames(kind: Frame) -> Row<Reply> {
    use Reply::{Closed, Given, Gone, Kept, Nothing, Refused, Unknown};
    let out_of_turn = Closed(Closing::OutOfTurn.code());
    let foreign = Unknown(Closing::Unknown.code());
    match kind {
        // a second one, and healing where nothing differs
        Frame::Hello => Row { foreign, ..Row::same(out_of_turn) },
        Frame::Offer | Frame::Need => Row { removed: Nothing, foreign, ..Row::same(out_of_turn) },
        Frame::Push => {
            let no = Refused(Reason::Forbidden);
            Row {
                nobody: Refused(Reason::UnknownDevice),
                expired: no,
                // what it might not have written before its removal does not come into the tray either
                removed: Refused(Reason::Removed),
                // first convener, convener, member, clerk, …
                roles: [Kept, Kept, no, Kept, no, no, no, no, no],
                foreign,
            }
        }
        Frame::Want => Row {
            nobody: out_of_turn,
            expired: Gone,
            // it is fed the entry that removed it, and nothing else
            removed: Nothing,
            // …, auditor, admin
            roles: [Given, Given, Gone, Given, Gone, Gone, Gone, Given, Gone],
            foreign,
        },
        Frame::Saved => Row { nobody: out_of_turn, foreign, ..Row::same(Nothing) },
        Frame::Ping => Row { foreign, ..Row::same(Nothing) },
    }
}
