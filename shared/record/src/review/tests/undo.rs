//! One test for each thing that can be asked: decided, taken back, asked again with all that was said, decided otherwise.

use super::*;
use crate::case::CaseView;
use crate::enums::{ConsentMethod, ConsentScope, ConsentStatus, Status, Urgency};

fn undo(name: u8, decision: u8) -> Edit {
    Edit::Review(Decision::Undo { id: id(name), decision: id(decision), reason: "看错了".into() })
}

/// Two members, a clerk, a convener.
pub(super) fn four(kind: DocKind, setup: &[Edit]) -> Table {
    Table::new(kind, &[member(), member(), clerk(), roles(Role::Convener)], setup)
}

pub(super) fn party() -> Edit {
    Edit::People(People::AddParty {
        id: id(1),
        role: PartyRole::Respondent,
        kind: PartyKind::Person,
        name: "钱示包".into(),
    })
}

fn case(table: &Table) -> CaseView {
    if let View::Case(view) = table.agreed() { *view } else { panic!("a case") }
}

/// Decides with `first`, takes it back, sees the same writings again, decides with `second`; says what is asked then.
fn back_and_otherwise(
    table: &mut Table,
    topic: Topic,
    first: impl Fn(&Item) -> Choice,
    second: impl Fn(&Item) -> Choice,
) {
    let asked = first_item(table);
    assert_eq!(asked.topic, topic);
    table.write(3, &decide(50, &asked, first(&asked), "理由")).unwrap();
    table.sync();
    assert!(table.agreed().review().items.iter().all(|item| item.topic != topic), "settled");
    table.write(3, &undo(51, 50)).unwrap();
    table.sync();
    let again = first_item(table);
    let said = |item: &Item| {
        let mut values: Vec<Fact> = item.candidates.iter().map(|it| it.value.clone()).collect();
        values.sort();
        values
    };
    assert_eq!((again.topic, said(&again)), (topic, said(&asked)), "all that was said is there again");
    assert_eq!(table.write(3, &undo(52, 50)), Err(EditError::ItemChanged), "taken back already");
    table.write(3, &decide(53, &again, second(&again), "另一个理由")).unwrap();
    table.sync();
    assert!(table.agreed().review().items.is_empty(), "decided otherwise");
    assert_eq!(table.agreed().review().decided.iter().filter(|made| made.undone.is_some()).count(), 1);
}

pub(super) fn nth(index: usize) -> impl Fn(&Item) -> Choice {
    move |item| Choice::Use(item.candidates[index].change)
}

fn both(_: &Item) -> Choice {
    Choice::KeepBoth
}

#[test]
fn values_come_back() {
    let mut table = two_phones();
    back_and_otherwise(&mut table, Topic::Values, nth(0), nth(1));
}

#[test]
fn a_raised_value_comes_back_and_the_higher_stands_until_it_is_decided() {
    let mut table = four(DocKind::Case, &[]);
    table.write(0, &Edit::Case(Case::SetUrgency(Urgency::Critical))).unwrap();
    table.write(1, &Edit::Case(Case::SetUrgency(Urgency::Normal))).unwrap();
    table.sync();
    let asked = first_item(&table);
    table.write(3, &decide(60, &asked, nth(1)(&asked), "")).unwrap();
    table.sync();
    assert_eq!(case(&table).urgency.get(), Some(&Urgency::Normal));
    table.write(3, &undo(61, 60)).unwrap();
    table.sync();
    assert_eq!(case(&table).urgency.get(), Some(&Urgency::Critical));
    table.write(3, &decide(62, &first_item(&table), nth(0)(&first_item(&table)), "")).unwrap();
    table.sync();
    assert_eq!((case(&table).urgency.values.len(), case(&table).review.items.len()), (1, 0));
}

#[test]
fn a_removal_comes_back_whichever_way_it_was_decided() {
    for (first, second) in [(0, 1), (1, 0)] {
        let mut table = four(DocKind::People, &[party()]);
        table.write(0, &Edit::People(People::RemoveParty(id(1)))).unwrap();
        table.write(1, &Edit::People(People::SetGender(id(1), "男".into()))).unwrap();
        table.sync();
        back_and_otherwise(&mut table, Topic::Removed, nth(first), nth(second));
        assert_eq!(people(&table.agreed()).parties[0].is_removed, second == 0);
    }
}

#[test]
fn an_item_whose_removal_is_asked_about_again_can_be_edited_and_removed() {
    let mut table = four(DocKind::People, &[party()]);
    table.write(0, &Edit::People(People::RemoveParty(id(1)))).unwrap();
    table.write(1, &Edit::People(People::SetGender(id(1), "男".into()))).unwrap();
    table.sync();
    let asked = first_item(&table);
    table.write(2, &decide(50, &asked, nth(0)(&asked), "")).unwrap();
    table.write(2, &undo(51, 50)).unwrap();
    table.write(2, &Edit::People(People::SetGender(id(1), "女".into()))).unwrap();
    table.write(2, &Edit::People(People::RemoveParty(id(1)))).unwrap();
    table.sync();
    let view = table.agreed();
    assert!(people(&view).parties[0].is_removed && view.review().items.is_empty());
}

fn part_ways(table: &mut Table) {
    for (device, name, to) in [(0, 10, Status::Transferred), (1, 11, Status::Suspended)] {
        table.devices[device].roles = roles(Role::Convener);
        let step =
            Case::MoveStatus {
                id: id(name), to, happened_ms: 1, reason: "在两台平板上各走一步".into()
            };
        table.write(device, &Edit::Case(step)).unwrap();
    }
    table.sync();
}

/// A case that one moved to a department and another suspended.
pub(super) fn two_states() -> Table {
    let steps = [Status::Draft, Status::Registered, Status::Accepted, Status::Investigating];
    let steps = steps.iter().enumerate().map(|(i, to)| crate::case::Imported {
        id: id(1 + i as u8),
        to: to.clone(),
        by: person(7),
        happened_ms: i as i64,
    });
    let mut table = four(DocKind::Case, &[Edit::Case(Case::Import(steps.collect()))]);
    part_ways(&mut table);
    table
}

#[test]
fn states_that_contradict_each_other_come_back() {
    let mut table = two_states();
    let asked = first_item(&table);
    let second = asked.candidates[1].value.clone();
    back_and_otherwise(&mut table, Topic::Status, nth(0), nth(1));
    let view = case(&table);
    assert_eq!(Fact::Text(view.status.current.code().to_owned()), second);
    assert!(
        view.review.told.iter().all(|told| told.decision == id(53)),
        "nobody is told of what was taken back"
    );
}

#[test]
fn a_decision_about_the_state_stays_once_the_case_has_gone_on() {
    let mut table = two_states();
    let asked = first_item(&table);
    let suspended = asked.candidates.iter().find(|it| it.value == Fact::Text("suspended".into())).unwrap();
    table.write(3, &decide(50, &asked, Choice::Use(suspended.change), "等材料")).unwrap();
    table.sync();
    let on =
        Case::MoveStatus { id: id(54), to: Status::Investigating, happened_ms: 2, reason: String::new() };
    table.write(3, &Edit::Case(on.clone())).unwrap();
    assert_eq!(table.write(3, &undo(51, 50)), Err(EditError::WentOn));
    // On a tablet that had not seen the case go on it is taken back; the step that follows it wins.
    table.write(2, &undo(52, 50)).unwrap();
    table.sync();
    let view = case(&table);
    assert_eq!((view.status.current, view.status.disputed), (Status::Investigating, 0));
    assert!(view.review.items.is_empty() && view.review.decided[0].undone.is_none());
}

#[test]
fn who_may_not_decide_takes_no_decision_back() {
    let mut table = two_states();
    table.devices[0].roles = member();
    let asked = first_item(&table);
    table.write(3, &decide(50, &asked, nth(0)(&asked), "以书面为准")).unwrap();
    table.sync();
    assert!(matches!(table.write(0, &undo(51, 50)), Err(EditError::NotYours(_))));
}

#[test]
fn a_paragraph_that_was_read_through_is_asked_about_again_and_anybody_takes_back_their_own_word() {
    let splice = |insert: &str| {
        let (field, at) = (TextField::Appeal, Default::default());
        Edit::Story(Story::SpliceText { field, at, index: 0, delete: 0, insert: insert.into() })
    };
    let mut table = four(DocKind::Story, &[splice("要求支付工资。")]);
    table.write(0, &splice("甲")).unwrap();
    table.write(1, &splice("乙")).unwrap();
    table.sync();
    back_and_otherwise(&mut table, Topic::Paragraph, both, both);
    let mut table = four(DocKind::Story, &[splice("要求支付工资。")]);
    table.write(0, &splice("甲")).unwrap();
    table.write(1, &splice("乙")).unwrap();
    table.sync();
    table.write(0, &decide(50, &first_item(&table), Choice::KeepBoth, "")).unwrap();
    table.sync();
    assert!(matches!(table.write(1, &undo(51, 50)), Err(EditError::NotYours(_))));
    table.write(0, &undo(52, 50)).unwrap();
    table.sync();
    assert_eq!(first_item(&table).topic, Topic::Paragraph);
}

#[test]
fn answers_about_a_consent_come_back() {
    let answer = |name: u8, status: ConsentStatus| {
        Edit::People(People::RecordConsent {
            id: id(name),
            scope: ConsentScope::Basic,
            party: Some(id(1)),
            dept: String::new(),
            status,
            method: ConsentMethod::Paper,
            notice: String::new(),
            at_ms: 1,
            note: String::new(),
        })
    };
    let mut table = four(DocKind::People, &[party()]);
    table.write(0, &answer(20, ConsentStatus::Granted)).unwrap();
    table.write(1, &answer(21, ConsentStatus::Refused)).unwrap();
    table.sync();
    back_and_otherwise(&mut table, Topic::Consent, both, both);
}

#[test]
fn a_step_that_is_not_legal_is_pointed_out_again() {
    // A member's altered client moved a case to where only a convener may.
    let steps = [Status::Draft, Status::Registered, Status::Accepted].iter().enumerate();
    let steps = steps.map(|(i, to)| crate::case::Imported {
        id: id(1 + i as u8),
        to: to.clone(),
        by: person(7),
        happened_ms: i as i64,
    });
    let mut table = four(DocKind::Case, &[Edit::Case(Case::Import(steps.collect()))]);
    table.devices[0].roles = roles(Role::Convener);
    let step =
        Case::MoveStatus { id: id(9), to: Status::Suspended, happened_ms: 1, reason: "等材料".into() };
    table.write(0, &Edit::Case(step)).unwrap();
    table.hand_in(&[0]);
    let last = table.log.len() - 1;
    table.log[last].origin.roles = member();
    let mut doc = table.replay(&(0..table.log.len()).collect::<Vec<_>>());
    let asked = |doc: &crate::Document| doc.view().unwrap().review().items.clone();
    assert_eq!(asked(&doc)[0].topic, Topic::Illegal);
    let mut write = |n: u64, edit: &Edit| {
        let author = table.devices[3].author;
        let writer = crate::Writer {
            author,
            roles: roles(Role::Convener),
            start: *b"start-up",
            now_ms: 5,
            n,
            around: Default::default(),
            seen: Default::default(),
        };
        doc.edit(edit, &writer).unwrap();
        asked(&doc)
    };
    let item =
        table.replay(&(0..table.log.len()).collect::<Vec<_>>()).view().unwrap().review().items[0].clone();
    assert!(write(1, &decide(50, &item, Choice::KeepBoth, "知道了")).is_empty());
    assert_eq!(write(2, &undo(51, 50))[0].topic, Topic::Illegal);
    assert!(write(3, &decide(52, &item, Choice::KeepBoth, "知道了")).is_empty());
}

#[test]
fn taking_back_beside_another_decision_ends_alike_everywhere_and_asks_again() {
    // The convener takes back what the clerk decided; a second clerk had decided otherwise and knew of neither.
    for topic in [Topic::Values, Topic::Raised, Topic::Removed, Topic::Status] {
        let mut table = match topic {
            Topic::Values => two_phones(),
            Topic::Status => two_states(),
            Topic::Removed => {
                let mut table = four(DocKind::People, &[party()]);
                table.write(0, &Edit::People(People::RemoveParty(id(1)))).unwrap();
                table.write(1, &Edit::People(People::SetGender(id(1), "男".into()))).unwrap();
                table
            }
            _ => {
                let mut table = four(DocKind::Case, &[]);
                table.write(0, &Edit::Case(Case::SetRisk(Risk::Red))).unwrap();
                table.write(1, &Edit::Case(Case::SetRisk(Risk::Yellow))).unwrap();
                table
            }
        };
        table.sync();
        table.devices[1].roles = roles(Role::Convener);
        let asked = first_item(&table);
        table.write(2, &decide(50, &asked, nth(0)(&asked), "一")).unwrap();
        let fresh = table.hand_in(&[2]);
        table.deliver(3, &fresh);
        table.deliver(2, &fresh);
        table.write(3, &undo(51, 50)).unwrap();
        table.write(1, &decide(52, &asked, nth(1)(&asked), "二")).unwrap();
        let later = table.hand_in(&[3, 1]);
        for device in 0..4 {
            table.deliver(device, &later);
            table.deliver(device, &fresh);
        }
        let view = table.agreed();
        let all: Vec<usize> = (0..table.log.len()).rev().collect();
        assert_eq!(table.replay(&all).view().as_ref(), Some(&view), "{topic:?}");
        assert!(view.review().decided.iter().any(|made| made.undone.is_some()), "{topic:?}");
    }
}

#[test]
fn it_takes_whoever_may_decide_to_take_a_decision_back() {
    // What stops a case: a clerk does not decide it and does not take it back.
    let accept = |acceptance: Acceptance, name: u8| {
        Edit::Case(Case::SetAcceptance { id: id(name), acceptance, reason: String::new() })
    };
    let mut table = four(DocKind::Case, &[]);
    table.write(0, &accept(Acceptance::Accept, 1)).unwrap();
    table.write(1, &accept(Acceptance::DeclineScope, 2)).unwrap();
    table.sync();
    let asked = first_item(&table);
    table.write(3, &decide(50, &asked, nth(0)(&asked), "属于协商范围")).unwrap();
    table.sync();
    assert_eq!(table.write(2, &undo(51, 50)), Err(EditError::NotYours("a convener")));
    // An altered client of a clerk took it back all the same: on no device does that count.
    table.devices[2].roles = roles(Role::Convener);
    table.write(2, &undo(51, 50)).unwrap();
    table.hand_in(&[2]);
    let last = table.log.len() - 1;
    table.log[last].origin.roles = clerk();
    let doc = table.replay(&(0..table.log.len()).collect::<Vec<_>>());
    let view = doc.view().unwrap();
    assert!(view.review().decided[0].undone.is_none() && view.review().items.is_empty());
}

#[test]
fn two_numbers_of_the_office_are_settled_and_taken_back_by_a_clerk() {
    let number = |text: &str| Edit::Case(Case::SetCaseNo(text.into()));
    let mut table = four(DocKind::Case, &[]);
    table.devices[0].roles = clerk();
    table.write(0, &number("样委〔2026〕0040号")).unwrap();
    table.write(2, &number("样委〔2026〕0041号")).unwrap();
    table.sync();
    let asked = first_item(&table);
    assert_eq!(asked.level, Level::Block);
    table.write(2, &decide(50, &asked, nth(0)(&asked), "先登记的用先号")).unwrap();
    table.write(2, &undo(51, 50)).unwrap();
    table.sync();
    assert_eq!(table.agreed().review().items.len(), 1);
}
