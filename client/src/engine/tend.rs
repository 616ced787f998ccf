//! Nobody is left out: what an engine does by itself when it sees that a group waits for its epoch, that a member has
//! not got a group's newest secret, or a reader a document's keys.

use std::collections::BTreeSet;

use shared::api::{FetchVault, NewestVault, path};
use shared::codec;
use shared::ids::{DocId, PersonId};
use shared::keys::{SealedVault, Vault};
use shared::roll::{Group, Recipient, Right};

use super::batch::Batch;
use super::disk::{Op, Table};
use super::session::VAULT;
use super::store;
use super::trouble::Failure;
use super::wishes::Wish;
use super::{Engine, Host};

/// Under which a document is noted of which somebody lacks a key.
pub(super) const OWED: &[u8] = b"owed ";
/// Where the depth of the last joining anew lies that was looked through.
const WELCOMED: &[u8] = b"welcomed";

/// What is to be looked after.
#[derive(Default)]
pub(super) struct Tend {
    /// The roll has changed, or the relay has just answered.
    pub roll: bool,
    /// Documents whose grants have changed.
    pub docs: BTreeSet<DocId>,
    /// Of these, where somebody lacks a key: that is on the disk, so that a crash leaves nobody out.
    pub owed: BTreeSet<DocId>,
    /// A newer vault lies on the disk: it opens with another passphrase.
    pub vault_changed: bool,
}

impl<H: Host> Engine<H> {
    /// Looks after the groups and documents that have changed.
    pub(super) async fn tend(&mut self) -> Result<(), Failure> {
        let is_ready = self.talk.is_live() && !self.talk.is_healing() && !self.talk.wants(DocId::ZERO);
        if !is_ready || self.is_stale || self.is_removed() {
            return Ok(());
        }
        if std::mem::take(&mut self.tend.roll) {
            self.fetch_vault().await?;
            if self.roll_try.is_some() {
                self.tend.roll = true;
            } else {
                self.hand_in_again(self.cards.all_held()).await?;
                if let Some(wish) = self.next_chore() {
                    // whoever is first does it: for all others it is done
                    let _ = self.change_roll(None, wish, None).await;
                }
            }
        }
        self.welcome_back().await?;
        let docs = std::mem::take(&mut self.tend.docs);
        let (later, docs): (BTreeSet<_>, _) = docs.into_iter().partition(|doc| self.outbox.awaits_one(*doc));
        self.tend.docs = later;
        let mut ops = Vec::new();
        for doc in docs {
            self.hand_on(doc).await?;
            self.hand_in_again(vec![doc]).await?;
            if self.tend.owed.remove(&doc) {
                ops.push(Op::Delete(Table::Meta, owed_key(doc)));
            }
        }
        if !ops.is_empty() {
            self.store.commit(ops).await?;
        }
        Ok(())
    }

    /// Notes of documents whose grants have changed that somebody may lack a key, to be saved with what brought it.
    pub(super) fn owe(&mut self, docs: impl IntoIterator<Item = DocId>) -> Vec<Op> {
        let mut ops = Vec::new();
        for doc in docs {
            self.tend.docs.insert(doc);
            if !self.left_out(doc).is_empty() && self.tend.owed.insert(doc) {
                ops.push(Op::Put(Table::Meta, owed_key(doc), Vec::new()));
            }
        }
        ops
    }

    /// Who lacks a key of a document. Of all who may hand it on, those who keep the document do: fewer say the same at once.
    fn left_out(&self, doc: DocId) -> Vec<(Recipient, Right)> {
        if doc == DocId::ZERO || !self.keeps(doc) {
            return Vec::new();
        }
        let readers: Vec<_> = self.rights.readers(doc).collect();
        self.keyring.left_out(doc, &readers, &self.roll)
    }

    /// Somebody was invited again: what was sealed to the key before must be sealed to the new one, in every document
    /// that is theirs by name. Up to where the roll was looked through is on the disk, so that a crash leaves nothing out.
    async fn welcome_back(&mut self) -> Result<(), Failure> {
        let newest = self.roll.persons().filter_map(|(_, person)| person.rejoined()).max();
        let Some(newest) = newest else { return Ok(()) };
        if self.store.meta::<u32>(WELCOMED).await?.is_some_and(|done| done >= newest) {
            return Ok(());
        }
        for doc in self.cards.docs() {
            self.hand_on(doc).await?;
        }
        self.store.commit(vec![store::put_meta(WELCOMED, &newest)]).await?;
        Ok(())
    }

    /// The vault has a newer version: it opens what the one before did, and more.
    pub(super) fn renewed(&mut self, vault: Vault, version: u64) {
        self.keyring.learn_vault(&vault);
        self.keyring.learn_roll(&self.roll);
        self.session.vault = vault;
        self.vault_version = version;
        self.tend.vault_changed = false;
        self.tend.roll = true;
        self.watch.touch_people();
        self.watch.touch_sync();
    }

    fn next_chore(&self) -> Option<Wish> {
        let (me, now) = (self.session.person, self.roll.now());
        let known = self.roll.person(me)?;
        let own = self.session.vault.box_keys();
        let is_mine = own.iter().any(|key| Some(key.public()) == known.boxed());
        if known.vault < self.vault_version && is_mine && !self.tend.vault_changed {
            return Some(Wish::Renew);
        }
        let holds =
            |group: &Group| now.holds(me, *group) && self.keyring.secret(&self.roll, *group).is_some();
        if let Some(due) = self.roll.due().iter().find(|group| holds(group)) {
            return Some(Wish::OpenEpoch(*due));
        }
        Group::ALL.into_iter().filter(holds).find_map(|group| {
            let epoch = self.roll.epochs(group).last()?;
            let lacks = |person: &PersonId| !epoch.secrets.contains_key(person);
            let mut holders = now.holders(group).filter(|(_, it)| it.boxed().is_some()).map(|(id, _)| id);
            holders.find(lacks).map(|person| Wish::GiveSecret(group, person))
        })
    }

    /// Another device of this person has changed the passphrase: the vault on this disk is replaced, so that the old
    /// one does not open it any more.
    async fn fetch_vault(&mut self) -> Result<(), Failure> {
        let person = self.session.person;
        let newest = self.roll.person(person).map_or(0, |it| it.vault);
        if newest <= self.vault_version {
            return Ok(());
        }
        let ask = codec::encode(&FetchVault { person });
        // it is asked again when the relay next answers
        let Ok(answer) = self.call(path::NEWEST_VAULT, ask).await else { return Ok(()) };
        let Some(NewestVault { vault }) = codec::decode(&answer) else { return Ok(()) };
        let Ok(vault) = SealedVault::decode(&vault) else { return Ok(()) };
        let identity = self.session.vault.identity().public();
        let is_ours = (vault.studio, vault.person) == (self.session.studio, person);
        if !is_ours || vault.version <= self.vault_version || vault.verify(&identity).is_err() {
            return Ok(());
        }
        self.store.commit(vec![Op::Put(Table::Meta, VAULT.to_vec(), vault.encode())]).await?;
        self.vault_version = vault.version;
        self.tend.vault_changed = true;
        self.watch.touch_sync();
        Ok(())
    }

    /// Hands a document's keys to readers who have not got them all: two who did not know of each other made a new key
    /// and let somebody in.
    async fn hand_on(&mut self, doc: DocId) -> Result<(), Failure> {
        if doc == DocId::ZERO || self.outbox.awaits_one(doc) || !self.load(doc).await? {
            return Ok(());
        }
        let left_out = self.left_out(doc);
        if left_out.is_empty() {
            return Ok(());
        }
        let grant = self.keyring.grant(doc, self.seen(doc), &left_out, &self.roll, &mut self.rng);
        let Ok(grant) = grant else { return Ok(()) };
        let mut batch = Batch::default();
        batch.grant(doc, grant);
        self.save(batch).await
    }
}

fn owed_key(doc: DocId) -> Vec<u8> {
    [OWED, &doc.0].concat()
}
