use super::*;

fn open(received_ms: i64, by: u8) -> Edit {
    let channel = Channel::SundayReception;
    let temp_no = format!("T-P0{by}-0315-01");
    Edit::Case(Case::Open { step: id(by), temp_no, channel, received_ms, received_by: person(by) })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn what_is_fixed_at_the_start_stays_whatever_comes(
        rounds in edits((1..9i64, 2..9u8).prop_map(|(ms, by)| open(ms, by))),
        seed: u64,
    ) {
        converges(DocKind::Case, &[open(7, 1)], &rounds, seed, |_, view| {
            let view = case_view(view);
            assert_eq!(view.received_ms.get(), Some(&7));
            assert_eq!(view.temp_no.get().map(String::as_str), Some("T-P01-0315-01"));
        });
    }
}

#[test]
fn what_is_fixed_at_the_start_is_not_set_again() {
    let mut table = Table::new(DocKind::Case, &[office()], &[open(7, 1)]);
    assert_eq!(table.write(0, &open(8, 2)), Err(crate::EditError::AlreadySet));
}
