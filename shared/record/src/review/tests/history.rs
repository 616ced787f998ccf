//! Whatever several devices write, decide and take back in whatever order: no word of anybody is lost unseen.

use super::*;
use crate::case::CaseView;
use crate::enums::Urgency;
use crate::names::ChangeId;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const DEVICES: usize = 4;

#[derive(Clone, Debug)]
enum Act {
    /// A device writes the n-th value.
    Write(usize, usize),
    /// A device decides, if something is asked, in the n-th way.
    Decide(usize, usize),
    /// A device takes the n-th decision back.
    Undo(usize, usize),
    /// A device hands in what it has.
    HandIn(usize),
    /// A device takes what it has not taken yet.
    Take(usize),
    /// A device puts together what it has not handed in.
    Coalesce(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let device = 0..DEVICES;
    prop_oneof![
        4 => (device.clone(), 0..3_usize).prop_map(|(device, value)| Act::Write(device, value)),
        3 => (device.clone(), 0..5_usize).prop_map(|(device, way)| Act::Decide(device, way)),
        1 => (device.clone(), 0..3_usize).prop_map(|(device, decision)| Act::Undo(device, decision)),
        3 => device.clone().prop_map(Act::HandIn),
        3 => device.clone().prop_map(Act::Take),
        1 => device.prop_map(Act::Coalesce),
    ]
}

fn classes() -> impl Strategy<Value = Class> {
    prop_oneof![Just(Class::Warn), Just(Class::Block), Just(Class::Highest)]
}

/// The field that is written: one for each way in which fields merge that ask.
#[derive(Clone, Copy, Debug)]
enum Class {
    Warn,
    Block,
    Highest,
}

impl Class {
    fn write(self, value: usize, name: ItemId) -> Edit {
        Edit::Case(match self {
            Class::Warn => {
                Case::SetCategory([Category::Wages, Category::Contract, Category::LaborInjury][value].clone())
            }
            Class::Block => {
                let all = [Acceptance::Accept, Acceptance::Instant, Acceptance::DeclineScope];
                let reason = if value == 0 { String::new() } else { "理由".into() };
                Case::SetAcceptance { id: name, acceptance: all[value].clone(), reason }
            }
            Class::Highest => {
                Case::SetUrgency([Urgency::Normal, Urgency::Urgent, Urgency::Critical][value].clone())
            }
        })
    }

    fn values(self, case: &CaseView) -> Vec<Fact> {
        let text = |code: &str| Fact::Text(code.to_owned());
        match self {
            Class::Warn => case.category.values.iter().map(|it| text(it.value.code())).collect(),
            Class::Block => case.acceptance.values.iter().map(|it| text(it.value.code())).collect(),
            Class::Highest => case.urgency.values.iter().map(|it| text(it.value.code())).collect(),
        }
    }

    fn value(self, value: usize) -> Fact {
        let codes = match self {
            Class::Warn => ["wages", "contract", "labor_injury"],
            Class::Block => ["accept", "instant", "decline_scope"],
            Class::Highest => ["normal", "urgent", "critical"],
        };
        Fact::Text(codes[value].to_owned())
    }
}

/// Somebody's word: what, in which change, and whether somebody who saw no other word wrote over it.
struct Word {
    person: shared::ids::PersonId,
    value: Fact,
    succeeded: bool,
}

struct Story {
    table: Table,
    class: Class,
    words: BTreeMap<ChangeId, Word>,
    taken: [usize; DEVICES],
    next: u8,
}

impl Story {
    fn new(class: Class) -> Story {
        let all = [member(), member(), clerk(), roles(Role::Convener)];
        let mut table = Table::new(DocKind::Case, &all, &[]);
        table.sync();
        let taken = [table.log.len(); DEVICES];
        Story { table, class, words: BTreeMap::new(), taken, next: 100 }
    }

    fn case(&self, device: usize) -> CaseView {
        if let View::Case(view) = self.table.view(device) { *view } else { panic!("a case") }
    }

    fn name(&mut self) -> ItemId {
        self.next += 1;
        id(self.next)
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Write(device, value) => self.write(*device, *value),
            Act::Decide(device, way) => self.decide(*device, *way),
            Act::Undo(device, nth) => {
                let decided = self.case(*device).review.decided;
                let Some(made) = decided.get(*nth) else { return };
                let undo = Decision::Undo { id: self.name(), decision: made.id, reason: String::new() };
                // Whoever may not is refused; that is another test's matter.
                let _refused = self.table.write(*device, &Edit::Review(undo));
            }
            Act::HandIn(device) => {
                self.table.hand_in(&[*device]);
            }
            Act::Coalesce(device) => self.table.coalesce(*device),
            Act::Take(device) => {
                let fresh: Vec<usize> = (self.taken[*device]..self.table.log.len()).collect();
                self.table.deliver(*device, &fresh);
                self.taken[*device] = self.table.log.len();
            }
        }
    }

    fn write(&mut self, device: usize, value: usize) {
        let (before, name) = (self.case(device), self.name());
        let heads = self.table.devices[device].doc.heads();
        self.table.write(device, &self.class.write(value, name)).expect("no word is refused");
        if self.table.devices[device].doc.heads() == heads {
            return; // said already
        }
        let shown = self.class.values(&before);
        if let [only] = &shown[..] {
            self.succeed(device, only);
        }
        self.note(device, self.class.value(value));
    }

    fn decide(&mut self, device: usize, way: usize) {
        let review = self.case(device).review;
        let Some(item) = review.items.first() else { return };
        let choice = match way {
            0..3 => item.candidates.get(way).map(|it| Choice::Use(it.change)),
            3 => Some(Choice::KeepBoth),
            _ => item.candidates.last().map(|it| Choice::Propose(it.change)),
        };
        let Some(choice) = choice else { return };
        let edit =
            Edit::Review(Decision::Decide {
                id: self.name(), item: item.key, choice, reason: "理由".into()
            });
        let value = match edit.clone() {
            Edit::Review(Decision::Decide { choice: Choice::Propose(change), .. }) => {
                item.candidates.iter().find(|it| it.change == change).map(|it| it.value.clone())
            }
            _ => None,
        };
        if self.table.write(device, &edit).is_ok()
            && let Some(value) = value
        {
            self.note(device, value);
        }
    }

    /// The one value that a device shows gives way to another by the hand of somebody who saw it.
    fn succeed(&mut self, device: usize, value: &Fact) {
        let doc = &self.table.devices[device].doc;
        for (change, word) in &mut self.words {
            if doc.origin(change).is_some() && word.value == *value {
                word.succeeded = true;
            }
        }
    }

    fn note(&mut self, device: usize, value: Fact) {
        let doc = &self.table.devices[device].doc;
        let heads = doc.heads();
        let [change] = heads.0[..] else { panic!("one newest change") };
        let person = self.table.devices[device].author.person;
        // Somebody who thinks better of their own proposal takes their own word back.
        for (known, word) in &mut self.words {
            if word.person == person && doc.origin(known).is_some() {
                word.succeeded = word.succeeded || doc.is_proposed(known);
            }
        }
        self.words.insert(change, Word { person, value, succeeded: false });
    }

    /// Everybody hands in what they have and takes what they lack: what all of them show then.
    fn come_to_rest(&mut self) -> CaseView {
        for device in 0..DEVICES {
            self.table.hand_in(&[device]);
        }
        for device in 0..DEVICES {
            self.act(&Act::Take(device));
        }
        if let View::Case(view) = self.table.agreed() { *view } else { panic!("a case") }
    }

    /// What people read of it, without the numbers that entries have.
    fn read_out(&mut self) -> String {
        let view = self.come_to_rest();
        let of = |all: &[crate::review::Candidate]| -> Vec<(Fact, shared::ids::PersonId)> {
            all.iter().map(|it| (it.value.clone(), it.written.person)).collect()
        };
        let review = &view.review;
        let items = review.items.iter().map(|it| {
            let proposals: Vec<_> = it.proposals.iter().map(|it| (it.change, it.by.person)).collect();
            (it.key, it.level.clone(), it.is_reopened, it.base.clone(), of(&it.candidates), proposals)
        });
        let items: Vec<_> = items.collect();
        let decided = review.decided.iter().map(|it| {
            let undone = it.undone.as_ref().map(|by| by.person);
            (it.id, it.value.clone(), it.by.person, undone, of(&it.candidates), it.stops)
        });
        let decided: Vec<_> = decided.collect();
        let told = review.told.iter().map(|it| (it.person, it.decision, it.lost.clone(), it.stands.clone()));
        let told: Vec<_> = told.collect();
        format!("{:?}\n{items:#?}\n{decided:#?}\n{told:#?}", self.class.values(&view))
    }

    fn check(mut self) {
        let view = self.come_to_rest();
        let review = &view.review;
        let standing = self.class.values(&view);
        let mut lost: BTreeMap<_, usize> = BTreeMap::new();
        for (change, word) in self.words.iter().filter(|(_, word)| !standing.contains(&word.value)) {
            let over = review.decided.iter().filter(|made| {
                let is_over = made.candidates.iter().any(|it| it.change == *change);
                is_over && made.undone.is_none() && made.value.as_ref().is_some_and(|it| *it != word.value)
            });
            let deciders: BTreeSet<_> = over.map(|made| made.by.person).collect();
            assert!(
                word.succeeded || !deciders.is_empty(),
                "{:?} of {:?} is neither standing nor decided about: {review:#?}",
                word.value,
                word.person
            );
            if deciders.iter().any(|person| *person != word.person) {
                *lost.entry((word.person, word.value.clone())).or_default() += 1;
            }
        }
        for ((person, value), times) in lost {
            let told = review.told.iter().filter(|it| it.person == person && it.lost == value).count();
            assert!(
                (1..=times).contains(&told),
                "{person} is told {told} times that {value:?} is lost {times} times"
            );
        }
        for told in &review.told {
            assert!(!standing.contains(&told.lost), "nobody is told that what stands does not: {told:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_stands_or_is_in_the_history_and_whose_it_was_is_told(
        acts in prop::collection::vec(act(), 1..24),
        class in classes(),
    ) {
        let mut story = Story::new(class);
        acts.iter().for_each(|act| story.act(act));
        story.check();
    }

    #[test]
    fn what_was_put_together_before_it_left_reads_as_if_each_had_gone_alone(
        acts in prop::collection::vec(act(), 1..20),
        class in classes(),
    ) {
        let (mut together, mut alone) = (Story::new(class), Story::new(class));
        for act in &acts {
            together.act(act);
            if !matches!(act, Act::Coalesce(_)) {
                alone.act(act);
            }
        }
        prop_assert_eq!(together.read_out(), alone.read_out());
    }
}
