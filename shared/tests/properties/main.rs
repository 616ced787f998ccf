//! For all inputs: what is written is read, what is altered is refused or says what it says in one way only, and
//! nothing that comes from outside costs more memory than it deserves.

#![expect(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod any;
mod frames;
mod memory;
mod signed;
