//! What a place in a document is called, and what a fact that stands there says.

use record::Place;
use record::enums::is_code;
use record::value::Fact;
use shared::ids::PersonId;
use yew::AttrValue;

use super::tags;
use crate::hooks::Names;
use crate::words::{Moment, Words};

/// Lists of items that a place may lie in, as their documents call them.
const LISTS: [&str; 8] =
    ["parties", "visits", "interviews", "qa", "contradictions", "evidence", "findings", "measurements"];

/// Keys whose codes are of a list with another name.
const CODES: [(&str, &str); 4] = [
    ("role", "party_role"),
    ("kind", "party_kind"),
    ("status_log", "status"),
    ("consents", "consent_status"),
];

/// Keys that hold a moment.
const MOMENTS: [&str; 4] = ["start_ms", "end_ms", "at_ms", "happened_ms"];

/// Keys that hold what is masked until somebody asks for it.
const MASKED: [&str; 2] = ["id_no", "bank_account"];

/// How many characters of it are shown at most.
const MASKED_TAIL: usize = 4;

/// What a place is called: "party · phone".
pub(super) fn label(words: &Words, place: &Place) -> AttrValue {
    let key = field(place);
    let inside = place.steps.last().map(|it| it.list.as_str()).filter(|it| LISTS.contains(it));
    let said = words.say(&format!("field-{key}"));
    match inside {
        Some(list) => format!("{} · {said}", words.say(&format!("item-{list}"))).into(),
        None => said,
    }
}

/// What a fact at a place says.
pub(super) fn say(words: &Words, place: &Place, fact: &Fact, names: &Names) -> AttrValue {
    let key = field(place);
    match fact {
        Fact::Text(text) if is_code(text) => {
            let list = CODES.iter().find(|(it, _)| *it == key).map_or(key, |(_, list)| *list);
            words.code(list, text)
        }
        Fact::Text(text) => tags::named(words, names, text).into(),
        Fact::Number(ms) if MOMENTS.contains(&key) => {
            Moment::from_ms(*ms).map(|it| words.moment_in_full(it)).unwrap_or_default()
        }
        Fact::Number(_) if key == "removed" => words.say("fact-removed"),
        Fact::Flag(false) if key == "removed" => words.say("fact-not-removed"),
        Fact::Number(n) => n.to_string().into(),
        Fact::Flag(true) => words.say("yes"),
        Fact::Flag(false) => words.say("no"),
        Fact::Name(bytes) => match PersonId::from_slice(bytes) {
            Some(person) if names.knows(&person) => names.person(&person),
            Some(_) | None => words.say("something"),
        },
    }
}

/// The same where it is only looked back at: of a number that is masked until somebody asks for it, the end.
pub(super) fn say_masked(words: &Words, place: &Place, fact: &Fact, names: &Names) -> AttrValue {
    let said = say(words, place, fact, names);
    if !MASKED.contains(&field(place)) {
        return said;
    }
    let shown = said.chars().count().min(2 * MASKED_TAIL) / 2;
    let tail: String = said.chars().skip(said.chars().count() - shown).collect();
    format!("···{tail}").into()
}

/// The key without what names one entry of a log: `consents/basic/…` is `consents`.
fn field(place: &Place) -> &str {
    place.key.split('/').next().unwrap_or_default()
}
