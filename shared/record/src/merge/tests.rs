//! Each way of merging, for all edits: whatever order things arrive in, every device shows the same.

use crate::case::Edit as Case;
use crate::edit::Edit;
use crate::enums::{
    AppealKind, Category, Channel, CloseReason, InterviewKind, Need, PartyKind, PartyRole, Risk, Roles,
    Sensitivity, Urgency,
};
use crate::people::Edit as People;
use crate::story::{Edit as Story, TextField};
use crate::testing::{Table, id, office, orders, person};
use crate::view::View;
use proptest::prelude::*;
use shared::ids::DocKind;

mod auto;
mod highest;
mod kept;
mod list;
mod log;
mod once;
mod set;
mod text;

/// Three devices write edits without knowing of each other, hand them in in some order, and are fed them in others.
/// Edits that are refused are refused everywhere, so they are left out.
fn converges(
    kind: DocKind,
    setup: &[Edit],
    rounds: &[[Vec<Edit>; 3]],
    seed: u64,
    check: impl Fn(&Table, &View),
) {
    let mut table = Table::new(kind, &[office(); 3], setup);
    let orders = orders(3);
    for (round, edits) in rounds.iter().enumerate() {
        for (device, edits) in edits.iter().enumerate() {
            for edit in edits {
                let _refused = table.write(device, edit);
            }
        }
        let pick = |salt: u64| {
            orders[(seed.wrapping_mul(31).wrapping_add(salt + round as u64) % 6) as usize].clone()
        };
        let fresh = table.hand_in(&pick(0));
        for device in 0..3 {
            let mut feed = fresh.clone();
            // Any order at all: entries that come too early wait for the others.
            let turn = seed.rotate_left(device as u32 * 7) as usize;
            let middle = turn % feed.len().max(1);
            feed.rotate_left(middle);
            if turn & 64 != 0 {
                feed.reverse();
            }
            table.deliver(device, &feed);
        }
    }
    let view = table.agreed();
    let mut backwards: Vec<usize> = (0..table.log.len()).collect();
    backwards.reverse();
    assert_eq!(table.replay(&backwards).view().as_ref(), Some(&view));
    // What comes twice changes nothing.
    table.deliver(0, &backwards);
    assert_eq!(table.view(0), view);
    check(&table, &view);
}

fn edits(one: impl Strategy<Value = Edit> + 'static) -> impl Strategy<Value = Vec<[Vec<Edit>; 3]>> {
    let some = prop::collection::vec(one, 0..4).boxed();
    prop::collection::vec([some.clone(), some.clone(), some], 1..3)
}

fn cases() -> ProptestConfig {
    ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() }
}

fn any_of<T: Clone + core::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn party() -> Vec<Edit> {
    vec![Edit::People(People::AddParty {
        id: id(1),
        role: PartyRole::Applicant,
        kind: PartyKind::Person,
        name: "赵样工".into(),
    })]
}

fn interview() -> Vec<Edit> {
    vec![
        Edit::Story(Story::AddInterview {
            id: id(1),
            kind: InterviewKind::Reception,
            start_ms: 1,
            interviewer: person(1),
            recorder: person(2),
            supplement_to: None,
        }),
        splice(TextField::Narrative(id(1)), 0, 0, "来访人称,2月26日上午跌落。\n第二段。"),
    ]
}

fn splice(field: TextField, index: u32, delete: u32, insert: &str) -> Edit {
    Edit::Story(Story::SpliceText { field, at: Default::default(), index, delete, insert: insert.into() })
}

fn case_view(view: &View) -> &crate::case::CaseView {
    if let View::Case(view) = view { view } else { panic!("a case") }
}

fn people_view(view: &View) -> &crate::people::PeopleView {
    if let View::People(view) = view { view } else { panic!("people") }
}

fn story_view(view: &View) -> &crate::story::StoryView {
    if let View::Story(view) = view { view } else { panic!("a story") }
}
