//! The sealed body of a change: pad, seal, open, inflate; each step with its bound.
//!
//! ```text
//! plaintext = format 1 | 0 raw or 1 deflated | inflated length (u32) | stored length (u32) | stored bytes | zeros
//! ```
//!
//! The zeros bring it to 512 bytes, then to a Padmé length (Nikitin et al., PETS 2019), so that the length of an
//! entry tells at most a few bits of what somebody wrote.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use rand_core::CryptoRng;

use super::chunk::{self, BadChunk};
use super::{BadEntry, ENTRY_MAX, Entry, Header, NONCE_LEN};
use crate::codec;
use crate::keys::{DocKey, SignKey};

/// The most bytes that one body may inflate to.
pub const INFLATED_MAX: usize = 8 << 20;
const PADDED_MIN: usize = 512;
const HEAD: usize = 10;
const PLAIN_FORMAT: u8 = 1;
const RAW: u8 = 0;
const DEFLATED: u8 = 1;
const DEFLATE_LEVEL: u8 = 6;

/// A change that cannot be sealed into one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It would not fit: the edit itself should have refused it.
    #[error("the change is too large for one entry: make the edit smaller")]
    TooLarge,
    /// What was to be sealed is not a sequence of changes.
    #[error(transparent)]
    Chunk(#[from] BadChunk),
}

/// A body that does not open. The entry is set aside; the document goes on without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Sealed with another key, or altered.
    #[error("the entry does not open with this key")]
    Sealed,
    /// Written by a later version.
    #[error("the entry was written by a newer version: update this tablet")]
    Newer,
    /// Opened, but not what an entry holds.
    #[error("the entry holds something other than changes")]
    Malformed,
    /// It claims to inflate, or inflates, past [`INFLATED_MAX`].
    #[error("the entry inflates to more than 8 MiB")]
    Bomb,
    /// What it holds is not a sequence of intact changes.
    #[error(transparent)]
    Chunk(#[from] BadChunk),
}

/// Seals change chunks into an entry. The entry names `key`, whatever `header.key` says.
pub fn seal(
    header: &Header,
    chunks: &[impl AsRef<[u8]>],
    key: &DocKey,
    device: &SignKey,
    rng: &mut impl CryptoRng,
) -> Result<Entry, SealError> {
    let header = &Header { key: key.name(), ..header.clone() };
    let inner = chunks.iter().map(AsRef::as_ref).collect::<Vec<_>>().concat();
    chunk::split(&inner)?;
    if inner.len() > INFLATED_MAX {
        return Err(SealError::TooLarge);
    }
    let padded = pad(&inner);
    if padded.len() > ENTRY_MAX - 1024 {
        return Err(SealError::TooLarge);
    }
    let mut nonce = [0; NONCE_LEN];
    rng.fill_bytes(&mut nonce);
    let aad = codec::encode(header);
    let body = XChaCha20Poly1305::new(&key.0.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: &padded, aad: &aad })
        .map_err(|_| SealError::TooLarge)?;
    Entry::sign(header, nonce, &body, device).map_err(|bad| match bad {
        BadEntry::TooLarge | BadEntry::Malformed | BadEntry::Unnumbered => SealError::TooLarge,
    })
}

impl Entry {
    /// Opens the body of a change: its chunks, one after another, each whole and intact.
    pub fn open(&self, key: &DocKey) -> Result<Vec<u8>, OpenError> {
        if self.header.format > super::FORMAT {
            return Err(OpenError::Newer);
        }
        // the cipher alone does not bind a key: without this, one entry could open differently with two keys
        if self.header.key != key.name() {
            return Err(OpenError::Sealed);
        }
        let padded = XChaCha20Poly1305::new(&key.0.into())
            .decrypt(&XNonce::from(*self.nonce()), Payload { msg: self.body(), aad: self.header_bytes() })
            .map_err(|_| OpenError::Sealed)?;
        let inner = unpad(&padded)?;
        chunk::split(&inner)?;
        Ok(inner)
    }
}

fn pad(inner: &[u8]) -> Vec<u8> {
    let deflated = compress_to_vec(inner, DEFLATE_LEVEL);
    let (encoding, stored) =
        if deflated.len() < inner.len() { (DEFLATED, &deflated[..]) } else { (RAW, inner) };
    let mut plain = vec![PLAIN_FORMAT, encoding];
    plain.extend_from_slice(&(inner.len() as u32).to_be_bytes());
    plain.extend_from_slice(&(stored.len() as u32).to_be_bytes());
    plain.extend_from_slice(stored);
    plain.resize(padded_len(plain.len()), 0);
    plain
}

fn unpad(padded: &[u8]) -> Result<Vec<u8>, OpenError> {
    let (head, rest) = padded.split_at_checked(HEAD).ok_or(OpenError::Malformed)?;
    let number =
        |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]) as usize;
    let (inflated_len, stored_len) = (number(2), number(6));
    if head[0] > PLAIN_FORMAT {
        return Err(OpenError::Newer);
    }
    if inflated_len > INFLATED_MAX {
        return Err(OpenError::Bomb);
    }
    let stored = rest.get(..stored_len).ok_or(OpenError::Malformed)?;
    let inner = match head[1] {
        RAW => stored.to_vec(),
        DEFLATED => decompress_to_vec_with_limit(stored, inflated_len).map_err(|bad| {
            if bad.status == TINFLStatus::HasMoreOutput { OpenError::Bomb } else { OpenError::Malformed }
        })?,
        _ => return Err(OpenError::Newer),
    };
    if inner.len() == inflated_len { Ok(inner) } else { Err(OpenError::Malformed) }
}

/// The length that hides `len`: at least 512, then one of few lengths whose spacing grows with the length
/// (at most 12 % more).
fn padded_len(len: usize) -> usize {
    if len <= PADDED_MIN {
        return PADDED_MIN;
    }
    let exponent = usize::BITS - 1 - len.leading_zeros();
    let size_bits = u32::BITS - exponent.leading_zeros();
    let mask = (1usize << (exponent - size_bits)) - 1;
    (len + mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_hides_the_length_and_costs_at_most_twelve_percent() {
        for len in 1..200_000usize {
            let padded = padded_len(len);
            assert!(padded >= len.max(PADDED_MIN));
            assert!(len <= PADDED_MIN || padded as f64 <= len as f64 * 1.12, "{len} -> {padded}");
        }
        let lengths: std::collections::BTreeSet<_> = (1..200_000).map(padded_len).collect();
        assert!(lengths.len() < 300, "{} lengths tell too much", lengths.len());
    }

    #[test]
    fn a_body_that_claims_too_much_is_refused_before_it_inflates() {
        let mut plain = pad(&chunk::wrap(&[7; 4000]));
        plain[2..6].copy_from_slice(&(INFLATED_MAX as u32 + 1).to_be_bytes());
        assert_eq!(unpad(&plain), Err(OpenError::Bomb));
        let bomb = compress_to_vec(&vec![0; 1 << 20], 9);
        let mut plain = vec![PLAIN_FORMAT, DEFLATED, 0, 0, 0, 9];
        plain.extend_from_slice(&(bomb.len() as u32).to_be_bytes());
        plain.extend_from_slice(&bomb);
        assert_eq!(unpad(&plain), Err(OpenError::Bomb));
    }
}
