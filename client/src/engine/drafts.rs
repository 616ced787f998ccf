//! What somebody typed and did not hand in yet: kept on this device alone, sealed as everything else of theirs, until it is
//! handed in or thrown away. No word is lost because a sheet was closed.

use minicbor::{Decode, Encode};
use shared::codec;
use shared::ids::DocId;
use shared::sync::short;

use super::api::{Drafted, HandedIn};
use super::disk::{DiskError, Op};
use super::store;
use super::trouble::Failure;
use super::{Engine, Host};

const BOUND: &[u8] = b"parlor draft 1";
/// The longest draft, in bytes: far above what any field takes.
const TEXT_MAX: usize = 256 * 1024;
/// The longest name of a place.
const PLACE_MAX: usize = 128;

/// As it is sealed. The record goes with it, so that no draft can be moved under another.
#[derive(Encode, Decode)]
struct DraftFile(#[n(0)] DocId, #[n(1)] Drafted);

/// What takes drafts off the disk that an edit uses up.
pub(super) fn use_up(handed_in: &HandedIn) -> Vec<Op> {
    handed_in.places.iter().map(|it| store::delete_draft(handed_in.doc, &place_name(it))).collect()
}

fn place_name(place: &str) -> [u8; 16] {
    short(blake3::hash(place.as_bytes()).as_bytes()).0
}

impl<H: Host> Engine<H> {
    /// Keeps what was typed at a place; an empty text takes it away.
    pub(super) async fn keep_draft(&mut self, doc: DocId, drafted: &Drafted) -> Result<(), Failure> {
        if drafted.text.len() > TEXT_MAX || drafted.place.len() > PLACE_MAX {
            return Err(record::EditError::TooLong { limit: TEXT_MAX }.into());
        }
        let place = place_name(&drafted.place);
        let op = if drafted.text.is_empty() {
            store::delete_draft(doc, &place)
        } else {
            let file = codec::encode(&DraftFile(doc, drafted.clone()));
            let sealed = self.session.local_key().seal(&file, BOUND, &mut self.rng);
            store::put_draft(doc, &place, sealed)
        };
        self.store.commit(vec![op]).await?;
        self.watch.touch_drafts();
        Ok(())
    }

    /// What was typed about a record and not handed in. What does not open is nobody's any more.
    pub(super) async fn drafts(&mut self, doc: DocId) -> Result<Vec<Drafted>, DiskError> {
        let key = self.session.local_key();
        let open = |sealed: Vec<u8>| {
            let DraftFile(of, drafted) = codec::decode(&key.open(&sealed, BOUND).ok()?)?;
            (of == doc).then_some(drafted)
        };
        Ok(self.store.drafts(doc).await?.into_iter().filter_map(open).collect())
    }
}
