//! Does a receipt survive `kill -9`? Twenty clients push to the real relay, which is killed again and again in the
//! middle of it; whatever it gave a receipt for is there afterwards, at the same place.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use server::store::{Sqlite, Store};
use shared::entry::Entry;
use shared::ids::{DeviceId, DocId, EntryId, StudioId};
use shared::keys::SignKey;
use shared::roll::Role;
use shared::sync::{Receipt, RelayStudio, ToDevice};
use tests::Scratch;
use tests::relay::process::RelayProcess;
use tests::relay::socket::{Said, Socket};
use tests::relay::studio::{Pen, Studio};
use tokio::sync::watch;
use tokio::time::sleep;

const CLIENTS: usize = 20;
const KILLS: usize = 10;
const RECEIPTS_MIN: usize = 2000;
/// Entries that a client has on the way at once.
const IN_FLIGHT: usize = 8;

type Name = (DocId, DeviceId, u64);

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

/// The whole log as a device of the office is fed it, from its beginning; the office's own entries are not.
async fn fed(address: SocketAddr, studio: StudioId, office: &SignKey) -> HashMap<Name, (EntryId, u64)> {
    let (mut socket, welcome) =
        Socket::greet(address, studio, Some(office), Some(0)).await.expect("it is let in");
    let mut found = HashMap::new();
    loop {
        let Said::Frame(ToDevice::Feed(kept, up_to, hash)) = socket.next().await.expect("it is fed") else {
            continue;
        };
        for kept in kept {
            let entry = Entry::decode(Vec::from(kept.entry)).expect("an entry");
            let name = (entry.header.doc, entry.header.device, entry.header.n);
            assert!(found.insert(name, (entry.id, kept.position)).is_none(), "{name:?} is there twice");
        }
        if up_to >= welcome.head {
            assert_eq!((up_to, hash), (welcome.head, welcome.log_hash));
            return found;
        }
    }
}

/// What lies on the disk is whole: every page of the database, every entry, and the chain of hashes over them.
fn check_disk(data: &Path, studio: StudioId) -> u64 {
    let store = Sqlite::open(data).expect("nobody else uses it");
    store.check().expect("the integrity check is clean");
    let row = store.studios().expect("it can be read").remove(0);
    let (mut position, mut hash) = (0, [0; 32]);
    loop {
        let page = store.log(studio, position, 4 << 20).expect("it can be read");
        for (at, _, entry) in &page.entries {
            assert_eq!(*at, position + 1, "a position is missing");
            position = *at;
            hash = RelayStudio::hash_after(hash, entry.id);
        }
        if !page.more {
            break;
        }
    }
    assert_eq!((row.head, row.log_hash), (position, hash));
    position
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_receipt_survives_ten_kills_under_twenty_pushing_clients() {
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
    let mut shown = HashMap::new();
    for _ in 0..KILLS {
        tell.send_replace(Some(address));
        sleep(Duration::from_micros(400_000 + rng.next_u64() % 400_000)).await;
        relay.kill().expect("it runs");
        tell.send_replace(None);
        relay = RelayProcess::start(&data, address.port()).expect("it starts again on what it left");
        let found = fed(address, studio.id, &studio.founder.key).await;
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

    let found = fed(address, studio.id, &studio.founder.key).await;
    let mut receipts = 0;
    for client in &done {
        for (id, receipt) in &client.receipts {
            let name = (receipt.doc, receipt.device, receipt.n);
            assert_eq!(found.get(&name), Some(&(*id, receipt.position)), "a receipt was given for {name:?}");
            receipts += 1;
        }
    }
    let cut_off = |kill: usize| done.iter().filter_map(|it| it.cut_off.get(kill)).sum::<usize>();
    let in_flight: Vec<_> = (0..KILLS).map(cut_off).collect();
    let kept_unheard: usize = done.iter().map(|it| it.kept_unheard).sum();
    relay.kill().expect("it runs");
    let head = check_disk(&data, studio.id);
    println!(
        "{receipts} receipts, all found among {head} entries after {KILLS} kills; pushed and not answered at \
         each: {in_flight:?}, {kept_unheard} of them kept; {:?}",
        began.elapsed()
    );
    assert!(receipts >= RECEIPTS_MIN, "{receipts} receipts show too little");
    assert!(in_flight.iter().all(|it| *it > 0), "a kill met nobody: {in_flight:?}");
}
