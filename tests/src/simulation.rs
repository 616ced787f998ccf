//! A studio in a box: devices, a relay, disks and a bad network, driven by one seed through the code that ships.
//! Stories are told with two kinds of record: with `record::Document`, and with opaque changes, which are so cheap
//! that a hundred thousand can be told; the engine, the sealing and the signatures are real in both.
//!
//! - `disk`, `host`: what an engine is given here; a commit is done when the simulation says so, or refused
//! - `relay`: the relay's pure half over a log in memory, with a group commit that can be cut short
//! - `cast`: the people, enrolled once and copied for every seed
//! - `device`: one engine, its socket, its crashes
//! - `opaque`, `shown`: the cheap kind of record, and what a device shows of either kind
//! - `world`: what may happen next, and the choice of it
//! - `ticks`: what is claimed of the disks, compared with them at the moment it is shown
//! - `model`: what must be true in the end, kept without the engine
//! - `bug`, `report`, `tell`: the planted bugs, how stories went, many of them at once

mod bug;
mod cast;
mod device;
mod disk;
mod host;
mod model;
mod opaque;
mod relay;
mod report;
mod shown;
mod tell;
#[cfg(test)]
mod tests;
mod ticks;
mod world;

use record::Document;

pub use bug::Bug;
pub use report::{Counts, Report, Tally};
pub use tell::tell;

/// What documents are made of in a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Opaque changes.
    Opaque,
    /// Records.
    Records,
}

/// Runs one seed.
pub fn run(kind: Kind, seed: u64, bug: Option<Bug>) -> Report {
    story(kind, seed, bug, false)
}

/// Runs one seed and says everything that happened.
pub fn run_aloud(kind: Kind, seed: u64, bug: Option<Bug>) -> Report {
    story(kind, seed, bug, true)
}

fn story(kind: Kind, seed: u64, bug: Option<Bug>, is_aloud: bool) -> Report {
    match kind {
        Kind::Opaque => world::story::<opaque::Opaque>(seed, bug, is_aloud),
        Kind::Records => world::story::<Document>(seed, bug, is_aloud),
    }
}
