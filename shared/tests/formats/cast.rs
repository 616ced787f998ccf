//! People, keys and names that are the same for ever.

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use shared::entry::{FORMAT, Header, Kind, RollPoint};
use shared::ids::{DocId, DocKind, EntryId, KeyName, PersonId, StudioId, TabletId};
use shared::keys::{BoxKey, Code, DocKey, Purpose, SignKey, Vault};
use shared::roll::{Epoch, Group, Introduction, MemberSecret};

pub(crate) const STUDIO: StudioId = StudioId([0x51; 16]);
pub(crate) const SALT: [u8; 16] = [0x5a; 16];
pub(crate) const PASSPHRASE: &str = "远安会客厅 2026";
pub(crate) const WRITTEN_MS: u64 = 1_700_000_000_123;

/// Randomness that never differs.
pub(crate) fn rng(seed: u8) -> ChaCha8Rng {
    ChaCha8Rng::from_seed([seed; 32])
}

pub(crate) fn doc(kind: DocKind) -> DocId {
    DocId([0xd0; 16]).sibling(kind)
}

pub(crate) fn doc_key() -> DocKey {
    DocKey([0x4b; 32])
}

pub(crate) fn code() -> Code {
    Code::parse("ABCDE FGHJK LMNPQ RSTUV").unwrap()
}

/// A person with one device.
pub(crate) struct Someone {
    no: u8,
    pub(crate) person: PersonId,
    pub(crate) vault: Vault,
    pub(crate) key: SignKey,
}

/// The person with this number on their own device.
pub(crate) fn someone(no: u8) -> Someone {
    on_device(no, no)
}

/// The person with this number on the device with that one.
pub(crate) fn on_device(no: u8, device: u8) -> Someone {
    let vault = Vault::random(&mut rng(no));
    Someone { no, person: PersonId([no; 16]), vault, key: SignKey::from_seed(&[device; 32]) }
}

impl Someone {
    /// Binds the device to the person.
    pub(crate) fn introduction(&self, label: &str, continues: Option<&Someone>) -> Introduction {
        Introduction {
            studio: STUDIO,
            person: self.person,
            identity: self.vault.identity().public(),
            boxed: self.vault.box_key().public(),
            device: self.key.public(),
            tablet: TabletId([self.no; 16]),
            label: label.to_owned(),
            office: self.no == 1,
            continues: continues.map(|it| it.key.public().device()),
            signature: None,
        }
        .sign(&self.vault.identity())
    }

    pub(crate) fn header(&self, kind: Kind, doc: DocId, n: u64, roll: RollPoint) -> Header {
        Header {
            format: FORMAT,
            studio: STUDIO,
            doc,
            kind,
            key: KeyName::ZERO,
            device: self.key.public().device(),
            n,
            roll,
            taken: EntryId::ZERO,
            written_ms: WRITTEN_MS,
        }
    }
}

/// The secret of a group's epoch.
pub(crate) fn group_key(group: Group, epoch: u8) -> BoxKey {
    let place = Group::ALL.iter().position(|it| *it == group).unwrap() as u8;
    BoxKey::from_material(&[0x80 | place << 4 | epoch; 32])
}

/// A group's secret, sealed to somebody.
pub(crate) fn member_secret(group: Group, epoch: u8, to: &Someone) -> MemberSecret {
    let key = group_key(group, epoch);
    let purpose = Purpose::Member(STUDIO, group, key.public(), to.person);
    let mut rng = rng(0x10 + to.no + epoch);
    let envelope = to.vault.box_key().public().seal(&key.bytes(), &purpose, &mut rng).unwrap();
    MemberSecret { epoch: key.public(), person: to.person, envelope }
}

/// An epoch of a group; after the first, the secret before is sealed to it.
pub(crate) fn epoch(group: Group, epoch: u8, holders: &[&Someone]) -> Epoch {
    let public = group_key(group, epoch).public();
    let secrets = holders.iter().map(|it| member_secret(group, epoch, it)).collect();
    let before = epoch.checked_sub(1).map(|before| {
        let purpose = Purpose::EpochBefore(STUDIO, group, public);
        public.seal(&group_key(group, before).bytes(), &purpose, &mut rng(0x20 + epoch)).unwrap()
    });
    Epoch { group, public, secrets, before }
}
