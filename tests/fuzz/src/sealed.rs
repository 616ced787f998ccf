//! What a member who means no good may put inside a seal: they hold the key, and sign whatever they like.

use std::sync::OnceLock;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use record::edit::{Around, Edit, Writer};
use record::enums::{Category, Risk, Role, Roles};
use record::value::{Author, Origin};
use record::{Document, Heads, Incoming, case};
use sha2::{Digest, Sha256};
use shared::codec;
use shared::entry::{Entry, INFLATED_MAX, Kind, chunk};
use shared::ids::{DeviceId, DocKind, PersonId};

use super::studio::Studio;

/// The device whose actor stands in the corpus.
const HOSTILE: u8 = 2;

/// Any plaintext under a true seal opens as whole, intact changes of a bounded length, or does not open.
pub fn body(bytes: &[u8]) {
    let studio = Studio::get();
    let (header, nonce) = (studio.header(Kind::Change, studio.doc, 2), [7; 24]);
    let payload = Payload { msg: bytes, aad: &codec::encode(&header) };
    let cipher = XChaCha20Poly1305::new(&studio.key.0.into());
    let Ok(body) = cipher.encrypt(&XNonce::from(nonce), payload) else { return };
    let Ok(entry) = Entry::sign(&header, nonce, &body, &studio.founder.key) else { return };
    if let Ok(changes) = entry.open(&studio.key) {
        assert!(changes.len() <= INFLATED_MAX);
        let chunks = chunk::split(&changes).expect("what opens is whole");
        assert_eq!(chunks.concat(), changes);
    }
}

/// Any contents of a change, with a true checksum, are taken or set aside; either way the document can be read,
/// saved and opened again, and the next change of somebody honest is taken.
pub fn chunk(bytes: &[u8]) {
    let (clean, next) = document();
    let chunk = chunk::wrap(bytes);
    let mut doc = clean.clone();
    let hostile = origin(HOSTILE, 1);
    let taken = doc.take(Incoming { chunks: &[&chunk], origin: &hostile, continues: &[] });
    if taken.is_err() {
        assert_eq!(doc.heads(), clean.heads());
    }
    assert!(doc.view().is_some());
    let _ = (doc.digest(), doc.last_written());
    let honest = origin(3, 1);
    let taken = doc.take(Incoming { chunks: &[next], origin: &honest, continues: &[] });
    assert!(taken.is_ok_and(|it| it.is_changed));
    assert!(doc.view().is_some());
}

/// The contents of a change chunk, without its head: what [`chunk`] takes.
pub fn contents(chunk: &[u8]) -> &[u8] {
    let len = chunk[9..].iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
    debug_assert_eq!(chunk[4..8], Sha256::digest(&chunk[8..])[..4]);
    &chunk[9 + len..]
}

/// A case, and what somebody honest writes to it next.
fn document() -> (&'static Document, &'static [u8]) {
    static DOCUMENT: OnceLock<(Document, Vec<u8>)> = OnceLock::new();
    let (doc, next) = DOCUMENT.get_or_init(|| {
        let mut doc = Document::new(DocKind::Case).expect("cases are made");
        for edit in [case::Edit::SetCategory(Category::Wages), case::Edit::AddSecondary(Category::Land)] {
            write(&mut doc, 1, edit);
        }
        let next = write(&mut doc.clone(), 3, case::Edit::SetRisk(Risk::Red));
        (doc, next)
    });
    (doc, next)
}

/// A change of somebody's.
pub fn write(doc: &mut Document, by: u8, edit: case::Edit) -> Vec<u8> {
    let n = 1 + doc.changes() as u64;
    let Origin { author, roles, recorded_ms: now_ms, .. } = origin(by, n);
    let (around, seen) = (Around::default(), Heads::default());
    let writer = Writer { author, roles, start: *b"start-up", now_ms, n, around, seen };
    doc.edit(&Edit::Case(edit), &writer).expect("a clerk may").expect("it changes something")
}

fn origin(device: u8, n: u64) -> Origin {
    Origin {
        author: Author { person: PersonId([device; 16]), device: DeviceId([device; 16]) },
        roles: Roles::of(&[Role::FirstConvener, Role::Clerk, Role::Member]),
        n,
        recorded_ms: 1_795_000_000_000 + n,
        position: Some(100 * u64::from(device) + n),
        kept_ms: Some(1_795_000_000_500),
    }
}
