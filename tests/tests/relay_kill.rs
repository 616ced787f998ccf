//! Does a receipt survive `kill -9`? Twenty clients push to the real relay, which is killed again and again in the
//! middle of it; whatever it gave a receipt for is there afterwards, at the same place.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use shared::entry::Entry;
use shared::ids::{EntryId, StudioId};
use shared::roll::Role;
use shared::sync::{Receipt, ToDevice};
use tests::Scratch;
use tests::relay::http;
use tests::relay::kept::{check_disk, fed};
use tests::relay::process::RelayProcess;
use tests::relay::socket::{Said, Socket};
use tests::relay::studio::{Pen, Studio};
use tokio::sync::watch;
use tokio::time::sleep;

const CLIENTS: usize = 20;
/// `PARLOR_KILLS=200 cargo test -p parlor-tests --test relay_kill` tries it more often.
const KILLS: usize = 25;
/// For each kill.
const RECEIPTS_MIN: usize = 200;
/// From starting the program again to its answering that it is ready.
const READY_WITHIN: Duration = Duration::from_secs(2);
/// Entries that a client has on the way at once.
const IN_FLIGHT: usize = 8;

/// One client: writes, pushes, and remembers what it was told.
struct Client {
    pen: Pen,
    studio: StudioId,
    /// Without a receipt so far, by number.
    outbox: BTreeMap<u64, Entry>,
    receipts: Vec<(EntryId, Receipt)>,
    /// Pushed entries without an answer when a socket broke, one number for each time.
    cut_off: Vec<usize>,
    /// Entries that were kept before a kill, but their receipt did not come before it.
    kept_unheard: usize,
}

impl Client {
    /// Pushes whenever there is a relay, until there is none for good.
    async fn work(mut self, mut relay: watch::Receiver<Option<SocketAddr>>) -> Self {
        loop {
            let address = *relay.borrow_and_update();
            if let Some(address) = address {
                let on_the_way = self.talk(address).await;
                self.cut_off.push(on_the_way);
            }
            if relay.changed().await.is_err() {
                return self;
            }
        }
    }

    /// Pushes until the socket breaks. Answers how many entries were on the way then.
    async fn talk(&mut self, address: SocketAddr) -> usize {
        let Ok((mut socket, welcome)) = Socket::greet(address, self.studio, None, None).await else {
            return 0;
        };
        // what the last socket left open goes again, as it is
        let again: Vec<_> = self.outbox.values().cloned().collect();
        if !again.is_empty() && socket.push(&again).await.is_err() {
            return again.len();
        }
        loop {
            while self.outbox.len() < IN_FLIGHT {
                let n = self.pen.n;
                let entry = self.pen.write(&format!("line {n} of a talk"));
                self.outbox.insert(n, entry.clone());
                if socket.push(&[entry]).await.is_err() {
                    return self.outbox.len();
                }
            }
            match socket.next().await {
                Ok(Said::Frame(ToDevice::Receipts(receipts))) => {
                    let before = receipts.iter().filter(|it| it.position <= welcome.head);
                    self.kept_unheard += before.count();
                    receipts.into_iter().for_each(|it| self.note(it));
                }
                Ok(other) => panic!("an entry in order was not taken: {other:?}"),
                Err(_) => return self.outbox.len(),
            }
        }
    }

    fn note(&mut self, receipt: Receipt) {
        let entry = self.outbox.remove(&receipt.n).expect("a receipt for what is on the way");
        assert_eq!((receipt.doc, receipt.device), (self.pen.doc, self.pen.who.device()));
        self.receipts.push((entry.id, receipt));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_receipt_survives_kill_upon_kill_under_twenty_pushing_clients() {
    let mut kills = std::env::var("PARLOR_KILLS").map_or(KILLS, |n| n.parse().expect("a number of kills"));
    // each time the whole log is read: a new one before that takes too long
    while kills > 0 {
        let some = kills.min(KILLS);
        tests::say(format_args!("{}", kill(some).await));
        kills -= some;
    }
}

/// Kills a relay so many times in a row. Answers with the figures.
async fn kill(kills: usize) -> String {
    let scratch = Scratch::new("kill");
    let data = scratch.path().join("data");
    let mut relay = RelayProcess::start(&data, 0).expect("the relay starts");
    let began = Instant::now();
    let address = relay.address;
    let token = relay.founding_token().expect("it prints a link");
    let mut studio = Studio::found(address, token).await;
    let (tell, told) = watch::channel(None);
    let mut clients = Vec::new();
    for i in 0..CLIENTS {
        let member = studio.join(&format!("P{:02}", i + 2), &[Role::Member]).await;
        let pen = studio.case(&member, &[]).await;
        let (outbox, receipts, cut_off) = Default::default();
        let client = Client { pen, studio: studio.id, outbox, receipts, cut_off, kept_unheard: 0 };
        clients.push(tokio::spawn(client.work(told.clone())));
    }
    drop(told);

    let mut rng = ChaCha8Rng::seed_from_u64(std::process::id().into());
    let (mut shown, mut ready) = (HashMap::new(), Duration::ZERO);
    for _ in 0..kills {
        tell.send_replace(Some(address));
        sleep(Duration::from_micros(400_000 + rng.next_u64() % 400_000)).await;
        relay.kill().expect("it runs");
        tell.send_replace(None);
        let killed = Instant::now();
        relay = RelayProcess::start(&data, address.port()).expect("it starts again on what it left");
        assert_eq!(http::get(address, "/readyz").await.expect("it answers").status, 200);
        ready = ready.max(killed.elapsed());
        let found = fed(address, studio.id, &studio.founder.key).await.expect("it is fed");
        assert!(
            shown.iter().all(|(name, it)| found.get(name) == Some(it)),
            "what was fed once is there for good"
        );
        shown = found;
    }
    drop(tell);
    let mut done = Vec::new();
    for client in clients {
        done.push(client.await.expect("a client ends well"));
    }

    let found = fed(address, studio.id, &studio.founder.key).await.expect("it is fed");
    let mut receipts = 0;
    for client in &done {
        for (id, receipt) in &client.receipts {
            let name = (receipt.doc, receipt.device, receipt.n);
            assert_eq!(found.get(&name), Some(&(*id, receipt.position)), "a receipt was given for {name:?}");
            receipts += 1;
        }
    }
    let cut_off = |kill: usize| done.iter().filter_map(|it| it.cut_off.get(kill)).sum::<usize>();
    let in_flight: Vec<_> = (0..kills).map(cut_off).collect();
    let kept_unheard: usize = done.iter().map(|it| it.kept_unheard).sum();
    relay.kill().expect("it runs");
    let head = check_disk(&data, studio.id);
    let figures = format!(
        "{receipts} receipts, all found among {head} entries after {kills} kills; pushed and not answered at \
         each: {in_flight:?}, {kept_unheard} of them kept; ready again after {ready:?} at most; {:?}",
        began.elapsed()
    );
    assert!(ready <= READY_WITHIN, "it took {ready:?} to be ready again");
    assert!(receipts >= kills * RECEIPTS_MIN, "{receipts} receipts show too little");
    assert!(in_flight.iter().all(|it| *it > 0), "a kill met nobody: {in_flight:?}");
    figures
}
