//! A studio at the real relay whose people sign whatever a test wants, allowed or not.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use shared::api::{self, ApiError, LoginName};
use shared::codec;
use shared::entry::{Entry, FORMAT, Header, Kind, RollPoint, chunk, seal};
use shared::ids::{DeviceId, DocId, DocKind, EntryId, KeyName, PersonId, StudioId, TabletId};
use shared::keys::{
    AuthSecret, BoxKey, Code, DocKey, Invitation, Purpose, SealedVault, SignKey, Vault, VaultFrame,
};

use shared::roll::{
    Epoch, Found, Give, GrantBody, Group, Introduction, Invite, Join, MemberSecret, Recipient, Right, Role,
    Roll, RollBody,
};

use shared::sync::{Reason, Receipt};
use tokio::time::sleep;

use super::http;
use super::socket::{Fate, Socket};

/// Under which the founder logs in.
pub const FOUNDER_LOGIN: &str = "founder";

/// A relay whose disk works again takes entries again within this time.
pub const MENDS_WITHIN: Duration = Duration::from_secs(5);
const AGAIN_AFTER: Duration = Duration::from_millis(100);

/// A person with one device.
#[derive(Clone)]
pub struct Someone {
    /// The person.
    pub person: PersonId,
    /// The person's keys.
    pub vault: Vault,
    /// The device's key.
    pub key: SignKey,
    label: String,
}

impl Someone {
    /// Draws a person whose device has this label.
    pub fn new(label: &str, rng: &mut ChaCha8Rng) -> Self {
        let (person, vault, key) = (PersonId::random(rng), Vault::random(rng), SignKey::random(rng));
        Self { person, vault, key, label: label.to_owned() }
    }

    /// The device.
    pub fn device(&self) -> DeviceId {
        self.key.public().device()
    }

    fn introduction(&self, studio: StudioId, rng: &mut ChaCha8Rng) -> Introduction {
        let introduction = Introduction {
            studio,
            person: self.person,
            identity: self.vault.identity().public(),
            boxed: self.vault.box_key().public(),
            device: self.key.public(),
            tablet: TabletId::random(rng),
            label: self.label.clone(),
            office: true,
            continues: None,
            signature: None,
        };
        introduction.sign(&self.vault.identity())
    }
}

/// A studio at the relay.
pub struct Studio {
    /// The studio.
    pub id: StudioId,
    /// Whoever founded it: a first convener.
    pub founder: Someone,
    /// What the founder's passphrase yields for the relay.
    pub auth: AuthSecret,
    /// Draws keys and names; the same on every run.
    pub rng: ChaCha8Rng,
    relay: SocketAddr,
    roll: Roll,
    founder_n: u64,
}

impl Studio {
    /// Founds a studio with the token of the relay's link.
    pub async fn found(relay: SocketAddr, token: String) -> Self {
        Self::found_as(FOUNDER_LOGIN, 7, relay, token).await
    }

    /// The same for further studios: everything in it is drawn from the seed.
    pub async fn found_as(login: &str, seed: u64, relay: SocketAddr, token: String) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let id = StudioId::random(&mut rng);
        let founder = Someone::new("P01", &mut rng);
        let auth = AuthSecret([9; 32]);
        let mut studio = Self { id, founder, auth, rng, relay, roll: Roll::new(id), founder_n: 0 };
        let introduction = studio.founder.introduction(id, &mut studio.rng);
        let epochs = Group::ALL.map(|group| studio.epoch(group)).to_vec();
        let founding = RollBody::Found(Found { founder: introduction, epochs });
        let entry = studio.on_roll(&founding, None);
        let vault = studio.founder_vault(1);
        let found = api::Found {
            token,
            login: LoginName::parse(login).expect("letters"),
            auth: studio.auth.clone(),
            vault: vault.encode().into(),
            entries: vec![entry.bytes().to_vec().into()],
        };
        studio.post(api::path::FOUND, codec::encode(&found)).await;
        studio
    }

    /// Asks for what must be done. A relay whose disk refuses says so, and does it within [`MENDS_WITHIN`].
    async fn post(&self, path: &str, body: Vec<u8>) {
        let began = Instant::now();
        loop {
            let answer = http::post(self.relay, path, body.clone(), "").await.expect("it answers");
            match answer.status {
                200 => return,
                507 | 503 if began.elapsed() < MENDS_WITHIN => sleep(AGAIN_AFTER).await,
                _ => panic!("{path}: {} after {:?}", ApiError::read(&answer.body), began.elapsed()),
            }
        }
    }

    /// The end of the roll.
    pub fn tip(&self) -> RollPoint {
        self.roll.tip()
    }

    /// The same studio at a relay that was started again elsewhere.
    pub fn at(self, relay: SocketAddr) -> Self {
        Self { relay, ..self }
    }

    /// Offers the relay a newer vault of the founder.
    pub async fn renew_vault(&mut self, version: u64) {
        let vault = self.founder_vault(version);
        let keep = api::KeepVault { vault: vault.encode().into(), auth: None };
        self.post(api::path::VAULT, codec::encode(&keep)).await;
    }

    /// A vault of the founder, of this version.
    pub fn founder_vault(&mut self, version: u64) -> SealedVault {
        let founder = self.founder.clone();
        self.vault_of(&founder, version)
    }

    /// A vault of anybody, for this studio.
    pub fn vault_of(&mut self, who: &Someone, version: u64) -> SealedVault {
        let (studio, person) = (self.id, who.person);
        let frame = VaultFrame { studio, person, version, salt: [1; 16], sheet: None };
        who.vault.seal(frame, &DocKey([3; 32]), &mut self.rng).expect("no sheet")
    }

    /// Somebody new joins.
    pub async fn join(&mut self, label: &str, roles: &[Role]) -> Someone {
        let newcomer = Someone::new(label, &mut self.rng);
        let invitation = Invitation::of(&Code::random(&mut self.rng));
        let invite = Invite {
            name: invitation.name,
            key: invitation.key.public(),
            person: newcomer.person,
            roles: roles.to_vec(),
            until_ms: u64::MAX,
        };
        let invited = self.on_roll(&RollBody::Invite(invite), None);
        let introduction = newcomer.introduction(self.id, &mut self.rng);
        let signature = Join::sign(invited.id, &introduction, &invitation.key);
        let join = Join { invite: invited.id, newcomer: introduction, secrets: Vec::new(), signature };
        let joined = self.on_roll(&RollBody::Join(join), Some(&newcomer));
        self.keep(&[invited, joined]).await;
        newcomer
    }

    /// Takes a device off the roll.
    pub async fn remove(&mut self, device: DeviceId) {
        let removed = self.on_roll(&RollBody::RemoveDevice(device, Vec::new()), None);
        self.keep(&[removed]).await;
    }

    /// A case that somebody makes: the grant is kept, what is written into it is up to the caller. The office keeps
    /// it as well, and these may read it.
    pub async fn case(&mut self, maker: &Someone, readers: &[Recipient]) -> Pen {
        let rng = ChaCha8Rng::from_rng(&mut self.rng);
        let mut pen = Pen {
            who: maker.clone(),
            studio: self.id,
            roll: self.roll.tip(),
            key: DocKey::random(&mut self.rng),
            doc: DocId::random(DocKind::Case, &mut self.rng),
            n: 1,
            rng,
        };
        let keep = [Recipient::Person(maker.person), Recipient::Group(Group::Office)];
        let gives = keep.map(|to| self.give(to, Right::Keep, &pen)).into_iter();
        let gives = gives.chain(readers.iter().map(|to| self.give(*to, Right::Read, &pen))).collect();
        let key = pen.key.name();
        let body = GrantBody { key, gives, earlier: Vec::new().into(), takes: Vec::new(), on: EntryId::ZERO };
        let header = Header { kind: Kind::Grant, key, ..pen.header() };
        let grant = Entry::sign(&header, [8; 24], &codec::encode(&body), &maker.key).expect("it fits");
        self.keep(&[grant]).await;
        pen.n = 2;
        pen
    }

    /// Hands in what must be taken, and again what the disk refuses, for [`MENDS_WITHIN`]. Answers with the receipts.
    pub async fn keep(&self, entries: &[Entry]) -> Vec<Receipt> {
        let (began, mut tries) = (Instant::now(), 0);
        loop {
            let fates = match Socket::greet(self.relay, self.id, None, None).await {
                Ok((mut socket, _)) => socket.settle(entries).await,
                Err(gone) => Err(gone),
            };
            let fates = fates.unwrap_or_default();
            let receipts: Vec<_> = fates.iter().filter_map(Fate::receipt).collect();
            if !entries.is_empty() && receipts.len() == entries.len() {
                return receipts;
            }
            for fate in &fates {
                let Fate::Refused(refused) = fate else { continue };
                // what comes behind an entry that the disk refused has a gap before it
                let may_come =
                    [Reason::Disk, Reason::Gap, Reason::Moved, Reason::UnknownRoll, Reason::Forbidden];
                let is_first = fates.iter().all(|it| it.receipt().is_some() || it == fate);
                assert!(
                    may_come.contains(&refused.reason) && (!is_first || refused.reason == Reason::Disk),
                    "{fates:?}"
                );
            }
            tries += 1;
            assert!(began.elapsed() < MENDS_WITHIN, "not taken in {tries} tries: {fates:?}");
            sleep(AGAIN_AFTER).await;
        }
    }

    /// The next entry of the roll, by somebody who comes with it or by the founder.
    fn on_roll(&mut self, body: &RollBody, newcomer: Option<&Someone>) -> Entry {
        let n = if newcomer.is_some() { 1 } else { self.founder_n + 1 };
        let who = newcomer.unwrap_or(&self.founder);
        let header =
            Header { kind: Kind::Roll, ..header(self.id, DocId::ZERO, who.device(), n, self.roll.tip()) };
        let entry = Entry::sign(&header, [7; 24], &codec::encode(body), &who.key).expect("it fits");
        self.roll.take(&entry).expect("the roll takes it");
        if newcomer.is_none() {
            self.founder_n = n;
        }
        entry
    }

    fn epoch(&mut self, group: Group) -> Epoch {
        let key = BoxKey::random(&mut self.rng);
        let (public, person) = (key.public(), self.founder.person);
        let purpose = Purpose::Member(self.id, group, public, person);
        let boxed = self.founder.vault.box_key().public();
        let envelope = boxed.seal(&key.bytes(), &purpose, &mut self.rng).expect("a drawn key is a key");
        Epoch { group, public, secrets: vec![MemberSecret { epoch: public, person, envelope }], before: None }
    }

    fn give(&mut self, to: Recipient, right: Right, pen: &Pen) -> Give {
        let sealed_to = match to {
            Recipient::Person(id) => self.roll.person(id).and_then(|it| it.boxed()).expect("on the roll"),
            Recipient::Group(group) => self.roll.epochs(group).last().expect("founded").public,
        };
        let purpose = Purpose::Document(self.id, pen.doc, pen.key.name());
        let envelope = sealed_to.seal(&pen.key.0, &purpose, &mut self.rng).expect("a drawn key is a key");
        Give { to, right, sealed_to, envelope }
    }
}

/// Writes one device's entries of one document.
pub struct Pen {
    /// Whose device.
    pub who: Someone,
    /// The document.
    pub doc: DocId,
    /// The number of the next entry.
    pub n: u64,
    studio: StudioId,
    roll: RollPoint,
    key: DocKey,
    rng: ChaCha8Rng,
}

impl Pen {
    /// The same document in somebody else's hand.
    pub fn of(&self, who: &Someone, seed: u64) -> Self {
        let rng = ChaCha8Rng::seed_from_u64(seed);
        let Self { doc, studio, roll, ref key, .. } = *self;
        Self { who: who.clone(), doc, n: 1, studio, roll, key: key.clone(), rng }
    }

    /// The header of the next entry.
    pub fn header(&self) -> Header {
        header(self.studio, self.doc, self.who.device(), self.n, self.roll)
    }

    /// The next entry: a sealed change.
    pub fn write(&mut self, text: &str) -> Entry {
        let entry = self.sign(&self.header(), text);
        self.n += 1;
        entry
    }

    /// The next entry: a sealed change of this size that nothing makes smaller.
    pub fn write_random(&mut self, bytes: usize) -> Entry {
        let mut text = vec![0; bytes];
        self.rng.fill_bytes(&mut text);
        let header = self.header();
        self.n += 1;
        seal(&header, &[chunk::wrap(&text)], &self.key, &self.who.key, &mut self.rng).expect("it fits")
    }

    /// A sealed change under any header, signed with this device's key.
    pub fn sign(&mut self, header: &Header, text: &str) -> Entry {
        let chunk = chunk::wrap(text.as_bytes());
        seal(header, &[chunk], &self.key, &self.who.key, &mut self.rng).expect("it fits")
    }
}

fn header(studio: StudioId, doc: DocId, device: DeviceId, n: u64, roll: RollPoint) -> Header {
    Header {
        format: FORMAT,
        studio,
        doc,
        kind: Kind::Change,
        key: KeyName::ZERO,
        device,
        n,
        roll,
        taken: EntryId::ZERO,
        written_ms: 1_790_000_000_000 + n,
    }
}
