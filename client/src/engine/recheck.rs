//! A receipt can come from beyond the cursor, and the line can break before the log up to there is read. Should the relay
//! be put back meanwhile to a copy that ends between the two, the hash at the cursor is the same, and nothing heals. So
//! whatever was said of places beyond the cursor is asked for again: the relay answers a second push with the receipt it
//! gave, and keeps what it has lost.

use super::store::{self, Outgoing, Standing};
use super::trouble::Failure;
use super::{Engine, Host};
use shared::ids::DocId;

impl<H: Host> Engine<H> {
    /// Puts this device's entries with a place beyond the cursor back into the outbox, and believes of the office no more
    /// than what the log up to the cursor and this Welcome bear out.
    pub(super) async fn recheck(&mut self, reached: u64) -> Result<(), Failure> {
        let cursor = self.standing.cursor.map_or(0, |(at, _)| at);
        let believed = self.standing.reached.min(cursor).max(reached);
        if believed != self.standing.reached {
            let standing = Standing { reached: believed, ..self.standing };
            self.store.commit(vec![store::put_standing(&standing)]).await?;
            self.standing = standing;
            self.watch.touch_ticks();
        }
        for doc in self.cards.beyond(cursor) {
            self.recheck_document(doc, cursor).await.inspect_err(|_| self.is_stale = true)?;
        }
        Ok(())
    }

    async fn recheck_document(&mut self, doc: DocId, cursor: u64) -> Result<(), Failure> {
        let (mut ops, mut rows) = (Vec::new(), Vec::new());
        for ((_, device, n), place) in self.store.places(&doc.0).await? {
            let is_doubtful = device == self.session.device && place.position > cursor;
            if !is_doubtful || self.outbox.find(doc, n).is_some() {
                continue;
            }
            let Some(entry) = self.store.entry(doc, device, n).await? else { continue };
            ops.push(store::put_place(doc, device, n, &place.forgotten()));
            rows.push(Outgoing { left: true, since: Some(place.kept_ms), ..Outgoing::new(&entry) });
        }
        self.ask_again(ops, rows, cursor).await?;
        self.documents.forget(doc);
        self.watch.touch(doc);
        self.watch.touch_sync();
        Ok(())
    }
}
