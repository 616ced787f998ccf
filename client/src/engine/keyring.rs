//! The keys this device can use: its person's box keys, the secrets of the groups, the keys of documents.

use std::collections::{BTreeSet, HashMap};

use rand_core::CryptoRng;
use shared::codec::{self, Bytes};
use shared::ids::{DocId, KeyName, PersonId, StudioId};
use shared::keys::{BoxKey, BoxPublic, DocKey, PackagedSecret, Purpose, Vault, WrongKey};
use shared::roll::{Give, GrantBody, Group, Recipient, Right, Roll};

/// The keys this device can use.
pub(super) struct Keyring {
    studio: StudioId,
    person: PersonId,
    /// The person's box key and those before it, by their public halves.
    own: HashMap<BoxPublic, BoxKey>,
    groups: HashMap<BoxPublic, (Group, BoxKey)>,
    docs: HashMap<DocId, Vec<Known>>,
}

/// A key of a document.
struct Known {
    key: DocKey,
    /// How much its maker had seen; none before the grant that hands it out is sealed.
    since: Option<Seen>,
    /// To whom it was handed, by itself or under another, and for which public half.
    given: BTreeSet<(Recipient, BoxPublic)>,
}

/// How many narrowings somebody had seen: the depth of the roll, and the takings of the document. A key is as old as
/// the first grant that hands it out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// The depth of the roll.
    pub roll: u32,
    /// How many rights of the document were taken away.
    pub takings: u32,
}

impl Seen {
    fn is_at_least(self, other: Seen) -> bool {
        self.roll >= other.roll && self.takings >= other.takings
    }
}

impl Keyring {
    /// The keyring of a person.
    pub(super) fn new(studio: StudioId, person: PersonId, vault: &Vault) -> Self {
        let mut keyring =
            Self { studio, person, own: HashMap::new(), groups: HashMap::new(), docs: HashMap::new() };
        keyring.learn_vault(vault);
        keyring
    }

    /// Learns the box keys of a newer vault.
    pub(super) fn learn_vault(&mut self, vault: &Vault) {
        self.own.extend(vault.box_keys().into_iter().map(|key| (key.public(), key)));
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
                    let open = |key: &BoxKey| key.open_secret(envelope, &purpose).ok();
                    if let Some(secret) = self.own.values().find_map(open) {
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
                let open = |key: &BoxKey| key.open_secret(envelope, &purpose).ok();
                if let Some(secret) = self.own.values().find_map(open) {
                    self.learn_secret(group, BoxKey::from_bytes(&secret));
                }
            }
        }
    }

    /// Learns one secret of a group.
    pub(super) fn learn_secret(&mut self, group: Group, key: BoxKey) {
        self.groups.insert(key.public(), (group, key));
    }

    /// The newest secret of a group.
    pub(super) fn secret(&self, roll: &Roll, group: Group) -> Option<&BoxKey> {
        self.groups.get(&roll.epochs(group).last()?.public).map(|(_, key)| key)
    }

    /// The newest secrets of groups, to hand to somebody who will hold them.
    pub(super) fn secrets_for(&self, roll: &Roll, holds: impl Fn(Group) -> bool) -> Vec<PackagedSecret> {
        let newest = Group::ALL
            .into_iter()
            .filter(|group| holds(*group))
            .filter_map(|group| Some(PackagedSecret { group, secret: self.secret(roll, group)?.bytes() }));
        newest.collect()
    }

    /// Learns the keys that a grant of a document hands to this person, and how much its maker had seen.
    pub(super) fn learn_grant(&mut self, doc: DocId, grant: &GrantBody, seen: Seen) {
        let purpose = Purpose::Document(self.studio, doc, grant.key);
        let opened = grant.gives.iter().find_map(|give| self.open_give(give, &purpose));
        let Some(key) = opened.or_else(|| self.key(doc, grant.key).cloned()) else { return };
        let earlier: Vec<[u8; 32]> = key
            .open(&grant.earlier, &doc.0)
            .ok()
            .and_then(|plain| codec::decode::<Vec<Bytes>>(&plain))
            .map(|keys| keys.into_iter().filter_map(|key| Vec::from(key).try_into().ok()).collect())
            .unwrap_or_default();
        let given = || grant.gives.iter().map(|give| (give.to, give.sealed_to));
        for key in earlier.into_iter().map(DocKey) {
            let name = key.name();
            self.learn_key(doc, key);
            // how old it is was not told: as old as can be
            let known = self.docs.get_mut(&doc).into_iter().flatten().find(|it| it.key.name() == name);
            if let Some(known) = known {
                known.since.get_or_insert_default();
                known.given.extend(given());
            }
        }
        // the newest last, even if it was known
        let known = self.docs.entry(doc).or_default();
        let at = known.iter().position(|it| it.key.name() == grant.key);
        let mut newest = match at {
            Some(at) => known.remove(at),
            None => Known { key, since: None, given: BTreeSet::new() },
        };
        newest.since.get_or_insert(seen);
        newest.given.extend(given());
        known.push(newest);
    }

    fn open_give(&self, give: &Give, purpose: &Purpose) -> Option<DocKey> {
        // while a group waits for its epoch, what is for the group is sealed to its persons one by one
        let group = || self.groups.get(&give.sealed_to).map(|(_, key)| key);
        let key = self.own.get(&give.sealed_to).or_else(group)?;
        key.open_secret(&give.envelope, purpose).ok().map(DocKey)
    }

    /// Learns a key of a document: the newest comes last.
    pub(super) fn learn_key(&mut self, doc: DocId, key: DocKey) {
        let known = self.docs.entry(doc).or_default();
        if !known.iter().any(|it| it.key.name() == key.name()) {
            known.push(Known { key, since: None, given: BTreeSet::new() });
        }
    }

    /// Forgets the keys of a document: they are learnt anew from its grants.
    pub(super) fn forget(&mut self, doc: DocId) {
        self.docs.remove(&doc);
    }

    /// A key of a document by its name.
    pub(super) fn key(&self, doc: DocId, name: KeyName) -> Option<&DocKey> {
        self.docs.get(&doc)?.iter().map(|it| &it.key).find(|key| key.name() == name)
    }

    /// The key that the next entry of a document is sealed with: the last that is no older than what was seen. With
    /// none such, the last there is; whoever writes makes a new one first if they can.
    pub(super) fn newest(&self, doc: DocId, seen: Seen) -> Option<&DocKey> {
        self.fresh(doc, seen).or_else(|| self.docs.get(&doc)?.last()).map(|it| &it.key)
    }

    /// Whether there is a key that is no older than what was seen.
    pub(super) fn is_fresh(&self, doc: DocId, seen: Seen) -> bool {
        self.fresh(doc, seen).is_some()
    }

    fn fresh(&self, doc: DocId, seen: Seen) -> Option<&Known> {
        let is_fresh = |it: &&Known| it.since.is_none_or(|since| since.is_at_least(seen));
        self.docs.get(&doc)?.iter().rev().find(is_fresh)
    }

    /// The readers of a document who were not handed every key of it in a way that they can open.
    pub(super) fn left_out(
        &self,
        doc: DocId,
        readers: &[(Recipient, Right)],
        roll: &Roll,
    ) -> Vec<(Recipient, Right)> {
        let has = |known: &Known, to: Recipient| {
            known.given.iter().any(|(given, sealed_to)| {
                let opens = match to {
                    Recipient::Person(person) => roll.person(person).is_some_and(|it| it.opens(*sealed_to)),
                    Recipient::Group(group) => {
                        roll.due().contains(&group)
                            || roll.epochs(group).iter().any(|epoch| epoch.public == *sealed_to)
                    }
                };
                *given == to && opens
            })
        };
        let is_there = |to: Recipient| match to {
            Recipient::Person(person) => !roll.now().roles(person).is_empty(),
            Recipient::Group(_) => true,
        };
        let granted = || self.docs.get(&doc).into_iter().flatten().filter(|it| it.since.is_some());
        let lacks = |to: Recipient| granted().any(|known| !has(known, to));
        readers.iter().copied().filter(|(to, _)| is_there(*to) && lacks(*to)).collect()
    }

    /// A grant of a document: its newest key for each reader, the earlier ones under it.
    pub(super) fn grant(
        &self,
        doc: DocId,
        seen: Seen,
        readers: &[(Recipient, Right)],
        roll: &Roll,
        rng: &mut impl CryptoRng,
    ) -> Result<GrantBody, WrongKey> {
        let newest = self.newest(doc, seen).ok_or(WrongKey)?;
        self.grant_of(doc, newest, readers, roll, rng)
    }

    /// A grant of a key, known or just drawn, with every other known one under it.
    pub(super) fn grant_of(
        &self,
        doc: DocId,
        key: &DocKey,
        readers: &[(Recipient, Right)],
        roll: &Roll,
        rng: &mut impl CryptoRng,
    ) -> Result<GrantBody, WrongKey> {
        let purpose = Purpose::Document(self.studio, doc, key.name());
        let mut gives = Vec::with_capacity(readers.len());
        for (to, right) in readers {
            for sealed_to in sealed_to(*to, roll) {
                let envelope = sealed_to.seal(&key.0, &purpose, rng)?;
                gives.push(Give { to: *to, right: *right, sealed_to, envelope });
            }
        }
        let others = self.docs.get(&doc).into_iter().flatten().map(|it| &it.key);
        let others = others.filter(|other| other.name() != key.name());
        let earlier: Vec<Bytes> = others.map(|key| key.0.to_vec().into()).collect();
        let earlier = key.seal(&codec::encode(&earlier), &doc.0, rng).into();
        let (takes, on) = (Vec::new(), Default::default());
        if gives.is_empty() {
            return Err(WrongKey);
        }
        Ok(GrantBody { key: key.name(), gives, earlier, takes, on })
    }
}

/// The public halves that something for a reader is sealed to: of a group that waits for its epoch, those of its
/// persons. Whoever was removed gets nothing.
fn sealed_to(to: Recipient, roll: &Roll) -> Vec<BoxPublic> {
    match to {
        Recipient::Person(person) if roll.now().roles(person).is_empty() => Vec::new(),
        Recipient::Person(person) => roll.person(person).and_then(|it| it.boxed()).into_iter().collect(),
        Recipient::Group(group) if roll.due().contains(&group) => {
            let persons = roll.now().persons().filter(|(id, _)| roll.now().is_in(*id, group));
            persons.filter_map(|(_, person)| person.boxed()).collect()
        }
        Recipient::Group(group) => roll.epochs(group).last().map(|epoch| epoch.public).into_iter().collect(),
    }
}
