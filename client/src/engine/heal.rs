//! Healing: the relay's log is another than the one this device has read. What is known of places in the old one is
//! forgotten; what the relay lacks is handed in, in the order in which it was taken before, whoever wrote it.

use std::collections::{BTreeMap, BTreeSet};

use shared::entry::Kind;
use shared::ids::{DeviceId, DocId};
use shared::roll::Roll;
use shared::sync::{
    DeviceEvent, Frames, HEALING, Lacking, OFFER_MAX, OFFER_NUMBERS_MAX, Offered, Receipt, Short, ToRelay,
    Wanted,
};

use super::disk::Op;
use super::store::{self, Outgoing, Standing, Stored};
use super::trouble::Failure;
use super::{Engine, Host, erase, rollcall};

/// What the relay could not keep for the moment is tried again after so long.
const AGAIN_MS: u64 = 15_000;

/// A page of what a device holds, and whether more follow.
type Page = (Vec<Offered>, bool);

impl<H: Host> Engine<H> {
    /// Forgets every place and receipt. That it heals is on the disk first: a healing that is cut begins again.
    pub(super) async fn forget_places(&mut self, tip: Short) -> Result<(), Failure> {
        let standing = Standing { cursor: Some(HEALING), reached: 0 };
        let rows = self.store.wanted().await?.into_iter().map(|row| Wanted { reached: 0, ..row });
        let ops = rows.map(|row| store::put_wanted(&row)).chain([store::put_standing(&standing)]);
        self.store.commit(ops.collect()).await.inspect_err(|_| self.is_stale = true)?;
        self.standing = standing;
        for part in 0..=u8::MAX {
            self.forget_part(part).await.inspect_err(|_| self.is_stale = true)?;
        }
        self.documents.clear();
        self.watch.touch_ticks();
        self.watch.touch_sync();
        self.hand_in_roll(tip).await
    }

    /// The documents whose names begin with one byte: so many as fit into one transaction.
    async fn forget_part(&mut self, part: u8) -> Result<(), Failure> {
        let (mut ops, mut rows) = (Vec::new(), Vec::new());
        for ((doc, device, n), place) in self.store.places(&[part]).await? {
            ops.push(store::put_place(doc, device, n, &place.forgotten()));
            if device == self.session.device && self.outbox.find(doc, n).is_none() {
                let Some(entry) = self.store.entry(doc, device, n).await? else { continue };
                rows.push(Outgoing { left: true, since: Some(place.kept_ms), ..Outgoing::new(&entry) });
            }
        }
        self.ask_again(ops, rows, 0).await
    }

    /// Puts entries that the relay was said to keep back into the outbox: it answers with receipts anew, and keeps what
    /// it has lost. What lies up to a position is known all the same.
    pub(super) async fn ask_again(
        &mut self,
        mut ops: Vec<Op>,
        mut rows: Vec<Outgoing>,
        known: u64,
    ) -> Result<(), Failure> {
        rows.sort_by_key(|row| (row.doc, row.n));
        let docs: BTreeSet<_> = rows.iter().map(|row| row.doc).collect();
        let rows: Vec<_> = rows.into_iter().map(|row| (self.outbox.next_place(), row)).collect();
        ops.extend(rows.iter().map(|(seq, row)| store::put_outgoing(*seq, row)));
        for doc in docs {
            self.cards.forget_beyond(doc, known);
            ops.extend(self.card_op(doc));
        }
        self.store.commit(ops).await?;
        rows.into_iter().for_each(|(seq, row)| self.outbox.put(seq, row));
        Ok(())
    }

    /// A relay whose roll ends with an entry that lies on this device's way gets what follows it: it may not even know
    /// the device.
    async fn hand_in_roll(&mut self, tip: Short) -> Result<(), Failure> {
        let is_behind = self.roll.depth_of(&tip.0).is_some_and(|depth| depth < self.roll.tip().depth);
        if !is_behind {
            return Ok(());
        }
        let rows = self.store.entries(DocId::ZERO).await?;
        let rows = rows.into_iter().filter(|it| belongs(&self.roll, it)).map(|it| it.entry);
        let after = rows.skip_while(|it| !it.id.0.starts_with(&tip.0)).skip(1);
        let mut frames = Frames::default();
        after.for_each(|it| frames.add(it.bytes().to_vec()));
        frames.done().into_iter().for_each(|frame| self.host.send(frame.encode()));
        Ok(())
    }

    /// A page of what lies here: of each document, up to which number each device's entries lie here without gaps.
    pub(super) async fn number(&self, after: Option<DocId>) -> Result<Page, Failure> {
        let Some(after) = after else {
            let numbers = self.roll_numbers().await?;
            return Ok((vec![Offered { doc: DocId::ZERO, numbers }], true));
        };
        let (mut page, mut count) = (Vec::new(), 0);
        for part in after.0[0]..=u8::MAX {
            for (doc, numbers) in self.numbers(part).await?.into_iter().filter(|(doc, _)| *doc > after) {
                count += numbers.len();
                if page.len() == OFFER_MAX || (count > OFFER_NUMBERS_MAX && !page.is_empty()) {
                    return Ok((page, true));
                }
                page.push(Offered { doc, numbers: numbers.into_iter().collect() });
            }
        }
        Ok((page, false))
    }

    async fn numbers(&self, part: u8) -> Result<BTreeMap<DocId, BTreeMap<DeviceId, u64>>, Failure> {
        let mut docs: BTreeMap<DocId, BTreeMap<DeviceId, u64>> = BTreeMap::new();
        for (doc, device, n) in self.store.names(&[part]).await? {
            let is_own_unsent =
                device == self.session.device && self.outbox.find(doc, n).is_some_and(|(_, row)| !row.left);
            let held = docs.entry(doc).or_default().entry(device).or_default();
            // an entry behind a gap came before its document was fetched
            if n == *held + 1 && !is_own_unsent {
                *held = n;
            }
        }
        docs.values_mut().for_each(|numbers| numbers.retain(|_, n| *n > 0));
        docs.retain(|doc, numbers| *doc != DocId::ZERO && !numbers.is_empty());
        Ok(docs)
    }

    /// Of the roll only what was taken once: a try that is under way may still be made anew.
    async fn roll_numbers(&self) -> Result<Vec<(DeviceId, u64)>, Failure> {
        let mut numbers: BTreeMap<DeviceId, u64> = BTreeMap::new();
        let mut rows = self.store.entries(DocId::ZERO).await?;
        rows.sort_by_key(|it| it.entry.header.n);
        for entry in rows.iter().filter(|it| belongs(&self.roll, it)).map(|it| &it.entry) {
            let held = numbers.entry(entry.header.device).or_default();
            if entry.header.n == *held + 1 {
                *held += 1;
            }
        }
        Ok(numbers.into_iter().collect())
    }

    /// Sends what the relay lacks; whatever is this device's own has left with that.
    pub(super) async fn hand_in(
        &mut self,
        needs: Vec<Lacking>,
    ) -> Result<Vec<(DocId, DeviceId, u64)>, Failure> {
        let mut sent = Vec::new();
        for needs in needs.chunk_by(|a, b| a.doc == b.doc) {
            let Some(doc) = needs.first().map(|it| it.doc) else { continue };
            let from: BTreeMap<_, _> = needs.iter().map(|it| (it.device, it.from)).collect();
            let mut frames = Frames::default();
            for row in self.store.entries(doc).await? {
                let entry = &row.entry;
                let (device, n) = (entry.header.device, entry.header.n);
                let is_lacking = from.get(&device).is_some_and(|from| n >= *from);
                let out = (device == self.session.device).then(|| self.outbox.find(doc, n)).flatten();
                let is_unsent = out.is_some_and(|(_, out)| !out.left);
                if !is_lacking || is_unsent || (doc == DocId::ZERO && !belongs(&self.roll, &row)) {
                    continue;
                }
                frames.add(entry.bytes().to_vec());
                sent.push((doc, device, n));
            }
            frames.done().into_iter().for_each(|frame: ToRelay| self.host.send(frame.encode()));
        }
        Ok(sent)
    }

    /// Both rolls hold the same entries: they are folded anew in the order of the relay's log.
    pub(super) async fn roll_agreed(&mut self) -> Result<(), Failure> {
        let rows = self.store.entries(DocId::ZERO).await?;
        self.roll = rollcall::fold(self.session.studio, &rows, &self.outbox);
        self.roll_changed();
        self.destroy(erase::load(&self.roll, &rows)).await
    }

    /// Nothing is lacking: documents are built anew in the order of the log.
    pub(super) async fn healed(&mut self, head: u64, hash: Short) -> Result<(), Failure> {
        let standing = Standing { cursor: Some((head, hash)), ..self.standing };
        self.store
            .commit(vec![store::put_standing(&standing)])
            .await
            .inspect_err(|_| self.is_stale = true)?;
        self.standing = standing;
        self.documents.clear();
        self.rights = Default::default();
        self.watch.touch_ticks();
        self.watch.touch_sync();
        Ok(())
    }

    /// Notes where the relay keeps other people's entries, while healing: since when it was kept first stays.
    pub(super) async fn places(&mut self, receipts: &[Receipt]) -> Result<Vec<Op>, Failure> {
        let mut ops = Vec::new();
        for it in receipts.iter().filter(|it| it.device != self.session.device) {
            ops.extend(self.place_op(it).await?);
        }
        Ok(ops)
    }

    /// Notes the place of an entry that lies here, unless it is known.
    pub(super) async fn place_op(&self, it: &Receipt) -> Result<Option<Op>, Failure> {
        let known = self.store.place(it.doc, it.device, it.n).await?;
        if known.is_some_and(|known| known.position == it.position) {
            return Ok(None);
        }
        let kept_ms = known.map_or(it.kept_ms, |known| known.kept_ms);
        Ok(Some(store::put_kept(it.doc, it.device, it.n, it.position, kept_ms)))
    }

    /// Tries again what the relay could not keep. Answers when to be asked again.
    pub(super) async fn heal_again(&mut self) -> Result<(), Failure> {
        if !self.talk.is_stalled() {
            self.contact.heal_again_ms = None;
            return Ok(());
        }
        let now = self.host.now_ms();
        let at = *self.contact.heal_again_ms.get_or_insert(now + AGAIN_MS);
        // a clock that was turned back is no reason to wait for years
        if at <= now || at - now > AGAIN_MS {
            self.contact.heal_again_ms = None;
            self.converse(DeviceEvent::HealAgain).await?;
        }
        Ok(())
    }
}

/// Whether a roll entry was taken once, or is an erasure, which stands beside the roll.
fn belongs(roll: &Roll, row: &Stored) -> bool {
    match row.entry.header.kind {
        Kind::Roll => roll.holds(row.entry.id),
        _ => row.kept.is_some() || row.was.is_some(),
    }
}
