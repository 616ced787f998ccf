//! Do the limits hold where somebody really knocks, and does nobody lose anything by them?

use std::time::Instant;

use shared::api::{ApiError, LogIn, LoginName, path};
use shared::codec;
use shared::keys::AuthSecret;
use shared::roll::Role;
use shared::sync::ToDevice;
use tests::Scratch;
use tests::relay::http;
use tests::relay::process::RelayProcess;
use tests::relay::socket::{Said, Socket};
use tests::relay::studio::{FOUNDER_LOGIN, Studio};
use tokio::time::Duration;

async fn start(scratch: &Scratch, options: &[&str]) -> (RelayProcess, Studio) {
    let data = scratch.path().join("data");
    let mut relay = RelayProcess::start_with(&data, 0, options, &[]).expect("the relay starts");
    let token = relay.founding_token().expect("it prints a link");
    let studio = Studio::found(relay.address, token).await;
    (relay, studio)
}

/// Guesses once, as if from an address. Answers with the status, and whether it says how long to wait.
async fn guess(relay: &RelayProcess, login: &str, from: &str) -> (u16, bool) {
    let login = LoginName::parse(login).expect("letters");
    let body = codec::encode(&LogIn { login, auth: AuthSecret([66; 32]) });
    let forwarded = format!("X-Forwarded-For: {from}\r\n");
    let answer = http::post(relay.address, path::LOGIN, body, &forwarded).await.expect("it answers");
    (answer.status, ApiError::read(&answer.body).wait_ms.is_some_and(|ms| (1..=3_600_000).contains(&ms)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_is_there_and_one_that_is_not_are_guessed_at_alike_from_wherever() {
    let scratch = Scratch::new("limits");
    let (relay, _studio) = start(&scratch, &["--proxy", "127.0.0.1"]).await;
    let mut said = Vec::new();
    for login in [FOUNDER_LOGIN, "nobodyhasthis"] {
        let mut answers = Vec::new();
        for n in 0..12 {
            answers.push(guess(&relay, login, &format!("203.0.113.{n}")).await);
        }
        said.push(answers);
    }
    assert_eq!(said[0], said[1]);
    assert_eq!(said[0][..3], [(401, false); 3], "people mistype");
    assert_eq!(said[0][3..], [(429, true); 9], "and then they wait, for a time that is said");
    // what the log and the figures say of it names nobody
    let page = http::get(relay.address, "/metrics").await.expect("it answers");
    let page = String::from_utf8_lossy(&page.body).into_owned();
    for name in [FOUNDER_LOGIN, "nobodyhasthis", "203.0.113", "P01"] {
        assert!(!page.contains(name) && !relay.log().contains(name), "{name}\n{page}\n{}", relay.log());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_word_of_a_proxy_that_was_not_named_helps_nobody_past_a_limit() {
    let scratch = Scratch::new("limits");
    let (relay, _studio) = start(&scratch, &["--logins", "5"]).await;
    let mut answers = Vec::new();
    for n in 0..9 {
        answers.push(guess(&relay, &format!("somebody{n}"), &format!("203.0.113.{n}")).await.0);
    }
    // the founding was the first of the five
    assert_eq!(answers, [401, 401, 401, 401, 429, 429, 429, 429, 429]);
    assert!(relay.log().contains("none is named with --proxy"), "{}", relay.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_talks_too_fast_is_read_more_slowly_and_loses_nothing() {
    const FRAMES: usize = 450;
    let scratch = Scratch::new("limits");
    let (relay, mut studio) = start(&scratch, &["--frames", "50"]).await;
    let hasty = studio.join("P02", &[Role::Member]).await;
    let calm = studio.join("P03", &[Role::Member]).await;
    let (mut pen, mut other) = (studio.case(&hasty, &[]).await, studio.case(&calm, &[]).await);
    let mut fast = Socket::open(relay.address).await.expect("it listens");
    fast.greet_as(studio.id, &hasty.key).await.expect("it is let in");
    let mut slow = Socket::open(relay.address).await.expect("it listens");
    slow.greet_as(studio.id, &calm.key).await.expect("it is let in");

    let began = Instant::now();
    for _ in 0..FRAMES {
        let entry = pen.write("a line of a talk");
        fast.push(&[entry]).await.expect("it is open");
    }
    let fates = slow.settle(&[other.write("a calm line")]).await.expect("it answers");
    assert!(fates[0].receipt().is_some() && began.elapsed() < Duration::from_secs(2), "others do not wait");
    let mut receipts = 0;
    while receipts < FRAMES {
        match fast.next().await.expect("it answers") {
            Said::Frame(ToDevice::Receipts(some)) => receipts += some.len(),
            Said::Frame(_) => {}
            closed @ Said::Closed(..) => panic!("{closed:?}"),
        }
    }
    // five seconds' worth come at once, the rest at fifty a second
    let took = began.elapsed().as_secs_f64();
    assert!(took > 3.0, "{FRAMES} frames took {took} s");
    let page = http::get(relay.address, "/metrics").await.expect("it answers");
    let page = String::from_utf8_lossy(&page.body).into_owned();
    assert!(!page.contains("parlor_frames_slowed_total 0"), "{page}");
}
