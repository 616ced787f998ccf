//! Builds the client: two WASM binaries, their glue, the files beside them, and the list by which a tablet checks
//! what it was given. In reading order:
//!
//! 1. [`build`]: the whole of it, skipping what did not change
//! 2. [`cargo`]: runs cargo and finds what it made
//! 3. `wasm`: the glue between WASM and JavaScript
//! 4. `assemble`: names by content, and files that name each other
//! 5. `size`: what a tablet on a slow line has to fetch

mod assemble;
pub mod cargo;
mod error;
mod size;
mod stamp;
mod wasm;

pub use error::BundleError;
pub use size::Sizes;

use assemble::Files;
use std::fs;
use std::path::{Path, PathBuf};

/// How the client is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// What ships: small, fast, and slow to build.
    Ship,
    /// For working on the client: built in seconds, large.
    Quick,
}

impl Profile {
    fn cargo_name(self) -> &'static str {
        match self {
            Self::Ship => "wasm",
            Self::Quick => "dev",
        }
    }
}

/// A built client.
#[derive(Debug, Clone)]
pub struct Dist {
    /// Where its files lie.
    pub folder: PathBuf,
    /// What a tablet has to fetch; not measured for a quick build.
    pub sizes: Option<Sizes>,
}

/// The folder of the whole project.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Builds the client. Two who ask at the same time get one build; who asks again without a change gets it at once.
pub fn build(profile: Profile) -> Result<Dist, BundleError> {
    let scratch = root().join("target");
    fs::create_dir_all(&scratch).map_err(BundleError::disk(&scratch))?;
    let lock_path = scratch.join("client.lock");
    let lock = fs::File::create(&lock_path).map_err(BundleError::disk(&lock_path))?;
    lock.lock().map_err(BundleError::disk(&lock_path))?;

    cargo::require_target()?;
    let binaries = cargo::build_client(profile)?;
    let folder = match profile {
        Profile::Ship => root().join("client/dist"),
        Profile::Quick => scratch.join("client-quick"),
    };
    let stamp = stamp::Stamp::of(&binaries, &assemble::static_files()?)?;
    let stamp_path = scratch.join(format!("client-{}.stamp", profile.cargo_name()));
    if let Some(sizes) = stamp.matches(&stamp_path, &folder) {
        return Ok(Dist { folder, sizes });
    }

    let mut files = Files::default();
    for binary in &binaries {
        files.add_program(&wasm::bind(binary, profile)?);
    }
    assemble::assemble(&mut files)?;
    let sizes = match profile {
        Profile::Ship => Some(size::measure(&files).check()?),
        Profile::Quick => None,
    };
    files.write(&folder)?;
    stamp.write(&stamp_path, sizes)?;
    Ok(Dist { folder, sizes })
}
