//! The keys this device can use: its person's box key, the secrets of the groups, the keys of documents.

use std::collections::HashMap;

use rand_core::CryptoRng;
use shared::codec::{self, Bytes};
use shared::ids::{DocId, KeyName, PersonId, StudioId};
use shared::keys::{BoxKey, BoxPublic, DocKey, PackagedSecret, Purpose, WrongKey};
use shared::roll::{Give, GrantBody, Group, Recipient, Right, Roll};

/// The keys this device can use.
pub(super) struct Keyring {
    studio: StudioId,
    person: PersonId,
    own: BoxKey,
    groups: HashMap<BoxPublic, (Group, BoxKey)>,
    docs: HashMap<DocId, Vec<DocKey>>,
}

impl Keyring {
    /// The keyring of a person.
    pub(super) fn new(studio: StudioId, person: PersonId, own: BoxKey) -> Self {
        Self { studio, person, own, groups: HashMap::new(), docs: HashMap::new() }
    }

    /// Learns the secrets of groups from the roll: the newest that was sealed to the person, then, one under the
    /// other, those before.
    pub(super) fn learn_roll(&mut self, roll: &Roll) {
        self.learn_strays(roll);
        for group in Group::ALL {
            let epochs = roll.epochs(group);
            for (i, epoch) in epochs.iter().enumerate().rev() {
                if !self.groups.contains_key(&epoch.public)
                    && let Some(envelope) = epoch.secrets.get(&self.person)
                {
                    let purpose = Purpose::Member(self.studio, group, epoch.public, self.person);
                    if let Ok(secret) = self.own.open_secret(envelope, &purpose) {
                        self.learn_secret(group, BoxKey::from_bytes(&secret));
                    }
                }
                let before = i.checked_sub(1).and_then(|i| epochs.get(i));
                if let (Some((_, key)), Some(envelope), Some(before)) =
                    (self.groups.get(&epoch.public), &epoch.before, before)
                {
                    let purpose = Purpose::EpochBefore(self.studio, group, before.public);
                    if let Ok(secret) = key.open_secret(envelope, &purpose) {
                        self.learn_secret(group, BoxKey::from_bytes(&secret));
                    }
                }
            }
        }
    }

    /// Learns what branches of the roll that do not stand sealed to the person: what was written then stays readable.
    fn learn_strays(&mut self, roll: &Roll) {
        for group in Group::ALL {
            for epoch in roll.stray_epochs(group) {
                let Some(envelope) = epoch.secrets.get(&self.person) else { continue };
                let purpose = Purpose::Member(self.studio, group, epoch.public, self.person);
                if let Ok(secret) = self.own.open_secret(envelope, &purpose) {
                    self.learn_secret(group, BoxKey::from_bytes(&secret));
                }
            }
        }
    }

    /// Learns one secret of a group.
    pub(super) fn learn_secret(&mut self, group: Group, key: BoxKey) {
        self.groups.insert(key.public(), (group, key));
    }

    /// The newest secrets of groups, to hand to somebody who will hold them.
    pub(super) fn secrets_for(&self, roll: &Roll, holds: impl Fn(Group) -> bool) -> Vec<PackagedSecret> {
        let newest = Group::ALL.into_iter().filter(|group| holds(*group)).filter_map(|group| {
            let (_, key) = self.groups.get(&roll.epochs(group).last()?.public)?;
            Some(PackagedSecret { group, secret: key.bytes() })
        });
        newest.collect()
    }

    /// Learns the keys that a grant of a document hands to this person.
    pub(super) fn learn_grant(&mut self, doc: DocId, grant: &GrantBody) {
        let purpose = Purpose::Document(self.studio, doc, grant.key);
        let opened = grant.gives.iter().find_map(|give| self.open_give(give, &purpose));
        let Some(key) = opened.or_else(|| self.key(doc, grant.key).cloned()) else { return };
        let earlier: Vec<[u8; 32]> = key
            .open(&grant.earlier, &doc.0)
            .ok()
            .and_then(|plain| codec::decode::<Vec<Bytes>>(&plain))
            .map(|keys| keys.into_iter().filter_map(|key| Vec::from(key).try_into().ok()).collect())
            .unwrap_or_default();
        earlier.into_iter().map(DocKey).for_each(|key| self.learn_key(doc, key));
        // the newest last, even if it was known
        self.docs.entry(doc).or_default().retain(|it| it.name() != grant.key);
        self.learn_key(doc, key);
    }

    fn open_give(&self, give: &Give, purpose: &Purpose) -> Option<DocKey> {
        let key = match give.to {
            Recipient::Person(person) if person == self.person => &self.own,
            Recipient::Group(_) => &self.groups.get(&give.sealed_to)?.1,
            Recipient::Person(_) => return None,
        };
        key.open_secret(&give.envelope, purpose).ok().map(DocKey)
    }

    /// Learns a key of a document: the newest comes last.
    pub(super) fn learn_key(&mut self, doc: DocId, key: DocKey) {
        let known = self.docs.entry(doc).or_default();
        if !known.iter().any(|it| it.name() == key.name()) {
            known.push(key);
        }
    }

    /// Forgets every key of a document.
    pub(super) fn forget(&mut self, doc: DocId) {
        self.docs.remove(&doc);
    }

    /// A key of a document by its name.
    pub(super) fn key(&self, doc: DocId, name: KeyName) -> Option<&DocKey> {
        self.docs.get(&doc)?.iter().find(|key| key.name() == name)
    }

    /// The key that the next entry of a document is sealed with.
    pub(super) fn newest(&self, doc: DocId) -> Option<&DocKey> {
        self.docs.get(&doc)?.last()
    }

    /// A grant of a document: its newest key for each reader, the earlier ones under it.
    pub(super) fn grant(
        &self,
        doc: DocId,
        readers: &[(Recipient, Right)],
        roll: &Roll,
        rng: &mut impl CryptoRng,
    ) -> Result<GrantBody, WrongKey> {
        let keys = self.docs.get(&doc).ok_or(WrongKey)?;
        let (newest, earlier) = keys.split_last().ok_or(WrongKey)?;
        let purpose = Purpose::Document(self.studio, doc, newest.name());
        let mut gives = Vec::with_capacity(readers.len());
        for (to, right) in readers {
            let sealed_to = match to {
                Recipient::Person(person) => roll.person(*person).and_then(|it| it.boxed()),
                Recipient::Group(group) => roll.epochs(*group).last().map(|epoch| epoch.public),
            };
            let sealed_to = sealed_to.ok_or(WrongKey)?;
            let envelope = sealed_to.seal(&newest.0, &purpose, rng)?;
            gives.push(Give { to: *to, right: *right, sealed_to, envelope });
        }
        let earlier: Vec<Bytes> = earlier.iter().map(|key| key.0.to_vec().into()).collect();
        let earlier = newest.seal(&codec::encode(&earlier), &doc.0, rng).into();
        let (takes, on) = (Vec::new(), Default::default());
        Ok(GrantBody { key: newest.name(), gives, earlier, takes, on })
    }
}
