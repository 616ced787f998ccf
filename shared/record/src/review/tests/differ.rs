//! Two who decide one thing without knowing of each other: alike, and there is one decision; differently, and it is
//! asked again as what stops the case, whatever it is about.

use super::undo::{four, nth, party, two_states};
use super::*;
use crate::enums::{Status, Urgency};

/// Devices 2 and 3 decide the first item, each in its own way, then meet.
fn decide_apart(table: &mut Table, ways: [usize; 2]) -> Item {
    let asked = first_item(table);
    table.devices[2].roles = roles(Role::Convener);
    table.write(2, &decide(50, &asked, nth(ways[0])(&asked), "一")).unwrap();
    table.write(3, &decide(51, &asked, nth(ways[1])(&asked), "二")).unwrap();
    table.sync();
    asked
}

fn asks_again(table: &mut Table, topic: Topic) {
    let asked = decide_apart(table, [0, 1]);
    assert_eq!(asked.topic, topic);
    let again = first_item(table);
    assert_eq!((again.topic, again.level.clone(), again.is_reopened), (topic, Level::Block, true));
    assert_eq!(again.candidates.len(), 2);
    let all: Vec<usize> = (0..table.log.len()).rev().collect();
    assert_eq!(table.replay(&all).view().unwrap(), table.agreed());
    assert!(table.agreed().review().told.is_empty(), "both are open again: nobody has lost");
    let choice = nth(0)(&again);
    assert_eq!(table.write(3, &decide(52, &again, choice.clone(), " ")), Err(EditError::NoReason));
    table.write(3, &decide(52, &again, choice, "商量过了")).unwrap();
    table.sync();
    assert!(table.agreed().review().items.is_empty());
    let told: Vec<_> = table.agreed().review().told.iter().map(|told| (told.person, told.decision)).collect();
    let mut once = told.clone();
    once.dedup();
    assert_eq!(told, once, "nobody is told twice");
    assert!(!told.is_empty());
}

fn ends_as_one(table: &mut Table) {
    decide_apart(table, [1, 1]);
    let view = table.agreed();
    assert!(view.review().items.is_empty());
    let mut told: Vec<_> = view.review().told.iter().map(|told| told.person).collect();
    told.dedup();
    assert_eq!(told.len(), view.review().told.len());
}

fn removed() -> Table {
    let mut table = four(DocKind::People, &[party()]);
    table.write(0, &Edit::People(People::RemoveParty(id(1)))).unwrap();
    table.write(1, &Edit::People(People::SetGender(id(1), "男".into()))).unwrap();
    table.sync();
    table
}

fn raised() -> Table {
    let mut table = four(DocKind::Case, &[]);
    table.write(0, &Edit::Case(Case::SetRisk(Risk::Red))).unwrap();
    table.write(1, &Edit::Case(Case::SetRisk(Risk::Yellow))).unwrap();
    table.sync();
    table
}

#[test]
fn values() {
    asks_again(&mut two_phones(), Topic::Values);
    ends_as_one(&mut two_phones());
}

#[test]
fn raised_values() {
    asks_again(&mut raised(), Topic::Raised);
    ends_as_one(&mut raised());
}

#[test]
fn removals() {
    asks_again(&mut removed(), Topic::Removed);
    ends_as_one(&mut removed());
}

#[test]
fn states() {
    asks_again(&mut two_states(), Topic::Status);
    ends_as_one(&mut two_states());
}

#[test]
fn both_and_one_of_them() {
    for (highest, way) in [(false, 0), (true, 0), (true, 1)] {
        let mut table = four(DocKind::Case, &[]);
        let value = |n: usize| {
            Edit::Case(match highest {
                true => Case::SetUrgency([Urgency::Critical, Urgency::Normal][n].clone()),
                false => Case::SetCategory([Category::Wages, Category::Contract][n].clone()),
            })
        };
        table.write(0, &value(0)).unwrap();
        table.write(1, &value(1)).unwrap();
        table.sync();
        let asked = first_item(&table);
        table.write(2, &decide(50, &asked, Choice::KeepBoth, "都对")).unwrap();
        table.write(3, &decide(51, &asked, nth(0)(&asked), "只有一个对")).unwrap();
        table.sync();
        let again = first_item(&table);
        assert_eq!((again.level.clone(), again.is_reopened, again.candidates.len()), (Level::Block, true, 2));
        assert!(table.agreed().review().told.is_empty());
        let choice = if way == 0 { nth(1)(&again) } else { Choice::KeepBoth };
        table.write(3, &decide(52, &again, choice, "商量过了")).unwrap();
        table.sync();
        let view = table.agreed();
        assert!(view.review().items.is_empty(), "{:#?}", view.review().items);
        let View::Case(case) = &view else { panic!("a case") };
        let stand = if highest { case.urgency.values.len() } else { case.category.values.len() };
        assert_eq!(stand, if way == 0 { 1 } else { 2 });
        assert_eq!(view.review().told.is_empty(), way == 1, "who lost is told, and nobody else");
    }
}

#[test]
fn while_two_decided_differently_the_case_stands_where_all_agreed() {
    let mut table = two_states();
    decide_apart(&mut table, [0, 1]);
    let View::Case(view) = table.agreed() else { panic!("a case") };
    assert_eq!((view.status.current, view.status.disputed), (Status::Investigating, 2));
}

#[test]
fn whoever_edited_what_stays_removed_is_told() {
    let mut table = removed();
    let asked = first_item(&table);
    table.write(2, &decide(50, &asked, nth(0)(&asked), "重复登记")).unwrap();
    table.sync();
    let view = table.agreed();
    let [told] = &view.review().told[..] else { panic!("one is told") };
    assert_eq!(
        (told.person, &told.lost, told.reason.as_deref()),
        (person(2), &Fact::Flag(false), Some("重复登记"))
    );
}
