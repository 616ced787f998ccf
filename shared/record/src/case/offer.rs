//! The steps a person may take from where a case stands.

use super::steps::{Guard, STEPS};
use super::view::CaseView;
use super::write::check_guard;
use crate::edit::Around;
use crate::enums::{Roles, Status};
use minicbor::{Decode, Encode};

/// A step that is offered.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Offer {
    /// Where to.
    #[n(0)]
    pub to: Status,
    /// Whether a reason must be given.
    #[n(1)]
    pub wants_reason: bool,
    /// What is still missing, in words; the step is shown but cannot be taken.
    #[n(2)]
    pub missing: Option<String>,
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
        wants_reason: matches!(step.guard, Guard::Reason(_) | Guard::Declined | Guard::Closable),
        // What a reason would say is not missing yet: it is asked for.
        missing: check_guard(step.guard, view, around, "…").err().map(|error| error.to_string()),
    });
    offers.collect()
}
