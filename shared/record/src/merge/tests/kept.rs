use super::*;
use crate::enums::Level;
use std::collections::BTreeSet;

fn number() -> impl Strategy<Value = Edit> {
    any_of(&["12000001001", "12000001002", "120 0000 1001", "12000001003"]).prop_map(|number| {
        Edit::People(People::SetPhone { party: id(1), number: number.into(), label: String::new() })
    })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_value_written_without_knowing_of_the_others_is_shown(rounds in edits(number()), seed: u64) {
        converges(DocKind::People, &party(), &rounds, seed, |_, view| {
            let view = people_view(view);
            let phone = &view.parties[0].phone;
            let shown: BTreeSet<_> = phone.values.iter().map(|value| &value.value).collect();
            assert_eq!(shown.len(), phone.values.len(), "no number twice");
            assert_eq!(view.review.items.len(), usize::from(phone.is_disputed()));
            // What one device wrote last in the last round is either shown, or another wrote the same.
            for edits in rounds.last().into_iter().flatten() {
                if let Some(Edit::People(People::SetPhone { number, .. })) = edits.last() {
                    let number = number.replace(' ', "");
                    let listed = view.parties[0].phones.iter().any(|phone| phone.number == number);
                    assert!(listed, "{number}");
                }
            }
        });
    }

    #[test]
    fn two_names_stop_the_case(
        rounds in edits(any_of(&["赵样工", "赵样公", "赵 样公"]).prop_map(|name| {
            Edit::People(People::SetName(id(1), name.into()))
        })),
        seed: u64,
    ) {
        converges(DocKind::People, &party(), &rounds, seed, |_, view| {
            let view = people_view(view);
            let is_disputed = view.parties[0].name.is_disputed();
            assert_eq!(view.review.count(&Level::Block), u32::from(is_disputed));
        });
    }
}

#[test]
fn the_same_name_typed_with_other_spaces_is_the_same_name() {
    let mut table = Table::new(DocKind::People, &[office(); 2], &party());
    table.write(0, &Edit::People(People::SetName(id(1), "Zhao Yanggong".into()))).unwrap();
    table.write(1, &Edit::People(People::SetName(id(1), "Ｚｈａｏ　Yanggong".into()))).unwrap();
    table.sync();
    let view = table.agreed();
    assert!(!people_view(&view).parties[0].name.is_disputed());
    assert!(view.review().items.is_empty());
}

#[test]
fn who_may_not_decide_adds_to_a_dispute_and_overwrites_nothing() {
    let close = |reason: CloseReason| Edit::Case(Case::SetCloseReason(reason));
    let mut table = Table::new(DocKind::Case, &[office(), office(), member()], &[]);
    table.write(0, &close(CloseReason::Explained)).unwrap();
    table.write(1, &close(CloseReason::Performed)).unwrap();
    table.sync();
    let in_force = case_view(&table.agreed()).close_reason.get().cloned();
    table.write(2, &close(CloseReason::Withdrawn)).unwrap();
    table.sync();
    let view = table.agreed();
    let values = &case_view(&view).close_reason;
    assert_eq!((values.values.len(), values.get().cloned()), (3, in_force));
    assert_eq!(view.review().items[0].candidates.len(), 3);
}

fn member() -> Roles {
    Roles::of(&[crate::enums::Role::Member])
}
