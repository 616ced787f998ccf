//! How people come to live on a tablet: found, invited, joined.

use std::net::SocketAddr;

use client::engine::api::{Answer, Ask, Invitee, LogIn, NewMember, NewStudio};
use shared::roll::Role;

use crate::tablet::NativeTablet;

/// What everybody types.
pub const PASSPHRASE: &str = "eight words or so";

/// Founds the studio of a new relay: its founder sits in the office.
pub async fn found(relay: SocketAddr, token: Option<String>) -> NativeTablet {
    let mut office = NativeTablet::new(relay).await;
    let new = NewStudio {
        token: token.expect("a new relay prints a link"),
        studio_name: "样例工作室".to_owned(),
        person_name: "许示例".to_owned(),
        login: "xushili".to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        label: "办公室".to_owned(),
        office: true,
    };
    let answer = office.ask(Ask::Found(new.clone())).await;
    assert!(matches!(answer, Answer::Founded(_)), "{answer:?}");
    let again = NativeTablet::new(relay).await.ask(Ask::Found(new)).await;
    assert_eq!(trouble(&again), Some("relay-token"), "the link founds one studio");
    office.up_to_date().await;
    office
}

/// The code of what went wrong, if anything did.
pub fn trouble(answer: &Answer) -> Option<&str> {
    match answer {
        Answer::Trouble(trouble) => Some(&trouble.code),
        _ => None,
    }
}

/// Invites somebody new. Answers with the code.
pub async fn invite(office: &mut NativeTablet, name: &str, role: Role) -> String {
    let invitee = Invitee { name: name.to_owned(), roles: vec![role], again: None };
    match office.ask(Ask::Invite(invitee)).await {
        Answer::Invitation(it) => it.code,
        other => panic!("no invitation: {other:?}"),
    }
}

/// What somebody fills in who was invited.
pub fn member(code: &str, login: &str, label: &str) -> NewMember {
    NewMember {
        code: code.to_owned(),
        login: login.to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        label: label.to_owned(),
        office: false,
    }
}

/// Joins on a new tablet.
pub async fn join(relay: SocketAddr, code: &str, login: &str, label: &str) -> NativeTablet {
    let mut tablet = NativeTablet::new(relay).await;
    assert_eq!(tablet.ask(Ask::Join(member(code, login, label))).await, Answer::Done);
    tablet.up_to_date().await;
    tablet
}

/// Somebody on the roll comes to a new tablet.
pub async fn log_in(relay: SocketAddr, login: &str, label: &str, office: bool) -> NativeTablet {
    let mut tablet = NativeTablet::new(relay).await;
    let (login, label) = (login.to_owned(), label.to_owned());
    let ask = LogIn { login, passphrase: PASSPHRASE.to_owned(), label, office };
    assert_eq!(tablet.ask(Ask::LogIn(ask)).await, Answer::Done);
    tablet.up_to_date().await;
    tablet
}
