//! Does a receipt survive a power cut? What the relay asks of its disk under load is written down once, then played up to
//! random moments: what was synced by then is there, and of everything else any part, torn at the sectors. On each such
//! disk the relay must start, be ready at once, and have every entry for which somebody had a receipt at that moment.
//!
//! `PARLOR_CUTS=100 cargo test -p parlor-tests --test relay_power_cut` tries more moments.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use shared::ids::{EntryId, StudioId};
use shared::roll::Role;
use shared::sync::Receipt;
use tests::Scratch;
use tests::relay::cut::Recording;
use tests::relay::kept::{check_disk, fed};
use tests::relay::process::RelayProcess;
use tests::relay::socket::{Fate, Socket};
use tests::relay::studio::{Pen, Studio};
use tests::relay::{http, strace};
use tokio::time::sleep;

const CUTS: usize = 10;
const CLIENTS: usize = 8;
/// How long they push: longer than it takes to bring the write-ahead log over into the database.
const PUSHING: Duration = Duration::from_secs(4);
const READY_WITHIN: Duration = Duration::from_secs(2);

/// A receipt, and when somebody had it, in microseconds since 1970.
type Had = (u64, EntryId, Receipt);

fn now() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().expect("it is later than 1970").as_micros() as u64
}

async fn push(relay: SocketAddr, studio: StudioId, mut pen: Pen, until: Instant) -> Vec<Had> {
    let (mut socket, _) = Socket::greet(relay, studio, None, None).await.expect("it is let in");
    let mut had = Vec::new();
    while Instant::now() < until {
        let entry = pen.write("a line of a talk");
        let fates = socket.settle(std::slice::from_ref(&entry)).await.expect("it answers");
        let [Fate::Kept(receipt)] = fates[..] else { panic!("{fates:?}") };
        had.push((now(), entry.id, receipt));
    }
    had
}

/// Lets clients push to a relay that is written down. Answers with what they were told and when they began.
async fn record(data: &Path, into: &Path) -> (Studio, Vec<Had>, u64) {
    let under = strace::recording(data, into);
    let mut relay = RelayProcess::start_with(data, 0, &[], &under).expect("the relay starts");
    let token = relay.founding_token().expect("it prints a link");
    let mut studio = Studio::found(relay.address, token).await;
    let mut pens = Vec::new();
    for i in 0..CLIENTS {
        let member = studio.join(&format!("P{:02}", i + 2), &[Role::Member]).await;
        pens.push(studio.case(&member, &[]).await);
    }
    let (began, until) = (now(), Instant::now() + PUSHING);
    let pushing = pens.into_iter().map(|pen| tokio::spawn(push(relay.address, studio.id, pen, until)));
    let mut had = Vec::new();
    for pushing in pushing.collect::<Vec<_>>() {
        had.extend(pushing.await.expect("a client ends well"));
    }
    relay.kill().expect("it runs");
    // the tracer writes its last lines a moment after
    sleep(Duration::from_millis(300)).await;
    (studio, had, began)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_receipt_survives_a_power_cut_at_any_moment() {
    let started = Instant::now();
    let cuts = std::env::var("PARLOR_CUTS").map_or(CUTS, |n| n.parse().expect("a number of cuts"));
    let scratch = Scratch::new("power");
    let (data, trace) = (scratch.path().join("data"), scratch.path().join("trace"));
    let (studio, had, began) = record(&data, &trace).await;
    let recording = Recording::read(&data, &trace).expect("it was written down");
    assert!(recording.written("parlor.db") > 1 << 20, "the log was brought over into the database");

    let mut rng = ChaCha8Rng::seed_from_u64(std::process::id().into());
    let (mut asked, mut slowest) = (0, Duration::ZERO);
    for n in 0..cuts {
        let at = recording.moment(began, &mut rng);
        let folder = scratch.path().join(format!("cut-{n}"));
        std::fs::create_dir_all(&folder).expect("a folder");
        recording.after_cut(at, &folder, &mut rng).expect("it can be written");
        let starting = Instant::now();
        let relay = RelayProcess::start(&folder, 0).expect("it starts on what is left");
        assert_eq!(http::get(relay.address, "/readyz").await.expect("it answers").status, 200);
        slowest = slowest.max(starting.elapsed());
        let found = fed(relay.address, studio.id, &studio.founder.key).await.expect("it is fed");
        for (_, id, it) in had.iter().filter(|(then, ..)| *then <= at) {
            let name = (it.doc, it.device, it.n);
            assert_eq!(found.get(&name), Some(&(*id, it.position)), "cut {n} at {at}: a receipt was given");
            asked += 1;
        }
        relay.kill().expect("it runs");
        check_disk(&folder, studio.id);
        std::fs::remove_dir_all(&folder).expect("it is ours");
    }
    tests::say(format_args!(
        "{cuts} cuts in {} syncs and {} + {} KiB of log and database: {asked} of {asked} receipts found, ready \
         after {slowest:?} at most; {:?}",
        recording.syncs(),
        recording.written("parlor.db-wal") >> 10,
        recording.written("parlor.db") >> 10,
        started.elapsed()
    ));
    let careless = recording.without_syncs_of("parlor.db-wal");
    assert!(
        loses(&careless, &studio, &had, began, &scratch, &mut rng).await,
        "a relay that does not sync would pass"
    );
    assert!(slowest <= READY_WITHIN, "it took {slowest:?} to be ready");
    assert!(asked > 20 * cuts, "{asked} receipts show too little");
}

/// Whether a receipt is lost in one of a few cuts, in whichever way.
async fn loses(
    recording: &Recording,
    studio: &Studio,
    had: &[Had],
    began: u64,
    scratch: &Scratch,
    rng: &mut ChaCha8Rng,
) -> bool {
    for n in 0..10 {
        let at = recording.moment(began, rng);
        let folder = scratch.path().join(format!("careless-{n}"));
        std::fs::create_dir_all(&folder).expect("a folder");
        recording.after_cut(at, &folder, rng).expect("it can be written");
        let Ok(relay) = RelayProcess::start(&folder, 0) else { return true };
        let Ok(found) = fed(relay.address, studio.id, &studio.founder.key).await else { return true };
        let has = |(_, id, it): &Had| found.get(&(it.doc, it.device, it.n)) == Some(&(*id, it.position));
        if !had.iter().filter(|(then, ..)| *then <= at).all(has) {
            return true;
        }
    }
    false
}
