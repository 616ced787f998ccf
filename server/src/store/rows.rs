//! What goes into a store and comes out of it.

use shared::api::LoginName;
use shared::entry::Entry;
use shared::ids::{DeviceId, DocId, DropName, PersonId, StudioId};
use shared::keys::{SALT_LEN, SealedVault};
use shared::sync::Short;

/// A studio as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudioRow {
    /// Its name.
    pub studio: StudioId,
    /// The last position of its log.
    pub head: u64,
    /// The running hash there.
    pub log_hash: [u8; 32],
    /// The furthest position that an office device has saved.
    pub reached: u64,
    /// How many bytes its entries have.
    pub bytes: u64,
}

/// An entry of the log: position, since when, the entry.
pub type KeptEntry = (u64, u64, Entry);

/// A piece of the log or of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The entries, in order.
    pub entries: Vec<KeptEntry>,
    /// How far the reading went.
    pub up_to: u64,
    /// The log's running hash there.
    pub hash: Short,
    /// Whether there are more.
    pub more: bool,
}

impl Page {
    /// Nothing lies after that position.
    pub fn end(after: u64) -> Self {
        Self { entries: Vec::new(), up_to: after, hash: Short::default(), more: false }
    }
}

/// An entry that is to be kept.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Where.
    pub position: u64,
    /// Since when, in milliseconds since 1970.
    pub kept_ms: u64,
    /// The running hash after it.
    pub hash: Short,
    /// The entry.
    pub entry: Entry,
}

/// What is to be written of one studio.
#[derive(Debug, Clone)]
pub struct StudioWrite {
    /// The studio as it will then stand.
    pub row: StudioRow,
    /// What its log gains.
    pub entries: Vec<NewEntry>,
}

/// What is to be written, all of it or nothing.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// Logs.
    pub studios: Vec<StudioWrite>,
    /// What is kept beside the logs.
    pub writes: Vec<Write>,
}

/// Something that is kept beside the logs.
#[derive(Debug, Clone)]
pub enum Write {
    /// A studio begins; written before its entries.
    Found(StudioId),
    /// The hash of the token by which a studio may be founded; none once it was.
    Founding(Option<[u8; 32]>),
    /// How a person logs in, replacing what was.
    Person(Box<PersonRow>),
    /// An invitation's package.
    Drop(DropRow),
    /// An invitation was used: its name is kept, its package is not.
    SpendDrop(DropName, u64),
    /// A session begins.
    Session(SessionRow),
    /// A session ends, by the hash of its cookie.
    EndSession([u8; 32]),
    /// All sessions of a person end.
    EndSessions(StudioId, PersonId),
    /// A series goes on to a number.
    Number(StudioId, [u8; 16], u64),
    /// What lies here of these documents is destroyed; their places in the log stay, so that its hashes hold.
    Erase(StudioId, Vec<DocId>),
    /// An entry goes into its tray.
    Tray(StudioId, Box<TrayRow>),
    /// Entries of a device leave the tray of a document: all up to a number.
    Untray(StudioId, DocId, DeviceId, u64),
    /// The sessions that a device opened end.
    EndDevice(StudioId, DeviceId),
    /// Sessions, packages and names of spent invitations that ended before these times go.
    Sweep {
        /// Sessions and packages.
        ended_ms: u64,
        /// Names of spent invitations.
        spent_ms: u64,
        /// What came into trays.
        tray_ms: u64,
    },
}

/// How a person logs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The studio.
    pub studio: StudioId,
    /// Who.
    pub person: PersonId,
    /// Under which name.
    pub login: LoginName,
    /// The hash of what the passphrase yields.
    pub auth: [u8; 32],
    /// With which salt it is stretched.
    pub salt: [u8; SALT_LEN],
    /// The vault's version.
    pub version: u64,
    /// The recovery sheet that opens the vault.
    pub sheet: Option<DropName>,
    /// The vault.
    pub vault: Vec<u8>,
}

impl PersonRow {
    /// A row with what the vault says of itself.
    pub fn of(vault: &SealedVault, login: LoginName, auth: [u8; 32]) -> Self {
        Self {
            studio: vault.studio,
            person: vault.person,
            login,
            auth,
            salt: vault.salt,
            version: vault.version,
            sheet: vault.sheet.as_ref().map(|sheet| sheet.name),
            vault: vault.encode(),
        }
    }
}

/// An invitation's package, or what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropRow {
    /// The studio.
    pub studio: StudioId,
    /// Its name, which follows from the code.
    pub name: DropName,
    /// Until when it is good, in milliseconds since 1970.
    pub until_ms: u64,
    /// When somebody joined by it.
    pub used_ms: Option<u64>,
    /// The package; none once it was used or has expired.
    pub package: Option<Vec<u8>>,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The hash of its cookie.
    pub hash: [u8; 32],
    /// The studio.
    pub studio: StudioId,
    /// Whose.
    pub person: PersonId,
    /// The device that opened it; none after a log-in.
    pub device: Option<DeviceId>,
    /// Until when, in milliseconds since 1970.
    pub until_ms: u64,
}

/// An entry in a tray.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrayRow {
    /// Since when, in milliseconds since 1970.
    pub since_ms: u64,
    /// The entry.
    pub entry: Entry,
}

/// How much lies in trays, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TraySize {
    /// Of one device.
    pub device: u64,
    /// Of the whole studio.
    pub studio: u64,
}
