//! Cards: what lists show of every document, in memory whole and on the disk sealed. Ten thousand cases are
//! listed, filtered and searched from here; no document is opened for it.

use std::collections::{BTreeMap, HashMap};

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use record::digest::{Digest, join};
use record::{Around, Row};
use shared::codec::{self, Bytes};
use shared::ids::{DocId, DocKind};
use shared::keys::DocKey;

/// What is kept of a document between two starts.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Card {
    /// The digest in its own versioned bytes; empty of kinds that have none.
    #[n(0)]
    digest: Bytes,
    /// The furthest position of this device's entries.
    #[n(1)]
    own_position: u64,
    /// Whether the office reads the document, so that its entries can come to the second tick.
    #[n(2)]
    office_reads: bool,
    /// Whether entries of this device lie in the relay's tray: nobody has them as part of the document.
    #[n(3)]
    is_held: Option<bool>,
}

impl Default for Card {
    fn default() -> Self {
        Self { digest: Vec::new().into(), own_position: 0, office_reads: false, is_held: None }
    }
}

/// One case as lists know it.
pub(super) struct Listed {
    /// Its row.
    pub row: Row,
    /// The words it is found by.
    pub words: String,
}

/// The cards of every document.
#[derive(Default)]
pub(super) struct Cards {
    cards: HashMap<DocId, Card>,
    listed: BTreeMap<DocId, Listed>,
}

/// The documents whose digests make one row.
const ROW_KINDS: [DocKind; 3] = [DocKind::Case, DocKind::Story, DocKind::People];

impl Cards {
    /// Opens the cards of a disk. One that does not open is made anew when its document is opened.
    pub(super) fn open(sealed: Vec<(DocId, Vec<u8>)>, key: &DocKey) -> Self {
        let open = |(doc, bytes): (DocId, Vec<u8>)| {
            Some((doc, codec::decode::<Card>(&key.open(&bytes, &doc.0).ok()?)?))
        };
        let cards: HashMap<_, _> = sealed.into_iter().filter_map(open).collect();
        let mut all = Self { cards, listed: BTreeMap::new() };
        let cases: Vec<_> = all.cards.keys().copied().filter(|doc| doc.kind() == DocKind::Case).collect();
        cases.into_iter().for_each(|case| all.list(case));
        all
    }

    /// A card as it lies on the disk.
    pub(super) fn seal(&self, doc: DocId, key: &DocKey, rng: &mut impl CryptoRng) -> Option<Vec<u8>> {
        let card = self.cards.get(&doc)?;
        Some(key.seal(&codec::encode(card), &doc.0, rng))
    }

    /// A document looks different.
    pub(super) fn put(&mut self, doc: DocId, digest: Option<&Digest>, office_reads: bool) {
        let card = self.cards.entry(doc).or_default();
        card.digest = digest.map(Digest::to_bytes).unwrap_or_default().into();
        card.office_reads = office_reads;
        self.list(doc.sibling(DocKind::Case));
    }

    /// The relay keeps an entry of this device.
    pub(super) fn kept(&mut self, doc: DocId, position: u64) {
        let card = self.cards.entry(doc).or_default();
        card.own_position = card.own_position.max(position);
    }

    /// Entries of this device for a document lie in the tray now.
    pub(super) fn held(&mut self, doc: DocId) {
        self.cards.entry(doc).or_default().is_held = Some(true);
    }

    /// The documents of which some do.
    pub(super) fn all_held(&self) -> Vec<DocId> {
        let held = self.cards.iter().filter(|(_, card)| card.is_held == Some(true));
        held.map(|(doc, _)| *doc).collect()
    }

    /// They go to the relay again.
    pub(super) fn not_held(&mut self, doc: DocId) {
        if let Some(card) = self.cards.get_mut(&doc) {
            card.is_held = None;
        }
    }

    /// Whether some do.
    pub(super) fn is_held(&self, doc: DocId) -> bool {
        self.cards.get(&doc).is_some_and(|card| card.is_held == Some(true))
    }

    /// Whether a document was ever looked at here.
    pub(super) fn has(&self, doc: DocId) -> bool {
        self.cards.contains_key(&doc)
    }

    /// The documents with an entry of this device that the relay was said to keep beyond a position.
    pub(super) fn beyond(&self, position: u64) -> Vec<DocId> {
        let beyond = self.cards.iter().filter(|(_, card)| card.own_position > position);
        let mut docs: Vec<_> = beyond.map(|(doc, _)| *doc).collect();
        docs.sort_unstable();
        docs
    }

    /// Where the relay keeps this device's entries is not known any more beyond a position.
    pub(super) fn forget_beyond(&mut self, doc: DocId, position: u64) {
        if let Some(card) = self.cards.get_mut(&doc) {
            card.own_position = card.own_position.min(position);
        }
    }

    /// The document is not here after all. Answers whether it was.
    pub(super) fn forget(&mut self, doc: DocId) -> bool {
        let was_here = self.cards.remove(&doc).is_some();
        self.list(doc.sibling(DocKind::Case));
        was_here
    }

    /// The furthest position of this device's entries for a document, and whether the office reads it.
    pub(super) fn own(&self, doc: DocId) -> (u64, bool) {
        self.cards.get(&doc).map_or((0, false), |card| (card.own_position, card.office_reads))
    }

    /// The furthest position of this device's entries in whatever the office reads; everybody reads the roll.
    pub(super) fn furthest_for_office(&self) -> u64 {
        let read = self.cards.iter().filter(|(doc, card)| card.office_reads || **doc == DocId::ZERO);
        read.map(|(_, card)| card.own_position).max().unwrap_or(0)
    }

    /// Every case.
    pub(super) fn cases(&self) -> impl Iterator<Item = (DocId, &Listed)> {
        self.listed.iter().map(|(case, listed)| (*case, listed))
    }

    /// Every document that was ever looked at here.
    pub(super) fn docs(&self) -> Vec<DocId> {
        self.cards.keys().copied().collect()
    }

    /// One case.
    pub(super) fn case(&self, doc: DocId) -> Option<&Listed> {
        self.listed.get(&doc.sibling(DocKind::Case))
    }

    /// What the documents of a case say to each other's steps.
    pub(super) fn around(&self, doc: DocId) -> Around {
        self.case(doc).map(|listed| listed.row.around).unwrap_or_default()
    }

    /// The digests of every case.
    pub(super) fn digests(&self) -> impl Iterator<Item = Digest> {
        self.listed.keys().filter_map(|case| self.digest(*case))
    }

    fn digest(&self, doc: DocId) -> Option<Digest> {
        Digest::from_bytes(&self.cards.get(&doc)?.digest).ok()
    }

    fn list(&mut self, case: DocId) {
        let digests: Vec<_> = ROW_KINDS.iter().filter_map(|kind| self.digest(case.sibling(*kind))).collect();
        match join(&digests) {
            Some((row, words)) => self.listed.insert(case, Listed { row, words }),
            None => self.listed.remove(&case),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_office_may_not_read_is_not_waited_for_and_whatever_else_is() {
        let [aside, read] = [1, 2].map(|byte| DocId([byte; 16]));
        let mut cards = Cards::default();
        assert_eq!(cards.furthest_for_office(), 0, "nothing was written here");
        cards.put(aside, None, false);
        cards.kept(aside, 90);
        assert_eq!(cards.furthest_for_office(), 0);
        cards.put(read, None, true);
        cards.kept(read, 40);
        assert_eq!(cards.furthest_for_office(), 40);
        cards.kept(DocId::ZERO, 50);
        assert_eq!(cards.furthest_for_office(), 50, "an entry of the roll");
    }
}
