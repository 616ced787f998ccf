//! Writing: one transaction a batch.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use shared::ids::StudioId;

use super::{StoreError, erase, schema, tray};
use crate::store::{Batch, DropRow, PersonRow, SessionRow, StudioWrite, Write};

/// Writes all of it or nothing. Answers with the numbers of studios that began.
pub(super) fn commit(db: &mut Connection, batch: &Batch) -> Result<Vec<(StudioId, i64)>, StoreError> {
    let all = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut new = Vec::new();
    // A studio begins before its log does.
    for write in &batch.writes {
        if let Write::Found(studio) = write {
            all.execute("INSERT INTO studio VALUES (NULL, ?, 0, zeroblob(32), 0, 0)", [studio.0])?;
            new.push((*studio, all.last_insert_rowid()));
        }
    }
    batch.studios.iter().try_for_each(|studio| log(&all, studio))?;
    batch.writes.iter().try_for_each(|write| beside(&all, write))?;
    all.commit()?;
    Ok(new)
}

fn log(db: &Transaction<'_>, write: &StudioWrite) -> Result<(), StoreError> {
    let number = number(db, write.row.studio)?;
    let mut insert = db.prepare_cached("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for new in &write.entries {
        let header = &new.entry.header;
        insert.execute(params![
            number,
            new.position as i64,
            header.doc.0,
            header.device.0,
            header.n as i64,
            new.entry.id.0,
            header.kind.code(),
            new.kept_ms as i64,
            new.hash.0,
            &new.entry.bytes()[..],
        ])?;
    }
    let row = &write.row;
    let query = "UPDATE studio SET head = ?, log_hash = ?, reached = ?, bytes = ? WHERE number = ?";
    let params = params![row.head as i64, row.log_hash, row.reached as i64, row.bytes as i64, number];
    db.prepare_cached(query)?.execute(params)?;
    Ok(())
}

fn number(db: &Transaction<'_>, studio: StudioId) -> Result<i64, StoreError> {
    let mut query = db.prepare_cached("SELECT number FROM studio WHERE id = ?")?;
    let found = query.query_row([studio.0], |row| row.get(0)).optional()?;
    found.ok_or(StoreError::Damaged("a studio is missing from it"))
}

fn beside(db: &Transaction<'_>, write: &Write) -> Result<(), StoreError> {
    match write {
        Write::Found(_) => {}
        Write::Founding(hash) => schema::set_fact(db, schema::FOUNDING, hash.as_ref())?,
        Write::Person(row) => person(db, row)?,
        Write::Drop(row) => package(db, row)?,
        Write::SpendDrop(name, used_ms) => {
            let spend = "UPDATE package SET used_ms = ?, package = NULL WHERE name = ?";
            db.execute(spend, params![*used_ms as i64, name.0])?;
        }
        Write::Session(row) => session(db, row)?,
        Write::EndSession(hash) => drop(db.execute("DELETE FROM session WHERE hash = ?", [hash])?),
        Write::EndSessions(studio, person) => {
            let number = number(db, *studio)?;
            let end = "DELETE FROM session WHERE studio = ? AND person = ?";
            db.execute(end, params![number, person.0])?;
        }
        Write::Number(studio, series, drawn) => {
            let number = number(db, *studio)?;
            let draw = "INSERT OR REPLACE INTO series VALUES (?, ?, ?)";
            db.execute(draw, params![number, series, *drawn as i64])?;
        }
        Write::Erase(studio, docs) => erase::documents(db, number(db, *studio)?, docs)?,
        Write::Tray(studio, row) => tray::put(db, number(db, *studio)?, row)?,
        Write::Untray(studio, doc, device, up_to) => {
            tray::remove(db, number(db, *studio)?, *doc, *device, *up_to)?;
        }
        Write::EndDevice(studio, device) => {
            let number = number(db, *studio)?;
            db.execute("DELETE FROM session WHERE studio = ? AND device = ?", params![number, device.0])?;
        }
        Write::Sweep { ended_ms, spent_ms, tray_ms } => {
            db.execute("DELETE FROM tray WHERE since_ms < ?", [*tray_ms as i64])?;
            db.execute("DELETE FROM session WHERE until_ms < ?", [*ended_ms as i64])?;
            db.execute("UPDATE package SET package = NULL WHERE until_ms < ?", [*ended_ms as i64])?;
            let spent = "DELETE FROM package WHERE coalesce(used_ms, until_ms) < ?";
            db.execute(spent, [*spent_ms as i64])?;
        }
    }
    Ok(())
}

fn person(db: &Transaction<'_>, row: &PersonRow) -> Result<(), StoreError> {
    let number = number(db, row.studio)?;
    // Not `INSERT OR REPLACE`: that would push somebody else aside who has the login name.
    db.execute("DELETE FROM person WHERE studio = ? AND person = ?", params![number, row.person.0])?;
    db.execute(
        "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            number,
            row.person.0,
            row.login.as_str(),
            row.auth,
            row.salt,
            row.version as i64,
            row.sheet.map(|sheet| sheet.0),
            row.vault,
        ],
    )?;
    Ok(())
}

fn package(db: &Transaction<'_>, row: &DropRow) -> Result<(), StoreError> {
    let (number, used_ms) = (number(db, row.studio)?, row.used_ms.map(|ms| ms as i64));
    let params = params![number, row.name.0, row.until_ms as i64, used_ms, row.package];
    db.execute("INSERT INTO package VALUES (?, ?, ?, ?, ?)", params)?;
    Ok(())
}

fn session(db: &Transaction<'_>, row: &SessionRow) -> Result<(), StoreError> {
    let (number, device) = (number(db, row.studio)?, row.device.map(|device| device.0));
    let params = params![number, row.person.0, row.hash, device, row.until_ms as i64];
    db.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?)", params)?;
    Ok(())
}
