//! Why there is no client.

use std::io;
use std::path::{Path, PathBuf};

/// Why there is no client. Each says in one line what to do.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The compiler cannot make WASM, and could not be taught to.
    #[error(
        "the Rust target wasm32-unknown-unknown is missing and could not be added ({0}): run `rustup target add wasm32-unknown-unknown`"
    )]
    NoTarget(String),
    /// A program is not there.
    #[error("cannot run `{program}`: {source}")]
    NotRun {
        /// What was to be run.
        program: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The compiler refused; it has said why.
    #[error("the {0} does not compile; the reason is above")]
    NotCompiled(&'static str),
    /// The compiler ended well and made no such file.
    #[error("cargo made no `{0}`")]
    NotMade(&'static str),
    /// The disk refused.
    #[error("cannot use {}: {source}", path.display())]
    Disk {
        /// The file concerned.
        path: PathBuf,
        /// What the disk said.
        #[source]
        source: io::Error,
    },
    /// The glue cannot be made.
    #[error("cannot bind {binary} to JavaScript: {reason}")]
    NotBound {
        /// The WASM binary.
        binary: &'static str,
        /// What wasm-bindgen said.
        reason: String,
    },
    /// A dependency brings JavaScript of its own, which nobody here has read.
    #[error("{0} brings JavaScript of its own: {1}")]
    ForeignScript(&'static str, String),
    /// A file names one that is not there.
    #[error("client/static/{file} names {{{{{named}}}}}, which is not there")]
    Unnamed {
        /// The file that names it.
        file: String,
        /// The file that is missing.
        named: String,
    },
    /// A tablet would have to fetch too much.
    #[error("the client is too large: {what} takes {bytes} bytes compressed, and {limit} is the limit")]
    TooLarge {
        /// Which part.
        what: &'static str,
        /// Its size with brotli.
        bytes: usize,
        /// What it may be.
        limit: usize,
    },
}

impl BundleError {
    pub(crate) fn disk(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Disk { path, source }
    }
}
