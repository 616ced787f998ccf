//! How a story went, and how many of them did.

use std::ops::AddAssign;

use super::{Bug, Kind};

/// How a story went.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What was found wrong; nothing, if all is well.
    pub wrong: Vec<String>,
    /// What happened, counted.
    pub counts: Counts,
    /// A hash of everything that happened, in order.
    pub trace: [u8; 32],
    /// Everything that happened, in words, if that was asked for.
    pub told: Vec<String>,
}

/// What happened in a story, or in many.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// How much happened.
    pub events: u64,
    /// Edits that were called saved.
    pub saved: u64,
    /// Power cuts of a device.
    pub crashes: u64,
    /// Power cuts of a device in the middle of writing.
    pub torn: u64,
    /// Power cuts of the relay.
    pub relay_crashes: u64,
    /// Older copies of the relay's disk that were put back.
    pub put_back: u64,
    /// Rights that were called taken away.
    pub taken: u64,
    /// Devices that were wiped after they had handed in everything.
    pub wiped: u64,
    /// Late entries that were called taken in.
    pub adopted: u64,
    /// Devices that went where there is no network.
    pub partitions: u64,
    /// Commits and readings that a device's disk refused.
    pub disk_faults: u64,
    /// Batches and readings that the relay's disk refused.
    pub relay_faults: u64,
    /// Clocks that jumped by years.
    pub clocks: u64,
    /// Frames that came twice.
    pub repeated: u64,
    /// ✓ that were compared with the relay's disk as they were shown.
    pub kept: u64,
    /// ✓✓ that were compared with the office's disks as they were shown.
    pub reached: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, it: Self) {
        self.events += it.events;
        self.saved += it.saved;
        self.crashes += it.crashes;
        self.torn += it.torn;
        self.relay_crashes += it.relay_crashes;
        self.put_back += it.put_back;
        self.taken += it.taken;
        self.wiped += it.wiped;
        self.adopted += it.adopted;
        self.partitions += it.partitions;
        self.disk_faults += it.disk_faults;
        self.relay_faults += it.relay_faults;
        self.clocks += it.clocks;
        self.repeated += it.repeated;
        self.kept += it.kept;
        self.reached += it.reached;
    }
}

/// Many stories.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many were told.
    pub seeds: u64,
    /// What happened in all of them.
    pub counts: Counts,
    /// How many reached a crash and a partition.
    pub hard: u64,
    /// The fewest events of a story.
    pub shortest: Option<u64>,
    /// How many were told a second time.
    pub twice: u64,
    /// How many went wrong.
    pub failed: u64,
    /// The first of those, at most [`FAILED_MAX`], in order.
    pub first: Vec<(u64, Vec<String>)>,
}

/// The most failures that are kept.
const FAILED_MAX: usize = 20;

impl Tally {
    /// Counts one more story.
    pub(super) fn add(&mut self, seed: u64, report: Report) {
        let counts = report.counts;
        self.seeds += 1;
        self.hard += u64::from(counts.crashes > 0 && counts.partitions > 0);
        self.shortest = self.shortest.into_iter().chain([counts.events]).min();
        self.counts += counts;
        if !report.wrong.is_empty() {
            self.failed += 1;
            self.first.push((seed, report.wrong));
            self.first.sort_unstable_by_key(|(seed, _)| *seed);
            self.first.truncate(FAILED_MAX);
        }
    }

    /// In one line.
    pub fn line(&self) -> String {
        let Counts { events, saved, crashes, torn, relay_crashes, put_back, partitions, .. } = self.counts;
        let Counts {
            taken, wiped, adopted, disk_faults, relay_faults, clocks, repeated, kept, reached, ..
        } = self.counts;
        format!(
            "{} seeds, {events} events, {saved} edits called saved; {crashes} crashes ({torn} in mid-write), {relay_crashes} of the relay; {put_back} older copies of its disk put back; {taken} rights taken away, {adopted} late pieces taken in, {wiped} devices wiped; {partitions} partitions; {disk_faults} disk faults, {relay_faults} of the relay; {clocks} clocks jumped, {repeated} pushes came twice; {kept} ✓ and {reached} ✓✓ compared; {} seeds with a crash and a partition; {} told twice; {} went wrong",
            self.seeds, self.hard, self.twice, self.failed
        )
    }

    /// The first failures as tests, ready to be kept.
    pub fn as_tests(&self, kind: Kind, bug: Option<Bug>, at_most: usize) -> String {
        let bug = bug.map_or("None".to_owned(), |bug| format!("Some(Bug::{bug:?})"));
        let test = |(seed, wrong): &(u64, Vec<String>)| {
            format!(
                "#[test]\nfn seed_{seed}_is_told_to_a_good_end() {{\n    // {}\n    assert_eq!(run(Kind::{kind:?}, {seed}, {bug}).wrong, Vec::<String>::new());\n}}",
                wrong.join("\n    // ")
            )
        };
        self.first.iter().take(at_most).map(test).collect::<Vec<_>>().join("\n\n")
    }
}
