//! What was handed in too late, for those who keep the documents.

use super::*;
use crate::store::{TrayRow, Write};
use shared::api::{AskTray, Dismiss, Late, Tray};
use shared::ids::{DeviceId, DocId};

/// About so many bytes are read for one answer.
const READ_BYTES: usize = 1 << 20;

/// A piece of the trays of the documents that somebody keeps.
pub(super) async fn look(Asked(caller, AskTray { person, after }): Asked<AskTray>) -> Answered {
    let studio = caller.studio_of(person).await?;
    let id = studio.id;
    let after = after.unwrap_or((DocId::ZERO, DeviceId([0; 16]), 0));
    let store = caller.app.store.clone();
    let read = tokio::task::spawn_blocking(move || store.tray(id, after, READ_BYTES)).await;
    let (rows, more) = read.map_err(|_| ApiCode::Busy)?.map_err(stored)?;
    let next = rows.last().map(|row| &row.entry.header).filter(|_| more);
    let next = next.map(|header| (header.doc, header.device, header.n));
    let state = studio.state.read().await;
    let kept = rows.into_iter().filter(|row| state.keeps(person, row.entry.header.doc));
    let late = |row: TrayRow| Late { since_ms: row.since_ms, entry: row.entry.bytes().to_vec().into() };
    Ok(answer(&Tray { entries: kept.map(late).collect(), next }))
}

/// Throws away what a keeper does not want.
pub(super) async fn dismiss(
    Asked(caller, Dismiss { person, doc, device, up_to }): Asked<Dismiss>,
) -> Answered {
    let studio = caller.studio_of(person).await?;
    let id = studio.id;
    if !studio.state.read().await.keeps(person, doc) {
        return Err(ApiCode::Absent.into());
    }
    let done = caller.app.writer.run(move |writer| writer.write(vec![Write::Untray(id, doc, device, up_to)]));
    done.await.map_err(|_| ApiCode::Busy)?.map_err(stored)?;
    Ok(answer(&()))
}
