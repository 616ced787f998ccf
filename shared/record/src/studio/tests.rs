use super::*;
use crate::edit::Edit as AnyEdit;
use crate::enums::Roles;
use crate::testing::{Table, office, person};
use crate::view::View;
use shared::ids::DocKind;

fn write(table: &mut Table, device: usize, edit: Edit) -> Result<(), EditError> {
    table.write(device, &AnyEdit::Studio(edit))
}

#[test]
fn everybody_may_say_what_they_are_called_and_only_the_office_what_others_are() {
    let member = Roles::of(&[Role::Member]);
    let mut table = Table::new(DocKind::Studio, &[office(), member], &[]);
    write(&mut table, 1, Edit::SetDisplayName(person(2), "温样本".into())).unwrap();
    let other = write(&mut table, 1, Edit::SetDisplayName(person(1), "别人".into()));
    assert!(matches!(other, Err(EditError::NotYours(_))));
    write(&mut table, 0, Edit::SetDisplayName(person(1), "许示例".into())).unwrap();
    table.sync();
    let View::Studio(studio) = table.agreed() else { panic!("a studio") };
    assert_eq!(studio.display_name(person(2)), Some("温样本"));
    assert_eq!(studio.display_name(person(1)), Some("许示例"));
    assert_eq!(studio.display_name(person(3)), None);
}

#[test]
fn no_two_tablets_have_one_label() {
    let mut table = Table::new(DocKind::Studio, &[office()], &[]);
    write(&mut table, 0, Edit::SetTabletLabel(TabletId([1; 16]), "P03".into())).unwrap();
    write(&mut table, 0, Edit::SetTabletLabel(TabletId([1; 16]), "P03".into())).unwrap();
    let taken = write(&mut table, 0, Edit::SetTabletLabel(TabletId([2; 16]), "P03".into()));
    assert_eq!(taken, Err(EditError::LabelTaken));
}

#[test]
fn two_names_of_the_studio_are_both_shown() {
    let mut table = Table::new(DocKind::Studio, &[office(), office()], &[]);
    write(&mut table, 0, Edit::SetName("样板委员工作室".into())).unwrap();
    write(&mut table, 1, Edit::SetName("样例委员工作室".into())).unwrap();
    table.sync();
    let View::Studio(studio) = table.agreed() else { panic!("a studio") };
    assert_eq!((studio.name.values.len(), studio.review.items.len()), (2, 1));
}

#[test]
fn a_clock_runs_the_days_that_the_studio_gives_it_and_the_usual_ones_until_then() {
    let member = Roles::of(&[Role::Member]);
    let mut table = Table::new(DocKind::Studio, &[office(), member], &[]);
    let days = |table: &Table| -> Vec<u32> {
        let said = table.devices[1].doc.clock_days();
        Deadline::ALL.iter().map(|clock| said.of(clock)).collect()
    };
    let usual: Vec<u32> = Deadline::ALL.iter().map(digest::days).collect();
    assert_eq!((days(&table), usual.as_slice()), (usual.clone(), &[1, 15, 60, 7, 30, 30][..]));
    for (at, clock) in Deadline::ALL.iter().enumerate() {
        let edit = Edit::SetDeadlineDays(clock.code().to_owned(), 100 + at as u32);
        assert!(
            matches!(write(&mut table, 1, edit.clone()), Err(EditError::NotYours(_))),
            "a member sets none"
        );
        write(&mut table, 0, edit).unwrap();
    }
    table.sync();
    assert_eq!(days(&table), [100, 101, 102, 103, 104, 105]);
}
