//! The outbox, to the relay and back: send what may go, note receipts, deal with refusals.

use std::collections::BTreeSet;

use shared::ids::DocId;
use shared::sync::{Frames, Reason, Receipt, Refused};

use super::api::{ToPage, Told};
use super::store::{self, Outgoing};
use super::trouble::Failure;
use super::{Engine, Host, PlantedBug, Record};

impl<H: Host> Engine<H> {
    /// Sends what may go. Entries are marked as left on the disk before their first byte leaves.
    pub(super) async fn pump(&mut self) -> Result<(), Failure> {
        let now = self.host.now_ms();
        self.outbox.resume(now);
        if !self.talk.is_live() || self.is_stale {
            return Ok(());
        }
        let unsent: BTreeSet<DocId> =
            self.outbox.ready(now).iter().filter(|(_, row)| !row.left).map(|(_, row)| row.doc).collect();
        for doc in unsent {
            self.coalesce(doc).await?;
        }
        let ready = self.outbox.ready(now);
        if ready.is_empty() {
            return Ok(());
        }
        let mut frames = Frames::default();
        let mut marks = Vec::new();
        let mut sent = Vec::with_capacity(ready.len());
        for (seq, row) in ready {
            let Some(entry) = self.store.entry(row.doc, self.session.device, row.n).await? else { continue };
            frames.add(entry.bytes().to_vec());
            let row = Outgoing { left: true, ..row };
            marks.push(store::put_outgoing(seq, &row));
            sent.push((seq, row));
        }
        self.store.commit(marks).await?;
        for (seq, row) in sent {
            self.outbox.put(seq, row);
            self.outbox.sent(&row);
        }
        frames.done().into_iter().for_each(|frame| self.host.send(frame.encode()));
        if self.planted == Some(PlantedBug::TickBeforeReceipt) {
            self.believe_kept();
        }
        self.contact.last_ms.get_or_insert(now);
        Ok(())
    }

    /// Notes receipts: on the disk first, then on the screen.
    pub(super) async fn receipts(&mut self, receipts: Vec<Receipt>) -> Result<(), Failure> {
        if receipts.is_empty() {
            return Ok(());
        }
        let mut ops = if self.talk.is_healing() { self.places(&receipts).await? } else { Vec::new() };
        let fork = self.fork_receipt(&receipts);
        let mut done = Vec::new();
        for receipt in receipts.into_iter().filter(|it| it.device == self.session.device) {
            let Some((seq, row)) = self.outbox.find(receipt.doc, receipt.n) else { continue };
            // since when it was kept first stays, whatever became of the relay
            let receipt = Receipt { kept_ms: row.since.unwrap_or(receipt.kept_ms), ..receipt };
            let Receipt { doc, device, n, position, kept_ms } = receipt;
            ops.push(store::put_kept(doc, device, n, position, kept_ms));
            ops.push(store::delete_outgoing(seq));
            done.push((seq, receipt));
        }
        done.iter().for_each(|(_, it)| self.cards.kept(it.doc, it.position));
        let docs: BTreeSet<DocId> = done.iter().map(|(_, it)| it.doc).collect();
        for doc in &docs {
            ops.extend(self.card_op(*doc));
        }
        self.store.commit(ops).await?;
        if let Some(receipt) = fork {
            self.fork_kept(receipt).await?;
        }
        for (seq, receipt) in done {
            self.outbox.remove(seq);
            if receipt.doc == DocId::ZERO {
                self.roll_kept(receipt.n).await?;
                continue;
            }
            self.once_kept(receipt.doc, receipt.n).await?;
            if let Some(loaded) = self.documents.get(receipt.doc) {
                loaded.own.insert(receipt.n, Some(receipt.position));
                loaded.document.kept(receipt.device, receipt.n, receipt.position, receipt.kept_ms);
            }
        }
        docs.into_iter().for_each(|doc| self.watch.touch(doc));
        self.watch.touch_sync();
        Ok(())
    }

    /// Deals with a refusal: what is passing goes again later, a try of the roll is made anew, anything else is
    /// kept and told to the person.
    pub(super) async fn refused(&mut self, refused: Refused) -> Result<(), Failure> {
        self.watch.touch_sync();
        if refused.device != self.session.device {
            return self.fork_refused(&refused);
        }
        if refused.reason.is_passing() {
            self.outbox.pause(self.host.now_ms());
            return Ok(());
        }
        if refused.doc == DocId::ZERO {
            return self.roll_refused(&refused).await;
        }
        let Some((seq, row)) = self.outbox.find(refused.doc, refused.n) else { return Ok(()) };
        if row.is_once() {
            return self.once_refused(seq, &refused).await;
        }
        if refused.reason == Reason::Gap {
            // what comes before it was refused or is still under way: it goes again after that
            self.outbox.pause(self.host.now_ms());
            return Ok(());
        }
        if self.forked(&refused)? {
            return Ok(());
        }
        let row = Outgoing { refused: Some(refused.reason), ..row };
        self.store.commit(vec![store::put_outgoing(seq, &row)]).await?;
        self.outbox.put(seq, row);
        let trouble = Failure::Refused(refused.reason).trouble();
        self.host.tell(ToPage::Told(Told::NotTaken(refused.doc, trouble)));
        Ok(())
    }

    /// Planted for the simulation: shows what was sent as kept.
    fn believe_kept(&mut self) {
        for (_, row) in self.outbox.rows().filter(|(_, row)| row.left) {
            if let Some(loaded) = self.documents.get(row.doc) {
                loaded.own.insert(row.n, Some(u64::MAX));
            }
        }
    }

    /// Planted for the simulation: believes that what was under way has arrived.
    pub(super) async fn forget_under_way(&mut self) -> Result<(), Failure> {
        debug_assert_eq!(self.planted, Some(PlantedBug::LostOutbox));
        let lost: Vec<u64> = self.outbox.rows().filter(|(_, row)| row.left).map(|(seq, _)| seq).collect();
        self.store.commit(lost.iter().map(|seq| store::delete_outgoing(*seq)).collect()).await?;
        lost.into_iter().for_each(|seq| self.outbox.remove(seq));
        Ok(())
    }
}
