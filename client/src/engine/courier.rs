//! The courier: carries what a locked person has not sent yet. It holds no key, so it can only hand in what lies
//! sealed on the tablet, and note the receipts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shared::entry::Entry;
use shared::ids::{DocId, StudioId};
use shared::sync::{DeviceEffect, DeviceEvent, Frames, Reason, Receipt, Short, Talk, ToDevice, ToRelay};

use super::disk::{Disk, DiskError};
use super::store::{self, Outgoing, Store};

/// A socket for one errand.
#[expect(async_fn_in_trait, reason = "the engine runs on one thread, natively as in the browser")]
pub trait Wire {
    /// Sends a frame.
    fn send(&self, frame: Vec<u8>);
    /// The next frame; none when the socket is closed.
    async fn receive(&self) -> Option<Vec<u8>>;
}

/// Hands in what lies in an outbox. Answers with how many entries are still there afterwards.
pub async fn deliver<D: Disk>(
    store: &Store<D>,
    studio: StudioId,
    wire: &impl Wire,
) -> Result<usize, DiskError> {
    let mut outbox = store.outbox().await?;
    outbox.retain(|_, row| row.refused.is_none());
    let mut talk = Talk::new(studio, false, None, Vec::new());
    talk.handle(DeviceEvent::Up);
    let mut refused: BTreeSet<DocId> = BTreeSet::new();
    while !outbox.is_empty() {
        let Some(bytes) = wire.receive().await else { break };
        let Ok(frame) = ToDevice::decode(&bytes) else { continue };
        for effect in talk.handle(DeviceEvent::Frame(frame)) {
            match effect {
                DeviceEffect::Greet(..) => wire.send(talk.hello(Short::default(), None).encode()),
                DeviceEffect::Live => push(store, &outbox, wire).await?,
                DeviceEffect::Receipts(receipts) => {
                    let done = noted(&outbox, &receipts);
                    let ops = done.iter().flat_map(|(seq, it)| {
                        let kept = store::put_kept(it.doc, it.device, it.n, it.position, it.kept_ms);
                        [kept, store::delete_outgoing(*seq)]
                    });
                    store.commit(ops.collect()).await?;
                    outbox.retain(|seq, _| !done.iter().any(|(it, _)| it == seq));
                }
                // what lies in the tray is out of this tablet's hands
                DeviceEffect::Held(it) => {
                    let own = store.own_device().await?;
                    let is_held =
                        |row: &Outgoing| own == Some(it.device) && row.doc == it.doc && row.n <= it.up_to;
                    let held = outbox.iter().filter(|(_, row)| is_held(row));
                    store.commit(held.map(|(seq, _)| store::delete_outgoing(*seq)).collect()).await?;
                    outbox.retain(|_, row| !is_held(row));
                }
                // its person is told at the next unlock, when it is refused again
                DeviceEffect::Refused(it) => {
                    refused.insert(it.doc);
                }
                DeviceEffect::Send(_)
                | DeviceEffect::SaveRows(..)
                | DeviceEffect::SaveFeed(..)
                | DeviceEffect::SaveGiven(..)
                | DeviceEffect::Reached(_)
                | DeviceEffect::Recheck(_)
                | DeviceEffect::Forget(_)
                | DeviceEffect::Number(_)
                | DeviceEffect::HandIn(_)
                | DeviceEffect::RollAgreed
                | DeviceEffect::Healed(..) => {}
            }
        }
        if outbox.values().all(|row| refused.contains(&row.doc)) {
            break;
        }
    }
    Ok(outbox.len())
}

/// Hands in one entry, such as the one that adds a device. None if the socket closed before the answer.
pub async fn hand_in(entry: &Entry, wire: &impl Wire) -> Option<Result<Receipt, Reason>> {
    let mut talk = Talk::new(entry.header.studio, false, None, Vec::new());
    talk.handle(DeviceEvent::Up);
    loop {
        let Ok(frame) = ToDevice::decode(&wire.receive().await?) else { continue };
        for effect in talk.handle(DeviceEvent::Frame(frame)) {
            match effect {
                DeviceEffect::Greet(..) => wire.send(talk.hello(Short::default(), None).encode()),
                DeviceEffect::Live => {
                    wire.send(ToRelay::Push(vec![entry.bytes().to_vec().into()]).encode());
                }
                DeviceEffect::Receipts(receipts) => {
                    let own = |it: &Receipt| it.device == entry.header.device && it.n == entry.header.n;
                    if let Some(receipt) = receipts.into_iter().find(own) {
                        return Some(Ok(receipt));
                    }
                }
                DeviceEffect::Refused(it) if it.id == entry.id => return Some(Err(it.reason)),
                DeviceEffect::Refused(_)
                | DeviceEffect::Held(_)
                | DeviceEffect::Send(_)
                | DeviceEffect::SaveRows(..)
                | DeviceEffect::SaveFeed(..)
                | DeviceEffect::SaveGiven(..)
                | DeviceEffect::Reached(_)
                | DeviceEffect::Recheck(_)
                | DeviceEffect::Forget(_)
                | DeviceEffect::Number(_)
                | DeviceEffect::HandIn(_)
                | DeviceEffect::RollAgreed
                | DeviceEffect::Healed(..) => {}
            }
        }
    }
}

/// Marks everything as left, then sends it.
async fn push<D: Disk>(
    store: &Store<D>,
    outbox: &BTreeMap<u64, Outgoing>,
    wire: &impl Wire,
) -> Result<(), DiskError> {
    let left = outbox.iter().map(|(seq, row)| store::put_outgoing(*seq, &Outgoing { left: true, ..*row }));
    store.commit(left.collect()).await?;
    let Some(device) = store.own_device().await? else { return Ok(()) };
    let mut frames = Frames::default();
    for row in outbox.values() {
        let Some(entry) = store.entry(row.doc, device, row.n).await? else { continue };
        frames.add(entry.bytes().to_vec());
    }
    frames.done().into_iter().for_each(|frame| wire.send(frame.encode()));
    Ok(())
}

fn noted(outbox: &BTreeMap<u64, Outgoing>, receipts: &[Receipt]) -> Vec<(u64, Receipt)> {
    let places: HashMap<_, _> = outbox.iter().map(|(seq, row)| ((row.doc, row.n), *seq)).collect();
    receipts.iter().filter_map(|it| Some((*places.get(&(it.doc, it.n))?, *it))).collect()
}
