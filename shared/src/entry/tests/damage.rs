//! One altered byte, wherever it is, is found out.

use super::*;

/// The entry with another header, nonce or body under the old signature: what an attacker can make.
fn altered(entry: &Entry, header: &[u8], nonce: &[u8], body: &[u8]) -> Entry {
    Entry::decode(parts(&[header, nonce, body, entry.signature.as_bytes()])).unwrap()
}

fn refused(desk: &Desk, entry: &Entry, what: &str) {
    assert_eq!(entry.verify(&desk.device.public()), Err(BadSignature), "{what}: signature");
    assert_eq!(entry.open(&desk.key), Err(OpenError::Sealed), "{what}: seal");
}

#[test]
fn every_field_of_the_header_is_bound_by_the_signature_and_by_the_seal() {
    let desk = Desk::new();
    let entry = desk.sealed();
    let changes: [(&str, fn(&mut Header)); 9] = [
        ("studio", |it| it.studio.0[0] ^= 1),
        ("doc", |it| it.doc.0[0] ^= 1),
        ("kind", |it| it.kind = Kind::Grant),
        ("device", |it| it.device.0[0] ^= 1),
        ("n", |it| it.n += 1),
        ("roll id", |it| it.roll.id.0[0] ^= 1),
        ("roll depth", |it| it.roll.depth += 1),
        ("taken", |it| it.taken.0[0] ^= 1),
        ("written", |it| it.written_ms += 1),
    ];
    for (what, change) in changes {
        let mut header = desk.header.clone();
        change(&mut header);
        let other = altered(&entry, &codec::encode(&header), entry.nonce(), entry.body());
        assert_ne!(other.id, entry.id, "{what}");
        refused(&desk, &other, what);
    }
}

#[test]
fn a_later_format_or_another_key_cannot_be_claimed_afterwards() {
    let desk = Desk::new();
    let entry = desk.sealed();
    let header = Header { format: FORMAT + 1, ..desk.header.clone() };
    let newer = altered(&entry, &codec::encode(&header), entry.nonce(), entry.body());
    assert_eq!(newer.verify(&desk.device.public()), Err(BadSignature));
    assert_eq!(newer.open(&desk.key), Err(OpenError::Newer));
    let header = Header { key: KeyName([1; 16]), ..desk.header.clone() };
    let other = altered(&entry, &codec::encode(&header), entry.nonce(), entry.body());
    refused(&desk, &other, "key");
}

#[test]
fn every_byte_of_nonce_and_body_is_bound() {
    let desk = Desk::new();
    let entry = desk.sealed();
    for at in 0..NONCE_LEN {
        let mut nonce = *entry.nonce();
        nonce[at] ^= 1;
        let other = altered(&entry, entry.header_bytes(), &nonce, entry.body());
        refused(&desk, &other, &format!("nonce {at}"));
    }
    for at in 0..entry.body().len() {
        let mut body = entry.body().to_vec();
        body[at] ^= 0x80;
        let other = altered(&entry, entry.header_bytes(), entry.nonce(), &body);
        refused(&desk, &other, &format!("body {at}"));
    }
}

#[test]
fn every_byte_of_the_signature_counts_though_the_body_still_opens() {
    let desk = Desk::new();
    let entry = desk.sealed();
    let len = entry.bytes().len();
    for at in len - 64..len {
        let mut bytes = entry.bytes().to_vec();
        bytes[at] ^= 1;
        let other = Entry::decode(bytes).unwrap();
        assert_eq!(other.verify(&desk.device.public()), Err(BadSignature), "byte {at}");
        assert!(other.open(&desk.key).is_ok());
        assert_eq!(other.id, entry.id, "the name does not hang on the signature");
    }
}

#[test]
fn an_entry_is_nobody_elses() {
    let entry = Desk::new().sealed();
    assert_eq!(entry.verify(&SignKey::random(&mut rng(8)).public()), Err(BadSignature));
}

#[test]
fn what_was_signed_as_something_else_is_no_entry() {
    let desk = Desk::new();
    let entry = desk.sealed();
    let signature = desk.device.sign(b"parlor hello 1", entry.id.as_bytes());
    let bytes = parts(&[entry.header_bytes(), entry.nonce(), entry.body(), signature.as_bytes()]);
    let other = Entry::decode(bytes).unwrap();
    assert_eq!(other.verify(&desk.device.public()), Err(BadSignature));
}
