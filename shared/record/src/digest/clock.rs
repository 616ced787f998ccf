//! The clock that runs for a case. It stands still while papers are missing or the case is suspended.

use crate::case::{CaseView, Deadline};
use crate::enums::Status;
use minicbor::{Decode, Encode};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A clock that runs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Clock {
    /// Which.
    #[n(0)]
    pub deadline: Deadline,
    /// When it began.
    #[n(1)]
    pub since_ms: i64,
    /// When a convener said it runs out, if one did.
    #[n(2)]
    pub moved_to_ms: Option<i64>,
}

/// How many days a clock runs, unless the studio says otherwise.
pub fn days(deadline: &Deadline) -> u32 {
    match deadline {
        Deadline::FirstResponse => 1,
        Deadline::AcceptanceDecision => 15,
        Deadline::FirstSession => 7,
        Deadline::FollowUp | Deadline::Archive => 30,
        Deadline::Case | Deadline::Unknown(_) => 60,
    }
}

impl Clock {
    pub(super) fn of(view: &CaseView) -> Option<Clock> {
        let (deadline, since_ms) = running(view)?;
        let moved = view.deadlines.iter().find(|moved| moved.deadline == deadline);
        Some(Clock { moved_to_ms: moved.and_then(|moved| moved.at_ms.get().copied()), deadline, since_ms })
    }

    /// When it runs out, by the days that the studio gives it.
    pub fn due_ms(&self, days: impl Fn(&Deadline) -> u32) -> i64 {
        let usual = || self.since_ms.saturating_add(i64::from(days(&self.deadline)).saturating_mul(DAY_MS));
        self.moved_to_ms.unwrap_or_else(usual)
    }
}

/// No clock is started by a step that is disputed: a disputed case shows the last step in common, whose clock runs on.
fn running(view: &CaseView) -> Option<(Deadline, i64)> {
    let status = &view.status;
    let reached = |to: &Status| {
        let mut steps = status.log.iter().rev().filter(|step| step.counts && step.to == *to);
        steps.next().map(|step| step.written.happened_ms.unwrap_or(step.written.recorded_ms as i64))
    };
    let received = || view.received_ms.get().copied().or_else(|| reached(&Status::Draft));
    match &status.current {
        Status::Draft | Status::Registered => Some((Deadline::AcceptanceDecision, received()?)),
        Status::Supplementing | Status::Suspended | Status::Archived | Status::Merged => None,
        Status::Declined | Status::Withdrawn => None,
        Status::FollowUp => Some((Deadline::FollowUp, reached(&Status::FollowUp)?)),
        Status::Closed => Some((Deadline::Archive, reached(&Status::Closed)?)),
        Status::Reopened => Some((Deadline::Case, reached(&Status::Reopened)?)),
        Status::Accepted
        | Status::Investigating
        | Status::Consulting
        | Status::Agreed
        | Status::NotAgreed
        | Status::Performing
        | Status::Breached
        | Status::Transferred
        | Status::Supervising
        | Status::Replied
        | Status::Unknown(_) => Some((Deadline::Case, reached(&Status::Accepted).or_else(received)?)),
    }
}
