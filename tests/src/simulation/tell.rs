//! Many stories on many cores.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Bug, Kind, Report, Tally, run};

/// Every so many seeds, one is told a second time: it must be the same story.
const TWICE_EVERY: u64 = 100;
/// A core takes so many seeds at once.
const SHARE: u64 = 16;

/// Tells the stories of these seeds on so many cores. Every few seconds somebody hears how far it is.
pub fn tell(
    kind: Kind,
    seeds: Range<u64>,
    bug: Option<Bug>,
    cores: usize,
    hear: impl Fn(&Tally, Duration) + Sync,
) -> Tally {
    const HEAR_EVERY: Duration = Duration::from_secs(5);
    let begun = Instant::now();
    let next = AtomicU64::new(seeds.start);
    let all = Mutex::new((Tally::default(), begun));
    thread::scope(|scope| {
        for _ in 0..cores.max(1) {
            scope.spawn(|| {
                loop {
                    let from = next.fetch_add(SHARE, Ordering::Relaxed);
                    if from >= seeds.end {
                        return;
                    }
                    for seed in from..(from + SHARE).min(seeds.end) {
                        let report = safely(kind, seed, bug);
                        let is_twice = seed.is_multiple_of(TWICE_EVERY);
                        let again = is_twice.then(|| safely(kind, seed, bug));
                        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                        all.0.add_twice(seed, report, again);
                        if all.1.elapsed() >= HEAR_EVERY {
                            all.1 = Instant::now();
                            hear(&all.0, begun.elapsed());
                        }
                    }
                }
            });
        }
    });
    all.into_inner().unwrap_or_else(PoisonError::into_inner).0
}

/// A story that panics has gone wrong, and is named like any other.
fn safely(kind: Kind, seed: u64, bug: Option<Bug>) -> Report {
    catch_unwind(AssertUnwindSafe(|| run(kind, seed, bug))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
        Report { wrong: vec![format!("a panic: {}", text.unwrap_or_default())], ..Report::default() }
    })
}

impl Tally {
    fn add_twice(&mut self, seed: u64, mut report: Report, again: Option<Report>) {
        if let Some(again) = again {
            self.twice += 1;
            if (again.trace, again.counts.events) != (report.trace, report.counts.events) {
                report.wrong.push("it is another story each time it is told".to_owned());
            }
        }
        self.add(seed, report);
    }
}
