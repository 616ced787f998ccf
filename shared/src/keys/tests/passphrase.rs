use super::*;

const PASSPHRASE: &str = "远安会客厅 2026";

fn salt() -> Salt {
    core::array::from_fn(|i| i as u8)
}

/// The expected bytes were computed with the reference implementation of Argon2 and with HMAC, not with this one.
#[test]
fn a_passphrase_gives_the_two_secrets_that_another_implementation_gives() {
    let stretched = stretch(PASSPHRASE, &salt()).unwrap();
    let (auth, vault) = (stretched.auth(), stretched.vault_key());
    assert_eq!(auth.0, hex("339b6161ed4fc9b9386eaa464baa1fb903a8c69d435a913512e5d77182a6e42d"));
    assert_eq!(auth.kept(), hex("b0cdb5ddaadd47506c96b997ddcb3e4e6039abdce4da144354b84c4839c3d839"));
    assert_eq!(vault.0, hex("bb396557225665522334957cb04cbc1d41f1622df0986c8aad5b9bce0d7d50f4"));
    assert_ne!(auth.0, vault.0, "what the relay checks opens nothing");
}

#[test]
fn another_salt_gives_other_secrets() {
    let (one, two) = (stretch(PASSPHRASE, &salt()).unwrap(), stretch(PASSPHRASE, &[9; 16]).unwrap());
    assert_ne!(one.auth().0, two.auth().0);
    assert_ne!(one.vault_key(), two.vault_key());
}

#[test]
fn the_relay_knows_a_secret_by_its_hash() {
    let (right, wrong) = (AuthSecret([1; 32]), AuthSecret([2; 32]));
    assert!(right.is(&right.kept()));
    assert!(!wrong.is(&right.kept()));
    assert!(!right.is(&right.0), "what lies at the relay does not log in");
}

#[test]
fn a_passphrase_has_eight_characters_and_not_more_than_a_kilobyte() {
    let refused = |text: &str| stretch(text, &salt()).err();
    assert_eq!(refused(""), Some(WeakPassphrase::TooShort));
    assert_eq!(refused("1234567"), Some(WeakPassphrase::TooShort));
    assert_eq!(refused("七个汉字的口令"), Some(WeakPassphrase::TooShort), "characters count, not bytes");
    assert_eq!(refused("12345678"), None);
    assert_eq!(refused(&"x".repeat(1024)), None);
    assert_eq!(refused(&"x".repeat(1025)), Some(WeakPassphrase::TooLong));
}
