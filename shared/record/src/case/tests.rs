//! Where a case stands: legal steps, who may make them, and steps made without knowing of each other.

use super::{CaseView, Edit as Case, Imported, StepNeed, offers};
use crate::edit::{Around, Edit, EditError};
use crate::enums::{Acceptance, Category, Channel, CloseReason, Level, Role, Roles, Status};
use crate::review::{Choice, Edit as Decision, Topic};
use crate::testing::{Table, id, office, orders, person};
use crate::view::View;
use shared::ids::DocKind;

fn open() -> Edit {
    Edit::Case(Case::Open {
        step: id(1),
        temp_no: "T-P03-0315-01".into(),
        channel: Channel::SundayReception,
        received_ms: 1_773_000_000_000,
        received_by: person(1),
    })
}

fn step(name: u8, to: Status, reason: &str) -> Edit {
    Edit::Case(Case::MoveStatus { id: id(name), to, happened_ms: 1, reason: reason.into() })
}

fn import(first: u8, steps: &[Status]) -> Edit {
    let steps = steps.iter().enumerate().map(|(i, to)| Imported {
        id: id(first + i as u8),
        to: to.clone(),
        by: person(7),
        happened_ms: i as i64,
    });
    Edit::Case(Case::Import(steps.collect()))
}

fn case(view: &View) -> &CaseView {
    if let View::Case(view) = view { view } else { panic!("a case") }
}

fn role(role: Role) -> Roles {
    Roles::of(&[role])
}

/// A case that was brought in up to a status, and people around it.
fn brought_to(last: &[Status], roles: &[Roles]) -> Table {
    let up_to: Vec<Status> = [Status::Draft, Status::Registered, Status::Accepted, Status::Investigating]
        .into_iter()
        .chain(last.to_vec())
        .collect();
    Table::new(DocKind::Case, roles, &[import(1, &up_to)])
}

#[test]
fn a_case_is_registered_taken_on_and_investigated() {
    let mut table = Table::new(DocKind::Case, &[role(Role::Member)], &[]);
    table.write(0, &open()).unwrap();
    assert_eq!(table.write(0, &step(2, Status::Registered, "")), Err(EditError::Needs(StepNeed::Category)));
    table.write(0, &Edit::Case(Case::SetCategory(Category::LaborInjury))).unwrap();
    table.write(0, &step(2, Status::Registered, "")).unwrap();
    assert_eq!(table.write(0, &step(3, Status::Accepted, "")), Err(EditError::Needs(StepNeed::Acceptance)));
    let accept =
        Case::SetAcceptance { id: id(20), acceptance: Acceptance::Accept, reason: "属于范围".into() };
    table.write(0, &Edit::Case(accept)).unwrap();
    assert_eq!(table.write(0, &step(3, Status::Accepted, "")), Err(EditError::Needs(StepNeed::Lead)));
    table.write(0, &Edit::Case(Case::SetLead(person(2)))).unwrap();
    table.write(0, &step(3, Status::Accepted, "")).unwrap();
    table.write(0, &step(4, Status::Investigating, "")).unwrap();
    let view = table.view(0);
    assert_eq!(case(&view).status.current, Status::Investigating);
    assert_eq!(case(&view).status.log.len(), 4);
    assert!(case(&view).status.log.iter().all(|step| step.counts));
}

#[test]
fn what_the_other_documents_lack_stops_a_registration() {
    let mut table = Table::new(DocKind::Case, &[role(Role::Member)], &[open()]);
    table.write(0, &Edit::Case(Case::SetCategory(Category::Wages))).unwrap();
    for missing in 0..3 {
        table.devices[0].around = Around {
            has_visitor: missing != 0,
            has_appeal: missing != 1,
            has_consent: missing != 2,
            ..Around::default()
        };
        assert!(matches!(table.write(0, &step(2, Status::Registered, "")), Err(EditError::Needs(_))));
    }
}

#[test]
fn every_step_that_is_not_in_the_table_is_refused_by_the_edit() {
    for from in Status::ALL {
        let Some(path) = path_to(from) else { panic!("no way to {}", from.code()) };
        let mut table = Table::new(DocKind::Case, &[office()], &[import(1, &path)]);
        for (i, to) in Status::ALL.iter().enumerate() {
            let legal = super::rule(from, to).is_some();
            let made = table.write(0, &step(100 + i as u8, to.clone(), ""));
            assert_eq!(matches!(made, Err(EditError::NoSuchStep { .. })), !legal, "{from:?} {to:?}");
            if made.is_ok() {
                table = Table::new(DocKind::Case, &[office()], &[import(1, &path)]);
            }
        }
    }
}

/// The shortest legal way from the draft.
fn path_to(to: &Status) -> Option<Vec<Status>> {
    let mut paths = vec![vec![Status::Draft]];
    for _ in Status::ALL {
        if let Some(path) = paths.iter().find(|path| path.last() == Some(to)) {
            return Some(path.clone());
        }
        let longer = paths.iter().flat_map(|path| {
            let onward = super::STEPS.iter().filter(|step| Some(step.from) == path.last());
            onward.map(|step| [path.clone(), vec![step.to.clone()]].concat())
        });
        let mut longer: Vec<_> = longer.collect();
        longer.sort_by(|a, b| a.last().cmp(&b.last()));
        longer.dedup_by(|a, b| a.last() == b.last());
        paths.extend(longer);
    }
    None
}

#[test]
fn every_step_is_refused_to_those_who_may_not_make_it() {
    for rule in super::STEPS {
        let path = path_to(rule.from).unwrap();
        for role in Role::ALL {
            let mut table = Table::new(DocKind::Case, &[self::role(role.clone())], &[import(1, &path)]);
            let made = table.write(0, &step(100, rule.to.clone(), ""));
            let writes_at_all = Roles::of([role]).any(&[Role::Member, Role::Clerk, Role::Convener]);
            let may = Roles::of([role]).any(rule.roles) && writes_at_all;
            assert_eq!(matches!(made, Err(EditError::NotYours(_))), !may, "{rule:?} by {role:?}: {made:?}");
        }
    }
}

#[test]
fn a_step_that_waits_for_a_later_version_is_refused_and_not_offered() {
    let mut table = brought_to(&[Status::Consulting], &[office()]);
    assert!(matches!(table.write(0, &step(9, Status::Agreed, "")), Err(EditError::Later(_))));
    let view = table.view(0);
    let around = Around::default();
    let offered: Vec<_> = offers(case(&view), office(), around).into_iter().map(|offer| offer.to).collect();
    assert_eq!(offered, [Status::Investigating, Status::Suspended, Status::Withdrawn]);
    assert!(offers(case(&view), role(Role::Auditor), around).is_empty());
}

#[test]
fn a_step_that_needs_a_reason_says_so() {
    let mut table = brought_to(&[Status::Consulting], &[office()]);
    assert!(matches!(table.write(0, &step(9, Status::Investigating, " ")), Err(EditError::Needs(_))));
    let with_reason = step(9, Status::Investigating, "补查工资表");
    table.write(0, &with_reason).unwrap();
    assert!(with_reason.also(DocKind::Case).is_some());
}

#[test]
fn only_the_first_convener_brings_in_a_log_and_only_a_legal_one() {
    let steps = [Status::Draft, Status::Registered];
    let mut table = Table::new(DocKind::Case, &[role(Role::Convener), role(Role::FirstConvener)], &[]);
    assert!(matches!(table.write(0, &import(1, &steps)), Err(EditError::NotYours(_))));
    let leap = import(1, &[Status::Draft, Status::Agreed]);
    assert!(matches!(table.write(1, &leap), Err(EditError::NoSuchStep { .. })));
    table.write(1, &import(1, &steps)).unwrap();
    let view = table.view(1);
    assert_eq!(case(&view).status.current, Status::Registered);
    assert_eq!(case(&view).status.log[0].by, person(7));
}

#[test]
fn two_who_take_the_same_step_agree() {
    let mut table = brought_to(&[], &[office(), office()]);
    table.write(0, &step(20, Status::Consulting, "")).unwrap();
    table.write(1, &step(21, Status::Consulting, "")).unwrap();
    table.sync();
    let view = table.agreed();
    assert_eq!((&case(&view).status.current, case(&view).status.disputed), (&Status::Consulting, 0));
    assert!(view.review().items.is_empty());
    table.write(0, &step(22, Status::Investigating, "补查")).unwrap();
    table.sync();
    assert_eq!(case(&table.agreed()).status.heads, [id(22)]);
}

#[test]
fn of_two_steps_on_one_way_the_furthest_is_shown_with_a_question() {
    for order in orders(2) {
        let mut table = brought_to(&[], &[office(), office()]);
        table.write(0, &step(20, Status::Consulting, "")).unwrap();
        table.write(1, &step(21, Status::Suspended, "")).unwrap();
        let fresh = table.hand_in(&order);
        (0..2).for_each(|device| table.deliver(device, &fresh));
        let view = table.agreed();
        assert_eq!(case(&view).status.current, Status::Suspended);
        assert_eq!(case(&view).status.disputed, 0);
        assert_eq!(
            (view.review().items[0].topic, &view.review().items[0].level),
            (Topic::Status, &Level::Warn)
        );
    }
}

#[test]
fn steps_that_exclude_each_other_stop_the_case_where_it_last_agreed() {
    let mut table = brought_to(&[], &[office(), role(Role::Clerk), role(Role::Member)]);
    table.write(0, &step(20, Status::Consulting, "")).unwrap();
    table.write(1, &step(21, Status::Withdrawn, "")).unwrap();
    table.sync();
    let view = table.agreed();
    assert_eq!((&case(&view).status.current, case(&view).status.disputed), (&Status::Investigating, 2));
    assert_eq!(table.write(0, &step(22, Status::Consulting, "")), Err(EditError::StatusDisputed(2)));
    assert!(offers(case(&view), office(), Around::default()).is_empty());
    let item = &view.review().items[0];
    let choose = |name: u8, reason: &str| {
        let withdrawn =
            item.candidates.iter().find(|it| it.value == crate::value::Fact::Text("withdrawn".into()));
        let choice = Choice::Use(withdrawn.unwrap().change);
        Edit::Review(Decision::Decide { id: id(name), item: item.key, choice, reason: reason.into() })
    };
    assert!(matches!(table.write(2, &choose(30, "撤了")), Err(EditError::NotYours(_))));
    assert_eq!(table.write(1, &choose(30, "")), Err(EditError::NoReason));
    table.write(1, &choose(30, "来访人书面撤回")).unwrap();
    table.sync();
    let view = table.agreed();
    assert_eq!((&case(&view).status.current, case(&view).status.disputed), (&Status::Withdrawn, 0));
    assert_eq!(case(&view).status.log.last().unwrap().after.len(), 2);
    assert!(view.review().items.is_empty());
}

#[test]
fn a_step_by_somebody_without_the_role_is_flagged_and_never_shown_as_current() {
    let mut table = brought_to(&[], &[office(), office()]);
    // The device is asked by the roles it claims, the others by those its entry was signed with.
    table.devices[1].roles = role(Role::Convener);
    table.write(1, &step(20, Status::Suspended, "")).unwrap();
    let fresh = table.hand_in(&[1]);
    table.log[fresh[0]].origin.roles = role(Role::Member);
    table.deliver(0, &fresh);
    let view = table.view(0);
    assert_eq!(case(&view).status.current, Status::Investigating);
    assert_eq!(
        (view.review().items[0].topic, &view.review().items[0].level),
        (Topic::Illegal, &Level::Block)
    );
    let item = &view.review().items[0];
    let decide =
        Decision::Decide {
            id: id(30), item: item.key, choice: Choice::KeepBoth, reason: "无此权限".into()
        };
    table.write(0, &Edit::Review(decide)).unwrap();
    assert!(table.view(0).review().items.is_empty());
    assert_eq!(case(&table.view(0)).status.current, Status::Investigating);
}

#[test]
fn a_case_is_not_closed_while_something_stops_it() {
    let path = [Status::Consulting, Status::Agreed, Status::Performing, Status::Breached];
    let mut table = brought_to(&path, &[office()]);
    let close = step(50, Status::Closed, "引导仲裁");
    assert_eq!(table.write(0, &close), Err(EditError::Needs(StepNeed::CloseReason)));
    table.write(0, &Edit::Case(Case::SetCloseReason(CloseReason::GuidedLegal))).unwrap();
    table.devices[0].around.blocks = 1;
    assert!(matches!(table.write(0, &close), Err(EditError::Needs(_))));
    table.devices[0].around.blocks = 0;
    table.write(0, &close).unwrap();
}
