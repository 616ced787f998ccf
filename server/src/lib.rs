//! The relay: keeps what devices hand in and passes it on, without being able to read it. In reading order:
//!
//! 1. [`Config`]: what a relay is started with
//! 2. [`Relay`]: runs until it is told to stop
//! 3. [`router`]: every address it answers, on one screen
//! 4. [`assets`]: the client it carries
//! 5. [`headers`]: what every answer says to the browser
//! 6. [`lan`]: HTTPS on a local network, with certificates of its own

pub mod assets;
mod config;
mod data;
pub mod headers;
pub mod lan;
pub mod router;
mod run;
pub mod store;

pub use config::Config;
pub use data::DataError;
pub use run::{Relay, ServeError, listen, serve};
