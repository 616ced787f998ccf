//! The vault: a person's own keys, sealed under the passphrase, kept at the relay and on each of their devices.

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{BoxKey, BoxPublic, DocKey, Envelope, Purpose, Salt, SignKey, Signature, VerifyKey, WrongKey};
use crate::codec::{self, Bytes};
use crate::ids::{DropName, EntryId, PersonId, StudioId};

const FORMAT: u8 = 1;
const TAG: &[u8] = b"parlor vault 1";
/// The most bytes a sealed vault may have; ours have about 500.
pub const VAULT_MAX: usize = 4096;
/// The most earlier box keys that a vault keeps.
const EARLIER_MAX: usize = 64;

/// What a person's devices share.
#[derive(Clone, Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
pub struct Vault {
    #[cbor(n(0), with = "minicbor::bytes")]
    identity: [u8; 32],
    #[cbor(n(1), with = "minicbor::bytes")]
    boxed: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    local: [u8; 32],
    #[n(3)]
    #[zeroize(skip)]
    founding: Option<EntryId>,
    /// The box keys before, one after another: they still open what was sealed to them.
    #[n(4)]
    earlier: Option<Earlier>,
}

#[derive(Clone, Default, Encode, Decode, Zeroize)]
#[cbor(transparent)]
struct Earlier(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>);

/// A vault as it lies at the relay and on a device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SealedVault {
    #[n(0)]
    format: u8,
    /// The studio.
    #[n(1)]
    pub studio: StudioId,
    /// Whose it is.
    #[n(2)]
    pub person: PersonId,
    /// 1, 2, 3 …: the relay keeps the highest.
    #[n(3)]
    pub version: u64,
    /// Stretches the passphrase that opens it.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub salt: Salt,
    /// The recovery sheet that opens it too.
    #[n(5)]
    pub sheet: Option<SheetSlot>,
    #[n(6)]
    sealed: Bytes,
    #[n(7)]
    signature: Option<Signature>,
}

/// How a recovery sheet opens a vault.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SheetSlot {
    /// Under which the relay finds the vault.
    #[n(0)]
    pub name: DropName,
    /// The sheet's public half, for the next version.
    #[n(1)]
    pub public: BoxPublic,
    /// The vault's key, sealed to the sheet.
    #[n(2)]
    pub envelope: Envelope,
}

/// A vault that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadVault {
    /// Not a vault.
    #[error("the bytes are not a vault")]
    Malformed,
    /// Written by a later version.
    #[error("the vault was written by a newer version: update this tablet")]
    Newer,
    /// Signed by somebody else, or altered.
    #[error("the vault is not signed by its owner")]
    Unsigned,
}

impl Vault {
    /// Draws a new person's keys.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut vault =
            Self { identity: [0; 32], boxed: [0; 32], local: [0; 32], founding: None, earlier: None };
        rng.fill_bytes(&mut vault.identity);
        vault.boxed = BoxKey::random(rng).bytes();
        rng.fill_bytes(&mut vault.local);
        vault
    }

    /// Remembers the studio's founding entry: a relay cannot show a roll of its own making to the person's next
    /// device.
    pub fn remember_founding(&mut self, founding: EntryId) {
        self.founding = Some(founding);
    }

    /// The studio's founding entry.
    pub fn founding(&self) -> Option<EntryId> {
        self.founding
    }

    /// Signs devices, vaults and nothing else.
    pub fn identity(&self) -> SignKey {
        SignKey::from_seed(&self.identity)
    }

    /// Opens what is sealed to the person.
    pub fn box_key(&self) -> BoxKey {
        BoxKey::from_bytes(&self.boxed)
    }

    /// Draws a new box key, after a device was lost. The one before stays, so that it opens what was sealed to it; of
    /// very many the oldest goes.
    pub fn renew_box_key(&mut self, rng: &mut impl CryptoRng) {
        let earlier = self.earlier.get_or_insert_default();
        earlier.0.splice(0..0, self.boxed);
        earlier.0.truncate(EARLIER_MAX * 32);
        self.boxed = BoxKey::random(rng).bytes();
    }

    /// What opens what was sealed to the person: the box key, then those before.
    pub fn box_keys(&self) -> Vec<BoxKey> {
        let earlier = self.earlier.iter().flat_map(|it| it.0.as_chunks::<32>().0);
        let earlier = earlier.map(BoxKey::from_bytes);
        std::iter::once(self.box_key()).chain(earlier).collect()
    }

    /// Seals what a device keeps for itself: digests, its own signing key.
    pub fn local_key(&self) -> DocKey {
        DocKey(self.local)
    }

    /// Seals the vault under a passphrase's key, and to the recovery sheet if there is one.
    pub fn seal(
        &self,
        frame: VaultFrame,
        key: &DocKey,
        rng: &mut impl CryptoRng,
    ) -> Result<SealedVault, WrongKey> {
        let VaultFrame { studio, person, version, salt, sheet } = frame;
        let purpose = Purpose::Recovery(studio, person, version);
        let sheet = match sheet {
            None => None,
            Some((name, public)) => {
                Some(SheetSlot { name, public, envelope: public.seal(&key.0, &purpose, rng)? })
            }
        };
        let sealed = Bytes::from(key.seal(&codec::encode(self), &bound(studio, person, version), rng));
        let mut vault =
            SealedVault { format: FORMAT, studio, person, version, salt, sheet, sealed, signature: None };
        vault.signature = Some(self.identity().sign(TAG, &codec::encode(&vault)));
        Ok(vault)
    }
}

/// What stands around a vault in the clear.
pub struct VaultFrame {
    /// The studio.
    pub studio: StudioId,
    /// Whose it is.
    pub person: PersonId,
    /// One more than the version before.
    pub version: u64,
    /// Stretches the passphrase.
    pub salt: Salt,
    /// The recovery sheet's name and public half.
    pub sheet: Option<(DropName, BoxPublic)>,
}

impl SealedVault {
    /// Reads a vault from outside.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadVault> {
        if bytes.len() > VAULT_MAX {
            return Err(BadVault::Malformed);
        }
        let vault: Self = codec::decode(bytes).ok_or(BadVault::Malformed)?;
        if vault.format > FORMAT {
            return Err(BadVault::Newer);
        }
        // its signature is checked over what was read: whatever else the bytes say would be nobody's word
        if vault.encode() == bytes { Ok(vault) } else { Err(BadVault::Malformed) }
    }

    /// The vault in bytes.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// Whether the person with this identity sealed it.
    pub fn verify(&self, identity: &VerifyKey) -> Result<(), BadVault> {
        let signature = self.signature.ok_or(BadVault::Unsigned)?;
        let unsigned = codec::encode(&Self { signature: None, ..self.clone() });
        identity.verify(TAG, &unsigned, &signature).then_some(()).ok_or(BadVault::Unsigned)
    }

    /// Opens it with the passphrase's key.
    pub fn open(&self, key: &DocKey) -> Result<Vault, WrongKey> {
        let plain = key.open(&self.sealed, &bound(self.studio, self.person, self.version))?;
        codec::decode(&plain).ok_or(WrongKey)
    }

    /// Opens it with the recovery sheet's key.
    pub fn open_with_sheet(&self, sheet: &BoxKey) -> Result<Vault, WrongKey> {
        let slot = self.sheet.as_ref().ok_or(WrongKey)?;
        let purpose = Purpose::Recovery(self.studio, self.person, self.version);
        self.open(&DocKey(sheet.open_secret(&slot.envelope, &purpose)?))
    }
}

fn bound(studio: StudioId, person: PersonId, version: u64) -> Vec<u8> {
    codec::encode(&(studio, person, version))
}
