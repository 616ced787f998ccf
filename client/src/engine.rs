//! The engine: a person's documents, keys, store and conversation with the relay, on one device. It knows no
//! browser: a [`Host`] gives it a disk, a link, a clock and somebody to tell.
//!
//! One input is handled to its end before the next begins, so "save, then send" is the order of two lines.
//!
//! - [`api`]: what a page and the engine say to each other
//! - [`tablet`]: who lives on this tablet; found, join, log in, unlock, lock
//! - `write`, `take`: a person's edits go out, other people's come in
//! - `pump`: the outbox, coalesced, to the relay; receipts back
//! - `records`: what a document is made of, as far as the engine asks
//! - `watch`: what screens are told
//! - `drafts`: what was typed and not handed in

pub mod api;
mod aside;
mod batch;
mod cards;
mod coalesce;
pub mod courier;
pub mod disk;
mod documents;
mod drafts;
pub mod enrol;
mod erase;
mod fork;
pub mod guard;
mod heal;
mod host;
mod keyring;
mod late;
mod news;
mod numbers;
mod once;
mod outbox;
mod pump;
mod recheck;
mod records;
mod removed;
mod rollcall;
pub mod session;
mod share;
pub mod store;
pub mod tablet;
mod take;
mod tend;
pub mod trouble;
mod views;
mod watch;
mod wishes;
mod write;

use std::collections::BTreeSet;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use shared::ids::{DeviceId, DocId};
use shared::roll::{Rights, Roll};
use shared::sync::{DeviceEvent, Talk, short};

use api::{Ask, Topic};
use cards::Cards;
use disk::DiskError;
use documents::{Care, Documents};
use guard::{Doing, Guard};
use keyring::Keyring;
use numbers::TempNo;
use outbox::Outbox;
use rollcall::RollTry;
use store::{Standing, Store};
use trouble::Failure;

pub(crate) use batch::record_roles;
pub use documents::{SetAside, Unfit};
pub use host::{Clock, Host, Link, PostError};
pub use records::Record;
pub use session::{AboutDevice, Session};

/// What an engine is given to handle.
#[derive(Debug, Clone)]
pub enum Input {
    /// A page wants something.
    Ask(u32, Box<Ask>),
    /// A page begins to be told of a topic.
    Watch(Topic),
    /// No longer.
    Unwatch(Topic),
    /// The socket is open.
    Up,
    /// The socket is closed.
    Down,
    /// A frame came.
    Frame(Vec<u8>),
    /// It is time: see [`Host::wake`].
    Tick,
    /// The network may be back: dial at once.
    Wake,
}

/// A bug that the simulation plants to see whether its checks bite. Never set outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlantedBug {
    /// Entries are sent before they are on the disk.
    SendBeforeSave,
    /// What was under way when the socket broke is believed to have arrived.
    LostOutbox,
    /// The cursor is saved before what the Feed brought.
    CursorAhead,
    /// What was still to be fetched is forgotten with the socket.
    BackfillDropped,
    /// What is sent is shown as kept, before the relay has said so.
    TickBeforeReceipt,
    /// An office device says what it has saved before it has.
    SavedBeforeSave,
    /// What somebody was shut out of goes before what is unsent of it was handed in.
    NarrowingBeforeHandIn,
}

/// What is left of an engine that was closed.
pub struct Parts {
    /// Who was at the tablet.
    pub session: Session,
    /// What was watched.
    pub topics: Vec<Topic>,
    /// What was asked and waited for the relay: it may be done or not.
    pub asks: Vec<u32>,
}

/// The engine of one person on one device, unlocked.
pub struct Engine<H: Host> {
    host: H,
    store: Store<H::Disk>,
    session: Session,
    roll: Roll,
    rights: Rights,
    keyring: Keyring,
    documents: Documents<H::Record>,
    cards: Cards,
    outbox: Outbox,
    talk: Talk,
    standing: Standing,
    /// Eight bytes of every Automerge actor of this start.
    start: [u8; 8],
    rng: ChaCha20Rng,
    contact: Contact,
    watch: watch::Watch,
    roll_try: Option<RollTry>,
    /// A new key of this device on its way, after a numbering fork.
    fork: Option<fork::Fork>,
    /// The documents that were erased for ever.
    erased: BTreeSet<DocId>,
    /// What somebody wants of the roll while the engine does something by itself.
    roll_next: Option<RollTry>,
    once: Option<once::Once>,
    tend: tend::Tend,
    /// Documents that this person was shut out of, until nothing of them is unsent.
    closed: BTreeSet<DocId>,
    /// The version of the vault on the disk.
    vault_version: u64,
    /// The number that the tablet drew for the next case.
    drawn: Option<TempNo>,
    /// The disk holds something else than the memory: only reading it again helps.
    is_stale: bool,
    planted: Option<PlantedBug>,
    guard: Guard,
    /// What was set aside and not told yet: the record, whose it is, why.
    to_tell: Vec<(DocId, DeviceId, api::Trouble)>,
}

/// What is known about the way to the relay.
#[derive(Debug, Clone, Copy, Default)]
struct Contact {
    is_up: bool,
    last_ms: Option<u64>,
    clock_ahead_ms: i64,
    tries: u32,
    dial_at_ms: u64,
    /// When what the relay could not keep is tried again, while healing.
    heal_again_ms: Option<u64>,
}

/// Dialling again waits so long, doubling, so that a relay that restarts is not met by every tablet at once.
const DIAL_MS: u64 = 500;
/// It never waits longer than this.
const DIAL_MAX_MS: u64 = 60_000;
/// An engine that was opened again dials after so long.
const HOLD_OFF_MS: u64 = 1_000;
/// A ping goes out after so long without a word, so that a dead socket is noticed.
const PING_MS: u64 = 20_000;

impl<H: Host> Engine<H> {
    /// Opens a person's records from the disk. The first input dials the relay.
    pub async fn open(host: H, disk: H::Disk, session: Session, seed: [u8; 32]) -> Result<Self, DiskError> {
        let store = Store::new(disk);
        let mut rng = ChaCha20Rng::from_seed(seed);
        let mut start = [0; 8];
        rng.fill_bytes(&mut start);
        let rows = store.entries(DocId::ZERO).await?;
        let outbox = Outbox::new(store.outbox().await?);
        let roll = rollcall::fold(session.studio, &rows, &outbox);
        let erased = erase::load(&roll, &rows);
        erase::wipe_rest(&store, &erased).await?;
        let mut keyring = Keyring::new(session.studio, session.person, &session.vault);
        keyring.learn_roll(&roll);
        let cards = Cards::open(store.cards().await?, &session.local_key());
        let standing = store.standing().await?;
        let wanted = store.wanted().await?;
        let closed = store.noted(removed::CLOSED).await?;
        let owed = store.noted(tend::OWED).await?;
        let vault_version = store.vault_version().await?;
        let talk = Talk::new(session.studio, session.about.office, standing.cursor, wanted);
        Ok(Self {
            host,
            store,
            session,
            roll,
            rights: Rights::default(),
            keyring,
            documents: Documents::default(),
            cards,
            outbox,
            talk,
            standing,
            start,
            rng,
            contact: Contact::default(),
            watch: watch::Watch::default(),
            roll_try: None,
            fork: None,
            erased,
            roll_next: None,
            once: None,
            tend: tend::Tend { docs: owed.clone(), owed, ..tend::Tend::default() },
            closed,
            vault_version,
            drawn: None,
            is_stale: false,
            planted: None,
            guard: Guard::default(),
            to_tell: Vec::new(),
        })
    }

    /// Closes the engine.
    pub fn into_parts(self) -> Parts {
        let rolls = [&self.roll_try, &self.roll_next].into_iter().flatten().filter_map(|it| it.ask);
        let asks = rolls.chain(self.once.as_ref().map(|it| it.ask)).collect();
        Parts { topics: self.watch.topics(), session: self.session, asks }
    }

    /// What made an engine of this tablet fail is not done again.
    pub fn beware(&mut self, guard: Guard) {
        self.guard = guard;
    }

    /// Plants a bug: for the simulation only.
    pub fn plant(&mut self, bug: PlantedBug) {
        self.planted = Some(bug);
    }

    /// Whether the memory no longer agrees with the disk, so that the engine must be opened again from it.
    pub fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// The engine was opened again because the disk took nothing: it lets a moment pass, so that a disk which stays
    /// full is not asked without end.
    pub fn hold_off(&mut self) {
        self.contact.dial_at_ms = self.host.now_ms() + HOLD_OFF_MS;
        self.keep_contact();
    }

    /// Who is at the tablet.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The place the engine runs in.
    pub fn host(&self) -> &H {
        &self.host
    }

    /// The version of the vault on the disk.
    pub fn vault_version(&self) -> u64 {
        self.vault_version
    }

    /// Whether the relay has welcomed this device.
    pub fn is_live(&self) -> bool {
        self.talk.is_live()
    }

    /// How many entries wait for the relay.
    pub fn outbox_len(&self) -> usize {
        self.outbox.len()
    }

    /// Whether everything is sent and fetched, and the log was read to this position, or as far as the relay told:
    /// a device that may read nothing new is told only now and then.
    pub fn is_up_to(&self, head: u64) -> bool {
        let is_near = self.talk.cursor().is_some_and(|at| at <= head);
        self.talk.is_live() && is_near && self.talk.wanted() == 0 && self.outbox.len() == 0
    }

    /// Whether the roll or somebody's name has changed since this was asked.
    pub fn take_people_changed(&mut self) -> bool {
        self.watch.take_people_changed()
    }

    /// Takes an input and does all that follows from it.
    pub async fn handle(&mut self, input: Input) {
        let outcome = match input {
            Input::Ask(id, ask) => {
                Box::pin(self.ask(id, *ask)).await;
                // an answer does not wait for what the relay is sent
                self.tell_watchers().await;
                Ok(())
            }
            Input::Watch(topic) => {
                self.watch.add(topic);
                Ok(())
            }
            Input::Unwatch(topic) => {
                self.watch.remove(&topic);
                Ok(())
            }
            Input::Up => {
                self.contact.is_up = true;
                self.converse(DeviceEvent::Up).await
            }
            Input::Down => self.down().await,
            Input::Frame(bytes) => Box::pin(self.frame(&bytes)).await,
            Input::Tick => Ok(()),
            Input::Wake => {
                self.contact.dial_at_ms = 0;
                self.contact.tries = 0;
                Ok(())
            }
        };
        if let Err(failure) = outcome {
            // what came was not saved, and whatever comes next may build on it
            self.is_stale |= matches!(failure, Failure::Disk(_));
            self.not_saved(&failure);
        }
        // what is seldom done does not make every input's future larger
        let tended = [
            Box::pin(self.heal_again()).await,
            Box::pin(self.clear_closed()).await,
            Box::pin(self.tend()).await,
        ];
        for done in tended.into_iter().chain([Box::pin(self.pump()).await]) {
            if let Err(failure) = done {
                self.not_saved(&failure);
            }
        }
        self.keep_contact();
        self.tell_watchers().await;
        Box::pin(self.tell_unread()).await;
        self.host.doing(None);
    }

    /// A document from memory or from the disk. None if there is nothing of it, or it is not all there yet.
    async fn load(&mut self, doc: DocId) -> Result<bool, DiskError> {
        if self.documents.get(doc).is_some() {
            return Ok(true);
        }
        if self.talk.wants(doc) || self.guard.is_closed(doc) {
            return Ok(false);
        }
        let rows = self.store.entries(doc).await?;
        if rows.is_empty() {
            return Ok(false);
        }
        self.host.doing(Some(Doing::Read(doc)));
        let mut bench = documents::Bench {
            device: self.session.device,
            roll: &self.roll,
            rights: &mut self.rights,
            keyring: &mut self.keyring,
            care: Care { guard: &self.guard, doing: &|at| self.host.doing(Some(at)) },
        };
        let (loaded, aside) = documents::Loaded::load(doc, &rows, true, &mut bench);
        self.host.doing(None);
        let traps: Vec<_> = aside.into_iter().filter(|(_, why)| *why == Unfit::Trap).collect();
        self.store
            .commit(traps.iter().map(|(entry, why)| store::put_aside(entry, &why.to_string())).collect())
            .await?;
        self.tell_aside(traps);
        self.documents.put(doc, loaded);
        Ok(true)
    }

    /// What a document that this person may read is made of, as far as it is here: for whoever compares.
    pub async fn record(&mut self, doc: DocId) -> Option<&H::Record> {
        if !self.load(doc).await.unwrap_or(false) {
            return None;
        }
        let may_read = self.rights.now(self.roll.now(), doc, self.session.person).is_some();
        self.documents.get(doc).filter(|_| may_read).map(|loaded| &loaded.document)
    }

    fn not_saved(&mut self, failure: &Failure) {
        self.watch.touch_sync();
        self.host.tell(api::ToPage::Told(api::Told::NotSaved(failure.trouble())));
    }

    async fn down(&mut self) -> Result<(), Failure> {
        self.contact.is_up = false;
        self.watch.touch_sync();
        if self.planted == Some(PlantedBug::LostOutbox) {
            self.forget_under_way().await?;
        }
        if self.planted == Some(PlantedBug::BackfillDropped) {
            self.forget_wanted().await?;
        }
        self.outbox.disconnected();
        self.fork = None;
        let wait = (DIAL_MS << self.contact.tries.min(10)).min(DIAL_MAX_MS);
        let jitter = self.rng.next_u64() % wait;
        self.contact.tries += 1;
        self.contact.dial_at_ms = self.host.now_ms() + wait / 2 + jitter / 2;
        self.converse(DeviceEvent::Down).await
    }

    /// Dials when it is time, pings when it is quiet, and asks to be woken for what comes next.
    fn keep_contact(&mut self) {
        let now = self.host.now_ms();
        let mut next = self.outbox.next_ready_ms();
        if !self.contact.is_up {
            // a clock that was turned back is no reason to wait for years
            if self.contact.dial_at_ms <= now || self.contact.dial_at_ms - now > DIAL_MAX_MS {
                self.contact.dial_at_ms = now + DIAL_MAX_MS;
                self.host.dial();
            }
            next = next.into_iter().chain([self.contact.dial_at_ms]).min();
        } else if self.talk.is_live() || self.talk.is_healing() {
            let quiet_at = self.contact.last_ms.unwrap_or(now).min(now) + PING_MS;
            if quiet_at <= now {
                self.contact.last_ms = Some(now);
                self.host.send(shared::sync::ToRelay::Ping.encode());
            }
            next = next.into_iter().chain([quiet_at.max(now + 1)]).chain(self.contact.heal_again_ms).min();
        }
        if let Some(at) = next {
            self.host.wake(at.max(now + 1));
        }
    }

    fn tip(&self) -> shared::sync::Short {
        short(&self.roll.tip().id.0)
    }
}
