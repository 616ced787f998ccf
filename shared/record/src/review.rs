//! What a person must look at: found while a document is read, the same on every device; settled by edits.

mod decide;
mod item;
mod notes;
mod rights;
mod ruling;
mod told;
mod typed;

pub use decide::{Choice, Edit};
pub use item::{Candidate, Decided, Item, ItemKey, Proposal, Review, Told, Topic};
pub use rights::{may_decide, may_undo};

pub(crate) use decide::{plan, write};
pub(crate) use item::Question;
pub(crate) use notes::Notes;
pub(crate) use rights::stops;
pub(crate) use ruling::read_rulings;
pub(crate) use typed::write_typed;

#[cfg(test)]
mod tests;
