//! A relay whose database is copied and put back, as whoever looks after it might do.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use client::engine::disk::{MemoryDisk, Table};
use server::store::{Sqlite, Store};
use shared::codec;
use shared::entry::Entry;
use shared::ids::{DeviceId, DocId};

use super::process::RelayProcess;
use crate::Scratch;

/// What an entry is called: document, device, number.
pub type Name = (DocId, DeviceId, u64);

/// A relay whose database is copied and put back.
pub struct Bench {
    scratch: Scratch,
    relay: Option<RelayProcess>,
    /// Where it listens, for good.
    pub address: SocketAddr,
    /// The token of the founding link.
    pub token: Option<String>,
}

impl Bench {
    /// Starts it without a studio.
    pub fn start() -> Self {
        let scratch = Scratch::new("heal");
        let mut relay = RelayProcess::start(&scratch.path().join("data"), 0).expect("the relay starts");
        let token = relay.founding_token().ok();
        let address = relay.address;
        Self { scratch, relay: Some(relay), address, token }
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.scratch.path().join("data")
    }

    /// Kills it.
    pub fn stop(&mut self) {
        self.relay.take().expect("it runs").kill().expect("it can be killed");
    }

    /// Starts it again, where it was.
    pub fn go_on(&mut self) {
        let relay = RelayProcess::start(&self.data(), self.address.port());
        self.relay = Some(relay.expect("the relay starts again"));
    }

    /// Copies the database of the stopped relay, and lets it go on.
    pub fn copy(&mut self) {
        self.stop();
        let copy = self.scratch.path().join("copy");
        fs::create_dir_all(&copy).expect("a folder can be made");
        copy_database(&self.data(), &copy);
        self.go_on();
    }

    /// Puts the copy back under the stopped relay, and lets it go on.
    pub fn put_back(&mut self) {
        self.stop();
        copy_database(&self.scratch.path().join("copy"), &self.data());
        self.go_on();
    }

    /// Puts the copy back, lets the relay start on it, and counts which of these entries it then holds.
    pub fn put_back_and_look(&mut self, entries: &[Entry]) -> usize {
        self.put_back();
        let log = self.log();
        entries.iter().filter(|it| log.contains_key(&name(it))).count()
    }

    /// The ledger of erasures is lost while the relay stands.
    pub fn lose_ledger(&mut self) {
        self.stop();
        fs::remove_file(self.data().join("erased.ledger")).expect("it was there");
        self.go_on();
    }

    /// What the relay holds, each entry with its place.
    pub fn log(&mut self) -> BTreeMap<Name, (u64, Entry)> {
        self.stop();
        let store = Sqlite::open(&self.data()).expect("nobody else uses it");
        let studio = store.studios().expect("it can be read").remove(0).studio;
        let page = store.log(studio, 0, usize::MAX).expect("it can be read");
        drop(store);
        self.go_on();
        let count = page.entries.len();
        let log: BTreeMap<_, _> = page.entries.into_iter().map(|(at, _, it)| (name(&it), (at, it))).collect();
        assert_eq!(log.len(), count, "every entry lies there once");
        log
    }
}

fn copy_database(from: &Path, to: &Path) {
    for file in ["parlor.db", "parlor.db-wal", "parlor.db-shm"] {
        let (from, to) = (from.join(file), to.join(file));
        let _ = fs::remove_file(&to);
        if from.exists() {
            fs::copy(from, to).expect("a file can be copied");
        }
    }
}

fn name(entry: &Entry) -> Name {
    (entry.header.doc, entry.header.device, entry.header.n)
}

/// What lies on a tablet, each entry with its place.
pub fn held(disk: &MemoryDisk) -> BTreeMap<Name, (u64, Entry)> {
    let rows = disk.rows(Table::Entries, &[]).into_iter();
    let held = rows.map(|(key, bytes)| {
        let entry = Entry::decode(bytes).expect("an entry");
        let place = disk.row(Table::Kept, &key).and_then(|bytes| codec::decode::<(u64, u64)>(&bytes));
        (name(&entry), (place.map_or(0, |(at, _)| at), entry))
    });
    held.collect()
}

/// Runs a test with several tablets.
pub fn run(test: impl AsyncFnOnce(Bench) + Send + 'static) {
    // several tablets stand on one stack here
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(|| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime.expect("a runtime starts"), async {
            test(Bench::start()).await;
        });
    });
    if let Err(panic) = thread.expect("a thread starts").join() {
        std::panic::resume_unwind(panic);
    }
}
