//! One batch: judge, one transaction, then the receipts.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use shared::ids::StudioId;
use shared::sync::{Outcome, Reason, Refused};

use super::{Judging, Push, Writer};
use crate::store::{Batch, NewEntry, StoreError, StudioRow, StudioWrite};
use crate::studio::{self, Studio};
use crate::system::now_ms;

/// Keeps what may be kept of what several sockets pushed.
pub(super) fn keep(writer: &mut Writer, pushes: Vec<Push>) {
    let mut studios: BTreeMap<StudioId, Vec<Push>> = BTreeMap::new();
    for push in pushes {
        studios.entry(push.studio.id).or_default().push(push);
    }
    for (_, pushes) in studios {
        let Some(studio) = pushes.first().map(|push| push.studio.clone()) else { continue };
        let outcomes = judge_and_keep(writer, &studio, &pushes);
        let outcomes = outcomes.unwrap_or_else(|error| {
            tracing::error!("a batch was not kept: {error}");
            let reason = if matches!(error, StoreError::Full) { Reason::Disk } else { Reason::Quota };
            pushes.iter().map(|push| refuse_all(push, reason)).collect()
        });
        for (push, outcomes) in pushes.into_iter().zip(outcomes) {
            // Whoever pushed may have hung up: the entries are kept all the same.
            let _ = push.answer.send(outcomes);
        }
        studio.moved.send_replace(());
    }
}

fn refuse_all(push: &Push, reason: Reason) -> Vec<Outcome> {
    let refuse = |entry: &shared::entry::Entry| Refused::of(&entry.header, entry.id, reason, entry.header.n);
    push.entries.iter().map(|it| Outcome::Refused(refuse(&it.entry))).collect()
}

fn judge_and_keep(
    writer: &mut Writer,
    studio: &Arc<Studio>,
    pushes: &[Push],
) -> Result<Vec<Vec<Outcome>>, StoreError> {
    if writer.space.is_short() {
        return Err(StoreError::Full);
    }
    let bytes = studio.bytes.load(Ordering::Relaxed);
    let more: usize = pushes.iter().flat_map(|push| &push.entries).map(|it| it.entry.bytes().len()).sum();
    if bytes + more as u64 > writer.limits.studio_bytes {
        return Ok(pushes.iter().map(|push| refuse_all(push, Reason::Quota)).collect());
    }
    let store = writer.store.clone();
    let mut state = studio.state.blocking_write();
    let mut judging = Judging::new(&*store, &mut state, &mut writer.lasts, now_ms());
    let judged: Result<Vec<Vec<Outcome>>, StoreError> =
        pushes.iter().map(|push| push.entries.iter().map(|it| judging.take(it)).collect()).collect();
    let (head, log_hash) = (judging.head(), judging.log_hash);
    let new = std::mem::take(&mut judging.new);
    let bytes = bytes + new.iter().map(|it| it.entry.bytes().len() as u64).sum::<u64>();
    let row = StudioRow { studio: studio.id, head, log_hash, reached: state.reached, bytes };
    let kept = judged.and_then(|outcomes| {
        let write = StudioWrite { row: row.clone(), entries: new.clone() };
        if !new.is_empty() {
            store.commit(&Batch { studios: vec![write], writes: Vec::new() })?;
        }
        Ok(outcomes)
    });
    writer.space.note(&kept);
    match kept {
        Ok(outcomes) => {
            state.commit(head, log_hash);
            drop(state);
            publish(studio, new, bytes);
            Ok(outcomes)
        }
        Err(error) => {
            // memory is ahead of the disk: it is read again
            writer.lasts.forget();
            let before = StudioRow { head: state.head, log_hash: state.log_hash, ..row };
            *state = studio::load(&*store, &before)?;
            Err(error)
        }
    }
}

fn publish(studio: &Studio, new: Vec<NewEntry>, bytes: u64) {
    studio.bytes.store(bytes, Ordering::Relaxed);
    studio.ring.write().unwrap_or_else(PoisonError::into_inner).extend(new);
}
