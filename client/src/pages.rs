//! The screens. A page knows hooks, hooks know the engine; everything a page shows comes in as plain views.

mod checks;
mod frame;
mod me;
mod people;
mod preferences;
mod route;
mod sync;

pub mod door;

pub use frame::Frame;
pub use me::Me;
pub use people::People;
pub use preferences::{Chosen, Hand, Light, Preferences, TEXT_SIZES_PX, use_chosen};
pub use route::{Route, Section};
pub use sync::{SyncPill, SyncSheet};
