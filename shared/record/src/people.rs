//! The people of a case: parties with their contacts, consents, and who looked at what is masked.

mod consent;
mod edit;
mod keys;
mod view;
mod write;

pub use consent::ConsentView;
pub use edit::{Edit, Masked};
pub use view::{PartyView, PeopleView, Phone, RevealView};

pub(crate) use keys::stops;
pub(crate) use view::read;
pub(crate) use write::write;

#[cfg(test)]
mod tests;
