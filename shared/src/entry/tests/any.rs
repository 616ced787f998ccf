//! For all inputs.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn any_header() -> impl Strategy<Value = Header> {
    let names = (any::<[u8; 16]>(), any::<[u8; 16]>(), any::<[u8; 16]>(), any::<[u8; 16]>());
    let rest = (any::<u8>(), any::<u8>(), 1..=u64::MAX, any::<[u8; 32]>(), any::<u32>(), any::<u64>());
    (names, rest).prop_map(|((studio, doc, key, device), (format, kind, n, id, depth, written_ms))| Header {
        format,
        studio: StudioId(studio),
        doc: DocId(doc),
        kind: Kind::from_code(kind),
        key: KeyName(key),
        device: DeviceId(device),
        n,
        roll: RollPoint { id: EntryId(id), depth },
        taken: EntryId(id),
        written_ms,
    })
}

proptest! {
    #[test]
    fn any_header_and_body_survive_the_wire(
        header in any_header(),
        nonce in any::<[u8; NONCE_LEN]>(),
        body in vec(any::<u8>(), 0..2000),
    ) {
        let key = SignKey::from_seed(&[5; 32]);
        let entry = Entry::sign(&header, nonce, &body, &key).unwrap();
        let again = Entry::decode(entry.bytes().to_vec()).unwrap();
        prop_assert_eq!(&again.header, &header);
        prop_assert_eq!(again.nonce(), &nonce);
        prop_assert_eq!(again.body(), &body[..]);
        prop_assert_eq!(again.verify(&key.public()), Ok(()));
        prop_assert!(codec::encode(&header).len() < 220, "our headers leave room for later fields");
    }

    #[test]
    fn any_change_survives_its_seal(contents in vec(vec(any::<u8>(), 0..900), 0..5)) {
        let desk = Desk::new();
        let chunks: Vec<_> = contents.iter().map(|it| chunk::wrap(it)).collect();
        let entry = desk.seal(&chunks).unwrap();
        prop_assert_eq!(entry.open(&desk.key), Ok(chunks.concat()));
    }

    #[test]
    fn any_bytes_are_an_entry_or_not_and_nothing_worse(bytes in vec(any::<u8>(), 0..600)) {
        if let Ok(entry) = Entry::decode(bytes.clone()) {
            prop_assert_eq!(&entry.bytes()[..], &bytes[..]);
        }
    }

    #[test]
    fn an_entry_with_any_bytes_altered_is_refused_or_unsigned(
        altered in vec((any::<prop::sample::Index>(), 1..=u8::MAX), 1..6),
    ) {
        let desk = Desk::new();
        let good = desk.sealed();
        let mut bytes = good.bytes().to_vec();
        for (at, by) in altered {
            let at = at.index(bytes.len());
            bytes[at] ^= by;
        }
        match Entry::decode(bytes.clone()) {
            Ok(entry) if bytes[..] != good.bytes()[..] => {
                prop_assert_eq!(entry.verify(&desk.device.public()), Err(BadSignature));
            }
            Ok(_) | Err(_) => {}
        }
    }

    #[test]
    fn any_bytes_are_chunks_or_not_and_nothing_worse(bytes in vec(any::<u8>(), 0..300)) {
        if let Ok(chunks) = chunk::split(&bytes) {
            prop_assert_eq!(chunks.concat(), bytes);
        }
    }
}
