//! Erasures on this device: keys first, then bytes, then it is said. The Erase entries stay for good, so that what
//! arrives later for an erased document is not kept.

use std::collections::BTreeSet;

use shared::entry::Entry;
use shared::ids::{DocId, DocKind};
use shared::roll::{EraseBody, Roll, may_erase};

use super::api::{ToPage, Told, Trouble};
use super::disk::{Disk, DiskError, Op};
use super::store::{self, Store, Stored};
use super::trouble::Failure;
use super::wishes::Wish;
use super::{Engine, Host};

/// The documents of a case that hold names and words; what is counted stays.
const ERASED_KINDS: [DocKind; 2] = [DocKind::People, DocKind::Story];

/// The documents that an entry erases, if its author might.
fn named(roll: &Roll, entry: &Entry) -> Vec<DocId> {
    // most entries beside the documents are of the roll: their signatures need not be looked at again
    let Some(erasure) = EraseBody::read(entry) else { return Vec::new() };
    let is_signed = roll.device(entry.header.device).is_some_and(|device| entry.verify(&device.key).is_ok());
    let might = roll.at(entry.header.roll).is_some_and(|at| may_erase(at, entry.header.device).is_ok());
    if is_signed && might { erasure.docs } else { Vec::new() }
}

/// Every document that was erased, by the entries that lie here.
pub(super) fn load(roll: &Roll, rows: &[Stored]) -> BTreeSet<DocId> {
    let kept = rows.iter().filter(|row| row.kept.is_some() || row.was.is_some());
    kept.flat_map(|row| named(roll, &row.entry)).collect()
}

/// What a crash left of documents that were erased goes when the records are opened again.
pub(super) async fn wipe_rest<D: Disk>(store: &Store<D>, erased: &BTreeSet<DocId>) -> Result<(), DiskError> {
    for doc in erased {
        store.commit(store.wipe(*doc).await?).await?;
    }
    Ok(())
}

impl<H: Host> Engine<H> {
    /// Asks for the names and words of a case to be destroyed for ever, everywhere. The answer comes when the relay has
    /// done it.
    pub(super) async fn erase(&mut self, ask: u32, case: DocId) -> Result<(), Failure> {
        if may_erase(self.roll.now(), self.session.device).is_err() {
            return Err(Failure::Forbidden);
        }
        let docs = ERASED_KINDS.map(|kind| case.sibling(kind)).into_iter();
        let docs: Vec<_> = docs.filter(|doc| !self.erased.contains(doc)).collect();
        if docs.is_empty() {
            return Err(Failure::NotHere);
        }
        self.change_roll(Some(ask), Wish::Erase(EraseBody { docs }), None).await
    }

    /// Takes erasures among entries that came or were kept, and destroys what they name.
    pub(super) async fn take_erasures(&mut self, entries: &[Entry]) -> Result<(), Failure> {
        let docs: BTreeSet<_> = entries.iter().flat_map(|entry| named(&self.roll, entry)).collect();
        self.destroy(docs).await
    }

    /// Destroys documents: their keys, then every byte of them, then it is said. What this device had not sent of them
    /// goes as well.
    pub(super) async fn destroy(&mut self, docs: BTreeSet<DocId>) -> Result<(), Failure> {
        let docs: Vec<_> = docs.into_iter().filter(|doc| !self.erased.contains(doc)).collect();
        for doc in docs {
            self.unlearn(doc);
            let unsent: Vec<_> = self.outbox.of(doc).collect();
            let mut ops: Vec<Op> = self.store.wipe(doc).await?;
            ops.extend(self.store.wipe_drafts(doc).await?);
            ops.extend(unsent.iter().map(|seq| store::delete_outgoing(*seq)));
            self.store.commit(ops).await.inspect_err(|_| self.is_stale = true)?;
            let was_here = self.cards.forget(doc);
            unsent.iter().for_each(|seq| self.outbox.remove(*seq));
            self.talk.forget(doc);
            self.erased.insert(doc);
            self.watch.touch(doc);
            if was_here {
                let code = if unsent.is_empty() { "erased" } else { "erased-unsent" };
                let detail = format!("{} unsent entries went with it", unsent.len());
                let trouble = Trouble { code: code.to_owned(), detail };
                self.host.tell(ToPage::Told(Told::Erased(doc, trouble)));
            }
        }
        self.watch.touch_sync();
        Ok(())
    }
}
