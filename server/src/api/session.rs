//! Sessions: an opaque cookie, its hash at rest, gone when the relay says so.

use super::*;
use crate::app::hash_of;
use crate::store::{SessionRow, Write};
use crate::studio::Studio;
use crate::system::random;
use shared::api::{LogOut, OpenSession, Session};
use shared::ids::{DeviceId, PersonId, StudioId};

/// A session is good for so long; an enrolled device opens the next by its signature.
const SESSION_MS: u64 = 12 * 3_600_000;

/// Opens a session for an enrolled device.
pub(super) async fn open(
    Asked(caller, OpenSession { studio: id, nonce, proof }): Asked<OpenSession>,
) -> Answered {
    let origin = caller.origin().unwrap_or_default();
    let studio = caller.app.studios.get(id).ok_or(ApiCode::Session)?;
    let person = {
        let state = studio.state.read().await;
        let device = state.roll.now().device(proof.device).ok_or(ApiCode::Session)?;
        if !caller.app.spend_nonce(nonce) || !proof.is_signed(nonce, origin, id, &device.key) {
            return Err(ApiCode::Session.into());
        }
        device.person
    };
    let (session, cookie) = begin(&caller.app, id, person, Some(proof.device)).await?;
    Ok(with_cookie(answer(&session), &cookie))
}

/// Ends a person's session in this browser.
pub(super) async fn log_out(Asked(caller, LogOut { person }): Asked<LogOut>) -> Answered {
    if let Some(token) = cookie_of(&caller.headers, person) {
        let hash = hash_of(token.as_bytes());
        let ended = caller.app.writer.run(move |writer| writer.write(vec![Write::EndSession(hash)])).await;
        ended.map_err(|_| ApiCode::Busy)?.map_err(stored)?;
    }
    Ok(with_cookie(answer(&()), &cookie(person, "", 0)))
}

/// Begins a session: the answer and the cookie.
pub(super) async fn begin(
    app: &App,
    studio: StudioId,
    person: PersonId,
    device: Option<DeviceId>,
) -> Result<(Session, String), Refusal> {
    let token: [u8; 32] = random();
    let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    let until_ms = app.clock.now_ms() + SESSION_MS;
    let row = SessionRow { hash: hash_of(token.as_bytes()), studio, person, device, until_ms };
    let kept = app.writer.run(move |writer| writer.write(vec![Write::Session(row)])).await;
    kept.map_err(|_| ApiCode::Busy)?.map_err(stored)?;
    Ok((Session { person, until_ms }, cookie(person, &token, SESSION_MS / 1000)))
}

impl Caller {
    /// The studio of a person who has a session here. Whatever was removed from the roll since has none.
    pub(super) async fn studio_of(&self, person: PersonId) -> Result<Arc<Studio>, Refusal> {
        let token = cookie_of(&self.headers, person).ok_or(ApiCode::Session)?;
        let row = self.app.store.session(&hash_of(token.as_bytes())).map_err(stored)?;
        let row = row.filter(|row| row.person == person && row.until_ms > self.app.clock.now_ms());
        let row = row.ok_or(ApiCode::Session)?;
        let studio = self.app.studios.get(row.studio).ok_or(ApiCode::Session)?;
        let state = studio.state.read().await;
        let owner = |device| state.roll.now().device(device).map(|it| it.person);
        if row.device.is_some_and(|device| owner(device) != Some(person)) {
            return Err(ApiCode::Session.into());
        }
        drop(state);
        Ok(studio)
    }
}

fn name(person: PersonId) -> String {
    format!("__Host-parlor-{person}")
}

fn cookie(person: PersonId, token: &str, seconds: u64) -> String {
    format!("{}={token}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict", name(person))
}

fn cookie_of(headers: &HeaderMap, person: PersonId) -> Option<String> {
    let begin = format!("{}=", name(person));
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).map(str::trim);
    pairs.find_map(|pair| pair.strip_prefix(&begin)).map(str::to_owned)
}
