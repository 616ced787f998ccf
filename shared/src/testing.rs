//! A studio for tests: people with keys, and a roll that grows by one call.

use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

use crate::codec;
use crate::entry::{Entry, FORMAT, Header, Kind, seal};
use crate::ids::{DeviceId, DocId, EntryId, KeyName, PersonId, StudioId, TabletId};
use crate::keys::{BoxKey, Code, DocKey, Invitation, Purpose, SignKey, Vault};
use crate::roll::{
    BadRoll, Epoch, Found, Give, GrantBody, Group, Introduction, Invite, Join, MemberSecret, Recipient,
    Right, Role, Roll, RollBody, Widened,
};

/// Randomness that is the same on every run.
pub(crate) fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// A person with one device.
#[derive(Clone)]
pub(crate) struct Someone {
    pub(crate) person: PersonId,
    pub(crate) vault: Vault,
    pub(crate) key: SignKey,
    pub(crate) tablet: TabletId,
    pub(crate) label: String,
    pub(crate) office: bool,
}

impl Someone {
    /// Draws a person whose device has this label.
    pub(crate) fn new(label: &str, rng: &mut ChaCha8Rng) -> Self {
        Self {
            person: PersonId::random(rng),
            vault: Vault::random(rng),
            key: SignKey::random(rng),
            tablet: TabletId::random(rng),
            label: label.to_owned(),
            office: false,
        }
    }

    /// The same person with another device.
    pub(crate) fn again(&self, label: &str, rng: &mut ChaCha8Rng) -> Self {
        Self { key: SignKey::random(rng), label: label.to_owned(), ..self.clone() }
    }

    pub(crate) fn device(&self) -> DeviceId {
        self.key.public().device()
    }

    /// What binds the device to the person, not signed yet.
    pub(crate) fn unsigned(&self, studio: StudioId) -> Introduction {
        Introduction {
            studio,
            person: self.person,
            identity: self.vault.identity().public(),
            boxed: self.vault.box_key().public(),
            device: self.key.public(),
            tablet: self.tablet,
            label: self.label.clone(),
            office: self.office,
            continues: None,
            signature: None,
        }
    }

    pub(crate) fn introduction(&self, studio: StudioId) -> Introduction {
        self.unsigned(studio).sign(&self.vault.identity())
    }
}

/// A studio whose roll grows by one call.
pub(crate) struct Studio {
    pub(crate) id: StudioId,
    pub(crate) roll: Roll,
    pub(crate) rng: ChaCha8Rng,
    /// The entries of the roll.
    pub(crate) chain: Vec<Entry>,
    counts: BTreeMap<(DocId, DeviceId), u64>,
}

impl Studio {
    /// A studio before its founding.
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = rng(seed);
        let id = StudioId::random(&mut rng);
        Self { id, roll: Roll::new(id), rng, chain: Vec::new(), counts: BTreeMap::new() }
    }

    /// A studio and its founder, whose device stands in the office.
    pub(crate) fn founded(seed: u64) -> (Self, Someone) {
        let mut studio = Self::new(seed);
        let mut founder = Someone::new("P01", &mut studio.rng);
        founder.office = true;
        let body = studio.founding(&founder);
        studio.take(&founder, &body).expect("a founding is taken");
        (studio, founder)
    }

    pub(crate) fn founding(&mut self, founder: &Someone) -> RollBody {
        let epochs = Group::ALL.map(|group| self.epoch(group, &[founder], None)).to_vec();
        RollBody::Found(Found { founder: founder.introduction(self.id), epochs })
    }

    /// A new epoch of a group, its secret sealed to these people; after the first, with `before` sealed to it.
    pub(crate) fn epoch(&mut self, group: Group, holders: &[&Someone], before: Option<&BoxKey>) -> Epoch {
        let key = BoxKey::random(&mut self.rng);
        let public = key.public();
        let secrets = holders.iter().map(|it| self.secret(group, &key, it)).collect();
        let purpose = Purpose::EpochBefore(self.id, group, public);
        let before = before.map(|before| {
            public.seal(&before.bytes(), &purpose, &mut self.rng).expect("a drawn key is a key")
        });
        Epoch { group, public, secrets, before }
    }

    /// A group's secret, sealed to somebody.
    pub(crate) fn secret(&mut self, group: Group, key: &BoxKey, to: &Someone) -> MemberSecret {
        let epoch = key.public();
        let purpose = Purpose::Member(self.id, group, epoch, to.person);
        let boxed = to.vault.box_key().public();
        let envelope = boxed.seal(&key.bytes(), &purpose, &mut self.rng).expect("a drawn key is a key");
        MemberSecret { epoch, person: to.person, envelope }
    }

    /// The header of somebody's next entry.
    pub(crate) fn header(&mut self, who: &Someone, kind: Kind, doc: DocId) -> Header {
        let n = self.counts.get(&(doc, who.device())).map_or(1, |n| n + 1);
        Header {
            format: FORMAT,
            studio: self.id,
            doc,
            kind,
            key: KeyName::ZERO,
            device: who.device(),
            n,
            roll: self.roll.tip(),
            taken: EntryId::ZERO,
            written_ms: 1_700_000_000_000 + n,
        }
    }

    /// Somebody's next roll entry, not taken yet.
    pub(crate) fn roll_entry(&mut self, who: &Someone, body: &RollBody) -> Entry {
        let header = self.header(who, Kind::Roll, DocId::ZERO);
        Entry::sign(&header, [7; 24], &codec::encode(body), &who.key).expect("it fits")
    }

    /// Puts it on the roll.
    pub(crate) fn take(&mut self, who: &Someone, body: &RollBody) -> Result<Widened, BadRoll> {
        let entry = self.roll_entry(who, body);
        let widened = self.roll.take(&entry)?;
        self.counted(&entry);
        self.chain.push(entry);
        Ok(widened)
    }

    /// The device's next number follows this entry.
    pub(crate) fn counted(&mut self, entry: &Entry) {
        self.counts.insert((entry.header.doc, entry.header.device), entry.header.n);
    }

    /// Invites somebody; answers with what follows from the code.
    pub(crate) fn invite(
        &mut self,
        by: &Someone,
        person: PersonId,
        roles: &[Role],
    ) -> Result<Invitation, BadRoll> {
        let invitation = Invitation::of(&Code::random(&mut self.rng));
        let invite = Invite {
            name: invitation.name,
            key: invitation.key.public(),
            person,
            roles: roles.to_vec(),
            until_ms: 1_700_000_000_000,
        };
        self.take(by, &RollBody::Invite(invite))?;
        Ok(invitation)
    }

    /// The joining of somebody who was invited by the last roll entry.
    pub(crate) fn joining(&self, newcomer: &Someone, invitation: &Invitation) -> RollBody {
        let invite = self.roll.tip().id;
        let newcomer = newcomer.introduction(self.id);
        let signature = Join::sign(invite, &newcomer, &invitation.key);
        RollBody::Join(Join { invite, newcomer, secrets: Vec::new(), signature })
    }

    /// Somebody new, invited and joined.
    pub(crate) fn joined(&mut self, by: &Someone, label: &str, roles: &[Role]) -> Someone {
        let newcomer = Someone::new(label, &mut self.rng);
        let invitation = self.invite(by, newcomer.person, roles).expect("the inviter may invite");
        let joining = self.joining(&newcomer, &invitation);
        self.take(&newcomer, &joining).expect("the invitation is good");
        newcomer
    }

    /// A grant of somebody's, not taken yet.
    pub(crate) fn grant(&mut self, who: &Someone, doc: DocId, taken: EntryId, body: &GrantBody) -> Entry {
        let header = Header { taken, key: body.key, ..self.header(who, Kind::Grant, doc) };
        Entry::sign(&header, [8; 24], &codec::encode(body), &who.key).expect("it fits")
    }

    /// A change of somebody's that holds these contents, not taken yet.
    pub(crate) fn change(&mut self, who: &Someone, doc: DocId, key: &DocKey, contents: &[u8]) -> Entry {
        let header = self.header(who, Kind::Change, doc);
        let chunk = crate::entry::chunk::wrap(contents);
        seal(&header, &[chunk], key, &who.key, &mut self.rng).expect("it fits")
    }

    /// What gives a document key to somebody; what is sealed is not what these tests look at.
    pub(crate) fn give(&mut self, to: Recipient, right: Right, key: &DocKey, doc: DocId) -> Give {
        let sealed_to = match to {
            Recipient::Person(id) => self.roll.person(id).and_then(|it| it.boxed()).expect("on the roll"),
            Recipient::Group(group) => self.roll.epochs(group).last().expect("founded").public,
        };
        let purpose = Purpose::Document(self.id, doc, key.name());
        let envelope = sealed_to.seal(&key.0, &purpose, &mut self.rng).expect("a drawn key is a key");
        Give { to, right, sealed_to, envelope }
    }

    /// What a grant says that gives a key to these.
    pub(crate) fn gives(&mut self, doc: DocId, key: &DocKey, to: &[(Recipient, Right)]) -> GrantBody {
        let gives = to.iter().map(|(to, right)| self.give(*to, *right, key, doc)).collect();
        let (key, earlier) = (key.name(), Vec::new().into());
        GrantBody { key, gives, earlier, takes: Vec::new(), on: EntryId::ZERO }
    }
}
