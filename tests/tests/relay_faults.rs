//! Does the relay withstand a disk that refuses? Each thing that it asks of its disk in a short life – founding, pushes,
//! a pull, a vault – fails once, one after another, or a few times in a row: it says so, goes on reading, mends by
//! itself, and whatever it gave a receipt for is there after a restart.
//!
//! `cargo test` tries a sample; `PARLOR_FAULTS=all cargo test -p parlor-tests --test relay_faults` tries every point,
//! and the name of one, as in `PARLOR_FAULTS=Birth:unlink:error=EIO:when=2`, that one.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Instant;

use futures::StreamExt;
use shared::ids::EntryId;
use shared::roll::Role;
use shared::sync::Receipt;
use tests::Scratch;
use tests::relay::kept::{Found, check_disk, fed};
use tests::relay::process::RelayProcess;
use tests::relay::studio::{MENDS_WITHIN, Pen, Studio};
use tests::relay::{http, strace};
use tokio::time::{Duration, sleep};

const SAMPLE: usize = 40;
const AT_ONCE: usize = 4;
/// So often a call fails in a row, for every other point.
const ROW: usize = 4;

/// What is done while the disk refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A new folder, a founding, and everything below.
    Birth,
    /// Pushes, a vault and a pull at a studio that is there: the database is open when the disk begins to refuse.
    Life,
}

/// How it went.
#[derive(Debug, Default)]
struct Lived {
    started: bool,
    receipts: usize,
    mended: Duration,
}

/// Founds, pushes, renews a vault and reads; everything must be done in the end.
async fn live(part: Part, data: &Path, under: &[String]) -> Lived {
    let mut before = None;
    if part == Part::Life {
        let mut relay = RelayProcess::start(data, 0).expect("it starts");
        let token = relay.founding_token().expect("it prints a link");
        before = Some((begin(relay.address, token).await, relay.address.port()));
        relay.kill().expect("it runs");
    }
    let port = before.as_ref().map_or(0, |(_, port)| *port);
    let Ok(mut relay) = RelayProcess::start_with(data, port, &[], under) else {
        let log = std::fs::read_to_string(data.with_extension("log")).expect("it logs");
        assert!(log.lines().any(|line| line.starts_with("parlor: ")), "it says in a line why not: {log}");
        assert!(!log.contains("panicked"), "{log}");
        return Lived::default();
    };
    let began = Instant::now();
    let (mut studio, mut pen) = match before {
        Some((begun, _)) => begun,
        None => {
            let token = relay.founding_token().expect("it prints a link");
            begin(relay.address, token).await
        }
    };
    let mut receipts: Vec<(EntryId, Receipt)> = Vec::new();
    for _ in 0..3 {
        let entries: Vec<_> = (0..4).map(|n| pen.write(&format!("line {n} of a talk"))).collect();
        let kept = studio.keep(&entries).await;
        receipts.extend(entries.iter().map(|entry| entry.id).zip(kept));
    }
    studio.renew_vault(2).await;
    let found = read(&relay, &studio).await;
    check(&found, &receipts);
    is_ready(&relay).await;
    let mended = began.elapsed();
    let log = relay.log();
    assert!(!log.contains("panicked"), "{log}");
    relay.kill().expect("it runs");

    let relay = RelayProcess::start(data, 0).expect("it starts on what it left");
    let studio = studio.at(relay.address);
    check(&read(&relay, &studio).await, &receipts);
    relay.kill().expect("it runs");
    check_disk(data, studio.id);
    Lived { started: true, receipts: receipts.len(), mended }
}

/// A studio with a member and a case.
async fn begin(relay: SocketAddr, token: String) -> (Studio, Pen) {
    let mut studio = Studio::found(relay, token).await;
    let member = studio.join("P02", &[Role::Member]).await;
    let pen = studio.case(&member, &[]).await;
    (studio, pen)
}

/// Reading may fail with the disk, and works again soon.
async fn read(relay: &RelayProcess, studio: &Studio) -> Found {
    let began = Instant::now();
    loop {
        match fed(relay.address, studio.id, &studio.founder.key).await {
            Ok(found) => return found,
            Err(_) => assert!(began.elapsed() < MENDS_WITHIN, "it cannot be read: {}", relay.log()),
        }
        sleep(Duration::from_millis(100)).await;
    }
}

fn check(found: &Found, receipts: &[(EntryId, Receipt)]) {
    for (id, it) in receipts {
        assert_eq!(found.get(&(it.doc, it.device, it.n)), Some(&(*id, it.position)), "a receipt was given");
    }
}

async fn is_ready(relay: &RelayProcess) {
    let began = Instant::now();
    while http::get(relay.address, "/readyz").await.expect("it answers").status != 200 {
        assert!(began.elapsed() < MENDS_WITHIN, "it is not ready again: {}", relay.log());
        sleep(Duration::from_millis(100)).await;
    }
}

/// Every point at which something can be refused: a few kinds of error for each call that the relay makes.
async fn points(part: Part) -> Vec<(Part, String)> {
    let scratch = Scratch::new("faults-count");
    let (data, noted) = (scratch.path().join("data"), scratch.path().join("noted"));
    let lived = live(part, &data, &strace::noting(&data, &noted)).await;
    assert!(lived.started, "without a fault it lives");
    // the tracer ends a moment after the relay
    sleep(Duration::from_millis(200)).await;
    let mut points = Vec::new();
    for (call, count) in strace::counts(&noted).expect("it was noted") {
        let errors: &[&str] = match call.as_str() {
            "pwrite64" | "write" | "ftruncate" | "fsync" => &["ENOSPC", "EIO"],
            "openat" => &["EIO", "EMFILE"],
            "close" => continue,
            _ => &["EIO"],
        };
        for n in 1..=count {
            for error in errors {
                let until = if n % 2 == 0 { String::new() } else { format!("..{}", n + ROW - 1) };
                points.push((part, format!("{call}:error={error}:when={n}{until}")));
            }
        }
    }
    points
}

/// Lives through one point.
async fn live_through(part: Part, point: String) -> Lived {
    let scratch = Scratch::new("faults");
    let data = scratch.path().join("data");
    let lived = live(part, &data, &strace::refusing(&data, &point)).await;
    if !lived.started && part == Part::Birth {
        // what it left half made is no hindrance
        assert!(live(part, &data, &[]).await.started, "it starts when the disk works again");
    }
    lived
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_the_disk_refuses_no_receipt_is_lost_and_the_relay_mends_by_itself() {
    let wanted = std::env::var("PARLOR_FAULTS").unwrap_or_default();
    for part in [Part::Birth, Part::Life] {
        let began = Instant::now();
        let mut all = points(part).await;
        if !matches!(wanted.as_str(), "" | "all") {
            all.retain(|(part, point)| format!("{part:?}:{point}") == wanted);
        }
        let step = if wanted.is_empty() { all.len().div_ceil(SAMPLE / 2) } else { 1 };
        // another part of the points on every run
        let first = std::process::id() as usize % step;
        let tried: Vec<_> = all.iter().skip(first).step_by(step).cloned().collect();
        let lives = tried.iter().cloned().map(|(part, point)| tokio::spawn(live_through(part, point)));
        let done: Vec<_> = futures::stream::iter(lives).buffered(AT_ONCE).collect().await;
        let (mut receipts, mut unborn, mut longest) = (0, 0, Duration::ZERO);
        for (lived, point) in done.into_iter().zip(&tried) {
            let lived = lived.unwrap_or_else(|_| panic!("under {part:?}:{}: see above", point.1));
            receipts += lived.receipts;
            unborn += usize::from(!lived.started);
            longest = longest.max(lived.mended);
        }
        tests::say(format_args!(
            "{part:?}: {} of {} points, {receipts} receipts, all found; {unborn} times it did not start and said \
             why; the longest took {longest:?}; {:?}",
            tried.len(),
            all.len(),
            began.elapsed()
        ));
        assert!(!wanted.is_empty() || receipts > 0 && tried.len() * 3 >= SAMPLE, "too little was tried");
    }
}
