//! What may lie inside a seal, from a writer who holds the key and means no good.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use miniz_oxide::deflate::compress_to_vec;

use super::*;

/// Seals any plaintext as an entry, without the checks of an honest writer.
fn sealed(plain: &[u8]) -> Result<Vec<u8>, OpenError> {
    let desk = Desk::new();
    let (nonce, aad) = ([7; NONCE_LEN], codec::encode(&desk.header));
    let cipher = XChaCha20Poly1305::new(&desk.key.0.into());
    let body = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad }).unwrap();
    Entry::sign(&desk.header, nonce, &body, &desk.device).unwrap().open(&desk.key)
}

/// A plaintext with this head.
fn plain(format: u8, encoding: u8, inflated: usize, stored_len: usize, stored: &[u8]) -> Vec<u8> {
    let (inflated, stored_len) = ((inflated as u32).to_be_bytes(), (stored_len as u32).to_be_bytes());
    [&[format, encoding], &inflated[..], &stored_len[..], stored, &[0; 100]].concat()
}

fn raw(stored: &[u8]) -> Vec<u8> {
    plain(1, 0, stored.len(), stored.len(), stored)
}

fn deflated(claimed: usize, inner: &[u8]) -> Vec<u8> {
    let stored = compress_to_vec(inner, 9);
    plain(1, 1, claimed, stored.len(), &stored)
}

#[test]
fn a_plain_text_is_read_only_if_every_length_in_it_is_true() {
    let chunk = chunk::wrap(b"hello");
    let len = chunk.len();
    let check = |what: &str, plain: Vec<u8>, expected: Result<Vec<u8>, OpenError>| {
        assert_eq!(sealed(&plain), expected, "{what}");
    };
    check("raw", raw(&chunk), Ok(chunk.clone()));
    check("deflated", deflated(len, &chunk), Ok(chunk.clone()));
    check("nothing", Vec::new(), Err(OpenError::Malformed));
    check("half a head", vec![1, 0, 0], Err(OpenError::Malformed));
    check("a later format", plain(2, 0, len, len, &chunk), Err(OpenError::Newer));
    check("a later encoding", plain(1, 2, len, len, &chunk), Err(OpenError::Newer));
    check("a longer claim", plain(1, 0, len + 1, len, &chunk), Err(OpenError::Malformed));
    check("a shorter claim", plain(1, 0, len - 1, len, &chunk), Err(OpenError::Malformed));
    check("stored past the end", plain(1, 0, len, 100_000, &chunk), Err(OpenError::Malformed));
    check("not deflated", plain(1, 1, len, len, &chunk), Err(OpenError::Malformed));
    check("deflated, cut short", plain(1, 1, len, 5, &compress_to_vec(&chunk, 9)), Err(OpenError::Malformed));
    check("deflated, too short", deflated(len + 1, &chunk), Err(OpenError::Malformed));
}

#[test]
fn a_body_that_inflates_further_than_it_says_is_dropped_on_the_way() {
    assert_eq!(sealed(&deflated(9, &vec![0; 1 << 20])), Err(OpenError::Bomb));
    assert_eq!(sealed(&deflated(INFLATED_MAX, &vec![0; INFLATED_MAX + 1])), Err(OpenError::Bomb));
    assert_eq!(sealed(&deflated(INFLATED_MAX + 1, b"")), Err(OpenError::Bomb));
    assert_eq!(sealed(&deflated(u32::MAX as usize, b"")), Err(OpenError::Bomb));
}

#[test]
fn only_whole_uncompressed_intact_changes_come_out() {
    let good = chunk::wrap(b"hello");
    let of_type = |kind: u8| {
        let mut chunk = good.clone();
        chunk[8] = kind;
        chunk
    };
    let check = |what: &str, inner: &[u8], expected: BadChunk| {
        assert_eq!(sealed(&raw(inner)), Err(OpenError::Chunk(expected)), "{what}");
    };
    check("a document", &of_type(0), BadChunk::NotAChange);
    check("a compressed change", &of_type(2), BadChunk::NotAChange);
    check("a bundle", &of_type(3), BadChunk::NotAChange);
    check("another magic", &[b"MAGI", &good[4..]].concat(), BadChunk::Malformed);
    check("cut short", &good[..good.len() - 1], BadChunk::Malformed);
    check("only a head", &good[..8], BadChunk::Malformed);
    check("rubbish after", &[&good[..], &[0]].concat(), BadChunk::Malformed);
    check("a damaged second", &[&good[..], &of_type(2)].concat(), BadChunk::NotAChange);
    check("a length without an end", &[&good[..9], &[0x80; 20]].concat(), BadChunk::Malformed);
    check("an enormous length", &[&good[..9], &[0xff, 0xff, 0xff, 0x7f]].concat(), BadChunk::Malformed);
    for at in 4..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        assert!(matches!(sealed(&raw(&bad)), Err(OpenError::Chunk(_))), "byte {at}");
    }
    let mut damaged = good.clone();
    damaged[12] ^= 1;
    check("a flipped bit", &damaged, BadChunk::Damaged);
}

#[test]
fn chunks_of_every_length_are_split_where_they_were_joined() {
    for len in [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152] {
        let chunks = [chunk::wrap(&vec![1; len]), chunk::wrap(b"after")];
        assert_eq!(chunk::split(&chunks.concat()).unwrap(), [&chunks[0][..], &chunks[1][..]]);
    }
    assert_eq!(chunk::split(b""), Ok(Vec::new()));
}
