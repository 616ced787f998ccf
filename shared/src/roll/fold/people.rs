//! Persons and devices: who comes, who goes, who is what.

use super::{Author, BadRoll, Invited, Roll, Widened};
use crate::ids::{DeviceId, EntryId, PersonId};
use crate::roll::{
    Act, Denied, Device, Epoch, Found, GiveSecret, Group, Introduction, Invite, Join, Person, Role, RollAt,
    SetRoles, may_act,
};

/// The most bytes of a device's label.
const LABEL_MAX: usize = 32;

impl Roll {
    pub(super) fn found(&mut self, found: Found) -> Result<Widened, BadRoll> {
        let Found { founder, epochs } = found;
        let person = founder.person;
        if self.depth() != 1 {
            return Err(BadRoll::NotNext);
        }
        self.add_person(&founder, vec![Role::FirstConvener, Role::Member])?;
        self.add_device(founder)?;
        if epochs.len() != Group::ALL.len() {
            return Err(BadRoll::Epochs);
        }
        epochs.into_iter().try_for_each(|epoch| self.open_epoch(person, epoch))?;
        Ok(Widened::Person(person))
    }

    pub(super) fn invite(
        &mut self,
        was: RollAt<'_>,
        by: Author,
        id: EntryId,
        invite: Invite,
    ) -> Result<Widened, BadRoll> {
        may_invite(was, by.person, &invite)?;
        let names_taken = self.invites.values().any(|it| it.invite.name == invite.name);
        if names_taken || invite.roles.is_empty() || invite.roles.len() > Role::ALL.len() {
            return Err(BadRoll::Malformed);
        }
        self.invites.insert(id, Invited { invite, by: by.person, used: false });
        Ok(Widened::Nobody)
    }

    pub(super) fn join(&mut self, was: RollAt<'_>, join: Join) -> Result<Widened, BadRoll> {
        let invited = self.invites.get_mut(&join.invite).ok_or(BadRoll::Invitation)?;
        if invited.used || join.newcomer.person != invited.invite.person {
            return Err(BadRoll::Invitation);
        }
        // whoever lost the right to invite has nobody come in by an invitation of theirs
        may_invite(was, invited.by, &invited.invite).map_err(|_| BadRoll::Invitation)?;
        if !join.is_signed_by(&invited.invite.key) {
            return Err(BadRoll::Unsigned);
        }
        let (person, roles) = (invited.invite.person, invited.invite.roles.clone());
        self.overtake(person);
        self.add_person(&join.newcomer, roles)?;
        self.add_device(join.newcomer)?;
        self.add_secrets(person, join.secrets)?;
        let left = self.left(was, person);
        self.renew(was, person, left, Vec::new())?;
        Ok(Widened::Person(person))
    }

    pub(super) fn add_own_device(&mut self, introduction: Introduction) -> Result<Widened, BadRoll> {
        let person = introduction.person;
        let known = self.persons.get(&person).ok_or(Denied::NotOnTheRoll)?;
        let is_theirs =
            known.identity() == Some(introduction.identity) && known.boxed() == Some(introduction.boxed);
        if self.now().roles(person).is_empty() || !is_theirs {
            return Err(Denied::NotOnTheRoll.into());
        }
        self.add_device(introduction)?;
        Ok(Widened::Nobody)
    }

    pub(super) fn set_roles(
        &mut self,
        was: RollAt<'_>,
        by: Author,
        set: SetRoles,
    ) -> Result<Widened, BadRoll> {
        let SetRoles { person, roles, epochs, secrets } = set;
        if roles.is_empty() || roles.len() > Role::ALL.len() {
            return Err(BadRoll::Malformed);
        }
        self.change_roles(was, by, Act::SetRoles, person, roles, epochs)?;
        for GiveSecret { group, secret } in secrets {
            if !self.now().holds(person, group) || secret.person != person {
                return Err(BadRoll::Epochs);
            }
            self.add_secret(group, secret)?;
        }
        Ok(Widened::Person(person))
    }

    pub(super) fn remove_device(
        &mut self,
        was: RollAt<'_>,
        by: Author,
        device: DeviceId,
        epochs: Vec<Epoch>,
    ) -> Result<Widened, BadRoll> {
        let person = was.device(device).ok_or(BadRoll::Unknown)?.person;
        if person != by.person {
            may_act(was, by.person, Act::Remove, was.has(person, Role::FirstConvener))?;
        }
        // a device that removes itself must not know the secrets that come after it
        if device == by.device && !epochs.is_empty() {
            return Err(BadRoll::Epochs);
        }
        let depth = self.depth();
        self.devices.get_mut(&device).ok_or(BadRoll::Unknown)?.removed = Some(depth);
        let concerned = Group::ALL.into_iter().filter(|group| was.holds(person, *group)).collect();
        self.renew(was, by.person, concerned, epochs)?;
        Ok(Widened::Nobody)
    }

    /// A person who comes back later comes back with new devices.
    pub(super) fn remove_devices(&mut self, person: PersonId) {
        let depth = self.depth();
        let theirs = self.devices.values_mut().filter(|it| it.person == person && it.removed.is_none());
        theirs.for_each(|it| it.removed = Some(depth));
    }

    pub(super) fn change_roles(
        &mut self,
        was: RollAt<'_>,
        by: Author,
        act: Act,
        person: PersonId,
        roles: Vec<Role>,
        epochs: Vec<Epoch>,
    ) -> Result<(), BadRoll> {
        if was.roles(person).is_empty() {
            return Err(BadRoll::Unknown);
        }
        let is_first = was.has(person, Role::FirstConvener) || roles.contains(&Role::FirstConvener);
        may_act(was, by.person, act, is_first)?;
        let depth = self.depth();
        self.persons.get_mut(&person).ok_or(BadRoll::Unknown)?.roles.push((depth, roles));
        self.overtake(person);
        let left = self.left(was, person);
        self.renew(was, by.person, left, epochs)
    }

    /// The groups whose secret a person was meant to have and is not any more.
    fn left(&self, was: RollAt<'_>, person: PersonId) -> Vec<Group> {
        let left = |group: &Group| was.holds(person, *group) && !self.now().holds(person, *group);
        Group::ALL.into_iter().filter(left).collect()
    }

    /// A later word about a person ends the invitations that are still out for them.
    fn overtake(&mut self, person: PersonId) {
        let theirs = self.invites.values_mut().filter(|it| it.invite.person == person);
        theirs.for_each(|it| it.used = true);
    }

    fn add_person(&mut self, introduction: &Introduction, roles: Vec<Role>) -> Result<(), BadRoll> {
        if !introduction.boxed.is_usable() {
            return Err(BadRoll::Malformed);
        }
        let depth = self.depth();
        let fresh = Person { keys: Vec::new(), roles: Vec::new() };
        let person = self.persons.entry(introduction.person).or_insert(fresh);
        person.keys.push((depth, introduction.identity, introduction.boxed));
        person.roles.push((depth, roles));
        Ok(())
    }

    fn add_device(&mut self, introduction: Introduction) -> Result<(), BadRoll> {
        if introduction.studio != self.studio || !introduction.is_signed() {
            return Err(BadRoll::Unsigned);
        }
        let Introduction { person, device: key, tablet, label, office, continues, .. } = introduction;
        let owner = |id| self.devices.get(&id).map(|it| it.person);
        if continues.is_some_and(|id| owner(id) != Some(person)) {
            return Err(BadRoll::Unknown);
        }
        // Several people share a tablet, and with it what is written on it.
        let is_other = |it: &Device| it.tablet != tablet && it.removed.is_none();
        let is_taken = self.devices.values().any(|it| it.label == label && is_other(it));
        if is_taken || self.devices.contains_key(&key.device()) {
            return Err(BadRoll::Taken);
        }
        if label.is_empty() || label.len() > LABEL_MAX || label.chars().any(char::is_control) {
            return Err(BadRoll::Malformed);
        }
        let added = self.depth();
        let device = Device { person, key, tablet, label, office, continues, added, removed: None };
        self.devices.insert(key.device(), device);
        Ok(())
    }
}

fn may_invite(at: RollAt<'_>, by: PersonId, invite: &Invite) -> Result<(), Denied> {
    let is_first = at.has(invite.person, Role::FirstConvener);
    may_act(at, by, Act::Invite, is_first || invite.roles.contains(&Role::FirstConvener))
}
