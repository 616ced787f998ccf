use super::*;
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn sets_agree_and_hold_nothing_twice(
        rounds in edits((any_of(Category::ALL), any::<bool>()).prop_map(|(category, is_in)| {
            Edit::Case(if is_in { Case::AddSecondary(category) } else { Case::RemoveSecondary(category) })
        })),
        marks in edits(any_of(Sensitivity::ALL).prop_map(|mark| Edit::Case(Case::AddSensitivity(mark)))),
        seed: u64,
    ) {
        let rounds = [rounds, marks.clone()].concat();
        converges(DocKind::Case, &[], &rounds, seed, |_, view| {
            let view = case_view(view);
            let added: BTreeSet<_> = marks.iter().flatten().flatten().collect::<Vec<_>>().into_iter()
                .filter_map(|edit| if let Edit::Case(Case::AddSensitivity(mark)) = edit { Some(mark) } else { None })
                .collect();
            let shown: BTreeSet<_> = view.sensitivity.iter().map(|mark| &mark.value).collect();
            assert_eq!(shown, added, "what was only ever added is there");
            let secondary: BTreeSet<_> = view.secondary.iter().map(|value| &value.value).collect();
            assert_eq!(secondary.len(), view.secondary.len());
        });
    }
}

#[test]
fn who_adds_wins_over_who_takes_away_at_the_same_time() {
    let need = |is_in: bool| {
        Edit::People(if is_in {
            People::AddNeed(id(1), Need::Dialect)
        } else {
            People::RemoveNeed(id(1), Need::Dialect)
        })
    };
    let mut setup = party();
    setup.push(need(true));
    for order in [[0, 1], [1, 0]] {
        let mut table = Table::new(DocKind::People, &[office(); 2], &setup);
        table.write(0, &need(false)).unwrap();
        table.write(1, &need(false)).unwrap();
        table.write(1, &need(true)).unwrap();
        let fresh = table.hand_in(&order);
        (0..2).for_each(|device| table.deliver(device, &fresh));
        assert_eq!(people_view(&table.agreed()).parties[0].needs.len(), 1);
        table.write(0, &need(false)).unwrap();
        table.sync();
        assert_eq!(people_view(&table.agreed()).parties[0].needs.len(), 0);
    }
}
