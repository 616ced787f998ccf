//! An entry: a sealed, signed change (or grant, roll entry, adoption, erasure), as it lies on every disk and
//! travels on every wire.
//!
//! ```text
//! entry = CBOR array of four byte strings: header, nonce (24), body, signature (64)
//! id    = BLAKE3-256 of header, nonce and body          signature = Ed25519 over a domain tag and the id
//! ```
//!
//! The bytes are kept, hashed and passed on as they were received; nothing is ever encoded again.

mod body;
pub mod chunk;
mod header;

use core::ops::Range;
use std::sync::Arc;

use minicbor::bytes::ByteSlice;
use minicbor::decode::Decoder;

use crate::codec;
use crate::ids::EntryId;
use crate::keys::{SignKey, Signature, VerifyKey};

pub use body::{INFLATED_MAX, OpenError, SealError, seal};
pub use header::{FORMAT, Header, Kind, RollPoint};

/// The most bytes an entry may have. A frame takes two such entries.
pub const ENTRY_MAX: usize = 1 << 20;
/// The most bytes a header may have; ours have about 190, the rest is for fields of later versions.
pub const HEADER_MAX: usize = 1024;
/// The length of the nonce in bytes: drawn at random, long enough never to repeat.
pub const NONCE_LEN: usize = 24;

const ID_TAG: &[u8] = b"parlor entry 1";

/// Bytes that are not an entry. Whoever sent them should be told, and nobody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadEntry {
    /// Longer than [`ENTRY_MAX`].
    #[error("the entry is larger than 1 MiB: make the edit smaller")]
    TooLarge,
    /// Not the four byte strings, or not a header.
    #[error("the bytes are not an entry")]
    Malformed,
    /// Numbers start at one.
    #[error("the entry has no number")]
    Unnumbered,
}

/// The signature is not the device's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not belong to the device that the entry names")]
pub struct BadSignature;

/// A decoded entry. Cheap to clone: the bytes are shared.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// What everybody may read of it.
    pub header: Header,
    /// Its name.
    pub id: EntryId,
    bytes: Arc<[u8]>,
    header_at: Range<usize>,
    nonce: [u8; NONCE_LEN],
    body_at: Range<usize>,
    signature: Signature,
}

impl core::fmt::Debug for Entry {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Header { kind, doc, device, n, .. } = &self.header;
        write!(f, "Entry({kind:?} {doc:?} {device:?} #{n} {:?})", self.id)
    }
}

impl Entry {
    /// Reads an entry. The signature is not checked yet: that takes the device's key, see [`Entry::verify`].
    pub fn decode(bytes: impl Into<Arc<[u8]>>) -> Result<Self, BadEntry> {
        let bytes: Arc<[u8]> = bytes.into();
        if bytes.len() > ENTRY_MAX {
            return Err(BadEntry::TooLarge);
        }
        let mut parts = Decoder::new(&bytes);
        if parts.array().ok().flatten() != Some(4) {
            return Err(BadEntry::Malformed);
        }
        let mut next = || {
            let len = parts.bytes().map_err(|_| BadEntry::Malformed)?.len();
            Ok(parts.position() - len..parts.position())
        };
        let (header_at, nonce_at, body_at, signature_at) = (next()?, next()?, next()?, next()?);
        // the name does not cover the heads of the four parts, so nobody may write those in another way
        if header_at.len() > HEADER_MAX || !codec::is_deterministic(&bytes) {
            return Err(BadEntry::Malformed);
        }
        let header: Header = codec::decode_signed(&bytes[header_at.clone()]).ok_or(BadEntry::Malformed)?;
        if header.n == 0 {
            return Err(BadEntry::Unnumbered);
        }
        let nonce: [u8; NONCE_LEN] = bytes[nonce_at].try_into().map_err(|_| BadEntry::Malformed)?;
        let signature = Signature::from_slice(&bytes[signature_at]).ok_or(BadEntry::Malformed)?;
        let id = name(&bytes[header_at.clone()], &nonce, &bytes[body_at.clone()]);
        Ok(Self { header, id, header_at, nonce, body_at, signature, bytes })
    }

    /// Puts an entry together and signs it: for bodies the relay must read (roll, grants), which are not sealed.
    pub fn sign(
        header: &Header,
        nonce: [u8; NONCE_LEN],
        body: &[u8],
        key: &SignKey,
    ) -> Result<Self, BadEntry> {
        let header = codec::encode(header);
        let signature = key.sign(ID_TAG, name(&header, &nonce, body).as_bytes());
        let parts = [&header, &nonce[..], body, signature.as_bytes()];
        Self::decode(codec::encode(&parts.map(<&ByteSlice>::from)))
    }

    /// The entry as received.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    /// The body: sealed for changes, readable for what the relay must enforce.
    pub fn body(&self) -> &[u8] {
        &self.bytes[self.body_at.clone()]
    }

    /// The header as received: what the seal binds the body to.
    pub fn header_bytes(&self) -> &[u8] {
        &self.bytes[self.header_at.clone()]
    }

    /// The nonce of the seal.
    pub fn nonce(&self) -> &[u8; NONCE_LEN] {
        &self.nonce
    }

    /// Whether the device that the header names signed exactly these bytes.
    pub fn verify(&self, key: &VerifyKey) -> Result<(), BadSignature> {
        key.verify(ID_TAG, self.id.as_bytes(), &self.signature).then_some(()).ok_or(BadSignature)
    }
}

fn name(header: &[u8], nonce: &[u8], body: &[u8]) -> EntryId {
    let mut hash = blake3::Hasher::new();
    hash.update(header).update(nonce).update(body);
    EntryId(*hash.finalize().as_bytes())
}

#[cfg(test)]
mod tests;
