//! Text that several people may write at once, with any input method.
//!
//! `splice`, `trace` and `session` hold the rules and know no browser; `area` is the element.

mod area;
mod session;
mod splice;
mod trace;

pub use area::{Outcome, TextArea};
pub use session::{Commit, Session, Show};
pub use splice::{Splice, units};
