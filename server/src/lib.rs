//! The relay: keeps what devices hand in and passes it on, without being able to read it. In reading order:
//!
//! 1. [`Config`]: what a relay is started with
//! 2. [`Relay`]: runs until it is told to stop
//! 3. [`router`]: every address it answers, on one screen
//! 4. [`assets`]: the client it carries
//! 5. [`headers`]: what every answer says to the browser
//! 6. [`lan`]: HTTPS on a local network, with certificates of its own
//! 7. `door`: who asks, how often, how many at once
//! 8. `socket`, `api`: the conversation with a device, and what is asked beside it
//! 9. `writer`, `studio`: one thread writes, everybody reads
//! 10. [`store`]: what lies on the disk
//! 11. `ledger`: what was erased for ever, in a file of its own
//! 12. `backup`: all of it in one file, and back

mod api;
mod app;
pub mod assets;
mod backup;
mod config;
mod data;
mod door;
pub mod headers;
pub mod lan;
mod ledger;
mod metrics;
pub mod router;
mod routes;
mod run;
mod socket;
pub mod store;
mod studio;
mod system;
#[cfg(test)]
mod testing;
mod writer;

pub use backup::{BackupError, Restoring, backup, restore};
pub use config::{Config, Limits};
pub use data::DataError;
pub use door::allow_many_files;
pub use ledger::LedgerError;
pub use routes::Route;
pub use run::{Relay, ServeError, listen, serve};
pub use system::Clock;
