//! Grants: who may read, write or keep a document. Adding commutes and works offline; taking away is online
//! and forms a chain of its own.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::{Group, RollAt, keeper_group};
use crate::codec::{self, Bytes};
use crate::entry::{Entry, Kind};
use crate::ids::{DocId, EntryId, KeyName, PersonId};
use crate::keys::{BoxPublic, Envelope};

/// The most readers that one grant may name.
const GIVES_MAX: usize = 1000;

/// What somebody may do with a document. Each includes the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Right {
    /// Read it.
    #[n(0)]
    Read,
    /// Read it and add entries.
    #[n(1)]
    Write,
    /// Write, grant, take away.
    #[n(2)]
    Keep,
}

/// Who gets a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum Recipient {
    /// One person, by the box key.
    #[n(0)]
    Person(#[n(0)] PersonId),
    /// Whoever is in the group, by the group's epoch.
    #[n(1)]
    Group(#[n(0)] Group),
}

/// One right, with the key sealed for whom it is given to.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Give {
    /// To whom.
    #[n(0)]
    pub to: Recipient,
    /// What.
    #[n(1)]
    pub right: Right,
    /// The public half that the key is sealed to: a person's box key or a group's epoch.
    #[n(2)]
    pub sealed_to: BoxPublic,
    /// The document key, sealed.
    #[n(3)]
    pub envelope: Envelope,
}

/// What a Grant entry says. Readable by the relay, which must enforce it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct GrantBody {
    /// The document key that it hands out.
    #[n(0)]
    pub key: KeyName,
    /// To whom.
    #[n(1)]
    pub gives: Vec<Give>,
    /// Every earlier key of the document that the granter knows, sealed under [`GrantBody::key`]: whoever gets
    /// the newest reads the whole document.
    #[n(2)]
    pub earlier: Bytes,
    /// Whose rights it takes away.
    #[n(3)]
    pub takes: Vec<Recipient>,
    /// With a taking-away: the last Grant of the document that the author had seen. Refused if there is a newer.
    #[n(4)]
    pub on: EntryId,
}

/// A grant that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadGrant {
    /// Not a grant, or longer than it may be.
    #[error("the bytes are not a grant")]
    Malformed,
    /// The author has no such right to give or take.
    #[error("the right to grant that is missing: ask somebody who keeps the document")]
    Forbidden,
    /// The first grant must give its maker and the keepers' group the right to keep; the group never loses it.
    #[error("a document must be kept by its maker, when it is made, and by the studio's keepers, always")]
    NoKeeper,
    /// It takes a right away, but the rights have changed since.
    #[error("the rights of the document have moved on: fetch them and try again")]
    Moved,
}

/// The rights to every document of a studio, folded from its Grant entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rights {
    docs: BTreeMap<DocId, DocRights>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct DocRights {
    gives: Vec<Given>,
    takings: Vec<Taking>,
    last: EntryId,
    /// The log position of its first grant, where the log is known.
    made: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Taking {
    id: EntryId,
    takes: Vec<Recipient>,
    /// The log position, zero if it does not lie there yet.
    position: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Given {
    to: Recipient,
    right: Right,
    /// Which taking took it away, counted from one.
    taken: Option<u32>,
    /// The log position of the grant that gave it.
    since: u64,
}

impl Rights {
    /// Every document that anybody was ever granted.
    pub fn docs(&self) -> impl Iterator<Item = DocId> {
        self.docs.keys().copied()
    }

    /// Forgets the rights to a document: they are folded anew from its grants.
    pub fn forget(&mut self, doc: DocId) {
        self.docs.remove(&doc);
    }

    /// The rights to one document alone, as they stand.
    pub fn only(&self, doc: DocId) -> Rights {
        Rights { docs: self.docs.get(&doc).map(|it| (doc, it.clone())).into_iter().collect() }
    }

    /// The rights to a document stand again as [`Rights::only`] answered them.
    pub fn put_back(&mut self, doc: DocId, before: Rights) {
        self.docs.remove(&doc);
        self.docs.extend(before.docs);
    }

    /// Whether the document has been made.
    pub fn knows(&self, doc: DocId) -> bool {
        self.docs.contains_key(&doc)
    }

    /// The last taking-away of a right in the document; zero if none.
    pub fn taken(&self, doc: DocId) -> EntryId {
        self.docs.get(&doc).and_then(|it| it.takings.last()).map(|it| it.id).unwrap_or_default()
    }

    /// The last grant of the document; zero if none.
    pub fn last(&self, doc: DocId) -> EntryId {
        self.docs.get(&doc).map_or(EntryId::ZERO, |it| it.last)
    }

    /// The log position of the document's first grant: nothing of it lies before.
    pub fn made(&self, doc: DocId) -> u64 {
        self.docs.get(&doc).map_or(0, |it| it.made)
    }

    /// How many takings lead up to this one, itself included; zero for the zero id, none if it is unknown.
    pub fn at(&self, doc: DocId, taken: EntryId) -> Option<u32> {
        if taken.is_zero() { Some(0) } else { self.docs.get(&doc)?.at(taken) }
    }

    /// How many times a right in the document was taken away.
    pub fn takings(&self, doc: DocId) -> u32 {
        self.docs.get(&doc).map_or(0, |it| it.takings.len() as u32)
    }

    /// What a person may do with a document, by the roll at one point and the rights as they stood at a taking-away.
    pub fn of(&self, roll: RollAt<'_>, doc: DocId, taken: EntryId, person: PersonId) -> Option<Right> {
        let at = self.at(doc, taken)?;
        let gives = self.docs.get(&doc)?.gives.iter();
        let standing = gives.filter(|it| it.taken.is_none_or(|by| by > at));
        standing.filter(|it| it.to.names(roll, person)).map(|it| it.right).max()
    }

    /// What a person may do with a document as the rights stand now.
    pub fn now(&self, roll: RollAt<'_>, doc: DocId, person: PersonId) -> Option<Right> {
        self.of(roll, doc, self.taken(doc), person)
    }

    /// Whether a person could read a document by what lay before a position of the log.
    pub(crate) fn could_read(&self, roll: RollAt<'_>, doc: DocId, person: PersonId, before: u64) -> bool {
        let Some(known) = self.docs.get(&doc) else { return false };
        let taken_at = |by: u32| known.takings.get(by as usize - 1).map_or(u64::MAX, |it| it.position);
        let stood = |it: &&Given| it.since < before && it.taken.is_none_or(|by| taken_at(by) >= before);
        known.gives.iter().filter(stood).any(|it| it.to.names(roll, person))
    }

    /// Who may do what with a document as the rights stand now.
    pub fn readers(&self, doc: DocId) -> impl Iterator<Item = (Recipient, Right)> {
        let gives = self.docs.get(&doc).into_iter().flat_map(|it| &it.gives);
        gives.filter(|it| it.taken.is_none()).map(|it| (it.to, it.right))
    }

    /// Whether a grant by this person, seen from this roll and the taking-away that it names, is one that they
    /// may make.
    pub fn check(&self, roll: RollAt<'_>, by: PersonId, entry: &Entry) -> Result<GrantBody, BadGrant> {
        self.check_at(roll, entry.header.taken, by, entry)
    }

    /// The same, by the rights as they stood at a taking-away: a relay asks with the newest, so that whoever had a
    /// right taken away cannot use it by naming an older one.
    pub fn check_at(
        &self,
        roll: RollAt<'_>,
        taken: EntryId,
        by: PersonId,
        entry: &Entry,
    ) -> Result<GrantBody, BadGrant> {
        let body = self.check_taken(roll, taken, by, entry)?;
        let doc = entry.header.doc;
        let is_newest = body.on == self.last(doc) && entry.header.taken == self.taken(doc);
        if body.takes.is_empty() || is_newest { Ok(body) } else { Err(BadGrant::Moved) }
    }

    /// The same of a grant that a relay has taken before: that nothing came in between is the relay's to see to, and
    /// need not be true any more of a log that was healed.
    pub fn check_taken(
        &self,
        roll: RollAt<'_>,
        taken: EntryId,
        by: PersonId,
        entry: &Entry,
    ) -> Result<GrantBody, BadGrant> {
        let body: GrantBody = codec::decode_signed(entry.body()).ok_or(BadGrant::Malformed)?;
        if body.gives.len() + body.takes.len() > GIVES_MAX || body.gives.is_empty() && body.takes.is_empty() {
            return Err(BadGrant::Malformed);
        }
        let doc = entry.header.doc;
        let Some(known) = self.docs.get(&doc) else {
            return has_keepers(&body, doc, by).then_some(body).ok_or(BadGrant::NoKeeper);
        };
        let own = self.of(roll, doc, taken, by).ok_or(BadGrant::Forbidden)?;
        let keepers = Recipient::Group(keeper_group(doc.kind()));
        if body.takes.contains(&keepers) && !body.keeps(keepers) {
            return Err(BadGrant::NoKeeper);
        }
        let widens = |give: &Give| {
            !known.is_taken_since(give.to, entry.header.taken)
                && known.standing(give.to).is_none_or(|it| it.right < give.right)
        };
        let needed =
            if !body.takes.is_empty() || body.gives.iter().any(widens) { Right::Keep } else { Right::Write };
        if own < needed {
            return Err(BadGrant::Forbidden);
        }
        Ok(body)
    }

    /// Folds a grant in that was checked; `position` is where it lies in the log, zero if it does not lie there
    /// yet. What it gives to somebody whose right was taken away by a taking that its author had not seen stays
    /// taken. Answers who reads more than before.
    pub fn fold(&mut self, entry: &Entry, body: &GrantBody, position: u64) -> Vec<Recipient> {
        let fresh = DocRights { made: position, ..DocRights::default() };
        let known = self.docs.entry(entry.header.doc).or_insert(fresh);
        known.last = entry.id;
        let stays_taken: Vec<bool> =
            body.gives.iter().map(|give| known.is_taken_since(give.to, entry.header.taken)).collect();
        if !body.takes.is_empty() {
            known.takings.push(Taking { id: entry.id, takes: body.takes.clone(), position });
            let by = known.takings.len() as u32;
            let standing = known.gives.iter_mut().filter(|it| it.taken.is_none());
            standing.filter(|it| body.takes.contains(&it.to)).for_each(|it| it.taken = Some(by));
        }
        let mut widened = Vec::new();
        let stands = body.gives.iter().zip(stays_taken).filter(|(_, stays_taken)| !stays_taken);
        for (give, _) in stands {
            match known.gives.iter_mut().find(|it| it.to == give.to && it.taken.is_none()) {
                Some(it) => it.right = it.right.max(give.right),
                None => {
                    let Give { to, right, .. } = *give;
                    known.gives.push(Given { to, right, taken: None, since: position });
                    widened.push(give.to);
                }
            }
        }
        widened
    }
}

impl DocRights {
    fn standing(&self, to: Recipient) -> Option<&Given> {
        self.gives.iter().find(|it| it.to == to && it.taken.is_none())
    }

    /// How many takings lead up to this one, itself included.
    fn at(&self, taken: EntryId) -> Option<u32> {
        self.takings.iter().position(|it| it.id == taken).map(|at| at as u32 + 1)
    }

    /// Whether a right was taken away by a taking that somebody had not seen who had seen this one.
    fn is_taken_since(&self, to: Recipient, seen: EntryId) -> bool {
        let seen = self.at(seen).unwrap_or_default() as usize;
        self.takings.iter().skip(seen).any(|it| it.takes.contains(&to))
    }
}

impl Recipient {
    /// Whether a person is meant, by the roll at one point.
    pub fn names(self, roll: RollAt<'_>, person: PersonId) -> bool {
        match self {
            Recipient::Person(id) => id == person && !roll.roles(person).is_empty(),
            Recipient::Group(group) => roll.is_in(person, group),
        }
    }
}

impl GrantBody {
    /// What a Grant entry says, unless the entry is another kind or cannot be read. It is not judged yet.
    pub fn read(entry: &Entry) -> Option<Self> {
        (entry.header.kind == Kind::Grant).then(|| codec::decode(entry.body())).flatten()
    }

    fn keeps(&self, to: Recipient) -> bool {
        self.gives.iter().any(|it| it.to == to && it.right == Right::Keep)
    }
}

fn has_keepers(body: &GrantBody, doc: DocId, maker: PersonId) -> bool {
    body.takes.is_empty()
        && body.keeps(Recipient::Person(maker))
        && body.keeps(Recipient::Group(keeper_group(doc.kind())))
}
