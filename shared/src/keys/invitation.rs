//! An invitation: 20 characters that yield a name under which the relay finds a package, a key that signs the
//! newcomer onto the roll, and a key that opens the package. The package proves the studio: a relay cannot put
//! anything of its own in its place.

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;

use super::{BoxKey, Code, DocKey, SignKey, WrongKey, derive};
use crate::codec;
use crate::entry::RollPoint;
use crate::ids::{DropName, EntryId, PersonId, StudioId};
use crate::roll::{Group, Role};

/// What follows from an invitation's code.
pub struct Invitation {
    /// Under which the relay keeps the package.
    pub name: DropName,
    /// Signs the newcomer's joining. Its public half stands in the convener's roll entry.
    pub key: SignKey,
    package_key: DocKey,
}

/// What a newcomer needs to know and to have.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Package {
    /// The studio.
    #[n(0)]
    pub studio: StudioId,
    /// The founding entry: the roll that the relay serves must start with it.
    #[n(1)]
    pub founding: EntryId,
    /// The end of the roll as the inviter saw it: the roll that the relay serves must contain it.
    #[n(2)]
    pub tip: RollPoint,
    /// Who the newcomer will be.
    #[n(3)]
    pub person: PersonId,
    /// With which roles.
    #[n(4)]
    pub roles: Vec<Role>,
    /// The studio's name, to be shown.
    #[n(5)]
    pub studio_name: String,
    /// The newcomer's name, to be shown.
    #[n(6)]
    pub person_name: String,
    /// The inviter's name, to be shown.
    #[n(7)]
    pub inviter_name: String,
    /// The secrets of the newcomer's groups.
    #[n(8)]
    pub secrets: Vec<PackagedSecret>,
}

/// The secret of one epoch of one group.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PackagedSecret {
    /// The group.
    #[n(0)]
    pub group: Group,
    /// The secret, as [`BoxKey::bytes`] gives it.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub secret: [u8; 32],
}

impl PackagedSecret {
    /// The key of the epoch.
    pub fn key(&self) -> BoxKey {
        BoxKey::from_bytes(&self.secret)
    }
}

impl core::fmt::Debug for PackagedSecret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "PackagedSecret({:?})", self.group)
    }
}

impl Invitation {
    /// What follows from a code.
    pub fn of(code: &Code) -> Self {
        let part = |purpose| derive(code.secret(), b"parlor invitation 1", purpose);
        let mut name = [0; DropName::LEN];
        name.copy_from_slice(&part("name")[..DropName::LEN]);
        Self {
            name: DropName(name),
            key: SignKey::from_seed(&part("sign")),
            package_key: DocKey(part("package")),
        }
    }

    /// Seals the package that the relay will keep.
    pub fn seal(&self, package: &Package, rng: &mut impl CryptoRng) -> Vec<u8> {
        self.package_key.seal(&codec::encode(package), self.name.as_bytes(), rng)
    }

    /// Opens the package that the relay gave.
    pub fn open(&self, sealed: &[u8]) -> Result<Package, WrongKey> {
        codec::decode(&self.package_key.open(sealed, self.name.as_bytes())?).ok_or(WrongKey)
    }
}
