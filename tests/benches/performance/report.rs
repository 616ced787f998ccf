//! The tables: what was measured, beside our goals and beside what others took for the same work.

use std::io::{self, Write};

use crate::corpus::{Cargo, Corpus};
use crate::figure::{Figure, short};
use crate::limits::Limits;
use crate::workloads::Reconnects;

const MIB: f64 = 1024.0 * 1024.0;

/// Everything that was measured: times in milliseconds, memory in bytes.
#[derive(Debug, Default)]
pub(crate) struct Report {
    machine: String,
    corpus: String,
    pub(crate) limits: Limits,
    pub(crate) w1: Figure,
    pub(crate) w1_ten: Figure,
    pub(crate) w2: Figure,
    pub(crate) w2_ten: Figure,
    pub(crate) w2_tablet: Figure,
    pub(crate) w3: Reconnects,
    pub(crate) w3_hundred: Reconnects,
    pub(crate) w4_one: Figure,
    pub(crate) w4_one_receipt: Figure,
    pub(crate) w4_typed: Figure,
    pub(crate) w4_typed_receipt: Figure,
    pub(crate) push_receipt: Figure,
    pub(crate) pushed_each_second: f64,
    /// What the memory grew by when 1,000 documents had come and were served.
    pub(crate) w5_served: f64,
    /// The whole memory after 10,000 documents were served, and after 100,000.
    pub(crate) w5_ten: f64,
    pub(crate) w5_hundred: f64,
    pub(crate) w6_ready: Figure,
    pub(crate) w6_first: Figure,
}

/// One line: what was measured, our goal, and the best of the others.
struct Line<'a> {
    work: &'a str,
    value: f64,
    ends: Option<(f64, f64)>,
    unit: &'a str,
    goal: f64,
    /// More is better.
    is_rate: bool,
    peer: Option<(f64, &'a str)>,
}

impl Report {
    pub(crate) fn new(corpus: &Corpus) -> Self {
        let raw: usize = corpus.histories.iter().flatten().map(Vec::len).sum();
        let corpus = format!("{} kB of raw changes a document", raw / corpus.histories.len() / 1000);
        Self { machine: machine(), corpus, ..Self::default() }
    }

    /// Notes the size of what is pushed.
    pub(crate) fn corpus(&mut self, cargo: &Cargo) {
        let each = cargo.bytes as f64 / cargo.docs.len() as f64 / 1000.0;
        self.corpus += &format!(", {} kB as sealed entries", short(each));
    }

    pub(crate) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "Machine: {}. Corpus: {}.\n", self.machine, self.corpus)?;
        writeln!(
            out,
            "| work | here | least – most | goal | here / goal | best of the others | here / best |"
        )?;
        writeln!(out, "|---|--:|--:|--:|--:|--:|--:|")?;
        self.lines().iter().filter(|line| line.is_measured()).try_for_each(|line| line.print(out))?;
        let Limits { sync_ms, check_ms } = &self.limits;
        writeln!(
            out,
            "\nThe machine at its best, in the same run: {} ms to append 4 KiB and bring it to the disk (p99 {}), {} µs to check a signature on one core.",
            short(sync_ms.median()),
            short(sync_ms.percentile(99.0)),
            short(check_ms * 1000.0)
        )?;
        writeln!(out, "\nEvery run, in the order of running:\n")?;
        writeln!(out, "```text")?;
        for (name, figure) in self.raw().into_iter().filter(|(_, figure)| !figure.0.is_empty()) {
            let values: Vec<_> = figure.0.iter().map(|it| short(*it)).collect();
            writeln!(out, "{name:<28} {}", values.join(" "))?;
        }
        for (name, figure) in self.tails().into_iter().filter(|(_, figure)| !figure.0.is_empty()) {
            let [p50, p90, p99, most] = [50.0, 90.0, 99.0, 100.0].map(|at| short(figure.percentile(at)));
            let n = figure.0.len();
            writeln!(out, "{name:<28} n {n}: p50 {p50}, p90 {p90}, p99 {p99}, most {most}")?;
        }
        writeln!(out, "```")
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let time = |work, figure: &Figure, goal, peer| Line {
            work,
            value: figure.median(),
            ends: Some(figure.ends()),
            unit: "ms",
            goal,
            is_rate: false,
            peer,
        };
        let tail = |work, figure: &Figure, goal, peer| Line {
            value: figure.percentile(99.0),
            ends: None,
            ..time(work, figure, goal, peer)
        };
        let plain = |work, value, unit, goal, peer| Line {
            work,
            value,
            ends: None,
            unit,
            goal,
            is_rate: false,
            peer,
        };
        let has_both = self.w5_ten > 0.0 && self.w5_hundred > 0.0;
        let each = if has_both { (self.w5_hundred - self.w5_ten) / 90.0 / MIB } else { f64::NAN };
        let first: Vec<f64> = self.w6_ready.0.iter().zip(&self.w6_first.0).map(|(a, b)| a + b).collect();
        vec![
            time("W1 1,000 documents up", &self.w1, 100.0, Some((840.0, "y-sweet"))),
            time("W1 10,000 documents up", &self.w1_ten, 1000.0, Some((277_000.0, "samod"))),
            time("W2 1,000 documents down", &self.w2, 30.0, Some((440.0, "samod"))),
            time(
                "W2 10,000 documents down, relay just started",
                &self.w2_ten,
                300.0,
                Some((96_000.0, "samod, warm")),
            ),
            time("W2 1,000 down into a whole tablet", &self.w2_tablet, f64::NAN, None),
            time("W3 idle reconnect, 1,000 documents", &self.w3.whole, 2.0, Some((20.0, "PouchDB"))),
            time("W3 its round trip alone", &self.w3.round_trip, 2.0, None),
            plain("W3 frames, challenge included", self.w3.frames as f64, "", 3.0, None),
            plain("W3 bytes both ways", self.w3.bytes as f64, "B", 300.0, Some((1400.0, "PouchDB"))),
            time("W3 idle reconnect, 100,000 documents", &self.w3_hundred.whole, 2.0, None),
            plain("W3 bytes both ways, 100,000", self.w3_hundred.bytes as f64, "B", 300.0, None),
            time("W4 one edit to the other device, p50", &self.w4_one, 1.0, Some((1.1, "y-sweet"))),
            tail("W4 the same, p99", &self.w4_one, 4.0, Some((6.4, "hocuspocus"))),
            time("W4 20 entries a second, p50", &self.w4_typed, 1.0, Some((1.1, "y-sweet"))),
            tail("W4 the same, p99", &self.w4_typed, 4.0, Some((2.3, "y-sweet"))),
            plain(
                "W5 memory after 1,000 came and were served",
                self.w5_served / MIB,
                "MiB",
                0.5,
                Some((56.0, "samod")),
            ),
            plain("W5 memory for each 1,000 from 10,000 to 100,000", each, "MiB", 0.5, None),
            time("W6 ready, 10,000 documents on disk", &self.w6_ready, 25.0, None),
            time("W6 then the first document", &self.w6_first, 15.0, None),
            Line {
                value: Figure(first.clone()).median(),
                ends: Some(Figure(first).ends()),
                ..time("W6 both together", &self.w6_ready, 40.0, Some((15.0, "y-sweet")))
            },
            Line {
                is_rate: true,
                ..plain("durable entries a second, 64 devices", self.pushed_each_second, "/s", 10_000.0, None)
            },
            tail("their receipts, p99", &self.push_receipt, 50.0, None),
        ]
    }

    fn raw(&self) -> [(&'static str, &Figure); 7] {
        [
            ("W1 1,000 ms", &self.w1),
            ("W1 10,000 ms", &self.w1_ten),
            ("W2 1,000 ms", &self.w2),
            ("W2 10,000 ms", &self.w2_ten),
            ("W2 whole tablet ms", &self.w2_tablet),
            ("W6 ready ms", &self.w6_ready),
            ("W6 first document ms", &self.w6_first),
        ]
    }

    fn tails(&self) -> [(&'static str, &Figure); 9] {
        [
            ("W3 1,000 ms", &self.w3.whole),
            ("W3 its round trip ms", &self.w3.round_trip),
            ("W3 100,000 ms", &self.w3_hundred.whole),
            ("W4 one edit ms", &self.w4_one),
            ("W4 one edit, receipt ms", &self.w4_one_receipt),
            ("W4 stream ms", &self.w4_typed),
            ("W4 stream, receipt ms", &self.w4_typed_receipt),
            ("64 devices, receipt ms", &self.push_receipt),
            ("disk ms", &self.limits.sync_ms),
        ]
    }
}

impl Line<'_> {
    /// A part that was not asked for leaves nothing to print.
    fn is_measured(&self) -> bool {
        self.value.is_finite() && self.value != 0.0
    }

    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let Self { work, value, unit, goal, .. } = self;
        let with_unit = |it: f64| format!("{} {unit}", short(it)).trim_end().to_owned();
        let ends = self.ends.map_or(String::new(), |(a, b)| format!("{} – {}", short(a), short(b)));
        let (bound, ratio) = match goal.is_nan() {
            true => (String::new(), String::new()),
            false => {
                let sign = if self.is_rate { "≥" } else { "≤" };
                (format!("{sign} {}", with_unit(*goal)), short(value / goal))
            }
        };
        let peer = self.peer.map_or(String::new(), |(it, name)| format!("{} ({name})", with_unit(it)));
        let beside = self.peer.map_or(String::new(), |(it, _)| short(value / it));
        writeln!(out, "| {work} | {} | {ends} | {bound} | {ratio} | {peer} | {beside} |", with_unit(*value))
    }
}

/// Cores and memory.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = memory.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kib = line.and_then(|it| it.trim().strip_suffix(" kB")).and_then(|it| it.parse::<u64>().ok());
    format!("{cores} cores, {} GiB of memory", kib.unwrap_or(0).div_ceil(1 << 20))
}
