//! The roll: who belongs to a studio, with which devices, keys and roles. It is itself made of entries, chained
//! by id, and folded into an answer to one question: [`may`] this device do that?

mod adopt;
mod body;
mod erase;
mod fold;
mod grant;
mod history;
mod may;
mod role;

pub use adopt::AdoptBody;
pub use body::{
    Epoch, Found, GiveSecret, Introduction, Invite, Join, MemberSecret, OpenEpoch, Renew, RollBody, SetRoles,
};
pub use erase::{EraseBody, may_be_erased, may_erase};
pub use fold::{BadRoll, Roll, Widened};
pub use grant::{BadGrant, Give, GrantBody, Recipient, Right, Rights};
pub use history::{Device, EpochState, Person, RollAt};
pub use may::{Deed, Denied, keeper_group, may, may_act, may_make};
pub use role::{Act, Group, Role};

#[cfg(test)]
mod tests;
