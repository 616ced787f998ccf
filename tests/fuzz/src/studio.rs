//! A studio that is the same on every run: its founder, a document, and the key of that document.

use std::sync::OnceLock;

use client::engine::Session;
use client::engine::enrol::{self, Lock, Place};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use shared::codec;
use shared::entry::{Entry, FORMAT, Header, Kind};
use shared::ids::{DocId, DocKind, EntryId, KeyName, TabletId};
use shared::keys::{BoxKey, DocKey, Purpose, stretch};
use shared::roll::{Give, GrantBody, Group, Recipient, Right, Rights, Roll};

/// The studio.
pub(crate) struct Studio {
    pub(crate) founder: Session,
    pub(crate) founding: Entry,
    pub(crate) roll: Roll,
    pub(crate) rights: Rights,
    pub(crate) doc: DocId,
    pub(crate) key: DocKey,
}

impl Studio {
    /// The studio, with one case that its founder keeps.
    pub(crate) fn get() -> &'static Studio {
        static STUDIO: OnceLock<Studio> = OnceLock::new();
        STUDIO.get_or_init(Studio::found)
    }

    fn found() -> Studio {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let salt = [7; 16];
        let stretched = stretch("a passphrase for all", &salt).expect("it is long enough");
        let lock = Lock { stretched: &stretched, salt, sheet: None };
        let place = Place { tablet: TabletId([1; 16]), label: "P01".to_owned(), office: true };
        let founded = enrol::found(&place, &lock, 1_795_000_000_000, &mut rng).expect("a studio is founded");
        let mut roll = Roll::new(founded.session.studio);
        roll.take(&founded.entry).expect("a founding is taken");
        let doc = DocId([0xd0; 16]).sibling(DocKind::Case);
        let (founder, founding, key) = (founded.session, founded.entry, DocKey([0x4b; 32]));
        let mut studio = Studio { founder, founding, roll, rights: Rights::default(), doc, key };
        let grant = studio.making();
        let entry = studio.sign(Kind::Grant, doc, 1, &codec::encode(&grant)).expect("a grant is short");
        studio.rights.fold(&entry, &grant, 1);
        studio
    }

    /// The grant by which the founder makes the document.
    pub(crate) fn making(&self) -> GrantBody {
        let to = [Recipient::Person(self.founder.person), Recipient::Group(Group::Office)];
        let boxed = self.founder.vault.box_key().public();
        let purpose = Purpose::Document(self.founder.studio, self.doc, self.key.name());
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        let mut give = |to| {
            let sealed_to = match to {
                Recipient::Person(_) => boxed,
                Recipient::Group(_) => BoxKey::from_material(&[9; 32]).public(),
            };
            let envelope = sealed_to.seal(&self.key.0, &purpose, &mut rng).expect("a drawn key is a key");
            Give { to, right: Right::Keep, sealed_to, envelope }
        };
        let gives = to.into_iter().map(&mut give).collect();
        GrantBody {
            key: self.key.name(),
            gives,
            earlier: Vec::new().into(),
            takes: Vec::new(),
            on: EntryId::ZERO,
        }
    }

    /// The header of the founder's n-th entry for a document.
    pub(crate) fn header(&self, kind: Kind, doc: DocId, n: u64) -> Header {
        Header {
            format: FORMAT,
            studio: self.founder.studio,
            doc,
            kind,
            key: if kind == Kind::Change { self.key.name() } else { KeyName::ZERO },
            device: self.founder.device,
            n,
            roll: self.roll.tip(),
            taken: EntryId::ZERO,
            written_ms: 1_795_000_000_001,
        }
    }

    /// An entry of the founder's with any body; none if it would be too long.
    pub(crate) fn sign(&self, kind: Kind, doc: DocId, n: u64, body: &[u8]) -> Option<Entry> {
        Entry::sign(&self.header(kind, doc, n), [7; 24], body, &self.founder.key).ok()
    }
}
