//! What a person must look at: found while a document is read, the same on every device; settled by edits.

mod decide;
mod item;
mod notes;
mod ruling;

pub use decide::{Choice, Edit, may_decide};
pub use item::{Candidate, Decided, Item, ItemKey, Proposal, Review, Told, Topic};

pub(crate) use decide::{plan, write};
pub(crate) use item::Question;
pub(crate) use notes::Notes;
pub(crate) use ruling::read_rulings;

#[cfg(test)]
mod tests;
