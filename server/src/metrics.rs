//! Figures for whoever looks after the relay, in the text form that Prometheus reads. They count; they name nobody.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use shared::sync::{Closing, Outcome, Reason};

/// The upper ends of the intervals in which the durations of commits are counted, in microseconds.
const COMMIT_US: [u64; 8] = [250, 500, 1_000, 2_500, 5_000, 25_000, 100_000, 1_000_000];
/// The upper ends of the intervals in which the entries of a commit are counted.
const COMMIT_ENTRIES: [u64; 7] = [1, 4, 16, 64, 256, 1_024, 4_096];

/// What is counted.
#[derive(Debug)]
pub(crate) struct Metrics {
    sockets: AtomicI64,
    closed: Words,
    frames: Traffic,
    slowed: AtomicU64,
    turned_away: AtomicU64,
    questions_refused: AtomicU64,
    kept: AtomicU64,
    receipts: AtomicU64,
    held: AtomicU64,
    refused: Words,
    commits_failed: AtomicU64,
    commit_us: Histogram<8>,
    commit_entries: Histogram<7>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            sockets: AtomicI64::default(),
            closed: Words::default(),
            frames: Traffic::default(),
            slowed: AtomicU64::default(),
            turned_away: AtomicU64::default(),
            questions_refused: AtomicU64::default(),
            kept: AtomicU64::default(),
            receipts: AtomicU64::default(),
            held: AtomicU64::default(),
            refused: Words::default(),
            commits_failed: AtomicU64::default(),
            commit_us: Histogram::new(COMMIT_US),
            commit_entries: Histogram::new(COMMIT_ENTRIES),
        }
    }
}

impl Metrics {
    /// Counts a socket as open until the answer is dropped.
    pub(crate) fn socket(self: &Arc<Self>) -> OpenSocket {
        self.sockets.fetch_add(1, Ordering::Relaxed);
        OpenSocket(self.clone())
    }

    /// Counts a socket that the relay closed.
    pub(crate) fn closed(&self, closing: Closing) {
        self.closed.add(closing_word(closing));
    }

    /// Counts a frame that came.
    pub(crate) fn came(&self, bytes: usize) {
        add(&self.frames.came, 1);
        add(&self.frames.came_bytes, bytes as u64);
    }

    /// Counts a frame that went.
    pub(crate) fn went(&self, bytes: usize) {
        add(&self.frames.went, 1);
        add(&self.frames.went_bytes, bytes as u64);
    }

    /// Counts a frame after which its device is read more slowly.
    pub(crate) fn slowed(&self) {
        add(&self.slowed, 1);
    }

    /// Counts a socket that found no seat.
    pub(crate) fn turned_away(&self) {
        add(&self.turned_away, 1);
    }

    /// Counts a question that was answered with an error.
    pub(crate) fn refused_question(&self) {
        add(&self.questions_refused, 1);
    }

    /// Counts what became of pushed entries.
    pub(crate) fn count(&self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            match outcome {
                Outcome::Kept(_) => add(&self.receipts, 1),
                Outcome::Held(_) => add(&self.held, 1),
                Outcome::Refused(refused) => self.refused.add(reason_word(refused.reason)),
            }
        }
    }

    /// Counts a commit of so many entries.
    pub(crate) fn committed(&self, entries: u64, took: Duration, is_done: bool) {
        self.commit_us.add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        self.commit_entries.add(entries);
        if is_done {
            add(&self.kept, entries);
        } else {
            add(&self.commits_failed, 1);
        }
    }

    /// Everything, to be read by Prometheus.
    pub(crate) fn page(&self) -> String {
        let mut page = Page::default();
        page.one("sockets_open", "gauge", self.sockets.load(Ordering::Relaxed));
        page.words("sockets_closed_total", &self.closed);
        page.one("frames_in_total", "counter", get(&self.frames.came));
        page.one("frames_in_bytes_total", "counter", get(&self.frames.came_bytes));
        page.one("frames_out_total", "counter", get(&self.frames.went));
        page.one("frames_out_bytes_total", "counter", get(&self.frames.went_bytes));
        page.one("frames_slowed_total", "counter", get(&self.slowed));
        page.one("sockets_turned_away_total", "counter", get(&self.turned_away));
        page.one("questions_refused_total", "counter", get(&self.questions_refused));
        page.one("entries_kept_total", "counter", get(&self.kept));
        page.one("receipts_total", "counter", get(&self.receipts));
        page.one("entries_held_total", "counter", get(&self.held));
        page.words("entries_refused_total", &self.refused);
        page.one("commits_failed_total", "counter", get(&self.commits_failed));
        page.histogram("commit_seconds", &self.commit_us, 1e6);
        page.histogram("commit_entries", &self.commit_entries, 1.0);
        page.0
    }
}

/// Counted as open until it is dropped.
#[derive(Debug)]
pub(crate) struct OpenSocket(Arc<Metrics>);

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.0.sockets.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(Debug, Default)]
struct Traffic {
    came: AtomicU64,
    came_bytes: AtomicU64,
    went: AtomicU64,
    went_bytes: AtomicU64,
}

/// Counts by word. Only what goes wrong is counted so, hence the lock.
#[derive(Debug, Default)]
struct Words(Mutex<BTreeMap<&'static str, u64>>);

impl Words {
    fn add(&self, word: &'static str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(word).or_default() += 1;
    }
}

/// Counts by size.
#[derive(Debug)]
struct Histogram<const N: usize> {
    ends: [u64; N],
    counts: [AtomicU64; N],
    beyond: AtomicU64,
    sum: AtomicU64,
}

impl<const N: usize> Histogram<N> {
    fn new(ends: [u64; N]) -> Self {
        let counts = std::array::from_fn(|_| AtomicU64::default());
        Self { ends, counts, beyond: AtomicU64::default(), sum: AtomicU64::default() }
    }

    fn add(&self, size: u64) {
        let at = self.ends.iter().position(|end| size <= *end);
        add(at.map_or(&self.beyond, |at| &self.counts[at]), 1);
        add(&self.sum, size);
    }
}

fn add(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}

fn get(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn kind(&mut self, name: &str, kind: &str) {
        // writing into memory cannot fail
        let _ = writeln!(self.0, "# TYPE parlor_{name} {kind}");
    }

    fn line(&mut self, name: &str, value: impl Display) {
        let _ = writeln!(self.0, "parlor_{name} {value}");
    }

    fn one(&mut self, name: &str, kind: &str, value: impl Display) {
        self.kind(name, kind);
        self.line(name, value);
    }

    fn words(&mut self, name: &str, words: &Words) {
        self.kind(name, "counter");
        for (word, count) in &*words.0.lock().unwrap_or_else(PoisonError::into_inner) {
            self.line(&format!("{name}{{reason=\"{word}\"}}"), count);
        }
    }

    fn histogram<const N: usize>(&mut self, name: &str, it: &Histogram<N>, unit: f64) {
        self.kind(name, "histogram");
        let mut so_far = 0;
        for (end, count) in it.ends.iter().zip(&it.counts) {
            so_far += get(count);
            self.line(&format!("{name}_bucket{{le=\"{}\"}}", *end as f64 / unit), so_far);
        }
        so_far += get(&it.beyond);
        self.line(&format!("{name}_bucket{{le=\"+Inf\"}}"), so_far);
        self.line(&format!("{name}_sum"), get(&it.sum) as f64 / unit);
        self.line(&format!("{name}_count"), so_far);
    }
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::Studio => "studio",
        Reason::UnknownDevice => "unknown_device",
        Reason::Removed => "removed",
        Reason::Signature => "signature",
        Reason::Gap => "gap",
        Reason::Fork => "fork",
        Reason::Forbidden => "forbidden",
        Reason::Moved => "moved",
        Reason::UnknownRoll => "unknown_roll",
        Reason::Backwards => "backwards",
        Reason::Malformed => "malformed",
        Reason::NotYet => "not_yet",
        Reason::Disk => "disk",
        Reason::Quota => "quota",
        Reason::Given => "given",
        Reason::Late => "late",
        Reason::Erased => "erased",
        Reason::TrayFull => "tray_full",
    }
}

fn closing_word(closing: Closing) -> &'static str {
    match closing {
        Closing::Malformed => "malformed",
        Closing::TooLarge => "too_large",
        Closing::BadEntry => "bad_entry",
        Closing::Version => "version",
        Closing::OutOfTurn => "out_of_turn",
        Closing::Unknown => "unknown",
        Closing::TooMany => "too_many",
        Closing::Silent => "silent",
        Closing::Late => "late",
        Closing::Busy => "busy",
        Closing::Removed => "removed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(metrics: &Metrics, lines: &[&str]) {
        let page = metrics.page();
        for line in lines {
            assert!(page.lines().any(|it| it == *line), "{line} is missing in\n{page}");
        }
    }

    #[test]
    fn commits_are_counted_in_growing_intervals() {
        let metrics = Metrics::default();
        for us in [100, 300, 300, 9_000_000] {
            metrics.committed(20, Duration::from_micros(us), us < 1_000_000);
        }
        check(
            &metrics,
            &[
                "parlor_entries_kept_total 60",
                "parlor_commits_failed_total 1",
                "parlor_commit_seconds_bucket{le=\"0.00025\"} 1",
                "parlor_commit_seconds_bucket{le=\"0.0005\"} 3",
                "parlor_commit_seconds_bucket{le=\"1\"} 3",
                "parlor_commit_seconds_bucket{le=\"+Inf\"} 4",
                "parlor_commit_seconds_count 4",
                "parlor_commit_entries_bucket{le=\"16\"} 0",
                "parlor_commit_entries_bucket{le=\"64\"} 4",
                "parlor_commit_entries_sum 80",
            ],
        );
    }

    #[test]
    fn a_socket_counts_as_open_until_it_is_gone() {
        let metrics = Arc::new(Metrics::default());
        let (first, _second) = (metrics.socket(), metrics.socket());
        drop(first);
        metrics.closed(Closing::TooLarge);
        check(&metrics, &["parlor_sockets_open 1", "parlor_sockets_closed_total{reason=\"too_large\"} 1"]);
    }
}
