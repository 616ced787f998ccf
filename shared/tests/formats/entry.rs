//! Entries of every kind, and one of a later version.

use minicbor::bytes::ByteSlice;
use shared::codec;
use shared::entry::{BadEntry, Entry, FORMAT, Header, Kind, OpenError, RollPoint, chunk, seal};
use shared::ids::{DocId, DocKind, EntryId};
use shared::roll::Roll;
use shared::sync::{Reason, RelayStudio};

use super::cast::{STUDIO, doc, doc_key, rng, someone};
use super::golden::{Golden, kept};

const NONCE: [u8; 24] = [0x2a; 24];
/// What an entry that is not sealed says here: an empty list.
const BODY: &[u8] = &[0x80];

pub(crate) fn all() -> Vec<Golden> {
    let change = header(Kind::Change);
    vec![
        Golden::value("header", change.clone()),
        Golden::bytes("chunk", chunk::wrap(b"one"), |kept| {
            assert_eq!(chunk::split(kept), Ok(vec![kept]));
            assert_eq!(chunk::wrap(b"one"), kept);
        }),
        sealed("entry-change", &change, vec![chunk::wrap(b"one")]),
        sealed("entry-change-of-three", &change, [b"one", b"two", b"six"].map(|it| chunk::wrap(it)).to_vec()),
        sealed("entry-change-deflated", &change, vec![chunk::wrap(&[7; 5000])]),
        signed("entry-adopt", header(Kind::Adopt)),
        signed("entry-erase", Header { doc: DocId::ZERO, ..header(Kind::Erase) }),
        signed("entry-snapshot", header(Kind::Snapshot)),
        Golden::bytes("entry-later", later(), |kept| {
            let entry = Entry::decode(kept).unwrap();
            assert_eq!((entry.header.format, entry.header.kind), (FORMAT + 1, Kind::Other(77)));
            assert_eq!(entry.bytes()[..], *kept, "what is not understood is passed on as it came");
            assert_eq!(entry.verify(&someone(1).key.public()), Ok(()));
            assert_eq!(entry.open(&doc_key()), Err(OpenError::Newer));
        }),
    ]
}

fn header(kind: Kind) -> Header {
    let roll = RollPoint { id: EntryId([0x77; 32]), depth: 300 };
    let taken = EntryId([0x66; 32]);
    Header { taken, ..someone(1).header(kind, doc(DocKind::Story), 70_000, roll) }
}

/// A change that opens to these chunks. Another compressor may deflate otherwise, and every reader inflates alike.
fn sealed(name: &'static str, header: &Header, chunks: Vec<Vec<u8>>) -> Golden {
    let made = seal(header, &chunks, &doc_key(), &someone(1).key, &mut rng(9)).unwrap();
    let header = Header { key: doc_key().name(), ..header.clone() };
    let read = move |kept: &[u8]| {
        let entry = Entry::decode(kept).unwrap();
        assert_eq!(entry.header, header, "{name}");
        assert_eq!(codec::encode(&entry.header), entry.header_bytes(), "{name}");
        assert_eq!(entry.bytes()[..], *kept, "{name}");
        assert_eq!(entry.verify(&someone(1).key.public()), Ok(()), "{name}");
        assert_eq!(entry.open(&doc_key()), Ok(chunks.concat()), "{name}");
    };
    let bytes = made.bytes().to_vec();
    if name == "entry-change-deflated" {
        Golden::readable(name, bytes, read)
    } else {
        Golden::bytes(name, bytes, read)
    }
}

/// An entry whose body the relay may read.
fn signed(name: &'static str, header: Header) -> Golden {
    let made = Entry::sign(&header, NONCE, BODY, &someone(1).key).unwrap();
    Golden::bytes(name, made.bytes().to_vec(), move |kept| {
        let entry = Entry::decode(kept).unwrap();
        assert_eq!((&entry.header, entry.nonce(), entry.body()), (&header, &NONCE, BODY), "{name}");
        assert_eq!(entry.verify(&someone(1).key.public()), Ok(()), "{name}");
        let again = Entry::sign(&entry.header, *entry.nonce(), entry.body(), &someone(1).key).unwrap();
        assert_eq!(again.bytes()[..], *kept, "{name}");
    })
}

/// An entry of the next format, of a kind that nobody knows yet, with a field more in its header. Put together by
/// hand: what an id is made of, and what is signed, stands here a second time.
fn later() -> Vec<u8> {
    let known = Header { format: FORMAT + 1, kind: Kind::Other(77), ..header(Kind::Change) };
    let mut header = codec::encode(&known);
    assert_eq!(header[0], 0xaa, "a map of ten fields");
    header[0] = 0xab;
    header.extend(codec::encode(&(10_u8, "later"))[1..].iter());
    let body = b"a body of a later version";
    let id = blake3::hash(&[&header[..], &NONCE, body].concat());
    let signature = someone(1).key.sign(b"parlor entry 1", id.as_bytes());
    codec::encode(&[&header, &NONCE[..], body, signature.as_bytes()].map(<&ByteSlice>::from))
}

#[test]
fn an_entry_of_the_first_release_has_the_name_it_had() {
    let entry = Entry::decode(kept("entry-change")).unwrap();
    assert_eq!(entry.id.to_string(), "f8d6bb5325d50785f2006156953045b3a439aa059768a858f50990c9168c10e2");
    assert_eq!(
        entry.id.0,
        *blake3::hash(&[entry.header_bytes(), entry.nonce(), entry.body()].concat()).as_bytes()
    );
}

#[test]
fn kinds_that_are_still_to_come_are_read_and_answered_not_yet() {
    let chain = super::roll::kept_chain();
    let mut relay = RelayStudio::new(STUDIO);
    relay.roll.take(&chain[0]).unwrap();
    let tip = relay.roll.tip();
    for name in ["entry-snapshot", "entry-later"] {
        let kept = Entry::decode(kept(name)).unwrap();
        let header = Header { n: 1, roll: tip, taken: EntryId::ZERO, ..kept.header.clone() };
        let entry = Entry::sign(&header, *kept.nonce(), kept.body(), &someone(1).key).unwrap();
        let answer = relay.clone().take(&entry, None, 2).map_err(|it| it.reason);
        assert_eq!(answer, Err(Reason::NotYet), "{name}");
    }
}

#[test]
fn an_entry_cut_anywhere_is_no_entry() {
    let whole = kept("entry-change");
    for len in 0..whole.len() {
        assert_eq!(Entry::decode(&whole[..len]), Err(BadEntry::Malformed), "{len} bytes");
    }
    assert_eq!(Roll::new(STUDIO).take(&Entry::decode(whole).unwrap()), Err(shared::roll::BadRoll::Malformed));
}
