//! What the fold of the roll remembers, and how it looked at any depth of the chain.

use std::collections::BTreeMap;

use super::{Group, Role, Roll};
use crate::ids::{DeviceId, PersonId, TabletId};
use crate::keys::{BoxPublic, Envelope, VerifyKey};

/// Somebody on the roll, now and before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Identity and box key, each with the depth from which it counted. A new invitation replaces both.
    pub keys: Vec<(u32, VerifyKey, BoxPublic)>,
    /// Roles, each list with the depth from which it counted. Empty after a removal.
    pub roles: Vec<(u32, Vec<Role>)>,
    /// The version of the vault that lies at the relay, as far as the roll says.
    pub vault: u64,
}

impl Person {
    /// The newest identity key.
    pub fn identity(&self) -> Option<VerifyKey> {
        self.keys.last().map(|(_, identity, _)| *identity)
    }

    /// The newest box key.
    pub fn boxed(&self) -> Option<BoxPublic> {
        self.keys.last().map(|(_, _, boxed)| *boxed)
    }

    /// Whether this person can open what was sealed to a box key. A vault keeps every key it ever had; whoever was invited
    /// again has a new vault, and with it nothing of what came before.
    pub fn opens(&self, boxed: BoxPublic) -> bool {
        let vault = self.keys.iter().rev().take_while(|(_, identity, _)| Some(*identity) == self.identity());
        vault.into_iter().any(|(.., known)| *known == boxed)
    }

    /// The depth at which this person was last invited again, if ever.
    pub fn rejoined(&self) -> Option<u32> {
        let pairs = self.keys.iter().zip(self.keys.iter().skip(1));
        pairs.rev().find(|((_, before, _), (_, after, _))| before != after).map(|(_, (at, ..))| *at)
    }

    fn roles_at(&self, depth: u32) -> &[Role] {
        self.roles.iter().rev().find(|(from, _)| *from <= depth).map_or(&[], |(_, roles)| roles)
    }
}

/// One person on one tablet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Whose.
    pub person: PersonId,
    /// Checks what it signed.
    pub key: VerifyKey,
    /// The thing it runs on.
    pub tablet: TabletId,
    /// What is written on that thing.
    pub label: String,
    /// Whether it stands in the office.
    pub office: bool,
    /// The device whose entries it re-sealed.
    pub continues: Option<DeviceId>,
    /// The depth of the entry that added it.
    pub added: u32,
    /// The depth of the entry that removed it.
    pub removed: Option<u32>,
}

/// An epoch of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochState {
    /// The public half, its name.
    pub public: BoxPublic,
    /// The depth of the entry that opened it.
    pub opened: u32,
    /// The secret, sealed to each who has it.
    pub secrets: BTreeMap<PersonId, Envelope>,
    /// The secret of the epoch before, sealed to this one.
    pub before: Option<Envelope>,
}

/// The roll as it stood after so many of its entries.
#[derive(Clone, Copy)]
pub struct RollAt<'a> {
    pub(super) roll: &'a Roll,
    pub(super) depth: u32,
    pub(super) view: View,
}

/// How the chain is looked at.
#[derive(Clone, Copy)]
pub(super) enum View {
    /// As it stood at a depth.
    Chain,
    /// As it stands, and what strays have taken away since.
    Now,
    /// As it stood at a stray that branches off at the depth.
    Stray(usize),
}

impl<'a> RollAt<'a> {
    /// How many entries it is made of.
    pub fn depth(self) -> u32 {
        self.depth
    }

    /// A device that belonged to the studio then.
    pub fn device(self, id: DeviceId) -> Option<&'a Device> {
        let device = self.roll.device(id)?;
        let is_there = device.added <= self.depth && device.removed.is_none_or(|at| at > self.depth);
        let strays = &self.roll.strays;
        let is_there = match self.view {
            View::Chain => is_there,
            View::Now => is_there && !strays.has_ended(id),
            View::Stray(at) => strays.stands(at, id).unwrap_or(is_there),
        };
        (is_there && !self.roles(device.person).is_empty()).then_some(device)
    }

    /// The roles that a person had then.
    pub fn roles(self, person: PersonId) -> &'a [Role] {
        let strays = &self.roll.strays;
        if let View::Stray(at) = self.view
            && let Some(roles) = strays.roles(at, person)
        {
            return roles;
        }
        let Some(known) = self.roll.person(person) else { return &[] };
        let given = known.roles.last().map_or(0, |(from, _)| *from);
        match self.view {
            View::Now => strays.limit(person, given).unwrap_or(known.roles_at(self.depth)),
            View::Chain | View::Stray(_) => known.roles_at(self.depth),
        }
    }

    /// Whether a person had a role then.
    pub fn has(self, person: PersonId, role: Role) -> bool {
        self.roles(person).contains(&role)
    }

    /// Whether a person could read then what was sealed to a group.
    pub fn is_in(self, person: PersonId, group: Group) -> bool {
        self.roles(person).iter().any(|role| role.is_in(group))
    }

    /// Whether a person was meant to have the secret of a group then.
    pub fn holds(self, person: PersonId, group: Group) -> bool {
        self.roles(person).iter().any(|role| role.holds(group))
    }

    /// Everybody who was on the roll then.
    pub fn persons(self) -> impl Iterator<Item = (PersonId, &'a Person)> {
        self.roll.persons().filter(move |(id, _)| !self.roles(*id).is_empty())
    }

    /// Everybody who was meant to have the secret of a group then.
    pub fn holders(self, group: Group) -> impl Iterator<Item = (PersonId, &'a Person)> {
        self.persons().filter(move |(id, _)| self.holds(*id, group))
    }
}
