//! The recovery sheet: a code on paper that opens the vault of whoever lost the passphrase. Every version of
//! the vault seals its key to the sheet too, so the sheet stays good until it is replaced.

use super::{BoxKey, Code, derive};
use crate::ids::DropName;

/// What follows from the code on the sheet.
pub struct RecoverySheet {
    /// Under which the relay finds the vault.
    pub name: DropName,
    /// Opens the vault's key.
    pub key: BoxKey,
}

impl RecoverySheet {
    /// What follows from a code.
    pub fn of(code: &Code) -> Self {
        let part = |purpose| derive(code.secret(), b"parlor recovery 1", purpose);
        let mut name = [0; DropName::LEN];
        name.copy_from_slice(&part("name")[..DropName::LEN]);
        Self { name: DropName(name), key: BoxKey::from_material(&part("box")) }
    }
}
