use super::*;
use crate::ids::{PersonId, StudioId};

const PERSON: PersonId = PersonId([2; 16]);

struct Owner {
    vault: Vault,
    key: DocKey,
    sheet: RecoverySheet,
}

impl Owner {
    fn new() -> Self {
        let mut rng = rng(1);
        let (vault, key) = (Vault::random(&mut rng), DocKey::random(&mut rng));
        Self { vault, key, sheet: RecoverySheet::of(&Code::random(&mut rng)) }
    }

    fn sealed(&self, version: u64) -> SealedVault {
        let sheet = Some((self.sheet.name, self.sheet.key.public()));
        let frame =
            VaultFrame { studio: StudioId([1; 16]), person: PERSON, version, salt: [3; SALT_LEN], sheet };
        self.vault.seal(frame, &self.key, &mut rng(version)).unwrap()
    }

    fn check(&self, opened: Result<Vault, WrongKey>) {
        let opened = opened.unwrap();
        assert_eq!(opened.identity().seed(), self.vault.identity().seed());
        assert_eq!(opened.box_key(), self.vault.box_key());
        assert_eq!(opened.local_key(), self.vault.local_key());
    }
}

#[test]
fn a_vault_opens_with_the_passphrase_and_with_the_sheet() {
    let owner = Owner::new();
    let read = SealedVault::decode(&owner.sealed(1).encode()).unwrap();
    assert_eq!(read, owner.sealed(1));
    assert_eq!(read.verify(&owner.vault.identity().public()), Ok(()));
    owner.check(read.open(&owner.key));
    owner.check(read.open_with_sheet(&owner.sheet.key));
}

#[test]
fn a_vault_opens_with_nothing_else() {
    let owner = Owner::new();
    let sealed = owner.sealed(1);
    let mut rng = rng(5);
    assert_eq!(sealed.open(&DocKey::random(&mut rng)).err(), Some(WrongKey));
    assert_eq!(sealed.open_with_sheet(&BoxKey::random(&mut rng)).err(), Some(WrongKey));
    let frame =
        VaultFrame { studio: sealed.studio, person: PERSON, version: 1, salt: sealed.salt, sheet: None };
    let without = owner.vault.seal(frame, &owner.key, &mut rng).unwrap();
    assert_eq!(without.open_with_sheet(&owner.sheet.key).err(), Some(WrongKey));
}

#[test]
fn the_sheet_stays_good_for_the_next_version() {
    let owner = Owner::new();
    let slot = owner.sealed(1).sheet.unwrap();
    let frame = VaultFrame {
        studio: StudioId([1; 16]),
        person: PERSON,
        version: 2,
        salt: [4; SALT_LEN],
        sheet: Some((slot.name, slot.public)),
    };
    // another passphrase, and nobody has the sheet at hand
    let next = owner.vault.seal(frame, &DocKey([8; 32]), &mut rng(2)).unwrap();
    owner.check(next.open_with_sheet(&owner.sheet.key));
    assert_eq!(next.open(&owner.key).err(), Some(WrongKey), "the passphrase of before opens no longer");
}

#[test]
fn an_older_version_cannot_be_passed_off_as_a_newer() {
    let owner = Owner::new();
    let mut old = owner.sealed(1);
    old.version = 3;
    assert_eq!(old.verify(&owner.vault.identity().public()), Err(BadVault::Unsigned));
    assert_eq!(old.open(&owner.key).err(), Some(WrongKey));
    assert_eq!(old.open_with_sheet(&owner.sheet.key).err(), Some(WrongKey));
}

#[test]
fn a_vault_is_its_owners_and_nobody_elses() {
    let owner = Owner::new();
    let stranger = Vault::random(&mut rng(6));
    assert_eq!(owner.sealed(1).verify(&stranger.identity().public()), Err(BadVault::Unsigned));
    let mut moved = owner.sealed(1);
    moved.person = PersonId([9; 16]);
    assert_eq!(moved.verify(&owner.vault.identity().public()), Err(BadVault::Unsigned));
    assert_eq!(moved.open(&owner.key).err(), Some(WrongKey));
}

#[test]
fn every_altered_byte_of_a_vault_is_found_out() {
    let owner = Owner::new();
    let bytes = owner.sealed(1).encode();
    for at in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        let verified =
            SealedVault::decode(&altered).and_then(|vault| vault.verify(&owner.vault.identity().public()));
        assert!(verified.is_err(), "byte {at}");
    }
}

#[test]
fn what_is_no_vault_or_a_later_one_is_told_apart() {
    let owner = Owner::new();
    let bytes = owner.sealed(1).encode();
    assert_eq!(bytes[..3], [0xa8, 0, 1], "a map of eight fields that begins with the format");
    let newer = [&[0xa8, 0, 2], &bytes[3..]].concat();
    assert_eq!(SealedVault::decode(&newer), Err(BadVault::Newer));
    assert_eq!(SealedVault::decode(&bytes[..bytes.len() - 1]), Err(BadVault::Malformed));
    assert_eq!(SealedVault::decode(&[&bytes[..], &[0]].concat()), Err(BadVault::Malformed));
    assert!(bytes.len() < 600);
}

#[test]
fn a_vault_may_have_four_kilobytes_and_no_byte_more() {
    let mut vault = Owner::new().sealed(1);
    let mut of = |len: usize| {
        vault.sheet.as_mut().unwrap().envelope = Envelope(vec![7; len].into());
        vault.encode()
    };
    let around = of(2000).len() - 2000;
    assert_eq!(of(VAULT_MAX - around).len(), VAULT_MAX);
    assert!(SealedVault::decode(&of(VAULT_MAX - around)).is_ok());
    assert_eq!(SealedVault::decode(&of(VAULT_MAX - around + 1)), Err(BadVault::Malformed));
}

#[test]
fn two_people_share_no_key() {
    let mut rng = rng(1);
    let (one, two) = (Vault::random(&mut rng), Vault::random(&mut rng));
    assert_ne!(one.identity().seed(), two.identity().seed());
    assert_ne!(one.box_key(), two.box_key());
    assert_ne!(one.local_key(), two.local_key());
    assert_ne!(one.local_key().0, one.box_key().bytes());
}

#[test]
fn a_renewed_box_key_keeps_those_before_and_a_vault_never_outgrows_its_bound() {
    let mut owner = Owner::new();
    let first = owner.vault.box_key();
    for _ in 0..100 {
        owner.vault.renew_box_key(&mut rng(9));
    }
    let opened = owner.sealed(2).open(&owner.key).unwrap();
    assert_eq!(opened.box_keys().len(), 65);
    assert!(owner.sealed(2).encode().len() <= VAULT_MAX);
    let mut owner = Owner::new();
    owner.vault.renew_box_key(&mut rng(9));
    let opened = owner.sealed(2).open(&owner.key).unwrap();
    assert_eq!(opened.box_keys(), [owner.vault.box_key(), first.clone()]);
    assert_ne!(opened.box_key(), first);
}
