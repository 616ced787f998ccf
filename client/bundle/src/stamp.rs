//! Remembers what a client was built from, so that it is not built twice.

use crate::assemble::hex;
use crate::cargo::Binary;
use crate::{BundleError, Sizes};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// This program shapes the client too.
const BUILDER: [&str; 5] = [
    include_str!("assemble.rs"),
    include_str!("lib.rs"),
    include_str!("size.rs"),
    include_str!("stamp.rs"),
    include_str!("wasm.rs"),
];

/// Everything that a client is made from, as one hash.
pub(crate) struct Stamp(String);

impl Stamp {
    pub(crate) fn of(binaries: &[Binary], files: &BTreeMap<String, Vec<u8>>) -> Result<Self, BundleError> {
        let mut hash = Sha256::new();
        for source in BUILDER {
            hash.update(Sha256::digest(source));
        }
        for binary in binaries {
            hash.update(Sha256::digest(fs::read(&binary.path).map_err(BundleError::disk(&binary.path))?));
        }
        for (name, bytes) in files {
            hash.update(Sha256::digest(name));
            hash.update(Sha256::digest(bytes));
        }
        Ok(Self(hex(&hash.finalize())))
    }

    /// The sizes of the client in the folder, if it was made from the same.
    pub(crate) fn matches(&self, stamp: &Path, folder: &Path) -> Option<Option<Sizes>> {
        let text = fs::read_to_string(stamp).ok()?;
        let mut words = text.split_whitespace();
        if words.next() != Some(&self.0) || !folder.join("sw.js").is_file() {
            return None;
        }
        let sizes = match (words.next(), words.next()) {
            (Some(wasm), Some(text)) => Some(Sizes { wasm: wasm.parse().ok()?, text: text.parse().ok()? }),
            _ => None,
        };
        Some(sizes)
    }

    pub(crate) fn write(&self, stamp: &Path, sizes: Option<Sizes>) -> Result<(), BundleError> {
        let sizes = sizes.map(|sizes| format!(" {} {}", sizes.wasm, sizes.text)).unwrap_or_default();
        fs::write(stamp, format!("{}{sizes}\n", self.0)).map_err(BundleError::disk(stamp))
    }
}
