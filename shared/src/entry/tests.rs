mod any;
mod damage;
mod plain;

use super::chunk::{self, BadChunk};
use super::*;
use crate::ids::{DeviceId, DocId, DocKind, KeyName, StudioId};
use crate::keys::DocKey;
use crate::testing::rng;

/// Everything one entry needs, the same on every run.
struct Desk {
    header: Header,
    key: DocKey,
    device: SignKey,
}

impl Desk {
    fn new() -> Self {
        let mut rng = rng(1);
        let (key, device) = (DocKey::random(&mut rng), SignKey::random(&mut rng));
        let header = Header {
            format: FORMAT,
            studio: StudioId::random(&mut rng),
            doc: DocId::random(DocKind::Story, &mut rng),
            kind: Kind::Change,
            key: key.name(),
            device: device.public().device(),
            n: 3,
            roll: RollPoint { id: EntryId([4; 32]), depth: 5 },
            taken: EntryId([6; 32]),
            written_ms: 1_700_000_000_000,
        };
        Self { header, key, device }
    }

    fn seal(&self, chunks: &[Vec<u8>]) -> Result<Entry, SealError> {
        seal(&self.header, chunks, &self.key, &self.device, &mut rng(2))
    }

    fn sealed(&self) -> Entry {
        self.seal(&[chunk::wrap(b"hello")]).unwrap()
    }

    fn signed(&self, header: &Header) -> Result<Entry, BadEntry> {
        Entry::sign(header, [7; NONCE_LEN], b"readable", &self.device)
    }
}

/// An entry from four parts, whatever they are.
fn parts(parts: &[&[u8]]) -> Vec<u8> {
    let parts: Vec<&ByteSlice> = parts.iter().map(|it| <&ByteSlice>::from(*it)).collect();
    codec::encode(&parts)
}

#[test]
fn what_was_sealed_opens_again() {
    let desk = Desk::new();
    let chunks = [chunk::wrap(b"one"), chunk::wrap(&[0; 3000]), chunk::wrap(b"")];
    let entry = desk.seal(&chunks).unwrap();
    assert_eq!(entry.header, desk.header);
    assert_eq!(entry.verify(&desk.device.public()), Ok(()));
    assert_eq!(entry.open(&desk.key), Ok(chunks.concat()));
}

#[test]
fn an_entry_survives_its_bytes() {
    let entry = Desk::new().sealed();
    let again = Entry::decode(entry.bytes().clone()).unwrap();
    assert_eq!(again, entry);
    assert_eq!(again.id, entry.id);
}

#[test]
fn an_entry_names_the_key_that_sealed_it_even_if_the_header_did_not() {
    let mut desk = Desk::new();
    desk.header.key = KeyName::ZERO;
    let entry = desk.sealed();
    assert_eq!(entry.header.key, desk.key.name());
    assert_eq!(entry.open(&desk.key), Ok(chunk::wrap(b"hello")));
}

#[test]
fn an_entry_opens_with_its_own_key_only() {
    let desk = Desk::new();
    assert_eq!(desk.sealed().open(&DocKey::random(&mut rng(9))), Err(OpenError::Sealed));
}

#[test]
fn two_sealings_of_the_same_change_look_nothing_alike() {
    let desk = Desk::new();
    let chunk = chunk::wrap(b"hello");
    let mut rng = rng(2);
    let mut seal = || seal(&desk.header, &[&chunk], &desk.key, &desk.device, &mut rng).unwrap();
    let (one, two) = (seal(), seal());
    assert_ne!(one.nonce(), two.nonce());
    assert_ne!(one.body(), two.body());
    assert_ne!(one.id, two.id);
}

#[test]
fn an_unknown_kind_and_a_later_format_are_kept_byte_for_byte() {
    let desk = Desk::new();
    let header = Header { format: 9, kind: Kind::Other(77), ..desk.header.clone() };
    let sent = desk.signed(&header).unwrap();
    let kept = Entry::decode(sent.bytes().clone()).unwrap();
    assert_eq!((kept.header.format, kept.header.kind), (9, Kind::Other(77)));
    assert_eq!(kept.bytes(), sent.bytes());
    assert_eq!(kept.verify(&desk.device.public()), Ok(()));
    assert_eq!(kept.open(&desk.key), Err(OpenError::Newer));
}

#[test]
fn a_header_with_fields_of_a_later_version_is_read_and_kept() {
    let desk = Desk::new();
    let mut header = codec::encode(&desk.header);
    assert_eq!(header[0], 0xaa, "a map of ten fields");
    header[0] = 0xab;
    header.extend(codec::encode(&10_u8));
    header.extend(codec::encode(&"a field of a later version"));
    let nonce = [7; NONCE_LEN];
    let signature = desk.device.sign(ID_TAG, name(&header, &nonce, b"body").as_bytes());
    let bytes = parts(&[&header, &nonce, b"body", signature.as_bytes()]);
    let entry = Entry::decode(bytes.clone()).unwrap();
    assert_eq!(entry.header, desk.header);
    assert_eq!(entry.header_bytes(), header);
    assert_eq!(entry.bytes()[..], bytes);
    assert_eq!(entry.verify(&desk.device.public()), Ok(()));
}

#[test]
fn every_kind_has_a_number_of_its_own_and_unknown_numbers_are_kept() {
    for code in 0..=u8::MAX {
        assert_eq!(Kind::from_code(code).code(), code);
    }
}

#[test]
fn what_is_not_four_byte_strings_of_the_right_lengths_is_no_entry() {
    let desk = Desk::new();
    let entry = desk.sealed();
    let (header, nonce, body) = (entry.header_bytes(), entry.nonce(), entry.body());
    let signature = entry.signature.as_bytes();
    let check = |what: &str, bytes: Vec<u8>, expected: BadEntry| {
        assert_eq!(Entry::decode(bytes), Err(expected), "{what}");
    };
    let bad = BadEntry::Malformed;
    check("nothing", Vec::new(), bad);
    check("three parts", parts(&[header, nonce, body]), bad);
    check("five parts", parts(&[header, nonce, body, signature, &[]]), bad);
    check("a short nonce", parts(&[header, &nonce[1..], body, signature]), bad);
    check("a long nonce", parts(&[header, &[0; 25], body, signature]), bad);
    check("a short signature", parts(&[header, nonce, body, &signature[1..]]), bad);
    check("a long signature", parts(&[header, nonce, body, &[0; 65]]), bad);
    check("no header", parts(&[&[], nonce, body, signature]), bad);
    check("half a header", parts(&[&header[..header.len() / 2], nonce, body, signature]), bad);
    check("more after the header", parts(&[&[header, &[0]].concat(), nonce, body, signature]), bad);
    check("more after the entry", [&entry.bytes()[..], &[0]].concat(), bad);
    check("an entry cut short", entry.bytes()[..entry.bytes().len() - 1].to_vec(), bad);
}

#[test]
fn a_header_may_have_a_kilobyte_and_no_byte_more() {
    let desk = Desk::new();
    let entry = desk.sealed();
    let with = |len: usize| {
        let mut header = codec::encode(&desk.header);
        header[0] = 0xab;
        header.push(10);
        // a byte string whose head takes three bytes
        let rest = len - header.len() - 3;
        header.extend([0x59, (rest >> 8) as u8, rest as u8]);
        header.resize(len, 0);
        Entry::decode(parts(&[&header, entry.nonce(), b"", entry.signature.as_bytes()])).map(drop)
    };
    assert_eq!(with(HEADER_MAX), Ok(()));
    assert_eq!(with(HEADER_MAX + 1), Err(BadEntry::Malformed));
}

#[test]
fn an_entry_may_have_a_mebibyte_and_no_byte_more() {
    let desk = Desk::new();
    let of = |body: usize| Entry::sign(&desk.header, [7; NONCE_LEN], &vec![0; body], &desk.device);
    let around = of(ENTRY_MAX / 2).unwrap().bytes().len() - ENTRY_MAX / 2;
    assert_eq!(of(ENTRY_MAX - around).unwrap().bytes().len(), ENTRY_MAX);
    assert_eq!(of(ENTRY_MAX - around + 1), Err(BadEntry::TooLarge));
}

#[test]
fn numbers_start_at_one() {
    let desk = Desk::new();
    let numbered = |n| desk.signed(&Header { n, ..desk.header.clone() }).map(|it| it.header.n);
    assert_eq!(numbered(0), Err(BadEntry::Unnumbered));
    assert_eq!(numbered(1), Ok(1));
    assert_eq!(numbered(u64::MAX), Ok(u64::MAX));
}

#[test]
fn a_change_that_does_not_fit_is_refused_before_it_is_sealed() {
    let desk = Desk::new();
    let mut noise = vec![0; ENTRY_MAX];
    rand_core::Rng::fill_bytes(&mut rng(3), &mut noise);
    assert_eq!(desk.seal(&[chunk::wrap(&noise)]), Err(SealError::TooLarge));
    // it deflates well, but inflates to more than a reader takes
    assert_eq!(desk.seal(&[chunk::wrap(&vec![0; INFLATED_MAX])]), Err(SealError::TooLarge));
    let fits = vec![0; INFLATED_MAX - 64];
    assert!(desk.seal(&[chunk::wrap(&fits)]).unwrap().bytes().len() < 64 * 1024);
}

#[test]
fn a_body_inflates_to_eight_mebibytes_and_to_no_byte_more() {
    let desk = Desk::new();
    let of = |len: usize| desk.seal(&[chunk::wrap(&vec![0; len])]);
    let around = chunk::wrap(&vec![0; INFLATED_MAX / 2]).len() - INFLATED_MAX / 2;
    let whole = of(INFLATED_MAX - around).unwrap();
    assert_eq!(whole.open(&desk.key).map(|it| it.len()), Ok(INFLATED_MAX));
    assert_eq!(of(INFLATED_MAX - around + 1), Err(SealError::TooLarge));
}

#[test]
fn what_is_short_is_as_long_as_everything_short() {
    let desk = Desk::new();
    // noise does not deflate; ten bytes stand before it in the plaintext, ten of a chunk's head around it, and the
    // seal adds 16
    let of = |len: usize| {
        let mut noise = vec![0; len];
        rand_core::Rng::fill_bytes(&mut rng(4), &mut noise);
        desk.seal(&[chunk::wrap(&noise)]).unwrap().body().len() - 16
    };
    let around = 10 + chunk::wrap(&[0; 490]).len() - 490;
    assert_eq!((of(0), of(100), of(512 - around)), (512, 512, 512));
    assert_eq!(of(512 - around + 1), 544);
}

#[test]
fn only_changes_are_sealed() {
    let desk = Desk::new();
    assert_eq!(desk.seal(&[b"no chunk".to_vec()]), Err(SealError::Chunk(BadChunk::Malformed)));
}
