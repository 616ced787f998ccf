//! Change chunks: the framing of the changes inside an entry, checked before anything that understands them
//! sees a byte.
//!
//! ```text
//! magic 85 6f 4a 83 | first 4 bytes of SHA-256(type, length, contents) | type | length (LEB128) | contents
//! ```
//!
//! Only uncompressed changes (type 1) travel: a compressed one inflates without a bound, and the library that
//! reads changes does not verify the checksum of one handed to it alone.

use sha2::{Digest, Sha256};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const TYPE_CHANGE: u8 = 1;
const TYPE_AT: usize = 8;

/// Bytes that are not a sequence of uncompressed, intact changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadChunk {
    /// Not a chunk at all, or cut short.
    #[error("the change is cut short or not a change")]
    Malformed,
    /// A snapshot, a compressed change or something newer.
    #[error("the chunk is not an uncompressed change")]
    NotAChange,
    /// The checksum does not belong to the contents.
    #[error("the change is damaged: its checksum does not match")]
    Damaged,
}

/// Splits `bytes` into change chunks, each whole and with the right checksum.
pub fn split(mut bytes: &[u8]) -> Result<Vec<&[u8]>, BadChunk> {
    let mut chunks = Vec::new();
    while !bytes.is_empty() {
        let len = chunk_len(bytes)?;
        let (chunk, rest) = bytes.split_at_checked(len).ok_or(BadChunk::Malformed)?;
        if chunk[4..TYPE_AT] != Sha256::digest(&chunk[TYPE_AT..])[..4] {
            return Err(BadChunk::Damaged);
        }
        chunks.push(chunk);
        bytes = rest;
    }
    Ok(chunks)
}

/// The length of the first chunk, its head included.
fn chunk_len(bytes: &[u8]) -> Result<usize, BadChunk> {
    let head = bytes.get(..TYPE_AT + 1).ok_or(BadChunk::Malformed)?;
    if head[..4] != MAGIC {
        return Err(BadChunk::Malformed);
    }
    if head[TYPE_AT] != TYPE_CHANGE {
        return Err(BadChunk::NotAChange);
    }
    let mut len = 0usize;
    for (i, byte) in bytes[TYPE_AT + 1..].iter().take(4).enumerate() {
        len |= usize::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Ok(TYPE_AT + 1 + i + 1 + len);
        }
    }
    Err(BadChunk::Malformed)
}

/// Wraps contents as a change chunk: for tests that need chunks without a document.
pub fn wrap(contents: &[u8]) -> Vec<u8> {
    let mut framed = vec![TYPE_CHANGE];
    let mut len = contents.len();
    loop {
        let low = (len & 0x7f) as u8;
        len >>= 7;
        if len == 0 {
            framed.push(low);
            break;
        }
        framed.push(low | 0x80);
    }
    framed.extend_from_slice(contents);
    let mut chunk = MAGIC.to_vec();
    chunk.extend_from_slice(&Sha256::digest(&framed)[..4]);
    chunk.extend_from_slice(&framed);
    chunk
}
