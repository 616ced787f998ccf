//! Signatures are checked before the one writer sees an entry, on every core there is, while the writer brings what
//! came before to the disk.

use std::thread;

use shared::entry::Entry;
use shared::keys::VerifyKey;
use shared::sync::Hand;
use tokio::task::spawn_blocking;

use super::Ended;
use crate::studio::Studio;
use crate::writer::Signed;

/// So many entries are checked on the spot: it takes less than to wake another thread for them and be waked.
const FEW: usize = 8;

type Unchecked = (Entry, Option<VerifyKey>);

/// Says of each entry whether the device that it names signed it, in the order in which they came.
pub(super) async fn check(studio: &Studio, entries: Vec<Entry>, hand: Hand) -> Result<Vec<Signed>, Ended> {
    let mut unchecked: Vec<Unchecked> = {
        let state = studio.state.read().await;
        let key = |entry: &Entry| state.roll.device(entry.header.device).map(|device| device.key);
        entries.into_iter().map(|entry| (key(&entry), entry)).map(|(key, entry)| (entry, key)).collect()
    };
    if unchecked.len() <= FEW {
        return Ok(check_all(unchecked, hand));
    }
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = unchecked.len().div_ceil(cores);
    let mut shares = Vec::with_capacity(cores);
    while !unchecked.is_empty() {
        let rest = unchecked.split_off(share.min(unchecked.len()));
        let part = std::mem::replace(&mut unchecked, rest);
        shares.push(spawn_blocking(move || check_all(part, hand)));
    }
    let mut signed = Vec::new();
    for share in shares {
        // a thread that ends without an answer has stopped with the relay
        signed.extend(share.await.map_err(|_| Ended)?);
    }
    Ok(signed)
}

fn check_all(unchecked: Vec<Unchecked>, hand: Hand) -> Vec<Signed> {
    let check = |(entry, key): Unchecked| {
        let is_signed = key.is_some_and(|key| entry.verify(&key).is_ok());
        Signed { entry, is_signed, hand }
    };
    unchecked.into_iter().map(check).collect()
}
