//! The conversation between a device and the relay. Both halves are pure: an event and the time go in, effects
//! come out; whoever holds the disk and the socket carries them out.
//!
//! ```text
//! relay  → device  Challenge          unasked, right after the upgrade
//! device → relay   Hello              with the device's signature; without it the socket may only push
//! relay  → device  Welcome            idle resync ends here: one round trip
//! device → relay   Push               relay → device  Receipts | Refused
//! relay  → device  Feed               the only frame that moves the cursor
//! relay  → device  Opened             device → relay  Want      relay → device  Given
//! device → relay   Saved              relay → device  Reached
//! ```

mod device;
mod frame;
mod judge;
mod relay;

pub use device::{DeviceEffect, DeviceEvent, Talk, WANTS_AT_ONCE, Wanted};
pub use frame::{
    BadFrame, Delivered, FRAME_MAX, Given, Hello, Kept, Limits, OPENED_MAX, PUSH_MAX, Proof, Reason, Receipt,
    Refused, Short, ToDevice, ToRelay, VERSION, Welcome, short,
};
pub use judge::{Last, judge, judge_received};
pub use relay::{Closing, Outcome, Reading, RelayEffect, RelayEvent, RelaySocket, RelayStudio};

#[cfg(test)]
mod tests;
