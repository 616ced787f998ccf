//! One studio as it stands in memory: what its log folds to, and the newest piece of the log itself.

mod ring;

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError, RwLock};

use shared::codec;
use shared::entry::Kind;
use shared::ids::StudioId;
use shared::roll::{BadRoll, GrantBody};
use shared::sync::RelayStudio;
use tokio::sync::{RwLock as AsyncRwLock, watch};

use crate::ledger::Ledger;
use crate::store::{KeptEntry, Store, StoreError, StudioRow};

pub(crate) use ring::Ring;

/// One studio. Sockets read it, the writer changes it.
pub(crate) struct Studio {
    pub(crate) id: StudioId,
    /// What the log folds to. The writer holds it from judging to committing when a batch changes rights, so nobody
    /// acts on a right that is not on the disk.
    pub(crate) state: AsyncRwLock<RelayStudio>,
    /// The newest entries.
    pub(crate) ring: RwLock<Ring>,
    /// How many bytes the entries have.
    pub(crate) bytes: AtomicU64,
    /// Wakes the sockets: the head, or what the office has reached, has moved.
    pub(crate) moved: watch::Sender<()>,
}

impl Studio {
    /// A studio as it stands on the disk.
    pub(crate) fn new(state: RelayStudio, bytes: u64) -> Arc<Self> {
        Arc::new(Self {
            id: state.roll.studio(),
            ring: RwLock::new(Ring::new(state.head)),
            state: AsyncRwLock::new(state),
            bytes: AtomicU64::new(bytes),
            moved: watch::Sender::new(()),
        })
    }

    /// An office device has saved everything up to a position. Not written by itself: the next batch carries it,
    /// and what is forgotten in between is said again by the device.
    pub(crate) async fn reach(&self, position: u64) {
        let mut state = self.state.write().await;
        state.reached = state.reached.max(position);
        drop(state);
        self.moved.send_replace(());
    }
}

/// Folds a studio from its log. Only what says who may do what is read.
pub(crate) fn load(store: &dyn Store, row: &StudioRow, ledger: &Ledger) -> Result<RelayStudio, StoreError> {
    let mut state = RelayStudio::new(row.studio);
    state.erase(ledger.of(row.studio));
    let mut damaged = None;
    store.rights(row.studio, &mut |kept| {
        if damaged.is_none() {
            damaged = fold(&mut state, &kept).err();
        }
    })?;
    if let Some(damaged) = damaged {
        return Err(damaged);
    }
    state.commit(row.head, row.log_hash);
    state.reached = row.reached;
    Ok(state)
}

fn fold(state: &mut RelayStudio, (position, _, entry): &KeptEntry) -> Result<(), StoreError> {
    if entry.header.kind == Kind::Roll {
        let taken = match state.roll.take(entry) {
            Err(BadRoll::NotNext) => state.roll.stray(entry),
            taken => taken.map(drop),
        };
        return taken.map_err(|_| StoreError::Damaged("its roll does not hold together"));
    }
    let grant: GrantBody =
        codec::decode(entry.body()).ok_or(StoreError::Damaged("a grant in it cannot be read"))?;
    state.rights.fold(entry, &grant, *position);
    Ok(())
}

/// Every studio of the relay.
#[derive(Default)]
pub(crate) struct Studios(RwLock<HashMap<StudioId, Arc<Studio>>>);

impl Studios {
    /// Loads every studio.
    pub(crate) fn load(store: &dyn Store, ledger: &Ledger) -> Result<Self, StoreError> {
        let studios = Self::default();
        for row in store.studios()? {
            studios.add(Studio::new(load(store, &row, ledger)?, row.bytes));
        }
        Ok(studios)
    }

    /// A studio by its name.
    pub(crate) fn get(&self, id: StudioId) -> Option<Arc<Studio>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// A studio begins.
    pub(crate) fn add(&self, studio: Arc<Studio>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(studio.id, studio);
    }
}
