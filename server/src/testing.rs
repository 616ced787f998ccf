//! A founded studio for tests of the inside, and a store that fails or waits when it is told to.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use shared::codec;
use shared::entry::{Entry, Header, Kind, RollPoint};
use shared::ids::{DocId, DocKind, EntryId, KeyName, PersonId, StudioId, TabletId};
use shared::keys::{BoxKey, Envelope, SignKey, Vault};
use shared::roll::{
    Epoch, Found, Give, GrantBody, Group, Introduction, MemberSecret, Recipient, Right, RollBody,
};

use crate::config::Limits;
use crate::ledger::Ledger;
use crate::metrics::Metrics;
use crate::store::*;
use crate::studio::{Studio, Studios};
use crate::system::rng;
use crate::writer::{Lasts, Signed, Space, Writer, WriterHandle};
use shared::api::LoginName;
use shared::ids::{DeviceId, DropName};
use shared::sync::{Last, Outcome, Reason, Receipt, RelayStudio, Short};
use tokio::sync::watch;

/// A folder that goes when the test ends.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("parlor-{name}-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A founder and what the founder writes.
pub(crate) struct Founder {
    pub(crate) studio: StudioId,
    pub(crate) person: PersonId,
    pub(crate) key: SignKey,
    pub(crate) tip: RollPoint,
}

impl Founder {
    /// A founder, and the entry that founds the studio.
    pub(crate) fn new() -> (Self, Entry) {
        let mut rng = rng();
        let (studio, person) = (StudioId::random(&mut rng), PersonId::random(&mut rng));
        let (vault, key) = (Vault::random(&mut rng), SignKey::random(&mut rng));
        let introduction = Introduction {
            studio,
            person,
            identity: vault.identity().public(),
            boxed: vault.box_key().public(),
            device: key.public(),
            tablet: TabletId::random(&mut rng),
            label: "P01".to_owned(),
            office: true,
            continues: None,
            signature: None,
        };
        let epochs = Group::ALL.map(|group| {
            let public = BoxKey::random(&mut rng).public();
            let secret = MemberSecret { epoch: public, person, envelope: Envelope(vec![1; 80].into()) };
            Epoch { group, public, secrets: vec![secret], before: None }
        });
        let found = Found { founder: introduction.sign(&vault.identity()), epochs: epochs.to_vec() };
        let mut founder = Self { studio, person, key, tip: RollPoint::default() };
        let entry = founder.entry(Kind::Roll, DocId::ZERO, 1, &codec::encode(&RollBody::Found(found)));
        founder.tip = RollPoint { id: entry.id, depth: 1 };
        (founder, entry)
    }

    pub(crate) fn entry(&self, kind: Kind, doc: DocId, n: u64, body: &[u8]) -> Entry {
        let header = Header {
            format: 1,
            studio: self.studio,
            doc,
            kind,
            key: KeyName::ZERO,
            device: self.key.public().device(),
            n,
            roll: self.tip,
            taken: EntryId::ZERO,
            written_ms: 1,
        };
        Entry::sign(&header, [n as u8; 24], body, &self.key).unwrap()
    }

    /// The first entry of a document.
    pub(crate) fn grant(&self, doc: DocId) -> Entry {
        let give = |to| Give {
            to,
            right: Right::Keep,
            sealed_to: BoxKey::random(&mut rng()).public(),
            envelope: Envelope(vec![2; 80].into()),
        };
        let gives = vec![give(Recipient::Person(self.person)), give(Recipient::Group(Group::Office))];
        let body = GrantBody {
            key: KeyName([3; 16]),
            gives,
            earlier: Vec::new().into(),
            takes: Vec::new(),
            on: EntryId::ZERO,
        };
        self.entry(Kind::Grant, doc, 1, &codec::encode(&body))
    }

    /// A later entry of a document; the relay does not look into it.
    pub(crate) fn change(&self, doc: DocId, n: u64) -> Entry {
        self.entry(Kind::Change, doc, n, &[4; 600])
    }
}

/// A name for a new case.
pub(crate) fn case() -> DocId {
    DocId::random(DocKind::Case, &mut rng())
}

/// What a [`Stubborn`] store does at a commit.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    #[default]
    Willing,
    Full,
    Failing,
    /// Nothing can be read either.
    Dead,
}

/// A store that fails when it is told to, and waits as long as somebody holds its gate.
pub(crate) struct Stubborn {
    pub(crate) inner: Sqlite,
    pub(crate) mood: Mutex<Mood>,
    pub(crate) gate: tokio::sync::Mutex<()>,
    /// How many commits have come as far as the gate.
    pub(crate) arrived: watch::Sender<u64>,
}

impl Store for Stubborn {
    fn studios(&self) -> Result<Vec<StudioRow>, StoreError> {
        if *self.mood.lock().unwrap() == Mood::Dead {
            return Err(StoreError::Damaged("a test says so"));
        }
        self.inner.studios()
    }
    fn rights(&self, studio: StudioId, each: &mut dyn FnMut(KeptEntry)) -> Result<(), StoreError> {
        self.inner.rights(studio, each)
    }
    fn hash_at(&self, studio: StudioId, position: u64) -> Result<Option<Short>, StoreError> {
        self.inner.hash_at(studio, position)
    }
    fn log(&self, studio: StudioId, after: u64, bytes: usize) -> Result<Page, StoreError> {
        self.inner.log(studio, after, bytes)
    }
    fn doc(&self, studio: StudioId, doc: DocId, after: u64, bytes: usize) -> Result<Page, StoreError> {
        self.inner.doc(studio, doc, after, bytes)
    }
    fn docs(&self, studio: StudioId) -> Result<Vec<(DocId, u64)>, StoreError> {
        self.inner.docs(studio)
    }
    fn numbers(
        &self,
        studio: StudioId,
        after: Option<DocId>,
        up_to: Option<DocId>,
        about: usize,
    ) -> Result<(Vec<Receipt>, Option<DocId>), StoreError> {
        self.inner.numbers(studio, after, up_to, about)
    }
    fn last(&self, studio: StudioId, doc: DocId, device: DeviceId) -> Result<Option<Last>, StoreError> {
        self.inner.last(studio, doc, device)
    }
    fn kept(
        &self,
        studio: StudioId,
        doc: DocId,
        device: DeviceId,
        n: u64,
    ) -> Result<Option<(EntryId, Receipt)>, StoreError> {
        self.inner.kept(studio, doc, device, n)
    }
    fn tray_last(&self, studio: StudioId, doc: DocId, device: DeviceId) -> Result<Option<Last>, StoreError> {
        self.inner.tray_last(studio, doc, device)
    }
    fn tray_entry(
        &self,
        studio: StudioId,
        doc: DocId,
        device: DeviceId,
        n: u64,
    ) -> Result<Option<EntryId>, StoreError> {
        self.inner.tray_entry(studio, doc, device, n)
    }
    fn tray(
        &self,
        studio: StudioId,
        after: (DocId, DeviceId, u64),
        bytes: usize,
    ) -> Result<(Vec<TrayRow>, bool), StoreError> {
        self.inner.tray(studio, after, bytes)
    }
    fn tray_size(&self, studio: StudioId, device: DeviceId) -> Result<TraySize, StoreError> {
        self.inner.tray_size(studio, device)
    }
    fn person_by_login(&self, login: &LoginName) -> Result<Option<PersonRow>, StoreError> {
        self.inner.person_by_login(login)
    }
    fn person_by_sheet(&self, sheet: DropName) -> Result<Option<PersonRow>, StoreError> {
        self.inner.person_by_sheet(sheet)
    }
    fn person(&self, studio: StudioId, person: PersonId) -> Result<Option<PersonRow>, StoreError> {
        self.inner.person(studio, person)
    }
    fn invitation(&self, name: DropName) -> Result<Option<DropRow>, StoreError> {
        self.inner.invitation(name)
    }
    fn drops(&self, studio: StudioId) -> Result<u64, StoreError> {
        self.inner.drops(studio)
    }
    fn session(&self, hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        self.inner.session(hash)
    }
    fn number(&self, studio: StudioId, series: &[u8; 16]) -> Result<u64, StoreError> {
        self.inner.number(studio, series)
    }
    fn founding(&self) -> Result<Option<[u8; 32]>, StoreError> {
        self.inner.founding()
    }
    fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.inner.secret()
    }
    fn try_writing(&self) -> Result<(), StoreError> {
        match *self.mood.lock().unwrap() {
            Mood::Willing => self.inner.try_writing(),
            Mood::Full => Err(StoreError::Full),
            Mood::Failing | Mood::Dead => Err(StoreError::Damaged("a test says so")),
        }
    }
    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        self.arrived.send_modify(|commits| *commits += 1);
        drop(self.gate.blocking_lock());
        match *self.mood.lock().unwrap() {
            Mood::Willing => self.inner.commit(batch),
            Mood::Full => Err(StoreError::Full),
            Mood::Failing | Mood::Dead => Err(StoreError::Damaged("a test says so")),
        }
    }
}

/// A writer at work for one founded studio.
pub(crate) struct Bench {
    pub(crate) store: Arc<Stubborn>,
    pub(crate) studio: Arc<Studio>,
    pub(crate) writer: WriterHandle,
    pub(crate) founder: Founder,
    pub(crate) founding: Entry,
    pub(crate) folder: Folder,
}

impl Bench {
    pub(crate) fn new(limits: Limits) -> Self {
        let folder = Folder::new("bench");
        let store = Arc::new(Stubborn {
            inner: Sqlite::open(&folder.0).unwrap(),
            mood: Mutex::default(),
            gate: tokio::sync::Mutex::default(),
            arrived: watch::Sender::new(0),
        });
        let (founder, founding) = Founder::new();
        let begin = Batch { studios: Vec::new(), writes: vec![Write::Found(founder.studio)] };
        store.inner.commit(&begin).unwrap();
        let studios = Arc::new(Studios::default());
        let studio = Studio::new(RelayStudio::new(founder.studio), 0);
        studios.add(studio.clone());
        let writer = Writer {
            store: store.clone(),
            studios,
            metrics: Arc::new(Metrics::default()),
            limits,
            clock: Default::default(),
            space: Arc::new(Space::new(folder.0.clone(), 0)),
            ledger: Ledger::open(&folder.0).unwrap(),
            lasts: Lasts::default(),
            swept_ms: u64::MAX,
            ahead: Default::default(),
        };
        let writer = WriterHandle::start(writer).unwrap();
        Self { store, studio, writer, founder, founding, folder }
    }

    /// Lets a push go on until its commit waits at the gate, which somebody must hold. The push must not end before.
    pub(crate) async fn until_it_waits<T>(&self, push: &mut (impl Future<Output = T> + Unpin)) {
        let mut arrived = self.store.arrived.subscribe();
        tokio::select! {
            _ = push => panic!("a receipt came before the commit"),
            arrived = arrived.changed() => arrived.expect("the store is there"),
        }
    }

    /// Pushes entries and waits for what becomes of them: a position, or why not.
    pub(crate) async fn push(&self, entries: Vec<Entry>) -> Vec<Result<u64, Reason>> {
        let entries = entries.into_iter().map(Signed::pushed).collect();
        let outcomes = self.writer.push(self.studio.clone(), entries).await.unwrap().await.unwrap();
        outcomes.iter().map(said).collect()
    }
}

/// The position of what lies in a tray: it has none.
pub(crate) const HELD: u64 = 0;

/// A position, or why not.
pub(crate) fn said(outcome: &Outcome) -> Result<u64, Reason> {
    match outcome {
        Outcome::Kept(receipt) => Ok(receipt.position),
        Outcome::Refused(refused) => Err(refused.reason),
        Outcome::Held(_) => Ok(HELD),
    }
}
