//! What tablet and relay agree on, and nothing else. Pure: no async, no clock, no randomness of its own,
//! no disk, no socket. The modules in reading order:
//!
//! 1. [`ids`]: one type for each kind of name
//! 2. [`codec`]: CBOR in and out
//! 3. [`entry`]: a sealed, signed change, as it lies on every disk and travels on every wire
//! 4. [`keys`]: who holds which key, what it opens, how it is handed on
//! 5. [`roll`]: who belongs to the studio, and the one question: may this device do that?
//! 6. [`sync`]: the conversation, both halves: an event in, effects out
//! 7. [`api`]: what is asked beside the socket

pub mod api;
pub mod codec;
pub mod entry;
pub mod ids;
pub mod keys;
pub mod roll;
pub mod sync;

#[cfg(test)]
mod testing;
