use super::*;
use crate::review::Topic;

const NARRATIVE: TextField = TextField::Narrative(crate::ItemId([1; 16]));

fn typing(letter: char) -> impl Strategy<Value = Edit> {
    (0..16u32, 0..3u32, 1..4usize)
        .prop_map(move |(index, delete, n)| splice(NARRATIVE, index, delete, &letter.to_string().repeat(n)))
}

fn count(text: &str, letter: char) -> usize {
    text.chars().filter(|c| *c == letter).count()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_letter_that_nobody_took_away_is_lost_and_none_is_there_twice(
        inserts in prop::collection::vec((0..3usize, 0..20u32, 1..5usize), 0..12),
        seed: u64,
    ) {
        let mut edits: [Vec<Edit>; 3] = Default::default();
        for (device, index, n) in &inserts {
            let letter = ["甲", "😀", "c"][*device];
            edits[*device].push(splice(NARRATIVE, *index, 0, &letter.repeat(*n)));
        }
        converges(DocKind::Story, &interview(), &[edits], seed, |table, view| {
            let text = &story_view(view).interviews[0].narrative.text;
            // Splices inside an emoji or beyond the end were refused: count what was written.
            let written = |device: usize| table.log.iter().skip(1)
                .filter(|entry| entry.origin.author.person == person(device as u8 + 1)).count();
            for (device, letter) in ['甲', '😀', 'c'].into_iter().enumerate() {
                if written(device) == inserts.iter().filter(|(d, ..)| *d == device).count() + usize::from(device == 0) {
                    let typed: usize = inserts.iter().filter(|(d, ..)| *d == device).map(|(_, _, n)| n).sum();
                    assert_eq!(count(text, letter), typed);
                }
            }
            assert!(text.ends_with('。') || !inserts.is_empty());
        });
    }

    #[test]
    fn splices_converge(
        a in prop::collection::vec(typing('a'), 0..4),
        b in prop::collection::vec(typing('b'), 0..4),
        c in prop::collection::vec(typing('c'), 0..4),
        seed: u64,
    ) {
        converges(DocKind::Story, &interview(), &[[a, b, c]], seed, |_, _| {});
    }
}

#[test]
fn two_in_one_paragraph_are_a_hint_and_two_in_different_ones_are_not() {
    for (index, expected) in [(2, 1), (16, 0)] {
        let mut table = Table::new(DocKind::Story, &[office(); 2], &interview());
        table.write(0, &splice(NARRATIVE, 1, 0, "甲")).unwrap();
        table.write(1, &splice(NARRATIVE, index, 0, "乙")).unwrap();
        table.sync();
        let view = table.agreed();
        assert_eq!(view.review().items.len(), expected, "at {index}");
        assert!(view.review().items.iter().all(|item| item.topic == Topic::Paragraph));
        // Whoever writes there next has read it.
        table.write(1, &splice(NARRATIVE, 0, 0, "丙")).unwrap();
        table.sync();
        assert!(table.agreed().review().items.is_empty());
    }
}

#[test]
fn a_splice_is_written_where_its_writer_saw_it() {
    let mut table = Table::new(DocKind::Story, &[office(); 2], &interview());
    let seen = table.devices[0].doc.heads();
    table.write(1, &splice(NARRATIVE, 0, 0, "开头。")).unwrap();
    table.sync();
    let late = Story::SpliceText { field: NARRATIVE, at: seen, index: 3, delete: 0, insert: "赵某".into() };
    table.write(0, &Edit::Story(late)).unwrap();
    table.sync();
    let view = table.agreed();
    assert_eq!(
        story_view(&view).interviews[0].narrative.text,
        "开头。来访人赵某称,2月26日上午跌落。\n第二段。"
    );
}

#[test]
fn a_splice_beyond_the_text_or_inside_an_emoji_is_refused() {
    let mut table = Table::new(DocKind::Story, &[office()], &interview());
    table.write(0, &splice(NARRATIVE, 0, 0, "😀")).unwrap();
    for (index, delete) in [(1, 0), (0, 1), (1000, 0), (0, 1000), (u32::MAX, u32::MAX)] {
        let refused = table.write(0, &splice(NARRATIVE, index, delete, "x"));
        assert_eq!(refused, Err(crate::EditError::OutsideText), "{index} {delete}");
    }
    let long = "x".repeat(256 * 1024);
    assert!(matches!(table.write(0, &splice(NARRATIVE, 0, 0, &long)), Err(crate::EditError::TooLong { .. })));
}
