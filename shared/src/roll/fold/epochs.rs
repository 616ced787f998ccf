//! Groups and their epochs: who gets which secret.

use std::collections::BTreeMap;

use super::{Author, BadRoll, Draft, Widened};
use crate::ids::PersonId;
use crate::roll::body::LIST_MAX;
use crate::roll::{Denied, Epoch, EpochState, GiveSecret, Group, MemberSecret};

impl Draft<'_> {
    /// Groups that lost a holder get new epochs: those given, the rest when somebody who can opens them. Nobody
    /// opens one of a group whose secret they are not meant to have, before or after.
    pub(super) fn renew(
        &mut self,
        by: PersonId,
        mut concerned: Vec<Group>,
        epochs: Vec<Epoch>,
    ) -> Result<(), BadRoll> {
        if !concerned.is_empty() {
            self.narrow();
        }
        for epoch in epochs {
            let group = epoch.group;
            if !concerned.contains(&group) || !self.was().holds(by, group) {
                return Err(BadRoll::Epochs);
            }
            concerned.retain(|it| *it != group);
            self.open_epoch(by, epoch)?;
        }
        concerned.retain(|group| !self.due.contains(group));
        self.set_due([self.due(), &concerned].concat());
        Ok(())
    }

    pub(super) fn open_due(&mut self, by: Author, epoch: Epoch) -> Result<Widened, BadRoll> {
        if !self.due.contains(&epoch.group) {
            return Err(BadRoll::Epochs);
        }
        if !self.was().holds(by.person, epoch.group) {
            return Err(Denied::Role.into());
        }
        self.open_epoch(by.person, epoch)?;
        Ok(Widened::Nobody)
    }

    pub(super) fn give_secret(&mut self, by: Author, give: GiveSecret) -> Result<Widened, BadRoll> {
        if !self.was().holds(by.person, give.group) || !self.was().holds(give.secret.person, give.group) {
            return Err(Denied::Role.into());
        }
        self.add_secret(give.group, give.secret)?;
        Ok(Widened::Nobody)
    }

    /// Opens an epoch whose secret its author has too: with nobody else left, it could still be handed on.
    pub(super) fn open_epoch(&mut self, by: PersonId, epoch: Epoch) -> Result<(), BadRoll> {
        let Epoch { group, public, secrets, before } = epoch;
        let opened = self.depth();
        let is_first = self.epochs(group).is_empty();
        // an epoch is named by its public half, so no other group may have the same
        let is_known = self.index.epochs.contains_key(&public);
        let has_author = secrets.iter().any(|it| it.person == by);
        if secrets.len() > LIST_MAX || !has_author || !public.is_usable() {
            return Err(BadRoll::Epochs);
        }
        if is_known || before.is_some() == is_first {
            return Err(BadRoll::Epochs);
        }
        let state = EpochState { public, opened, secrets: BTreeMap::new(), before };
        self.put_epoch(group, state);
        self.set_due(self.due().iter().copied().filter(|it| *it != group).collect());
        secrets.into_iter().try_for_each(|secret| {
            if self.now().holds(secret.person, group) {
                self.add_secret(group, secret)
            } else {
                Err(BadRoll::Epochs)
            }
        })
    }

    pub(super) fn add_secrets(
        &mut self,
        person: PersonId,
        secrets: Vec<MemberSecret>,
    ) -> Result<(), BadRoll> {
        if secrets.len() > LIST_MAX {
            return Err(BadRoll::Epochs);
        }
        for secret in secrets {
            let (group, _) = *self.index.epochs.get(&secret.epoch).ok_or(BadRoll::Epochs)?;
            if secret.person != person || !self.now().holds(person, group) {
                return Err(BadRoll::Epochs);
            }
            self.add_secret(group, secret)?;
        }
        Ok(())
    }

    /// The first secret for somebody stands; a second one for the same epoch is refused, save that new keys of
    /// the person need a new one.
    pub(super) fn add_secret(&mut self, group: Group, secret: MemberSecret) -> Result<(), BadRoll> {
        let rekeyed =
            self.persons.get(&secret.person).and_then(|it| it.keys.last()).map_or(0, |(from, ..)| *from);
        let named = self.index.epochs.get(&secret.epoch).copied();
        let (_, place) = named.filter(|(its, _)| *its == group).ok_or(BadRoll::Epochs)?;
        let epoch = self.epochs(group).get(place).ok_or(BadRoll::Epochs)?;
        if epoch.secrets.contains_key(&secret.person) && rekeyed <= epoch.opened {
            return Err(BadRoll::Taken);
        }
        self.put_secret(group, place, secret.person, secret.envelope);
        Ok(())
    }
}
