//! Does an attack cost honest people anything but time? While slow connections, a thousand silent sockets, giant and tiny
//! frames and guessed log-ins come at once, every honest edit arrives, a new tablet gets in, every refusal says what it
//! is, and the relay's memory stays bounded. How long it takes meanwhile: `cargo bench -p parlor-tests --bench attack`.

use shared::roll::Role;
use tests::Scratch;
use tests::relay::attack::{Attack, Attackers, Honest, Target};
use tests::relay::http;
use tests::relay::process::RelayProcess;
use tests::relay::socket::Socket;
use tests::relay::studio::Studio;
use tokio::time::{Duration, Instant, sleep};

const EDITS: usize = 150;
/// What an attack may cost the relay, in KiB.
const MEMORY_MAX: u64 = 160 << 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_attack_every_honest_edit_arrives_and_memory_stays_bounded() {
    let scratch = Scratch::new("attack");
    let mut relay = RelayProcess::start(&scratch.path().join("data"), 0).expect("the relay starts");
    let token = relay.founding_token().expect("it prints a link");
    let mut studio = Studio::found(relay.address, token).await;
    let honest = studio.join("P02", &[Role::Member]).await;
    let hostile = studio.join("P03", &[Role::Member]).await;
    let pen = studio.case(&honest, &[]).await;
    let target = Target { relay: relay.address, studio: studio.id, key: hostile.key };
    let mut honest = Honest::new(pen, &target, &studio.founder.key).await.expect("it is let in");
    honest.edit().await.expect("it arrives");

    let quiet = relay.resident_kib();
    let attackers = Attackers::start(&Attack::ALL, &target);
    let (began, mut most) = (Instant::now(), 0);
    for n in 0..EDITS {
        honest.edit().await.unwrap_or_else(|_| panic!("edit {n} did not arrive: {}", relay.log()));
        most = most.max(relay.resident_kib());
        sleep(Duration::from_millis(20)).await;
    }
    // until everybody has had an answer
    while began.elapsed() < Duration::from_secs(6) {
        most = most.max(relay.resident_kib());
        sleep(Duration::from_millis(100)).await;
    }
    let key = Some(&studio.founder.key);
    Socket::greet(relay.address, studio.id, key, None).await.expect("a new tablet gets in");
    let counts = attackers.tally.counts();
    tests::say(format_args!("{counts:#?}\n{} KiB, {quiet} before", most));
    for word in
        ["silent: 101", "silent: 429", "giant: 4001", "tiny: 50 answered", "log-in: 401", "log-in: 429"]
    {
        assert!(counts.contains_key(word), "{word} is missing in {counts:?}");
    }
    let typed = |word: &String| {
        let known = ["silent: 101", "silent: 429", "giant: 4001", "log-in: 401", "log-in: 429"];
        known.contains(&word.as_str()) || word.starts_with("tiny") || word.ends_with("hung up on")
    };
    assert!(counts.keys().all(typed), "{counts:?}");
    // ten seconds to greet, two at a time, a few that wait
    assert!(counts["silent: 101"] <= 10, "{counts:?}");
    assert!(most < quiet + MEMORY_MAX, "{most} KiB, {quiet} before");
    drop(attackers);

    let page = http::get(relay.address, "/metrics").await.expect("it answers");
    let page = String::from_utf8(page.body).expect("a page of text");
    assert!(page.contains("parlor_sockets_turned_away_total"), "{page}");
    assert_eq!(http::get(relay.address, "/readyz").await.expect("it answers").status, 200);
    assert!(!relay.log().contains("panicked"), "{}", relay.log());
    relay.kill().expect("it runs");
}
