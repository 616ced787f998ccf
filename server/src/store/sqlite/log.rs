//! Reading the log.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use shared::entry::Entry;
use shared::ids::{DeviceId, DocId, EntryId, StudioId};
use shared::sync::{Last, Receipt, Short};

use super::StoreError;
use crate::store::{KeptEntry, Page, StudioRow};

/// The numbers of all studios.
pub(super) fn numbers(db: &Connection) -> Result<HashMap<StudioId, i64>, StoreError> {
    let mut query = db.prepare("SELECT id, number FROM studio")?;
    let rows = query.query_map([], |row| Ok((StudioId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn studios(db: &Connection) -> Result<Vec<StudioRow>, StoreError> {
    let mut query = db.prepare("SELECT id, head, log_hash, reached, bytes FROM studio ORDER BY number")?;
    let rows = query.query_map([], |row| {
        let (studio, log_hash) = (StudioId(row.get(0)?), row.get(2)?);
        let (head, reached, bytes) = (whole(row, 1)?, whole(row, 3)?, whole(row, 4)?);
        Ok(StudioRow { studio, head, log_hash, reached, bytes })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn rights(
    db: &Connection,
    studio: i64,
    each: &mut dyn FnMut(KeptEntry),
) -> Result<(), StoreError> {
    let mut query = db.prepare(
        "SELECT position, kept_ms, id, hash, bytes FROM log \
         WHERE studio = ? AND kind IN (1, 2) AND length(bytes) > 0 ORDER BY position",
    )?;
    let mut rows = query.query([studio])?;
    while let Some(row) = rows.next()? {
        each(entry(row)?.ok_or(StoreError::Damaged("an entry that says who may do what is not whole"))?);
    }
    Ok(())
}

pub(super) fn hash_at(db: &Connection, studio: i64, position: u64) -> Result<Option<Short>, StoreError> {
    let mut query = db.prepare_cached("SELECT hash FROM log WHERE studio = ? AND position = ?")?;
    let found = query.query_row(params![studio, position as i64], |row| row.get(0).map(Short));
    Ok(found.optional()?)
}

pub(super) fn log(db: &Connection, studio: i64, after: u64, bytes: usize) -> Result<Page, StoreError> {
    let query = "SELECT position, kept_ms, id, hash, bytes FROM log \
         WHERE studio = ? AND position > ? ORDER BY position";
    page(db, query, params![studio, after as i64], after, bytes)
}

pub(super) fn doc(
    db: &Connection,
    studio: i64,
    doc: DocId,
    after: u64,
    bytes: usize,
) -> Result<Page, StoreError> {
    let query = "SELECT position, kept_ms, id, hash, bytes FROM log \
         WHERE studio = ? AND doc = ? AND position > ? ORDER BY position";
    page(db, query, params![studio, doc.0, after as i64], after, bytes)
}

pub(super) fn docs(db: &Connection, studio: i64) -> Result<Vec<(DocId, u64)>, StoreError> {
    let query = "SELECT doc, max(position) FROM log WHERE studio = ? GROUP BY doc";
    let mut query = db.prepare_cached(query)?;
    let rows = query.query_map([studio], |row| Ok((DocId(row.get(0)?), whole(row, 1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn numbers_of(
    db: &Connection,
    studio: i64,
    after: Option<DocId>,
    up_to: Option<DocId>,
    about: usize,
) -> Result<(Vec<Receipt>, Option<DocId>), StoreError> {
    // names are of one length, so that an empty one lies before them all
    let after = after.map_or(Vec::new(), |after| after.0.to_vec());
    let up_to = up_to.map_or([0xff; DocId::LEN], |up_to| up_to.0);
    let mut query = db.prepare_cached(
        "SELECT position, kept_ms, n, doc, device FROM log \
         WHERE studio = ? AND doc > ? AND doc <= ? ORDER BY doc, device, n",
    )?;
    let mut rows = query.query(params![studio, after, up_to])?;
    let mut receipts: Vec<Receipt> = Vec::new();
    while let Some(row) = rows.next()? {
        let (position, kept_ms, n) = (whole(row, 0)?, whole(row, 1)?, whole(row, 2)?);
        let (doc, device) = (DocId(row.get(3)?), DeviceId(row.get(4)?));
        let before = receipts.last().map(|last| last.doc);
        if receipts.len() >= about && before != Some(doc) {
            return Ok((receipts, before));
        }
        receipts.push(Receipt { doc, device, n, position, kept_ms });
    }
    Ok((receipts, None))
}

pub(super) fn last(
    db: &Connection,
    studio: i64,
    doc: DocId,
    device: DeviceId,
) -> Result<Option<Last>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT position, kept_ms, id, hash, bytes FROM log \
         WHERE studio = ? AND doc = ? AND device = ? ORDER BY n DESC LIMIT 1",
    )?;
    let mut rows = query.query(params![studio, doc.0, device.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (_, _, entry) = entry(row)?.ok_or(StoreError::Damaged("the last entry of a device is not whole"))?;
    Ok(Some(Last::of(&entry)))
}

pub(super) fn kept(
    db: &Connection,
    studio: i64,
    doc: DocId,
    device: DeviceId,
    n: u64,
) -> Result<Option<(EntryId, Receipt)>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT id, position, kept_ms FROM log WHERE studio = ? AND doc = ? AND device = ? AND n = ?",
    )?;
    let found = query.query_row(params![studio, doc.0, device.0, n as i64], |row| {
        let receipt = Receipt { doc, device, n, position: whole(row, 1)?, kept_ms: whole(row, 2)? };
        Ok((EntryId(row.get(0)?), receipt))
    });
    Ok(found.optional()?)
}

/// Reads entries until about `bytes` of them are there. One that is not whole any more is left out and said: the
/// others must not suffer for it.
fn page(
    db: &Connection,
    query: &str,
    params: impl Params,
    after: u64,
    bytes: usize,
) -> Result<Page, StoreError> {
    let mut query = db.prepare_cached(query)?;
    let mut rows = query.query(params)?;
    let (mut page, mut size) = (Page::end(after), 0);
    while let Some(row) = rows.next()? {
        size += row.get_ref(4)?.as_blob().map_or(0, <[u8]>::len);
        if size > bytes && page.up_to > after {
            page.more = true;
            break;
        }
        (page.up_to, page.hash) = (whole(row, 0)?, Short(row.get(3)?));
        match entry(row)? {
            Some(entry) => page.entries.push(entry),
            None if is_erased(row)? => {}
            None => tracing::error!(position = page.up_to, "an entry of the log is damaged"),
        }
    }
    Ok(page)
}

/// The entry in a row of position, time, id, hash and bytes; none if the bytes are not what the id says.
fn entry(row: &Row<'_>) -> rusqlite::Result<Option<KeptEntry>> {
    let id: [u8; 32] = row.get(2)?;
    let bytes = row.get_ref(4)?.as_blob().map_err(|_| rusqlite::Error::InvalidQuery)?;
    let entry = Entry::decode(Arc::<[u8]>::from(bytes)).ok().filter(|entry| entry.id == EntryId(id));
    Ok(entry.map(|entry| (whole(row, 0).unwrap_or_default(), whole(row, 1).unwrap_or_default(), entry)))
}

/// Whether a row is what is left of an entry that was destroyed.
fn is_erased(row: &Row<'_>) -> rusqlite::Result<bool> {
    Ok(row.get_ref(4)?.as_blob().is_ok_and(<[u8]>::is_empty))
}

/// SQLite's integers are signed; nothing that is counted here comes near the difference.
pub(super) fn whole(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|number| number as u64)
}
