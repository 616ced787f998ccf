//! Coming to live on a tablet: found, join, log in, recover. Each asks the relay beside the socket, and leaves
//! nothing on the tablet unless it came about.

use minicbor::Decode;
use shared::api::{self, ApiCode, LoginName, path};
use shared::ids::{DocId, DocKind};
use shared::keys::{AuthSecret, Code, Invitation, Package, RecoverySheet};
use shared::sync::Receipt;

use super::*;
use crate::engine::api::{Invited, LogIn, NewMember, NewStudio, Recover};
use crate::engine::enrol::{self, Enrolled, Lock, Place};
use crate::engine::host::PostError;
use crate::engine::{Clock, Link};

/// So often a joining is signed anew because somebody else changed the roll.
const TRIES_MAX: u32 = 5;

/// What the relay is asked for at a founding, besides the entries.
struct FoundAsk {
    token: String,
    login: LoginName,
    auth: AuthSecret,
}

impl<S: Surroundings> Tablet<S> {
    /// Founds a studio. Answers with the code for the recovery sheet.
    pub(super) async fn found(&mut self, new: NewStudio) -> Result<Answer, Failure> {
        let login = LoginName::parse(&new.login).map_err(|_| Failure::BadLogin)?;
        let code = Code::random(&mut self.rng);
        let sheet = RecoverySheet::of(&code);
        let salt = enrol::salt(&mut self.rng);
        let stretched = self.around.stretch(new.passphrase, salt).await?;
        let lock = Lock { stretched: &stretched, salt, sheet: Some((sheet.name, sheet.key.public())) };
        let place = self.place(&new.label, new.office);
        let enrolled = enrol::found(&place, &lock, self.now_ms(), &mut self.rng)?;
        let (studio, person) = (enrolled.session.studio, enrolled.session.person);
        let ask = FoundAsk { token: new.token, login, auth: stretched.auth() };
        let made = self.found_at_relay(enrolled, ask, &new.studio_name, &new.person_name).await;
        if made.is_err() {
            self.engine = None;
            let _ = self.around.shelf().destroy(&disk_name(studio, person)).await;
            self.announced = None;
        }
        made?;
        self.hand_out(&stretched.vault_key());
        Ok(Answer::Founded(code.to_string()))
    }

    async fn found_at_relay(
        &mut self,
        enrolled: Enrolled,
        ask: FoundAsk,
        studio_name: &str,
        person_name: &str,
    ) -> Result<(), Failure> {
        let (founding, vault) = (enrolled.entry.clone(), enrolled.vault.encode());
        let session = &enrolled.session;
        self.announce(session, studio_name, person_name, &[Role::FirstConvener, Role::Member]);
        let doc = DocId::only(session.studio, DocKind::Studio);
        let (disk, session) = self.lay_out(enrolled, None).await?;
        let mut engine = Engine::open(self.around.host(), disk, session, self.around.seed()).await?;
        engine.make_studio(doc, studio_name, person_name).await?;
        let mut entries = vec![founding.bytes().to_vec().into()];
        entries.extend(
            engine.own_entries(doc).await?.into_iter().map(|entry| Bytes::from(entry.bytes().to_vec())),
        );
        let FoundAsk { token, login, auth } = ask;
        let found = api::Found { token, login, auth, vault: vault.into(), entries };
        let kept: api::Kept = self.call(path::FOUND, &found).await?;
        engine.take_receipts(kept.receipts).await?;
        self.engine = Some(engine);
        self.refresh_tile().await;
        self.input(Input::Wake).await;
        Ok(())
    }

    /// Looks into an invitation.
    pub(super) async fn open_invitation(&mut self, typed: &str) -> Result<Answer, Failure> {
        let (_, package, _) = self.fetch_invitation(typed).await?;
        let Package { studio_name, person_name, inviter_name, roles, .. } = package;
        Ok(Answer::Invited(Invited { studio_name, person_name, inviter_name, roles }))
    }

    async fn fetch_invitation(
        &mut self,
        typed: &str,
    ) -> Result<(Invitation, Package, api::OpenedInvitation), Failure> {
        let invitation = Invitation::of(&Code::parse(typed)?);
        let open = api::OpenInvitation { name: invitation.name };
        let opened: api::OpenedInvitation = self.call(path::OPEN_INVITATION, &open).await?;
        let package = invitation.open(&opened.package).map_err(|_| Failure::BadAnswer)?;
        Ok((invitation, package, opened))
    }

    /// Joins by an invitation.
    pub(super) async fn join(&mut self, new: NewMember) -> Result<(), Failure> {
        let login = LoginName::parse(&new.login).map_err(|_| Failure::BadLogin)?;
        let (invitation, package, opened) = self.fetch_invitation(&new.code).await?;
        let salt = enrol::salt(&mut self.rng);
        let stretched = self.around.stretch(new.passphrase, salt).await?;
        let lock = Lock { stretched: &stretched, salt, sheet: None };
        let place = self.place(&new.label, new.office);
        let mut tip = opened.tip;
        for _ in 0..TRIES_MAX {
            let invited = (&invitation, &package, opened.invite);
            let enrolled = enrol::join(&place, invited, tip, &lock, self.now_ms(), &mut self.rng)?;
            let join = api::Join {
                name: invitation.name,
                login: login.clone(),
                auth: stretched.auth(),
                vault: enrolled.vault.encode().into(),
                entry: enrolled.entry.bytes().to_vec().into(),
            };
            match self.call::<_, api::Kept>(path::JOIN, &join).await {
                Ok(kept) => {
                    self.announce(
                        &enrolled.session,
                        &package.studio_name,
                        &package.person_name,
                        &package.roles,
                    );
                    self.settle_in(enrolled, kept.receipts.first().copied()).await?;
                    self.hand_out(&stretched.vault_key());
                    return Ok(());
                }
                Err(Failure::Relay(error)) if error.code == ApiCode::Moved => {
                    tip = error.tip.ok_or(Failure::BadAnswer)?;
                }
                Err(failure) => return Err(failure),
            }
        }
        Err(Failure::Busy)
    }

    /// Adds this tablet as a device of somebody on the roll.
    pub(super) async fn log_in(&mut self, new: LogIn) -> Result<(), Failure> {
        let login = LoginName::parse(&new.login).map_err(|_| Failure::BadLogin)?;
        let place = self.place(&new.label, new.office);
        let of: api::SaltOf = self.call(path::SALT, &api::AskSalt { login: login.clone() }).await?;
        let stretched = self.around.stretch(new.passphrase, of.salt).await?;
        let ask = api::LogIn { login, auth: stretched.auth() };
        let found: api::LoggedIn = self.call(path::LOGIN, &ask).await?;
        let sealed = SealedVault::decode(&found.vault).map_err(|_| Failure::BadAnswer)?;
        let vault = sealed.open(&stretched.vault_key()).map_err(|_| Failure::WrongPassphrase)?;
        self.add_device(&place, sealed, vault, found).await?;
        self.hand_out(&stretched.vault_key());
        Ok(())
    }

    /// The same with the recovery sheet, and a new passphrase.
    pub(super) async fn recover(&mut self, new: Recover) -> Result<(), Failure> {
        let sheet = RecoverySheet::of(&Code::parse(&new.code)?);
        let place = self.place(&new.label, new.office);
        let found: api::LoggedIn = self.call(path::RECOVER, &api::Recover { name: sheet.name }).await?;
        let before = SealedVault::decode(&found.vault).map_err(|_| Failure::BadAnswer)?;
        let vault = before.open_with_sheet(&sheet.key).map_err(|_| Failure::BadAnswer)?;
        let salt = enrol::salt(&mut self.rng);
        let stretched = self.around.stretch(new.passphrase, salt).await?;
        let lock = Lock { stretched: &stretched, salt, sheet: Some((sheet.name, sheet.key.public())) };
        let sealed = enrol::reseal(&before, &vault, &lock, &mut self.rng)?;
        let change = api::ChangePassphrase { vault: sealed.encode().into(), auth: stretched.auth() };
        self.call::<_, ()>(path::PASSPHRASE, &change).await?;
        self.add_device(&place, sealed, vault, found).await?;
        self.hand_out(&stretched.vault_key());
        Ok(())
    }

    async fn add_device(
        &mut self,
        place: &Place,
        sealed: SealedVault,
        vault: shared::keys::Vault,
        found: api::LoggedIn,
    ) -> Result<(), Failure> {
        let enrolled = enrol::add_device(place, sealed, vault, found.tip, self.now_ms(), &mut self.rng)?;
        let wire = self.around.wire().await.ok_or(Failure::Offline)?;
        let receipt = courier::hand_in(&enrolled.entry, &wire).await.ok_or(Failure::Offline)?;
        let receipt = receipt.map_err(Failure::Refused)?;
        self.announce(&enrolled.session, "", found.login.as_str(), &[]);
        self.settle_in(enrolled, Some(receipt)).await
    }

    /// Lays the person's disk out and enters.
    async fn settle_in(&mut self, enrolled: Enrolled, receipt: Option<Receipt>) -> Result<(), Failure> {
        let (disk, session) = self.lay_out(enrolled, receipt).await?;
        self.enter(disk, session).await
    }

    /// Whoever lived here under the same name before has sent everything, or could not have been logged out.
    async fn lay_out(
        &mut self,
        enrolled: Enrolled,
        receipt: Option<Receipt>,
    ) -> Result<(<S::Shelf as Shelf>::Disk, Session), Failure> {
        let session = &enrolled.session;
        let disk = self.around.shelf().open(&disk_name(session.studio, session.person)).await?;
        disk.commit(enrolled.rows(receipt, &mut self.rng)).await?;
        Ok((disk, enrolled.session))
    }

    fn place(&self, label: &str, office: bool) -> Place {
        Place { tablet: self.id, label: label.trim().to_owned(), office }
    }

    fn now_ms(&self) -> u64 {
        self.around.host().now_ms()
    }

    /// Asks the relay beside the socket.
    pub(super) async fn call<Q: Encode<()>, A: for<'b> Decode<'b, ()>>(
        &self,
        path: &str,
        ask: &Q,
    ) -> Result<A, Failure> {
        let answer = self.around.host().post(path, codec::encode(ask)).await?;
        codec::decode(&answer).ok_or(Failure::BadAnswer)
    }
}

impl From<PostError> for Failure {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Offline => Failure::Offline,
            PostError::Refused(error) => Failure::Relay(error),
        }
    }
}
