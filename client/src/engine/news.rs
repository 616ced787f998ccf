//! What the relay tells, compared with the disk: what is news, what is a place, what is a receipt, and what is none of
//! this device's business any more.

use std::collections::{BTreeMap, BTreeSet};

use shared::codec;
use shared::entry::{Entry, Kind};
use shared::ids::DocId;
use shared::roll::{AdoptBody, GrantBody, Recipient, Right, keeper_group};
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

    /// Lets go of what belongs to documents that are not here and do not begin with it: whoever was let in late is told of
    /// such a document and fetches it as a whole, and whoever was shut out again meanwhile needs no part of it.
    pub(super) async fn drop_strange(&self, news: &mut Vec<Stored>) -> Result<(), Failure> {
        let mut docs: BTreeMap<DocId, bool> = BTreeMap::new();
        for it in news.iter().filter(|it| it.entry.header.doc != DocId::ZERO) {
            *docs.entry(it.entry.header.doc).or_default() |= self.begins(&it.entry);
        }
        let mut strange = BTreeSet::new();
        for (doc, begins) in docs {
            let is_here = begins || self.cards.has(doc) || self.talk.wants(doc);
            if !is_here && self.store.names(&doc.0).await?.is_empty() {
                strange.insert(doc);
            }
        }
        news.retain(|it| !strange.contains(&it.entry.header.doc));
        Ok(())
    }

    /// Whether late entries of this device were taken in that are not here any more: it was shut out, and let go of them.
    pub(super) async fn lacks_adopted(&self, doc: DocId, news: &[Stored]) -> Result<bool, Failure> {
        let device = self.session.device;
        let adopts = news.iter().filter(|it| it.entry.header.kind == Kind::Adopt);
        let adopts = adopts.filter_map(|it| codec::decode::<AdoptBody>(it.entry.body()));
        let up_to = adopts.filter(|it| it.device == device).map(|it| it.up_to).max();
        let Some(up_to) = up_to else { return Ok(false) };
        let own = self.store.names(&[&doc.0[..], &device.0].concat()).await?;
        let here = own.iter().filter(|(.., n)| *n <= up_to).count();
        Ok((here as u64) < up_to)
    }

    /// Whether a document may begin with an entry: a grant by which its maker and its keepers keep it.
    fn begins(&self, entry: &Entry) -> bool {
        let header = &entry.header;
        // whoever joined just now is not on the roll here yet
        let maker = self.roll.device(header.device).map(|it| Recipient::Person(it.person));
        let keepers = Recipient::Group(keeper_group(header.doc.kind()));
        header.n == 1
            && GrantBody::read(entry).is_some_and(|body| {
                let keeps =
                    |to: Recipient| body.gives.iter().any(|it| (it.to, it.right) == (to, Right::Keep));
                body.takes.is_empty() && keeps(keepers) && maker.is_none_or(keeps)
            })
    }
}
