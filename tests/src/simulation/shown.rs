//! What a device shows of a case, in either tier: what the model can count and compare.

use client::engine::api::{CaseScreen, Topic, View};
use client::engine::{Engine, Record};
use record::{Document, Edit, people, story};
use shared::ids::{DocId, DocKind};

use super::device::ready;
use super::host::SimHost;
use super::model::Mark;
use super::opaque::Opaque;

/// A kind of record that stories can be told with.
pub(super) trait Tier: Record + 'static {
    /// Steps before the network heals: a story has at least 60 events.
    const STEPS: u32;
    /// At most so much goes on in one step.
    const BURST: usize;
    /// Whether the relay's disk is put back from an older copy now and then. Since when the relay has an entry is
    /// then no more the same on every device, and records say it.
    const IS_PUT_BACK: bool;
    /// What a device shows of a case.
    type Shown: Shown;

    /// What a device shows of a case, if it shows it.
    fn look(engine: &mut Engine<SimHost<Self>>, case: DocId) -> Option<Self::Shown>;
}

/// What a device shows of a case.
pub(super) trait Shown {
    /// How often it shows something.
    fn count(&self, mark: &Mark) -> usize;
    /// All that must look alike on every device, in words. Ticks and rights are each one's own.
    fn told(&self) -> String;
    /// Whether two devices show the same.
    fn is_like(&self, other: &Self) -> bool;
}

impl Tier for Document {
    const STEPS: u32 = 320;
    const BURST: usize = 1;
    const IS_PUT_BACK: bool = false;
    type Shown = CaseScreen;

    fn look(engine: &mut Engine<SimHost<Self>>, case: DocId) -> Option<CaseScreen> {
        match ready(engine.view(&Topic::Case(case)))?? {
            View::Case(screen) => Some(*screen),
            _ => None,
        }
    }
}

impl Shown for CaseScreen {
    fn count(&self, mark: &Mark) -> usize {
        let (story, people) = (self.story.as_ref(), self.people.as_ref());
        match mark {
            Mark::Note(id) => story.map_or(0, |it| it.notes.iter().filter(|note| note.id == *id).count()),
            Mark::Word(word) => story.map_or(0, |it| it.facts.text.matches(word.as_str()).count()),
            Mark::Phone(party, number) => {
                let parties = people.iter().flat_map(|it| &it.parties).filter(|it| it.id == *party);
                parties.flat_map(|it| &it.phones).filter(|phone| phone.number == *number).count()
            }
        }
    }

    fn told(&self) -> String {
        format!("{:?}", (&self.case, &self.story, &self.people))
    }

    fn is_like(&self, other: &Self) -> bool {
        (&self.case, &self.story, &self.people) == (&other.case, &other.story, &other.people)
    }
}

/// A case of opaque changes: what stands in its documents.
#[derive(PartialEq)]
pub(super) struct OpaqueCase(Vec<((Vec<u8>, u64), Edit)>);

impl Tier for Opaque {
    const STEPS: u32 = 70;
    const BURST: usize = 8;
    const IS_PUT_BACK: bool = true;
    type Shown = OpaqueCase;

    fn look(engine: &mut Engine<SimHost<Self>>, case: DocId) -> Option<OpaqueCase> {
        let mut all = Vec::new();
        let mut is_there = false;
        for kind in [DocKind::Case, DocKind::Story, DocKind::People] {
            let Some(record) = ready(engine.record(case.sibling(kind)))? else { continue };
            is_there = true;
            all.extend(record.standing().map(|(name, edit)| (name.clone(), edit.clone())));
        }
        is_there.then_some(OpaqueCase(all))
    }
}

impl Shown for OpaqueCase {
    fn count(&self, mark: &Mark) -> usize {
        let is_it = |edit: &Edit| match (mark, edit) {
            (Mark::Note(id), Edit::Story(story::Edit::AddNote { id: of, .. })) => id == of,
            (Mark::Word(word), Edit::Story(story::Edit::SpliceText { insert, .. })) => insert == word,
            (Mark::Phone(_, number), Edit::People(people::Edit::SetPhone { number: of, .. })) => number == of,
            _ => false,
        };
        self.0.iter().filter(|(_, edit)| is_it(edit)).count()
    }

    fn told(&self) -> String {
        format!("{:?}", self.0)
    }

    fn is_like(&self, other: &Self) -> bool {
        self == other
    }
}
