use super::*;
use crate::review::Topic;

fn question(device: u8) -> impl Strategy<Value = Edit> {
    (0..4u8, prop::option::of(0..12u8), any::<bool>()).prop_map(move |(own, after, removes)| {
        let name = id(10 + device * 4 + own);
        Edit::Story(if removes {
            Story::RemoveQuestion(id(1), name)
        } else {
            Story::AddQuestion { interview: id(1), id: name, after: after.map(|i| id(10 + i)) }
        })
    })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn questions_keep_one_order_everywhere_and_none_is_lost(
        a in prop::collection::vec(question(0), 0..5),
        b in prop::collection::vec(question(1), 0..5),
        c in prop::collection::vec(question(2), 0..5),
        seed: u64,
    ) {
        let added = |edits: &[Edit]| edits.iter().filter_map(|edit| {
            if let Edit::Story(Story::AddQuestion { id, after: None, .. }) = edit { Some(*id) } else { None }
        }).collect::<Vec<_>>();
        let all: Vec<_> = [&a, &b, &c].iter().flat_map(|edits| added(edits)).collect();
        converges(DocKind::Story, &interview(), &[[a, b, c]], seed, |_, view| {
            let shown: Vec<_> = story_view(view).interviews[0].questions.iter().map(|q| q.id).collect();
            assert!(all.iter().all(|id| shown.contains(id)));
        });
    }
}

#[test]
fn an_edit_by_somebody_who_had_not_seen_the_removal_lifts_it_and_somebody_is_asked() {
    let remove = Edit::People(People::RemoveParty(id(1)));
    let mut table = Table::new(DocKind::People, &[office(); 2], &party());
    table.write(0, &remove).unwrap();
    table.write(1, &Edit::People(People::SetAddress(id(1), "样例区(演示)".into()))).unwrap();
    table.sync();
    let view = table.agreed();
    assert!(!people_view(&view).parties[0].is_removed);
    assert_eq!(view.review().items[0].topic, Topic::Removed);
    // Who has seen both may remove it again, and then it is gone without a question.
    table.write(1, &remove).unwrap();
    table.sync();
    let view = table.agreed();
    assert!(people_view(&view).parties[0].is_removed && view.review().items.is_empty());
}

#[test]
fn what_is_removed_is_put_back_first_and_loses_nothing() {
    let mut table = Table::new(DocKind::People, &[office()], &party());
    let named = Edit::People(People::SetGender(id(1), "男".into()));
    table.write(0, &Edit::People(People::RemoveParty(id(1)))).unwrap();
    assert_eq!(table.write(0, &named), Err(crate::EditError::Removed));
    table.write(0, &Edit::People(People::RestoreParty(id(1)))).unwrap();
    table.write(0, &named).unwrap();
    let view = table.view(0);
    assert_eq!(people_view(&view).parties[0].name.get().map(String::as_str), Some("赵样工"));
}
