//! What a roll entry says. Readable by the relay, which must enforce it; it holds no names of people.

use minicbor::{Decode, Encode};

use super::{Group, Role};
use crate::codec;
use crate::ids::{DeviceId, DropName, EntryId, PersonId, StudioId, TabletId};
use crate::keys::{BoxPublic, Envelope, SignKey, Signature, VerifyKey};

const INTRODUCTION_TAG: &[u8] = b"parlor introduction 1";
const RENEW_TAG: &[u8] = b"parlor renew 1";
const JOIN_TAG: &[u8] = b"parlor join 1";
/// The most members, secrets or roles that one roll entry may list.
pub(super) const LIST_MAX: usize = 1000;

/// A change of the roll.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RollBody {
    /// The studio begins.
    #[n(0)]
    Found(#[n(0)] Found),
    /// Somebody is invited.
    #[n(1)]
    Invite(#[n(0)] Invite),
    /// The invited person joins.
    #[n(2)]
    Join(#[n(0)] Join),
    /// A person adds a device.
    #[n(3)]
    AddDevice(#[n(0)] Introduction),
    /// A person's roles are replaced.
    #[n(4)]
    SetRoles(#[n(0)] SetRoles),
    /// A device is removed.
    #[n(5)]
    RemoveDevice(#[n(0)] DeviceId, #[n(1)] Vec<Epoch>),
    /// A person is removed with all devices.
    #[n(6)]
    RemovePerson(#[n(0)] PersonId, #[n(1)] Vec<Epoch>),
    /// A group whose epoch is due gets one.
    #[n(7)]
    OpenEpoch(#[n(0)] OpenEpoch),
    /// A member without the newest secret of a group gets it. Widens nothing.
    #[n(8)]
    GiveSecret(#[n(0)] GiveSecret),
    /// A person's vault has a new version, and with it perhaps a new box key.
    #[n(9)]
    Renew(#[n(0)] Renew),
}

/// Binds a device to a person. Signed by the person's identity key besides the entry's own signature, which is
/// the device's.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Introduction {
    /// The studio: an introduction to one is worthless in another.
    #[n(0)]
    pub studio: StudioId,
    /// Whose device.
    #[n(1)]
    pub person: PersonId,
    /// The person's identity key.
    #[n(2)]
    pub identity: VerifyKey,
    /// The person's box key.
    #[n(3)]
    pub boxed: BoxPublic,
    /// The device's signing key; the device's name follows from it.
    #[n(4)]
    pub device: VerifyKey,
    /// The thing it runs on.
    #[n(5)]
    pub tablet: TabletId,
    /// What is written on that thing, such as P03: unique in the studio, never a person's name.
    #[n(6)]
    pub label: String,
    /// Whether it stands in the office: what it has saved counts as *reached*.
    #[n(7)]
    pub office: bool,
    /// The device of the same person whose unsent entries it re-seals, after a numbering fork.
    #[n(8)]
    pub continues: Option<DeviceId>,
    /// The identity key's signature.
    #[n(9)]
    pub signature: Option<Signature>,
}

impl Introduction {
    /// Signs it with the person's identity key.
    pub fn sign(mut self, identity: &SignKey) -> Self {
        self.signature = None;
        self.signature = Some(identity.sign(INTRODUCTION_TAG, &codec::encode(&self)));
        self
    }

    /// Whether the identity that it names signed it.
    pub fn is_signed(&self) -> bool {
        let Some(signature) = self.signature else { return false };
        let unsigned = codec::encode(&Self { signature: None, ..self.clone() });
        self.identity.verify(INTRODUCTION_TAG, &unsigned, &signature)
    }
}

/// The studio begins: its founder is the first convener.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Found {
    /// The founder's first device.
    #[n(0)]
    pub founder: Introduction,
    /// The first epoch of every group.
    #[n(1)]
    pub epochs: Vec<Epoch>,
}

/// Somebody is invited.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Invite {
    /// Under which the relay keeps the package.
    #[n(0)]
    pub name: DropName,
    /// Signs the joining.
    #[n(1)]
    pub key: VerifyKey,
    /// Who the newcomer will be; somebody on the roll who forgot the passphrase, or somebody new.
    #[n(2)]
    pub person: PersonId,
    /// With which roles.
    #[n(3)]
    pub roles: Vec<Role>,
    /// Until when the relay takes the joining, in milliseconds since 1970.
    #[n(4)]
    pub until_ms: u64,
}

/// The invited person joins.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Join {
    /// The roll entry that invited.
    #[n(0)]
    pub invite: EntryId,
    /// The person's first device.
    #[n(1)]
    pub newcomer: Introduction,
    /// The groups' secrets that came with the invitation, sealed by the newcomer to their own box key, so that
    /// their next device finds them here.
    #[n(2)]
    pub secrets: Vec<MemberSecret>,
    /// The invitation key's signature over the introduction.
    #[n(3)]
    pub signature: Signature,
}

impl Join {
    /// Signs an introduction with the invitation's key.
    pub fn sign(invite: EntryId, newcomer: &Introduction, key: &SignKey) -> Signature {
        key.sign(JOIN_TAG, &codec::encode(&(invite, newcomer)))
    }

    /// Whether the invitation's key signed the introduction.
    pub fn is_signed_by(&self, key: &VerifyKey) -> bool {
        key.verify(JOIN_TAG, &codec::encode(&(self.invite, &self.newcomer)), &self.signature)
    }
}

/// A person's roles are replaced. Taking a membership away opens new epochs; giving one hands over secrets.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SetRoles {
    /// Whose roles.
    #[n(0)]
    pub person: PersonId,
    /// All roles from now on.
    #[n(1)]
    pub roles: Vec<Role>,
    /// New epochs of groups that the person leaves.
    #[n(2)]
    pub epochs: Vec<Epoch>,
    /// The newest secrets of groups that the person enters.
    #[n(3)]
    pub secrets: Vec<GiveSecret>,
}

/// An epoch of a group: a key pair, named by its public half.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Epoch {
    /// The group.
    #[n(0)]
    pub group: Group,
    /// The public half.
    #[n(1)]
    pub public: BoxPublic,
    /// The secret half, for each holder.
    #[n(2)]
    pub secrets: Vec<MemberSecret>,
    /// The secret of the epoch before, sealed to this one. None in the first.
    #[n(3)]
    pub before: Option<Envelope>,
}

/// A secret, sealed to one person.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MemberSecret {
    /// The epoch.
    #[n(0)]
    pub epoch: BoxPublic,
    /// For whom.
    #[n(1)]
    pub person: PersonId,
    /// The sealed secret.
    #[n(2)]
    pub envelope: Envelope,
}

/// A due group gets its epoch.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OpenEpoch {
    /// The epoch.
    #[n(0)]
    pub epoch: Epoch,
}

/// A secret of a group, handed on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct GiveSecret {
    /// The group.
    #[n(0)]
    pub group: Group,
    /// The secret.
    #[n(1)]
    pub secret: MemberSecret,
}

/// A person's vault has a new version. Their other devices fetch it. Signed by the identity key: a device alone does
/// not replace what is sealed to its person.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Renew {
    /// The version that lies at the relay.
    #[n(0)]
    pub version: u64,
    /// The box key from now on; the same as before unless a device was lost.
    #[n(1)]
    pub boxed: BoxPublic,
    /// With a new box key: new epochs of the groups that the person holds.
    #[n(2)]
    pub epochs: Vec<Epoch>,
    /// The identity key's signature.
    #[n(3)]
    pub signature: Signature,
}

impl Renew {
    /// Signs a version and a box key with the person's identity key.
    pub fn sign(
        studio: StudioId,
        person: PersonId,
        version: u64,
        boxed: BoxPublic,
        key: &SignKey,
    ) -> Signature {
        key.sign(RENEW_TAG, &codec::encode(&(studio, person, version, boxed)))
    }

    /// Whether the person's identity signed it.
    pub fn is_signed(&self, studio: StudioId, person: PersonId, identity: &VerifyKey) -> bool {
        let signed = codec::encode(&(studio, person, self.version, self.boxed));
        identity.verify(RENEW_TAG, &signed, &self.signature)
    }
}
