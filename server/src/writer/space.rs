//! How much room the disk has left. When it is short, entries are refused before the database would fail at a bad
//! moment; reading goes on.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::store::StoreError;

/// Watches the disk under a folder.
pub(crate) struct Space {
    folder: PathBuf,
    free_min: u64,
    /// What was said last, so that each turn is logged once.
    short: AtomicBool,
    /// The last commit failed: whatever the system says about its disk.
    failing: AtomicBool,
}

impl Space {
    /// Watches the disk under a folder.
    pub(crate) fn new(folder: PathBuf, free_min: u64) -> Self {
        let (short, failing) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { folder, free_min, short, failing }
    }

    /// Whether less is left than must stay free. The system is asked each time, once for each batch: an answer of a moment
    /// ago would let whoever pushes fast write far into what must stay free.
    pub(crate) fn is_short(&self) -> bool {
        // A system that does not say is no reason to refuse: the database says it when it fails.
        let Ok(disk) = rustix::fs::statvfs(&self.folder) else { return false };
        let is_short = disk.f_bavail.saturating_mul(disk.f_frsize) < self.free_min;
        if is_short != self.short.swap(is_short, Ordering::Relaxed) {
            if is_short {
                tracing::error!("the disk is nearly full: entries are refused until space is free");
            } else {
                tracing::info!("the disk has space again");
            }
        }
        is_short
    }

    /// Whether entries can be kept at the moment.
    pub(crate) fn is_ready(&self) -> bool {
        !self.is_short() && !self.failing.load(Ordering::Relaxed)
    }

    /// Whether the last commit failed.
    pub(crate) fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed)
    }

    /// Notes how a commit went.
    pub(crate) fn note<T>(&self, done: &Result<T, StoreError>) {
        let is_failing = done.is_err();
        if is_failing != self.failing.swap(is_failing, Ordering::Relaxed) && !is_failing {
            tracing::info!("the disk takes entries again");
        }
    }
}
