//! The fold: roll entries, one after another, become the roll. The relay and every device fold the same chain
//! with the same checks.

use std::collections::BTreeMap;

use super::body::LIST_MAX;
use super::{
    Act, Denied, Device, Epoch, EpochState, Found, GiveSecret, Group, Introduction, Invite, Join,
    MemberSecret, Person, Role, RollAt, RollBody, SetRoles, may_act,
};
use crate::codec;
use crate::entry::{Entry, Kind, RollPoint};
use crate::ids::{DeviceId, DocId, DropName, EntryId, PersonId, StudioId};
use crate::keys::VerifyKey;

const LABEL_MAX: usize = 32;

/// The roll of one studio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    studio: StudioId,
    chain: Vec<EntryId>,
    depths: BTreeMap<EntryId, u32>,
    persons: BTreeMap<PersonId, Person>,
    devices: BTreeMap<DeviceId, Device>,
    invites: BTreeMap<EntryId, Invited>,
    epochs: BTreeMap<Group, Vec<EpochState>>,
    due: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Invited {
    invite: Invite,
    used: bool,
}

/// A roll entry that cannot follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRoll {
    /// Not a roll entry of this studio, or not readable.
    #[error("the bytes are not a roll entry of this studio")]
    Malformed,
    /// It follows another entry than the last one.
    #[error("the roll has moved on: fetch it and try again")]
    NotNext,
    /// A signature is missing or somebody else's.
    #[error("a signature on the roll entry is not what it should be")]
    Unsigned,
    /// The author may not do that.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The invitation does not exist or was used.
    #[error("this invitation was used already: ask for a new one")]
    Invitation,
    /// The device, person or label is taken.
    #[error("the device or its label is on the roll already")]
    Taken,
    /// The person, device or epoch is not on the roll.
    #[error("the person, device or group key is not on the roll")]
    Unknown,
    /// An epoch is missing, misplaced or sealed to the wrong people.
    #[error("the group keys of the roll entry are incomplete")]
    Epochs,
}

/// What a roll entry widened: whom a device must now send more, and who now reads more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widened {
    /// Nobody reads more than before.
    Nobody,
    /// This person entered a group or came back.
    Person(PersonId),
}

impl Roll {
    /// The roll before its founding.
    pub fn new(studio: StudioId) -> Self {
        Self {
            studio,
            chain: Vec::new(),
            depths: BTreeMap::new(),
            persons: BTreeMap::new(),
            devices: BTreeMap::new(),
            invites: BTreeMap::new(),
            epochs: BTreeMap::new(),
            due: Vec::new(),
        }
    }

    /// The studio.
    pub fn studio(&self) -> StudioId {
        self.studio
    }

    /// The founding entry.
    pub fn founding(&self) -> Option<EntryId> {
        self.chain.first().copied()
    }

    /// The last entry of the chain.
    pub fn tip(&self) -> RollPoint {
        self.chain.last().map_or_else(RollPoint::default, |id| RollPoint { id: *id, depth: self.depth() })
    }

    fn depth(&self) -> u32 {
        self.chain.len() as u32
    }

    /// The roll as it stands.
    pub fn now(&self) -> RollAt<'_> {
        RollAt { roll: self, depth: self.depth() }
    }

    /// The roll as it stood at a point of this chain; none if the point is not on it.
    pub fn at(&self, point: RollPoint) -> Option<RollAt<'_>> {
        let depth = *self.depths.get(&point.id)?;
        (depth == point.depth).then_some(RollAt { roll: self, depth })
    }

    /// The roll after so many of its entries.
    pub fn at_depth(&self, depth: u32) -> RollAt<'_> {
        RollAt { roll: self, depth: depth.min(self.depth()) }
    }

    /// A device, whether still on the roll or not.
    pub fn device(&self, id: DeviceId) -> Option<&Device> {
        self.devices.get(&id)
    }

    /// Every device that ever was on the roll.
    pub fn devices(&self) -> impl Iterator<Item = (DeviceId, &Device)> {
        self.devices.iter().map(|(id, device)| (*id, device))
    }

    /// A person, whether still on the roll or not.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.persons.get(&id)
    }

    /// Every person that ever was on the roll.
    pub fn persons(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        self.persons.iter().map(|(id, person)| (*id, person))
    }

    /// The epochs of a group, oldest first.
    pub fn epochs(&self, group: Group) -> &[EpochState] {
        self.epochs.get(&group).map_or(&[], Vec::as_slice)
    }

    /// Groups that lost a member to somebody who could not open a new epoch for them.
    pub fn due(&self) -> &[Group] {
        &self.due
    }

    /// An invitation that is still unused, by the name under which its package lies.
    pub fn invitation(&self, name: DropName) -> Option<(EntryId, &Invite)> {
        let mut named = self.invites.iter().filter(|(_, it)| it.invite.name == name && !it.used);
        named.next().map(|(id, it)| (*id, &it.invite))
    }

    /// The devices that a device's entries may also be written under: itself, and those it continues.
    pub fn continued(&self, id: DeviceId) -> Vec<DeviceId> {
        let mut found = vec![id];
        while let Some(before) = found.last().and_then(|id| self.device(*id)).and_then(|it| it.continues) {
            if found.contains(&before) {
                break;
            }
            found.push(before);
        }
        found
    }

    /// Takes the next entry of the chain, or refuses it and stays as it was.
    pub fn take(&mut self, entry: &Entry) -> Result<Widened, BadRoll> {
        let header = &entry.header;
        if header.kind != Kind::Roll || header.doc != DocId::ZERO || header.studio != self.studio {
            return Err(BadRoll::Malformed);
        }
        if header.roll != self.tip() {
            return Err(BadRoll::NotNext);
        }
        let body: RollBody = codec::decode(entry.body()).ok_or(BadRoll::Malformed)?;
        entry.verify(&self.author_key(header.device, &body)?).map_err(|_| BadRoll::Unsigned)?;
        let mut next = self.clone();
        next.chain.push(entry.id);
        next.depths.insert(entry.id, next.depth());
        let widened = next.fold(header.device, entry.id, body, self.now())?;
        *self = next;
        Ok(widened)
    }

    /// The key that must have signed the entry: three kinds introduce their own author's device.
    fn author_key(&self, device: DeviceId, body: &RollBody) -> Result<VerifyKey, BadRoll> {
        let introduced = match body {
            RollBody::Found(found) => Some(&found.founder),
            RollBody::Join(join) => Some(&join.newcomer),
            RollBody::AddDevice(introduction) => Some(introduction),
            RollBody::Invite(_)
            | RollBody::SetRoles(_)
            | RollBody::RemoveDevice(..)
            | RollBody::RemovePerson(..)
            | RollBody::OpenEpoch(_)
            | RollBody::GiveSecret(_) => None,
        };
        match introduced {
            Some(it) if it.device.device() == device => Ok(it.device),
            Some(_) => Err(BadRoll::Unsigned),
            None => Ok(self.now().device(device).ok_or(Denied::NotOnTheRoll)?.key),
        }
    }

    fn fold(
        &mut self,
        by: DeviceId,
        id: EntryId,
        body: RollBody,
        was: RollAt<'_>,
    ) -> Result<Widened, BadRoll> {
        let author = || Ok::<_, BadRoll>(was.device(by).ok_or(Denied::NotOnTheRoll)?.person);
        match body {
            RollBody::Found(found) => self.found(found),
            RollBody::Invite(invite) => self.invite(was, author()?, id, invite),
            RollBody::Join(join) => self.join(join),
            RollBody::AddDevice(introduction) => self.add_own_device(introduction),
            RollBody::SetRoles(set) => self.set_roles(was, author()?, set),
            RollBody::RemoveDevice(device, epochs) => self.remove_device(was, author()?, device, epochs),
            RollBody::RemovePerson(person, epochs) => {
                self.change_roles(was, author()?, Act::Remove, person, Vec::new(), epochs)
            }
            RollBody::OpenEpoch(open) => self.open_due(was, author()?, open.epoch),
            RollBody::GiveSecret(give) => self.give_secret(was, author()?, give),
        }
    }

    fn found(&mut self, found: Found) -> Result<Widened, BadRoll> {
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
        epochs.into_iter().try_for_each(|epoch| self.open_epoch(epoch))?;
        Ok(Widened::Person(person))
    }

    fn invite(
        &mut self,
        was: RollAt<'_>,
        by: PersonId,
        id: EntryId,
        invite: Invite,
    ) -> Result<Widened, BadRoll> {
        let is_first = was.has(invite.person, Role::FirstConvener);
        may_act(was, by, Act::Invite, is_first || invite.roles.contains(&Role::FirstConvener))?;
        let names_taken = self.invites.values().any(|it| it.invite.name == invite.name);
        if names_taken || invite.roles.is_empty() || invite.roles.len() > Role::ALL.len() {
            return Err(BadRoll::Malformed);
        }
        self.invites.insert(id, Invited { invite, used: false });
        Ok(Widened::Nobody)
    }

    fn join(&mut self, join: Join) -> Result<Widened, BadRoll> {
        let invited = self.invites.get_mut(&join.invite).ok_or(BadRoll::Invitation)?;
        if invited.used || join.newcomer.person != invited.invite.person {
            return Err(BadRoll::Invitation);
        }
        if !join.is_signed_by(&invited.invite.key) {
            return Err(BadRoll::Unsigned);
        }
        invited.used = true;
        let (person, roles) = (invited.invite.person, invited.invite.roles.clone());
        self.add_person(&join.newcomer, roles)?;
        self.add_device(join.newcomer)?;
        self.add_secrets(person, join.secrets)?;
        Ok(Widened::Person(person))
    }

    fn add_own_device(&mut self, introduction: Introduction) -> Result<Widened, BadRoll> {
        let person = introduction.person;
        let known = self.persons.get(&person).ok_or(Denied::NotOnTheRoll)?;
        let is_theirs =
            known.identity() == Some(introduction.identity) && known.boxed() == Some(introduction.boxed);
        if self.now().roles(person).is_empty() || !is_theirs {
            return Err(Denied::NotOnTheRoll.into());
        }
        let continued = introduction.continues.map(|id| self.devices.get(&id).map(|it| it.person));
        if continued.is_some_and(|owner| owner != Some(person)) {
            return Err(BadRoll::Unknown);
        }
        self.add_device(introduction)?;
        Ok(Widened::Nobody)
    }

    fn set_roles(&mut self, was: RollAt<'_>, by: PersonId, set: SetRoles) -> Result<Widened, BadRoll> {
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

    fn remove_device(
        &mut self,
        was: RollAt<'_>,
        by: PersonId,
        device: DeviceId,
        epochs: Vec<Epoch>,
    ) -> Result<Widened, BadRoll> {
        let person = was.device(device).ok_or(BadRoll::Unknown)?.person;
        if person != by {
            may_act(was, by, Act::Remove, was.has(person, Role::FirstConvener))?;
        }
        let depth = self.depth();
        self.devices.get_mut(&device).ok_or(BadRoll::Unknown)?.removed = Some(depth);
        let concerned = Group::ALL.into_iter().filter(|group| was.holds(person, *group)).collect();
        self.renew(concerned, epochs)?;
        Ok(Widened::Nobody)
    }

    fn change_roles(
        &mut self,
        was: RollAt<'_>,
        by: PersonId,
        act: Act,
        person: PersonId,
        roles: Vec<Role>,
        epochs: Vec<Epoch>,
    ) -> Result<Widened, BadRoll> {
        if was.roles(person).is_empty() {
            return Err(BadRoll::Unknown);
        }
        let is_first = was.has(person, Role::FirstConvener) || roles.contains(&Role::FirstConvener);
        may_act(was, by, act, is_first)?;
        let depth = self.depth();
        self.persons.get_mut(&person).ok_or(BadRoll::Unknown)?.roles.push((depth, roles));
        let left = Group::ALL
            .into_iter()
            .filter(|group| was.holds(person, *group) && !self.now().holds(person, *group));
        let left = left.collect();
        self.renew(left, epochs)?;
        Ok(Widened::Nobody)
    }

    /// Groups that lost a holder get new epochs: those given, the rest when somebody who can opens them.
    fn renew(&mut self, mut concerned: Vec<Group>, epochs: Vec<Epoch>) -> Result<(), BadRoll> {
        for epoch in epochs {
            if !concerned.contains(&epoch.group) {
                return Err(BadRoll::Epochs);
            }
            concerned.retain(|group| *group != epoch.group);
            self.open_epoch(epoch)?;
        }
        concerned.retain(|group| !self.due.contains(group));
        self.due.append(&mut concerned);
        Ok(())
    }

    fn open_due(&mut self, was: RollAt<'_>, by: PersonId, epoch: Epoch) -> Result<Widened, BadRoll> {
        if !self.due.contains(&epoch.group) {
            return Err(BadRoll::Epochs);
        }
        if !was.holds(by, epoch.group) {
            return Err(Denied::Role.into());
        }
        self.due.retain(|group| *group != epoch.group);
        self.open_epoch(epoch)?;
        Ok(Widened::Nobody)
    }

    fn give_secret(&mut self, was: RollAt<'_>, by: PersonId, give: GiveSecret) -> Result<Widened, BadRoll> {
        if !was.holds(by, give.group) || !was.holds(give.secret.person, give.group) {
            return Err(Denied::Role.into());
        }
        self.add_secret(give.group, give.secret)?;
        Ok(Widened::Nobody)
    }

    fn add_person(&mut self, introduction: &Introduction, roles: Vec<Role>) -> Result<(), BadRoll> {
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
        let is_taken = self.devices.values().any(|it| it.label == label && it.removed.is_none());
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

    fn open_epoch(&mut self, epoch: Epoch) -> Result<(), BadRoll> {
        let Epoch { group, public, secrets, before } = epoch;
        let opened = self.depth();
        let is_first = self.epochs(group).is_empty();
        let is_known = self.epochs(group).iter().any(|it| it.public == public);
        if secrets.len() > LIST_MAX || is_known || before.is_some() == is_first {
            return Err(BadRoll::Epochs);
        }
        let state = EpochState { public, opened, secrets: BTreeMap::new(), before };
        self.epochs.entry(group).or_default().push(state);
        secrets.into_iter().try_for_each(|secret| {
            if self.now().holds(secret.person, group) {
                self.add_secret(group, secret)
            } else {
                Err(BadRoll::Epochs)
            }
        })
    }

    fn add_secrets(&mut self, person: PersonId, secrets: Vec<MemberSecret>) -> Result<(), BadRoll> {
        if secrets.len() > LIST_MAX {
            return Err(BadRoll::Epochs);
        }
        for secret in secrets {
            let at_epoch = |group: &Group| self.epochs(*group).iter().any(|it| it.public == secret.epoch);
            let group = Group::ALL.into_iter().find(at_epoch).ok_or(BadRoll::Epochs)?;
            if secret.person != person || !self.now().holds(person, group) {
                return Err(BadRoll::Epochs);
            }
            self.add_secret(group, secret)?;
        }
        Ok(())
    }

    /// The first secret for somebody stands; a second one for the same epoch is refused, save that new keys of
    /// the person need a new one.
    fn add_secret(&mut self, group: Group, secret: MemberSecret) -> Result<(), BadRoll> {
        let rekeyed =
            self.persons.get(&secret.person).and_then(|it| it.keys.last()).map_or(0, |(from, ..)| *from);
        let mut epochs = self.epochs.get_mut(&group).ok_or(BadRoll::Epochs)?.iter_mut();
        let epoch = epochs.find(|it| it.public == secret.epoch).ok_or(BadRoll::Epochs)?;
        if epoch.secrets.contains_key(&secret.person) && rekeyed <= epoch.opened {
            return Err(BadRoll::Taken);
        }
        epoch.secrets.insert(secret.person, secret.envelope);
        Ok(())
    }
}
