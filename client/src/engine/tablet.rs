//! A tablet: who lives on it, who has unlocked it, and how somebody comes to live on it. One disk for each person
//! and studio, and one for the tablet itself.

mod door;
mod enter;
mod renew;

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use shared::codec::{self, Bytes};
use shared::ids::{PersonId, StudioId, TabletId};
use shared::keys::{Salt, SealedVault, Stretched, WeakPassphrase};
use shared::roll::Role;

use super::api::{Answer, Ask, DoorView, Me, Room, Tile, ToEngine, ToPage, Topic, View};
use super::courier;
use super::courier::Wire;
use super::disk::{Disk, DiskError, Op, Shelf, Table};
use super::guard::{Doing, Guard};
use super::session::{DEVICE, Session, VAULT};
use super::store::{self, Store};
use super::trouble::Failure;
use super::{Engine, Host, Input, Parts};

/// The name of the tablet's own disk.
const TABLET: &str = "tablet";
const TABLET_ID: &[u8] = b"id";
const TILE: &[u8] = b"tile ";
const DRAWN: &[u8] = b"drawn";
/// Whoever has left, until the relay has heard of it.
const LEFT: &[u8] = b"left ";

/// The place a tablet runs in: its shelf of disks, and what the engine of whoever unlocks it needs.
#[expect(async_fn_in_trait, reason = "the engine runs on one thread, natively as in the browser")]
pub trait Surroundings {
    /// The disks.
    type Shelf: Shelf;
    /// What an engine is given.
    type Host: Host<Disk = <Self::Shelf as Shelf>::Disk> + Clone;
    /// A socket for one errand.
    type Wire: Wire;

    /// The disks.
    fn shelf(&self) -> &Self::Shelf;
    /// What an engine is given.
    fn host(&self) -> Self::Host;
    /// 32 bytes that nobody can guess.
    fn seed(&self) -> [u8; 32];
    /// Opens a socket for one errand; none without a network.
    async fn wire(&self) -> Option<Self::Wire>;
    /// Stretches a passphrase where its 64 MiB can be given back: in the browser, a worker that ends afterwards.
    async fn stretch(&self, passphrase: String, salt: Salt) -> Result<Stretched, WeakPassphrase>;
    /// How much room there is.
    async fn room(&self) -> Room;
}

/// Somebody who lives on the tablet, as the tablet's own disk says: shown before anybody has unlocked it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct TileFile {
    #[n(0)]
    studio: StudioId,
    #[n(1)]
    person: PersonId,
    #[n(2)]
    studio_name: String,
    #[n(3)]
    name: String,
    #[n(4)]
    roles: Vec<Role>,
    #[n(5)]
    label: String,
}

/// A tablet.
pub struct Tablet<S: Surroundings> {
    around: S,
    disk: <S::Shelf as Shelf>::Disk,
    id: TabletId,
    tiles: Vec<TileFile>,
    /// What is known of somebody who is about to enter, until the studio's page has come.
    announced: Option<TileFile>,
    engine: Option<Engine<S::Host>>,
    rng: ChaCha20Rng,
    watches_door: bool,
    /// Who was wiped from here, by name.
    wiped: Vec<String>,
    guard: Guard,
    /// Who has left, without the relay having heard of it.
    left: BTreeSet<PersonId>,
}

impl<S: Surroundings> Tablet<S> {
    /// Reads who lives on the tablet.
    pub async fn open(around: S) -> Result<Self, DiskError> {
        let mut rng = ChaCha20Rng::from_seed(around.seed());
        let disk = around.shelf().open(TABLET).await?;
        let known = disk.get(Table::Meta, TABLET_ID).await?.and_then(|bytes| codec::decode(&bytes));
        let id = match known {
            Some(id) => id,
            None => {
                let id = TabletId::random(&mut rng);
                disk.commit(vec![store::put_meta(TABLET_ID, &id)]).await?;
                id
            }
        };
        let tiles = disk.scan(Table::Meta, TILE).await?;
        let left = disk.scan(Table::Meta, LEFT).await?;
        let tiles = tiles.into_iter().filter_map(|(_, bytes)| codec::decode(&bytes)).collect();
        let guard = Guard::read(&disk).await?;
        Ok(Self {
            around,
            disk,
            id,
            tiles,
            announced: None,
            engine: None,
            rng,
            watches_door: false,
            wiped: Vec::new(),
            guard,
            left: left.into_iter().filter_map(|(_, bytes)| codec::decode(&bytes)).collect(),
        })
    }

    /// The place the tablet runs in.
    pub fn surroundings(&self) -> &S {
        &self.around
    }

    /// The engine of whoever has unlocked the tablet.
    pub fn engine(&mut self) -> Option<&mut Engine<S::Host>> {
        self.engine.as_mut()
    }

    /// A page wants something.
    pub async fn page(&mut self, frame: ToEngine) {
        match frame {
            ToEngine::Ask(id, ask) => Box::pin(self.ask(id, *ask)).await,
            ToEngine::Watch(Topic::Door) => {
                self.watches_door = true;
                self.tell_door().await;
            }
            ToEngine::Unwatch(Topic::Door) => self.watches_door = false,
            ToEngine::Watch(topic) => self.input(Input::Watch(topic)).await,
            ToEngine::Unwatch(topic) => self.input(Input::Unwatch(topic)).await,
            ToEngine::Wake => self.input(Input::Wake).await,
            ToEngine::Failed(at) => self.beware(at).await,
        }
    }

    /// Hands an input to the engine of whoever has unlocked the tablet.
    pub async fn input(&mut self, input: Input) {
        let Some(engine) = &mut self.engine else { return };
        let before = engine.outbox_len();
        let is_contact = matches!(input, Input::Up);
        // an engine's futures are deep: they lie on the heap
        Box::pin(engine.handle(input)).await;
        let is_stale = engine.is_stale();
        if is_contact && !self.left.is_empty() {
            self.end_sessions().await;
        }
        let Some(engine) = &mut self.engine else { return };
        if engine.outbox_len() != before || engine.take_people_changed() {
            self.refresh_tile().await;
            self.tell_door().await;
        }
        if is_stale {
            self.reopen().await;
        }
        if self.engine.as_ref().is_some_and(Engine::is_dismissed) {
            self.wipe().await;
        }
    }

    async fn ask(&mut self, id: u32, ask: Ask) {
        let answer = match ask {
            Ask::Found(new) => self.found(new).await,
            Ask::OpenInvitation(code) => self.open_invitation(&code).await,
            Ask::Join(new) => self.join(new).await.map(|()| Answer::Done),
            Ask::LogIn(login) => self.log_in(login).await.map(|()| Answer::Done),
            Ask::Recover(recover) => self.recover(recover).await.map(|()| Answer::Done),
            Ask::Unlock(studio, person, passphrase) => {
                self.unlock(studio, person, passphrase).await.map(|()| Answer::Done)
            }
            Ask::Resume(resume) => self.resume(&resume).await.map(|()| Answer::Done),
            Ask::Lock => {
                self.lock().await;
                Ok(Answer::Done)
            }
            Ask::LogOut => self.log_out().await.map(|()| Answer::Done),
            Ask::ChangePassphrase(old, new) => self.change_passphrase(old, new).await.map(|()| Answer::Done),
            Ask::Room => Ok(Answer::Room(self.around.room().await)),
            Ask::Write(..)
            | Ask::HandIn(..)
            | Ask::NewCase(..)
            | Ask::Share(..)
            | Ask::Invite(_)
            | Ask::Erase(_)
            | Ask::Retry
            | Ask::KeepDraft(..)
            | Ask::RemovePerson(_)
            | Ask::RemoveDevice(_)
            | Ask::SetRoles(..)
            | Ask::Unshare(..)
            | Ask::Past(_)
            | Ask::Tray
            | Ask::Adopt(..)
            | Ask::Dismiss(..) => match self.prepare(&ask).await {
                Ok(()) => return self.input(Input::Ask(id, Box::new(ask))).await,
                Err(failure) => Err(failure),
            },
        };
        let answer = answer.unwrap_or_else(|failure| Answer::Trouble(failure.trouble()));
        self.tell_door().await;
        self.around.host().tell(ToPage::Answer(id, answer));
    }

    /// What an ask of the open engine needs of the tablet: a case is numbered in one row with those of everybody who
    /// shares the tablet. The number is on the tablet's disk before it is used, so that it may be missing but never
    /// stand twice.
    async fn prepare(&mut self, ask: &Ask) -> Result<(), Failure> {
        let engine = self.engine.as_mut().ok_or(Failure::Locked)?;
        if let Ask::NewCase(..) = ask {
            let last = self.disk.get(Table::Meta, DRAWN).await?.and_then(|bytes| codec::decode(&bytes));
            let drawn = engine.draw(last.as_ref());
            self.disk.commit(vec![store::put_meta(DRAWN, &drawn)]).await?;
        }
        Ok(())
    }

    /// The engine before this one failed at something.
    async fn beware(&mut self, at: Doing) {
        let noted = self.guard.failed(at);
        // What cannot be noted is still known until this engine ends.
        let _ = self.disk.commit(vec![noted]).await;
        if let Some(engine) = &mut self.engine {
            engine.beware(self.guard.clone());
        }
    }

    /// Closes the records of whoever has unlocked the tablet. What is unsent is an errand from now on.
    pub async fn lock(&mut self) {
        self.refresh_tile().await;
        self.engine = None;
        self.tell_door().await;
    }

    /// What locked people have not sent yet, to be carried beside the engine. Whoever comes in at the door calls the
    /// couriers back first.
    pub async fn errands(&self) -> Vec<Errand<<S::Shelf as Shelf>::Disk>> {
        let open = self.engine.as_ref().map(|engine| (engine.session().studio, engine.session().person));
        let mut errands = Vec::new();
        for tile in self.tiles.iter().filter(|it| Some((it.studio, it.person)) != open) {
            let Ok(disk) = self.around.shelf().open(&disk_name(tile.studio, tile.person)).await else {
                continue;
            };
            let store = Store::new(disk);
            let waiting = store.outbox().await.map_or(0, |outbox| outbox.len());
            if waiting > 0 {
                errands.push(Errand { studio: tile.studio, store, waiting });
            }
        }
        errands
    }

    /// A courier has come back: what is shown at the door may have changed.
    pub async fn delivered(&mut self) {
        self.tell_door().await;
    }

    /// The memory of the engine no longer agrees with the disk: it is read again.
    async fn reopen(&mut self) {
        let Some(engine) = self.engine.take() else { return };
        let Parts { session, topics, asks } = engine.into_parts();
        for ask in asks {
            let trouble = Failure::Interrupted.trouble();
            self.around.host().tell(ToPage::Answer(ask, Answer::Trouble(trouble)));
        }
        let (studio, person) = (session.studio, session.person);
        let Ok(disk) = self.around.shelf().open(&disk_name(studio, person)).await else { return };
        if let Ok(mut engine) = Engine::open(self.around.host(), disk, session, self.around.seed()).await {
            engine.hold_off();
            engine.beware(self.guard.clone());
            for topic in topics {
                engine.handle(Input::Watch(topic)).await;
            }
            self.engine = Some(engine);
        }
    }
}

/// What one locked person has not sent yet, to be carried without their keys.
pub struct Errand<D: Disk> {
    studio: StudioId,
    store: Store<D>,
    waiting: usize,
}

impl<D: Disk> Errand<D> {
    /// Carries it. Answers with how many entries are still unsent. May be broken off at any moment: what was sent and
    /// not heard of is sent again, and the relay knows it.
    pub async fn run<S: Surroundings>(&self, around: &S) -> usize {
        match around.wire().await {
            Some(wire) => courier::deliver(&self.store, self.studio, &wire).await.unwrap_or(self.waiting),
            None => self.waiting,
        }
    }
}

/// The name of a person's disk.
fn disk_name(studio: StudioId, person: PersonId) -> String {
    format!("{studio}-{person}")
}
