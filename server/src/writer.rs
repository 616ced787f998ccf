//! The one thread that writes. What sockets push while a batch is on its way to the disk is the next batch: one
//! transaction, one sync, then the receipts. There is no timer, so an entry that comes alone does not wait.

mod batch;
mod judging;
mod reread;
mod space;
mod tray;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use shared::entry::Entry;
use shared::ids::StudioId;
use shared::sync::{Hand, Outcome};
use tokio::sync::{mpsc, oneshot};

use crate::config::Limits;
use crate::ledger::Ledger;
use crate::metrics::Metrics;
use crate::store::{Batch, Store, StoreError, Write};
use crate::studio::{Studio, Studios};
use crate::system::Clock;

pub(crate) use judging::{Judging, Lasts};
pub(crate) use space::Space;

/// Jobs that may wait. A socket has two at most, so this bounds nothing but a storm.
const WAITING_MAX: usize = 1024;
/// The most entries in one batch: a sync for each few thousand, and nobody waits for long.
const BATCH_MAX: usize = 4096;
/// How often what has ended is swept out.
const SWEEP_MS: u64 = 3_600_000;

/// An entry, whether it is known already that the device which it names signed it, and by whose hand it came.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub(crate) entry: Entry,
    pub(crate) is_signed: bool,
    pub(crate) hand: Hand,
}

impl Signed {
    /// An entry that was pushed as new; its signature is checked by whoever judges it.
    pub(crate) fn pushed(entry: Entry) -> Self {
        Self { entry, is_signed: false, hand: Hand::Push }
    }
}

/// Something for the writer to do.
enum Job {
    /// Judge these entries and keep those that may be kept.
    Push(Push),
    /// Read, decide and write something else, alone.
    Run(Box<dyn FnOnce(&mut Writer) + Send>),
}

/// Entries that one socket pushed.
struct Push {
    studio: Arc<Studio>,
    entries: Vec<Signed>,
    answer: oneshot::Sender<Vec<Outcome>>,
}

/// The writer does not answer any more: the relay stops.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the relay stops")]
pub(crate) struct Stopped;

/// The way to the writer.
#[derive(Clone)]
pub(crate) struct WriterHandle(mpsc::Sender<Job>);

impl WriterHandle {
    /// Starts the writer. It ends when the last handle is gone.
    pub(crate) fn start(writer: Writer) -> std::io::Result<Self> {
        let (jobs, waiting) = mpsc::channel(WAITING_MAX);
        thread::Builder::new().name("writer".to_owned()).spawn(move || writer.work(waiting))?;
        Ok(Self(jobs))
    }

    /// Judges entries and keeps those that may be kept, in the order of the calls. The answer comes when they are on
    /// the disk.
    pub(crate) async fn push(
        &self,
        studio: Arc<Studio>,
        entries: Vec<Signed>,
    ) -> Result<oneshot::Receiver<Vec<Outcome>>, Stopped> {
        let (answer, answered) = oneshot::channel();
        self.0.send(Job::Push(Push { studio, entries, answer })).await.map_err(|_| Stopped)?;
        Ok(answered)
    }

    /// Does something with the writer to itself: what it reads stays true until it has written.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Writer) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        let (answer, answered) = oneshot::channel();
        let job = move |writer: &mut Writer| {
            // Whoever asked may have gone.
            let _ = answer.send(job(writer));
        };
        self.0.send(Job::Run(Box::new(job))).await.map_err(|_| Stopped)?;
        answered.await.map_err(|_| Stopped)
    }
}

/// What the writing thread holds.
pub(crate) struct Writer {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) studios: Arc<Studios>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) limits: Limits,
    pub(crate) clock: Clock,
    pub(crate) space: Arc<Space>,
    pub(crate) ledger: Ledger,
    pub(crate) lasts: Lasts,
    pub(crate) swept_ms: u64,
    /// Studios of which memory holds more than the disk, which could not be read since.
    pub(crate) ahead: HashSet<StudioId>,
}

impl Writer {
    fn work(mut self, mut waiting: mpsc::Receiver<Job>) {
        let mut next = None;
        while let Some(job) = next.take().or_else(|| waiting.blocking_recv()) {
            match job {
                Job::Run(run) => run(&mut self),
                Job::Push(first) => {
                    let mut size = first.entries.len();
                    let mut pushes = vec![first];
                    while size < BATCH_MAX {
                        match waiting.try_recv() {
                            Ok(Job::Push(push)) => {
                                size += push.entries.len();
                                pushes.push(push);
                            }
                            Ok(other @ Job::Run(_)) => {
                                next = Some(other);
                                break;
                            }
                            Err(_) => break,
                        }
                    }
                    batch::keep(&mut self, pushes);
                }
            }
            self.sweep();
        }
    }

    /// Writes something that is kept beside the logs.
    pub(crate) fn write(&mut self, writes: Vec<Write>) -> Result<(), StoreError> {
        self.commit(&Batch { studios: Vec::new(), writes })
    }

    /// Writes a batch that was judged already, if the disk has room for it.
    pub(crate) fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        if self.space.is_short() {
            return Err(StoreError::Full);
        }
        let done = self.store.commit(batch);
        self.space.note(&done);
        done
    }

    /// After a failure: does the disk take anything again? Nobody has to send an entry for it to be noticed.
    pub(crate) fn try_again(&mut self) {
        if self.space.is_failing() && !self.space.is_short() {
            let done = self.store.try_writing();
            self.space.note(&done);
        }
    }

    /// Memory lets go of what was destroyed, and counts what is left.
    fn forget_erased(&mut self, studio: &Studio) {
        self.lasts.forget();
        match self.store.studios() {
            Ok(rows) => {
                let row = rows.iter().find(|row| row.studio == studio.id);
                row.iter().for_each(|row| studio.bytes.store(row.bytes, Ordering::Relaxed));
            }
            // too many bytes are counted until the next start: nothing is lost by it
            Err(error) => tracing::warn!("what is left after an erasure was not counted: {error}"),
        }
    }

    /// What has ended goes, now and then.
    fn sweep(&mut self) {
        let now_ms = self.clock.now_ms();
        if now_ms.saturating_sub(self.swept_ms) < SWEEP_MS {
            return;
        }
        self.swept_ms = now_ms;
        let spent_ms = now_ms.saturating_sub(shared::api::SPENT_KEPT_MS);
        let tray_for = u64::try_from(self.limits.tray_for.as_millis()).unwrap_or(u64::MAX);
        let tray_ms = now_ms.saturating_sub(tray_for);
        if let Err(error) = self.write(vec![Write::Sweep { ended_ms: now_ms, spent_ms, tray_ms }]) {
            tracing::warn!("what has ended was not swept out: {error}");
        }
    }
}

#[cfg(test)]
mod tests;
