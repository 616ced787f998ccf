//! A socket whose device and relay have different logs: what the device offers is compared with the log, stretch by
//! stretch, until both have said all they hold.

use std::collections::{BTreeMap, VecDeque};

use super::live::{Live, WANTS_MAX};
use super::{Closing, Reading, RelayEffect, RelayStudio};
use crate::entry::Entry;
use crate::ids::{DeviceId, DocId};
use crate::sync::frame::{PUSH_MAX, Receipt, ToDevice};
use crate::sync::heal::{Lacking, NEED_MAX, OFFER_MAX, Offered, is_in_order, lacking, numbers, numbers_of};

/// How far the comparison went.
#[derive(Debug, Default)]
pub(super) struct Healing {
    /// What is left of the page that is being answered.
    page: Option<Page>,
    /// Everything up to this document has been compared.
    after: Option<DocId>,
    /// What the device has asked for and not got yet: of these documents only this.
    parts: BTreeMap<DocId, Vec<(DeviceId, u64)>>,
}

#[derive(Debug)]
struct Page {
    offered: VecDeque<Offered>,
    /// Where the page ends; the last one ends with the last document there is.
    up_to: Option<DocId>,
}

impl Healing {
    /// What must be read to go on.
    pub(super) fn reading(&self) -> Option<Reading> {
        self.page.as_ref().map(|page| Reading::Numbers(self.after, page.up_to))
    }
}

impl Live {
    /// A page of what the device holds.
    pub(super) fn offered(&mut self, page: Vec<Offered>, more: bool) -> Vec<RelayEffect> {
        let Some(heals) = &mut self.heals else { return vec![RelayEffect::Close(Closing::OutOfTurn)] };
        // the first page is the roll: whoever begins anew begins there
        if page.first().is_some_and(|first| first.doc == DocId::ZERO) {
            heals.after = None;
        }
        let is_early = heals.page.is_some() || more && page.is_empty();
        if is_early || !is_in_order(&page, heals.after) {
            return vec![RelayEffect::Close(Closing::OutOfTurn)];
        }
        let up_to = if more { page.last().map(|last| last.doc) } else { None };
        heals.page = Some(Page { offered: page.into(), up_to });
        Vec::new()
    }

    /// What the device lacks of what it was offered; nothing, if it has healed.
    pub(super) fn need(&mut self, needs: Vec<Lacking>) -> Vec<RelayEffect> {
        let Some(heals) = &mut self.heals else { return vec![RelayEffect::Close(Closing::OutOfTurn)] };
        if needs.is_empty() {
            self.heals = None;
            return Vec::new();
        }
        for Lacking { doc, device, from } in needs {
            let parts = heals.parts.entry(doc).or_default();
            if parts.is_empty() {
                self.wants.push_back((doc, 0));
            }
            parts.push((device, from));
        }
        if self.wants.len() > WANTS_MAX { vec![RelayEffect::Close(Closing::TooMany)] } else { Vec::new() }
    }

    /// Whether an entry of a document belongs to what the device asked for: all, unless it named parts.
    pub(super) fn is_lacking(&self, entry: &Entry) -> bool {
        let parts = self.heals.as_ref().and_then(|heals| heals.parts.get(&entry.header.doc));
        let asked = |parts: &Vec<(DeviceId, u64)>| {
            parts.iter().any(|(device, from)| entry.header.device == *device && entry.header.n >= *from)
        };
        parts.is_none_or(asked)
    }

    /// A document was given to its end.
    pub(super) fn has_given(&mut self, doc: DocId) {
        if let Some(heals) = &mut self.heals {
            heals.parts.remove(&doc);
        }
    }

    /// Compares a stretch of the log with the page. `more` names the last document of the stretch, if the page goes on
    /// behind it.
    pub(super) fn compare(
        &mut self,
        receipts: Vec<Receipt>,
        more: Option<DocId>,
        studio: &RelayStudio,
    ) -> Vec<RelayEffect> {
        self.reading = self.reading.saturating_sub(1);
        let Some((page, end)) = self.stretch(more) else { return Vec::new() };
        let mut theirs = page.into_iter().peekable();
        let mut found = Found::default();
        for ours in receipts.chunk_by(|a, b| a.doc == b.doc) {
            let Some(doc) = ours.first().map(|it| it.doc) else { continue };
            while let Some(only_theirs) = theirs.next_if(|it| it.doc < doc) {
                found.compare(self, studio, &only_theirs, &[]);
            }
            let both = theirs.next_if(|it| it.doc == doc);
            let both = both.unwrap_or_else(|| Offered { doc, numbers: Vec::new() });
            found.compare(self, studio, &both, ours);
        }
        theirs.for_each(|only_theirs| found.compare(self, studio, &only_theirs, &[]));
        found.frames(end).into_iter().map(RelayEffect::Send).collect()
    }

    /// Takes the part of the page that a stretch of the log covers; whether the page ends with it.
    fn stretch(&mut self, more: Option<DocId>) -> Option<(Vec<Offered>, bool)> {
        let heals = self.heals.as_mut()?;
        let mut page = heals.page.take()?;
        match more {
            Some(up_to) => {
                let behind = page.offered.iter().position(|it| it.doc > up_to);
                let rest = page.offered.split_off(behind.unwrap_or(page.offered.len()));
                let part = std::mem::replace(&mut page.offered, rest);
                heals.after = Some(up_to);
                heals.page = Some(page);
                Some((part.into(), false))
            }
            None => {
                heals.after = page.up_to.or(heals.after);
                Some((page.offered.into(), true))
            }
        }
    }
}

/// What comes of comparing.
#[derive(Default)]
struct Found {
    receipts: Vec<Receipt>,
    needs: Vec<Lacking>,
    offers: Vec<Offered>,
}

impl Found {
    /// Compares one document: what the device holds of it, and what lies in the log.
    fn compare(&mut self, live: &Live, studio: &RelayStudio, offered: &Offered, ours: &[Receipt]) {
        let doc = offered.doc;
        if studio.is_erased(doc) {
            return;
        }
        let (theirs, own) = (numbers(offered), numbers_of(ours));
        self.needs.extend(lacking(doc, &theirs, &own));
        let may_read = live.may_read(doc, studio);
        let both = ours.iter().filter(|it| theirs.get(&it.device).is_some_and(|n| it.n <= *n));
        self.receipts.extend(both.filter(|it| may_read || it.device == live.device).copied());
        if may_read {
            let more = lacking(doc, &own, &theirs);
            let numbers = more.iter().filter_map(|it| Some((it.device, *own.get(&it.device)?)));
            let numbers: Vec<_> = numbers.collect();
            if !numbers.is_empty() {
                self.offers.push(Offered { doc, numbers });
            }
        }
    }

    /// The last of them is an Offer that says whether the page is answered.
    fn frames(self, end: bool) -> Vec<ToDevice> {
        let receipts = self.receipts.chunks(PUSH_MAX).map(|page| ToDevice::Receipts(page.to_vec()));
        let needs = self.needs.chunks(NEED_MAX).map(|page| ToDevice::Need(page.to_vec()));
        let pages = self.offers.len().div_ceil(OFFER_MAX).max(1);
        let page = |i: usize| self.offers.iter().skip(i * OFFER_MAX).take(OFFER_MAX).cloned().collect();
        let offers = (0..pages).map(|i| ToDevice::Offer(page(i), !end || i + 1 < pages));
        receipts.chain(needs).chain(offers).collect()
    }
}
