//! Keys: who holds which, what each opens, and how one is handed to somebody.
//!
//! ```text
//! passphrase ─ Argon2id ─┬─ "auth"  → the relay checks it (and keeps only its hash)
//!                        └─ "vault" → opens the vault: identity key, box key, local store key
//! device key  signs entries; an identity key signed it into the roll
//! group key   opens what is sealed to a group; handed to each member in an envelope
//! document key opens the changes of a document; handed to readers in an envelope inside a grant
//! ```

mod code;
mod envelope;
mod invitation;
mod passphrase;
mod recovery;
mod sign;
mod vault;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::entry::NONCE_LEN;
use crate::ids::KeyName;

pub use code::{BadCode, Code};
pub use envelope::{BoxKey, BoxPublic, Envelope, Purpose};
pub use invitation::{Invitation, Package, PackagedSecret};
pub use passphrase::{AuthSecret, SALT_LEN, Salt, Stretched, WeakPassphrase, stretch};
pub use recovery::RecoverySheet;
pub use sign::{SignKey, Signature, VerifyKey};
pub use vault::{BadVault, SealedVault, SheetSlot, VAULT_MAX, Vault, VaultFrame};

/// A secret of 32 bytes did not open what it should have: another key, or altered bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this key does not open it")]
pub struct WrongKey;

/// Opens the changes of a document, or whatever else is sealed with it. Wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DocKey(pub [u8; 32]);

impl core::fmt::Debug for DocKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DocKey({:?})", self.name())
    }
}

impl DocKey {
    /// Draws a new key.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The key's name. Keys are named, not counted: two made at once are both good.
    pub fn name(&self) -> KeyName {
        let hash = blake3::hash(&self.0);
        let mut name = [0; KeyName::LEN];
        name.copy_from_slice(&hash.as_bytes()[..KeyName::LEN]);
        KeyName(name)
    }

    /// Seals bytes: a drawn nonce, then the ciphertext. `bound` must be given again to open them.
    pub fn seal(&self, plain: &[u8], bound: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        rng.fill_bytes(&mut nonce);
        let sealed = XChaCha20Poly1305::new(&self.0.into())
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: bound })
            .expect("only a message of 256 GiB is too long to seal");
        [&nonce[..], &sealed].concat()
    }

    /// Opens what [`DocKey::seal`] sealed.
    pub fn open(&self, sealed: &[u8], bound: &[u8]) -> Result<Vec<u8>, WrongKey> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(WrongKey)?;
        XChaCha20Poly1305::new(&self.0.into())
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: bound })
            .map_err(|_| WrongKey)
    }
}

/// 32 bytes that follow from a secret, one for each purpose.
fn derive(secret: &[u8], salt: &[u8], purpose: &str) -> [u8; 32] {
    let mut out = [0; 32];
    hkdf::Hkdf::<sha2::Sha256>::new(Some(salt), secret)
        .expand(purpose.as_bytes(), &mut out)
        .expect("32 bytes are fewer than HKDF-SHA256 can give");
    out
}

#[cfg(test)]
mod tests;
