//! Do tablets agree, whatever the network, the disks and the power do?

use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};

use tests::simulation::{Bug, Kind, Tally, run, tell};

/// How many stories are told each time with opaque changes, and how many with records.
const OPAQUE: u64 = 12_000;
const RECORDS: u64 = 500;

fn cores() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}

/// Figures are worth knowing even when all is well.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn all_end_well(kind: Kind, seeds: u64) {
    let begun = Instant::now();
    let told = tell(kind, 0..seeds, None, cores(), |_: &Tally, _: Duration| {});
    say(&format!("{kind:?}: {} in {:.0?}", told.line(), begun.elapsed()));
    assert_eq!(told.failed, 0, "the first that went wrong, as tests:\n\n{}", told.as_tests(kind, None, 3));
    assert!(told.shortest >= Some(60), "a story has only {:?} events", told.shortest);
    assert!(told.hard * 100 >= told.seeds * 95, "only {} stories have a crash and a partition", told.hard);
    assert!(told.twice * 100 >= told.seeds, "only {} stories were told twice", told.twice);
}

#[test]
fn whatever_happens_what_was_called_saved_is_everywhere_once() {
    all_end_well(Kind::Opaque, OPAQUE);
}

#[test]
fn records_too_are_everywhere_once_and_look_alike() {
    all_end_well(Kind::Records, RECORDS);
}

#[test]
fn one_seed_is_always_the_same_story() {
    for kind in [Kind::Opaque, Kind::Records] {
        for seed in 0..10 {
            let (one, other) = (run(kind, seed, None), run(kind, seed, None));
            assert_eq!(one.trace, other.trace, "seed {seed} was told in two ways");
            assert_eq!(one.counts.events, other.counts.events);
        }
    }
}

/// The checks bite: with a bug planted some story goes wrong, without it none does.
#[test]
fn every_planted_bug_is_noticed() {
    Bug::ALL.into_iter().for_each(|bug| noticed(bug, ""));
}

/// And the check of ticks does: it says so at the moment at which a tick is shown that is not true.
#[test]
fn a_tick_that_is_shown_too_early_is_noticed_as_it_is_shown() {
    noticed(Bug::TickBeforeReceipt, "shows Kept");
    noticed(Bug::ReceiptBeforeCommit, "shows Kept");
    noticed(Bug::SavedBeforeSave, "shows Reached");
}

/// Somebody says these words of a story in which a bug is planted.
fn noticed(bug: Bug, words: &str) {
    const AMONG: u64 = 1_000;
    const AT_ONCE: u64 = 50;
    let caught = (0..AMONG / AT_ONCE).find_map(|part| {
        let seeds = part * AT_ONCE..(part + 1) * AT_ONCE;
        let told = tell(Kind::Opaque, seeds, Some(bug), cores(), |_: &Tally, _: Duration| {});
        let found = |wrong: Vec<String>| wrong.into_iter().find(|it| it.contains(words));
        told.first.into_iter().find_map(|(seed, wrong)| found(wrong).map(|it| (seed, it)))
    });
    let name = bug.name();
    let (seed, wrong) = caught.unwrap_or_else(|| panic!("{name} was planted and nobody noticed"));
    say(&format!("{name} is caught among {} seeds: {wrong}", seed + 1));
}
