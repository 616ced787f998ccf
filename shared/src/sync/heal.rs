//! Healing: what two logs that differ say to each other, and how what each lacks is found.
//!
//! The device goes through its documents in the order of their names and offers up to a thousand at a time, saying up to
//! which number it holds each device's entries. The relay reads its own numbers of the same stretch, gives receipts for
//! what both hold, asks for what it lacks and offers what the device lacks. Nothing else is remembered of a page that
//! was answered, so neither side needs more memory for ten thousand documents than for a thousand. The first page is
//! the roll alone: nothing else can be judged before it has healed.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::frame::{Receipt, Short};
use crate::codec;
use crate::ids::{DeviceId, DocId};

/// The most documents in one page of an Offer.
pub const OFFER_MAX: usize = 1000;
/// The most numbers in one page of an Offer: a page stays below the limit of a frame.
pub const OFFER_NUMBERS_MAX: usize = 32_768;
/// The most that one `Need` asks for.
pub const NEED_MAX: usize = 32_768;

/// The cursor of a device that heals: a place in no log, so that every relay says `heal` until it has healed.
pub const HEALING: (u64, Short) = (0, Short([0xff; 16]));

/// A document, and up to which number somebody holds each device's entries, without gaps.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Offered {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The devices, each with its number.
    #[cbor(n(1), decode_with = "codec::at_most::<OFFER_NUMBERS_MAX, _, _>")]
    pub numbers: Vec<(DeviceId, u64)>,
}

/// What somebody lacks: a device's entries of a document from a number on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Lacking {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
    /// The first number that is missing.
    #[n(2)]
    pub from: u64,
}

/// Numbers of one document, by device.
pub(super) type Numbers = BTreeMap<DeviceId, u64>;

/// Whether a page can be one: in the order of the names, and nothing of it was offered before.
pub(super) fn is_in_order(page: &[Offered], after: Option<DocId>) -> bool {
    let follows = page.first().is_none_or(|first| after.is_none_or(|after| after < first.doc));
    follows && page.is_sorted_by(|a, b| a.doc < b.doc)
}

/// What was offered of a document, looked up by device.
pub(super) fn numbers(offered: &Offered) -> Numbers {
    offered.numbers.iter().copied().collect()
}

/// What the second lacks of what the first holds.
pub(super) fn lacking(doc: DocId, first: &Numbers, second: &Numbers) -> Vec<Lacking> {
    let missing = first.iter().filter_map(|(device, n)| {
        let held = second.get(device).copied().unwrap_or(0);
        (held < *n).then_some(Lacking { doc, device: *device, from: held + 1 })
    });
    missing.collect()
}

/// How far the receipts of one document reach, by device.
pub(super) fn numbers_of(receipts: &[Receipt]) -> Numbers {
    let mut numbers = Numbers::new();
    for it in receipts {
        let n = numbers.entry(it.device).or_default();
        *n = it.n.max(*n);
    }
    numbers
}
