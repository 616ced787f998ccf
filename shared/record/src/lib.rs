//! Documents, edits, views and review rules: the only place that knows what a case holds, and the only one that
//! knows Automerge. Pure: no clock, no randomness, no disk. The modules in reading order:
//!
//! 1. [`names`], [`enums`], [`value`]: what things are called and what a field holds
//! 2. [`document`]: one loaded document; changes come in, views and changes go out
//! 3. [`edit`]: what a worker did, as a verb; [`case`], [`story`], [`people`], [`studio`]: the verbs, fields and
//!    views of each kind
//! 4. `merge`: how writings meet that did not know of each other
//! 5. [`review`]: what a person must look at, and decisions
//! 6. [`digest`] and [`search`]: what lists show of 10,000 cases
//! 7. [`demo`]: the demo studio as edits

pub mod bounds;
pub mod case;
pub mod demo;
pub mod digest;
pub mod document;
pub mod edit;
pub mod enums;
mod merge;
pub mod names;
pub mod people;
pub mod review;
pub mod search;
pub mod story;
pub mod studio;
pub mod value;
mod view;

#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod testing;

pub use digest::{Digest, Row};
pub use document::{Document, Incoming, Past, PastValue, Poison, Poisoned, Taken};
pub use edit::{Around, Edit, EditError, Writer};
pub use enums::StudioType;
pub use names::{ChangeId, Heads, ItemId, Place};
pub use value::{Author, Field, Origin, Text, Value, Written};
pub use view::View;
