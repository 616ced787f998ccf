use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast;
use fluent_syntax::parser;

use record::enums::*;

use super::*;

/// Every message of a language, with the gaps it has.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for source in language.sources() {
        let resource = parser::parse(source).expect("a file of sentences parses in full");
        for entry in resource.body {
            if let ast::Entry::Message(message) = entry {
                let mut gaps = BTreeSet::new();
                collect(message.value.as_ref().expect("a message says something"), &mut gaps);
                let id = message.id.name.to_owned();
                assert!(found.insert(id.clone(), gaps).is_none(), "{id} stands twice in {}", language.tag());
            }
        }
    }
    found
}

fn collect(pattern: &ast::Pattern<&str>, gaps: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            match expression {
                ast::Expression::Inline(inline) => collect_inline(inline, gaps),
                ast::Expression::Select { selector, variants } => {
                    collect_inline(selector, gaps);
                    variants.iter().for_each(|variant| collect(&variant.value, gaps));
                }
            }
        }
    }
}

fn collect_inline(inline: &ast::InlineExpression<&str>, gaps: &mut BTreeSet<String>) {
    if let ast::InlineExpression::VariableReference { id } = inline {
        gaps.insert(id.name.to_owned());
    }
}

/// The sources of the screens, without their tests.
fn screens() -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![src.join("pages"), src.join("components")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_test = path.file_stem().is_some_and(|it| it == "tests");
            if path.is_dir() && !is_test {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") && !is_test {
                let text = std::fs::read_to_string(&path).unwrap();
                let shipped = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                files.push((path, shipped));
            }
        }
    }
    assert!(files.len() > 20, "the screens are found");
    files
}

#[test]
fn both_languages_say_the_same_things_with_the_same_gaps() {
    let (chinese, english) = (messages(Language::Chinese), messages(Language::English));
    assert!(chinese.len() > 200, "the files are read");
    for (id, gaps) in &chinese {
        assert_eq!(english.get(id), Some(gaps), "{id}");
    }
    assert_eq!(english.keys().find(|id| !chinese.contains_key(*id)), None);
}

#[test]
fn whatever_a_screen_names_is_there_to_be_said() {
    let known = messages(Language::Chinese);
    let mut named = 0;
    for (path, text) in screens() {
        for call in ["say(\"", "tell(\"", "message: \"", "Some(\"wrong-"] {
            for (at, _) in text.match_indices(call) {
                let from = at + call.find('"').unwrap() + 1;
                let id = text[from..].split('"').next().unwrap();
                assert!(known.contains_key(id), "{} names {id}, which nobody says", path.display());
                named += 1;
            }
        }
    }
    assert!(named > 100, "the calls are found");
}

#[test]
fn whatever_the_engine_answers_has_a_sentence() {
    let known = messages(Language::Chinese);
    let source = include_str!("../engine/trouble.rs");
    let codes: Vec<&str> = source.split("=> \"").skip(1).filter_map(|it| it.split('"').next()).collect();
    assert!(codes.len() > 40, "the codes are found");
    for code in codes {
        assert!(known.contains_key(&format!("trouble-{code}")), "trouble-{code} is not said");
    }
}

#[test]
fn every_code_of_every_list_is_called_something() {
    fn check<T: Code>(all: &[T]) {
        for language in Language::ALL {
            let known = messages(language);
            for member in all {
                let id = format!("{}-{}", T::LIST, member.code());
                assert!(known.contains_key(&id), "{id} in {}", language.tag());
            }
        }
    }
    check(Channel::ALL);
    check(Category::ALL);
    check(AppealKind::ALL);
    check(VisitKind::ALL);
    check(Urgency::ALL);
    check(Risk::ALL);
    check(Sensitivity::ALL);
    check(Acceptance::ALL);
    check(Status::ALL);
    check(CloseReason::ALL);
    check(PartyRole::ALL);
    check(PartyKind::ALL);
    check(InterviewKind::ALL);
    check(ConsentScope::ALL);
    check(ConsentStatus::ALL);
    check(ConsentMethod::ALL);
    check(Need::ALL);
    check(Readback::ALL);
    check(Sector::ALL);
    check(Specialty::ALL);
    check(StudioType::ALL);
    check(Level::ALL);
    check(record::enums::Role::ALL);
    for role in shared::roll::Role::ALL {
        assert_ne!(Words::default().roles(&[role]), role_code(role), "{role:?}");
    }
}

#[test]
fn no_screen_holds_a_sentence_of_its_own() {
    for (path, text) in screens() {
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let chinese = line.chars().find(|it| ('\u{2E80}'..='\u{9FFF}').contains(it));
            assert_eq!(chinese, None, "{}: {line}", path.display());
        }
    }
}

#[test]
fn a_message_nobody_knows_is_shown_by_its_name_and_a_code_as_it_is() {
    let words = Words::default();
    assert_eq!(words.say("no-such-message"), "no-such-message");
    assert_eq!(words.code("category", "drone_noise"), "drone_noise");
    assert_eq!(words.code("category", "wages"), "劳动报酬/欠薪");
}

#[test]
fn plurals_follow_the_language() {
    let say = |language, n: usize| Words::new(language).tell("people-heading", &[("n", n.into())]);
    assert_eq!(say(Language::English, 1), "1 person");
    assert_eq!(say(Language::English, 3), "3 people");
    assert_eq!(say(Language::Chinese, 1), "成员 1 人");
}

#[test]
fn sizes_are_told_as_people_count_them() {
    let words = Words::default();
    assert_eq!(
        [0, 999, 1_500, 4_200_000, 18_000_000_000].map(|it| words.size(it).to_string()),
        ["0 B", "999 B", "2 KB", "4.2 MB", "18.0 GB"]
    );
}
