//! Becoming somebody on a device: the keys, the roll entry and the vault that a founding, a joining or a further
//! device needs. Pure but for the randomness that comes in.

use rand_core::{CryptoRng, Rng};
use shared::codec;
use shared::entry::{Entry, FORMAT, Header, Kind, NONCE_LEN, RollPoint};
use shared::ids::{DeviceId, DocId, DropName, EntryId, KeyName, PersonId, StudioId, TabletId};
use shared::keys::{
    BoxKey, BoxPublic, Invitation, Package, Purpose, SALT_LEN, Salt, SealedVault, SignKey, Stretched, Vault,
    VaultFrame, WrongKey,
};
use shared::roll::{Epoch, Found, Group, Introduction, Join, MemberSecret, Role, RollBody};

use super::disk::{Op, Table};
use super::session::{AboutDevice, DEVICE, Session, VAULT};
use super::store;
use super::trouble::Failure;
use shared::sync::Receipt;

/// What somebody says of the thing they sit at.
#[derive(Debug, Clone)]
pub struct Place {
    /// The thing.
    pub tablet: TabletId,
    /// What is written on it.
    pub label: String,
    /// Whether it stands in the office.
    pub office: bool,
}

/// A person on a new device, and the roll entry that says so.
pub struct Enrolled {
    /// The person on the device.
    pub session: Session,
    /// The roll entry that says so.
    pub entry: Entry,
    /// The person's keys as the relay keeps them.
    pub vault: SealedVault,
}

impl Enrolled {
    /// What lies on the device from the first moment on; the receipt if the relay has the roll entry already.
    pub fn rows(&self, receipt: Option<Receipt>, rng: &mut impl CryptoRng) -> Vec<Op> {
        let mut ops = vec![
            Op::Put(Table::Meta, VAULT.to_vec(), self.vault.encode()),
            Op::Put(Table::Meta, DEVICE.to_vec(), Vec::from(self.session.device_file(rng))),
            store::put_own_device(self.session.device),
            store::put_entry(&self.entry),
        ];
        ops.extend(receipt.map(|it| store::put_kept(it.doc, it.device, it.n, it.position, it.kept_ms)));
        ops
    }
}

/// Draws what makes one person's stretching useless for another's.
pub fn salt(rng: &mut impl Rng) -> Salt {
    let mut salt = [0; SALT_LEN];
    rng.fill_bytes(&mut salt);
    salt
}

/// What a passphrase gave, with the salt that it was stretched with.
pub struct Lock<'a> {
    /// The stretched passphrase.
    pub stretched: &'a Stretched,
    /// What it was stretched with.
    pub salt: Salt,
    /// The recovery sheet's name and public half.
    pub sheet: Option<(DropName, BoxPublic)>,
}

/// Founds a studio: its founder is the first convener, its groups get their first epochs.
pub fn found(
    place: &Place,
    lock: &Lock<'_>,
    now_ms: u64,
    rng: &mut impl CryptoRng,
) -> Result<Enrolled, Failure> {
    let (studio, person) = (StudioId::random(rng), PersonId::random(rng));
    let mut vault = Vault::random(rng);
    let key = SignKey::random(rng);
    let founder = introduce(studio, person, &vault, &key, place);
    let holder = vault.box_key().public();
    let roles = [Role::FirstConvener, Role::Member];
    let epoch = |group| {
        let secret = BoxKey::random(rng);
        let holds = roles.iter().any(|role| role.holds(group));
        let own = holds.then(|| member_secret(studio, group, person, &holder, &secret, rng)).transpose()?;
        Ok(Epoch { group, public: secret.public(), secrets: own.into_iter().collect(), before: None })
    };
    let epochs =
        Group::ALL.into_iter().map(epoch).collect::<Result<_, WrongKey>>().map_err(|_| Failure::NoKey)?;
    let body = RollBody::Found(Found { founder, epochs });
    let entry = roll_entry(studio, RollPoint::default(), &key, &body, now_ms, rng)?;
    vault.remember_founding(entry.id);
    enrolled(place, studio, person, vault, key, entry, lock, rng)
}

/// Joins by an invitation. `tip` and `invite` come from the relay; the package proves the studio.
pub fn join(
    place: &Place,
    invited: (&Invitation, &Package, EntryId),
    tip: RollPoint,
    lock: &Lock<'_>,
    now_ms: u64,
    rng: &mut impl CryptoRng,
) -> Result<Enrolled, Failure> {
    let (invitation, package, invite) = invited;
    let Package { studio, person, founding, .. } = *package;
    let mut vault = Vault::random(rng);
    vault.remember_founding(founding);
    let key = SignKey::random(rng);
    let newcomer = introduce(studio, person, &vault, &key, place);
    let holder = vault.box_key().public();
    let secrets = package.secrets.iter();
    let secrets = secrets.map(|it| member_secret(studio, it.group, person, &holder, &it.key(), rng));
    let secrets = secrets.collect::<Result<_, WrongKey>>().map_err(|_| Failure::NoKey)?;
    let signature = Join::sign(invite, &newcomer, &invitation.key);
    let body = RollBody::Join(Join { invite, newcomer, secrets, signature });
    let entry = roll_entry(studio, tip, &key, &body, now_ms, rng)?;
    enrolled(place, studio, person, vault, key, entry, lock, rng)
}

/// Adds a device of somebody whose vault is open.
pub fn add_device(
    place: &Place,
    sealed: SealedVault,
    vault: Vault,
    tip: RollPoint,
    now_ms: u64,
    rng: &mut impl CryptoRng,
) -> Result<Enrolled, Failure> {
    let (studio, person) = (sealed.studio, sealed.person);
    let key = SignKey::random(rng);
    let body = RollBody::AddDevice(introduce(studio, person, &vault, &key, place));
    let entry = roll_entry(studio, tip, &key, &body, now_ms, rng)?;
    let about = about(place, vault.founding().ok_or(Failure::BadAnswer)?);
    Ok(Enrolled { session: Session::new(studio, person, vault, key, about), entry, vault: sealed })
}

/// Another key of the same device, which continues the old one after a numbering fork.
pub(super) fn continue_as(
    place: &Place,
    old: &Session,
    tip: RollPoint,
    now_ms: u64,
    rng: &mut impl CryptoRng,
) -> Result<(SignKey, Entry), Failure> {
    let key = SignKey::random(rng);
    let introduction = introduce(old.studio, old.person, &old.vault, &key, place);
    let introduction = Introduction { continues: Some(old.device), ..introduction };
    let body = RollBody::AddDevice(introduction.sign(&old.vault.identity()));
    let entry = roll_entry(old.studio, tip, &key, &body, now_ms, rng)?;
    Ok((key, entry))
}

/// Seals a vault anew under another passphrase.
pub fn reseal(
    sealed: &SealedVault,
    vault: &Vault,
    lock: &Lock<'_>,
    rng: &mut impl CryptoRng,
) -> Result<SealedVault, Failure> {
    let frame = VaultFrame {
        studio: sealed.studio,
        person: sealed.person,
        version: sealed.version + 1,
        salt: lock.salt,
        sheet: lock.sheet,
    };
    vault.seal(frame, &lock.stretched.vault_key(), rng).map_err(|_| Failure::NoKey)
}

#[expect(clippy::too_many_arguments, reason = "a constructor of parts that come from three places")]
fn enrolled(
    place: &Place,
    studio: StudioId,
    person: PersonId,
    vault: Vault,
    key: SignKey,
    entry: Entry,
    lock: &Lock<'_>,
    rng: &mut impl CryptoRng,
) -> Result<Enrolled, Failure> {
    let frame = VaultFrame { studio, person, version: 1, salt: lock.salt, sheet: lock.sheet };
    let sealed = vault.seal(frame, &lock.stretched.vault_key(), rng).map_err(|_| Failure::NoKey)?;
    let about = about(place, vault.founding().ok_or(Failure::BadAnswer)?);
    Ok(Enrolled { session: Session::new(studio, person, vault, key, about), entry, vault: sealed })
}

fn about(place: &Place, founding: EntryId) -> AboutDevice {
    let Place { tablet, label, office } = place.clone();
    AboutDevice { tablet, label, office, founding }
}

fn introduce(
    studio: StudioId,
    person: PersonId,
    vault: &Vault,
    key: &SignKey,
    place: &Place,
) -> Introduction {
    let introduction = Introduction {
        studio,
        person,
        identity: vault.identity().public(),
        boxed: vault.box_key().public(),
        device: key.public(),
        tablet: place.tablet,
        label: place.label.clone(),
        office: place.office,
        continues: None,
        signature: None,
    };
    introduction.sign(&vault.identity())
}

fn member_secret(
    studio: StudioId,
    group: Group,
    person: PersonId,
    holder: &BoxPublic,
    secret: &BoxKey,
    rng: &mut impl CryptoRng,
) -> Result<MemberSecret, WrongKey> {
    let epoch = secret.public();
    let purpose = Purpose::Member(studio, group, epoch, person);
    Ok(MemberSecret { epoch, person, envelope: holder.seal(&secret.bytes(), &purpose, rng)? })
}

fn roll_entry(
    studio: StudioId,
    tip: RollPoint,
    key: &SignKey,
    body: &RollBody,
    now_ms: u64,
    rng: &mut impl CryptoRng,
) -> Result<Entry, Failure> {
    let header = roll_header(studio, tip, key.public().device(), 1, now_ms);
    let mut nonce = [0; NONCE_LEN];
    rng.fill_bytes(&mut nonce);
    Entry::sign(&header, nonce, &codec::encode(body), key).map_err(|_| Failure::BadAnswer)
}

/// The header of a roll entry.
pub fn roll_header(studio: StudioId, roll: RollPoint, device: DeviceId, n: u64, written_ms: u64) -> Header {
    Header {
        format: FORMAT,
        studio,
        doc: DocId::ZERO,
        kind: Kind::Roll,
        key: KeyName::ZERO,
        device,
        n,
        roll,
        taken: EntryId::ZERO,
        written_ms,
    }
}
