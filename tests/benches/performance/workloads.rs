//! The workloads, in the order in which each leaves the relay as the next needs it.

use std::path::Path;
use std::time::{Duration, Instant};

use client::engine::api::{Answer, Ask, LogIn};
use shared::ids::DocId;
use shared::sync::{Short, ToRelay};
use tests::Scratch;
use tests::tablet::NativeTablet;
use tokio_tungstenite::tungstenite::Bytes;

use crate::corpus::{Cargo, Corpus, PASSPHRASE};
use crate::figure::Figure;
use crate::process::Process;
use crate::report::Report;
use crate::wire::{Who, Wire};
use crate::{Broken, say};

/// Runs of what takes tenths of a second; the first of each is a warm-up and does not count.
const RUNS: usize = 7;
/// Runs of what takes seconds, with a warm-up as well.
const LONG_RUNS: usize = 4;
/// Idle reconnects.
const RECONNECTS: usize = 200;
/// Edits that are handed on one by one, and those of a stream.
const EDITS: usize = 1000;
const TYPED: usize = 400;
/// Twenty entries a second.
const TYPED_EACH: Duration = Duration::from_millis(50);
/// Devices that push at once, and entries of each.
const PUSHERS: usize = 64;
const PUSHES: usize = 300;
/// A tablet logs in so often: the relay takes five tries a minute.
const TABLETS: usize = 3;
/// Changes of a document of the full size, and of one that only counts.
const FULL: usize = 100;
const SLIGHT: usize = 1;

/// Runs the parts that are named by how many documents they have, or all of them.
pub(crate) async fn run(
    relay: &Path,
    corpus: &Corpus,
    parts: &[String],
    report: &mut Report,
) -> Result<(), Broken> {
    let is_wanted = |part: &str| parts.is_empty() || parts.iter().any(|it| it == part);
    if is_wanted("1000") {
        thousand(relay, corpus, report).await?;
    }
    if is_wanted("10000") {
        ten_thousand(relay, corpus, report).await?;
    }
    if is_wanted("100000") {
        hundred_thousand(relay, corpus, report).await?;
    }
    Ok(())
}

/// A relay with a founded studio and every device on its roll.
async fn founded(relay: &Path, corpus: &Corpus, data: &Path) -> Result<Process, Broken> {
    let (mut process, _) = Process::start(relay, data).await?;
    process.found(corpus).await?;
    let mut wire = Wire::connect(process.address, &founder(corpus), None).await?;
    let enrol = ToRelay::Push(corpus.enrolments.clone()).encode();
    wire.upload(&[enrol.into()], corpus.enrolments.len()).await?;
    Ok(process)
}

fn founder(corpus: &Corpus) -> Who {
    let session = &corpus.founder.session;
    Who { studio: session.studio, key: session.key.clone(), office: false, is_courier: false }
}

/// One of the founder's further devices; the first stands in the office.
fn device(corpus: &Corpus, at: usize) -> Result<Who, Broken> {
    let key = corpus.devices.get(at).ok_or(Broken::Corpus("there are not so many devices"))?.clone();
    Ok(Who { studio: corpus.founder.session.studio, key, office: at == 0, is_courier: false })
}

/// Pushes documents on a socket that is open. Answers with the time until the last receipt, and the head.
async fn upload(process: &Process, corpus: &Corpus, cargo: &Cargo) -> Result<(Duration, u64), Broken> {
    let mut wire = Wire::connect(process.address, &founder(corpus), None).await?;
    let frames: Vec<Bytes> = cargo.frames.iter().cloned().map(Bytes::from).collect();
    let begun = Instant::now();
    let head = wire.upload(&frames, cargo.entries).await?;
    Ok((begun.elapsed(), head))
}

/// Fetches everything as a device that has nothing, from the connecting on.
async fn download(process: &Process, corpus: &Corpus, docs: usize) -> Result<Duration, Broken> {
    let begun = Instant::now();
    let mut wire = Wire::connect(process.address, &device(corpus, 1)?, None).await?;
    wire.fetch_all().await?;
    // the roll is a document, too
    if wire.fetched.0 == docs + 1 {
        Ok(begun.elapsed())
    } else {
        Err(Broken::Socket("documents are missing"))
    }
}

async fn thousand(relay: &Path, corpus: &Corpus, report: &mut Report) -> Result<(), Broken> {
    let cargo = corpus.documents(0, 1000, FULL)?;
    report.corpus(&cargo);
    let mut last = None;
    for run in 0..RUNS {
        say(&format!("W1: 1,000 documents up, run {run} …"));
        drop(last.take());
        let data = Scratch::new("w1");
        let process = founded(relay, corpus, data.path()).await?;
        let before = process.memory()?;
        let (time, head) = upload(&process, corpus, &cargo).await?;
        report.w1.add_warm(run, time);
        last = Some((process, data, before, head));
    }
    let (process, _data, before, head) = last.ok_or(Broken::Silent)?;
    for run in 0..RUNS {
        say(&format!("W2: 1,000 documents down, run {run} …"));
        report.w2.add_warm(run, download(&process, corpus, 1000).await?);
    }
    report.w5_served = process.memory()?.saturating_sub(before) as f64;
    say("W3: idle reconnects …");
    report.w3 = reconnects(&process, corpus).await?;
    for run in 0..TABLETS {
        say(&format!("W2: a whole tablet, run {run} …"));
        report.w2_tablet.add_ms(tablet(&process, run).await?);
    }
    say("W4: edits from device to device …");
    live(&process, corpus, &cargo, head, report).await?;
    say("64 devices push …");
    pushers(&process, corpus, &cargo, report).await
}

async fn ten_thousand(relay: &Path, corpus: &Corpus, report: &mut Report) -> Result<(), Broken> {
    let cargo = corpus.documents(0, 10_000, FULL)?;
    let mut last = None;
    for run in 0..LONG_RUNS {
        say(&format!("W1: 10,000 documents up, run {run} …"));
        drop(last.take());
        let data = Scratch::new("w1-10000");
        let process = founded(relay, corpus, data.path()).await?;
        let (time, _) = upload(&process, corpus, &cargo).await?;
        report.w1_ten.add_warm(run, time);
        last = Some((process, data));
    }
    let (process, data) = last.ok_or(Broken::Silent)?;
    drop(process);
    for run in 0..LONG_RUNS {
        say(&format!("W2: 10,000 documents down from a relay just started, run {run} …"));
        let (process, _) = Process::start(relay, data.path()).await?;
        report.w2_ten.add_warm(run, download(&process, corpus, 10_000).await?);
        report.w5_ten = process.memory()? as f64;
    }
    say("W6: cold starts …");
    let (_, first) = cold_start(relay, corpus, data.path(), None, cargo.docs[5000].0).await?;
    for run in 0..2 * RUNS {
        let doc = cargo.docs[run * 700].0;
        let (times, _) = cold_start(relay, corpus, data.path(), first, doc).await?;
        report.w6_ready.add_warm(run, times.0);
        report.w6_first.add_warm(run, times.1);
    }
    Ok(())
}

async fn hundred_thousand(relay: &Path, corpus: &Corpus, report: &mut Report) -> Result<(), Broken> {
    let data = Scratch::new("w3-100000");
    let process = founded(relay, corpus, data.path()).await?;
    for part in 0..10 {
        say(&format!("100,000 documents, part {part} …"));
        let cargo = corpus.documents(part * 10_000, 10_000, SLIGHT)?;
        upload(&process, corpus, &cargo).await?;
    }
    drop(process);
    let (process, _) = Process::start(relay, data.path()).await?;
    say("W3: idle reconnects with 100,000 documents …");
    report.w3_hundred = reconnects(&process, corpus).await?;
    say("W5: 100,000 documents down …");
    download(&process, corpus, 100_000).await?;
    report.w5_hundred = process.memory()? as f64;
    Ok(())
}

/// What idle reconnects took.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reconnects {
    /// From nothing to the Welcome.
    pub(crate) whole: Figure,
    /// From the Hello to the Welcome.
    pub(crate) round_trip: Figure,
    /// Frames and bytes of one, both ways, after the upgrade.
    pub(crate) frames: usize,
    pub(crate) bytes: usize,
}

async fn reconnects(process: &Process, corpus: &Corpus) -> Result<Reconnects, Broken> {
    let who = device(corpus, 2)?;
    let cursor = at_head(process, &who).await?;
    let mut measured = Reconnects::default();
    for run in 0..=RECONNECTS {
        let begun = Instant::now();
        let mut wire = Wire::open(process.address, &who, cursor).await?;
        wire.hear().await?;
        let asked = Instant::now();
        wire.greet().await?;
        measured.whole.add_warm(run, begun.elapsed());
        measured.round_trip.add_warm(run, asked.elapsed());
        (measured.frames, measured.bytes) = (wire.traffic.frames, wire.traffic.bytes);
    }
    Ok(measured)
}

/// The cursor of a device that has read everything.
async fn at_head(process: &Process, who: &Who) -> Result<Option<(u64, Short)>, Broken> {
    let mut wire = Wire::connect(process.address, who, None).await?;
    wire.read_to(0).await?;
    Ok(wire.cursor)
}

/// A whole tablet: it logs in, fetches, checks every signature and right, opens, applies and lists every document.
async fn tablet(process: &Process, run: usize) -> Result<Duration, Broken> {
    let mut tablet = NativeTablet::new(process.address).await;
    let (login, passphrase) = (crate::corpus::LOGIN.to_owned(), PASSPHRASE.to_owned());
    let log_in = LogIn { login, passphrase, label: format!("tablet {run}"), office: false };
    let answer = tablet.try_ask(Ask::LogIn(log_in)).await.map_err(|_| Broken::Stuck)?;
    if answer != Answer::Done {
        return Err(Broken::Corpus("the founder cannot log in"));
    }
    let begun = Instant::now();
    let is_there = |it: &mut NativeTablet| it.tablet.engine().is_some_and(|engine| engine.is_up_to(u64::MAX));
    tablet.try_until(is_there).await.map_err(|_| Broken::Stuck)?;
    Ok(begun.elapsed())
}

/// Edits from one device to another that is in the office.
async fn live(
    process: &Process,
    corpus: &Corpus,
    cargo: &Cargo,
    head: u64,
    report: &mut Report,
) -> Result<(), Broken> {
    let (writer, reader) = (device(corpus, 1)?, device(corpus, 0)?);
    let id = writer.key.public().device();
    let mut from = Wire::connect(process.address, &writer, at_head(process, &writer).await?).await?;
    let mut to = Wire::connect(process.address, &reader, at_head(process, &reader).await?).await?;
    to.read_to(head).await?;
    let doc = cargo.docs.first().ok_or(Broken::Corpus("there is no document"))?;
    let edits = corpus.edits(doc, &writer.key, 1, EDITS + TYPED)?;
    let mut next = tokio::time::Instant::now();
    for (at, frame) in edits.into_iter().enumerate() {
        let is_typed = at >= EDITS;
        next += if is_typed { TYPED_EACH } else { Duration::from_millis(2) };
        tokio::time::sleep_until(next).await;
        let begun = Instant::now();
        from.send(frame).await?;
        let receipt = async {
            from.receipt().await?;
            Ok(begun.elapsed())
        };
        let feed = async {
            to.feed_of(id).await?;
            Ok::<_, Broken>(begun.elapsed())
        };
        let (receipt, feed) = futures::future::try_join(receipt, feed).await?;
        let (hops, receipts) = match is_typed {
            true => (&mut report.w4_typed, &mut report.w4_typed_receipt),
            false => (&mut report.w4_one, &mut report.w4_one_receipt),
        };
        hops.add_ms(feed);
        receipts.add_ms(receipt);
    }
    Ok(())
}

/// Many devices push one entry after another, each waiting for its receipt.
async fn pushers(
    process: &Process,
    corpus: &Corpus,
    cargo: &Cargo,
    report: &mut Report,
) -> Result<(), Broken> {
    let mut pushers = Vec::with_capacity(PUSHERS);
    for (at, doc) in cargo.docs.iter().enumerate().take(PUSHERS) {
        let who = Who { is_courier: true, ..device(corpus, at + 3)? };
        let edits = corpus.edits(doc, &who.key, 1, PUSHES)?;
        pushers.push((Wire::connect(process.address, &who, None).await?, edits));
    }
    let begun = Instant::now();
    let push = async |(wire, edits): (&mut Wire, Vec<Vec<u8>>)| {
        let mut times = Vec::with_capacity(edits.len());
        for frame in edits {
            let begun = Instant::now();
            wire.send(frame).await?;
            wire.receipt().await?;
            times.push(begun.elapsed());
        }
        Ok::<_, Broken>(times)
    };
    let all = pushers.iter_mut().map(|(wire, edits)| push((wire, std::mem::take(edits))));
    for times in futures::future::try_join_all(all).await? {
        times.into_iter().for_each(|time| report.push_receipt.add_ms(time));
    }
    report.pushed_each_second = (PUSHERS * PUSHES) as f64 / begun.elapsed().as_secs_f64();
    Ok(())
}

type ColdStart = ((Duration, Duration), Option<(u64, Short)>);

/// Starts a relay on what is there, and fetches one document. Without a cursor the device reads the log first.
async fn cold_start(
    relay: &Path,
    corpus: &Corpus,
    data: &Path,
    cursor: Option<(u64, Short)>,
    doc: DocId,
) -> Result<ColdStart, Broken> {
    let (process, ready) = Process::start(relay, data).await?;
    let who = device(corpus, 1)?;
    let cursor = match cursor {
        Some(cursor) => Some(cursor),
        None => at_head(&process, &who).await?,
    };
    let begun = Instant::now();
    let mut wire = Wire::connect(process.address, &who, cursor).await?;
    wire.fetch(doc).await?;
    Ok(((ready, begun.elapsed()), cursor))
}
