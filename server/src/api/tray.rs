//! What was handed in too late, for those who keep the documents.

use super::session::studio_of;
use super::*;
use crate::door::Asker;
use crate::store::Write;
use shared::api::{AskTray, Dismiss, FetchVault, Late, NewestVault, Tray};
use shared::ids::{DeviceId, DocId};

/// About so many bytes are read for one answer.
const READ_BYTES: usize = 1 << 20;

/// A piece of the trays of the documents that somebody keeps.
pub(super) async fn look(
    State(app): State<Arc<App>>,
    Asker(address): Asker,
    headers: HeaderMap,
    body: Bytes,
) -> Answered {
    let asked = Asked { app: &app, address, headers: &headers };
    let AskTray { person, after } = asked.read(&body)?;
    let id = studio_of(&app, &headers, person).await?;
    let studio = app.studios.get(id).ok_or(ApiCode::Absent)?;
    let after = after.unwrap_or((DocId::ZERO, DeviceId([0; 16]), 0));
    let store = app.store.clone();
    let read = tokio::task::spawn_blocking(move || store.tray(id, after, READ_BYTES)).await;
    let (rows, more) = read.map_err(|_| ApiCode::Busy)?.map_err(stored)?;
    let next = rows.last().map(|row| &row.entry.header).filter(|_| more);
    let next = next.map(|header| (header.doc, header.device, header.n));
    let state = studio.state.read().await;
    let kept = rows.into_iter().filter(|row| state.keeps(person, row.entry.header.doc));
    let late = |row: crate::store::TrayRow| Late {
        since_ms: row.since_ms,
        entry: row.entry.bytes().to_vec().into(),
    };
    Ok(answer(&Tray { entries: kept.map(late).collect(), next }))
}

/// Throws away what a keeper does not want.
pub(super) async fn dismiss(
    State(app): State<Arc<App>>,
    Asker(address): Asker,
    headers: HeaderMap,
    body: Bytes,
) -> Answered {
    let asked = Asked { app: &app, address, headers: &headers };
    let Dismiss { person, doc, device, up_to } = asked.read(&body)?;
    let id = studio_of(&app, &headers, person).await?;
    let studio = app.studios.get(id).ok_or(ApiCode::Absent)?;
    if !studio.state.read().await.keeps(person, doc) {
        return Err(ApiCode::Absent.into());
    }
    let done = app.writer.run(move |writer| writer.write(vec![Write::Untray(id, doc, device, up_to)]));
    done.await.map_err(|_| ApiCode::Busy)?.map_err(stored)?;
    Ok(answer(&()))
}

/// The newest version of one's own vault.
pub(super) async fn newest_vault(
    State(app): State<Arc<App>>,
    Asker(address): Asker,
    headers: HeaderMap,
    body: Bytes,
) -> Answered {
    let asked = Asked { app: &app, address, headers: &headers };
    let FetchVault { person } = asked.read(&body)?;
    let id = studio_of(&app, &headers, person).await?;
    let row = app.store.person(id, person).map_err(stored)?.ok_or(ApiCode::Absent)?;
    Ok(answer(&NewestVault { vault: row.vault.into() }))
}
