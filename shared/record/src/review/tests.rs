//! Deciding, undoing, being told.

use super::{Choice, Edit as Decision, Item, Topic};
use crate::case::Edit as Case;
use crate::edit::{Edit, EditError};
use crate::enums::{Acceptance, Category, Level, PartyKind, PartyRole, Risk, Role, Roles};
use crate::names::ItemId;
use crate::people::{Edit as People, PeopleView};
use crate::story::{Edit as Story, TextField};
use crate::testing::{Table, id, person};
use crate::value::Fact;
use crate::view::View;
use shared::ids::DocKind;

mod differ;
mod history;
mod typed;
mod undo;

fn roles(role: Role) -> Roles {
    Roles::of(&[role])
}

fn member() -> Roles {
    roles(Role::Member)
}

fn clerk() -> Roles {
    roles(Role::Clerk)
}

fn phone(number: &str) -> Edit {
    Edit::People(People::SetPhone { party: id(1), number: number.into(), label: "当面问到".into() })
}

fn decide(name: u8, item: &Item, choice: Choice, reason: &str) -> Edit {
    Edit::Review(Decision::Decide { id: id(name), item: item.key, choice, reason: reason.into() })
}

fn people(view: &View) -> &PeopleView {
    if let View::People(view) = view { view } else { panic!("people") }
}

/// Two members gave a party two numbers; a clerk and a convener look on.
fn two_phones() -> Table {
    let party = Edit::People(People::AddParty {
        id: id(1),
        role: PartyRole::Respondent,
        kind: PartyKind::Person,
        name: "钱示包".into(),
    });
    let all = [member(), member(), clerk(), roles(Role::Convener)];
    let mut table = Table::new(DocKind::People, &all, &[party, phone("12000001002")]);
    table.write(0, &phone("12000009111")).unwrap();
    table.write(1, &phone("12000009222")).unwrap();
    table.sync();
    table
}

fn first_item(table: &Table) -> Item {
    table.agreed().review().items[0].clone()
}

#[test]
fn a_decision_settles_a_dispute_everywhere_and_tells_who_lost() {
    let mut table = two_phones();
    let item = first_item(&table);
    assert_eq!((item.topic, item.level.clone()), (Topic::Values, Level::Warn));
    assert_eq!(item.base, Some(Fact::Text("12000001002".into())));
    let chosen =
        item.candidates.iter().find(|it| it.value == Fact::Text("12000009111".into())).unwrap().change;
    table.write(2, &decide(9, &item, Choice::Use(chosen), "打通了")).unwrap();
    table.sync();
    let view = table.agreed();
    let phone = &people(&view).parties[0].phone;
    assert_eq!((phone.get().map(String::as_str), phone.values.len()), (Some("12000009111"), 1));
    assert_eq!(people(&view).parties[0].phones.len(), 3, "the numbers stay in the list");
    let review = view.review();
    assert!(review.items.is_empty());
    assert_eq!(review.decided[0].reason.as_deref(), Some("打通了"));
    assert_eq!(review.decided[0].candidates.len(), 2, "the history has both");
    assert_eq!(review.told.len(), 1);
    assert_eq!((review.told[0].person, &review.told[0].lost), (person(2), &Fact::Text("12000009222".into())));
    // The message is put away by the one it is for.
    table.write(1, &Edit::Review(Decision::PutAway { decision: id(9) })).unwrap();
    table.sync();
    assert!(table.agreed().review().told.is_empty());
}

#[test]
fn both_numbers_can_stay_with_one_of_them_first() {
    let mut table = two_phones();
    let item = first_item(&table);
    table.write(2, &decide(9, &item, Choice::KeepBoth, "")).unwrap();
    table.sync();
    let view = table.agreed();
    assert!(view.review().items.is_empty() && !people(&view).parties[0].phone.is_disputed());
    assert_eq!(people(&view).parties[0].phones.len(), 3);
}

#[test]
fn something_else_can_be_written_instead_and_later_stays_in_the_list() {
    let mut table = two_phones();
    let item = first_item(&table);
    table.write(2, &decide(8, &item, Choice::Later, "")).unwrap();
    assert!(first_of(&table, 2).put_off.is_some());
    let number = Fact::Number(5);
    assert_eq!(table.write(2, &decide(9, &item, Choice::Rewrite(number), "")), Err(EditError::WrongChoice));
    table.write(2, &decide(9, &item, Choice::Rewrite(Fact::Text("12000009333".into())), "")).unwrap();
    table.sync();
    let view = table.agreed();
    assert_eq!(people(&view).parties[0].phone.get().map(String::as_str), Some("12000009333"));
    assert_eq!(view.review().told.len(), 2, "both are told");
}

fn first_of(table: &Table, device: usize) -> Item {
    table.view(device).review().items[0].clone()
}

#[test]
fn a_decision_taken_back_opens_the_question_again_with_all_that_was_said() {
    let mut table = two_phones();
    let item = first_item(&table);
    table.write(2, &decide(9, &item, Choice::Use(item.candidates[0].change), "")).unwrap();
    table.sync();
    let undo =
        |name| Edit::Review(Decision::Undo { id: id(name), decision: id(9), reason: "打错了".into() });
    assert!(matches!(table.write(0, &undo(10)), Err(EditError::NotYours(_))));
    table.write(3, &undo(10)).unwrap();
    table.sync();
    let view = table.agreed();
    assert_eq!(people(&view).parties[0].phone.values.len(), 2);
    assert!(view.review().decided[0].undone.is_some() && view.review().told.is_empty());
    let item = first_item(&table);
    let other = item.candidates.iter().find(|it| it.value != item.candidates[0].value).unwrap().change;
    table.write(3, &decide(11, &item, Choice::Use(other), "")).unwrap();
    table.sync();
    assert!(table.agreed().review().items.is_empty());
    assert_eq!(table.write(3, &undo(12)), Err(EditError::ItemChanged));
}

#[test]
fn a_member_proposes_and_does_not_decide() {
    let mut table = two_phones();
    let item = first_item(&table);
    let change = item.candidates[1].change;
    let decided = table.write(0, &decide(9, &item, Choice::Use(change), ""));
    assert!(matches!(decided, Err(EditError::NotYours(_))));
    table.write(0, &decide(9, &item, Choice::Propose(change), "")).unwrap();
    table.sync();
    let item = first_item(&table);
    assert_eq!((item.proposals.len(), item.proposals[0].change), (1, change));
    assert_eq!(item.proposals[0].by.person, person(1));
}

#[test]
fn two_who_decide_alike_agree_and_two_who_decide_differently_open_it_again_as_a_stop() {
    for (second, expected) in [(0, 0), (1, 1)] {
        let mut table = two_phones();
        let item = first_item(&table);
        table.write(2, &decide(9, &item, Choice::Use(item.candidates[0].change), "")).unwrap();
        table.write(3, &decide(10, &item, Choice::Use(item.candidates[second].change), "")).unwrap();
        table.sync();
        let view = table.agreed();
        assert_eq!(view.review().items.len(), expected);
        for item in &view.review().items {
            assert!(item.is_reopened && item.level == Level::Block);
        }
    }
}

#[test]
fn what_stops_a_case_needs_a_convener_and_a_reason() {
    let decision = |acceptance: Acceptance, name: u8| {
        Edit::Case(Case::SetAcceptance { id: id(name), acceptance, reason: String::new() })
    };
    let mut table = Table::new(DocKind::Case, &[member(), member(), clerk(), roles(Role::Convener)], &[]);
    table.write(0, &decision(Acceptance::Accept, 1)).unwrap();
    table.write(1, &decision(Acceptance::DeclineScope, 2)).unwrap();
    table.sync();
    let item = first_item(&table);
    assert_eq!(item.level, Level::Block);
    let choice = Choice::Use(item.candidates[0].change);
    assert!(matches!(table.write(2, &decide(9, &item, choice.clone(), "…")), Err(EditError::NotYours(_))));
    assert_eq!(table.write(3, &decide(9, &item, choice.clone(), " ")), Err(EditError::NoReason));
    assert_eq!(table.write(3, &decide(9, &item, Choice::KeepBoth, "两个都对")), Err(EditError::WrongChoice));
    let edit = decide(9, &item, choice, "属于协商范围");
    table.write(3, &edit).unwrap();
    table.sync();
    let view = table.agreed();
    assert!(view.review().items.is_empty());
    // A case holds no words: the reason goes to its story.
    assert_eq!(view.review().decided[0].reason, None);
    let story = edit.also(DocKind::Case);
    assert_eq!(story, Some(Edit::Story(Story::GiveReason { of: id(9), text: "属于协商范围".into() })));
}

#[test]
fn a_code_is_only_rewritten_by_a_code() {
    let mut table = Table::new(DocKind::Case, &[clerk(), clerk()], &[]);
    table.write(0, &Edit::Case(Case::SetCategory(Category::Wages))).unwrap();
    table.write(1, &Edit::Case(Case::SetCategory(Category::Contract))).unwrap();
    table.sync();
    let item = first_item(&table);
    let rewrite = |text: &str| decide(9, &item, Choice::Rewrite(Fact::Text(text.into())), "");
    assert_eq!(table.write(0, &rewrite("赵某的工资")), Err(EditError::NotACode));
    table.write(0, &rewrite("labor_other")).unwrap();
}

#[test]
fn a_raised_risk_may_stay_and_only_a_convener_lowers_it() {
    let mut table = Table::new(DocKind::Case, &[clerk(), clerk(), roles(Role::Convener)], &[]);
    table.write(0, &Edit::Case(Case::SetRisk(Risk::Red))).unwrap();
    table.write(1, &Edit::Case(Case::SetRisk(Risk::Yellow))).unwrap();
    table.sync();
    let item = first_item(&table);
    assert_eq!(item.topic, Topic::Raised);
    let lower = decide(9, &item, Choice::Use(item.candidates[1].change), "");
    assert!(matches!(table.write(0, &lower), Err(EditError::NotYours(_))));
    table.write(0, &decide(9, &item, Choice::Use(item.candidates[0].change), "")).unwrap();
    table.sync();
    assert!(table.agreed().review().items.is_empty());
}

#[test]
fn anybody_who_has_read_a_paragraph_through_says_so() {
    let splice = |insert: &str| {
        let (field, at) = (TextField::Appeal, Default::default());
        Edit::Story(Story::SpliceText { field, at, index: 0, delete: 0, insert: insert.into() })
    };
    let mut table = Table::new(DocKind::Story, &[member(), member()], &[splice("要求支付工资。")]);
    table.write(0, &splice("甲")).unwrap();
    table.write(1, &splice("乙")).unwrap();
    table.sync();
    let item = first_item(&table);
    table.write(0, &decide(9, &item, Choice::KeepBoth, "")).unwrap();
    table.sync();
    assert!(table.agreed().review().items.is_empty());
}

#[test]
fn a_removal_beside_an_edit_is_decided_either_way() {
    for stays in [true, false] {
        let mut table = two_phones();
        let item = first_item(&table);
        table.write(2, &decide(8, &item, Choice::KeepBoth, "")).unwrap();
        table.sync();
        table.write(0, &Edit::People(People::RemoveParty(id(1)))).unwrap();
        table.write(1, &Edit::People(People::SetGender(id(1), "男".into()))).unwrap();
        table.sync();
        let item = first_item(&table);
        assert_eq!(item.topic, Topic::Removed);
        let candidate = item.candidates[usize::from(!stays)].change;
        table.write(2, &decide(9, &item, Choice::Use(candidate), "")).unwrap();
        table.sync();
        let view = table.agreed();
        assert_eq!(people(&view).parties[0].is_removed, stays);
        assert!(view.review().items.is_empty());
    }
}

#[test]
fn an_item_that_changed_meanwhile_is_not_decided_as_it_was_shown() {
    let mut table = two_phones();
    let item = first_item(&table);
    table.write(2, &decide(9, &item, Choice::Use(item.candidates[0].change), "")).unwrap();
    let again = decide(10, &item, Choice::Use(item.candidates[1].change), "");
    assert_eq!(table.write(2, &again), Err(EditError::ItemChanged));
    let gone = ItemId::default();
    let undo = Edit::Review(Decision::Undo { id: id(11), decision: gone, reason: String::new() });
    assert_eq!(table.write(2, &undo), Err(EditError::NoItem));
}
