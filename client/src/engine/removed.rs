//! The end of a right: this person, this device or a document's reader was taken off. What is unsent is handed in first
//! and lies in the tray then; what is left of it goes only when the relay holds all of it.

use rand_core::Rng;
use shared::ids::DocId;
use shared::roll::Role;
use shared::sync::Held;

use super::disk::{Op, Table};
use super::store::{self, Outgoing};
use super::trouble::Failure;
use super::{Engine, Host, PlantedBug};

/// Under which a document is noted that this person was shut out of.
pub(super) const CLOSED: &[u8] = b"closed ";

impl<H: Host> Engine<H> {
    /// Whether this device was taken off the roll.
    pub fn is_removed(&self) -> bool {
        let device = self.session.device;
        self.roll.device(device).is_some() && self.roll.now().device(device).is_none()
    }

    /// Whether it was, and everything that it had to hand in is held: what is left of the records here may go.
    pub fn is_dismissed(&self) -> bool {
        self.is_removed() && self.outbox.len() == 0
    }

    /// The relay holds entries in the tray: they are out of this device's hands.
    pub(super) async fn held(&mut self, held: Held) -> Result<(), Failure> {
        if held.device != self.session.device {
            return Ok(());
        }
        let rows = self.outbox.rows().filter(|(_, row)| row.doc == held.doc && row.n <= held.up_to);
        let rows: Vec<u64> = rows.map(|(seq, _)| seq).collect();
        let mut ops: Vec<Op> = rows.iter().map(|seq| store::delete_outgoing(*seq)).collect();
        if !rows.is_empty() {
            self.cards.held(held.doc);
            ops.extend(self.card_op(held.doc));
        }
        self.store.commit(ops).await?;
        rows.into_iter().for_each(|seq| self.outbox.remove(seq));
        self.watch.touch(held.doc);
        self.watch.touch_sync();
        Ok(())
    }

    /// A right is back before this device let go of what it had handed in: it hands that in again, so that it becomes part
    /// of the document without anybody having to take it in.
    pub(super) async fn hand_in_again(&mut self, docs: Vec<DocId>) -> Result<(), Failure> {
        for doc in docs {
            if !self.cards.is_held(doc) || !self.load(doc).await? || !self.may_write(doc) {
                continue;
            }
            let own = self.store.entries(doc).await?.into_iter();
            let own = own.filter(|it| it.entry.header.device == self.session.device && it.kept.is_none());
            let own = own.filter(|it| self.outbox.find(doc, it.entry.header.n).is_none());
            let rows = own.map(|it| Outgoing { left: true, ..Outgoing::new(&it.entry) }).collect();
            self.cards.not_held(doc);
            let ops = self.card_op(doc).into_iter().collect();
            // what lies in the log up to anywhere is known all the same
            self.ask_again(ops, rows, u64::MAX).await.inspect_err(|_| self.is_stale = true)?;
            self.watch.touch(doc);
            self.watch.touch_sync();
        }
        Ok(())
    }

    /// Notes of documents whether this person was shut out of them, to be saved with what brought it.
    pub(super) fn shut(&mut self, docs: &[DocId]) -> Vec<Op> {
        let (me, now) = (self.session.person, self.roll.now());
        if now.roles(me).is_empty() {
            return Vec::new();
        }
        let mut ops = Vec::new();
        for doc in docs.iter().filter(|doc| **doc != DocId::ZERO && self.rights.knows(**doc)) {
            let may_read = self.rights.now(now, *doc, me).is_some();
            if may_read && self.closed.remove(doc) {
                ops.push(Op::Delete(Table::Meta, closed_key(*doc)));
            } else if !may_read && self.closed.insert(*doc) {
                ops.push(Op::Put(Table::Meta, closed_key(*doc), Vec::new()));
            }
        }
        ops
    }

    /// This person's roles have changed: every document on the disk is looked at once.
    pub(super) async fn shut_by_roles(&mut self, before: &[Role]) -> Result<(), Failure> {
        let roles = self.roll.now().roles(self.session.person);
        if roles == before || before.is_empty() || roles.is_empty() {
            return Ok(());
        }
        for doc in self.cards.docs() {
            if self.load(doc).await? {
                let ops = self.shut(&[doc]);
                self.store.commit(ops).await?;
            }
        }
        Ok(())
    }

    /// Removes what is left of documents that this person was shut out of, once nothing of them is unsent.
    pub(super) async fn clear_closed(&mut self) -> Result<(), Failure> {
        let is_early = self.planted == Some(PlantedBug::NarrowingBeforeHandIn);
        let is_over = |doc: &DocId| (is_early || !self.outbox.holds(*doc)) && !self.talk.wants(*doc);
        let over: Vec<DocId> = self.closed.iter().copied().filter(is_over).collect();
        for doc in over {
            let mut ops = self.store.wipe(doc).await?;
            ops.push(Op::Delete(Table::Meta, closed_key(doc)));
            self.store.commit(ops).await?;
            self.closed.remove(&doc);
            // what was written here since the engine was opened is not here any more: its actors are used up
            self.rng.fill_bytes(&mut self.start);
            self.unlearn(doc);
            self.cards.forget(doc);
            self.watch.touch(doc);
            self.watch.touch_sync();
        }
        Ok(())
    }
}

fn closed_key(doc: DocId) -> Vec<u8> {
    [CLOSED, &doc.0].concat()
}
