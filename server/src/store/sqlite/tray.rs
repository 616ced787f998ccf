//! The trays: what was handed in after its author's right had ended.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use shared::entry::Entry;
use shared::ids::{DeviceId, DocId, EntryId};
use shared::sync::Last;

use super::StoreError;
use super::log::whole;
use crate::store::{TrayRow, TraySize};

/// The most entries that are read at once.
const ROWS_MAX: usize = 1024;

pub(super) fn last(
    db: &Connection,
    studio: i64,
    doc: DocId,
    device: DeviceId,
) -> Result<Option<Last>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT bytes FROM tray WHERE studio = ? AND doc = ? AND device = ? ORDER BY n DESC LIMIT 1",
    )?;
    let found =
        query.query_row(params![studio, doc.0, device.0], |row| row.get::<_, Vec<u8>>(0)).optional()?;
    let Some(bytes) = found else { return Ok(None) };
    let entry = Entry::decode(bytes).map_err(|_| StoreError::Damaged("an entry in a tray is not whole"))?;
    Ok(Some(Last::of(&entry)))
}

pub(super) fn entry(
    db: &Connection,
    studio: i64,
    doc: DocId,
    device: DeviceId,
    n: u64,
) -> Result<Option<EntryId>, StoreError> {
    let mut query =
        db.prepare_cached("SELECT id FROM tray WHERE studio = ? AND doc = ? AND device = ? AND n = ?")?;
    let found = query.query_row(params![studio, doc.0, device.0, n as i64], |row| row.get(0).map(EntryId));
    Ok(found.optional()?)
}

pub(super) fn page(
    db: &Connection,
    studio: i64,
    (doc, device, n): (DocId, DeviceId, u64),
    bytes: usize,
) -> Result<(Vec<TrayRow>, bool), StoreError> {
    let mut query = db.prepare_cached(
        "SELECT id, since_ms, bytes FROM tray WHERE studio = ? AND (doc, device, n) > (?, ?, ?) \
         ORDER BY doc, device, n",
    )?;
    let mut rows = query.query(params![studio, doc.0, device.0, n as i64])?;
    let (mut page, mut size) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let stored = row.get_ref(2)?.as_blob().map_err(|_| rusqlite::Error::InvalidQuery)?;
        size += stored.len();
        if page.len() == ROWS_MAX || (size > bytes && !page.is_empty()) {
            return Ok((page, true));
        }
        let id = EntryId(row.get(0)?);
        match Entry::decode(Arc::<[u8]>::from(stored)).ok().filter(|entry| entry.id == id) {
            Some(entry) => page.push(TrayRow { since_ms: whole(row, 1)?, entry }),
            None => tracing::error!("an entry in a tray is damaged"),
        }
    }
    Ok((page, false))
}

pub(super) fn size(db: &Connection, studio: i64, device: DeviceId) -> Result<TraySize, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT total(length(bytes)), total(length(bytes)) FILTER (WHERE device = ?) FROM tray WHERE studio = ?",
    )?;
    Ok(query.query_row(params![device.0, studio], |row| {
        let (studio, device): (f64, f64) = (row.get(0)?, row.get(1)?);
        Ok(TraySize { device: device as u64, studio: studio as u64 })
    })?)
}

pub(super) fn put(db: &Transaction<'_>, studio: i64, row: &TrayRow) -> Result<(), StoreError> {
    let header = &row.entry.header;
    let mut insert = db.prepare_cached("INSERT INTO tray VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    insert.execute(params![
        studio,
        header.doc.0,
        header.device.0,
        header.n as i64,
        row.entry.id.0,
        row.since_ms as i64,
        &row.entry.bytes()[..],
    ])?;
    Ok(())
}

pub(super) fn remove(
    db: &Transaction<'_>,
    studio: i64,
    doc: DocId,
    device: DeviceId,
    up_to: u64,
) -> Result<(), StoreError> {
    let delete = "DELETE FROM tray WHERE studio = ? AND doc = ? AND device = ? AND n <= ?";
    db.execute(delete, params![studio, doc.0, device.0, i64::try_from(up_to).unwrap_or(i64::MAX)])?;
    Ok(())
}
