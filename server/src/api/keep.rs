//! What the relay keeps for people: invitations, vaults, numbers.

use super::enter::check_vault;
use super::*;
use crate::store::{DropRow, PersonRow, Write};
use shared::api::{
    ChangePassphrase, DrawNumber, FetchVault, INVITATION_MAX_MS, KeepInvitation, KeepVault, NewestVault,
    Number, PACKAGE_MAX,
};
use shared::keys::{AuthSecret, SealedVault};
use shared::roll::{Act, may_act};

/// So many packages of one studio may lie here at once.
const DROPS_MAX: u64 = 1000;

/// Keeps the package of an invitation.
pub(super) async fn invitation(
    Asked(caller, KeepInvitation { person, name, until_ms, package }): Asked<KeepInvitation>,
) -> Answered {
    let studio = caller.studio_of(person).await?;
    let id = studio.id;
    may_act(studio.state.read().await.roll.now(), person, Act::Invite, false).map_err(|_| ApiCode::Absent)?;
    let now = caller.app.clock.now_ms();
    if package.len() > PACKAGE_MAX || until_ms <= now || until_ms > now + INVITATION_MAX_MS {
        return Err(ApiCode::Malformed.into());
    }
    let row = DropRow { studio: id, name, until_ms, used_ms: None, package: Some(package.into()) };
    let kept = caller.app.writer.run(move |writer| {
        if writer.store.invitation(name).map_err(stored)?.is_some() {
            return Err(Refusal::from(ApiCode::InvitationTaken));
        }
        if writer.store.drops(id).map_err(stored)? >= DROPS_MAX {
            return Err(ApiCode::Busy.into());
        }
        writer.write(vec![Write::Drop(row)]).map_err(stored)
    });
    kept.await.map_err(|_| ApiCode::Busy)??;
    Ok(answer(&()))
}

/// Takes a vault that is newer than the relay's.
pub(super) async fn vault(Asked(caller, KeepVault { vault, auth }): Asked<KeepVault>) -> Answered {
    renew(&caller.app, &vault, auth, false).await?;
    Ok(answer(&()))
}

/// Changes the passphrase, and ends the person's sessions.
pub(super) async fn passphrase(
    Asked(caller, ChangePassphrase { vault, auth }): Asked<ChangePassphrase>,
) -> Answered {
    renew(&caller.app, &vault, Some(auth), true).await?;
    Ok(answer(&()))
}

async fn renew(app: &App, vault: &[u8], auth: Option<AuthSecret>, ends: bool) -> Result<(), Refusal> {
    let vault = SealedVault::decode(vault).map_err(|_| ApiCode::Vault)?;
    let studio = app.studios.get(vault.studio).ok_or(ApiCode::Vault)?;
    check_vault(&*studio.state.read().await, &vault)?;
    let kept = app.writer.run(move |writer| {
        let known = writer.store.person(vault.studio, vault.person).map_err(stored)?.ok_or(ApiCode::Vault)?;
        if vault.version <= known.version {
            return Err(Refusal::from(ApiCode::VaultOlder));
        }
        let auth = match auth {
            Some(auth) => auth.kept(),
            None if vault.salt == known.salt => known.auth,
            None => return Err(ApiCode::Vault.into()),
        };
        let mut writes = vec![Write::Person(Box::new(PersonRow::of(&vault, known.login, auth)))];
        if ends {
            writes.push(Write::EndSessions(vault.studio, vault.person));
        }
        writer.write(writes).map_err(stored)
    });
    kept.await.map_err(|_| ApiCode::Busy)?
}

/// The newest version of one's own vault.
pub(super) async fn newest_vault(Asked(caller, FetchVault { person }): Asked<FetchVault>) -> Answered {
    let id = caller.studio_of(person).await?.id;
    let row = caller.app.store.person(id, person).map_err(stored)?.ok_or(ApiCode::Absent)?;
    Ok(answer(&NewestVault { vault: row.vault.into() }))
}

/// Draws the next number of a series.
pub(super) async fn number(Asked(caller, DrawNumber { person, series }): Asked<DrawNumber>) -> Answered {
    let id = caller.studio_of(person).await?.id;
    let drawn = caller.app.writer.run(move |writer| {
        let number = writer.store.number(id, &series).map_err(stored)? + 1;
        writer.write(vec![Write::Number(id, series, number)]).map_err(stored)?;
        Ok::<_, Refusal>(number)
    });
    let number = drawn.await.map_err(|_| ApiCode::Busy)??;
    Ok(answer(&Number { number }))
}
