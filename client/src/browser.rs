//! The little that knows a browser. Everything else of the client runs anywhere.
//!
//! In the page:
//! 1. [`tab`]: one window of a tablet runs the engine; it starts, ends and restarts the worker
//! 2. [`engine_worker`]: the worker as the page sees it
//! 3. [`update`]: a new build lies ready
//!
//! In the worker:
//! 1. [`worker`]: one thing after another, from the page, the socket and the timer
//! 2. [`station`]: the worker as a place for a tablet
//! 3. [`host`]: the page as the worker sees it
//! 4. [`disk`]: IndexedDB, where a write is done when it is on the disk
//! 5. [`socket`], [`relay`]: the way to the relay
//! 6. [`stretcher`]: a passphrase is stretched in a worker of its own
//!
//! In both: [`lock`] (Web Locks), [`crash`] (what happens after a panic).

pub mod crash;
pub mod disk;
pub mod engine_worker;
mod events;
pub mod glue;
pub mod host;
pub mod lock;
pub mod relay;
pub mod socket;
pub mod station;
pub mod stretcher;
pub mod tab;
pub mod update;
pub mod worker;
