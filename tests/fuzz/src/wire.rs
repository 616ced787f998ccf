//! What comes over a wire, as the relay and every device read it.

use shared::api;
use shared::codec;
use shared::entry::{ENTRY_MAX, Entry, HEADER_MAX, Header, Kind, chunk};
use shared::ids::DocId;
use shared::keys::{Code, Invitation, Package, SealedVault, VAULT_MAX};
use shared::roll::{GrantBody, Roll, RollBody};
use shared::sync::{Reason, ToDevice, ToRelay, judge, judge_received};

use super::round;
use super::studio::Studio;

/// An entry is kept byte for byte, within its bounds, and opens only as whole changes.
pub fn entry(bytes: &[u8]) {
    let Ok(entry) = Entry::decode(bytes) else { return };
    assert_eq!(&entry.bytes()[..], bytes);
    assert!(bytes.len() <= ENTRY_MAX && entry.header_bytes().len() <= HEADER_MAX && entry.header.n > 0);
    assert_eq!(codec::decode_signed::<Header>(&codec::encode(&entry.header)), Some(entry.header.clone()));
    let studio = Studio::get();
    if let Ok(changes) = entry.open(&studio.key) {
        assert!(chunk::split(&changes).is_ok());
    }
    // nobody invents a signature: whatever the relay or a device takes, the founder signed
    let is_signed = entry.verify(&studio.founder.key.public()).is_ok();
    let taken = judge_received(&entry, &studio.roll, &studio.rights, None);
    assert!(is_signed || taken.is_err());
    let _ = judge(&entry, &studio.roll, &studio.rights, None);
}

/// A frame towards the relay says one thing.
pub fn frame_to_relay(bytes: &[u8]) {
    if let Ok(frame) = ToRelay::decode(bytes) {
        assert_eq!(ToRelay::decode(&frame.encode()), Ok(frame));
    }
}

/// A frame towards a device says one thing.
pub fn frame_to_device(bytes: &[u8]) {
    if let Ok(frame) = ToDevice::decode(bytes) {
        assert_eq!(ToDevice::decode(&frame.encode()), Ok(frame));
    }
}

/// A roll body in the founder's hand is taken whole or leaves the roll as it was.
pub fn roll(bytes: &[u8]) {
    if let Some(body) = codec::decode_signed::<RollBody>(bytes) {
        round(body);
    }
    let studio = Studio::get();
    for mut roll in [studio.roll.clone(), Roll::new(studio.founder.studio)] {
        let before = roll.clone();
        let header = Header { roll: roll.tip(), ..studio.header(Kind::Roll, DocId::ZERO, 2) };
        let Ok(entry) = Entry::sign(&header, [7; 24], bytes, &studio.founder.key) else { return };
        match roll.take(&entry) {
            Ok(_) => {
                assert_eq!((roll.tip().id, roll.tip().depth), (entry.id, before.tip().depth + 1));
                assert!(roll.at(before.tip()).is_some() || before.founding().is_none());
            }
            Err(_) => assert_eq!(roll, before),
        }
    }
}

/// A grant in the founder's hand never takes the document from those who must keep it.
pub fn grant(bytes: &[u8]) {
    let Some(body) = codec::decode_signed::<GrantBody>(bytes) else { return };
    round(body);
    let studio = Studio::get();
    for (doc, mut rights) in [(studio.doc, studio.rights.clone()), (studio.doc, Default::default())] {
        let Some(entry) = studio.sign(Kind::Grant, doc, 2, bytes) else { return };
        let judged = judge(&entry, &studio.roll, &rights, None);
        if let Ok(Some(body)) = &judged {
            rights.fold(&entry, body, 2);
            let office = shared::roll::Recipient::Group(shared::roll::keeper_group(doc.kind()));
            let keeps = |(to, right)| to == office && right == shared::roll::Right::Keep;
            assert!(rights.readers(doc).any(keeps));
        }
        assert!(!matches!(judged, Err(Reason::Signature | Reason::Studio)));
    }
}

/// A vault says only what its signature covers, and is never long.
pub fn vault(bytes: &[u8]) {
    let Ok(vault) = SealedVault::decode(bytes) else { return };
    assert!(bytes.len() <= VAULT_MAX);
    assert_eq!(vault.encode(), bytes);
    assert!(vault.verify(&Studio::get().founder.vault.identity().public()).is_err());
    assert!(vault.open(&Studio::get().key).is_err());
}

/// A code typed, and the package that a code opens.
pub fn invitation(bytes: &[u8]) {
    if let Ok(typed) = std::str::from_utf8(bytes)
        && let Ok(code) = Code::parse(typed)
    {
        assert_eq!(code.secret().len(), 20);
        assert_eq!(Code::parse(&code.to_string()), Ok(code));
    }
    if let Some(package) = codec::decode::<Package>(bytes) {
        round(package);
    }
    let code = Code::parse("ABCDE FGHJK LMNPQ RSTUV").expect("20 characters of the alphabet");
    let _ = Invitation::of(&code).open(bytes);
}

/// What is asked beside the socket, and what is answered.
pub fn api(bytes: &[u8]) {
    fn door<T>(bytes: &[u8])
    where
        T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug,
    {
        if let Some(value) = codec::decode::<T>(bytes) {
            round(value);
        }
    }
    let doors: [fn(&[u8]); 19] = [
        door::<api::Challenge>,
        door::<api::Found>,
        door::<api::Kept>,
        door::<api::AskSalt>,
        door::<api::SaltOf>,
        door::<api::LogIn>,
        door::<api::LoggedIn>,
        door::<api::LogOut>,
        door::<api::OpenSession>,
        door::<api::Session>,
        door::<api::KeepInvitation>,
        door::<api::OpenInvitation>,
        door::<api::OpenedInvitation>,
        door::<api::Join>,
        door::<api::KeepVault>,
        door::<api::ChangePassphrase>,
        door::<api::Recover>,
        door::<api::DrawNumber>,
        door::<api::Number>,
    ];
    doors.iter().for_each(|door| door(bytes));
    let _ = api::ApiError::read(bytes);
}
