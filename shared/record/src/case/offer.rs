//! The steps a person may take from where a case stands.

use super::need::StepNeed;
use super::steps::{Guard, STEPS};
use super::view::CaseView;
use super::write::needs;
use crate::edit::Around;
use crate::enums::{Roles, Status};
use minicbor::{Decode, Encode};

/// A step that is offered.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Offer {
    /// Where to.
    #[n(0)]
    pub to: Status,
    /// What the reason must say, if one must be given.
    #[n(1)]
    pub wants_reason: Option<StepNeed>,
    /// All that is still missing: until then the step is shown but cannot be taken.
    #[n(2)]
    pub missing: Vec<StepNeed>,
}

/// The steps that the holder of some roles may take. Steps that wait for a later version are not offered; none are
/// while steps contradict each other.
pub fn offers(view: &CaseView, roles: Roles, around: Around) -> Vec<Offer> {
    if view.status.disputed > 0 {
        return Vec::new();
    }
    let from_here = STEPS.iter().filter(|step| *step.from == view.status.current);
    let mine = from_here.filter(|step| roles.any(step.roles) && !matches!(step.guard, Guard::Later(_)));
    let offers = mine.map(|step| Offer {
        to: step.to.clone(),
        wants_reason: reason_of(step.guard),
        // What a reason would say is not missing yet: it is asked for.
        missing: needs(step.guard, view, around, "…"),
    });
    offers.collect()
}

fn reason_of(guard: Guard) -> Option<StepNeed> {
    match guard {
        Guard::Reason(what) => Some(what),
        Guard::Declined => Some(StepNeed::DeclinedReason),
        Guard::Closable => Some(StepNeed::Guidance),
        Guard::None
        | Guard::Registrable
        | Guard::Accepted
        | Guard::Answered
        | Guard::MergedInto
        | Guard::Later(_) => None,
    }
}
