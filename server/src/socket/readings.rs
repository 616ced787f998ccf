//! What a socket reads of the log: from the ring if it is not far behind, else from the store, on a thread that may
//! block. Several documents are read in one go, because waking that thread takes longer than reading most of them.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};

use shared::ids::StudioId;
use shared::sync::{PUSH_MAX, Reading, RelayEvent};
use tokio::task::spawn_blocking;

use crate::store::{Page, Store, StoreError};
use crate::studio::Studio;

/// About so many bytes of the log are read at once.
const READ_BYTES: usize = 1 << 20;

/// Takes readings from the front of the line and answers them, one at least.
pub(super) async fn read(
    store: &Arc<dyn Store>,
    studio: &Studio,
    readings: &mut VecDeque<Reading>,
) -> Result<Vec<RelayEvent>, StoreError> {
    if let Some(Reading::Log(after)) = readings.front() {
        let page = studio.ring.read().unwrap_or_else(PoisonError::into_inner).after(*after, READ_BYTES);
        if let Some(page) = page {
            readings.pop_front();
            return Ok(vec![log(page)]);
        }
    }
    let (store, id, mut line) = (store.clone(), studio.id, std::mem::take(readings));
    let read = move || from_store(&*store, id, &mut line).map(|answers| (answers, line));
    // a thread that ends without an answer has stopped with the relay
    let read = spawn_blocking(read).await.unwrap_or(Err(StoreError::Damaged("a reading was cut short")));
    let (answers, rest) = read?;
    *readings = rest;
    Ok(answers)
}

fn from_store(
    store: &dyn Store,
    id: StudioId,
    line: &mut VecDeque<Reading>,
) -> Result<Vec<RelayEvent>, StoreError> {
    let (mut answers, mut bytes) = (Vec::new(), 0);
    while bytes < READ_BYTES {
        let Some(reading) = line.pop_front() else { break };
        answers.push(match reading {
            Reading::HashAt(position) => RelayEvent::HashAt(store.hash_at(id, position)?),
            Reading::Log(after) => {
                let page = store.log(id, after, READ_BYTES)?;
                bytes += size(&page);
                log(page)
            }
            Reading::Doc(doc, after) => {
                let page = store.doc(id, doc, after, READ_BYTES)?;
                bytes += size(&page);
                RelayEvent::Doc(doc, page.entries, page.more)
            }
            Reading::Docs => RelayEvent::Docs(store.docs(id)?),
            Reading::Numbers(after, up_to) => {
                let (receipts, more) = store.numbers(id, after, up_to, PUSH_MAX)?;
                RelayEvent::Numbers(receipts, more)
            }
        });
    }
    Ok(answers)
}

fn size(page: &Page) -> usize {
    page.entries.iter().map(|(.., entry)| entry.bytes().len()).sum()
}

fn log(page: Page) -> RelayEvent {
    RelayEvent::Log(page.entries, page.up_to, page.hash)
}
