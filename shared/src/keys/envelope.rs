//! Envelopes: a secret sealed to a person or a group with HPKE (RFC 9180: X25519, HKDF-SHA256,
//! ChaCha20-Poly1305). Anyone may seal to a public half; only its holder opens.

use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::WrongKey;
use crate::codec::{self, Bytes};
use crate::ids::{DocId, KeyName, PersonId, StudioId};
use crate::roll::Group;

type Private = <X25519HkdfSha256 as Kem>::PrivateKey;
type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;
type Aead = hpke::aead::ChaCha20Poly1305;
type Kdf = hpke::kdf::HkdfSha256;

const ENCAPPED_LEN: usize = 32;

/// Opens envelopes: a person's box key, a group's secret of one epoch, a recovery sheet's key.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct BoxKey([u8; 32]);

/// The half that everybody may seal to. A group's epoch is named by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct BoxPublic(#[cbor(with = "minicbor::bytes")] pub [u8; 32]);

/// A sealed secret.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Envelope(#[n(0)] pub Bytes);

/// What an envelope is for. Bound into the seal: an envelope moved to another place does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode)]
pub enum Purpose {
    /// The key of a document, for a reader.
    #[n(0)]
    Document(#[n(0)] StudioId, #[n(1)] DocId, #[n(2)] KeyName),
    /// The secret of a group's epoch, for a person.
    #[n(1)]
    Member(#[n(0)] StudioId, #[n(1)] Group, #[n(2)] BoxPublic, #[n(3)] PersonId),
    /// The secret of the epoch before, for those who hold the epoch.
    #[n(2)]
    EpochBefore(#[n(0)] StudioId, #[n(1)] Group, #[n(2)] BoxPublic),
    /// The key of a vault, for the recovery sheet.
    #[n(3)]
    Recovery(#[n(0)] StudioId, #[n(1)] PersonId, #[n(2)] u64),
}

impl BoxKey {
    /// Draws a new key.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut material = [0; 32];
        rng.fill_bytes(&mut material);
        let key = Self::from_material(&material);
        material.zeroize();
        key
    }

    /// The key that follows from 32 secret bytes.
    pub fn from_material(material: &[u8; 32]) -> Self {
        Self(X25519HkdfSha256::derive_keypair(material).0.to_bytes().into())
    }

    /// The key in the bytes that [`BoxKey::bytes`] gave.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(*bytes)
    }

    /// The bytes to keep, sealed.
    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }

    /// The half that everybody may seal to.
    pub fn public(&self) -> BoxPublic {
        BoxPublic(X25519HkdfSha256::sk_to_pk(&self.private()).to_bytes().into())
    }

    /// Opens an envelope that was sealed to this key for this purpose.
    pub fn open(&self, envelope: &Envelope, purpose: &Purpose) -> Result<Vec<u8>, WrongKey> {
        let (encapped, sealed) = envelope.0.split_at_checked(ENCAPPED_LEN).ok_or(WrongKey)?;
        let encapped = Encapped::from_bytes(encapped).map_err(|_| WrongKey)?;
        let info = codec::encode(&(purpose, self.public()));
        let (mode, key) = (OpModeR::Base, self.private());
        hpke::single_shot_open::<Aead, Kdf, X25519HkdfSha256>(&mode, &key, &encapped, &info, sealed, &[])
            .map_err(|_| WrongKey)
    }

    /// Opens an envelope that holds a secret of 32 bytes.
    pub fn open_secret(&self, envelope: &Envelope, purpose: &Purpose) -> Result<[u8; 32], WrongKey> {
        self.open(envelope, purpose)?.try_into().map_err(|_| WrongKey)
    }

    fn private(&self) -> Private {
        Private::from_bytes(&self.0).expect("32 bytes are always an X25519 secret")
    }
}

impl BoxPublic {
    /// Whether anything can be sealed to it. A few values are no keys: everybody would agree with them on the
    /// same secret, so sealing to them is refused.
    pub fn is_usable(&self) -> bool {
        x25519_dalek::x25519([1; 32], self.0) != [0; 32]
    }

    /// Seals a secret to the holder of the other half. Fails on a public half that is no key.
    pub fn seal(
        &self,
        plain: &[u8],
        purpose: &Purpose,
        rng: &mut impl CryptoRng,
    ) -> Result<Envelope, WrongKey> {
        let public = Public::from_bytes(&self.0).map_err(|_| WrongKey)?;
        let info = codec::encode(&(purpose, self));
        let (mode, aad) = (OpModeS::Base, []);
        let (encapped, sealed) = hpke::single_shot_seal_with_rng::<Aead, Kdf, X25519HkdfSha256>(
            &mode, &public, &info, plain, &aad, rng,
        )
        .map_err(|_| WrongKey)?;
        Ok(Envelope([&encapped.to_bytes()[..], &sealed].concat().into()))
    }
}

impl core::fmt::Debug for BoxKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "BoxKey({:?})", self.public())
    }
}

impl core::fmt::Debug for BoxPublic {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "BoxPublic({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}
