//! The corpus: a studio, its devices, and documents of about twenty fields and 4 kB of text in a hundred changes
//! each. Everything is drawn from one seed, so every run pushes the same bytes.

use client::engine::enrol::{self, Enrolled, Lock, Place};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use record::edit::Writer;
use record::enums::{Channel, InterviewKind, Role, Roles, VisitKind};
use record::story::{Edit as Story, SetOf, TextField, TimeOf};
use record::value::Author;
use record::{Around, Document, Edit, Heads, ItemId};
use shared::api::LoginName;
use shared::codec::{self, Bytes};
use shared::entry::{Entry, FORMAT, Header, Kind, NONCE_LEN, RollPoint, seal};
use shared::ids::{DocId, DocKind, EntryId, KeyName, TabletId};
use shared::keys::{AuthSecret, DocKey, Purpose, SignKey, stretch};
use shared::roll::{Give, GrantBody, Group, Recipient, Right, Roll};
use shared::sync::{Frames, ToRelay};

use crate::Broken;

/// Times in the corpus begin here: 1 March 2026.
const START_MS: u64 = 1_772_323_200_000;
/// How the founder logs in.
pub(crate) const LOGIN: &str = "founder";
/// The founder's passphrase.
pub(crate) const PASSPHRASE: &str = "a phrase for measuring";
/// Devices besides the founder's first: 64 that push at once, and some for single parts.
const DEVICES: usize = 68;
/// Different histories. Documents beyond that number hold one of them again, under keys of their own.
const HISTORIES: usize = 100;
/// Changes of a history.
const CHANGES: usize = 100;
/// Characters of one splice: with 80 of them a document holds about 4 kB of text.
const SPLICE_CHARS: usize = 17;
const WORDS: &str =
    "来访人称上月在工地受伤后单位未按约定支付医药费用经核实已联系街道社区调解并约定本周再次协商处理结果";

/// The corpus.
pub(crate) struct Corpus {
    /// The founder, whose device makes the documents.
    pub(crate) founder: Enrolled,
    /// What the relay checks of the founder's passphrase.
    pub(crate) auth: AuthSecret,
    /// The founder's further devices; the first stands in the office.
    pub(crate) devices: Vec<SignKey>,
    /// The roll entries that add them.
    pub(crate) enrolments: Vec<Bytes>,
    /// Change chunks of each history, its skeleton first.
    pub(crate) histories: Vec<Vec<Vec<u8>>>,
    roll: Roll,
}

/// What is pushed, made beforehand.
pub(crate) struct Cargo {
    /// Push frames.
    pub(crate) frames: Vec<Vec<u8>>,
    /// How many entries are in them.
    pub(crate) entries: usize,
    /// How many bytes these have.
    pub(crate) bytes: usize,
    /// The documents.
    pub(crate) docs: Vec<(DocId, DocKey)>,
}

impl Corpus {
    /// Makes the studio and the histories.
    pub(crate) fn make() -> Result<Self, Broken> {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let salt = enrol::salt(&mut rng);
        let stretched = stretch(PASSPHRASE, &salt).map_err(|_| Broken::Corpus("the passphrase is weak"))?;
        let lock = Lock { stretched: &stretched, salt, sheet: None };
        let place = place("founder", false, &mut rng);
        let founder = enrol::found(&place, &lock, START_MS, &mut rng)
            .map_err(|_| Broken::Corpus("a studio is not founded"))?;
        let mut roll = Roll::new(founder.session.studio);
        let not_taken = |_| Broken::Corpus("the roll does not take an entry");
        roll.take(&founder.entry).map_err(not_taken)?;
        let (mut devices, mut enrolments) = (Vec::new(), Vec::new());
        for at in 0..DEVICES {
            let (sealed, vault) = (founder.vault.clone(), founder.session.vault.clone());
            let place = self::place(&format!("D{at}"), at == 0, &mut rng);
            let added = enrol::add_device(&place, sealed, vault, roll.tip(), START_MS, &mut rng)
                .map_err(|_| Broken::Corpus("a device is not added"))?;
            roll.take(&added.entry).map_err(not_taken)?;
            devices.push(added.session.key.clone());
            enrolments.push(added.entry.bytes().to_vec().into());
        }
        let author = Author { person: founder.session.person, device: founder.session.device };
        let histories = (0..HISTORIES).map(|at| history(at as u64, author)).collect::<Result<_, _>>()?;
        Ok(Self { auth: stretched.auth(), founder, devices, enrolments, histories, roll })
    }

    /// The name the founder logs in with.
    pub(crate) fn login() -> Result<LoginName, Broken> {
        LoginName::parse(LOGIN).map_err(|_| Broken::Corpus("the login name is none"))
    }

    /// Documents as they leave a tablet that was offline: of each its grant, and its changes put together in one
    /// entry. `first` keeps the documents of two loads apart; of each history so many changes are taken.
    pub(crate) fn documents(&self, first: usize, count: usize, changes: usize) -> Result<Cargo, Broken> {
        let mut rng = ChaCha8Rng::seed_from_u64(1 << 32 | first as u64);
        let mut load = Load::default();
        let mut docs = Vec::with_capacity(count);
        for at in first..first + count {
            let (doc, key) = (DocId::random(DocKind::Story, &mut rng), DocKey::random(&mut rng));
            let chunks = self.histories.get(at % HISTORIES).ok_or(Broken::Corpus("there is no history"))?;
            let chunks = chunks.get(..=changes).ok_or(Broken::Corpus("a history is too short"))?;
            let founder = &self.founder.session.key;
            load.add(self.grant(doc, &key, &mut rng)?);
            load.add(self.change(doc, &key, founder, 2, chunks, &mut rng)?);
            docs.push((doc, key));
        }
        Ok(load.done(docs))
    }

    /// Single changes of a device to a document, numbered from 1, each in a frame of its own.
    pub(crate) fn edits(
        &self,
        doc: &(DocId, DocKey),
        device: &SignKey,
        from: u64,
        count: usize,
    ) -> Result<Vec<Vec<u8>>, Broken> {
        let mut rng = ChaCha8Rng::seed_from_u64(2 << 32 | from);
        let chunks = self.histories.first().ok_or(Broken::Corpus("there is no history"))?;
        let chunk = chunks.last().ok_or(Broken::Corpus("a history is empty"))?;
        let edit = |n| {
            let entry = self.change(doc.0, &doc.1, device, n, std::slice::from_ref(chunk), &mut rng)?;
            Ok(ToRelay::Push(vec![entry.bytes().to_vec().into()]).encode())
        };
        (from..from + count as u64).map(edit).collect()
    }

    /// The maker's grant: the founder and the office keep the document.
    fn grant(&self, doc: DocId, key: &DocKey, rng: &mut ChaCha8Rng) -> Result<Entry, Broken> {
        let session = &self.founder.session;
        let office = self.roll.epochs(Group::Office).last().ok_or(Broken::Corpus("there is no office"))?;
        let purpose = Purpose::Document(session.studio, doc, key.name());
        let readers = [
            (Recipient::Person(session.person), session.vault.box_key().public()),
            (Recipient::Group(Group::Office), office.public),
        ];
        let mut gives = Vec::with_capacity(readers.len());
        for (to, sealed_to) in readers {
            let envelope = sealed_to
                .seal(&key.0, &purpose, rng)
                .map_err(|_| Broken::Corpus("a document key is not sealed"))?;
            gives.push(Give { to, right: Right::Keep, sealed_to, envelope });
        }
        let earlier = key.seal(&codec::encode(&Vec::<Bytes>::new()), &doc.0, rng).into();
        let body = GrantBody { key: key.name(), gives, earlier, takes: Vec::new(), on: EntryId::ZERO };
        let mut nonce = [0; NONCE_LEN];
        rng.fill_bytes(&mut nonce);
        let header = Header { kind: Kind::Grant, ..self.header(doc, &session.key, 1) };
        Entry::sign(&header, nonce, &codec::encode(&body), &session.key)
            .map_err(|_| Broken::Corpus("a grant is not signed"))
    }

    fn change(
        &self,
        doc: DocId,
        key: &DocKey,
        device: &SignKey,
        n: u64,
        chunks: &[Vec<u8>],
        rng: &mut ChaCha8Rng,
    ) -> Result<Entry, Broken> {
        seal(&self.header(doc, device, n), chunks, key, device, rng)
            .map_err(|_| Broken::Corpus("a change is not sealed"))
    }

    fn header(&self, doc: DocId, device: &SignKey, n: u64) -> Header {
        Header {
            format: FORMAT,
            studio: self.founder.session.studio,
            doc,
            kind: Kind::Change,
            key: KeyName::ZERO,
            device: device.public().device(),
            n,
            roll: RollPoint { id: self.founder.entry.id, depth: 1 },
            taken: EntryId::ZERO,
            written_ms: START_MS + n,
        }
    }
}

fn place(label: &str, office: bool, rng: &mut ChaCha8Rng) -> Place {
    Place { tablet: TabletId::random(rng), label: label.to_owned(), office }
}

/// The changes of one document: a title, a visit, an interview with its sets, and text in eighty pieces.
fn history(seed: u64, author: Author) -> Result<Vec<Vec<u8>>, Broken> {
    let mut rng = ChaCha8Rng::seed_from_u64(3 << 32 | seed);
    let skeleton = Document::skeleton(DocKind::Story).ok_or(Broken::Corpus("a story has no skeleton"))?;
    let mut document = Document::new(DocKind::Story).map_err(|_| Broken::Corpus("a story is not made"))?;
    let mut chunks = vec![skeleton.to_vec()];
    let mut start = [0; 8];
    rng.fill_bytes(&mut start);
    for (at, edit) in edits(author, &mut rng).into_iter().enumerate() {
        let writer = Writer {
            author,
            roles: Roles::of(&[Role::FirstConvener, Role::Member]),
            start,
            now_ms: START_MS + at as u64 * 1000,
            n: 2,
            around: Around::default(),
            seen: Heads::default(),
        };
        let chunk = document.edit(&Edit::Story(edit), &writer);
        let chunk = chunk.ok().flatten().ok_or(Broken::Corpus("an edit changes nothing"))?;
        chunks.push(chunk);
    }
    Ok(chunks)
}

fn edits(author: Author, rng: &mut ChaCha8Rng) -> Vec<Story> {
    let (visit, interview) = (item(rng), item(rng));
    let (at_ms, person) = (START_MS as i64, author.person);
    let mut edits = vec![
        Story::SetTitle(text(rng, 14)),
        Story::SetLocationDetail(text(rng, 10)),
        Story::AddTag(text(rng, 3)),
        Story::AddVisit {
            id: visit,
            at_ms,
            channel: Channel::SundayReception,
            receiver: person,
            kind: VisitKind::First,
            headcount: 2,
        },
        Story::SetVisitPlace(visit, text(rng, 6)),
        Story::SetVisitRecorder(visit, person),
        Story::AddInterview {
            id: interview,
            kind: InterviewKind::Reception,
            start_ms: at_ms,
            interviewer: person,
            recorder: person,
            supplement_to: None,
        },
        Story::SetInterviewTime(interview, TimeOf::End, at_ms + 3_600_000),
        Story::SetInterviewPlace(interview, text(rng, 6)),
    ];
    let sets = [SetOf::Present, SetOf::Informed, SetOf::PersonsMet, SetOf::Companions];
    while edits.len() < CHANGES / 5 {
        edits.push(Story::AddTo(interview, sets[edits.len() % sets.len()], text(rng, 5)));
    }
    while edits.len() < CHANGES {
        let index = (edits.len() - CHANGES / 5) * SPLICE_CHARS;
        let (field, at) = (TextField::Narrative(interview), Heads::default());
        let insert = text(rng, SPLICE_CHARS);
        edits.push(Story::SpliceText { field, at, index: index as u32, delete: 0, insert });
    }
    edits
}

fn item(rng: &mut ChaCha8Rng) -> ItemId {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    ItemId(bytes)
}

fn text(rng: &mut ChaCha8Rng, chars: usize) -> String {
    let words: Vec<char> = WORDS.chars().collect();
    (0..chars).filter_map(|_| words.get(rng.next_u32() as usize % words.len())).collect()
}

/// Entries on their way into frames, counted.
#[derive(Default)]
struct Load {
    frames: Frames,
    entries: usize,
    bytes: usize,
}

impl Load {
    fn add(&mut self, entry: Entry) {
        self.entries += 1;
        self.bytes += entry.bytes().len();
        self.frames.add(entry.bytes().to_vec());
    }

    fn done(self, docs: Vec<(DocId, DocKey)>) -> Cargo {
        let frames = self.frames.done().iter().map(ToRelay::encode).collect();
        Cargo { frames, entries: self.entries, bytes: self.bytes, docs }
    }
}
