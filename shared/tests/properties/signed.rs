//! What is signed or has a name says what it says in one way: whoever alters a byte says something else, or nothing.

use minicbor::{Decode, Encode};
use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use shared::codec;
use shared::entry::{BadEntry, Entry};
use shared::ids::{PersonId, StudioId};
use shared::keys::{BadVault, DocKey, RecoverySheet, SealedVault, SignKey, Vault, VaultFrame};
use shared::roll::{GrantBody, RollBody};

use super::any::{Blow, blows, bytes, grant_body, header, roll_body, struck};

/// Where each item of CBOR begins, in bytes whose lengths are declared and true.
fn heads(bytes: &[u8]) -> Vec<usize> {
    let (mut heads, mut at) = (Vec::new(), 0);
    while let Some(head) = bytes.get(at) {
        heads.push(at);
        let len = if head & 31 < 24 { 0 } else { 1 << (head & 31 & 3) };
        let number = bytes[at + 1..][..len].iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
        let number = if len == 0 { usize::from(head & 31) } else { number };
        let is_string = matches!(head >> 5, 2 | 3);
        at += 1 + len + if is_string { number } else { 0 };
    }
    heads
}

/// Altered bytes are refused, or they are the only bytes that say what they say; save that fields of a later version
/// are skipped, so that they hold more than was read.
fn check<T>(bytes: Vec<u8>, blows: &[Blow])
where
    T: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + std::fmt::Debug,
{
    let altered = struck(bytes, blows);
    let Some(read) = codec::decode_signed::<T>(&altered) else { return };
    let again = codec::encode(&read);
    if heads(&again).len() == heads(&altered).len() {
        assert_eq!(again, altered);
    } else {
        assert!(heads(&again).len() < heads(&altered).len());
        assert_eq!(codec::decode_signed::<T>(&again), Some(read));
    }
}

/// The same bytes with one number or length written longer than it need be.
fn wordy(bytes: &[u8], at: prop::sample::Index) -> Vec<u8> {
    let is_short = |at: &usize| bytes[*at] & 31 < 24 && bytes[*at] >> 5 != 7;
    let heads: Vec<_> = heads(bytes).into_iter().filter(is_short).collect();
    let at = heads[at.index(heads.len())];
    let longer = [bytes[at] & 0xe0 | 24, bytes[at] & 31];
    [&bytes[..at], &longer, &bytes[at + 1..]].concat()
}

fn vault() -> (SealedVault, SignKey) {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let vault = Vault::random(&mut rng);
    let sheet = RecoverySheet::of(&shared::keys::Code::random(&mut rng));
    let frame = VaultFrame {
        studio: StudioId([1; 16]),
        person: PersonId([2; 16]),
        version: 3,
        salt: [4; 16],
        sheet: Some((sheet.name, sheet.key.public())),
    };
    (vault.seal(frame, &DocKey([5; 32]), &mut rng).unwrap(), vault.identity())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn any_header_is_read_as_it_was_written(header in header()) {
        prop_assert_eq!(codec::decode_signed(&codec::encode(&header)), Some(header));
    }

    #[test]
    fn any_roll_entry_is_read_as_it_was_written(body in roll_body()) {
        prop_assert_eq!(codec::decode_signed(&codec::encode(&body)), Some(body));
    }

    #[test]
    fn any_grant_is_read_as_it_was_written(body in grant_body()) {
        prop_assert_eq!(codec::decode_signed(&codec::encode(&body)), Some(body));
    }

    #[test]
    fn altered_bytes_are_refused_or_say_something_else(
        header in header(), roll in roll_body(), grant in grant_body(), blows in blows(),
    ) {
        check::<shared::entry::Header>(codec::encode(&header), &blows);
        check::<RollBody>(codec::encode(&roll), &blows);
        check::<GrantBody>(codec::encode(&grant), &blows);
    }

    #[test]
    fn nothing_that_is_signed_may_be_written_longer_than_it_need_be(
        header in header(), roll in roll_body(), grant in grant_body(), at in any::<prop::sample::Index>(),
    ) {
        let bytes = codec::encode(&header);
        prop_assert_eq!(codec::decode_signed::<shared::entry::Header>(&wordy(&bytes, at)), None);
        prop_assert_eq!(codec::decode::<shared::entry::Header>(&wordy(&bytes, at)), Some(header));
        prop_assert_eq!(codec::decode_signed::<RollBody>(&wordy(&codec::encode(&roll), at)), None);
        prop_assert_eq!(codec::decode_signed::<GrantBody>(&wordy(&codec::encode(&grant), at)), None);
    }

    #[test]
    fn nobody_makes_other_bytes_of_an_entry_that_still_carry_its_signature(
        header in header(), body in bytes(300), blows in blows(), at in any::<prop::sample::Index>(),
    ) {
        let key = SignKey::from_seed(&[5; 32]);
        let entry = Entry::sign(&header, [7; 24], &body, &key).unwrap();
        let altered = struck(entry.bytes().to_vec(), &blows);
        if let Ok(other) = Entry::decode(altered.clone()) {
            prop_assert_eq!(&other.bytes()[..], &altered[..]);
            if altered != entry.bytes()[..] {
                prop_assert!(other.verify(&key.public()).is_err());
            }
        }
        prop_assert_eq!(Entry::decode(wordy(entry.bytes(), at)), Err(BadEntry::Malformed));
    }

    #[test]
    fn nobody_makes_other_bytes_of_a_vault_that_still_carry_its_signature(
        blows in blows(), at in any::<prop::sample::Index>(),
    ) {
        let (vault, identity) = vault();
        let bytes = vault.encode();
        let altered = struck(bytes.clone(), &blows);
        if let Ok(other) = SealedVault::decode(&altered) {
            prop_assert!(altered == bytes || other.verify(&identity.public()).is_err());
        }
        prop_assert_eq!(SealedVault::decode(&wordy(&bytes, at)), Err(BadVault::Malformed));
    }
}

#[test]
fn a_vault_says_nothing_that_its_signature_does_not_cover() {
    let (vault, identity) = vault();
    let bytes = vault.encode();
    assert_eq!(vault.verify(&identity.public()), Ok(()));
    let mut more = bytes.clone();
    more[0] += 1;
    more.extend([0x18, 99, 0x61, b'x']);
    assert!(codec::decode::<SealedVault>(&more).is_some());
    assert_eq!(SealedVault::decode(&more), Err(BadVault::Malformed));
}
