//! The screens. A page knows hooks, hooks know the engine; everything a page shows comes in as plain views.
//!
//! Reading order: [`App`] is the whole, a `door` while the tablet is locked, `inside` while it is not.

mod app;
mod checks;
mod facts;
mod frame;
mod inside;
mod lost;
mod me;
mod new;
mod people;
mod preferences;
mod root;
mod route;
mod sync;
mod tags;
mod tellings;

pub mod case;
pub mod cases;
pub mod door;
pub mod review;
#[cfg(test)]
pub(crate) mod tests;
pub mod today;

pub use app::{App, AppProps, Entrance, Surroundings};
pub use frame::Frame;
pub use inside::Inside;
pub use lost::Lost;
pub use me::Me;
pub use new::New;
pub use people::People;
pub use preferences::{Chosen, Hand, Light, Preferences, TEXT_SIZES_PX, use_chosen};
pub use root::Root;
pub use route::{ItemName, Route, Section};
pub use sync::{SyncPill, SyncSheet};
