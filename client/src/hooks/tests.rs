use std::cell::RefCell;
use std::rc::Rc;

use record::{Edit, Heads, story};
use shared::ids::{DocId, PersonId};
use yew::Callback;

use super::Engine;
use crate::engine::api::{
    Answer, Ask, DoorView, HandedIn, Room, ToEngine, ToPage, Told, Topic, Trouble, View,
};

type Posted = Rc<RefCell<Vec<ToEngine>>>;

fn engine() -> (Engine, Posted) {
    let posted = Posted::default();
    let post = {
        let posted = posted.clone();
        Callback::from(move |bytes: Vec<u8>| posted.borrow_mut().push(minicbor::decode(&bytes).unwrap()))
    };
    (Engine::new(post, || 1_000), posted)
}

fn hear<T: 'static>() -> (Callback<T>, Rc<RefCell<Vec<T>>>) {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let into = heard.clone();
    (Callback::from(move |it| into.borrow_mut().push(it)), heard)
}

fn door() -> View {
    View::Door(DoorView { tiles: Vec::new(), me: None, wiped: Vec::new() })
}

fn tell(engine: &Engine, frame: &ToPage) {
    engine.receive(&shared::codec::encode(frame));
}

#[test]
fn each_ask_gets_its_own_answer_once() {
    let (engine, posted) = engine();
    let ((first, heard_first), (second, heard_second)) = (hear(), hear());
    engine.ask(Ask::Room, first);
    engine.ask(Ask::Lock, second);
    let numbers: Vec<u32> = posted
        .borrow()
        .iter()
        .filter_map(|it| if let ToEngine::Ask(n, _) = it { Some(*n) } else { None })
        .collect();
    let room = Room { used: 1, quota: 2, is_kept: true };
    tell(&engine, &ToPage::Answer(numbers[1], Answer::Done));
    tell(&engine, &ToPage::Answer(numbers[0], Answer::Room(room)));
    tell(&engine, &ToPage::Answer(numbers[0], Answer::Done));
    assert_eq!(*heard_first.borrow(), [Answer::Room(room)]);
    assert_eq!(*heard_second.borrow(), [Answer::Done]);
}

#[test]
fn a_topic_is_watched_once_however_many_look_and_left_when_the_last_leaves() {
    let (engine, posted) = engine();
    let ((first, heard_first), (second, heard_second)) = (hear(), hear());
    let watch = engine.watch(Topic::Door, first);
    tell(&engine, &ToPage::View(Topic::Door, door()));
    let other = engine.watch(Topic::Door, second);
    assert_eq!((heard_first.borrow().len(), heard_second.borrow().len()), (1, 1), "known at once");
    drop(watch);
    tell(&engine, &ToPage::View(Topic::Door, door()));
    assert_eq!((heard_first.borrow().len(), heard_second.borrow().len()), (1, 2));
    drop(other);
    assert_eq!(*posted.borrow(), [ToEngine::Watch(Topic::Door), ToEngine::Unwatch(Topic::Door)]);
}

#[test]
fn after_a_restart_everything_watched_is_watched_again_and_nothing_waits_for_ever() {
    let (engine, posted) = engine();
    let ((onview, _views), (onanswer, answers)) = (hear(), hear());
    let _watch = engine.watch(Topic::Sync, onview);
    engine.ask(Ask::Retry, onanswer);
    posted.borrow_mut().clear();
    engine.restarted(None);
    assert_eq!(*posted.borrow(), [ToEngine::Watch(Topic::Sync)]);
    assert!(matches!(&answers.borrow()[..], [Answer::Trouble(Trouble { code, .. })] if code == "restarted"));
}

#[test]
fn the_next_person_does_not_find_what_was_seen() {
    let (engine, _posted) = engine();
    let (onview, _views) = hear();
    let _watch = engine.watch(Topic::Today, onview);
    tell(&engine, &ToPage::View(Topic::Today, View::NotHere));
    assert!(engine.seen(&Topic::Today).is_some());
    engine.forget();
    assert!(engine.seen(&Topic::Today).is_none());
}

#[test]
fn what_must_be_told_once_is_told_and_what_cannot_be_read_is_passed_over() {
    let (engine, _posted) = engine();
    let (ontold, told) = hear();
    engine.set_ontold(ontold);
    let trouble = Trouble { code: "disk-full".into(), detail: String::new() };
    tell(&engine, &ToPage::Told(Told::NotSaved(trouble.clone())));
    engine.receive(b"not a frame");
    engine.receive(&[]);
    assert_eq!(*told.borrow(), [Told::NotSaved(trouble)]);
}

#[test]
fn names_of_items_are_never_drawn_twice() {
    let (engine, _posted) = engine();
    let mut drawn: Vec<_> = (0..100).map(|_| engine.draw()).collect();
    drawn.sort();
    drawn.dedup();
    assert_eq!(drawn.len(), 100);
}

#[test]
fn whoever_leaves_hands_in_what_is_in_the_fields_before_the_tablet_is_locked() {
    let (engine, posted) = engine();
    let title = Edit::Story(story::Edit::SetTitle("写了一半".to_owned()));
    let write = Ask::Write(DocId::ZERO, title, Heads::default());
    let _field = engine.field(Callback::from({
        let (engine, write) = (engine.clone(), write.clone());
        move |_| engine.ask(write.clone(), Callback::noop())
    }));
    let (onleft, left) = hear();
    engine.ask_at_last(Ask::Lock, onleft);
    let asks = || -> Vec<(u32, Ask)> {
        let posted = posted.borrow();
        posted.iter().filter_map(asked).map(|(n, ask)| (n, ask.clone())).collect()
    };
    let [(number, first)] = &asks()[..] else { panic!("only the edit is asked, until it is answered") };
    assert_eq!(*first, write);
    tell(&engine, &ToPage::Answer(*number, Answer::Written(Heads::default())));
    let [_, (number, last)] = &asks()[..] else { panic!("then the lock") };
    assert_eq!(*last, Ask::Lock);
    tell(&engine, &ToPage::Answer(*number, Answer::Done));
    assert_eq!(*left.borrow(), [Answer::Done]);
    engine.restarted(None);
    assert!(!engine.take_broke(), "an engine that ends because somebody left has not broken");
    engine.restarted(None);
    assert!(engine.take_broke());
}

fn asked(frame: &ToEngine) -> Option<(u32, &Ask)> {
    if let ToEngine::Ask(n, ask) = frame { Some((*n, &**ask)) } else { None }
}

fn drafted(posted: &Posted) -> Vec<(u32, String)> {
    let asks = posted.borrow();
    let kept = asks.iter().filter_map(asked).filter_map(|(n, ask)| match ask {
        Ask::KeepDraft(_, drafted) => Some((n, drafted.text.clone())),
        _ => None,
    });
    kept.collect()
}

#[test]
fn what_is_typed_into_a_sheet_goes_to_the_disk_one_after_another_and_again_if_it_was_refused() {
    let (engine, posted) = engine();
    let doc = DocId([7; 16]);
    for text in ["一", "一二", "一二三"] {
        engine.keep_draft(doc, "note/note", text);
    }
    assert_eq!(drafted(&posted).len(), 1, "one is under way at a time");
    let first = drafted(&posted)[0].0;
    tell(&engine, &ToPage::Answer(first, Answer::Done));
    let (second, text) = drafted(&posted)[1].clone();
    assert_eq!(text, "一二三", "the newest words go, not each that came between");
    let full = Trouble { code: "disk-full".into(), detail: String::new() };
    tell(&engine, &ToPage::Answer(second, Answer::Trouble(full)));
    assert_eq!(engine.drafts(doc)["note/note"], "一二三");
    engine.keep_draft(doc, "note/note", "一二三");
    assert_eq!(drafted(&posted).len(), 3, "what could not be kept is tried again");
}

#[test]
fn a_draft_is_its_writers_alone() {
    let (engine, _posted) = engine();
    let doc = DocId([7; 16]);
    engine.enters(PersonId([1; 16]));
    engine.keep_draft(doc, "note/note", "只给自己看");
    engine.enters(PersonId([2; 16]));
    assert!(engine.drafts(doc).is_empty());
}

#[test]
fn what_is_handed_in_is_offered_no_more_and_what_was_refused_or_typed_since_still_is() {
    let (engine, posted) = engine();
    let doc = DocId([7; 16]);
    let of = HandedIn { doc, places: vec!["note/note".to_owned()] };
    let hand_in = || {
        let title = Edit::Story(story::Edit::SetTitle("一".to_owned()));
        engine.hand_in(doc, title, Heads::default(), of.clone(), Callback::noop());
        let posted = posted.borrow();
        let ask = posted.iter().rev().filter_map(asked).find_map(|(n, ask)| match ask {
            Ask::HandIn(_, _, _, of) => Some((n, of.clone())),
            _ => None,
        });
        ask.expect("an edit that takes its draft with it")
    };
    engine.keep_draft(doc, "note/note", "一");
    let (number, taken) = hand_in();
    assert_eq!(taken, of);
    let full = Trouble { code: "disk-full".into(), detail: String::new() };
    tell(&engine, &ToPage::Answer(number, Answer::Trouble(full)));
    assert_eq!(engine.drafts(doc)["note/note"], "一", "nothing was written: the words are still a draft");

    let (number, _) = hand_in();
    engine.keep_draft(doc, "note/note", "一二");
    tell(&engine, &ToPage::Answer(number, Answer::Written(Heads::default())));
    assert_eq!(engine.drafts(doc)["note/note"], "一二", "what was typed since was not handed in");

    let (number, _) = hand_in();
    tell(&engine, &ToPage::Answer(number, Answer::Written(Heads::default())));
    assert!(engine.drafts(doc).is_empty());
}
