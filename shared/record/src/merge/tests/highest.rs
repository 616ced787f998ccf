use super::*;

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_highest_of_what_stands_is_in_force(
        rounds in edits(prop_oneof![
            any_of(Urgency::ALL).prop_map(|urgency| Edit::Case(Case::SetUrgency(urgency))),
            any_of(Risk::ALL).prop_map(|risk| Edit::Case(Case::SetRisk(risk))),
        ]),
        seed: u64,
    ) {
        converges(DocKind::Case, &[], &rounds, seed, |_, view| {
            let view = case_view(view);
            let highest = view.risk.values.iter().map(|value| &value.value).max();
            assert_eq!(view.risk.get(), highest);
            let asked = usize::from(view.risk.is_disputed()) + usize::from(view.urgency.is_disputed());
            assert_eq!(view.review.items.len(), asked);
        });
    }
}

#[test]
fn a_higher_risk_stands_even_if_the_lower_was_kept_last() {
    let mut table = Table::new(DocKind::Case, &[office(); 2], &[]);
    table.write(0, &Edit::Case(Case::SetRisk(Risk::Red))).unwrap();
    table.write(1, &Edit::Case(Case::SetRisk(Risk::Yellow))).unwrap();
    table.sync();
    assert_eq!(case_view(&table.agreed()).risk.get(), Some(&Risk::Red));
}

#[test]
fn only_a_convener_lowers_a_risk() {
    let member = Roles::of(&[crate::enums::Role::Member]);
    let mut table = Table::new(DocKind::Case, &[member], &[Edit::Case(Case::SetRisk(Risk::Orange))]);
    table.write(0, &Edit::Case(Case::SetRisk(Risk::Red))).unwrap();
    let lower = table.write(0, &Edit::Case(Case::SetRisk(Risk::None)));
    assert!(matches!(lower, Err(crate::EditError::NotYours(_))));
}
