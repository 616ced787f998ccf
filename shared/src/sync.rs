//! The conversation between a device and the relay. Both halves are pure: an event and the time go in, effects
//! come out; whoever holds the disk and the socket carries them out.
//!
//! ```text
//! relay  → device  Challenge          unasked, right after the upgrade
//! device → relay   Hello              with the device's signature; without it the socket may only push
//! relay  → device  Welcome            idle resync ends here: one round trip
//! device → relay   Push               relay → device  Receipts | Refused | Held
//! relay  → device  Feed               the only frame that moves the cursor
//! relay  → device  Opened             device → relay  Want      relay → device  Given
//! device → relay   Saved              relay → device  Reached
//! either way       Offer, Need        the two logs differ
//! ```

mod device;
mod filling;
mod frame;
mod heal;
mod judge;
mod relay;

pub use device::{DeviceEffect, DeviceEvent, Talk, WANTS_AT_ONCE, Wanted};
pub use filling::Frames;
pub use frame::{
    BadFrame, Delivered, FRAME_MAX, Given, Held, Hello, Kept, Limits, OPENED_MAX, PUSH_MAX, Proof, Reason,
    Receipt, Refused, Short, ToDevice, ToRelay, VERSION, Welcome, short,
};
pub use heal::{HEALING, Lacking, NEED_MAX, OFFER_MAX, OFFER_NUMBERS_MAX, Offered};
pub use judge::{Last, judge, judge_received};
pub use relay::{
    Closing, Hand, Outcome, PlantedBug, Reading, RelayEffect, RelayEvent, RelaySocket, RelayStudio,
};

#[cfg(test)]
mod tests;
