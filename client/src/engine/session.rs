//! Who is at the tablet: the person's keys and the device's own, while they are unlocked.

use minicbor::{Decode, Encode};
use shared::codec::{self, Bytes};
use shared::ids::{DeviceId, EntryId, PersonId, StudioId, TabletId};
use shared::keys::{DocKey, SealedVault, SignKey, Vault, WrongKey};

/// Where the vault lies in the meta table.
pub const VAULT: &[u8] = b"vault";
/// Where the device's own keys lie, sealed under the person's local key.
pub const DEVICE: &[u8] = b"device";

const BOUND: &[u8] = b"parlor device 1";

/// Who is at the tablet.
#[derive(Clone)]
pub struct Session {
    /// The studio.
    pub studio: StudioId,
    /// The person.
    pub person: PersonId,
    /// The person's keys.
    pub vault: Vault,
    /// The device's signing key.
    pub key: SignKey,
    /// The device.
    pub device: DeviceId,
    /// What the device knows of itself.
    pub about: AboutDevice,
}

/// What a device knows of itself.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AboutDevice {
    /// The thing it runs on.
    #[n(0)]
    pub tablet: TabletId,
    /// What is written on that thing.
    #[n(1)]
    pub label: String,
    /// Whether it stands in the office.
    #[n(2)]
    pub office: bool,
    /// The founding entry: the roll must begin with it.
    #[n(3)]
    pub founding: EntryId,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct DeviceFile {
    #[cbor(n(0), with = "minicbor::bytes")]
    seed: [u8; 32],
    #[n(1)]
    about: AboutDevice,
}

impl Session {
    /// A session with a device that was just enrolled.
    pub fn new(studio: StudioId, person: PersonId, vault: Vault, key: SignKey, about: AboutDevice) -> Self {
        let device = key.public().device();
        Self { studio, person, vault, key, device, about }
    }

    /// Opens what lies on the tablet with the vault's key.
    pub fn open(vault: &SealedVault, device: &Bytes, key: &DocKey) -> Result<Self, WrongKey> {
        let open = vault.open(key)?;
        let plain = open.local_key().open(device, BOUND)?;
        let DeviceFile { seed, about } = codec::decode(&plain).ok_or(WrongKey)?;
        Ok(Self::new(vault.studio, vault.person, open, SignKey::from_seed(&seed), about))
    }

    /// The device's own keys as they lie on the tablet.
    pub fn device_file(&self, rng: &mut impl rand_core::CryptoRng) -> Bytes {
        let file = DeviceFile { seed: self.key.seed(), about: self.about.clone() };
        self.vault.local_key().seal(&codec::encode(&file), BOUND, rng).into()
    }

    /// Seals what the device keeps for itself.
    pub fn local_key(&self) -> DocKey {
        self.vault.local_key()
    }
}
