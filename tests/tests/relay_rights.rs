//! Who gets which answer? One table for every address and every frame of the relay, and for everybody who may ask:
//! nobody, a session that has ended, a removed device, each role, and the founder of another studio. An address or a
//! frame without a row does not compile.

#[path = "relay_rights/table.rs"]
mod table;
#[path = "relay_rights/world.rs"]
mod world;

use server::Route;
use shared::api::{self, ApiError, LoginName, path};
use shared::codec;
use shared::entry::{FORMAT, Header};
use shared::ids::{DeviceId, DocId, DocKind, DropName};
use shared::keys::AuthSecret;
use shared::sync::{Delivered, Proof, Short, ToDevice, ToRelay};
use table::{Expect, Frame, Reply, frames, row};
use tests::relay::http::{self, HttpAnswer};
use tests::relay::socket::{Said, Socket};
use world::{Asks, World};

/// What everybody asks at an address: a whole question, about the one studio, as whoever it is.
fn question(route: Route, who: &Asks, world: &mut World, nonce: Short) -> Option<Vec<u8>> {
    // each has a name and a code of their own to guess at: how often one may be guessed at is another question
    let name = DropName(who.claims.0.map(|byte| !byte));
    let login = LoginName::parse(&who.login()).expect("letters");
    let auth = AuthSecret([66; 32]);
    let body = match route {
        Route::Health | Route::Ready | Route::Metrics | Route::Trust => return None,
        Route::Challenge | Route::Socket => return None,
        Route::Found => {
            let vault = world.studio.vault_of(&who.someone, 9).encode().into();
            codec::encode(&api::Found { token: "guessed".to_owned(), login, auth, vault, entries: vec![] })
        }
        Route::Salt => codec::encode(&api::AskSalt { login }),
        Route::LogIn => codec::encode(&api::LogIn { login, auth }),
        Route::LogOut => codec::encode(&api::LogOut { person: who.claims }),
        Route::OpenSession => {
            let origin = format!("http://{}", world.relay.address);
            let proof = Proof::sign(nonce, &origin, world.studio.id, &who.someone.key);
            codec::encode(&api::OpenSession { studio: world.studio.id, nonce, proof })
        }
        Route::KeepInvitation => {
            let (until_ms, package) = (now_ms() + 60_000, vec![1; 99].into());
            let name = DropName(who.claims.0);
            codec::encode(&api::KeepInvitation { person: who.claims, name, until_ms, package })
        }
        Route::OpenInvitation => codec::encode(&api::OpenInvitation { name }),
        Route::Join => {
            let vault = world.studio.vault_of(&who.someone, 9).encode().into();
            codec::encode(&api::Join { name, login, auth, vault, entry: vec![].into() })
        }
        Route::KeepVault => {
            let vault = world.studio.vault_of(&who.someone, 2).encode().into();
            codec::encode(&api::KeepVault { vault, auth: None })
        }
        Route::ChangePassphrase => {
            let vault = world.studio.vault_of(&who.someone, 3).encode().into();
            codec::encode(&api::ChangePassphrase { vault, auth })
        }
        Route::Recover => codec::encode(&api::Recover { name }),
        Route::LookIntoTray => codec::encode(&api::AskTray { person: who.claims, after: None }),
        Route::DismissFromTray => {
            let doc = DocId([1; 16]).sibling(DocKind::Case);
            codec::encode(&api::Dismiss { person: who.claims, doc, device: DeviceId([1; 16]), up_to: 1 })
        }
        Route::NewestVault => codec::encode(&api::FetchVault { person: who.claims }),
        Route::DrawNumber => codec::encode(&api::DrawNumber { person: who.claims, series: [4; 16] }),
    };
    Some(body)
}

fn now_ms() -> u64 {
    std::time::SystemTime::UNIX_EPOCH.elapsed().expect("it is later than 1970").as_millis() as u64
}

async fn ask(route: Route, who: &Asks, world: &mut World) -> HttpAnswer {
    let relay = world.relay.address;
    let challenge = http::get(relay, path::CHALLENGE).await.expect("it answers");
    let challenge: api::Challenge = codec::decode(&challenge.body).expect("a challenge");
    match question(route, who, world, challenge.nonce) {
        None => http::get(relay, route.path()).await,
        Some(body) => http::post(relay, route.path(), body, &who.cookie()).await,
    }
    .expect("it answers")
}

/// What every answer says to the browser, and what none says.
fn check_headers(answer: &HttpAnswer, what: &str) {
    let head = answer.head.to_lowercase();
    for line in [
        "content-security-policy: default-src 'none';",
        "cross-origin-opener-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "permissions-policy: ",
        "cache-control: no-store",
    ] {
        assert!(head.contains(line), "{what}: {line} is missing in\n{head}");
    }
    assert!(!head.contains("access-control-"), "{what}: no other page may read it\n{head}");
    assert!(!head.contains("\r\nserver: "), "{what}: {head}");
    for cookie in head.lines().filter(|line| line.starts_with("set-cookie: ")) {
        let is_strict = ["__host-", "httponly", "secure", "samesite=strict", "path=/"];
        assert!(is_strict.iter().all(|it| cookie.contains(it)), "{what}: {cookie}");
    }
}

fn said(answer: &HttpAnswer) -> Expect {
    match answer.status {
        200 => Expect::Done,
        status if answer.head.to_lowercase().contains("application/cbor") => {
            let code = ApiError::read(&answer.body).code;
            assert!(status != 500, "{code:?}");
            Expect::Code(code)
        }
        status => Expect::Page(status),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_has_one_answer_for_everybody_who_may_ask() {
    let mut world = World::new().await;
    let (mut wrong, mut asked) = (Vec::new(), 0);
    // what ends sessions comes last
    let ends = |route: &Route| matches!(route, Route::LogOut | Route::ChangePassphrase);
    let (last, first): (Vec<_>, Vec<_>) = Route::ALL.into_iter().partition(ends);
    for route in first.into_iter().chain(last) {
        for (who, expected) in world.everybody().into_iter().zip(row(route).all()) {
            let answer = ask(route, &who, &mut world).await;
            check_headers(&answer, route.path());
            if said(&answer) != expected {
                wrong.push(format!("{route:?} {}: {:?}, not {expected:?}", who.name, said(&answer)));
            }
            asked += 1;
        }
    }
    tests::say(format_args!("{asked} questions"));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nonsense_other_methods_and_pages_from_elsewhere_are_turned_away_with_the_same_headers() {
    let world = World::new().await;
    let relay = world.relay.address;
    for route in Route::ALL {
        let is_question = !matches!(
            route,
            Route::Health | Route::Ready | Route::Metrics | Route::Trust | Route::Challenge | Route::Socket
        );
        let deleted = http::with_method(relay, "DELETE", route.path()).await.expect("it answers");
        let is_away = if route == Route::Trust { [404, 405] } else { [405, 405] };
        assert!(is_away.contains(&deleted.status), "{route:?} {}", deleted.status);
        check_headers(&deleted, route.path());
        let options = http::with_method(relay, "OPTIONS", route.path()).await.expect("it answers");
        check_headers(&options, route.path());
        if !is_question {
            continue;
        }
        let elsewhere = http::from_elsewhere(relay, "POST", route.path()).await.expect("it answers");
        assert_eq!(said(&elsewhere), Expect::Code(api::ApiCode::Origin), "{route:?}");
        check_headers(&elsewhere, route.path());
        for nonsense in [vec![], vec![0xff; 40], vec![0x9f; 4000], b"{\"login\":1}".to_vec()] {
            let answer = http::post(relay, route.path(), nonsense, "").await.expect("it answers");
            assert_eq!(said(&answer), Expect::Code(api::ApiCode::Malformed), "{route:?}");
            check_headers(&answer, route.path());
        }
        let giant = http::post(relay, route.path(), vec![0; 257 << 10], "").await;
        // it may hang up before all of it was sent
        assert!(giant.is_err() || giant.is_ok_and(|it| it.status == 413), "{route:?}");
    }
}

/// A frame of each kind, as whoever it is would send it.
fn frame(kind: Frame, who: &Asks, world: &mut World) -> ToRelay {
    match kind {
        Frame::Hello => ToRelay::Hello(shared::sync::Hello {
            version: shared::sync::VERSION,
            studio: world.studio.id,
            cursor: None,
            log_hash: Short::default(),
            tip: Short::default(),
            proof: None,
        }),
        Frame::Push => {
            let mut pen = world.case.of(&who.someone, 5);
            let is_maker = who.someone.device() == world.case.who.device();
            let header = Header { n: if is_maker { 2 } else { 1 }, format: FORMAT, ..pen.header() };
            ToRelay::Push(vec![pen.sign(&header, "an entry").bytes().to_vec().into()])
        }
        Frame::Want => ToRelay::Want(world.case.doc, 0),
        Frame::Saved => ToRelay::Saved(1),
        Frame::Offer => ToRelay::Offer(Vec::new(), false),
        Frame::Need => ToRelay::Need(Vec::new()),
        Frame::Ping => ToRelay::Ping,
    }
}

/// What comes back, besides what others wrote.
async fn reply(socket: &mut Socket, sent: &ToRelay) -> Reply {
    // an answer to what says nothing: the socket is open and goes on
    if !matches!(sent, ToRelay::Ping) {
        socket.send(&ToRelay::Ping).await.ok();
    }
    let mut is_asked_twice = false;
    loop {
        match socket.next().await {
            Ok(Said::Frame(ToDevice::Feed(..) | ToDevice::Opened(..) | ToDevice::Reached(_))) => {}
            Ok(Said::Frame(ToDevice::Pong)) if matches!(sent, ToRelay::Push(_)) => {}
            // what was asked for is read after the frames that came with it
            Ok(Said::Frame(ToDevice::Pong)) if matches!(sent, ToRelay::Want(..)) && !is_asked_twice => {
                is_asked_twice = true;
                socket.send(&ToRelay::Ping).await.ok();
            }
            Ok(Said::Frame(ToDevice::Pong)) => return Reply::Nothing,
            Ok(Said::Frame(ToDevice::Receipts(_))) => return Reply::Kept,
            Ok(Said::Frame(ToDevice::Refused(refused))) => return Reply::Refused(refused.reason),
            Ok(Said::Frame(ToDevice::Given(given))) if given.delivered == Delivered::Gone => {
                return Reply::Gone;
            }
            Ok(Said::Frame(ToDevice::Given(_))) => return Reply::Given,
            Ok(Said::Frame(other)) => panic!("{other:?} answers {sent:?}"),
            Ok(Said::Closed(code, _)) => return Reply::Closed(code),
            Err(_) => panic!("the relay says nothing to {sent:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_frame_has_one_answer_for_everybody_who_may_send_it() {
    let mut world = World::new().await;
    let (mut wrong, mut sent) = (Vec::new(), 0);
    for kind in Frame::ALL {
        for (who, expected) in world.everybody().into_iter().zip(frames(kind).all()) {
            let (relay, studio) = (world.relay.address, world.studio.id);
            let frame = frame(kind, &who, &mut world);
            assert_eq!(Frame::of(&frame), kind);
            let key = (!who.is_nobody).then_some(&who.someone.key);
            let mut socket = Socket::open(relay).await.expect("it listens");
            let proof = key.map(|key| Proof::sign(socket.nonce, socket.origin(), studio, key));
            socket.hello(studio, proof, Some(0)).await.expect("it is open");
            let answer = match socket.next().await.expect("it answers") {
                Said::Closed(code, _) => Reply::Unknown(code),
                Said::Frame(ToDevice::Welcome(_)) => {
                    socket.send(&frame).await.expect("it is open");
                    reply(&mut socket, &frame).await
                }
                Said::Frame(other) => panic!("{other:?} answers a Hello"),
            };
            if answer != expected {
                wrong.push(format!("{kind:?} {}: {answer:?}, not {expected:?}", who.name));
            }
            sent += 1;
        }
    }
    tests::say(format_args!("{sent} frames"));
    assert!(wrong.is_empty(), "{wrong:#?}");
}
