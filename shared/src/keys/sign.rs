//! Signing: a device signs entries, an identity signs its devices, an invitation signs once.

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use rand_core::CryptoRng;

use crate::ids::DeviceId;

/// Signs. Wiped from memory when dropped.
#[derive(Clone)]
pub struct SignKey(SigningKey);

/// Checks what a [`SignKey`] signed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerifyKey([u8; 32]);

/// 64 bytes that only the holder of a key could have made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl SignKey {
    /// Draws a new key.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut seed = [0; 32];
        rng.fill_bytes(&mut seed);
        Self::from_seed(&seed)
    }

    /// The key that a seed of 32 bytes stands for.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The seed to keep, sealed, in a vault or a store.
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The half that everybody may know.
    pub fn public(&self) -> VerifyKey {
        VerifyKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a message under a tag that says what kind of message it is, so that one is never taken for another.
    pub fn sign(&self, tag: &[u8], message: &[u8]) -> Signature {
        Signature(self.0.sign(&tagged(tag, message)).to_bytes())
    }
}

impl VerifyKey {
    /// The key in 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether the holder of the signing half signed this message under this tag.
    pub fn verify(&self, tag: &[u8], message: &[u8], signature: &Signature) -> bool {
        let Ok(key) = VerifyingKey::from_bytes(&self.0) else { return false };
        key.verify_strict(&tagged(tag, message), &ed25519_dalek::Signature::from_bytes(&signature.0)).is_ok()
    }

    /// The device that signs with this key. Its name follows from the key, so nobody can take another's.
    pub fn device(&self) -> DeviceId {
        let hash = blake3::hash(&self.0);
        let mut id = [0; DeviceId::LEN];
        id.copy_from_slice(&hash.as_bytes()[..DeviceId::LEN]);
        DeviceId(id)
    }
}

impl Signature {
    /// Reads a signature of exactly 64 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The signature in 64 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

fn tagged(tag: &[u8], message: &[u8]) -> Vec<u8> {
    [&[tag.len() as u8], tag, message].concat()
}

impl core::fmt::Debug for SignKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "SignKey({:?})", self.public())
    }
}

impl core::fmt::Debug for VerifyKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "VerifyKey({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

impl core::fmt::Debug for Signature {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Signature({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

impl<C> minicbor::Encode<C> for VerifyKey {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for VerifyKey {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        d.bytes()?.try_into().map(Self).map_err(|_| DecodeError::message("a key of the wrong length"))
    }
}

impl<C> minicbor::Encode<C> for Signature {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Signature {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        Self::from_slice(d.bytes()?).ok_or_else(|| DecodeError::message("a signature of the wrong length"))
    }
}
