use super::*;

fn note(device: u8) -> impl Strategy<Value = Edit> {
    (0..6u8, "[a-z]{1,6}").prop_map(move |(own, text)| {
        Edit::Story(Story::AddNote { id: id(10 + device * 6 + own), text, happened_ms: 5 })
    })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_note_stays_once_in_the_order_the_relay_kept_it(
        a in prop::collection::vec(note(0), 0..5),
        b in prop::collection::vec(note(1), 0..5),
        c in prop::collection::vec(note(2), 0..5),
        seed: u64,
    ) {
        converges(DocKind::Story, &[], &[[a, b, c]], seed, |table, view| {
            let notes = &story_view(view).notes;
            let positions: Vec<_> = notes.iter().map(|note| note.written.position).collect();
            assert!(positions.is_sorted());
            assert_eq!(notes.len() + 1, table.log.len(), "one entry each, and the skeleton");
        });
    }
}

#[test]
fn what_never_left_is_told_last() {
    let mut table = Table::new(DocKind::Story, &[office(); 2], &[]);
    let note = |i: u8| Edit::Story(Story::AddNote { id: id(i), text: format!("{i}"), happened_ms: 0 });
    table.write(0, &note(1)).unwrap();
    table.write(1, &note(2)).unwrap();
    let fresh = table.hand_in(&[1]);
    table.deliver(0, &fresh);
    let order: Vec<_> = story_view(&table.view(0)).notes.iter().map(|note| note.text.clone()).collect();
    assert_eq!(order, ["2", "1"]);
}
