//! The door: who asks, how often, and how many at once. Whatever is remembered for it is bounded, because anybody may
//! knock. Past a bound the answer is plain and nothing is lost: a device keeps its outbox and comes again.

mod asker;
mod bounded;
mod connections;
mod names;
mod pace;
mod seats;
mod tries;

pub(crate) use asker::Asker;
pub(crate) use connections::Connections;
pub use connections::allow_many_files;
pub(crate) use names::Names;
pub(crate) use pace::{Pace, Paces};
pub(crate) use seats::{Crowded, Seat, Seats};
use tries::HOUR_MS;
pub(crate) use tries::Tries;
