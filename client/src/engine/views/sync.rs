//! The view of what is on its way, and of what somebody must see to.

use std::collections::HashMap;

use shared::ids::{DocId, DocKind};

use super::super::api::{SyncItem, SyncView, Tick, Trouble};
use super::super::trouble::Failure;
use super::super::{Engine, Host};
use super::{CASE_KINDS, ROWS_MAX};

/// A clock that differs more than this is said.
const CLOCK_OFF_MS: i64 = 10 * 60_000;
/// The most records that are listed because they have lately arrived.
const ARRIVED_MAX: usize = 20;

impl<H: Host> Engine<H> {
    pub(in crate::engine) fn sync_view(&self) -> SyncView {
        let (mut items, more) = self.on_their_way();
        items.extend(self.lately_sent());
        let off = self.contact.clock_ahead_ms;
        let off = (off.abs() > CLOCK_OFF_MS).then(|| need("clock-off", "the clock of this tablet is wrong"));
        let removed = self.is_removed().then(|| need("removed", "this device was removed from the studio"));
        let vault = self.tend.vault_changed;
        let vault = vault.then(|| need("vault-changed", "the passphrase was changed on another device"));
        let renew = self.is_renewal_due().then(|| need("renew", "another device of this person was lost"));
        let heals = self.talk.is_healing().then(|| need("heals", "this tablet and the relay differ"));
        SyncView {
            is_online: self.contact.is_up && self.talk.is_live(),
            unsent: self.outbox.len() as u32,
            unsent_bytes: self.outbox.bytes(),
            contact_ms: self.contact.last_ms,
            wanted: self.talk.wanted() as u32,
            items,
            needs: off.into_iter().chain(heals).chain(removed).chain(vault).chain(renew).collect(),
            clock_ahead_ms: self.contact.clock_ahead_ms,
            is_at_office: self.cards.furthest_for_office() <= self.standing.reached,
            more,
        }
    }

    /// The records with something on its way, in the order of saving, and how many more there are than are listed.
    fn on_their_way(&self) -> (Vec<SyncItem>, u32) {
        let mut items: Vec<SyncItem> = Vec::new();
        let mut places: HashMap<DocId, usize> = HashMap::new();
        for (_, row) in self.outbox.rows() {
            let doc = row.doc.sibling(DocKind::Case);
            let next = places.len();
            let at = *places.entry(doc).or_insert(next);
            if at == items.len() && at < ROWS_MAX {
                let (title, tick) = (self.title(doc), Tick::Saved);
                items.push(SyncItem { doc, title, tick, unsent: 0, unsent_bytes: 0, reason: None });
            }
            if let Some(item) = items.get_mut(at) {
                item.unsent += 1;
                item.unsent_bytes += u64::from(row.len);
                let reason = || row.refused.map(|reason| Failure::Refused(reason).trouble());
                item.reason = item.reason.take().or_else(reason);
            }
        }
        let more = places.len() - items.len();
        (items, more as u32)
    }

    /// The cases of this person that have arrived at the relay, newest first.
    fn lately_sent(&self) -> Vec<SyncItem> {
        let arrived = self.cards.cases().filter_map(|(case, _)| {
            let own = CASE_KINDS.iter().map(|kind| self.cards.own(case.sibling(*kind)).0).max()?;
            let is_whole = !CASE_KINDS.iter().any(|kind| self.outbox.holds(case.sibling(*kind)));
            (own > 0 && is_whole).then_some((std::cmp::Reverse(own), case))
        });
        let mut arrived: Vec<_> = arrived.collect();
        arrived.sort_unstable();
        let item = |(_, case)| SyncItem {
            doc: case,
            title: self.title(case),
            tick: self.case_tick(case),
            unsent: 0,
            unsent_bytes: 0,
            reason: None,
        };
        arrived.into_iter().take(ARRIVED_MAX).map(item).collect()
    }
}

fn need(code: &str, detail: &str) -> Trouble {
    Trouble { code: code.to_owned(), detail: detail.to_owned() }
}
