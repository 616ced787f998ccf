//! Letting somebody in: a person gets the documents of a case, a newcomer gets an invitation.

use shared::api::{ApiCode, Challenge, KeepInvitation, OpenSession, path};
use shared::codec;
use shared::ids::{DocId, DocKind, PersonId};
use shared::keys::{Code, Invitation, Package};
use shared::roll::{Invite, Recipient, Right, RollBody};
use shared::sync::Proof;

use super::api::{Invitee, Inviting};
use super::batch::Batch;
use super::trouble::Failure;
use super::wishes::Wish;
use super::{Engine, Host, PostError};
use record::{Edit, Heads, studio};

/// An invitation is good for a day.
const INVITATION_MS: u64 = 86_400_000;

impl<H: Host> Engine<H> {
    /// Lets a person write the documents of a case.
    pub(super) async fn share(&mut self, case: DocId, person: PersonId) -> Result<(), Failure> {
        let mut batch = Batch::default();
        self.grant_case(&mut batch, case, person).await?;
        self.save(batch).await
    }

    /// Adds the grants that a person needs for a case, if any.
    pub(super) async fn grant_case(
        &mut self,
        batch: &mut Batch,
        case: DocId,
        person: PersonId,
    ) -> Result<(), Failure> {
        for kind in [DocKind::Case, DocKind::Story, DocKind::People] {
            let doc = case.sibling(kind);
            if !self.load(doc).await? {
                return Err(Failure::NotHere);
            }
            let has = self.rights.now(self.roll.now(), doc, person);
            if has.is_some_and(|right| right >= Right::Write) || batch.grants(doc, person) {
                continue;
            }
            let own = self.rights.now(self.roll.now(), doc, self.session.person);
            let is_new = own.is_none() && !self.rights.knows(doc);
            if !is_new && own < Some(Right::Keep) {
                return Err(Failure::Forbidden);
            }
            self.freshen(batch, doc)?;
            let readers = [(Recipient::Person(person), Right::Write)];
            let grant = match batch.drawn_for(doc) {
                Some(key) => self.keyring.grant_of(doc, key, &readers, &self.roll, &mut self.rng),
                None => self.keyring.grant(doc, self.seen(doc), &readers, &self.roll, &mut self.rng),
            };
            batch.grant(doc, grant.map_err(|_| Failure::NoKey)?);
        }
        Ok(())
    }

    /// Invites somebody: the package goes to the relay, the name into the studio's own page, the invitation onto
    /// the roll. The answer with the code comes when the relay has all three.
    pub(super) async fn invite(&mut self, ask: u32, invitee: Invitee) -> Result<(), Failure> {
        if !self.talk.is_live() {
            return Err(Failure::Offline);
        }
        let code = Code::random(&mut self.rng);
        let invitation = Invitation::of(&code);
        let person = invitee.again.unwrap_or_else(|| PersonId::random(&mut self.rng));
        let until_ms = self.relay_now_ms() + INVITATION_MS;
        let wish = RollBody::Invite(Invite {
            name: invitation.name,
            key: invitation.key.public(),
            person,
            roles: invitee.roles.clone(),
            until_ms,
        });
        let holds = |group| invitee.roles.iter().any(|role| role.holds(group));
        let package = Package {
            studio: self.session.studio,
            founding: self.session.about.founding,
            tip: self.roll.tip(),
            person,
            roles: invitee.roles.clone(),
            studio_name: self.studio_name().await?,
            person_name: invitee.name.clone(),
            inviter_name: self.name_of(self.session.person).await?,
            secrets: self.keyring.secrets_for(&self.roll, holds),
        };
        let sealed = invitation.seal(&package, &mut self.rng).into();
        let keep =
            KeepInvitation { person: self.session.person, name: invitation.name, until_ms, package: sealed };
        self.write_name(person, &invitee.name).await?;
        self.call(path::INVITATION, codec::encode(&keep)).await?;
        let inviting = Inviting { name: invitee.name, code: code.to_string(), until_ms };
        self.change_roll(Some(ask), Wish::Plain(Box::new(wish)), Some(inviting)).await
    }

    async fn write_name(&mut self, person: PersonId, name: &str) -> Result<(), Failure> {
        let doc = DocId::only(self.session.studio, DocKind::Studio);
        if !self.load(doc).await? {
            return Err(Failure::NotHere);
        }
        let mut batch = Batch::default();
        let edit = Edit::Studio(studio::Edit::SetDisplayName(person, name.to_owned()));
        self.compose(&mut batch, doc, &edit, &Heads::default(), Default::default())?;
        self.save(batch).await
    }

    /// Asks the relay as this person: opens a session first if there is none.
    pub(super) async fn call(&mut self, path: &str, body: Vec<u8>) -> Result<Vec<u8>, Failure> {
        match self.host.post(path, body.clone()).await {
            Err(PostError::Refused(error)) if error.code == ApiCode::Session => {}
            answer => return Ok(answer?),
        }
        let challenge = self.host.post(path::CHALLENGE, Vec::new()).await?;
        let Challenge { nonce, .. } = codec::decode(&challenge).ok_or(Failure::BadAnswer)?;
        let studio = self.session.studio;
        let proof = Proof::sign(nonce, &self.host.origin(), studio, &self.session.key);
        self.host.post(path::SESSION, codec::encode(&OpenSession { studio, nonce, proof })).await?;
        Ok(self.host.post(path, body).await?)
    }

    /// The relay's clock as this device knows it.
    fn relay_now_ms(&self) -> u64 {
        self.host.now_ms().saturating_add_signed(-self.contact.clock_ahead_ms)
    }
}
