//! A studio in a box: devices, a relay, disks and a bad network, driven by one seed through the code that ships.
//!
//! - `disk`, `host`: what an engine is given here; a commit is done when the simulation says so
//! - `relay`: the relay's pure half over a log in memory, with a group commit that can be cut short
//! - `cast`: the people, enrolled once and copied for every seed
//! - `device`: one engine, its socket, its crashes
//! - `world`: what may happen next, and the choice of it
//! - `model`: what must be true in the end, kept without the engine

mod cast;
mod device;
mod disk;
mod host;
mod model;
mod relay;
mod world;

pub use world::{Bug, Report, run};
