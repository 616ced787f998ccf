//! What the engine keeps, and under which keys: the one place that knows how rows are made of bytes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use shared::codec;
use shared::entry::{Entry, Header};
use shared::ids::{DeviceId, DocId};
use shared::keys::SealedVault;
use shared::sync::{Reason, Short, Wanted};

use super::disk::{Disk, DiskError, Op, Table};

/// An entry on the disk, with what is known about it.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The entry as received.
    pub entry: Entry,
    /// Where the relay keeps it and since when; none without a receipt.
    pub kept: Option<(u64, u64)>,
    /// Where the relay kept it before its log became another.
    pub was: Option<u64>,
    /// Whether it was set aside.
    pub is_aside: bool,
}

/// An entry of this device without a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Outgoing {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The number.
    #[n(1)]
    pub n: u64,
    /// How many bytes it has.
    #[n(2)]
    pub len: u32,
    /// Whether it may have left: then it never changes again.
    #[n(3)]
    pub left: bool,
    /// Whether the relay said no, and why; it is not sent again by itself.
    #[n(4)]
    pub refused: Option<Reason>,
    /// Since when the relay kept it before its log became another.
    #[n(5)]
    pub since: Option<u64>,
    /// Whether it was made for one try: nothing of its document goes out after it, and a refusal gives its number back.
    #[n(6)]
    pub once: Option<bool>,
}

impl Outgoing {
    /// An entry that was just made.
    pub fn new(entry: &Entry) -> Self {
        let (doc, n, len) = (entry.header.doc, entry.header.n, entry.bytes().len() as u32);
        Self { doc, n, len, left: false, refused: None, since: None, once: None }
    }

    /// Whether it was made for one try.
    pub fn is_once(&self) -> bool {
        self.once == Some(true)
    }
}

/// Where the relay keeps an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Place {
    /// The position; zero while it is forgotten.
    #[n(0)]
    pub position: u64,
    /// Since when: the first time that was told.
    #[n(1)]
    pub kept_ms: u64,
    /// The position before the relay's log became another, until the new one is known.
    #[n(2)]
    pub was: Option<u64>,
}

impl Place {
    /// The same, once the relay's word for it counts no more.
    pub fn forgotten(self) -> Self {
        let was = if self.position > 0 { Some(self.position) } else { self.was };
        Self { position: 0, was, ..self }
    }
}

/// What an entry is called: document, device, number.
pub type Name = (DocId, DeviceId, u64);

impl Stored {
    /// Brings entries into the order that documents are built in: that of the log, then of the log before, then of the
    /// numbers. A device's entries lie in the log in the order of their numbers: one whose receipt is missing lies before
    /// the next of its device that has one.
    pub(super) fn sort(mut rows: Vec<Self>) -> Vec<Self> {
        rows.sort_unstable_by_key(|it| (it.entry.header.device, Reverse(it.entry.header.n)));
        let mut next: Option<(DeviceId, u64)> = None;
        let place = |it: Self| {
            let Header { device, n, .. } = it.entry.header;
            let follows = next.filter(|(of, _)| *of == device).map(|(_, at)| at);
            let order = match (it.kept, follows, it.was) {
                (Some((at, _)), ..) => {
                    next = Some((device, at));
                    (0, at, n)
                }
                (None, Some(at), _) => (0, at, n),
                (None, None, Some(was)) => (1, was, n),
                (None, None, None) => (2, 0, n),
            };
            (order, it)
        };
        let mut placed: Vec<_> = rows.into_iter().map(place).collect();
        placed.sort_by_key(|(order, _)| *order);
        placed.into_iter().map(|(_, it)| it).collect()
    }
}

/// Where the device stands in the relay's log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
pub struct Standing {
    /// The cursor and the log's hash there.
    #[n(0)]
    pub cursor: Option<(u64, Short)>,
    /// The furthest position that an office device has saved.
    #[n(1)]
    pub reached: u64,
}

/// Typed rows on a disk.
pub struct Store<D> {
    disk: D,
}

const STANDING: &[u8] = b"standing";
const OWN_DEVICE: &[u8] = b"own device";
const DRAFT: &[u8] = b"draft ";

impl<D: Disk> Store<D> {
    /// The store on a disk.
    pub fn new(disk: D) -> Self {
        Self { disk }
    }

    /// Does all of it or nothing.
    pub async fn commit(&self, ops: Vec<Op>) -> Result<(), DiskError> {
        if ops.is_empty() { Ok(()) } else { self.disk.commit(ops).await }
    }

    /// Every entry of a document: those with a position in the order of the log, then the rest in the order of
    /// their numbers. What cannot be read as an entry any more is left out: its bytes stay.
    pub async fn entries(&self, doc: DocId) -> Result<Vec<Stored>, DiskError> {
        let kept: BTreeMap<_, _> = self.disk.scan(Table::Kept, &doc.0).await?.into_iter().collect();
        let aside = self.disk.scan(Table::Aside, &doc.0).await?;
        let aside: BTreeSet<_> = aside.into_iter().map(|(key, _)| key).collect();
        let rows = self.disk.scan(Table::Entries, &doc.0).await?;
        let stored = rows.into_iter().filter_map(|(key, bytes)| {
            let entry = Entry::decode(bytes).ok()?;
            let place: Option<Place> = kept.get(&key).and_then(|bytes| codec::decode(bytes));
            let kept = place.filter(|it| it.position > 0).map(|it| (it.position, it.kept_ms));
            let was = place.and_then(|it| it.was);
            Some(Stored { entry, kept, was, is_aside: aside.contains(&key) })
        });
        Ok(Stored::sort(stored.collect()))
    }

    /// The names of all entries of the documents whose names begin so, in order.
    pub async fn names(&self, prefix: &[u8]) -> Result<Vec<Name>, DiskError> {
        let rows = self.disk.scan(Table::Entries, prefix).await?;
        Ok(rows.into_iter().filter_map(|(key, _)| name_of(&key)).collect())
    }

    /// Where the relay keeps the entries of the documents whose names begin so.
    pub async fn places(&self, prefix: &[u8]) -> Result<Vec<(Name, Place)>, DiskError> {
        let rows = self.disk.scan(Table::Kept, prefix).await?;
        Ok(rows
            .into_iter()
            .filter_map(|(key, bytes)| Some((name_of(&key)?, codec::decode(&bytes)?)))
            .collect())
    }

    /// Where the relay keeps an entry.
    pub async fn place(&self, doc: DocId, device: DeviceId, n: u64) -> Result<Option<Place>, DiskError> {
        let bytes = self.disk.get(Table::Kept, &entry_key(doc, device, n)).await?;
        Ok(bytes.and_then(|bytes| codec::decode(&bytes)))
    }

    /// The keys of the entries of a document that were set aside.
    pub async fn aside(&self, doc: DocId) -> Result<Vec<Vec<u8>>, DiskError> {
        Ok(self.disk.scan(Table::Aside, &doc.0).await?.into_iter().map(|(key, _)| key).collect())
    }

    /// What takes every row of a document off the disk, save its rows of the outbox.
    pub async fn wipe(&self, doc: DocId) -> Result<Vec<Op>, DiskError> {
        let mut ops = Vec::new();
        for table in [Table::Entries, Table::Kept, Table::Aside, Table::Cards, Table::Wanted] {
            let rows = self.disk.scan(table, &doc.0).await?;
            ops.extend(rows.into_iter().map(|(key, _)| Op::Delete(table, key)));
        }
        Ok(ops)
    }

    /// What takes off the disk whatever was typed about a document, or another of its case, and not handed in.
    pub async fn wipe_drafts(&self, doc: DocId) -> Result<Vec<Op>, DiskError> {
        // All documents of a case share their name but for the kind at its end.
        let shared = doc.0.split_last().map(|(_, shared)| shared).unwrap_or_default();
        let rows = self.disk.scan(Table::Meta, &[DRAFT, shared].concat()).await?;
        Ok(rows.into_iter().map(|(key, _)| Op::Delete(Table::Meta, key)).collect())
    }

    /// One entry.
    pub async fn entry(&self, doc: DocId, device: DeviceId, n: u64) -> Result<Option<Entry>, DiskError> {
        let bytes = self.disk.get(Table::Entries, &entry_key(doc, device, n)).await?;
        Ok(bytes.and_then(|bytes| Entry::decode(bytes).ok()))
    }

    /// The entries without a receipt, in the order of saving, each with its place in that order.
    pub async fn outbox(&self) -> Result<BTreeMap<u64, Outgoing>, DiskError> {
        let rows = self.disk.scan(Table::Outbox, &[]).await?;
        let row = |(key, bytes): (Vec<u8>, Vec<u8>)| {
            Some((u64::from_be_bytes(key.try_into().ok()?), codec::decode(&bytes)?))
        };
        Ok(rows.into_iter().filter_map(row).collect())
    }

    /// The documents that still have to be fetched.
    pub async fn wanted(&self) -> Result<Vec<Wanted>, DiskError> {
        let rows = self.disk.scan(Table::Wanted, &[]).await?;
        let row = |(key, bytes): (Vec<u8>, Vec<u8>)| {
            let (last, reached) = codec::decode(&bytes)?;
            Some(Wanted { doc: DocId::from_slice(&key)?, last, reached })
        };
        Ok(rows.into_iter().filter_map(row).collect())
    }

    /// What lists show of every document, sealed.
    pub async fn cards(&self) -> Result<Vec<(DocId, Vec<u8>)>, DiskError> {
        let rows = self.disk.scan(Table::Cards, &[]).await?;
        Ok(rows.into_iter().filter_map(|(key, bytes)| Some((DocId::from_slice(&key)?, bytes))).collect())
    }

    /// The documents that are noted under a name.
    pub async fn noted(&self, name: &[u8]) -> Result<BTreeSet<DocId>, DiskError> {
        let rows = self.disk.scan(Table::Meta, name).await?;
        Ok(rows.iter().filter_map(|(key, _)| DocId::from_slice(key.get(name.len()..)?)).collect())
    }

    /// The version of the vault on this disk.
    pub async fn vault_version(&self) -> Result<u64, DiskError> {
        let bytes = self.disk.get(Table::Meta, super::session::VAULT).await?;
        Ok(bytes.and_then(|bytes| SealedVault::decode(&bytes).ok()).map_or(0, |vault| vault.version))
    }

    /// Where the device stands in the relay's log.
    pub async fn standing(&self) -> Result<Standing, DiskError> {
        Ok(self.meta(STANDING).await?.unwrap_or_default())
    }

    /// The device whose disk it is: readable while its person is locked, for the courier.
    pub async fn own_device(&self) -> Result<Option<DeviceId>, DiskError> {
        self.meta(OWN_DEVICE).await
    }

    /// What was typed about a record and not handed in, sealed.
    pub async fn drafts(&self, doc: DocId) -> Result<Vec<Vec<u8>>, DiskError> {
        let rows = self.disk.scan(Table::Meta, &[DRAFT, &doc.0].concat()).await?;
        Ok(rows.into_iter().map(|(_, sealed)| sealed).collect())
    }

    /// One value by its name.
    pub async fn meta<T: for<'b> Decode<'b, ()>>(&self, name: &[u8]) -> Result<Option<T>, DiskError> {
        Ok(self.disk.get(Table::Meta, name).await?.and_then(|bytes| codec::decode(&bytes)))
    }
}

/// Saves an entry of this device: fails if its number was used.
pub fn add_own(entry: &Entry) -> Op {
    Op::Add(Table::Entries, key_of(entry), entry.bytes().to_vec())
}

/// Saves an entry that was received.
pub fn put_entry(entry: &Entry) -> Op {
    Op::Put(Table::Entries, key_of(entry), entry.bytes().to_vec())
}

/// Takes an entry of this device back that never left, or that the relay refused by its id.
pub fn delete_entry(doc: DocId, device: DeviceId, n: u64) -> Op {
    Op::Delete(Table::Entries, entry_key(doc, device, n))
}

/// Notes where the relay keeps an entry.
pub fn put_kept(doc: DocId, device: DeviceId, n: u64, position: u64, kept_ms: u64) -> Op {
    put_place(doc, device, n, &Place { position, kept_ms, was: None })
}

/// Notes what is known of where the relay keeps an entry.
pub fn put_place(doc: DocId, device: DeviceId, n: u64, place: &Place) -> Op {
    Op::Put(Table::Kept, entry_key(doc, device, n), codec::encode(place))
}

/// Sets an entry aside.
pub fn put_aside(entry: &Entry, why: &str) -> Op {
    Op::Put(Table::Aside, key_of(entry), codec::encode(&why))
}

/// An entry that was set aside is judged again.
pub fn take_back(key: Vec<u8>) -> Op {
    Op::Delete(Table::Aside, key)
}

/// Notes that an entry has no receipt yet.
pub fn put_outgoing(seq: u64, row: &Outgoing) -> Op {
    Op::Put(Table::Outbox, seq.to_be_bytes().to_vec(), codec::encode(row))
}

/// The receipt came, or the entry was taken back.
pub fn delete_outgoing(seq: u64) -> Op {
    Op::Delete(Table::Outbox, seq.to_be_bytes().to_vec())
}

/// Saves what lists show of a document.
pub fn put_card(doc: DocId, sealed: Vec<u8>) -> Op {
    Op::Put(Table::Cards, doc.0.to_vec(), sealed)
}

/// Notes that a document still has to be fetched.
pub fn put_wanted(row: &Wanted) -> Op {
    Op::Put(Table::Wanted, row.doc.0.to_vec(), codec::encode(&(row.last, row.reached)))
}

/// The document is all there.
pub fn delete_wanted(doc: DocId) -> Op {
    Op::Delete(Table::Wanted, doc.0.to_vec())
}

/// Notes where the device stands.
pub fn put_standing(standing: &Standing) -> Op {
    put_meta(STANDING, standing)
}

/// Notes whose disk it is.
pub fn put_own_device(device: DeviceId) -> Op {
    put_meta(OWN_DEVICE, &device)
}

/// Keeps what was typed at a place of a record, sealed.
pub fn put_draft(doc: DocId, place: &[u8; 16], sealed: Vec<u8>) -> Op {
    Op::Put(Table::Meta, draft_key(doc, place), sealed)
}

/// It was handed in, or thrown away.
pub fn delete_draft(doc: DocId, place: &[u8; 16]) -> Op {
    Op::Delete(Table::Meta, draft_key(doc, place))
}

/// Saves one value under a name.
pub fn put_meta<T: Encode<()>>(name: &[u8], value: &T) -> Op {
    Op::Put(Table::Meta, name.to_vec(), codec::encode(value))
}

fn key_of(entry: &Entry) -> Vec<u8> {
    entry_key(entry.header.doc, entry.header.device, entry.header.n)
}

fn name_of(key: &[u8]) -> Option<Name> {
    let (doc, rest) = key.split_at_checked(DocId::LEN)?;
    let (device, n) = rest.split_at_checked(DeviceId::LEN)?;
    let n = u64::from_be_bytes(n.try_into().ok()?);
    Some((DocId::from_slice(doc)?, DeviceId::from_slice(device)?, n))
}

fn draft_key(doc: DocId, place: &[u8; 16]) -> Vec<u8> {
    [DRAFT, &doc.0, place].concat()
}

fn entry_key(doc: DocId, device: DeviceId, n: u64) -> Vec<u8> {
    [&doc.0[..], &device.0, &n.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use shared::entry::{FORMAT, Kind, NONCE_LEN, RollPoint};
    use shared::ids::{DocKind, EntryId, KeyName, StudioId};
    use shared::keys::SignKey;

    use super::*;

    fn stored(by: u8, n: u64, kept: Option<u64>, was: Option<u64>) -> Stored {
        let key = SignKey::from_seed(&[by; 32]);
        let header = Header {
            format: FORMAT,
            studio: StudioId([1; 16]),
            doc: DocId([7; 16]).sibling(DocKind::Story),
            kind: Kind::Grant,
            key: KeyName::ZERO,
            device: key.public().device(),
            n,
            roll: RollPoint::default(),
            taken: EntryId::ZERO,
            written_ms: 0,
        };
        let entry = Entry::sign(&header, [0; NONCE_LEN], b"", &key).expect("it is short");
        Stored { entry, kept: kept.map(|at| (at, 0)), was, is_aside: false }
    }

    #[test]
    fn an_entry_whose_receipt_is_missing_lies_before_the_next_of_its_device_that_has_one() {
        let rows = vec![
            stored(1, 2, Some(22), None),
            stored(2, 1, Some(30), None),
            stored(1, 3, None, None),
            stored(1, 1, None, Some(21)),
            stored(2, 2, None, Some(9)),
            stored(3, 1, Some(20), None),
        ];
        let order =
            Stored::sort(rows).into_iter().map(|it| (it.kept.map(|(at, _)| at), it.was, it.entry.header.n));
        let expected = [
            (Some(20), None, 1),
            (None, Some(21), 1),
            (Some(22), None, 2),
            (Some(30), None, 1),
            (None, Some(9), 2),
            (None, None, 3),
        ];
        assert_eq!(order.collect::<Vec<_>>(), expected);
    }
}
