//! What the relay has kept: as a device of the office is fed it, and as it lies on the disk.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;

use server::store::{Sqlite, Store};
use shared::entry::Entry;
use shared::ids::{DeviceId, DocId, EntryId, StudioId};
use shared::keys::SignKey;
use shared::sync::{RelayStudio, ToDevice};

use super::socket::{Gone, Said, Socket};

/// A number that a device gave away in a document.
pub type Name = (DocId, DeviceId, u64);
/// Entries and where they lie.
pub type Found = HashMap<Name, (EntryId, u64)>;

/// The whole log as a device of the office is fed it, from its beginning; the office's own entries are not.
pub async fn fed(address: SocketAddr, studio: StudioId, office: &SignKey) -> Result<Found, Gone> {
    let (mut socket, welcome) = Socket::greet(address, studio, Some(office), Some(0)).await?;
    let mut found = HashMap::new();
    loop {
        let (kept, up_to, hash) = match socket.next().await? {
            Said::Frame(ToDevice::Feed(kept, up_to, hash)) => (kept, up_to, hash),
            Said::Frame(_) => continue,
            Said::Closed(..) => return Err(Gone),
        };
        for kept in kept {
            let entry = Entry::decode(Vec::from(kept.entry)).expect("an entry");
            let name = (entry.header.doc, entry.header.device, entry.header.n);
            assert!(found.insert(name, (entry.id, kept.position)).is_none(), "{name:?} is there twice");
        }
        if up_to >= welcome.head {
            assert_eq!((up_to, hash), (welcome.head, welcome.log_hash));
            return Ok(found);
        }
    }
}

/// What lies on the disk is whole: every page of the database, every entry, and the chain of hashes over them.
pub fn check_disk(data: &Path, studio: StudioId) -> u64 {
    let store = Sqlite::open(data).expect("nobody else uses it");
    store.check().expect("the integrity check is clean");
    let row = store.studios().expect("it can be read").remove(0);
    let (mut position, mut hash) = (0, [0; 32]);
    loop {
        let page = store.log(studio, position, 4 << 20).expect("it can be read");
        for (at, _, entry) in &page.entries {
            assert_eq!(*at, position + 1, "a position is missing");
            position = *at;
            hash = RelayStudio::hash_after(hash, entry.id);
        }
        if !page.more {
            break;
        }
    }
    assert_eq!((row.head, row.log_hash), (position, hash));
    position
}
