//! `cargo ci`: everything that must be green, in the order in which it fails soonest.

use crate::say;
use bundle::{BundleError, cargo};
use std::time::Instant;

const STEPS: [(&str, &[&str]); 4] = [
    ("format", &["fmt", "--all", "--check"]),
    ("lints", &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
    (
        "lints of the client as WASM",
        &["clippy", "--package", "parlor-client", "--target", cargo::WASM_TARGET, "--", "--deny", "warnings"],
    ),
    ("tests", &["test", "--workspace"]),
];

/// Why it is not green.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CiError {
    #[error(transparent)]
    Bundle(#[from] BundleError),
    #[error("cannot run cargo: {0}")]
    NotRun(#[from] std::io::Error),
    #[error("not green: {0}")]
    Failed(&'static str),
}

pub(crate) fn run() -> Result<(), CiError> {
    cargo::require_target()?;
    for (what, arguments) in STEPS {
        say(&format!("── {what}"));
        let started = Instant::now();
        if !cargo::command().args(arguments).status()?.success() {
            return Err(CiError::Failed(what));
        }
        say(&format!("── {what}: {} s", started.elapsed().as_secs()));
    }
    say("Green.");
    Ok(())
}
