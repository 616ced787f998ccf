use super::*;
use crate::ids::{DocId, PersonId, StudioId};
use crate::roll::Group;

const STUDIO: StudioId = StudioId([1; 16]);
const OTHER: StudioId = StudioId([9; 16]);
const PERSON: PersonId = PersonId([2; 16]);

/// Every purpose, and for each thing that it binds one that differs in it.
fn purposes() -> Vec<Purpose> {
    let (doc, key, epoch) = (DocId([3; 16]), KeyName([4; 16]), BoxPublic([5; 32]));
    let (doc2, key2, epoch2) = (DocId([6; 16]), KeyName([7; 16]), BoxPublic([8; 32]));
    vec![
        Purpose::Document(STUDIO, doc, key),
        Purpose::Document(OTHER, doc, key),
        Purpose::Document(STUDIO, doc2, key),
        Purpose::Document(STUDIO, doc, key2),
        Purpose::Member(STUDIO, Group::Office, epoch, PERSON),
        Purpose::Member(OTHER, Group::Office, epoch, PERSON),
        Purpose::Member(STUDIO, Group::Everyone, epoch, PERSON),
        Purpose::Member(STUDIO, Group::Office, epoch2, PERSON),
        Purpose::Member(STUDIO, Group::Office, epoch, PersonId([10; 16])),
        Purpose::EpochBefore(STUDIO, Group::Office, epoch),
        Purpose::EpochBefore(OTHER, Group::Office, epoch),
        Purpose::EpochBefore(STUDIO, Group::Auditors, epoch),
        Purpose::EpochBefore(STUDIO, Group::Office, epoch2),
        Purpose::Recovery(STUDIO, PERSON, 1),
        Purpose::Recovery(OTHER, PERSON, 1),
        Purpose::Recovery(STUDIO, PersonId([10; 16]), 1),
        Purpose::Recovery(STUDIO, PERSON, 2),
    ]
}

#[test]
fn an_envelope_opens_for_its_purpose_only() {
    let mut rng = rng(1);
    let key = BoxKey::random(&mut rng);
    for sealed_for in purposes() {
        let envelope = key.public().seal(b"a secret", &sealed_for, &mut rng).unwrap();
        for purpose in purposes() {
            let expected = if purpose == sealed_for { Ok(b"a secret".to_vec()) } else { Err(WrongKey) };
            assert_eq!(key.open(&envelope, &purpose), expected, "{sealed_for:?} opened as {purpose:?}");
        }
    }
}

#[test]
fn an_envelope_opens_for_its_holder_only() {
    let mut rng = rng(1);
    let (key, other) = (BoxKey::random(&mut rng), BoxKey::random(&mut rng));
    let purpose = purposes()[0];
    let envelope = key.public().seal(&[7; 32], &purpose, &mut rng).unwrap();
    assert_eq!(key.open_secret(&envelope, &purpose), Ok([7; 32]));
    assert_eq!(other.open(&envelope, &purpose), Err(WrongKey));
    assert_eq!(BoxKey::from_bytes(&key.bytes()).open_secret(&envelope, &purpose), Ok([7; 32]));
}

#[test]
fn an_altered_envelope_does_not_open() {
    let mut rng = rng(1);
    let key = BoxKey::random(&mut rng);
    let purpose = purposes()[0];
    let envelope = key.public().seal(b"a secret", &purpose, &mut rng).unwrap();
    for at in 0..envelope.0.len() {
        let mut altered = envelope.clone();
        altered.0[at] ^= 0x80;
        assert_eq!(key.open(&altered, &purpose), Err(WrongKey), "byte {at}");
    }
    for len in 0..envelope.0.len() {
        let short = Envelope(envelope.0[..len].to_vec().into());
        assert_eq!(key.open(&short, &purpose), Err(WrongKey), "{len} bytes");
    }
}

#[test]
fn a_secret_of_another_length_is_no_secret() {
    let mut rng = rng(1);
    let key = BoxKey::random(&mut rng);
    let envelope = key.public().seal(&[7; 31], &purposes()[0], &mut rng).unwrap();
    assert_eq!(key.open_secret(&envelope, &purposes()[0]), Err(WrongKey));
}

#[test]
fn nothing_is_sealed_to_a_value_that_is_no_key() {
    let order_eight = hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
    let one = core::array::from_fn(|i| u8::from(i == 0));
    for bad in [[0; 32], one, order_eight] {
        assert!(!BoxPublic(bad).is_usable());
        assert_eq!(BoxPublic(bad).seal(b"x", &purposes()[0], &mut rng(1)), Err(WrongKey));
    }
    assert!(BoxKey::random(&mut rng(2)).public().is_usable());
}

/// Key pair and envelope were made by another implementation of RFC 9180.
#[test]
fn an_envelope_of_another_implementation_opens() {
    let key = BoxKey::from_material(&core::array::from_fn(|i| i as u8));
    assert_eq!(key.public().0, hex("b1f1b840de7a3241b02748cf9b05b74dc8c5e8451298738817bd76aa8ebe8c2b"));
    let encapped: [u8; 32] = hex("de8923a675d02180cdd7d0097ba404b9e1e2930d5665cba58d1765006361793b");
    let sealed: [u8; 24] = hex("ce80f39ce42eb67e21dace1396c5baee5d2a54dd1ede78e4");
    let envelope = Envelope([&encapped[..], &sealed].concat().into());
    let purpose = Purpose::Recovery(STUDIO, PERSON, 7);
    assert_eq!(key.open(&envelope, &purpose), Ok(b"a secret".to_vec()));
}
