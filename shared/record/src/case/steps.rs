//! The 60 legal steps: from where, to where, by whom, and what must be there.

use super::need::StepNeed;
use crate::enums::Role::{Clerk, Convener, DeptLiaison, FirstConvener, Member};
use crate::enums::{Role, Status};
use Guard as G;
use Status as S;
use StepNeed as N;

/// What must be there before a step. Checked by the edit, not only by the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Nothing.
    None,
    /// A visitor or the wish not to be named, a category, what is asked for, who received it and when, and consent.
    Registrable,
    /// The decision to take it on, and somebody who answers for it.
    Accepted,
    /// The decision not to take it on, and a reason.
    Declined,
    /// The decision to answer at once, and the answer.
    Answered,
    /// The case it becomes part of.
    MergedInto,
    /// How it ended, a reason, and nothing that stops the case.
    Closable,
    /// A reason, and what it has to say.
    Reason(StepNeed),
    /// What a later version brings: until then the step is not offered.
    Later(&'static str),
}

/// One legal step.
#[derive(Clone, Copy, Debug)]
pub struct StepRule {
    /// From where.
    pub from: &'static Status,
    /// To where.
    pub to: &'static Status,
    /// By whom.
    pub roles: &'static [Role],
    /// What must be there.
    pub guard: Guard,
}

const fn step(from: &'static Status, to: &'static Status, roles: &'static [Role], guard: Guard) -> StepRule {
    StepRule { from, to, roles, guard }
}

/// The step from one status to another, if it is legal.
pub fn rule(from: &Status, to: &Status) -> Option<&'static StepRule> {
    STEPS.iter().find(|step| step.from == from && step.to == to)
}

/// Every legal step.
pub const STEPS: &[StepRule] = &[
    step(&S::Draft, &S::Registered, &[Member, Clerk, Convener], G::Registrable),
    step(&S::Registered, &S::Accepted, &[Convener, Clerk, Member], G::Accepted),
    step(&S::Registered, &S::Supplementing, &[Clerk, Member], G::Reason(N::Shortfall)),
    step(&S::Registered, &S::Declined, &[Convener, Clerk], G::Declined),
    step(&S::Registered, &S::Transferred, &[Convener, Clerk], G::Later("转办单")),
    step(&S::Registered, &S::Closed, &[Member, Clerk], G::Answered),
    step(&S::Registered, &S::Merged, &[Clerk, Convener], G::MergedInto),
    step(&S::Registered, &S::Withdrawn, &[Clerk, Member], G::Reason(N::Wish)),
    step(&S::Supplementing, &S::Accepted, &[Convener, Clerk], G::None),
    step(&S::Supplementing, &S::Declined, &[Convener, Clerk], G::None),
    step(&S::Supplementing, &S::Withdrawn, &[Clerk, Member], G::None),
    step(&S::Accepted, &S::Investigating, &[Member, Clerk], G::None),
    step(&S::Accepted, &S::Consulting, &[Member, Convener], G::Later("协商场次")),
    step(&S::Accepted, &S::Transferred, &[Convener, Clerk], G::Later("转办单")),
    step(&S::Accepted, &S::Suspended, &[Convener], G::Reason(N::RestCause)),
    step(&S::Accepted, &S::Withdrawn, &[Clerk, Member], G::None),
    step(&S::Accepted, &S::Merged, &[Clerk, Convener], G::MergedInto),
    step(&S::Investigating, &S::Consulting, &[Member, Convener], G::None),
    step(&S::Investigating, &S::Transferred, &[Convener, Clerk], G::None),
    step(&S::Investigating, &S::FollowUp, &[Member, Clerk], G::Reason(N::AnswerGiven)),
    step(&S::Investigating, &S::Suspended, &[Convener], G::None),
    step(&S::Investigating, &S::Withdrawn, &[Clerk, Member], G::None),
    step(&S::Consulting, &S::Investigating, &[Member, Convener], G::Reason(N::FurtherInquiry)),
    step(&S::Consulting, &S::Agreed, &[Member, Convener], G::Later("协商场次和协议")),
    step(&S::Consulting, &S::NotAgreed, &[Member, Convener], G::Later("协商场次")),
    step(&S::Consulting, &S::Transferred, &[Convener, Clerk], G::Later("责任清单")),
    step(&S::Consulting, &S::Suspended, &[Convener], G::None),
    step(&S::Consulting, &S::Withdrawn, &[Clerk, Member], G::None),
    step(&S::Agreed, &S::Performing, &[Member, Clerk, Convener], G::Later("协议封存")),
    step(&S::Agreed, &S::FollowUp, &[Member, Clerk, Convener], G::Reason(N::PerformedAtOnce)),
    step(&S::Performing, &S::FollowUp, &[Member, Clerk], G::Later("履行节点")),
    step(&S::Performing, &S::Breached, &[Member, Clerk, Convener], G::Later("履行节点")),
    step(&S::Breached, &S::Consulting, &[Convener, Member], G::None),
    step(&S::Breached, &S::Transferred, &[Convener, Clerk], G::None),
    step(&S::Breached, &S::FollowUp, &[Convener, Clerk], G::Reason(N::PerformedLate)),
    step(&S::Breached, &S::Closed, &[Convener], G::Closable),
    step(&S::NotAgreed, &S::Consulting, &[Convener, Member], G::None),
    step(&S::NotAgreed, &S::Transferred, &[Convener, Clerk], G::None),
    step(&S::NotAgreed, &S::FollowUp, &[Member, Clerk], G::Reason(N::Remedies)),
    step(&S::Transferred, &S::Replied, &[Clerk, DeptLiaison], G::Later("转办单答复")),
    step(&S::Transferred, &S::Supervising, &[Convener, Clerk], G::Later("转办单")),
    step(&S::Supervising, &S::Replied, &[Clerk, DeptLiaison], G::None),
    step(&S::Replied, &S::FollowUp, &[Member, Clerk], G::None),
    step(&S::Replied, &S::Consulting, &[Convener, Member], G::None),
    step(&S::Replied, &S::Supervising, &[Convener], G::Reason(N::SentBackCause)),
    step(&S::FollowUp, &S::Closed, &[Convener, Clerk], G::Later("回访记录")),
    step(&S::FollowUp, &S::Investigating, &[Convener, Member], G::None),
    step(&S::FollowUp, &S::Supervising, &[Convener], G::None),
    step(&S::Declined, &S::Closed, &[Clerk, Convener], G::None),
    step(&S::Withdrawn, &S::Closed, &[Clerk, Convener], G::None),
    step(&S::Merged, &S::Closed, &[Clerk, Convener], G::None),
    step(&S::Suspended, &S::Accepted, &[Convener], G::None),
    step(&S::Suspended, &S::Investigating, &[Convener], G::None),
    step(&S::Suspended, &S::Consulting, &[Convener], G::None),
    step(&S::Closed, &S::Archived, &[Clerk], G::Later("卷内目录")),
    step(&S::Closed, &S::Reopened, &[Convener, FirstConvener], G::Reason(N::ReopenCause)),
    step(&S::Archived, &S::Reopened, &[FirstConvener], G::None),
    step(&S::Reopened, &S::Investigating, &[Member, Clerk, Convener], G::None),
    step(&S::Reopened, &S::Consulting, &[Member, Convener], G::None),
    step(&S::Reopened, &S::Transferred, &[Convener, Clerk], G::None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_sixty_steps_and_none_twice() {
        assert_eq!(STEPS.len(), 60);
        for (i, step) in STEPS.iter().enumerate() {
            assert!(STEPS[i + 1..].iter().all(|other| (other.from, other.to) != (step.from, step.to)));
            assert!(!step.roles.is_empty());
        }
    }

    #[test]
    fn every_status_is_reached_and_only_the_archive_waits_for_the_first_convener() {
        for status in Status::ALL.iter().filter(|status| **status != Status::Draft) {
            assert!(STEPS.iter().any(|step| step.to == status), "{}", status.code());
        }
        let from_archive: Vec<_> = STEPS.iter().filter(|step| *step.from == Status::Archived).collect();
        assert_eq!(from_archive.len(), 1);
        assert_eq!(from_archive[0].roles, [FirstConvener]);
    }
}
