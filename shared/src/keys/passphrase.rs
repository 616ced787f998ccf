//! A passphrase becomes two secrets: one that the relay checks, one that opens the vault. The relay never
//! learns the second, nor the passphrase.

use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{DocKey, derive};

/// The length of a salt in bytes.
pub const SALT_LEN: usize = 16;
/// What makes one person's stretching useless for another's.
pub type Salt = [u8; SALT_LEN];

const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const CHARS_MIN: usize = 8;
const BYTES_MAX: usize = 1024;

/// The passphrase cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassphrase {
    /// Fewer than eight characters.
    #[error("a passphrase has at least 8 characters: add a few words")]
    TooShort,
    /// More than a kilobyte.
    #[error("a passphrase has at most 1,024 bytes: make it shorter")]
    TooLong,
}

/// A stretched passphrase. Wiped from memory when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Stretched([u8; 32]);

/// What the relay checks at a log-in.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct AuthSecret(pub [u8; 32]);

/// Stretches a passphrase with Argon2id (64 MiB, three passes: about a fifth of a second in a browser; the
/// second recommendation of RFC 9106 with a pass count for one lane).
pub fn stretch(passphrase: &str, salt: &Salt) -> Result<Stretched, WeakPassphrase> {
    if passphrase.chars().count() < CHARS_MIN {
        return Err(WeakPassphrase::TooShort);
    }
    if passphrase.len() > BYTES_MAX {
        return Err(WeakPassphrase::TooLong);
    }
    let params =
        Params::new(MEMORY_KIB, PASSES, 1, Some(32)).expect("the parameters are within Argon2's bounds");
    let mut out = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut out)
        .expect("lengths were checked above");
    Ok(Stretched(out))
}

impl Stretched {
    /// What [`Stretched::to_bytes`] gave, in another worker of the same tablet.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret itself, for no other way than between two workers of a tablet.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0
    }

    /// The secret that the relay checks.
    pub fn auth(&self) -> AuthSecret {
        AuthSecret(derive(&self.0, &[], "parlor auth 1"))
    }

    /// The key that opens the vault.
    pub fn vault_key(&self) -> DocKey {
        DocKey(derive(&self.0, &[], "parlor vault 1"))
    }
}

impl AuthSecret {
    /// What the relay keeps. The secret has 256 bits behind Argon2id, so a plain hash suffices.
    pub fn kept(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// Whether the relay kept this one. Takes equally long for every answer.
    pub fn is(&self, kept: &[u8; 32]) -> bool {
        self.kept().ct_eq(kept).into()
    }
}
