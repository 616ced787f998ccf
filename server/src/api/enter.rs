//! Coming in: found, join, log in, recover.

use super::*;
use crate::app::hash_of;
use crate::store::{Batch, NewEntry, PersonRow, StudioRow, StudioWrite, Write};
use crate::studio::Studio;
use crate::writer::{Judging, Lasts, Signed, Writer};
use shared::api::{
    AskSalt, Found, Join, Kept, LogIn, LoggedIn, OpenInvitation, OpenedInvitation, Recover, SaltOf,
};
use shared::entry::{Entry, Kind};
use shared::keys::{AuthSecret, SALT_LEN, SealedVault};
use shared::roll::RollBody;
use shared::sync::{Outcome, Reason, Receipt, RelayStudio};

/// The most entries that come along with a founding.
const FOUNDING_ENTRIES_MAX: usize = 16;

/// Founds a studio with the one-time token.
pub(super) async fn found(Asked(caller, found): Asked<Found>) -> Answered {
    caller.count_login()?;
    let kept = caller
        .app
        .writer
        .run(move |writer| begin_studio(writer, found))
        .await
        .map_err(|_| ApiCode::Busy)??;
    Ok(answer(&kept))
}

fn begin_studio(writer: &mut Writer, found: Found) -> Result<Kept, Refusal> {
    let token = writer.store.founding().map_err(stored)?;
    if token != Some(hash_of(found.token.as_bytes())) {
        return Err(ApiCode::Token.into());
    }
    if found.entries.is_empty() || found.entries.len() > FOUNDING_ENTRIES_MAX {
        return Err(ApiCode::Malformed.into());
    }
    let vault = SealedVault::decode(&found.vault).map_err(|_| ApiCode::Vault)?;
    let mut state = RelayStudio::new(vault.studio);
    if writer.studios.get(vault.studio).is_some() {
        return Err(ApiCode::Refused.into());
    }
    let entries = found.entries.into_iter().map(|bytes| Entry::decode(Vec::from(bytes)));
    let entries: Vec<Entry> = entries.collect::<Result<_, _>>().map_err(|_| ApiCode::Malformed)?;
    let mut lasts = Lasts::default();
    let mut judging = Judging::new(&*writer.store, &mut state, &mut lasts, writer.clock.now_ms(), u64::MAX);
    let mut receipts = Vec::with_capacity(entries.len());
    for entry in entries {
        receipts.push(receipt_of(judging.judge(&Signed::pushed(entry)).outcome)?);
    }
    let (head, log_hash, new) = (judging.head(), judging.log_hash, std::mem::take(&mut judging.new));
    check_vault(&state, &vault)?;
    let person = person_row(writer, &vault, found.login, &found.auth)?;
    let bytes = new.iter().map(|it| it.entry.bytes().len() as u64).sum();
    let row = StudioRow { studio: vault.studio, head, log_hash, reached: 0, bytes };
    let batch = Batch {
        studios: vec![StudioWrite { row, entries: new }],
        writes: vec![Write::Found(vault.studio), Write::Founding(None), Write::Person(Box::new(person))],
    };
    writer.commit(&batch).map_err(stored)?;
    state.commit(head, log_hash);
    writer.studios.add(Studio::new(state, bytes));
    Ok(Kept { receipts })
}

/// The salt of a login name; one that nobody has is answered alike.
pub(super) async fn salt(Asked(caller, AskSalt { login }): Asked<AskSalt>) -> Answered {
    let derived = blake3::keyed_hash(&caller.app.secret, login.as_str().as_bytes());
    let mut salt = [0; SALT_LEN];
    salt.copy_from_slice(&derived.as_bytes()[..SALT_LEN]);
    let known = caller.app.store.person_by_login(&login).map_err(stored)?;
    Ok(answer(&SaltOf { salt: known.map_or(salt, |row| row.salt) }))
}

/// Logs in on a device that is not enrolled.
pub(super) async fn log_in(Asked(caller, LogIn { login, auth }): Asked<LogIn>) -> Answered {
    caller.count_login()?;
    let now_ms = caller.app.clock.now_ms();
    caller.app.names.guess(login.as_str(), caller.app.limits.guesses, now_ms).map_err(ApiError::wait)?;
    let known = caller.app.store.person_by_login(&login).map_err(stored)?;
    // an unknown name costs the same comparison
    let kept = known.as_ref().map_or([0; 32], |row| row.auth);
    let row = known.filter(|_| auth.is(&kept)).ok_or(ApiCode::LogIn)?;
    caller.app.names.was_right(login.as_str(), now_ms);
    Ok(answer(&logged_in(&caller.app, row).await?))
}

/// Fetches a vault by its recovery sheet.
pub(super) async fn recover(Asked(caller, Recover { name }): Asked<Recover>) -> Answered {
    caller.count_login()?;
    let row = caller.app.store.person_by_sheet(name).map_err(stored)?.ok_or(ApiCode::SheetUnknown)?;
    Ok(answer(&logged_in(&caller.app, row).await?))
}

async fn logged_in(app: &App, row: PersonRow) -> Result<LoggedIn, Refusal> {
    let studio = app.studios.get(row.studio).ok_or(ApiCode::Absent)?;
    let tip = studio.state.read().await.roll.tip();
    Ok(LoggedIn { studio: row.studio, person: row.person, login: row.login, vault: row.vault.into(), tip })
}

/// The package of an invitation, to be looked into.
pub(super) async fn open_invitation(
    Asked(caller, OpenInvitation { name }): Asked<OpenInvitation>,
) -> Answered {
    let row = caller.app.store.invitation(name).map_err(stored)?.ok_or(ApiCode::InvitationUnknown)?;
    if row.used_ms.is_some() {
        return Err(ApiCode::InvitationUsed.into());
    }
    let is_good = row.until_ms > caller.app.clock.now_ms();
    let package = row.package.filter(|_| is_good).ok_or(ApiCode::InvitationExpired)?;
    let studio = caller.app.studios.get(row.studio).ok_or(ApiCode::InvitationUnknown)?;
    let state = studio.state.read().await;
    let (invite, _) = state.roll.invitation(name).ok_or(ApiCode::InvitationUnknown)?;
    Ok(answer(&OpenedInvitation { package: package.into(), tip: state.roll.tip(), invite }))
}

/// Joins by an invitation.
pub(super) async fn join(Asked(caller, join): Asked<Join>) -> Answered {
    caller.count_login()?;
    let name = join.name;
    let now_ms = caller.app.clock.now_ms();
    caller.app.tries.at_code(&name.0, caller.app.limits.joins, now_ms).map_err(ApiError::wait)?;
    let kept =
        caller.app.writer.run(move |writer| take_newcomer(writer, join)).await.map_err(|_| ApiCode::Busy)?;
    if kept.as_ref().is_err_and(|Refusal(error)| error.code == ApiCode::Moved) {
        caller.app.tries.was_none(&name.0, now_ms);
    }
    Ok(answer(&kept?))
}

fn take_newcomer(writer: &mut Writer, join: Join) -> Result<Kept, Refusal> {
    let row = writer.store.invitation(join.name).map_err(stored)?.ok_or(ApiCode::InvitationUnknown)?;
    if row.used_ms.is_some() {
        return Err(ApiCode::InvitationUsed.into());
    }
    let now = writer.clock.now_ms();
    if row.until_ms <= now {
        return Err(ApiCode::InvitationExpired.into());
    }
    let entry = Entry::decode(Vec::from(join.entry)).map_err(|_| ApiCode::Malformed)?;
    let is_join = matches!(codec::decode(entry.body()), Some(RollBody::Join(_)));
    if entry.header.kind != Kind::Roll || !is_join {
        return Err(ApiCode::Malformed.into());
    }
    let vault = SealedVault::decode(&join.vault).map_err(|_| ApiCode::Vault)?;
    let studio = writer.studios.get(row.studio).ok_or(ApiCode::InvitationUnknown)?;
    let person = person_row(writer, &vault, join.login, &join.auth)?;
    let mut state = studio.state.blocking_write();
    if !writer.is_true(&studio, &mut state) {
        return Err(ApiCode::Disk.into());
    }
    // judged on a copy: the roll is small, and nothing of it may stand if the disk refuses
    let mut next = state.clone();
    let mut judging = Judging::new(&*writer.store, &mut next, &mut writer.lasts, now, u64::MAX);
    let outcome = judging.judge(&Signed::pushed(entry)).outcome;
    let receipt = match outcome {
        Outcome::Refused(it) if it.reason == Reason::Moved => {
            return Err(ApiError::moved(state.roll.tip()).into());
        }
        other => receipt_of(other)?,
    };
    let (head, log_hash, new) = (judging.head(), judging.log_hash, std::mem::take(&mut judging.new));
    check_vault(&next, &vault)?;
    let bytes = new.iter().map(|it| it.entry.bytes().len() as u64).sum::<u64>();
    let bytes = bytes + studio.bytes.load(std::sync::atomic::Ordering::Relaxed);
    let row = StudioRow { studio: studio.id, head, log_hash, reached: state.reached, bytes };
    let batch = Batch {
        studios: vec![StudioWrite { row, entries: new.clone() }],
        writes: vec![Write::SpendDrop(join.name, now), Write::Person(Box::new(person))],
    };
    if let Err(error) = writer.commit(&batch) {
        writer.lasts.forget();
        return Err(stored(error));
    }
    next.commit(head, log_hash);
    *state = next;
    drop(state);
    publish(&studio, new, bytes);
    Ok(Kept { receipts: vec![receipt] })
}

fn publish(studio: &Studio, new: Vec<NewEntry>, bytes: u64) {
    studio.bytes.store(bytes, std::sync::atomic::Ordering::Relaxed);
    studio.ring.write().unwrap_or_else(std::sync::PoisonError::into_inner).extend(new);
    studio.moved.send_replace(());
}

fn receipt_of(outcome: Outcome) -> Result<Receipt, Refusal> {
    match outcome {
        Outcome::Kept(receipt) => Ok(receipt),
        // a founding and a joining are roll entries, which are never late
        Outcome::Held(_) => Err(ApiError::refused(Reason::Removed).into()),
        Outcome::Refused(it) if it.reason == Reason::Given => Err(ApiCode::LabelTaken.into()),
        Outcome::Refused(it) => Err(ApiError::refused(it.reason).into()),
    }
}

/// The vault belongs to a person on this roll and is signed by that person.
pub(super) fn check_vault(state: &RelayStudio, vault: &SealedVault) -> Result<(), Refusal> {
    let person = state.roll.person(vault.person).filter(|_| vault.studio == state.roll.studio());
    let identity = person.and_then(|person| person.identity()).ok_or(ApiCode::Vault)?;
    Ok(vault.verify(&identity).map_err(|_| ApiCode::Vault)?)
}

fn person_row(
    writer: &Writer,
    vault: &SealedVault,
    login: shared::api::LoginName,
    auth: &AuthSecret,
) -> Result<PersonRow, Refusal> {
    let taken = writer.store.person_by_login(&login).map_err(stored)?;
    let is_own = |row: &PersonRow| (row.studio, row.person) == (vault.studio, vault.person);
    if taken.is_some_and(|row| !is_own(&row)) {
        return Err(ApiCode::LoginTaken.into());
    }
    Ok(PersonRow::of(vault, login, auth.kept()))
}
