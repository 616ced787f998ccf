//! What comes from the relay: save, then believe, then show.

use std::collections::{BTreeMap, BTreeSet};

use shared::entry::Kind;
use shared::ids::DocId;
use shared::sync::{
    Delivered, DeviceEffect, DeviceEvent, Kept, Proof, Short, Talk, ToDevice, ToRelay, Wanted,
};

use super::disk::Op;
use super::documents::{Bench, Care, Loaded, SetAside, Unfit};
use super::guard::Doing;
use super::news::News;
use super::store::{self, Standing, Stored};
use super::trouble::Failure;
use super::{Engine, Host, PlantedBug, erase, rollcall};

impl<H: Host> Engine<H> {
    /// A frame came.
    pub(super) async fn frame(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let now = self.host.now_ms();
        self.contact.last_ms = Some(now);
        // a relay that talks nonsense costs nothing but the frame
        let Ok(frame) = ToDevice::decode(bytes) else { return Ok(()) };
        self.converse(DeviceEvent::Frame(frame)).await
    }

    /// Hands an event to the device's half of the conversation and does what follows.
    pub(super) async fn converse(&mut self, event: DeviceEvent) -> Result<(), Failure> {
        let mut effects: std::collections::VecDeque<_> = self.talk.handle(event).into();
        while let Some(effect) = effects.pop_front() {
            let next = self.carry_out(effect).await?;
            if let Some(event) = next {
                effects.extend(self.talk.handle(event));
            }
        }
        Ok(())
    }

    /// Does one effect. Answers with what the conversation must be told of it.
    async fn carry_out(&mut self, effect: DeviceEffect) -> Result<Option<DeviceEvent>, Failure> {
        match effect {
            DeviceEffect::Greet(nonce, relay_ms) => self.greet(nonce, relay_ms),
            DeviceEffect::Send(frame) => self.host.send(frame.encode()),
            DeviceEffect::Live => {
                self.contact.tries = 0;
                self.tend.roll = true;
                self.watch.touch_sync();
            }
            DeviceEffect::Receipts(receipts) => self.receipts(receipts).await?,
            DeviceEffect::Refused(refused) => self.refused(refused).await?,
            DeviceEffect::Held(held) => self.held(held).await?,
            DeviceEffect::Reached(position) => self.reached(position).await?,
            DeviceEffect::Recheck(reached) => self.recheck(reached).await?,
            DeviceEffect::Forget(tip) => {
                self.forget_places(tip).await?;
                return Ok(Some(DeviceEvent::Forgotten));
            }
            DeviceEffect::Number(after) => {
                let (page, more) = self.number(after).await?;
                return Ok(Some(DeviceEvent::Numbered(page, more)));
            }
            DeviceEffect::HandIn(needs) => {
                let sent = self.hand_in(needs).await?;
                return Ok(Some(DeviceEvent::HandedIn(sent)));
            }
            DeviceEffect::RollAgreed => self.roll_agreed().await?,
            DeviceEffect::Healed(head, hash) => self.healed(head, hash).await?,
            DeviceEffect::SaveRows(rows, cursor) => {
                self.save_rows(rows, cursor).await?;
                return Ok(Some(DeviceEvent::RowsSaved));
            }
            DeviceEffect::SaveFeed(entries, up_to, hash) => {
                if self.planted == Some(PlantedBug::SavedBeforeSave) && self.session.about.office {
                    self.host.send(ToRelay::Saved(up_to).encode());
                }
                self.save_feed(entries, up_to, hash).await?;
                return Ok(Some(DeviceEvent::FeedSaved(up_to, hash)));
            }
            DeviceEffect::SaveGiven(doc, entries, delivered) => {
                let reached = self.save_given(doc, entries, delivered).await?;
                return Ok(Some(DeviceEvent::GivenSaved(doc, reached, delivered)));
            }
        }
        Ok(None)
    }

    fn greet(&mut self, nonce: Short, relay_ms: u64) {
        self.contact.clock_ahead_ms = self.host.now_ms() as i64 - relay_ms as i64;
        let proof = Proof::sign(nonce, &self.host.origin(), self.session.studio, &self.session.key);
        let hello = self.talk.hello(self.tip(), Some(proof));
        self.host.send(hello.encode());
    }

    async fn reached(&mut self, position: u64) -> Result<(), Failure> {
        if position > self.standing.reached {
            let standing = Standing { reached: position, ..self.standing };
            self.store.commit(vec![store::put_standing(&standing)]).await?;
            self.standing = standing;
            self.watch.touch_ticks();
        }
        Ok(())
    }

    async fn save_rows(&mut self, rows: Vec<Wanted>, cursor: Option<(u64, Short)>) -> Result<(), Failure> {
        let mut ops: Vec<Op> = rows.iter().map(store::put_wanted).collect();
        if cursor.is_some() {
            self.standing.cursor = cursor;
            ops.push(store::put_standing(&self.standing));
        }
        self.store.commit(ops).await?;
        rows.iter().for_each(|row| self.documents.forget(row.doc));
        self.watch.touch_sync();
        Ok(())
    }

    /// Saves what the Feed brought and the cursor in one transaction. What belongs to a document that is still
    /// wanted is judged when that document is all there.
    async fn save_feed(&mut self, entries: Vec<Kept>, up_to: u64, hash: Short) -> Result<(), Failure> {
        let News { mut news, places, receipts } = self.unknown(entries).await?;
        self.receipts(receipts).await?;
        self.drop_strange(&mut news).await?;
        let mut ops = save_ops(&news);
        ops.extend(places);
        let (roll, rest): (Vec<_>, Vec<_>) =
            news.into_iter().partition(|it| it.entry.header.doc == DocId::ZERO);
        let lacks_roll = self.talk.wants(DocId::ZERO);
        if !roll.is_empty() && !lacks_roll {
            let entries: Vec<_> = roll.iter().map(|it| it.entry.clone()).collect();
            self.take_roll(&entries).await?;
        }
        let docs: Vec<DocId> = rest.iter().map(|it| it.entry.header.doc).collect();
        let granted = rest.iter().filter(|it| it.entry.header.kind == Kind::Grant);
        let granted: BTreeSet<DocId> = granted.map(|it| it.entry.header.doc).collect();
        let mut wanted = Vec::new();
        let mut aside = Vec::new();
        for (doc, rows) in by_document(rest) {
            if lacks_roll && !self.talk.wants(doc) {
                let last = rows.iter().filter_map(|it| it.kept).map(|(at, _)| at).max().unwrap_or(up_to);
                wanted.push(Wanted { doc, last, reached: 0 });
            }
            if !lacks_roll && !self.talk.wants(doc) {
                let last = rows.iter().filter_map(|it| it.kept).map(|(at, _)| at).max().unwrap_or(up_to);
                let lacks_own = self.lacks_adopted(doc, &rows).await?;
                let waiting = self.awaited(doc, &rows).await?;
                let unfit = match waiting.is_empty() {
                    true => self.settle(doc, rows).await?,
                    false => self.settle_all(doc, rows).await?,
                };
                ops.extend(waiting);
                if lacks_own || unfit.iter().any(|(_, why)| *why == Unfit::NoKey) {
                    // whoever is let in late may be fed a part before the grant: it is fetched as a whole
                    self.forget(doc);
                    wanted.push(Wanted { doc, last, reached: 0 });
                } else {
                    aside.extend(unfit);
                    ops.extend(self.card_op(doc));
                }
            }
        }
        ops.extend(self.shut(&docs));
        ops.extend(self.owe(granted));
        ops.extend(wanted.iter().map(store::put_wanted));
        ops.extend(aside.iter().map(|(entry, why)| store::put_aside(entry, &why.to_string())));
        let standing = Standing { cursor: Some((up_to, hash)), ..self.standing };
        if self.planted == Some(PlantedBug::CursorAhead) {
            self.store.commit(vec![store::put_standing(&standing)]).await?;
        }
        ops.push(store::put_standing(&standing));
        self.store.commit(ops).await.inspect_err(|_| self.is_stale = true)?;
        self.standing = standing;
        for effect in wanted.into_iter().flat_map(|row| self.talk.handle(DeviceEvent::Want(row))) {
            if let DeviceEffect::Send(frame) = effect {
                self.host.send(frame.encode());
            }
        }
        self.tell_aside(aside);
        if !lacks_roll {
            let entries: Vec<_> = roll.into_iter().map(|it| it.entry).collect();
            self.take_erasures(&entries).await?;
        }
        self.retry_fork()?;
        self.retry_once(&docs).await?;
        self.retry_roll().await
    }

    /// Takes back what was set aside of a document when a grant comes: it may bring the key that was missing.
    async fn awaited(&self, doc: DocId, news: &[Stored]) -> Result<Vec<Op>, Failure> {
        if !news.iter().any(|it| it.entry.header.kind == Kind::Grant) {
            return Ok(Vec::new());
        }
        Ok(self.store.aside(doc).await?.into_iter().map(store::take_back).collect())
    }

    /// Saves a wanted document's entries; with the last of them it is judged, and its row is gone.
    async fn save_given(
        &mut self,
        doc: DocId,
        entries: Vec<Kept>,
        delivered: Delivered,
    ) -> Result<u64, Failure> {
        let reached = entries.iter().map(|it| it.position).max().unwrap_or_default();
        let News { news, places, receipts } = self.unknown(entries).await?;
        self.receipts(receipts).await?;
        // what lies here already is read below in the order of the log
        self.store.commit(places).await?;
        let mut ops = save_ops(&news);
        let mut aside = Vec::new();
        match delivered {
            Delivered::More => {
                ops.extend(self.talk.row(doc).map(|row| store::put_wanted(&Wanted { reached, ..row })));
            }
            Delivered::Gone if !self.cards.has(doc) => {
                // it never came here as a whole: nobody has seen the part that did
                ops = self.store.wipe(doc).await?;
                self.forget(doc);
            }
            Delivered::Done | Delivered::Gone => {
                ops.push(store::delete_wanted(doc));
                ops.extend(self.store.aside(doc).await?.into_iter().map(store::take_back));
                aside = self.settle_all(doc, news).await?;
                ops.extend(self.card_op(doc));
                ops.extend(self.shut(&[doc]));
                ops.extend(self.owe([doc]));
            }
        }
        ops.extend(aside.iter().map(|(entry, why)| store::put_aside(entry, &why.to_string())));
        self.store.commit(ops).await.inspect_err(|_| self.is_stale = true)?;
        self.tell_aside(aside);
        self.watch.touch(doc);
        self.watch.touch_sync();
        Ok(reached)
    }

    /// Judges and takes in new entries of a document that is all there.
    async fn settle(&mut self, doc: DocId, news: Vec<Stored>) -> Result<Vec<SetAside>, Failure> {
        if self.guard.is_closed(doc) {
            // It is on the disk, and read when the program can.
            return Ok(Vec::new());
        }
        if self.documents.get(doc).is_none() && !self.load(doc).await? {
            return self.settle_all(doc, news).await;
        }
        self.host.doing(Some(Doing::Read(doc)));
        let mut bench = Bench {
            device: self.session.device,
            roll: &self.roll,
            rights: &mut self.rights,
            keyring: &mut self.keyring,
            care: Care { guard: &self.guard, doing: &|at| self.host.doing(Some(at)) },
        };
        let Some(loaded) = self.documents.get(doc) else { return Ok(Vec::new()) };
        let aside = loaded.take(&news.iter().collect::<Vec<_>>(), false, &mut bench);
        self.renew_card(doc);
        self.watch.touch(doc);
        self.host.doing(None);
        Ok(aside)
    }

    /// Judges a document from its first entry on: what is on the disk already and what just came.
    async fn settle_all(&mut self, doc: DocId, news: Vec<Stored>) -> Result<Vec<SetAside>, Failure> {
        let mut rows = self.store.entries(doc).await?;
        rows.extend(news);
        rows.iter_mut().for_each(|it| it.is_aside = false);
        let rows = Stored::sort(rows);
        if doc == DocId::ZERO {
            let before = self.roll.tip();
            let roles = self.roll.now().roles(self.session.person).to_vec();
            self.roll = rollcall::fold(self.session.studio, &rows, &self.outbox);
            if self.roll.tip() != before || self.talk.is_healing() {
                self.roll_changed();
                self.shut_by_roles(&roles).await?;
            }
            self.destroy(erase::load(&self.roll, &rows)).await?;
            return Ok(Vec::new());
        }
        if rows.is_empty() || self.guard.is_closed(doc) {
            return Ok(Vec::new());
        }
        self.rights.forget(doc);
        self.host.doing(Some(Doing::Read(doc)));
        let mut bench = Bench {
            device: self.session.device,
            roll: &self.roll,
            rights: &mut self.rights,
            keyring: &mut self.keyring,
            care: Care { guard: &self.guard, doing: &|at| self.host.doing(Some(at)) },
        };
        let (loaded, aside) = Loaded::load(doc, &rows, false, &mut bench);
        self.documents.put(doc, loaded);
        self.renew_card(doc);
        self.watch.touch(doc);
        self.host.doing(None);
        Ok(aside)
    }

    /// Planted for the simulation: what was still to be fetched is fetched no more.
    pub(super) async fn forget_wanted(&mut self) -> Result<(), Failure> {
        let wanted = self.store.wanted().await?;
        self.store.commit(wanted.iter().map(|row| store::delete_wanted(row.doc)).collect()).await?;
        self.talk =
            Talk::new(self.session.studio, self.session.about.office, self.standing.cursor, Vec::new());
        Ok(())
    }

    /// Lets go of everything that memory knows of a document.
    fn forget(&mut self, doc: DocId) {
        self.documents.forget(doc);
        self.rights.forget(doc);
    }
}

fn save_ops(news: &[Stored]) -> Vec<Op> {
    let ops = news.iter().flat_map(|it| {
        let header = &it.entry.header;
        let kept = it.kept.map(|(at, ms)| store::put_kept(header.doc, header.device, header.n, at, ms));
        std::iter::once(store::put_entry(&it.entry)).chain(kept)
    });
    ops.collect()
}

fn by_document(news: Vec<Stored>) -> BTreeMap<DocId, Vec<Stored>> {
    let mut docs: BTreeMap<DocId, Vec<Stored>> = BTreeMap::new();
    for it in news {
        docs.entry(it.entry.header.doc).or_default().push(it);
    }
    docs
}
