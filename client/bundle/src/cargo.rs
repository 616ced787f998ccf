//! Runs cargo and finds what it made.

use crate::{BundleError, Profile, root};
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the client is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A WASM binary as the compiler left it.
pub(crate) struct Binary {
    pub(crate) name: &'static str,
    pub(crate) path: PathBuf,
}

/// Cargo, as if it were called from a terminal in the project's folder: what the calling cargo told *this* program
/// about itself would make a dependency look changed.
pub fn command() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    let ours = [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
        "CARGO_PRIMARY_",
        "CARGO_TARGET_TMPDIR",
    ];
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| ours.iter().any(|prefix| name.starts_with(prefix))) {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Sees to it that the compiler can make WASM.
pub fn require_target() -> Result<(), BundleError> {
    if has_target()? {
        return Ok(());
    }
    // what it says is many lines; of them the reason is told
    let added = Command::new("rustup").current_dir(root()).args(["target", "add", WASM_TARGET]).output();
    let reason = match added {
        Ok(_) if has_target()? => return Ok(()),
        Ok(output) => last_line(&output.stderr).unwrap_or_else(|| "rustup gave no reason".to_owned()),
        Err(error) => format!("cannot run `rustup`: {error}"),
    };
    Err(BundleError::NoTarget(reason))
}

fn last_line(said: &[u8]) -> Option<String> {
    let said = String::from_utf8_lossy(said);
    said.lines().map(str::trim).rfind(|line| !line.is_empty()).map(str::to_owned)
}

fn has_target() -> Result<bool, BundleError> {
    let mut rustc = Command::new("rustc");
    rustc
        .current_dir(root())
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .stderr(Stdio::null());
    let output = rustc.output().map_err(|source| not_run("rustc", source))?;
    let folder = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success() && Path::new(folder.trim()).is_dir())
}

pub(crate) fn build_client(profile: Profile) -> Result<[Binary; 2], BundleError> {
    let mut cargo = command();
    cargo.args([
        "build",
        "--package",
        "parlor-client",
        "--target",
        WASM_TARGET,
        "--bin",
        "page",
        "--bin",
        "worker",
    ]);
    cargo.args(["--profile", profile.cargo_name()]);
    let made = compile(cargo, "client")?;
    let find = |name: &'static str| {
        let path = made.iter().find(|path| path.ends_with(format!("{name}.wasm")));
        Ok(Binary { name, path: path.ok_or(BundleError::NotMade(name))?.clone() })
    };
    Ok([find("page")?, find("worker")?])
}

/// Builds the relay with the client inside, and says where it is.
pub fn build_relay() -> Result<PathBuf, BundleError> {
    let mut cargo = command();
    cargo.args(["build", "--package", "parlor", "--bin", "parlor", "--release"]);
    find_relay(compile(cargo, "relay")?)
}

/// Builds the relay as fast as that can be done, and says where it is. It carries no client.
pub fn build_quick_relay() -> Result<PathBuf, BundleError> {
    let mut cargo = command();
    cargo.args(["build", "--package", "parlor", "--bin", "parlor"]);
    find_relay(compile(cargo, "relay")?)
}

fn find_relay(made: Vec<PathBuf>) -> Result<PathBuf, BundleError> {
    let is_relay = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "parlor");
    made.into_iter().find(is_relay).ok_or(BundleError::NotMade("parlor"))
}

/// Compiles, and returns the files that were made or are still good.
fn compile(mut cargo: Command, what: &'static str) -> Result<Vec<PathBuf>, BundleError> {
    cargo.args(["--quiet", "--message-format", "json-render-diagnostics"]).stderr(Stdio::inherit());
    let output = cargo.output().map_err(|source| not_run("cargo", source))?;
    if !output.status.success() {
        return Err(BundleError::NotCompiled(what));
    }
    let lines = String::from_utf8_lossy(&output.stdout);
    let messages = lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut made = Vec::new();
    for message in messages {
        let is_binary = message["target"]["kind"][0] == "bin";
        let files = message["filenames"].as_array().filter(|_| is_binary);
        made.extend(files.into_iter().flatten().filter_map(|file| file.as_str()).map(PathBuf::from));
    }
    Ok(made)
}

pub(crate) fn not_run(program: &str, source: std::io::Error) -> BundleError {
    BundleError::NotRun { program: program.to_owned(), source }
}
