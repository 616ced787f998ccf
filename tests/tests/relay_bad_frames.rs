//! Does a bad frame cost its sender a clear reason, and nobody else anything? One socket sends every kind of it to the
//! running relay, while a second one writes and a third one waits for what is written.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use shared::entry::{Entry, Header};
use shared::ids::StudioId;
use shared::keys::SignKey;
use shared::roll::{Group, Recipient, Role};
use shared::sync::{Closing, Delivered, FRAME_MAX, Given, PUSH_MAX, Proof, Reason, Short, ToDevice, ToRelay};
use tests::Scratch;
use tests::relay::http;
use tests::relay::process::RelayProcess;
use tests::relay::socket::{Fate, Said, Socket};
use tests::relay::studio::{FOUNDER_LOGIN, Pen, Someone, Studio};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;

/// Edits in one round, quiet or under fire. The rounds take turns and are short, so that the two that are compared meet
/// the same machine.
const EDITS: usize = 20;
const ROUNDS: usize = 25;
/// Between two bad frames: whether a relay withstands a flood is another question.
const PAUSE: Duration = Duration::from_millis(4);
/// How many times longer an edit may take under fire, in the middle one of all rounds: on two cores the sender of bad
/// frames takes a part of the time that the two honest sockets need for themselves, on a quiet machine a tenth.
const LONGER_MAX: f64 = 1.5;
/// So often it is measured when something else on the machine got in between: that can only make it longer in some, and
/// what the relay does to neighbours would show in all.
const SERIES_MAX: usize = 3;

#[derive(Debug, Clone, Copy)]
enum Bad {
    TooLarge,
    NotCbor,
    Text,
    CutShort,
    TooManyEntries,
    NotAnEntry,
    BeforeHello,
    SecondHello,
    UnknownStudio,
    HelloOfAStranger,
    HelloWronglySigned,
    WronglySigned,
    OutOfSequence,
    NumberTwice,
    ForeignDocument,
    ForeignDocumentWanted,
    ForeignStudio,
    AuditorWriting,
    UnknownDevice,
}

const ALL: [Bad; 19] = [
    Bad::TooLarge,
    Bad::NotCbor,
    Bad::Text,
    Bad::CutShort,
    Bad::TooManyEntries,
    Bad::NotAnEntry,
    Bad::BeforeHello,
    Bad::SecondHello,
    Bad::UnknownStudio,
    Bad::HelloOfAStranger,
    Bad::HelloWronglySigned,
    Bad::WronglySigned,
    Bad::OutOfSequence,
    Bad::NumberTwice,
    Bad::ForeignDocument,
    Bad::ForeignDocumentWanted,
    Bad::ForeignStudio,
    Bad::AuditorWriting,
    Bad::UnknownDevice,
];

/// Whoever sends bad frames, and what is needed for it.
struct Foe {
    relay: std::net::SocketAddr,
    studio: StudioId,
    member: Someone,
    /// The member's own case, to which the member may write.
    own: Pen,
    /// A case of which the member knows nothing.
    foreign: Pen,
    auditor: Someone,
    stranger: Someone,
}

impl Foe {
    async fn send(&mut self, bad: Bad) {
        match bad {
            Bad::TooLarge => {
                self.closes(Message::Binary(vec![0; FRAME_MAX + 1].into()), Closing::TooLarge).await
            }
            Bad::NotCbor => self.closes(Message::Binary(vec![0xff; 300].into()), Closing::Malformed).await,
            Bad::Text => self.closes(Message::Text("hello".into()), Closing::Malformed).await,
            Bad::CutShort => {
                let mut frame = ToRelay::Push(vec![vec![7; 100].into()]).encode();
                frame.truncate(60);
                self.closes(Message::Binary(frame.into()), Closing::Malformed).await;
            }
            Bad::TooManyEntries => {
                let frame = ToRelay::Push(vec![Vec::new().into(); PUSH_MAX + 1]).encode();
                self.closes(Message::Binary(frame.into()), Closing::Malformed).await;
            }
            Bad::NotAnEntry => {
                let frame = ToRelay::Push(vec![vec![7; 100].into()]).encode();
                self.closes(Message::Binary(frame.into()), Closing::BadEntry).await;
            }
            Bad::BeforeHello => {
                let mut socket = Socket::open(self.relay).await.expect("it listens");
                socket.send(&ToRelay::Saved(1)).await.expect("it is open");
                let said = socket.next().await.expect("it says why");
                // without a Hello the relay does not even know which studio is meant
                assert_eq!(said, closed(Closing::Unknown));
            }
            Bad::SecondHello => {
                let mut socket = self.greeted(&self.member).await;
                socket.hello(self.studio, None, None).await.expect("it is open");
                assert_eq!(socket.next_but_news().await, closed(Closing::OutOfTurn));
            }
            Bad::UnknownStudio => {
                let other = StudioId([1; 16]);
                self.turned_away(other, |nonce, origin| Proof::sign(nonce, origin, other, &self.member.key))
                    .await;
            }
            Bad::HelloOfAStranger => {
                let sign = |nonce, origin: &str| Proof::sign(nonce, origin, self.studio, &self.stranger.key);
                self.turned_away(self.studio, sign).await;
            }
            Bad::HelloWronglySigned => {
                let sign = |_, origin: &str| Proof {
                    device: self.member.device(),
                    ..Proof::sign(Short([4; 16]), origin, self.studio, &self.member.key)
                };
                self.turned_away(self.studio, sign).await;
            }
            Bad::WronglySigned => {
                let header = self.own.header();
                let forged = self.own.of(&self.stranger, 1).sign(&header, "forged");
                self.is_refused(&self.member, forged, Reason::Signature, header.n).await;
            }
            Bad::OutOfSequence => {
                let header = Header { n: self.own.n + 5, ..self.own.header() };
                let early = self.own.sign(&header, "too early");
                self.is_refused(&self.member, early, Reason::Gap, self.own.n).await;
            }
            Bad::NumberTwice => {
                let header = Header { n: 1, ..self.own.header() };
                let again = self.own.sign(&header, "another first entry");
                self.is_refused(&self.member, again, Reason::Fork, 1).await;
            }
            Bad::ForeignDocument => {
                let foreign = self.foreign.of(&self.member, 2).write("not mine");
                self.is_refused(&self.member, foreign, Reason::Forbidden, 1).await;
            }
            Bad::ForeignDocumentWanted => {
                let mut socket = self.greeted(&self.member).await;
                socket.send(&ToRelay::Want(self.foreign.doc, 0)).await.expect("it is open");
                let given = Given { doc: self.foreign.doc, entries: Vec::new(), delivered: Delivered::Gone };
                assert_eq!(socket.next_but_news().await, Said::Frame(ToDevice::Given(given)));
            }
            Bad::ForeignStudio => {
                let header = Header { studio: StudioId([1; 16]), ..self.own.header() };
                let foreign = self.own.sign(&header, "of another studio");
                self.is_refused(&self.member, foreign, Reason::Studio, header.n).await;
            }
            Bad::AuditorWriting => {
                let entry = self.foreign.of(&self.auditor, 3).write("an auditor only reads");
                self.is_refused(&self.auditor, entry, Reason::Forbidden, 1).await;
            }
            Bad::UnknownDevice => {
                let entry = self.foreign.of(&self.stranger, 4).write("nobody knows me");
                self.is_refused(&self.member, entry, Reason::UnknownDevice, 1).await;
            }
        }
    }

    async fn greeted(&self, who: &Someone) -> Socket {
        Socket::greet(self.relay, self.studio, Some(&who.key), Some(0)).await.expect("it is let in").0
    }

    /// What cannot be a frame costs the socket.
    async fn closes(&self, message: Message, why: Closing) {
        let mut socket = self.greeted(&self.member).await;
        // the relay may hang up before all of it is sent
        let _ = socket.send_message(message).await;
        assert_eq!(socket.next_but_news().await, closed(why));
    }

    async fn turned_away(&self, studio: StudioId, sign: impl Fn(Short, &str) -> Proof) {
        let mut socket = Socket::open(self.relay).await.expect("it listens");
        let proof = sign(socket.nonce, socket.origin());
        socket.hello(studio, Some(proof), Some(0)).await.expect("it is open");
        assert_eq!(socket.next().await.expect("it says why"), closed(Closing::Unknown));
    }

    /// What is an entry, but may not be kept, costs that entry; the socket goes on.
    async fn is_refused(&self, carrier: &Someone, entry: Entry, reason: Reason, expected: u64) {
        let mut socket = self.greeted(carrier).await;
        let fates = socket.settle(std::slice::from_ref(&entry)).await.expect("it answers");
        let [Fate::Refused(refused)] = fates[..] else { panic!("{reason:?}: {fates:?}") };
        assert_eq!((refused.id, refused.reason, refused.expected), (entry.id, reason, expected));
        socket.send(&ToRelay::Ping).await.expect("it is open");
        assert_eq!(socket.next_but_news().await, Said::Frame(ToDevice::Pong), "after {reason:?}");
    }
}

fn closed(why: Closing) -> Said {
    Said::Closed(why.code(), why.to_string())
}

trait NextButNews {
    async fn next_but_news(&mut self) -> Said;
}

impl NextButNews for Socket {
    /// What comes next, besides what others write.
    async fn next_but_news(&mut self) -> Said {
        loop {
            match self.next().await.expect("the relay says why it hangs up") {
                Said::Frame(ToDevice::Feed(..) | ToDevice::Opened(..) | ToDevice::Reached(_)) => {}
                other => return other,
            }
        }
    }
}

/// One socket that writes and one that waits for it.
struct Honest {
    pen: Pen,
    writing: Socket,
    reading: Socket,
}

impl Honest {
    /// Writes, and measures how long an edit takes to the other socket: the middle one of a round.
    async fn round(&mut self) -> Duration {
        let mut delays = Vec::with_capacity(EDITS);
        for _ in 0..EDITS {
            let entry = self.pen.write("a line of a talk");
            let began = Instant::now();
            self.writing.push(std::slice::from_ref(&entry)).await.expect("it is open");
            self.until_it_comes(&entry).await;
            delays.push(began.elapsed());
            let said = self.writing.next_but_news().await;
            assert!(matches!(&said, Said::Frame(ToDevice::Receipts(it)) if it.len() == 1), "{said:?}");
        }
        delays.sort_unstable();
        delays[EDITS / 2]
    }

    async fn until_it_comes(&mut self, entry: &Entry) {
        loop {
            if let Said::Frame(ToDevice::Feed(kept, ..)) = self.reading.next().await.expect("it is fed")
                && kept.iter().any(|kept| kept.entry[..] == entry.bytes()[..])
            {
                return;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_frame_costs_its_sender_a_reason_and_nobody_else_anything() {
    let scratch = Scratch::new("bad-frames");
    let mut relay = RelayProcess::start(&scratch.path().join("data"), 0).expect("the relay starts");
    let token = relay.founding_token().expect("it prints a link");
    let mut studio = Studio::found(relay.address, token).await;
    let (writer, member) =
        (studio.join("P02", &[Role::Member]).await, studio.join("P03", &[Role::Member]).await);
    let auditor = studio.join("P04", &[Role::Auditor]).await;
    let pen = studio.case(&writer, &[Recipient::Group(Group::Auditors)]).await;
    let own = studio.case(&member, &[]).await;
    let stranger = Someone::new("P99", &mut studio.rng);
    let greet = async |key: &SignKey| {
        Socket::greet(relay.address, studio.id, Some(key), Some(0)).await.expect("it is let in").0
    };
    let foreign = pen.of(&writer, 9);
    let mut honest =
        Honest { pen, writing: greet(&writer.key).await, reading: greet(&studio.founder.key).await };
    let mut foe = Foe { relay: relay.address, studio: studio.id, member, own, foreign, auditor, stranger };
    let before = relay.log();
    assert!(before.contains("the relay runs"), "the log is captured: {before:?}");

    // each kind once, to be sure, and every socket warm
    for bad in ALL {
        timeout(Duration::from_secs(20), foe.send(bad)).await.unwrap_or_else(|_| panic!("{bad:?} hangs"));
    }
    honest.round().await;

    let (firing, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let fire = tokio::spawn({
        let (firing, sent) = (firing.clone(), sent.clone());
        async move {
            for bad in ALL.into_iter().cycle() {
                while !firing.load(Ordering::Relaxed) {
                    sleep(PAUSE).await;
                }
                foe.send(bad).await;
                sent.fetch_add(1, Ordering::Relaxed);
                sleep(PAUSE).await;
            }
        }
    });
    let mut longer = f64::INFINITY;
    for _ in 0..SERIES_MAX {
        let mut rounds = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            firing.store(false, Ordering::Relaxed);
            sleep(Duration::from_millis(50)).await;
            let quiet = honest.round().await;
            firing.store(true, Ordering::Relaxed);
            let so_far = sent.load(Ordering::Relaxed);
            while sent.load(Ordering::Relaxed) == so_far {
                assert!(!fire.is_finished(), "{:?}", fire.await);
                sleep(PAUSE).await;
            }
            let under_fire = honest.round().await;
            rounds.push((under_fire.as_secs_f64() / quiet.as_secs_f64(), quiet, under_fire));
        }
        rounds.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (ratio, quiet, under_fire) = rounds[ROUNDS / 2];
        tests::say(format_args!(
            "an edit reaches the other socket in {quiet:?}, and in {under_fire:?} while bad frames come: {ratio:.2} times as long ({:.2} to {:.2})",
            rounds[0].0,
            rounds[ROUNDS - 1].0,
        ));
        longer = longer.min(ratio);
        if longer <= LONGER_MAX {
            break;
        }
    }
    // whatever was not reached in those rounds is sent now
    while sent.load(Ordering::Relaxed) < 3 * ALL.len() as u64 {
        assert!(!fire.is_finished(), "{:?}", fire.await);
        sleep(PAUSE).await;
    }
    assert!(!fire.is_finished(), "{:?}", fire.await);
    fire.abort();

    let sent = sent.load(Ordering::Relaxed);
    assert!(longer <= LONGER_MAX, "{longer:.2} times as long under fire");
    assert_eq!(relay.log(), before, "the log is for what goes wrong at the relay");
    check_figures(&relay, &studio, sent).await;
}

/// The relay's figures tell the kinds apart and name nobody.
async fn check_figures(relay: &RelayProcess, studio: &Studio, sent: u64) {
    let answer = http::get(relay.address, "/metrics").await.expect("it answers");
    let page = String::from_utf8(answer.body).expect("a page of text");
    let figure = |name: &str| {
        let line = page.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("0");
        line.trim().parse::<f64>().expect("a number")
    };
    let each = (sent / ALL.len() as u64) as f64;
    for reason in ["signature", "gap", "fork", "forbidden", "studio", "unknown_device"] {
        assert!(
            figure(&format!("parlor_entries_refused_total{{reason=\"{reason}\"}}")) > each,
            "{reason}\n{page}"
        );
    }
    for reason in ["too_large", "malformed", "bad_entry", "out_of_turn", "unknown"] {
        assert!(
            figure(&format!("parlor_sockets_closed_total{{reason=\"{reason}\"}}")) > each,
            "{reason}\n{page}"
        );
    }
    let edits = (EDITS * (2 * ROUNDS + 1)) as f64;
    assert!(figure("parlor_entries_kept_total") >= edits && figure("parlor_commit_seconds_count") >= edits);
    assert!(figure("parlor_frames_in_bytes_total") > figure("parlor_frames_in_total"));
    assert!(figure("parlor_sockets_open") >= 2.0, "{page}");
    let names = [studio.id.to_string(), studio.founder.device().to_string(), FOUNDER_LOGIN.to_owned()];
    assert!(names.iter().all(|name| !page.contains(name.as_str())), "{page}");
}
