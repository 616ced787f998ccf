//! The fold: roll entries, one after another, become the roll. The relay and every device fold the same chain
//! with the same checks.

mod draft;
mod epochs;
mod people;
mod strays;

use std::collections::BTreeMap;

use super::{Act, Denied, Device, EpochState, Group, Invite, Person, RollAt, RollBody};
use crate::codec;
use crate::entry::{Entry, Kind, RollPoint};
use crate::ids::{DeviceId, DocId, DropName, EntryId, PersonId, StudioId};
use crate::keys::VerifyKey;

use super::history::View;
use draft::{Draft, Index};
pub(in crate::roll) use strays::Strays;

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
    /// The depth of the last entry that took a device, a membership or a box key away.
    narrowed: u32,
    index: Index,
    pub(super) strays: Strays,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Invited {
    invite: Invite,
    /// Who invited: the invitation stands only while this person may still invite.
    by: PersonId,
    /// Used, or overtaken by a later word about the same person.
    used: bool,
}

/// Who does something to the roll: a person, through a device.
#[derive(Clone, Copy)]
struct Author {
    person: PersonId,
    device: DeviceId,
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
    /// The invitation does not exist, was used, or does not stand any more.
    #[error("this invitation was used already: ask for a new one")]
    Invitation,
    /// The device, person or label is taken.
    #[error("the device is on the roll already, or another tablet has its label")]
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
            narrowed: 0,
            index: Index::default(),
            strays: Strays::default(),
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
        RollAt { roll: self, depth: self.depth(), view: View::Now }
    }

    /// The roll as it stood at a point of this chain or of a branch that does not stand; none if the point is on
    /// neither.
    pub fn at(&self, point: RollPoint) -> Option<RollAt<'_>> {
        let Some(depth) = self.depths.get(&point.id).copied() else {
            let (stray, depth) = self.strays.find(point)?;
            return Some(RollAt { roll: self, depth, view: View::Stray(stray) });
        };
        (depth == point.depth).then_some(RollAt { roll: self, depth, view: View::Chain })
    }

    /// Whether an entry whose name begins so is on this roll, on its chain or beside it.
    pub fn knows(&self, short: &[u8; 16]) -> bool {
        let from = first_of(short);
        self.depth_of(short).is_some() || self.strays.begins(from, short)
    }

    /// Whether an entry is on this roll, on its chain or beside it.
    pub fn holds(&self, id: EntryId) -> bool {
        self.depths.contains_key(&id) || self.is_stray(id)
    }

    /// The depth of the entry of the chain whose name begins so.
    pub fn depth_of(&self, short: &[u8; 16]) -> Option<u32> {
        let (id, depth) = self.depths.range(first_of(short)..).next()?;
        id.0.starts_with(short).then_some(*depth)
    }

    /// The roll after so many of its entries.
    pub fn at_depth(&self, depth: u32) -> RollAt<'_> {
        RollAt { roll: self, depth: depth.min(self.depth()), view: View::Chain }
    }

    /// A device, whether still on the roll or not.
    pub fn device(&self, id: DeviceId) -> Option<&Device> {
        self.devices.get(&id).or_else(|| self.strays.device(id))
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

    /// The depth of the last entry that took a device, a membership or a box key away: what is sealed by somebody who
    /// has seen it is sealed with newer keys.
    pub fn narrowed(&self) -> u32 {
        self.narrowed
    }

    /// An invitation that is still unused, by the name under which its package lies.
    pub fn invitation(&self, name: DropName) -> Option<(EntryId, &Invite)> {
        let id = self.index.invites.get(&name)?;
        let invited = self.invites.get(id).filter(|it| !it.used)?;
        Some((*id, &invited.invite))
    }

    /// What an invitation says, used or not, by the roll entry that made it.
    pub fn invited(&self, id: EntryId) -> Option<&Invite> {
        self.invites.get(&id).map(|it| &it.invite)
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
        let body: RollBody = codec::decode_signed(entry.body()).ok_or(BadRoll::Malformed)?;
        entry.verify(&self.now().author_key(header.device, &body)?).map_err(|_| BadRoll::Unsigned)?;
        let mut draft = Draft::begin(self, entry.id);
        let widened = draft.fold(header.device, entry.id, body)?;
        // somebody must answer for the studio
        if draft.index.firsts.is_empty() {
            return Err(Denied::Role.into());
        }
        draft.keep();
        Ok(widened)
    }
}

impl RollAt<'_> {
    /// The key that must have signed an entry: three kinds introduce their own author's device.
    fn author_key(self, device: DeviceId, body: &RollBody) -> Result<VerifyKey, BadRoll> {
        let introduced = match body {
            RollBody::Found(found) => Some(&found.founder),
            RollBody::Join(join) => Some(&join.newcomer),
            RollBody::AddDevice(introduction) => Some(introduction),
            RollBody::Invite(_)
            | RollBody::SetRoles(_)
            | RollBody::RemoveDevice(..)
            | RollBody::RemovePerson(..)
            | RollBody::OpenEpoch(_)
            | RollBody::GiveSecret(_)
            | RollBody::Renew(_) => None,
        };
        match introduced {
            Some(it) if it.device.device() == device => Ok(it.device),
            Some(_) => Err(BadRoll::Unsigned),
            None => Ok(self.device(device).ok_or(Denied::NotOnTheRoll)?.key),
        }
    }
}

/// The first name that begins so.
fn first_of(short: &[u8; 16]) -> EntryId {
    let mut bytes = [0; EntryId::LEN];
    bytes[..short.len()].copy_from_slice(short);
    EntryId(bytes)
}

impl Draft<'_> {
    fn fold(&mut self, device: DeviceId, id: EntryId, body: RollBody) -> Result<Widened, BadRoll> {
        match body {
            RollBody::Found(found) => self.found(found),
            RollBody::Invite(invite) => self.invite(self.author(device)?, id, invite),
            RollBody::Join(join) => self.join(join),
            RollBody::AddDevice(introduction) => self.add_own_device(introduction),
            RollBody::SetRoles(set) => self.set_roles(self.author(device)?, set),
            RollBody::RemoveDevice(removed, epochs) => {
                self.remove_device(self.author(device)?, removed, epochs)
            }
            RollBody::RemovePerson(person, epochs) => {
                self.change_roles(self.author(device)?, Act::Remove, person, Vec::new(), epochs)?;
                self.remove_devices(person);
                Ok(Widened::Nobody)
            }
            RollBody::OpenEpoch(open) => self.open_due(self.author(device)?, open.epoch),
            RollBody::GiveSecret(give) => self.give_secret(self.author(device)?, give),
            RollBody::Renew(renew) => self.renew_keys(self.author(device)?, renew),
        }
    }

    fn author(&self, device: DeviceId) -> Result<Author, BadRoll> {
        let person = self.was().device(device).ok_or(Denied::NotOnTheRoll)?.person;
        Ok(Author { person, device })
    }
}
