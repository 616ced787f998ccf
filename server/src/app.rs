//! What every request and every socket shares.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use shared::sync::Short;

use crate::config::{Config, Limits};
use crate::door::{Names, Paces, Seats, Tries};
use crate::ledger::Ledger;
use crate::metrics::Metrics;
use crate::store::{Batch, Sqlite, Store, StoreError, Write};
use crate::studio::Studios;
use crate::system::{Clock, random};
use crate::writer::{Lasts, Space, Writer, WriterHandle};

/// A challenge that is not answered by then is forgotten.
const NONCE_MS: u64 = 60_000;
/// So many challenges are remembered at once.
const NONCES_MAX: usize = 10_000;

/// What every request and every socket shares.
pub(crate) struct App {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) studios: Arc<Studios>,
    pub(crate) writer: WriterHandle,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) space: Arc<Space>,
    pub(crate) limits: Limits,
    pub(crate) clock: Clock,
    pub(crate) origins: Vec<String>,
    /// Draws the salt that an unknown login name is answered with.
    pub(crate) secret: [u8; 32],
    nonces: Mutex<HashMap<[u8; 16], u64>>,
    pub(crate) proxies: Vec<IpAddr>,
    pub(crate) tries: Tries,
    pub(crate) names: Names,
    pub(crate) seats: Arc<Seats>,
    pub(crate) paces: Paces,
}

impl App {
    /// Opens the store, destroys what the ledger names and an old copy of the store brought back, and starts the
    /// writer.
    pub(crate) fn open(
        config: &Config,
        ledger: Ledger,
        origins: Vec<String>,
    ) -> Result<Arc<Self>, StoreError> {
        let (folder, limits, clock) = (&config.data, config.limits, config.clock);
        let store: Arc<dyn Store> = Arc::new(Sqlite::open(folder)?);
        erase_again(&*store, &ledger)?;
        let studios = Arc::new(Studios::load(&*store, &ledger)?);
        let space = Arc::new(Space::new(folder.to_owned(), limits.free_bytes));
        let metrics = Arc::new(Metrics::default());
        let writer = Writer {
            metrics: metrics.clone(),
            store: store.clone(),
            studios: studios.clone(),
            limits,
            clock,
            space: space.clone(),
            ledger,
            lasts: Lasts::default(),
            swept_ms: clock.now_ms(),
            ahead: HashSet::new(),
        };
        let secret = store.secret()?;
        Ok(Arc::new(Self {
            writer: WriterHandle::start(writer)?,
            metrics,
            store,
            studios,
            space,
            limits,
            clock,
            origins,
            secret,
            nonces: Mutex::default(),
            proxies: config.proxies.iter().map(IpAddr::to_canonical).collect(),
            tries: Tries::new(secret),
            names: Names::new(secret),
            seats: Seats::new(limits),
            paces: Paces::default(),
        }))
    }

    /// A token for the one-time founding link, if no studio was founded yet: the one before is good no more.
    pub(crate) fn founding_token(&self) -> Result<Option<String>, StoreError> {
        if !self.store.studios()?.is_empty() {
            return Ok(None);
        }
        let token: [u8; 16] = random();
        let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        let hash = hash_of(token.as_bytes());
        // nobody is served yet, so nobody else writes
        self.store.commit(&Batch { studios: Vec::new(), writes: vec![Write::Founding(Some(hash))] })?;
        Ok(Some(token))
    }

    /// Draws a challenge; none if too many are still to be answered.
    pub(crate) fn nonce(&self) -> Option<Short> {
        let nonce: [u8; 16] = random();
        let now = self.clock.now_ms();
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        if nonces.len() >= NONCES_MAX {
            nonces.retain(|_, until| *until > now);
        }
        let has_room = nonces.len() < NONCES_MAX;
        has_room.then(|| {
            nonces.insert(nonce, now + NONCE_MS);
            Short(nonce)
        })
    }

    /// Whether a challenge was drawn here, lately, and not answered before.
    pub(crate) fn spend_nonce(&self, nonce: Short) -> bool {
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        nonces.remove(&nonce.0).is_some_and(|until| until > self.clock.now_ms())
    }

    /// Whether a page of this origin may talk to the relay.
    pub(crate) fn knows_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|known| known == origin)
    }
}

/// What was erased once stays erased, whichever copy of the database lies here.
fn erase_again(store: &dyn Store, ledger: &Ledger) -> Result<(), StoreError> {
    let mut writes = Vec::new();
    for row in store.studios()? {
        let docs: Vec<_> = ledger.of(row.studio).collect();
        if !docs.is_empty() {
            writes.push(Write::Erase(row.studio, docs));
        }
    }
    if writes.is_empty() { Ok(()) } else { store.commit(&Batch { studios: Vec::new(), writes }) }
}

/// What the relay keeps of a secret that it only compares.
pub(crate) fn hash_of(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}
