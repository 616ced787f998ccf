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
    sources(&["pages", "components"])
}

fn sources(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = folders.iter().map(|it| src.join(it)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_test = path.file_stem().is_some_and(|it| it == "tests");
            if path.is_dir() && !is_test {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") && !is_test {
                let text = std::fs::read_to_string(&path).unwrap();
                let shipped = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
                files.push((path, shipped));
            }
        }
    }
    assert!(files.len() > 2, "the sources are found");
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

/// What stands between a beginning and the next quotation mark, wherever the beginning is met.
fn quoted<'a>(source: &'a str, beginning: &str) -> impl Iterator<Item = &'a str> {
    source.split(beginning).skip(1).filter_map(|it| it.split('"').next())
}

/// The codes of whatever the engine says is amiss.
fn codes() -> BTreeSet<String> {
    let mut codes: BTreeSet<String> =
        quoted(include_str!("../engine/trouble.rs"), "=> \"").map(str::to_owned).collect();
    assert!(codes.len() > 40, "the codes are found");
    for (_, text) in sources(&["engine", "hooks"]) {
        codes.extend(quoted(&text, "need(\"").chain(quoted(&text, "code: \"")).map(str::to_owned));
    }
    codes.extend(["erased", "erased-unsent", "other", crate::hooks::RESTARTED].map(str::to_owned));
    codes
}

#[test]
fn whatever_the_engine_answers_has_a_sentence() {
    let known = messages(Language::Chinese);
    for code in codes() {
        assert!(known.contains_key(&format!("trouble-{code}")), "trouble-{code} is not said");
    }
}

#[test]
fn whatever_can_be_said_is_said_somewhere() {
    let sources = sources(&["pages", "components", "words", "hooks"]);
    let text: String = sources.into_iter().map(|(_, text)| text).collect();
    let is_named = |id: &str| text.contains(&format!("\"{id}\""));
    let codes = codes();
    let called = called();
    let record: String =
        self::sources(&["../../shared/record/src"]).into_iter().map(|(_, text)| text).collect();
    let record_says = |key: &str| record.contains(&format!("\"{key}\""));
    // These are put together: "found-{name}-hint" where "login" is named, too.
    let patterns: Vec<(&str, &str)> = quoted(&text, "format!(\"")
        .filter_map(|it| Some((it.split_once('{')?.0, it.split_once('}')?.1)))
        .filter(|(before, after)| !after.contains('{') && (before.ends_with('-') || after.starts_with('-')))
        .collect();
    let is_made = |id: &str| match id.split_once('-') {
        Some(("trouble", code)) => codes.contains(code),
        Some(("field", key)) => record_says(key),
        Some(("item", list)) => record_says(list),
        Some(("month" | "weekday", _)) => true,
        _ => patterns.iter().any(|(before, after)| {
            let middle = id.strip_prefix(before).and_then(|it| it.strip_suffix(after));
            middle.is_some_and(is_named)
        }),
    };
    let unsaid: Vec<String> = messages(Language::Chinese)
        .into_keys()
        .filter(|id| !is_named(id) && !is_made(id) && !called.contains(id))
        .collect();
    assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
}

/// The messages that name the codes of every list.
fn called() -> BTreeSet<String> {
    fn of<T: Code>(all: &[T]) -> impl Iterator<Item = String> {
        all.iter().map(|it| format!("{}-{}", T::LIST, it.code()))
    }
    let mut ids = BTreeSet::new();
    ids.extend(of(Channel::ALL));
    ids.extend(of(Category::ALL));
    ids.extend(of(AppealKind::ALL));
    ids.extend(of(VisitKind::ALL));
    ids.extend(of(Urgency::ALL));
    ids.extend(of(Risk::ALL));
    ids.extend(of(Sensitivity::ALL));
    ids.extend(of(Acceptance::ALL));
    ids.extend(of(Status::ALL));
    ids.extend(of(CloseReason::ALL));
    ids.extend(of(PartyRole::ALL));
    ids.extend(of(PartyKind::ALL));
    ids.extend(of(InterviewKind::ALL));
    ids.extend(of(ConsentScope::ALL));
    ids.extend(of(ConsentStatus::ALL));
    ids.extend(of(ConsentMethod::ALL));
    ids.extend(of(Need::ALL));
    ids.extend(of(Readback::ALL));
    ids.extend(of(Sector::ALL));
    ids.extend(of(Specialty::ALL));
    ids.extend(of(StudioType::ALL));
    ids.extend(of(Level::ALL));
    ids.extend(of(record::enums::Role::ALL));
    ids.extend(shared::roll::Role::ALL.iter().map(|it| format!("role-{}", role_code(*it))));
    ids
}

#[test]
fn every_code_of_every_list_is_called_something() {
    for language in Language::ALL {
        let known = messages(language);
        for id in called() {
            assert!(known.contains_key(&id), "{id} in {}", language.tag());
        }
    }
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
