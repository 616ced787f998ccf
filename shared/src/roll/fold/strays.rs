//! Strays: roll entries of a branch that does not stand. A relay that was put back from an old copy may have gone on
//! with other entries; then its branch stands and the entries of the other are appended behind it. They count for what
//! they take away, and for the keys they open; what else they did is for a convener to do again. What was written
//! while they stood is judged as they stood.

use std::collections::{BTreeMap, BTreeSet};

use super::{BadRoll, Roll};
use crate::codec;
use crate::entry::{Entry, Kind, RollPoint};
use crate::ids::{DeviceId, DocId, EntryId, PersonId};
use crate::roll::body::LIST_MAX;
use crate::roll::{
    Act, Denied, Device, Epoch, EpochState, Group, Introduction, Invite, Role, RollAt, RollBody, may_act,
};

/// The entries of branches that do not stand, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::roll) struct Strays {
    all: Vec<Stray>,
    by_id: BTreeMap<EntryId, usize>,
    invites: BTreeMap<EntryId, Invite>,
    /// Devices that only strays introduced: known by their signatures, standing nowhere.
    devices: BTreeMap<DeviceId, Device>,
    epochs: BTreeMap<Group, Vec<EpochState>>,
    /// What is left of somebody's roles, and up to which depth of the chain that counts.
    limits: BTreeMap<PersonId, (u32, Vec<Role>)>,
    ended: BTreeSet<DeviceId>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stray {
    id: EntryId,
    /// The stray before it; none if it follows an entry of the chain.
    parent: Option<usize>,
    /// The depth of the chain where its branch begins.
    base: u32,
    depth: u32,
    did: StrayDeed,
}

/// What a stray did while it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
enum StrayDeed {
    /// Somebody was invited.
    Invited(PersonId),
    /// Somebody joined, with a first device and roles.
    Joined(PersonId, DeviceId, Vec<Role>),
    /// A person added a device.
    Added(PersonId, DeviceId),
    /// Somebody's roles were replaced.
    Roles(PersonId, Vec<Role>),
    /// A device was removed.
    EndedDevice(DeviceId),
    /// A person was removed.
    EndedPerson(PersonId),
    /// Keys were handed out.
    Keys,
}

impl StrayDeed {
    /// Whether it is for a convener to do again: what takes away counts already, and what was done again is done.
    fn is_open(&self, now: RollAt<'_>) -> bool {
        match self {
            StrayDeed::Invited(person) | StrayDeed::Joined(person, ..) => now.roles(*person).is_empty(),
            StrayDeed::Added(_, device) => now.device(*device).is_none(),
            StrayDeed::Roles(person, roles) => roles.iter().any(|role| !now.has(*person, *role)),
            StrayDeed::EndedDevice(_) | StrayDeed::EndedPerson(_) | StrayDeed::Keys => false,
        }
    }
}

impl Roll {
    /// How many of the strays a convener has still to do again.
    pub fn to_redo(&self) -> usize {
        self.strays().filter(|it| it.is_open(self.now())).count()
    }

    /// What the strays did, oldest first.
    fn strays(&self) -> impl Iterator<Item = &StrayDeed> {
        self.strays.all.iter().map(|stray| &stray.did)
    }

    /// Whether an entry lies on a branch that does not stand.
    pub fn is_stray(&self, id: EntryId) -> bool {
        self.strays.by_id.contains_key(&id)
    }

    /// The epochs of a group that only strays opened.
    pub fn stray_epochs(&self, group: Group) -> &[EpochState] {
        self.strays.epochs.get(&group).map_or(&[], Vec::as_slice)
    }

    /// Whether one point lies before another on the way to it. Of two branches neither does, however long they are.
    pub fn is_before(&self, a: RollPoint, b: RollPoint) -> bool {
        let strays = &self.strays;
        match (strays.by_id.get(&a.id), strays.by_id.get(&b.id)) {
            (None, None) => a.depth < b.depth,
            (None, Some(b)) => a.depth <= strays.all[*b].base,
            (Some(_), None) => false,
            (Some(a), Some(b)) => strays.above(*b).skip(1).any(|it| it.id == strays.all[*a].id),
        }
    }

    /// Takes an entry of a branch that does not stand, or refuses it and stays as it was. To be asked when
    /// [`Roll::take`] says [`BadRoll::NotNext`].
    pub fn stray(&mut self, entry: &Entry) -> Result<(), BadRoll> {
        let header = &entry.header;
        if header.kind != Kind::Roll || header.doc != DocId::ZERO || header.studio != self.studio {
            return Err(BadRoll::Malformed);
        }
        if self.depths.contains_key(&entry.id) || self.is_stray(entry.id) {
            return Err(BadRoll::Taken);
        }
        let at = self.at(header.roll).ok_or(BadRoll::NotNext)?;
        let body: RollBody = codec::decode_signed(entry.body()).ok_or(BadRoll::Malformed)?;
        let key = at.author_key(header.device, &body)?;
        entry.verify(&key).map_err(|_| BadRoll::Unsigned)?;
        let did = self.did(at, header.device, &body)?;
        // whoever was removed on the branch that stands takes nothing away any more
        let counts = self.now().device(header.device).is_some();
        self.add_stray(entry, did.clone());
        if counts {
            self.take_away(&did);
        }
        self.learn_from(entry.id, body);
        Ok(())
    }

    fn add_stray(&mut self, entry: &Entry, did: StrayDeed) {
        let parent = self.strays.by_id.get(&entry.header.roll.id).copied();
        let base = parent.map_or(entry.header.roll.depth, |parent| self.strays.all[parent].base);
        let depth = entry.header.roll.depth.saturating_add(1);
        self.strays.by_id.insert(entry.id, self.strays.all.len());
        self.strays.all.push(Stray { id: entry.id, parent, base, depth, did });
    }

    /// What an entry did, if it might.
    fn did(&self, at: RollAt<'_>, device: DeviceId, body: &RollBody) -> Result<StrayDeed, BadRoll> {
        let by = at.device(device).map(|it| it.person);
        let author = || by.ok_or(BadRoll::Denied(Denied::NotOnTheRoll));
        let is_first = |person| at.has(person, Role::FirstConvener);
        match body {
            RollBody::Found(_) => Err(BadRoll::NotNext),
            RollBody::Invite(invite) => {
                let is_first = is_first(invite.person) || invite.roles.contains(&Role::FirstConvener);
                may_act(at, author()?, Act::Invite, is_first)?;
                Ok(StrayDeed::Invited(invite.person))
            }
            RollBody::Join(join) => {
                let invite = self.invited(join.invite).or_else(|| self.strays.invites.get(&join.invite));
                let invite = invite.ok_or(BadRoll::Invitation)?;
                let is_good = join.is_signed_by(&invite.key) && join.newcomer.is_signed();
                if !is_good || join.newcomer.person != invite.person {
                    return Err(BadRoll::Unsigned);
                }
                Ok(StrayDeed::Joined(invite.person, join.newcomer.device.device(), invite.roles.clone()))
            }
            RollBody::AddDevice(it) => {
                let identity = self.person(it.person).and_then(|person| person.identity());
                if !it.is_signed() || identity.is_some_and(|identity| identity != it.identity) {
                    return Err(BadRoll::Unsigned);
                }
                Ok(StrayDeed::Added(it.person, it.device.device()))
            }
            RollBody::SetRoles(set) => {
                let is_first = is_first(set.person) || set.roles.contains(&Role::FirstConvener);
                may_act(at, author()?, Act::SetRoles, is_first)?;
                Ok(StrayDeed::Roles(set.person, set.roles.clone()))
            }
            RollBody::RemoveDevice(removed, _) => {
                let (by, person) = (author()?, self.device(*removed).ok_or(BadRoll::Unknown)?.person);
                if by != person {
                    may_act(at, by, Act::Remove, is_first(person))?;
                }
                Ok(StrayDeed::EndedDevice(*removed))
            }
            RollBody::RemovePerson(person, _) => {
                may_act(at, author()?, Act::Remove, is_first(*person))?;
                Ok(StrayDeed::EndedPerson(*person))
            }
            RollBody::OpenEpoch(_) | RollBody::GiveSecret(_) | RollBody::Renew(_) => {
                author().map(|_| StrayDeed::Keys)
            }
        }
    }

    /// What an entry took away counts from now on, save that somebody must answer for the studio.
    fn take_away(&mut self, did: &StrayDeed) {
        let (person, left) = match did {
            StrayDeed::EndedDevice(device) => {
                self.strays.ended.insert(*device);
                return;
            }
            StrayDeed::EndedPerson(person) => (*person, Vec::new()),
            StrayDeed::Roles(person, roles) => (*person, roles.clone()),
            StrayDeed::Invited(_) | StrayDeed::Joined(..) | StrayDeed::Added(..) | StrayDeed::Keys => return,
        };
        let has = self.now().roles(person);
        let left: Vec<Role> = has.iter().copied().filter(|role| left.contains(role)).collect();
        if left.len() == has.len() {
            return;
        }
        let was_first = self.index.firsts.contains(&person);
        if was_first && !left.contains(&Role::FirstConvener) {
            if self.index.firsts.len() == 1 {
                return;
            }
            self.index.firsts.remove(&person);
        }
        let depth = self.depth();
        self.strays.limits.insert(person, (depth, left));
    }

    /// Names and keys that only this entry brought: what was written and sealed by them stays readable.
    fn learn_from(&mut self, id: EntryId, body: RollBody) {
        match body {
            RollBody::Invite(invite) => {
                self.strays.invites.insert(id, invite);
            }
            RollBody::Join(join) => self.learn_device(join.newcomer),
            RollBody::AddDevice(introduction) => self.learn_device(introduction),
            RollBody::SetRoles(set) => self.learn_epochs(set.epochs),
            RollBody::RemoveDevice(_, epochs) | RollBody::RemovePerson(_, epochs) => {
                self.learn_epochs(epochs)
            }
            RollBody::OpenEpoch(open) => self.learn_epochs(vec![open.epoch]),
            RollBody::Renew(renew) => self.learn_epochs(renew.epochs),
            RollBody::Found(_) | RollBody::GiveSecret(_) => {}
        }
    }

    fn learn_device(&mut self, introduction: Introduction) {
        let Introduction { person, device: key, tablet, label, office, continues, .. } = introduction;
        let added = u32::MAX;
        let device = Device { person, key, tablet, label, office, continues, added, removed: None };
        self.strays.devices.entry(key.device()).or_insert(device);
    }

    fn learn_epochs(&mut self, epochs: Vec<Epoch>) {
        for Epoch { group, public, secrets, before } in epochs.into_iter().take(Group::ALL.len()) {
            let secrets = secrets.into_iter().take(LIST_MAX).map(|it| (it.person, it.envelope)).collect();
            let state = EpochState { public, opened: u32::MAX, secrets, before };
            self.strays.epochs.entry(group).or_default().push(state);
        }
    }
}

impl Strays {
    /// A stray and those before it, back to the chain.
    fn above(&self, from: usize) -> impl Iterator<Item = &Stray> {
        let at = self.all.get(from);
        std::iter::successors(at, |it| it.parent.and_then(|parent| self.all.get(parent)))
    }

    /// The place of a point; none if it is no stray.
    pub(super) fn find(&self, point: RollPoint) -> Option<(usize, u32)> {
        let at = *self.by_id.get(&point.id)?;
        let stray = self.all.get(at).filter(|stray| stray.depth == point.depth)?;
        Some((at, stray.base))
    }

    /// A device that only strays introduced.
    pub(super) fn device(&self, id: DeviceId) -> Option<&Device> {
        self.devices.get(&id)
    }

    /// A stray whose name begins so.
    pub(super) fn begins(&self, from: EntryId, short: &[u8; 16]) -> bool {
        self.by_id.range(from..).next().is_some_and(|(id, _)| id.0.starts_with(short))
    }

    /// What a branch says of somebody's roles.
    pub(in crate::roll) fn roles(&self, from: usize, person: PersonId) -> Option<&[Role]> {
        self.above(from).find_map(|it| match &it.did {
            StrayDeed::Joined(who, _, roles) | StrayDeed::Roles(who, roles) if *who == person => {
                Some(roles.as_slice())
            }
            StrayDeed::EndedPerson(who) if *who == person => Some(&[][..]),
            _ => None,
        })
    }

    /// What a branch says of a device: whether it stands there.
    pub(in crate::roll) fn stands(&self, from: usize, id: DeviceId) -> Option<bool> {
        self.above(from).find_map(|it| match &it.did {
            StrayDeed::Joined(_, device, _) | StrayDeed::Added(_, device) if *device == id => Some(true),
            StrayDeed::EndedDevice(device) if *device == id => Some(false),
            _ => None,
        })
    }

    /// What is left of somebody's roles, if a stray took some away after the chain gave them.
    pub(in crate::roll) fn limit(&self, person: PersonId, given: u32) -> Option<&[Role]> {
        self.limits.get(&person).filter(|(depth, _)| given <= *depth).map(|(_, left)| left.as_slice())
    }

    /// Whether a stray removed a device.
    pub(in crate::roll) fn has_ended(&self, id: DeviceId) -> bool {
        self.ended.contains(&id)
    }
}
