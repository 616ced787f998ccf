use super::*;

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn one_value_stands_and_nobody_is_asked(
        rounds in edits(any_of(AppealKind::ALL).prop_map(|kind| Edit::Case(Case::SetAppealKind(kind)))),
        seed: u64,
    ) {
        converges(DocKind::Case, &[], &rounds, seed, |_, view| {
            let view = case_view(view);
            assert!(view.appeal_kind.values.len() <= 1);
            assert!(view.review.items.is_empty());
        });
    }
}

#[test]
fn of_two_who_wrote_at_once_the_one_the_relay_kept_last_stands_and_both_are_in_the_history() {
    for order in [[0, 1], [1, 0]] {
        let mut table = Table::new(DocKind::Case, &[office(); 2], &[]);
        table.write(0, &Edit::Case(Case::SetAppealKind(AppealKind::Help))).unwrap();
        table.write(1, &Edit::Case(Case::SetAppealKind(AppealKind::Dispute))).unwrap();
        let fresh = table.hand_in(&order);
        (0..2).for_each(|device| table.deliver(device, &fresh));
        let expected = [AppealKind::Help, AppealKind::Dispute][order[1]].clone();
        assert_eq!(case_view(&table.agreed()).appeal_kind.get(), Some(&expected));
        let history = table.devices[0].doc.past_values(&crate::Place::root("appeal_kind"));
        assert_eq!(history.len(), 2);
    }
}

#[test]
fn the_same_value_again_writes_nothing() {
    let edit = Edit::Case(Case::SetAppealKind(AppealKind::Help));
    let mut table = Table::new(DocKind::Case, &[office()], core::slice::from_ref(&edit));
    let before = table.devices[0].doc.heads();
    table.write(0, &edit).unwrap();
    assert_eq!(table.devices[0].doc.heads(), before);
}
