//! One batch: judge, write, sync, and only then say so.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use shared::sync::{Outcome, Reason, Refused, RelayStudio};
use tokio::sync::RwLockWriteGuard;

use super::judging::Verdict;
use super::{Judging, Push, Signed, Writer};
use crate::ledger::Erased;
use crate::store::{Batch, NewEntry, StoreError, StudioRow, StudioWrite, TraySize, Write};
use crate::studio::{Ring, Studio};

/// What is to be written of one studio, with everything that must happen once it is.
struct Part<'a> {
    studio: &'a Studio,
    /// Held if the roll or the rights have changed: nobody may act on what is not on the disk.
    held: Option<RwLockWriteGuard<'a, RelayStudio>>,
    row: StudioRow,
    new: Vec<NewEntry>,
    erased: Vec<Erased>,
}

/// Judges what was pushed, keeps what may be kept, and answers.
pub(super) fn keep(writer: &mut Writer, pushes: Vec<Push>) {
    let pushes = if writer.space.is_short() { refuse_all(writer, pushes) } else { pushes };
    let studios = studios(&pushes);
    let mut verdicts: Vec<Vec<Verdict>> = pushes.iter().map(|_| Vec::new()).collect();
    let mut batch = Batch::default();
    let mut parts: Vec<Part<'_>> = Vec::new();
    for studio in &studios {
        let (part, writes) = judge(writer, studio, &pushes, &mut verdicts);
        batch.writes.extend(writes);
        parts.extend(part);
    }
    batch.studios =
        parts.iter().map(|part| StudioWrite { row: part.row.clone(), entries: part.new.clone() }).collect();
    let erased: Vec<_> = parts.iter().flat_map(|part| &part.erased).copied().collect();
    let is_nothing = batch.studios.is_empty() && batch.writes.is_empty();
    let kept = if is_nothing { Ok(()) } else { commit(writer, &batch, &erased) };
    match kept {
        Ok(()) => parts.into_iter().for_each(|part| publish(writer, part)),
        Err(_) => {
            writer.lasts.forget();
            parts.into_iter().for_each(|part| restore(writer, part));
        }
    }
    for (push, verdicts) in pushes.into_iter().zip(verdicts) {
        let outcomes = outcomes(&push.entries, &verdicts, kept.is_ok());
        writer.metrics.count(&outcomes);
        // Whoever pushed may have gone; what was kept stays kept.
        let _ = push.answer.send(outcomes);
    }
    if kept.is_ok() {
        for studio in &studios {
            studio.moved.send_replace(());
        }
    }
}

/// The studios that a batch is for, each once.
fn studios(pushes: &[Push]) -> Vec<Arc<Studio>> {
    let mut studios: Vec<Arc<Studio>> = Vec::new();
    for push in pushes {
        if !studios.iter().any(|known| Arc::ptr_eq(known, &push.studio)) {
            studios.push(push.studio.clone());
        }
    }
    studios
}

fn judge<'a>(
    writer: &mut Writer,
    studio: &'a Studio,
    pushes: &[Push],
    verdicts: &mut [Vec<Verdict>],
) -> (Option<Part<'a>>, Vec<Write>) {
    let mut state = studio.state.blocking_write();
    if !writer.is_true(studio, &mut state) {
        for (push, verdicts) in pushes.iter().zip(verdicts) {
            if std::ptr::eq(&*push.studio, studio) {
                let refuse = |signed| Verdict { outcome: disk(signed), depends: true };
                verdicts.extend(push.entries.iter().map(refuse));
            }
        }
        return (None, Vec::new());
    }
    let bytes = studio.bytes.load(Ordering::Relaxed);
    let room = writer.limits.studio_bytes.saturating_sub(bytes);
    let mut judging =
        Judging::new(&*writer.store, &mut state, &mut writer.lasts, writer.clock.now_ms(), room);
    judging.trays.max =
        TraySize { device: writer.limits.tray_device_bytes, studio: writer.limits.tray_studio_bytes };
    for (push, verdicts) in pushes.iter().zip(verdicts) {
        if std::ptr::eq(&*push.studio, studio) {
            verdicts.extend(push.entries.iter().map(|signed| judging.judge(signed)));
        }
    }
    let Judging { new, writes, log_hash, changed, erased, bytes: more, .. } = judging;
    if new.is_empty() {
        return (None, writes);
    }
    let head = state.head + new.len() as u64;
    let row = StudioRow { studio: studio.id, head, log_hash, reached: state.reached, bytes: bytes + more };
    let held = changed.then_some(state);
    (Some(Part { studio, held, row, new, erased }), writes)
}

/// Whatever is destroyed stands in the ledger first: after that it stays destroyed, even if the commit fails.
fn commit(writer: &mut Writer, batch: &Batch, erased: &[Erased]) -> Result<(), StoreError> {
    let began = Instant::now();
    let noted = writer.ledger.add(erased).map_err(StoreError::from);
    let done = noted.and_then(|()| writer.store.commit(batch));
    writer.space.note(&done);
    let entries: usize = batch.studios.iter().map(|studio| studio.entries.len()).sum();
    writer.metrics.committed(entries as u64, began.elapsed(), done.is_ok());
    if let Err(error) = &done {
        tracing::error!(entries, "entries could not be kept: {error}");
    }
    done
}

/// The entries are on the disk: from now on everybody may see them.
fn publish(writer: &mut Writer, part: Part<'_>) {
    let Part { studio, held, row, new, erased } = part;
    studio.bytes.store(row.bytes, Ordering::Relaxed);
    let mut ring = studio.ring.write().unwrap_or_else(PoisonError::into_inner);
    if erased.is_empty() {
        ring.extend(new);
    } else {
        // what was destroyed must not be read from memory either
        *ring = Ring::new(row.head);
        writer.forget_erased(studio);
    }
    drop(ring);
    held.unwrap_or_else(|| studio.state.blocking_write()).commit(row.head, row.log_hash);
}

/// The entries are not on the disk: what they changed is undone.
fn restore(writer: &mut Writer, part: Part<'_>) {
    if let Some(mut state) = part.held {
        writer.reread(part.studio, &mut state);
    }
}

fn outcomes(entries: &[Signed], verdicts: &[Verdict], is_kept: bool) -> Vec<Outcome> {
    let settle = |(signed, verdict): (&Signed, &Verdict)| {
        if is_kept || !verdict.depends {
            return verdict.outcome;
        }
        disk(signed)
    };
    entries.iter().zip(verdicts).map(settle).collect()
}

fn disk(Signed { entry, .. }: &Signed) -> Outcome {
    Outcome::Refused(Refused::of(&entry.header, entry.id, Reason::Disk, entry.header.n))
}

/// The disk is nearly full: everything that is not kept yet is refused.
fn refuse_all(writer: &Writer, pushes: Vec<Push>) -> Vec<Push> {
    for push in pushes {
        let outcomes: Vec<_> = push.entries.iter().map(disk).collect();
        writer.metrics.count(&outcomes);
        let _ = push.answer.send(outcomes);
    }
    Vec::new()
}
