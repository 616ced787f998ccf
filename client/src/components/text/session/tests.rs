use super::*;
use proptest::prelude::*;
use record::ChangeId;

/// A document as the engine has it: characters with their marks of removal, so that a splice made at an older version
/// finds its place again. Every character is used once, and is its own name.
#[derive(Default)]
struct Engine {
    letters: Vec<(char, bool)>,
    versions: Vec<Vec<char>>,
}

impl Engine {
    fn new(text: &str) -> Self {
        let mut engine =
            Engine { letters: text.chars().map(|it| (it, true)).collect(), versions: Vec::new() };
        engine.version(text.chars().collect());
        engine
    }

    fn text(&self) -> String {
        self.letters.iter().filter(|(_, alive)| *alive).map(|(it, _)| it).collect()
    }

    fn version(&mut self, letters: Vec<char>) -> Heads {
        self.versions.push(letters);
        Heads(vec![ChangeId([u8::try_from(self.versions.len() - 1).unwrap(); 32])])
    }

    fn heads(&mut self) -> Heads {
        let now = self.text().chars().collect();
        self.version(now)
    }

    /// Applies a splice where its writer meant it, and names the heads the document then has: one if the writer had seen
    /// everything, another beside it if not.
    fn splice(&mut self, at: &Heads, splice: &Splice) -> Heads {
        let mut seen = self.versions[at.0[0].0[0] as usize].clone();
        let had_seen_everything = self.text().chars().eq(seen.iter().copied());
        let left = splice.index.checked_sub(1).map(|it| seen[it]);
        let gone: Vec<char> =
            seen.splice(splice.index..splice.index + splice.delete, splice.insert.chars()).collect();
        for (letter, alive) in &mut self.letters {
            *alive &= !gone.contains(letter);
        }
        let place = left.map_or(0, |left| 1 + self.letters.iter().position(|(it, _)| *it == left).unwrap());
        self.letters.splice(place..place, splice.insert.chars().map(|it| (it, true)));
        let mut heads = self.heads();
        if !had_seen_everything {
            heads.0.push(ChangeId([255; 32]));
        }
        heads
    }
}

/// Somebody at a field.
struct Person {
    session: Session,
    element: String,
    caret: usize,
    sent: Option<Commit>,
}

impl Person {
    fn at(engine: &mut Engine) -> Self {
        let heads = engine.heads();
        let text = engine.text();
        Person { session: Session::new(&text, heads), caret: 0, element: text, sent: None }
    }

    fn types(&mut self, at: usize, letters: &str) {
        let place = self.element.char_indices().map(|(i, _)| i).nth(at).unwrap_or(self.element.len());
        self.element.insert_str(place, letters);
        self.caret = super::super::splice::units(&self.element[..place + letters.len()]);
        self.step();
    }

    fn step(&mut self) {
        self.session.typed(&self.element, self.caret);
        if self.send() {
            return;
        }
        if let Some(show) = self.session.show(&self.element, [self.caret; 2]) {
            self.caret = show.selection[1];
            self.element = show.text;
        }
        self.send();
    }

    fn send(&mut self) -> bool {
        let commit = self.session.commit(&self.element, self.caret);
        let is_sent = commit.is_some();
        if is_sent {
            assert!(self.sent.is_none(), "one splice at a time");
            self.sent = commit;
        }
        is_sent
    }

    /// The engine takes what was sent, answers, and then tells what the document has become.
    fn is_answered(&mut self, engine: &mut Engine) {
        if let Some(commit) = self.sent.take() {
            let heads = engine.splice(&commit.at, &commit.splice);
            self.session.saved(heads);
            self.step();
            self.hears(engine);
        }
    }

    fn hears(&mut self, engine: &mut Engine) {
        let heads = engine.heads();
        self.session.heard(&engine.text(), heads);
        self.step();
    }
}

#[test]
fn what_is_typed_is_sent_against_what_was_seen() {
    let mut engine = Engine::new("abc");
    let mut person = Person::at(&mut engine);
    let seen = person.session.heads.clone().unwrap();
    person.types(1, "X");
    let commit = person.sent.clone().unwrap();
    assert_eq!(commit, Commit { at: seen, splice: Splice { index: 1, delete: 0, insert: "X".into() } });
    person.is_answered(&mut engine);
    assert_eq!((engine.text().as_str(), person.element.as_str()), ("aXbc", "aXbc"));
    assert!(person.session.is_settled("aXbc"));
}

#[test]
fn nothing_is_sent_and_nothing_is_shown_while_a_word_is_composed() {
    let mut engine = Engine::new("abc");
    let mut person = Person::at(&mut engine);
    person.session.compose();
    person.types(3, "ni");
    let start = engine.heads();
    engine.splice(&start, &Splice { index: 0, delete: 0, insert: "远".into() });
    person.hears(&mut engine);
    assert_eq!((person.element.as_str(), person.sent.as_ref()), ("abcni", None));

    person.element = "abc你".into();
    person.caret = 4;
    person.session.composed();
    person.step();
    person.is_answered(&mut engine);
    assert_eq!((person.element.as_str(), engine.text().as_str()), ("远abc你", "远abc你"));
    assert_eq!(person.caret, 5, "the caret stays behind the word");
}

#[test]
fn a_composition_given_up_leaves_no_trace() {
    let mut engine = Engine::new("abc");
    let mut person = Person::at(&mut engine);
    person.session.compose();
    person.types(3, "ni");
    person.element = "abc".into();
    person.session.composed();
    person.step();
    assert_eq!(person.sent, None);
}

#[test]
fn a_refusal_keeps_the_words_and_tries_again_with_the_next_input() {
    let mut engine = Engine::new("abc");
    let mut person = Person::at(&mut engine);
    person.types(3, "d");
    person.sent = None;
    person.session.refused();
    person.hears(&mut engine);
    assert_eq!(person.element, "abcd");
    person.sent = None;
    person.session.refused();
    person.types(4, "e");
    person.is_answered(&mut engine);
    assert_eq!(engine.text(), "abcde");
}

#[test]
fn after_a_restart_words_that_were_saved_are_not_written_twice() {
    for was_saved in [true, false] {
        let mut engine = Engine::new("abc");
        let mut person = Person::at(&mut engine);
        person.types(3, "d");
        let commit = person.sent.take().unwrap();
        let mut heads = commit.at.clone();
        if was_saved {
            heads = engine.splice(&commit.at, &commit.splice);
        }
        person.session.restarted();
        person.step();
        assert_eq!(person.sent, None, "nothing is sent before the text was told anew");
        person.session.heard(&engine.text(), heads);
        person.step();
        person.is_answered(&mut engine);
        assert_eq!((engine.text().as_str(), person.element.as_str()), ("abcd", "abcd"), "{was_saved}");
    }
}

#[test]
fn what_is_typed_while_others_words_are_on_their_way_is_not_lost() {
    let mut engine = Engine::new("abc");
    let mut person = Person::at(&mut engine);
    person.types(3, "d");
    let start = engine.heads();
    engine.splice(&start, &Splice { index: 0, delete: 0, insert: "远".into() });
    let commit = person.sent.take().unwrap();
    let heads = engine.splice(&commit.at, &commit.splice);
    person.session.saved(heads);
    person.types(4, "e");
    assert_eq!(person.sent, None, "no version holds just what was seen, so the next splice waits");
    person.hears(&mut engine);
    assert_eq!(person.element, "远abcde");
    person.step();
    person.is_answered(&mut engine);
    assert_eq!(engine.text(), "远abcde");
}

#[test]
fn what_others_wrote_is_shown_also_when_the_splice_under_way_changed_nothing() {
    let mut engine = Engine::new("abc");
    let mut person = Person::at(&mut engine);
    person.types(3, "d");
    let start = engine.heads();
    engine.splice(&start, &Splice { index: 3, delete: 0, insert: "d远".into() });
    person.hears(&mut engine);
    assert_eq!(person.element, "abcd", "not while something is under way");
    person.session.saved(Heads::default());
    person.step();
    assert_eq!(person.element, "abcd远", "the engine has nothing to tell anew");
}

#[derive(Debug, Clone)]
enum Happening {
    Types(usize, usize),
    Composes(usize, usize),
    EndsWord,
    Deletes(usize),
    OtherWrites(usize),
    OtherDeletes(usize),
    Answer,
    News,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        (0..20usize, 1..3usize).prop_map(|(at, n)| Happening::Types(at, n)),
        (0..20usize, 1..3usize).prop_map(|(at, n)| Happening::Composes(at, n)),
        Just(Happening::EndsWord),
        (0..20usize).prop_map(Happening::Deletes),
        (0..20usize).prop_map(Happening::OtherWrites),
        (0..20usize).prop_map(Happening::OtherDeletes),
        Just(Happening::Answer),
        Just(Happening::News),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_screen_and_document_agree_in_the_end(happenings in prop::collection::vec(happening(), 0..60)) {
        let mut engine = Engine::new("abcdef");
        let mut person = Person::at(&mut engine);
        let mut fresh = ('一'..).filter(|it| it.len_utf16() == 1);
        let mut kept = Vec::new();
        for it in happenings {
            match it {
                Happening::Types(at, n) => {
                    let letters: String = fresh.by_ref().take(n).collect();
                    kept.extend(letters.chars());
                    person.types(at, &letters);
                }
                Happening::Composes(at, n) => {
                    let letters: String = fresh.by_ref().take(n).collect();
                    kept.extend(letters.chars());
                    person.session.compose();
                    person.types(at, &letters);
                }
                Happening::EndsWord => {
                    person.session.composed();
                    person.step();
                }
                Happening::Deletes(at) => {
                    if let Some(letter) = person.element.chars().nth(at) {
                        kept.retain(|it| *it != letter);
                        person.element.retain(|it| it != letter);
                        person.caret = at;
                        person.step();
                    }
                }
                Happening::OtherWrites(at) => {
                    let heads = engine.heads();
                    let index = at.min(engine.text().chars().count());
                    let insert: String = fresh.by_ref().take(1).collect();
                    kept.extend(insert.chars());
                    engine.splice(&heads, &Splice { index, delete: 0, insert });
                }
                Happening::OtherDeletes(at) => {
                    let heads = engine.heads();
                    if let Some(letter) = engine.text().chars().nth(at) {
                        kept.retain(|it| *it != letter);
                        engine.splice(&heads, &Splice { index: at, delete: 1, insert: String::new() });
                    }
                }
                Happening::Answer => person.is_answered(&mut engine),
                Happening::News => person.hears(&mut engine),
            }
        }
        person.session.composed();
        person.step();
        person.hears(&mut engine);
        while person.sent.is_some() {
            person.is_answered(&mut engine);
        }
        person.hears(&mut engine);
        prop_assert_eq!(&person.element, &engine.text());
        for letter in kept {
            prop_assert_eq!(person.element.matches(letter).count(), 1, "{} is there once", letter);
        }
    }
}

#[test]
fn whoever_parts_in_the_middle_of_a_word_loses_nothing_of_it_and_it_is_not_sent_twice() {
    let mut session = Session::new("甲", Heads::default());
    session.compose();
    session.typed("甲yi", 3);
    assert_eq!(session.commit("甲yi", 3), None, "a word that is being composed is not sent");
    let commit = session.flush("甲yi", 3).expect("but it is when no more may come");
    assert_eq!(commit.splice, Splice { index: 1, delete: 0, insert: "yi".to_owned() });
    session.saved(Heads(vec![ChangeId([1; 32])]));
    assert_eq!(session.flush("甲yi", 3), None);
    session.composed();
    session.typed("甲乙", 2);
    let rest = session.commit("甲乙", 2).expect("the word was ended after all");
    assert_eq!(rest.splice, Splice { index: 1, delete: 2, insert: "乙".to_owned() });
}
