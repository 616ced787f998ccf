//! Do tablets agree, whatever the network, the disks and the power do?

use std::io::Write;
use std::thread;
use std::time::Instant;

use tests::simulation::{Bug, Report, run};

/// How many stories are told each time.
const SEEDS: u64 = 2_000;

/// Tells stories on both cores and answers with how each went.
fn tell(seeds: std::ops::Range<u64>, bug: Option<Bug>) -> Vec<(u64, Report)> {
    let cores = thread::available_parallelism().map_or(2, usize::from) as u64;
    thread::scope(|scope| {
        let share = |core| {
            let seeds = seeds.clone().filter(move |seed| seed % cores == core);
            scope.spawn(move || seeds.map(|seed| (seed, run(seed, bug))).collect::<Vec<_>>())
        };
        let workers: Vec<_> = (0..cores).map(share).collect();
        workers.into_iter().flat_map(|it| it.join().expect("no story ends in a panic")).collect()
    })
}

/// A seed as a test, ready to be kept.
fn as_test(seed: u64, report: &Report) -> String {
    format!(
        "#[test]\nfn seed_{seed}_is_told_to_a_good_end() {{\n    // {}\n    assert_eq!(run({seed}, None).wrong, Vec::<String>::new());\n}}",
        report.wrong.join("\n    // ")
    )
}

#[test]
fn whatever_happens_what_was_called_saved_is_everywhere_once() {
    let begun = Instant::now();
    let told = tell(0..SEEDS, None);
    let count = |is: fn(&Report) -> bool| told.iter().filter(|(_, it)| is(it)).count();
    let sum = |of: fn(&Report) -> u32| told.iter().map(|(_, it)| u64::from(of(it))).sum::<u64>();
    let eventful = count(|it| it.events >= 60);
    let hard = count(|it| it.torn > 0 && it.partitions > 0);
    println!(
        "{SEEDS} seeds in {:.0?}: {} events, {} edits called saved, {} crashes ({} in mid-write), {} relay crashes, {} partitions; {hard} seeds with a crash in mid-write and a partition",
        begun.elapsed(),
        sum(|it| it.events),
        sum(|it| it.saved),
        sum(|it| it.crashes),
        sum(|it| it.torn),
        sum(|it| it.relay_crashes),
        sum(|it| it.partitions),
    );
    let failed: Vec<_> = told.iter().filter(|(_, it)| !it.wrong.is_empty()).collect();
    let tests: Vec<_> = failed.iter().take(3).map(|(seed, it)| as_test(*seed, it)).collect();
    assert!(
        failed.is_empty(),
        "{} seeds went wrong; the first as tests:\n\n{}",
        failed.len(),
        tests.join("\n\n")
    );
    assert_eq!(eventful, told.len(), "every story has at least 60 events");
    assert!(hard * 10 >= told.len() * 9, "only {hard} stories have a crash in mid-write and a partition");
}

#[test]
fn one_seed_is_always_the_same_story() {
    for seed in 0..20 {
        let (one, other) = (run(seed, None), run(seed, None));
        assert_eq!(one.trace, other.trace, "seed {seed} was told in two ways");
        assert_eq!(one.events, other.events);
    }
}

/// The checks bite: with the bug some story goes wrong, without it none of the same stories does.
fn is_caught(bug: Bug) {
    const AMONG: u64 = 200;
    let told = tell(0..AMONG, Some(bug));
    let caught: Vec<_> = told.iter().filter(|(_, it)| !it.wrong.is_empty()).map(|(seed, _)| *seed).collect();
    let (times, first) = (caught.len(), caught.iter().min());
    // how often it was noticed is worth knowing
    let _ =
        writeln!(std::io::stdout(), "{bug:?} is caught by {times} of {AMONG} seeds, the first is {first:?}");
    assert!(!caught.is_empty(), "{bug:?} was planted and nobody noticed");
}

#[test]
fn a_receipt_before_the_commit_is_noticed() {
    is_caught(Bug::ReceiptBeforeCommit);
}

#[test]
fn an_entry_sent_before_it_is_saved_is_noticed() {
    is_caught(Bug::SendBeforeSave);
}

#[test]
fn an_outbox_lost_with_the_socket_is_noticed() {
    is_caught(Bug::LostOutbox);
}
