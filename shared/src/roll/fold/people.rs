//! Persons and devices: who comes, who goes, who is what.

use super::{Author, BadRoll, Draft, Widened};
use crate::ids::{DeviceId, EntryId, PersonId};
use crate::roll::body::LIST_MAX;
use crate::roll::{
    Act, Denied, Device, Epoch, Found, GiveSecret, Group, Introduction, Invite, Join, Renew, Role, RollAt,
    SetRoles, may_act,
};

/// The most bytes of a device's label.
const LABEL_MAX: usize = 32;

impl Draft<'_> {
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

    pub(super) fn invite(&mut self, by: Author, id: EntryId, invite: Invite) -> Result<Widened, BadRoll> {
        may_invite(self.was(), by.person, &invite)?;
        let names_taken = self.index.invites.contains_key(&invite.name);
        if names_taken || invite.roles.is_empty() || invite.roles.len() > Role::ALL.len() {
            return Err(BadRoll::Malformed);
        }
        self.add_invite(id, invite, by.person);
        Ok(Widened::Nobody)
    }

    pub(super) fn join(&mut self, join: Join) -> Result<Widened, BadRoll> {
        let invited = self.invites.get(&join.invite).ok_or(BadRoll::Invitation)?;
        if invited.used || join.newcomer.person != invited.invite.person {
            return Err(BadRoll::Invitation);
        }
        // whoever lost the right to invite has nobody come in by an invitation of theirs
        may_invite(self.was(), invited.by, &invited.invite).map_err(|_| BadRoll::Invitation)?;
        if !join.is_signed_by(&invited.invite.key) {
            return Err(BadRoll::Unsigned);
        }
        let (person, roles) = (invited.invite.person, invited.invite.roles.clone());
        self.overtake(person);
        self.add_person(&join.newcomer, roles)?;
        self.add_device(join.newcomer)?;
        self.add_secrets(person, join.secrets)?;
        self.renew(person, self.left(person), Vec::new())?;
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

    pub(super) fn set_roles(&mut self, by: Author, set: SetRoles) -> Result<Widened, BadRoll> {
        let SetRoles { person, roles, epochs, secrets } = set;
        if roles.is_empty() || roles.len() > Role::ALL.len() {
            return Err(BadRoll::Malformed);
        }
        if secrets.len() > LIST_MAX {
            return Err(BadRoll::Epochs);
        }
        self.change_roles(by, Act::SetRoles, person, roles, epochs)?;
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
        by: Author,
        device: DeviceId,
        epochs: Vec<Epoch>,
    ) -> Result<Widened, BadRoll> {
        let person = self.was().device(device).ok_or(BadRoll::Unknown)?.person;
        if person != by.person {
            may_act(self.was(), by.person, Act::Remove, self.was().has(person, Role::FirstConvener))?;
        }
        // a device that removes itself must not know the secrets that come after it
        if device == by.device && !epochs.is_empty() {
            return Err(BadRoll::Epochs);
        }
        self.end_device(device);
        let concerned = Group::ALL.into_iter().filter(|group| self.was().holds(person, *group)).collect();
        self.renew(by.person, concerned, epochs)?;
        Ok(Widened::Nobody)
    }

    /// A person who comes back later comes back with new devices.
    pub(super) fn remove_devices(&mut self, person: PersonId) {
        for device in self.index.standing.get(&person).cloned().unwrap_or_default() {
            self.end_device(device);
        }
    }

    pub(super) fn change_roles(
        &mut self,
        by: Author,
        act: Act,
        person: PersonId,
        roles: Vec<Role>,
        epochs: Vec<Epoch>,
    ) -> Result<(), BadRoll> {
        if self.was().roles(person).is_empty() {
            return Err(BadRoll::Unknown);
        }
        let is_first = self.was().has(person, Role::FirstConvener) || roles.contains(&Role::FirstConvener);
        may_act(self.was(), by.person, act, is_first)?;
        self.give_roles(person, roles);
        self.overtake(person);
        self.renew(by.person, self.left(person), epochs)
    }

    /// The groups whose secret a person was meant to have and is not any more.
    fn left(&self, person: PersonId) -> Vec<Group> {
        let left = |group: &Group| self.was().holds(person, *group) && !self.now().holds(person, *group);
        Group::ALL.into_iter().filter(left).collect()
    }

    fn add_person(&mut self, introduction: &Introduction, roles: Vec<Role>) -> Result<(), BadRoll> {
        if !introduction.boxed.is_usable() {
            return Err(BadRoll::Malformed);
        }
        self.set_keys(introduction.person, introduction.identity, introduction.boxed);
        self.give_roles(introduction.person, roles);
        self.set_vault(introduction.person, 1);
        Ok(())
    }

    /// A new version of a vault; a new box key also ends the epochs that the old one opens.
    pub(super) fn renew_keys(&mut self, by: Author, renew: Renew) -> Result<Widened, BadRoll> {
        let person = by.person;
        let known = self.persons.get(&person).ok_or(BadRoll::Unknown)?;
        let (identity, boxed) = known.identity().zip(known.boxed()).ok_or(BadRoll::Unknown)?;
        if renew.version <= known.vault || !renew.boxed.is_usable() {
            return Err(BadRoll::Taken);
        }
        if !renew.is_signed(self.studio, person, &identity) {
            return Err(BadRoll::Unsigned);
        }
        self.set_vault(person, renew.version);
        if renew.boxed == boxed {
            return if renew.epochs.is_empty() { Ok(Widened::Nobody) } else { Err(BadRoll::Epochs) };
        }
        self.set_keys(person, identity, renew.boxed);
        self.narrow();
        let concerned = Group::ALL.into_iter().filter(|group| self.was().holds(person, *group)).collect();
        self.renew(person, concerned, renew.epochs)?;
        Ok(Widened::Nobody)
    }

    fn add_device(&mut self, introduction: Introduction) -> Result<(), BadRoll> {
        if introduction.studio != self.studio || !introduction.is_signed() {
            return Err(BadRoll::Unsigned);
        }
        let Introduction { person, device: key, tablet, label, office, continues, .. } = introduction;
        let owner = |id| self.device(id).map(|it| it.person);
        if continues.is_some_and(|id| owner(id) != Some(person)) {
            return Err(BadRoll::Unknown);
        }
        // Several people share a tablet, and with it what is written on it.
        let is_taken = self.index.labels.get(&label).is_some_and(|(its, _)| *its != tablet);
        if is_taken || self.devices.contains_key(&key.device()) {
            return Err(BadRoll::Taken);
        }
        if label.is_empty() || label.len() > LABEL_MAX || label.chars().any(char::is_control) {
            return Err(BadRoll::Malformed);
        }
        let added = self.depth();
        let device = Device { person, key, tablet, label, office, continues, added, removed: None };
        self.put_device(device);
        Ok(())
    }
}

fn may_invite(at: RollAt<'_>, by: PersonId, invite: &Invite) -> Result<(), Denied> {
    let is_first = at.has(invite.person, Role::FirstConvener);
    may_act(at, by, Act::Invite, is_first || invite.roles.contains(&Role::FirstConvener))
}
