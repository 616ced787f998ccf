//! A roll on trial. Whoever folds writes through here and nowhere else; what was written is taken back when the
//! entry is refused. So an entry costs what it changes, however long the roll is.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use super::{Invited, Roll};
use crate::ids::{DeviceId, DropName, EntryId, PersonId, TabletId};
use crate::keys::{BoxPublic, Envelope, VerifyKey};
use crate::roll::{Device, EpochState, Group, Invite, Person, Role, RollAt};

/// What is looked up while folding, so that nothing is searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Index {
    /// Every invitation by its name.
    pub(super) invites: BTreeMap<DropName, EntryId>,
    /// The invitations that are still out, by whom they are for.
    pub(super) out: BTreeMap<PersonId, Vec<EntryId>>,
    /// The tablets by their labels, with how many devices stand on them.
    pub(super) labels: BTreeMap<String, (TabletId, u32)>,
    /// The devices that stand, by whose they are.
    pub(super) standing: BTreeMap<PersonId, BTreeSet<DeviceId>>,
    /// The first conveners.
    pub(super) firsts: BTreeSet<PersonId>,
    /// Every epoch by its name: its group and its place there.
    pub(super) epochs: BTreeMap<BoxPublic, (Group, usize)>,
}

/// A roll that one entry was begun on.
pub(super) struct Draft<'a> {
    roll: &'a mut Roll,
    undo: Vec<Box<dyn FnOnce(&mut Roll)>>,
}

impl Deref for Draft<'_> {
    type Target = Roll;

    fn deref(&self) -> &Roll {
        self.roll
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        while let Some(undo) = self.undo.pop() {
            undo(self.roll);
        }
    }
}

impl<'a> Draft<'a> {
    /// Puts an entry at the end of the chain; what it says follows.
    pub(super) fn begin(roll: &'a mut Roll, id: EntryId) -> Self {
        roll.chain.push(id);
        roll.depths.insert(id, roll.depth());
        let mut draft = Self { roll, undo: Vec::new() };
        draft.or_else(move |roll| {
            roll.chain.pop();
            roll.depths.remove(&id);
        });
        draft
    }

    /// The entry stands.
    pub(super) fn keep(mut self) {
        self.undo.clear();
    }

    /// The roll before the entry: nothing that is written changes what was true at an earlier depth.
    pub(super) fn was(&self) -> RollAt<'_> {
        self.at_depth(self.depth() - 1)
    }

    fn or_else(&mut self, undo: impl FnOnce(&mut Roll) + 'static) {
        self.undo.push(Box::new(undo));
    }

    pub(super) fn add_invite(&mut self, id: EntryId, invite: Invite, by: PersonId) {
        let (name, person) = (invite.name, invite.person);
        self.roll.index.invites.insert(name, id);
        self.roll.index.out.entry(person).or_default().push(id);
        self.roll.invites.insert(id, Invited { invite, by, used: false });
        self.or_else(move |roll| {
            roll.invites.remove(&id);
            roll.index.invites.remove(&name);
            let out = roll.index.out.entry(person).or_default();
            out.pop();
            if out.is_empty() {
                roll.index.out.remove(&person);
            }
        });
    }

    /// A later word about a person ends the invitations that are still out for them.
    pub(super) fn overtake(&mut self, person: PersonId) {
        let Some(out) = self.roll.index.out.remove(&person) else { return };
        self.roll.mark(&out, true);
        self.or_else(move |roll| {
            roll.mark(&out, false);
            roll.index.out.insert(person, out);
        });
    }

    pub(super) fn set_keys(&mut self, person: PersonId, identity: VerifyKey, boxed: BoxPublic) {
        let depth = self.depth();
        self.roll.person_mut(person).keys.push((depth, identity, boxed));
        self.or_else(move |roll| {
            roll.person_mut(person).keys.pop();
            roll.forget_if_empty(person);
        });
    }

    pub(super) fn give_roles(&mut self, person: PersonId, roles: Vec<Role>) {
        let depth = self.depth();
        self.roll.person_mut(person).roles.push((depth, roles));
        self.roll.index_first(person);
        self.or_else(move |roll| {
            roll.person_mut(person).roles.pop();
            roll.index_first(person);
            roll.forget_if_empty(person);
        });
    }

    pub(super) fn put_device(&mut self, device: Device) {
        let id = device.key.device();
        self.roll.stand(id, &device);
        self.roll.devices.insert(id, device);
        self.or_else(move |roll| {
            if let Some(device) = roll.devices.remove(&id) {
                roll.fall(id, &device);
            }
        });
    }

    /// Ends a device that stands.
    pub(super) fn end_device(&mut self, id: DeviceId) {
        let depth = self.depth();
        self.narrow();
        self.roll.with_device(id, |roll, device| {
            roll.fall(id, device);
            device.removed = Some(depth);
        });
        self.or_else(move |roll| {
            roll.with_device(id, |roll, device| {
                roll.stand(id, device);
                device.removed = None;
            });
        });
    }

    pub(super) fn put_epoch(&mut self, group: Group, epoch: EpochState) {
        let public = epoch.public;
        let epochs = self.roll.epochs.entry(group).or_default();
        self.roll.index.epochs.insert(public, (group, epochs.len()));
        epochs.push(epoch);
        self.or_else(move |roll| {
            roll.index.epochs.remove(&public);
            let epochs = roll.epochs.entry(group).or_default();
            epochs.pop();
            if epochs.is_empty() {
                roll.epochs.remove(&group);
            }
        });
    }

    pub(super) fn put_secret(&mut self, group: Group, place: usize, person: PersonId, envelope: Envelope) {
        let Some(epoch) = self.roll.epoch_mut(group, place) else { return };
        let before = epoch.secrets.insert(person, envelope);
        self.or_else(move |roll| {
            let Some(epoch) = roll.epoch_mut(group, place) else { return };
            match before {
                Some(envelope) => epoch.secrets.insert(person, envelope),
                None => epoch.secrets.remove(&person),
            };
        });
    }

    /// From here on newer keys are needed.
    pub(super) fn narrow(&mut self) {
        let depth = self.depth();
        let before = std::mem::replace(&mut self.roll.narrowed, depth);
        self.or_else(move |roll| roll.narrowed = before);
    }

    pub(super) fn set_vault(&mut self, person: PersonId, version: u64) {
        let before = std::mem::replace(&mut self.roll.person_mut(person).vault, version);
        self.or_else(move |roll| {
            if let Some(known) = roll.persons.get_mut(&person) {
                known.vault = before;
            }
        });
    }

    pub(super) fn set_due(&mut self, due: Vec<Group>) {
        let before = std::mem::replace(&mut self.roll.due, due);
        self.or_else(move |roll| roll.due = before);
    }
}

/// What a draft does and takes back.
impl Roll {
    fn mark(&mut self, invites: &[EntryId], used: bool) {
        for id in invites {
            if let Some(invited) = self.invites.get_mut(id) {
                invited.used = used;
            }
        }
    }

    fn person_mut(&mut self, person: PersonId) -> &mut Person {
        let fresh = Person { keys: Vec::new(), roles: Vec::new(), vault: 0 };
        self.persons.entry(person).or_insert(fresh)
    }

    fn forget_if_empty(&mut self, person: PersonId) {
        if self.persons.get(&person).is_some_and(|it| it.keys.is_empty() && it.roles.is_empty()) {
            self.persons.remove(&person);
        }
    }

    fn index_first(&mut self, person: PersonId) {
        if self.now().has(person, Role::FirstConvener) {
            self.index.firsts.insert(person);
        } else {
            self.index.firsts.remove(&person);
        }
    }

    fn with_device(&mut self, id: DeviceId, act: impl FnOnce(&mut Self, &mut Device)) {
        if let Some(mut device) = self.devices.remove(&id) {
            act(self, &mut device);
            self.devices.insert(id, device);
        }
    }

    fn stand(&mut self, id: DeviceId, device: &Device) {
        self.index.standing.entry(device.person).or_default().insert(id);
        let label = self.index.labels.entry(device.label.clone());
        label.or_insert((device.tablet, 0)).1 += 1;
    }

    fn fall(&mut self, id: DeviceId, device: &Device) {
        if let Some(theirs) = self.index.standing.get_mut(&device.person) {
            theirs.remove(&id);
            if theirs.is_empty() {
                self.index.standing.remove(&device.person);
            }
        }
        if let Some((_, count)) = self.index.labels.get_mut(&device.label) {
            *count -= 1;
            if *count == 0 {
                self.index.labels.remove(&device.label);
            }
        }
    }

    fn epoch_mut(&mut self, group: Group, place: usize) -> Option<&mut EpochState> {
        self.epochs.get_mut(&group)?.get_mut(place)
    }
}
