//! The little that knows a browser. Everything else of the client runs anywhere.
//!
//! 1. [`tab`]: one window of a tablet runs the engine; it starts, ends and restarts the worker
//! 2. [`engine_worker`]: the worker as the page sees it
//! 3. [`host`]: the page as the worker sees it
//! 4. [`database`]: IndexedDB, where a write is done when it is on the disk
//! 5. [`lock`]: Web Locks
//! 6. [`crash`]: what happens after a panic
//! 7. [`update`]: a new build lies ready

pub mod crash;
pub mod database;
pub mod engine_worker;
mod events;
pub mod glue;
pub mod host;
pub mod lock;
pub mod note;
pub mod tab;
pub mod update;
