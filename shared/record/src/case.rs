//! A case: numbers, dates and codes. No name and no free text stands here, so that every count survives an erasure.

mod edit;
mod keys;
mod need;
mod offer;
mod status;
mod steps;
mod view;
mod write;

pub use edit::{Deadline, Edit, Imported};
pub use need::StepNeed;
pub use offer::{Offer, offers};
pub use status::{StatusView, StepView};
pub use steps::{Guard, STEPS, StepRule, rule};
pub use view::{CaseView, DeadlineView};

pub(crate) use keys::{DEADLINES, stops};
pub(crate) use status::{Step, resolve, write_step};
pub(crate) use view::read;
pub(crate) use write::{plan, write};

#[cfg(test)]
mod tests;
