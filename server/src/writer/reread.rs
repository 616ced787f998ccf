//! After a batch that did not come to the disk: what it changed in memory is undone by folding the log again. Until that
//! succeeds nothing of the studio is judged: an entry that rests on one which is not on the disk would make a log that
//! never folds again.

use shared::sync::RelayStudio;

use super::Writer;
use crate::store::StoreError;
use crate::studio::{self, Studio};

impl Writer {
    /// Folds the studio's log again, now or, if it cannot be read, before the next entry is judged.
    pub(super) fn reread(&mut self, studio: &Studio, state: &mut RelayStudio) -> bool {
        self.ahead.remove(&studio.id);
        match self.folded(studio) {
            Ok(folded) => {
                *state = RelayStudio { reached: state.reached, ..folded };
                true
            }
            Err(error) => {
                tracing::error!("the studio cannot be read again: {error}");
                self.ahead.insert(studio.id);
                false
            }
        }
    }

    /// Whether what is in memory of a studio is what lies on the disk.
    pub(crate) fn is_true(&mut self, studio: &Studio, state: &mut RelayStudio) -> bool {
        !self.ahead.contains(&studio.id) || self.reread(studio, state)
    }

    fn folded(&self, studio: &Studio) -> Result<RelayStudio, StoreError> {
        let row = self.store.studios()?.into_iter().find(|row| row.studio == studio.id);
        let row = row.ok_or(StoreError::Damaged("a studio is missing from it"))?;
        studio::load(&*self.store, &row, &self.ledger)
    }
}
