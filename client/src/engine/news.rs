//! What the relay tells, compared with the disk: what is news, what is a place, what is a receipt, and what is none of
//! this device's business any more.

use std::collections::BTreeSet;

use shared::entry::Entry;
use shared::roll::GrantBody;
use shared::sync::{Kept, Receipt};

use super::disk::Op;
use super::store::Stored;
use super::trouble::Failure;
use super::{Engine, Host};

/// What the relay tells, compared with the disk.
pub(super) struct News {
    /// Entries that are not here yet.
    pub news: Vec<Stored>,
    /// Where it keeps entries of others that are.
    pub places: Vec<Op>,
    /// Where it keeps this device's own.
    pub receipts: Vec<Receipt>,
}

impl<H: Host> Engine<H> {
    /// Compares what the relay tells with the disk. What cannot be read as an entry is none: the relay's bytes are not
    /// believed.
    pub(super) async fn unknown(&self, entries: Vec<Kept>) -> Result<News, Failure> {
        let (mut news, mut places) = (Vec::with_capacity(entries.len()), Vec::new());
        let mut receipts = Vec::new();
        for Kept { position, kept_ms, entry } in entries {
            let Ok(entry) = Entry::decode(Vec::from(entry)) else { continue };
            let (doc, device, n) = (entry.header.doc, entry.header.device, entry.header.n);
            if entry.header.studio != self.session.studio || self.erased.contains(&doc) {
                continue;
            }
            match self.store.entry(doc, device, n).await? {
                Some(known) if known.id == entry.id => {
                    let receipt = Receipt { doc, device, n, position, kept_ms };
                    match device == self.session.device {
                        true => receipts.push(receipt),
                        false => places.extend(self.place_op(&receipt).await?),
                    }
                }
                Some(_) => {}
                None => {
                    news.push(Stored { entry, kept: Some((position, kept_ms)), was: None, is_aside: false });
                }
            }
        }
        Ok(News { news, places, receipts })
    }

    /// Lets go of takings of a right in documents that are not here: whoever was let in and shut out again while away
    /// is fed the taking, and nothing that it could be judged by.
    pub(super) async fn drop_farewells(&self, news: &mut Vec<Stored>) -> Result<(), Failure> {
        let takes = |it: &Stored| GrantBody::read(&it.entry).is_some_and(|body| !body.takes.is_empty());
        let mut strange = BTreeSet::new();
        for doc in news.iter().filter(|it| takes(it)).map(|it| it.entry.header.doc) {
            let is_making = news.iter().any(|it| it.entry.header.doc == doc && !takes(it));
            let is_here = is_making || self.cards.has(doc) || self.talk.wants(doc);
            if !is_here && self.store.names(&doc.0).await?.is_empty() {
                strange.insert(doc);
            }
        }
        news.retain(|it| !strange.contains(&it.entry.header.doc));
        Ok(())
    }
}
