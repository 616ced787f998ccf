mod code;
mod envelope;
mod passphrase;
mod vault;

use super::*;
use crate::testing::rng;

/// The bytes that hexadecimal digits stand for.
fn hex<const N: usize>(digits: &str) -> [u8; N] {
    core::array::from_fn(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap())
}

#[test]
fn what_a_key_sealed_it_opens_if_it_is_bound_to_the_same() {
    let mut rng = rng(1);
    let (key, other) = (DocKey::random(&mut rng), DocKey::random(&mut rng));
    let sealed = key.seal(b"words", b"here", &mut rng);
    assert_eq!(key.open(&sealed, b"here"), Ok(b"words".to_vec()));
    assert_eq!(key.open(&sealed, b"there"), Err(WrongKey));
    assert_eq!(other.open(&sealed, b"here"), Err(WrongKey));
    for at in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[at] ^= 1;
        assert_eq!(key.open(&altered, b"here"), Err(WrongKey), "byte {at}");
    }
    for len in 0..sealed.len() {
        assert_eq!(key.open(&sealed[..len], b"here"), Err(WrongKey), "{len} bytes");
    }
}

#[test]
fn a_key_is_named_by_its_hash_and_never_shown() {
    let key = DocKey([0; 32]);
    assert_eq!(key.name().to_string(), "2ada83c1819a5372dae1238fc1ded123");
    assert!(!format!("{key:?}").contains("0000"));
}

#[test]
fn a_signature_counts_for_its_tag_its_message_and_its_key() {
    let (key, other) = (SignKey::from_seed(&[1; 32]), SignKey::from_seed(&[2; 32]));
    let signature = key.sign(b"tag", b"message");
    assert!(key.public().verify(b"tag", b"message", &signature));
    assert!(!key.public().verify(b"tag", b"massage", &signature));
    assert!(!key.public().verify(b"tagm", b"essage", &signature), "where the tag ends is signed too");
    assert!(!other.public().verify(b"tag", b"message", &signature));
    assert_eq!(SignKey::from_seed(&key.seed()).public(), key.public());
}

#[test]
fn a_device_is_named_by_its_key() {
    let key = SignKey::from_seed(&[1; 32]).public();
    assert_eq!(key.device().as_bytes()[..], blake3::hash(key.as_bytes()).as_bytes()[..16]);
}
