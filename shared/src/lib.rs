//! What tablet and relay agree on, and nothing else. Pure: no async, no clock, no randomness of its own,
//! no disk, no socket. The modules in reading order:
//!
//! 1. [`ids`]: one type for each kind of name

pub mod ids;
