//! Typing into a field that waits for a decision: one test for each way in which fields merge.

use super::*;
use crate::case::{CaseView, Deadline};
use crate::enums::Urgency;

fn case(table: &Table) -> CaseView {
    if let View::Case(view) = table.agreed() { *view } else { panic!("a case") }
}

/// Two members, a clerk, a convener, a third member.
fn five(kind: DocKind, setup: &[Edit]) -> Table {
    Table::new(kind, &[member(), member(), clerk(), roles(Role::Convener), member()], setup)
}

fn category(to: Category) -> Edit {
    Edit::Case(Case::SetCategory(to))
}

fn two_categories() -> Table {
    let mut table = five(DocKind::Case, &[]);
    table.write(0, &category(Category::Wages)).unwrap();
    table.write(1, &category(Category::Contract)).unwrap();
    table.sync();
    table
}

fn told(view: &View) -> Vec<(shared::ids::PersonId, Fact)> {
    view.review().told.iter().map(|told| (told.person, told.lost.clone())).collect()
}

fn text(text: &str) -> Fact {
    Fact::Text(text.into())
}

#[test]
fn what_a_member_types_beside_two_values_is_a_third_and_displaces_neither() {
    let mut table = two_categories();
    let in_force = case(&table).category.get().cloned();
    table.write(4, &category(Category::LaborInjury)).unwrap();
    table.sync();
    let view = case(&table);
    assert_eq!((view.category.values.len(), view.category.get().cloned()), (3, in_force));
    let [item] = &view.review.items[..] else { panic!("one question") };
    assert_eq!((item.candidates.len(), item.level.clone()), (3, Level::Warn));
    assert_eq!(item.candidates[2].written.person, person(5), "whose it is");
    assert!(view.review.decided.is_empty() && view.review.told.is_empty(), "nobody decided");
    // Thought better of it: the writer's own word is replaced, nobody else's.
    table.write(4, &category(Category::PersonalInjury)).unwrap();
    table.sync();
    let view = case(&table);
    let shown: Vec<_> = view.category.values.iter().map(|it| it.value.clone()).collect();
    assert!(shown.len() == 3 && shown.contains(&Category::PersonalInjury), "{shown:?}");
    // The office takes it up: the other two are told.
    let item = first_item(&table);
    table.write(2, &decide(9, &item, Choice::Use(item.candidates[2].change), "")).unwrap();
    table.sync();
    let view = table.agreed();
    assert_eq!(case(&table).category.get(), Some(&Category::PersonalInjury));
    assert_eq!(told(&view), [(person(1), text("wages")), (person(2), text("contract"))]);
    let [decided] = &view.review().decided[..] else { panic!("one decision") };
    assert_eq!(decided.candidates.len(), 3);
}

#[test]
fn what_the_office_types_over_two_values_is_a_decision_that_can_be_taken_back() {
    let mut table = two_categories();
    table.write(2, &category(Category::LaborInjury)).unwrap();
    table.sync();
    let view = table.agreed();
    assert_eq!((case(&table).category.values.len(), view.review().items.len()), (1, 0));
    let [decided] = &view.review().decided[..] else { panic!("it is recorded") };
    assert_eq!((decided.by.person, decided.candidates.len()), (person(3), 2));
    assert_eq!(told(&view), [(person(1), text("wages")), (person(2), text("contract"))]);
    let undo = Decision::Undo { id: id(51), decision: decided.id, reason: "选错了".into() };
    table.write(3, &Edit::Review(undo)).unwrap();
    table.sync();
    let view = case(&table);
    assert_eq!((view.category.values.len(), view.review.told.len()), (3, 0));
    assert_eq!(view.review.items[0].candidates.len(), 3);
}

#[test]
fn the_office_takes_one_of_two_up_by_typing_it() {
    let mut table = two_categories();
    table.write(2, &category(Category::Wages)).unwrap();
    table.sync();
    assert_eq!(told(&table.agreed()), [(person(2), text("contract"))], "the other one is told");
}

#[test]
fn what_stops_a_case_is_settled_by_typing_only_with_a_reason_and_by_a_convener() {
    let accept = |name: u8, acceptance: Acceptance, reason: &str| {
        Edit::Case(Case::SetAcceptance { id: id(name), acceptance, reason: reason.into() })
    };
    let mut table = five(DocKind::Case, &[]);
    table.write(0, &accept(1, Acceptance::Accept, "甲")).unwrap();
    table.write(1, &accept(2, Acceptance::DeclineScope, "乙")).unwrap();
    table.sync();
    table.write(2, &accept(3, Acceptance::Instant, "文员的看法")).unwrap();
    table.write(3, &accept(4, Acceptance::DeclineSecret, " ")).unwrap();
    table.sync();
    assert_eq!(case(&table).acceptance.values.len(), 4, "only proposed: no reason, or not a convener");
    assert!(case(&table).review.decided.is_empty());
    table.write(3, &accept(5, Acceptance::Instant, "当场答复即可")).unwrap();
    table.sync();
    let view = case(&table);
    assert_eq!((view.acceptance.get(), view.acceptance.values.len()), (Some(&Acceptance::Instant), 1));
    assert_eq!(view.review.decided[0].id, id(5), "the reason stands in the story under this name");
    let told: Vec<_> = view.review.told.iter().map(|told| told.person).collect();
    assert_eq!(told, [person(1), person(2)], "the convener's own word needs no message");
    assert_eq!(view.review.decided[0].candidates.len(), 4);
}

#[test]
fn a_party_renamed_while_two_names_stand_has_three_until_a_convener_gives_a_reason() {
    let party = Edit::People(People::AddParty {
        id: id(1),
        role: PartyRole::Respondent,
        kind: PartyKind::Person,
        name: "钱示包".into(),
    });
    let name = |name: &str| Edit::People(People::SetName(id(1), name.into()));
    let mut table = five(DocKind::People, &[party]);
    table.write(0, &name("钱示保")).unwrap();
    table.write(1, &name("钱示宝")).unwrap();
    table.sync();
    table.write(3, &name("钱示堡")).unwrap();
    table.sync();
    let item = first_item(&table);
    assert_eq!((item.level.clone(), item.candidates.len()), (Level::Block, 3));
    let own = item.candidates.iter().find(|it| it.written.person == person(4)).unwrap();
    table.write(3, &decide(9, &item, Choice::Use(own.change), "看了身份证")).unwrap();
    table.sync();
    assert_eq!(people(&table.agreed()).parties[0].name.get().map(String::as_str), Some("钱示堡"));
    assert_eq!(table.agreed().review().told.len(), 2);
}

#[test]
fn a_lower_risk_typed_beside_two_is_a_proposal_unless_a_convener_types_it() {
    let risk = |to: Risk| Edit::Case(Case::SetRisk(to));
    let mut table = five(DocKind::Case, &[]);
    table.write(0, &risk(Risk::Red)).unwrap();
    table.write(1, &risk(Risk::Orange)).unwrap();
    table.sync();
    table.write(4, &risk(Risk::Yellow)).unwrap();
    table.write(2, &risk(Risk::Orange)).unwrap();
    table.sync();
    let view = case(&table);
    assert_eq!((view.risk.get(), view.risk.values.len()), (Some(&Risk::Red), 3), "the highest stands");
    assert_eq!(view.review.items[0].proposals.len(), 1, "the clerk would lower it");
    table.write(3, &risk(Risk::Yellow)).unwrap();
    table.sync();
    let view = case(&table);
    assert_eq!((view.risk.get(), view.risk.values.len()), (Some(&Risk::Yellow), 1));
    let lost = [(person(1), text("red")), (person(2), text("orange")), (person(3), text("orange"))];
    assert_eq!(told(&table.agreed()), lost, "the clerk too, who would have had it so");
}

#[test]
fn an_urgency_typed_by_the_office_settles_two_and_one_typed_by_a_member_does_not() {
    let urgency = |to: Urgency| Edit::Case(Case::SetUrgency(to));
    let mut table = five(DocKind::Case, &[]);
    table.write(0, &urgency(Urgency::Critical)).unwrap();
    table.write(1, &urgency(Urgency::Normal)).unwrap();
    table.sync();
    table.write(4, &urgency(Urgency::Urgent)).unwrap();
    table.sync();
    assert_eq!(
        (case(&table).urgency.get(), case(&table).urgency.values.len()),
        (Some(&Urgency::Critical), 3)
    );
    table.write(2, &urgency(Urgency::Urgent)).unwrap();
    table.sync();
    assert_eq!((case(&table).urgency.get(), case(&table).urgency.values.len()), (Some(&Urgency::Urgent), 1));
    assert_eq!(case(&table).review.told.len(), 2);
}

#[test]
fn a_clock_that_two_moved_is_settled_by_a_third_convener_with_their_reason() {
    let clock = |name: u8, at_ms: i64| {
        let reason = "当事人住院".to_owned();
        Edit::Case(Case::SetDeadline { id: id(name), deadline: Deadline::Case, at_ms, reason })
    };
    let mut table = Table::new(DocKind::Case, &[roles(Role::Convener); 3], &[]);
    table.write(0, &clock(1, 1_000)).unwrap();
    table.write(1, &clock(2, 2_000)).unwrap();
    table.sync();
    assert_eq!(case(&table).deadlines[0].at_ms.values.len(), 2);
    table.write(2, &clock(3, 3_000)).unwrap();
    table.sync();
    let view = case(&table);
    assert_eq!((view.deadlines[0].at_ms.values.len(), view.deadlines[0].at_ms.get()), (1, Some(&3_000)));
    assert_eq!((view.review.decided[0].id, view.review.told.len()), (id(3), 2));
}

#[test]
fn who_types_what_they_already_said_changes_nothing() {
    let mut table = two_categories();
    let before = table.devices[0].doc.heads();
    table.write(0, &category(Category::Wages)).unwrap();
    assert_eq!(table.devices[0].doc.heads(), before);
    table.write(0, &category(Category::Contract)).unwrap();
    assert_eq!(first_of(&table, 0).proposals.len(), 1, "gives in to the other");
    table.write(0, &category(Category::Wages)).unwrap();
    let proposals = first_of(&table, 0).proposals;
    assert_eq!(proposals.len(), 1);
    assert_eq!(
        proposals[0].change,
        first_of(&table, 0).candidates.iter().find(|it| it.value == text("wages")).unwrap().change
    );
}

#[test]
fn a_word_that_whoever_decided_had_not_seen_asks_again() {
    let mut table = two_categories();
    table.write(4, &category(Category::LaborInjury)).unwrap();
    table.write(2, &category(Category::Wages)).unwrap();
    table.sync();
    let view = case(&table);
    assert_eq!((view.category.get(), view.category.values.len()), (Some(&Category::Wages), 2));
    assert_eq!(told(&table.agreed()), [(person(2), text("contract"))]);
    assert_eq!(view.review.items[0].candidates[1].written.person, person(5));
}

#[test]
fn where_both_were_kept_a_third_value_asks_again() {
    for office in [false, true] {
        let mut table = two_categories();
        let item = first_item(&table);
        table.write(2, &decide(9, &item, Choice::KeepBoth, "")).unwrap();
        table.sync();
        table.write(if office { 2 } else { 4 }, &category(Category::LaborInjury)).unwrap();
        table.sync();
        let view = table.agreed();
        assert_eq!(view.review().items.len(), usize::from(!office), "a member only adds to it");
        assert_eq!(view.review().told.len(), if office { 2 } else { 0 });
    }
}

#[test]
fn on_a_screen_that_shows_one_value_the_other_is_not_overwritten() {
    let mut table = five(DocKind::Case, &[]);
    table.write(2, &category(Category::Wages)).unwrap();
    let seen = table.devices[2].doc.heads();
    table.write(1, &category(Category::Contract)).unwrap();
    table.sync();
    table.devices[2].write(&category(Category::LaborInjury), seen).unwrap();
    table.sync();
    let view = case(&table);
    assert_eq!((view.category.values.len(), view.review.decided.len()), (2, 0));
}

#[test]
fn two_who_decide_alike_tell_the_loser_once_and_putting_it_away_once_is_enough() {
    let mut table = two_categories();
    table.write(2, &category(Category::Wages)).unwrap();
    table.write(3, &category(Category::Wages)).unwrap();
    table.sync();
    let view = table.agreed();
    let [told] = &view.review().told[..] else { panic!("told once") };
    table.write(1, &Edit::Review(Decision::PutAway { decision: told.decision })).unwrap();
    table.sync();
    assert!(table.agreed().review().told.is_empty());
}

#[test]
fn everybody_who_wrote_the_value_that_lost_is_told() {
    let mut table = five(DocKind::Case, &[]);
    table.write(0, &category(Category::Wages)).unwrap();
    table.write(1, &category(Category::Contract)).unwrap();
    table.write(4, &category(Category::Contract)).unwrap();
    table.sync();
    table.write(2, &category(Category::Wages)).unwrap();
    table.sync();
    let mut told: Vec<_> = told(&table.agreed()).into_iter().map(|(person, _)| person).collect();
    told.sort();
    assert_eq!(told, [person(2), person(5)]);
}
