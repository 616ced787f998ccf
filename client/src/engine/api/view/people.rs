//! The people of a studio, their devices, and what came late from them.

use super::*;

/// Who belongs to the studio.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PeopleView {
    /// Everybody on the roll.
    #[n(0)]
    pub members: Vec<MemberView>,
    /// Whether this person may invite.
    #[n(1)]
    pub may_invite: bool,
    /// The roles that this person may give.
    #[n(2)]
    pub may_give: Vec<Role>,
    /// Changes of the roll that were lost with a branch of it, and are to be done again: told to conveners.
    #[n(3)]
    pub redo: u32,
}

/// Somebody on the roll.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MemberView {
    /// The person.
    #[n(0)]
    pub person: PersonId,
    /// The name; empty until the studio's document has come.
    #[n(1)]
    pub name: String,
    /// The roles.
    #[n(2)]
    pub roles: Vec<Role>,
    /// The devices.
    #[n(3)]
    pub devices: Vec<DeviceView>,
    /// Whether the viewer may remove this person.
    #[n(4)]
    pub may_remove: bool,
    /// Whether the viewer may change this person's roles.
    #[n(5)]
    pub may_set_roles: bool,
    /// Whether the viewer may invite this person once more: somebody who forgot the passphrase.
    #[n(6)]
    pub may_invite_again: bool,
}

/// A device of somebody on the roll.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DeviceView {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// What is written on it.
    #[n(1)]
    pub label: String,
    /// Whether it stands in the office.
    #[n(2)]
    pub office: bool,
    /// Whether the viewer may remove it.
    #[n(3)]
    pub may_remove: bool,
}

/// What lies in the trays of what this person keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TrayView {
    /// One row for each document and device.
    #[n(0)]
    pub rows: Vec<TrayRow>,
}

/// What one device has handed in late for one document.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TrayRow {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The title of its case; empty if that is not here.
    #[n(1)]
    pub title: String,
    /// Whose device.
    #[n(2)]
    pub device: DeviceId,
    /// The author's name.
    #[n(3)]
    pub name: String,
    /// What is written on the device.
    #[n(4)]
    pub label: String,
    /// How many entries.
    #[n(5)]
    pub count: u32,
    /// The number of the last of them.
    #[n(6)]
    pub up_to: u64,
    /// Since when the first of them lies there, by the relay's clock.
    #[n(7)]
    pub since_ms: u64,
    /// When the first and the last of them were written, by the author's clock.
    #[n(8)]
    pub written_ms: (u64, u64),
}
