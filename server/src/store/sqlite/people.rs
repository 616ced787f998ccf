//! Reading what is kept beside the logs.

use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use shared::api::LoginName;
use shared::ids::{DeviceId, DropName, PersonId, StudioId};

use super::StoreError;
use super::log::whole;
use crate::store::{DropRow, PersonRow, SessionRow};

pub(super) fn by_login(db: &Connection, login: &LoginName) -> Result<Option<PersonRow>, StoreError> {
    find(db, "login = ?", [login.as_str()])
}

pub(super) fn by_sheet(db: &Connection, sheet: DropName) -> Result<Option<PersonRow>, StoreError> {
    find(db, "sheet = ?", [sheet.0])
}

pub(super) fn person(
    db: &Connection,
    studio: i64,
    person: PersonId,
) -> Result<Option<PersonRow>, StoreError> {
    find(db, "studio = ? AND person = ?", params![studio, person.0])
}

fn find(db: &Connection, whose: &str, params: impl Params) -> Result<Option<PersonRow>, StoreError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT id, person, login, auth, salt, version, sheet, vault FROM person \
         JOIN studio ON studio.number = person.studio WHERE {whose}"
    ))?;
    Ok(query.query_row(params, person_row).optional()?)
}

fn person_row(row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    let login: String = row.get(2)?;
    Ok(PersonRow {
        studio: StudioId(row.get(0)?),
        person: PersonId(row.get(1)?),
        login: LoginName::parse(&login).map_err(|_| rusqlite::Error::InvalidQuery)?,
        auth: row.get(3)?,
        salt: row.get(4)?,
        version: whole(row, 5)?,
        sheet: row.get::<_, Option<_>>(6)?.map(DropName),
        vault: row.get(7)?,
    })
}

pub(super) fn package(db: &Connection, name: DropName) -> Result<Option<DropRow>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT id, until_ms, used_ms, package FROM package \
         JOIN studio ON studio.number = package.studio WHERE name = ?",
    )?;
    let found = query.query_row([name.0], |row| {
        Ok(DropRow {
            studio: StudioId(row.get(0)?),
            name,
            until_ms: whole(row, 1)?,
            used_ms: row.get::<_, Option<i64>>(2)?.map(|ms| ms as u64),
            package: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}

pub(super) fn packages(db: &Connection, studio: i64) -> Result<u64, StoreError> {
    let query = "SELECT count(*) FROM package WHERE studio = ? AND package IS NOT NULL";
    Ok(db.query_row(query, [studio], |row| whole(row, 0))?)
}

pub(super) fn session(db: &Connection, hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT id, person, device, until_ms FROM session \
         JOIN studio ON studio.number = session.studio WHERE hash = ?",
    )?;
    let found = query.query_row([hash], |row| {
        Ok(SessionRow {
            hash: *hash,
            studio: StudioId(row.get(0)?),
            person: PersonId(row.get(1)?),
            device: row.get::<_, Option<_>>(2)?.map(DeviceId),
            until_ms: whole(row, 3)?,
        })
    });
    Ok(found.optional()?)
}

pub(super) fn number(db: &Connection, studio: i64, series: &[u8; 16]) -> Result<u64, StoreError> {
    let mut query = db.prepare_cached("SELECT number FROM series WHERE studio = ? AND series = ?")?;
    let found = query.query_row(params![studio, series], |row| whole(row, 0));
    Ok(found.optional()?.unwrap_or_default())
}
