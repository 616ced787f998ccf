//! A system that refuses what the relay asks of its disk, or writes it down: the relay runs under `strace`, which needs
//! no code of ours inside it. Only the files of the data folder are concerned.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use crate::tools;

/// What the relay may ask of its disk.
const CALLS: &str = "openat,pread64,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename,close";
/// What lies in a data folder, and beside the database while it works; not the memory that its connections share, which
/// is no part of what is kept.
pub const FILES: [&str; 7] =
    ["parlor.db", "parlor.db-wal", "parlor.db-journal", "parlor.lock", "erased.ledger", ".probe", ""];

/// The beginning of a command line: what it runs is watched in a data folder.
fn watching(data: &Path) -> Vec<String> {
    let strace = tools::strace().unwrap_or_else(|missing| panic!("{missing}"));
    // the relay itself stays the child, so that killing it kills it
    let mut line = vec![strace.display().to_string(), "-D".into(), "-f".into(), "-qq".into()];
    for file in FILES {
        let path = if file.is_empty() { data.to_owned() } else { data.join(file) };
        line.extend(["-P".into(), path.display().to_string()]);
    }
    line.extend(["-e".into(), format!("trace={CALLS}"), "-e".into(), "signal=none".into()]);
    line
}

/// Writes down what is asked, in a file.
pub fn noting(data: &Path, into: &Path) -> Vec<String> {
    [watching(data), vec!["-o".into(), into.display().to_string()]].concat()
}

/// Refuses: as `pwrite64:error=ENOSPC:when=7`.
pub fn refusing(data: &Path, what: &str) -> Vec<String> {
    let rest = ["-o".into(), "/dev/null".into(), "-e".into(), format!("inject={what}")];
    [watching(data), rest.to_vec()].concat()
}

/// Writes down everything with its bytes and to the microsecond, in one file for each thread: `into` and its number.
pub fn recording(data: &Path, into: &Path) -> Vec<String> {
    let rest = ["-ff", "-y", "-ttt", "-T", "-xx", "-s", "2000000", "-o"].map(str::to_owned).to_vec();
    [watching(data), rest, vec![into.display().to_string()]].concat()
}

/// How often a thread has asked for each thing at most.
pub fn counts(noted: &Path) -> io::Result<BTreeMap<String, usize>> {
    let mut threads = BTreeMap::<(String, String), usize>::new();
    for line in fs::read_to_string(noted)?.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let Some((name, _)) = call.trim_start().split_once('(') else { continue };
        if name.bytes().all(|it| it.is_ascii_alphanumeric()) {
            *threads.entry((name.to_owned(), thread.to_owned())).or_default() += 1;
        }
    }
    let mut most = BTreeMap::new();
    for ((name, _), count) in threads {
        let known = most.entry(name).or_insert(0);
        *known = count.max(*known);
    }
    Ok(most)
}
