//! A power cut, drawn from what the relay asked of its disk: what was synced by then is there, and of everything else any
//! part, torn at the sectors of a disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use rand_chacha::ChaCha8Rng;
use rand_core::Rng;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// Everything that was asked, in the order in which it began.
pub struct Recording(Vec<Event>);

struct Event {
    /// In microseconds since 1970, as the relay's clients count.
    began: u64,
    ended: u64,
    /// The file's name in the data folder; empty for the folder itself.
    file: String,
    call: Call,
}

#[derive(Clone)]
enum Call {
    Create,
    Write(usize, Vec<u8>),
    /// At the end, wherever that is.
    Append(Vec<u8>),
    Cut(usize),
    Remove,
    Sync,
}

impl Recording {
    /// Reads what [`super::strace::recording`] wrote: a file for each thread, `into` and its number.
    pub fn read(data: &Path, into: &Path) -> io::Result<Self> {
        let folder = into.parent().unwrap_or(Path::new("."));
        let stem = into.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let mut events = Vec::new();
        for file in fs::read_dir(folder)? {
            let file = file?;
            if file.file_name().to_string_lossy().starts_with(&format!("{stem}.")) {
                let text = fs::read_to_string(file.path())?;
                events.extend(text.lines().filter_map(|line| event(line, data)));
            }
        }
        events.sort_by_key(|event| event.began);
        Ok(Self(events))
    }

    /// How often something was synced.
    pub fn syncs(&self) -> usize {
        self.0.iter().filter(|event| matches!(event.call, Call::Sync)).count()
    }

    /// The same of a relay that never waited for a file to be on the disk.
    pub fn without_syncs_of(mut self, file: &str) -> Self {
        self.0.retain(|event| event.file != file || !matches!(event.call, Call::Sync));
        self
    }

    /// How many bytes were written into a file.
    pub fn written(&self, file: &str) -> usize {
        let written = self.0.iter().filter(|event| event.file == file).map(|event| match &event.call {
            Call::Write(_, bytes) | Call::Append(bytes) => bytes.len(),
            Call::Create | Call::Cut(_) | Call::Remove | Call::Sync => 0,
        });
        written.sum()
    }

    /// A moment after `from`, somewhere in the middle of something.
    pub fn moment(&self, from: u64, rng: &mut ChaCha8Rng) -> u64 {
        let first = self.0.partition_point(|event| event.began < from);
        let at = first + below(rng, self.0.len() - first);
        let event = &self.0[at];
        event.began + below(rng, (event.ended - event.began) as usize + 1) as u64
    }

    /// What lies on the disk after a power cut at a moment.
    pub fn after_cut(&self, at: u64, into: &Path, rng: &mut ChaCha8Rng) -> io::Result<()> {
        let mut disk = Disk::default();
        for event in self.0.iter().filter(|event| event.began < at) {
            disk.take(event, event.ended <= at);
        }
        // from losing all to losing nothing
        let survives = below(rng, 5) * 25;
        for (name, file) in disk.0 {
            if let Some(bytes) = file.settle(survives, rng) {
                fs::write(into.join(name), bytes)?;
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct Disk(BTreeMap<String, Stored>);

/// A file: what is certain, and what may have come to the disk by itself.
#[derive(Default)]
struct Stored {
    /// None while no sync of the folder has made its name certain.
    is_named: bool,
    bytes: Vec<u8>,
    pending: Vec<(u64, Call)>,
    removed: Option<bool>,
}

impl Disk {
    fn take(&mut self, event: &Event, is_done: bool) {
        if event.file.is_empty() {
            if matches!(event.call, Call::Sync) && is_done {
                self.0.values_mut().for_each(Stored::name);
            }
            return;
        }
        let file = self.0.entry(event.file.clone()).or_default();
        match &event.call {
            Call::Create if file.removed.is_some() => *file = Stored::default(),
            Call::Create => {}
            Call::Remove => file.removed = Some(false),
            Call::Sync if is_done => file.sync(event.began),
            Call::Sync => {}
            call => file.pending.push((event.ended, call.clone())),
        }
    }
}

impl Stored {
    fn name(&mut self) {
        self.is_named = true;
        if let Some(is_certain) = &mut self.removed {
            *is_certain = true;
        }
    }

    /// What had ended when the sync began is certain.
    fn sync(&mut self, began: u64) {
        let (certain, pending) = std::mem::take(&mut self.pending).into_iter().partition(|it| it.0 <= began);
        self.pending = pending;
        for (_, call) in certain {
            apply(&mut self.bytes, call, |_| true);
        }
    }

    /// The bytes that are there in the end; none if the file is not.
    fn settle(mut self, survives: usize, rng: &mut ChaCha8Rng) -> Option<Vec<u8>> {
        let lives = |rng: &mut ChaCha8Rng| below(rng, 100) < survives;
        match self.removed {
            Some(true) => return None,
            Some(false) if lives(rng) => return None,
            Some(false) | None => {}
        }
        if !self.is_named && !lives(rng) {
            return None;
        }
        for (_, call) in self.pending {
            apply(&mut self.bytes, call, |_| lives(rng));
        }
        Some(self.bytes)
    }
}

/// Does what was asked, sector by sector as far as `lives` lets it.
fn apply(file: &mut Vec<u8>, call: Call, mut lives: impl FnMut(usize) -> bool) {
    let (at, bytes) = match call {
        Call::Write(at, bytes) => (at, bytes),
        Call::Append(bytes) => (file.len(), bytes),
        Call::Cut(len) => {
            if lives(len) {
                file.resize(len, 0);
            }
            return;
        }
        Call::Create | Call::Remove | Call::Sync => return,
    };
    let (mut from, end) = (at, at + bytes.len());
    while from < end {
        let to = ((from / SECTOR + 1) * SECTOR).min(end);
        if lives(from) {
            file.resize(file.len().max(to), 0);
            file[from..to].copy_from_slice(&bytes[from - at..to - at]);
        }
        from = to;
    }
}

fn below(rng: &mut ChaCha8Rng, end: usize) -> usize {
    rng.next_u64() as usize % end.max(1)
}

/// `1790000000.123456 pwrite64(14</data/parlor.db-wal>, "\x01…", 24, 32) = 24 <0.000031>`
fn event(line: &str, data: &Path) -> Option<Event> {
    let (time, rest) = line.split_once(' ')?;
    let (name, rest) = rest.split_once('(')?;
    let (asked, result) = rest.rsplit_once(" = ")?;
    let (result, took) = result.rsplit_once(" <")?;
    if result.starts_with('-') {
        return None;
    }
    let began = micros(time)?;
    let ended = began + micros(took.strip_suffix('>')?)?;
    let strings: Vec<&str> = asked.split('"').skip(1).step_by(2).collect();
    let (path, call) = match name {
        "openat" if asked.contains("O_CREAT") => (named(strings.first()?), Call::Create),
        "unlink" => (named(strings.first()?), Call::Remove),
        "pwrite64" => (opened(asked)?, Call::Write(last_number(asked)?, bytes(strings.first()?))),
        "write" => (opened(asked)?, Call::Append(bytes(strings.first()?))),
        "ftruncate" => (opened(asked)?, Call::Cut(last_number(asked)?)),
        "fsync" | "fdatasync" => (opened(asked)?, Call::Sync),
        _ => return None,
    };
    let file = path.strip_prefix(data).ok()?.to_str()?.to_owned();
    Some(Event { began, ended, file, call })
}

fn micros(seconds: &str) -> Option<u64> {
    let (whole, part) = seconds.split_once('.')?;
    Some(whole.parse::<u64>().ok()? * 1_000_000 + part.parse::<u64>().ok()?)
}

/// The file behind the number: `14</data/parlor.db>`.
fn opened(asked: &str) -> Option<PathBuf> {
    let (path, _) = asked.split_once('<')?.1.split_once('>')?;
    Some(if path.starts_with('/') { PathBuf::from(path) } else { named(path) })
}

fn named(hex: &str) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes(hex)).into_owned())
}

fn last_number(asked: &str) -> Option<usize> {
    asked.trim_end_matches(')').rsplit(", ").next()?.parse().ok()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |it: u8| (it as char).to_digit(16).unwrap_or_default() as u8;
    hex.as_bytes().chunks_exact(4).map(|it| digit(it[2]) << 4 | digit(it[3])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::SeedableRng;

    fn event_at(began: u64, call: Call) -> Event {
        Event { began, ended: began + 10, file: "a".to_owned(), call }
    }

    fn left(events: Vec<Event>, at: u64) -> Vec<Option<Vec<u8>>> {
        let recording = Recording(events);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let scratch = crate::Scratch::new("cut");
        let mut found = Vec::new();
        for n in 0..60 {
            let into = scratch.path().join(n.to_string());
            fs::create_dir_all(&into).unwrap();
            recording.after_cut(at, &into, &mut rng).unwrap();
            found.push(fs::read(into.join("a")).ok());
        }
        found
    }

    fn folder_synced(began: u64) -> Event {
        Event { began, ended: began + 10, file: String::new(), call: Call::Sync }
    }

    #[test]
    fn what_was_synced_is_always_there_and_what_was_not_in_any_part() {
        let events = || {
            vec![
                event_at(0, Call::Create),
                event_at(20, Call::Write(0, vec![1; 1024])),
                event_at(40, Call::Sync),
                folder_synced(60),
                event_at(80, Call::Write(512, vec![2; 1024])),
                event_at(100, Call::Sync),
            ]
        };
        let after = left(events(), 200);
        assert!(
            after.iter().all(|it| it.as_ref().is_some_and(|it| it[511..513] == [1, 2] && it.len() == 1536))
        );
        // in the middle of the second sync
        let torn = left(events(), 105);
        assert!(torn.iter().all(|it| it.as_ref().is_some_and(|it| it[..512] == [1; 512])));
        let kinds: std::collections::BTreeSet<_> =
            torn.iter().flatten().map(|it| (it[512], it.get(1024).copied())).collect();
        assert_eq!(kinds.len(), 4, "each of the two sectors with and without the other: {kinds:?}");
    }

    #[test]
    fn a_name_that_no_sync_of_the_folder_made_certain_may_be_lost() {
        let found = left(vec![event_at(0, Call::Create), event_at(20, Call::Write(0, vec![1; 9]))], 100);
        assert!(found.iter().any(Option::is_none) && found.iter().any(Option::is_some));
    }
}
