//! What somebody wants of the roll, and the roll entry that says so: made anew for every try, because the group keys in
//! it depend on the roll before it.

use shared::ids::{DeviceId, PersonId};
use shared::keys::{BoxKey, BoxPublic, Purpose};
use shared::roll::{
    Epoch, EraseBody, GiveSecret, Group, MemberSecret, OpenEpoch, Renew, Role, RollBody, SetRoles,
};

use super::rollcall::RollDeed;
use super::trouble::Failure;
use super::{Engine, Host};

/// What somebody wants of the roll.
#[derive(Debug, Clone)]
pub(super) enum Wish {
    /// What says the same on any roll.
    Plain(Box<RollBody>),
    /// Somebody is removed with all devices.
    RemovePerson(PersonId),
    /// A device is removed.
    RemoveDevice(DeviceId),
    /// Somebody's roles are replaced.
    SetRoles(PersonId, Vec<Role>),
    /// A group that waits for an epoch gets one.
    OpenEpoch(Group),
    /// A member without a group's newest secret gets it.
    GiveSecret(Group, PersonId),
    /// The person's vault has a newer version than the roll says.
    Renew,
    /// Documents are destroyed for ever: beside the roll.
    Erase(EraseBody),
}

impl<H: Host> Engine<H> {
    /// What a wish comes to on the roll as it stands.
    pub(super) fn deed(&mut self, wish: &Wish) -> Result<RollDeed, Failure> {
        match wish {
            Wish::Erase(body) => Ok(RollDeed::Erase(body.clone())),
            other => self.roll_body(other).map(RollDeed::from),
        }
    }

    fn roll_body(&mut self, wish: &Wish) -> Result<RollBody, Failure> {
        let me = self.session.person;
        let now = self.roll.now();
        match wish {
            Wish::Plain(body) => Ok((**body).clone()),
            Wish::Erase(_) => Err(Failure::NotHere),
            Wish::RemovePerson(person) => {
                let left = groups(|group| now.holds(*person, group));
                Ok(RollBody::RemovePerson(*person, self.epochs(&left, |holder| holder != *person)?))
            }
            Wish::RemoveDevice(device) => {
                let person = now.device(*device).ok_or(Failure::NotHere)?.person;
                let held = groups(|group| now.holds(person, group));
                // a device that removes itself must not know the secrets that come after it
                let opened = if *device == self.session.device { Vec::new() } else { held };
                Ok(RollBody::RemoveDevice(*device, self.epochs(&opened, |_| true)?))
            }
            Wish::SetRoles(person, roles) => self.roles_body(*person, roles),
            Wish::OpenEpoch(group) => {
                let epoch = self.epochs(&[*group], |_| true)?.pop().ok_or(Failure::NoKey)?;
                Ok(RollBody::OpenEpoch(OpenEpoch { epoch }))
            }
            Wish::GiveSecret(group, person) => {
                let secret = self.keyring.secret(&self.roll, *group).ok_or(Failure::NoKey)?.clone();
                let boxed = self.box_of(*person).ok_or(Failure::NoKey)?;
                let secret = self.member_secret(*group, &secret, *person, boxed)?;
                Ok(RollBody::GiveSecret(GiveSecret { group: *group, secret }))
            }
            Wish::Renew => {
                let (version, boxed) = (self.vault_version, self.session.vault.box_key().public());
                let identity = self.session.vault.identity();
                let signature = Renew::sign(self.session.studio, me, version, boxed, &identity);
                let is_new = self.roll.person(me).and_then(|it| it.boxed()) != Some(boxed);
                let held = groups(|group| is_new && now.holds(me, group));
                Ok(RollBody::Renew(Renew {
                    version,
                    boxed,
                    epochs: self.epochs(&held, |_| true)?,
                    signature,
                }))
            }
        }
    }

    fn roles_body(&mut self, person: PersonId, roles: &[Role]) -> Result<RollBody, Failure> {
        let holds = |group| roles.iter().any(|role: &Role| role.holds(group));
        let held = groups(|group| self.roll.now().holds(person, group));
        let left: Vec<_> = held.iter().copied().filter(|group| !holds(*group)).collect();
        let mut secrets = Vec::new();
        if let Some(boxed) = self.box_of(person) {
            for group in groups(|group| holds(group) && !held.contains(&group)) {
                let Some(secret) = self.keyring.secret(&self.roll, group).cloned() else { continue };
                let has = |epoch: &shared::roll::EpochState| epoch.secrets.contains_key(&person);
                if self.roll.epochs(group).last().is_some_and(has) {
                    continue;
                }
                let secret = self.member_secret(group, &secret, person, boxed)?;
                secrets.push(GiveSecret { group, secret });
            }
        }
        let epochs = self.epochs(&left, |holder| holder != person)?;
        Ok(RollBody::SetRoles(SetRoles { person, roles: roles.to_vec(), epochs, secrets }))
    }

    /// New epochs of those groups that this person can open them for, each sealed to its holders.
    fn epochs(&mut self, groups: &[Group], stays: impl Fn(PersonId) -> bool) -> Result<Vec<Epoch>, Failure> {
        let me = self.session.person;
        let mut epochs = Vec::new();
        for group in groups {
            let Some(before) = self.keyring.secret(&self.roll, *group).cloned() else { continue };
            if !stays(me) || !self.roll.now().holds(me, *group) {
                continue;
            }
            let key = BoxKey::random(&mut self.rng);
            let public = key.public();
            let holders: Vec<_> = self.roll.now().holders(*group).map(|(id, _)| id).collect();
            let mut secrets = Vec::with_capacity(holders.len());
            for holder in holders.into_iter().filter(|id| stays(*id)) {
                // somebody invited who has not joined yet has no key: whoever sees them come hands it on
                let Some(boxed) = self.box_of(holder) else { continue };
                secrets.push(self.member_secret(*group, &key, holder, boxed)?);
            }
            let purpose = Purpose::EpochBefore(self.session.studio, *group, before.public());
            let before = public.seal(&before.bytes(), &purpose, &mut self.rng).map_err(|_| Failure::NoKey)?;
            epochs.push(Epoch { group: *group, public, secrets, before: Some(before) });
        }
        Ok(epochs)
    }

    /// What is sealed to a person goes to this key; one's own may be newer than the roll says.
    fn box_of(&self, person: PersonId) -> Option<BoxPublic> {
        let known = self.roll.person(person)?.boxed()?;
        let own = self.session.vault.box_keys();
        let is_own = person == self.session.person && own.iter().any(|key| key.public() == known);
        Some(if is_own { own.first()?.public() } else { known })
    }

    fn member_secret(
        &mut self,
        group: Group,
        key: &BoxKey,
        person: PersonId,
        boxed: BoxPublic,
    ) -> Result<MemberSecret, Failure> {
        let epoch = key.public();
        let purpose = Purpose::Member(self.session.studio, group, epoch, person);
        let envelope = boxed.seal(&key.bytes(), &purpose, &mut self.rng).map_err(|_| Failure::NoKey)?;
        Ok(MemberSecret { epoch, person, envelope })
    }
}

fn groups(is_meant: impl Fn(Group) -> bool) -> Vec<Group> {
    Group::ALL.into_iter().filter(|group| is_meant(*group)).collect()
}
