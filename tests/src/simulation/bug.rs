//! The bugs that are planted to see whether the checks bite. Each lies where the real rule lives, behind a switch.

use client::engine;
use shared::sync;

/// A planted bug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// The relay gives receipts before its commit.
    ReceiptBeforeCommit,
    /// A device sends before it has saved.
    SendBeforeSave,
    /// A device believes that what was under way has arrived.
    LostOutbox,
    /// The relay feeds everybody, whoever may read it.
    MissedGroupCheck,
    /// A device saves its cursor before what the Feed brought.
    CursorAhead,
    /// A device forgets what it had still to fetch when the socket breaks.
    BackfillDropped,
    /// A device shows ✓ when it has sent.
    TickBeforeReceipt,
    /// An office device says what it has saved before it has: ✓✓ is shown too early.
    SavedBeforeSave,
    /// A device lets go of what its person was shut out of before it has handed in what is unsent of it.
    NarrowingBeforeHandIn,
    /// The relay judges by the roll that an entry names, not by its newest.
    OldRollAccepted,
}

impl Bug {
    /// Every bug.
    pub const ALL: [Bug; 10] = [
        Bug::ReceiptBeforeCommit,
        Bug::SendBeforeSave,
        Bug::LostOutbox,
        Bug::MissedGroupCheck,
        Bug::CursorAhead,
        Bug::BackfillDropped,
        Bug::TickBeforeReceipt,
        Bug::SavedBeforeSave,
        Bug::NarrowingBeforeHandIn,
        Bug::OldRollAccepted,
    ];

    /// The name it is called by on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Bug::ReceiptBeforeCommit => "receipt-before-commit",
            Bug::SendBeforeSave => "send-before-save",
            Bug::LostOutbox => "lost-outbox",
            Bug::MissedGroupCheck => "missed-group-check",
            Bug::CursorAhead => "cursor-ahead",
            Bug::BackfillDropped => "backfill-dropped",
            Bug::TickBeforeReceipt => "tick-before-receipt",
            Bug::SavedBeforeSave => "saved-before-save",
            Bug::NarrowingBeforeHandIn => "narrowing-before-hand-in",
            Bug::OldRollAccepted => "old-roll-accepted",
        }
    }

    /// The bug of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bug| bug.name() == name)
    }

    /// The switch in the engine, if it lies there.
    pub(super) fn in_engine(self) -> Option<engine::PlantedBug> {
        match self {
            Bug::SendBeforeSave => Some(engine::PlantedBug::SendBeforeSave),
            Bug::LostOutbox => Some(engine::PlantedBug::LostOutbox),
            Bug::CursorAhead => Some(engine::PlantedBug::CursorAhead),
            Bug::BackfillDropped => Some(engine::PlantedBug::BackfillDropped),
            Bug::TickBeforeReceipt => Some(engine::PlantedBug::TickBeforeReceipt),
            Bug::SavedBeforeSave => Some(engine::PlantedBug::SavedBeforeSave),
            Bug::NarrowingBeforeHandIn => Some(engine::PlantedBug::NarrowingBeforeHandIn),
            Bug::ReceiptBeforeCommit | Bug::MissedGroupCheck | Bug::OldRollAccepted => None,
        }
    }

    /// The switch in the relay's half, if it lies there.
    pub(super) fn in_relay(self) -> Option<sync::PlantedBug> {
        match self {
            Bug::MissedGroupCheck => Some(sync::PlantedBug::MissedGroupCheck),
            Bug::OldRollAccepted => Some(sync::PlantedBug::OldRollAccepted),
            _ => None,
        }
    }
}
