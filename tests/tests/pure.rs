//! `shared` knows no time, no disk, no socket and no Automerge: neither itself nor through what it is made of.

use std::collections::BTreeSet;
use std::process::Output;

/// What would bring one of them in; a name stands for every crate that begins with it.
const NEVER: [&str; 21] = [
    "async-",
    "automerge",
    "axum",
    "chrono",
    "crossbeam",
    "futures",
    "getrandom",
    "hyper",
    "js-sys",
    "jiff",
    "mio",
    "parlor-record",
    "rand",
    "rusqlite",
    "samod",
    "socket2",
    "time",
    "tokio",
    "wasm-bindgen",
    "web-",
    "yew",
];
/// Traits of randomness, without a source of it.
const TRAITS_ONLY: [&str; 1] = ["rand_core"];

fn cargo(args: &[&str]) -> Output {
    let output = bundle::cargo::command().args(args).output().expect("cargo runs");
    assert!(output.status.success(), "cargo {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The crates that a package is made of, on every target.
fn made_of(package: &str) -> BTreeSet<String> {
    let args = ["tree", "-p", package, "-e", "normal", "--target", "all", "--prefix", "none", "-f", "{p}"];
    let output = cargo(&[&args[..], &["--locked"]].concat());
    let names = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    names.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn impure(crates: &BTreeSet<String>) -> Vec<&String> {
    let is_impure = |name: &&String| NEVER.iter().any(|it| name.starts_with(it));
    crates.iter().filter(is_impure).filter(|name| !TRAITS_ONLY.contains(&name.as_str())).collect()
}

#[test]
fn shared_is_made_of_nothing_that_knows_time_disk_socket_browser_or_automerge() {
    let crates = made_of("parlor-shared");
    assert!(crates.contains("minicbor") && crates.contains("ed25519-dalek"), "{crates:?}");
    assert_eq!(impure(&crates), Vec::<&String>::new());
}

/// The same question, asked of a package that has what `shared` must not have.
#[test]
fn what_is_not_pure_would_be_noticed() {
    let crates = made_of("parlor");
    let found = impure(&crates);
    for name in ["axum", "tokio", "rusqlite", "getrandom"] {
        assert!(found.iter().any(|it| *it == name), "{name} in {found:?}");
    }
}

/// In a folder of its own, so that it waits for no other build.
#[test]
fn shared_is_built_for_the_browser() {
    bundle::cargo::require_target().expect("the target is there or can be added");
    let folder = concat!(env!("CARGO_TARGET_TMPDIR"), "/wasm");
    let target = ["--target", "wasm32-unknown-unknown", "--target-dir", folder];
    cargo(&[&["check", "--quiet", "-p", "parlor-shared", "--locked"][..], &target].concat());
}
