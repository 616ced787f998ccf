//! Is the relay blind by construction? What understands documents is neither among what it is built from nor in the
//! program that the tests run.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use bundle::cargo;
use record::Document;
use shared::ids::DocKind;
use tests::relay::process::program;

/// The crates that a package is built from, its own name included.
fn crates_of(package: &str) -> BTreeSet<String> {
    let mut tree = cargo::command();
    tree.args(["tree", "--package", package, "--edges", "normal,build", "--prefix", "none", "--quiet"]);
    let output = tree.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("names of crates");
    lines.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn the_relay_is_built_from_nothing_that_understands_documents() {
    let relay = crates_of("parlor");
    assert!(
        ["parlor", "parlor-shared", "axum", "rusqlite"].iter().all(|name| relay.contains(*name)),
        "{relay:?}"
    );
    for name in ["automerge", "hexane", "parlor-record", "parlor-client"] {
        assert!(!relay.contains(name), "the relay depends on {name}");
    }
    let record = crates_of("parlor-record");
    assert!(record.contains("automerge") && record.contains("hexane"), "the list would show it: {record:?}");
}

/// Whether a program holds symbols of a crate: in them each word of a path stands after its length. (The bare word
/// would not do: the full-text search of SQLite has a setting called automerge.)
fn has_symbols(program: &str, path: &[&str]) -> bool {
    program.contains(&path.iter().map(|word| format!("{}{word}", word.len())).collect::<String>())
}

/// A program as text: what is none of it does not matter here.
fn read(program: &Path) -> String {
    String::from_utf8_lossy(&fs::read(program).expect("it can be read")).into_owned()
}

#[test]
fn the_program_that_the_tests_run_holds_no_symbol_of_automerge() {
    // makes this very program one that holds them
    Document::new(DocKind::Case).expect("a case begins");
    let own = read(&env::current_exe().expect("it runs"));
    let relay = read(program());
    for path in [&["rusqlite"][..], &["axum"], &["shared", "sync"]] {
        assert!(has_symbols(&relay, path), "no symbol of {path:?}: was the program stripped?");
    }
    for path in [&["automerge"][..], &["hexane"], &["record", "document"]] {
        assert!(has_symbols(&own, path), "the search would miss {path:?}");
        assert!(!has_symbols(&relay, path), "the relay holds a symbol of {path:?}");
    }
}
