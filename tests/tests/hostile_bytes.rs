//! What the fuzzer has to begin from and what it has found goes through the same doors at every `cargo test`, and so
//! does every file of the first release.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "../fuzz/src/lib.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "in the fuzzer it is a library, and uses the rest"
)]
mod fuzz;

/// Longer than any of these takes on a busy machine, and far from what a person would wait for.
const PATIENCE: Duration = Duration::from_secs(5);

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|bad| panic!("{}: {bad}", folder.display()))
        .map(|file| file.expect("a folder is read").path())
        .collect();
    files.sort();
    files
}

#[test]
fn every_file_of_the_corpus_and_every_fixture_passes_every_door_it_is_brought_to() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixtures = files(&here.join("fixtures/v1"));
    for (name, target) in fuzz::TARGETS {
        let own = files(&here.join("fuzz/corpus").join(name));
        assert!(!own.is_empty(), "{name} has nothing to begin from");
        for file in own.iter().chain(&fixtures) {
            let bytes = fs::read(file).expect("a file is read");
            let begun = Instant::now();
            target(&bytes);
            assert!(begun.elapsed() < PATIENCE, "{} at {name} takes too long", file.display());
        }
    }
}

#[test]
fn every_door_has_a_fuzzer_and_every_corpus_a_door() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let names = |folder: &str| -> Vec<String> {
        let name = |path: PathBuf| path.file_stem().map(|it| it.to_string_lossy().into_owned());
        files(&here.join(folder)).into_iter().filter_map(name).collect()
    };
    let doors = fuzz::TARGETS.map(|(name, _)| name.to_owned());
    assert_eq!(names("fuzz_targets"), doors);
    assert_eq!(names("corpus"), doors);
}
