//! Small things that every part of a case's page says: who and when, and every value of a field.

use record::enums::Code;
use record::{Field, Written};
use yew::prelude::*;

use crate::hooks::Names;
use crate::words::{Moment, Words, use_words};

/// Who wrote something, where and when: "王芳 · P03 · 09:05".
pub fn who_and_when(words: &Words, names: &Names, written: &Written, now: Moment) -> AttrValue {
    let mut parts = vec![names.person(&written.person).to_string()];
    parts.extend(names.device(&written.device).map(|it| it.to_string()));
    parts.push(words.moment(Moment(written.recorded_ms), now).to_string());
    parts.join(" · ").into()
}

/// One value of a field, said, and who wrote it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    /// The value.
    pub value: AttrValue,
    /// Who and when.
    pub who: AttrValue,
}

/// Every value of a field, the one in force first.
pub(super) fn said<T>(
    field: &Field<T>,
    words: &Words,
    names: &Names,
    now: Moment,
    say: impl Fn(&T) -> AttrValue,
) -> Vec<Said> {
    let values = field.values.iter();
    values
        .map(|it| Said { value: say(&it.value), who: who_and_when(words, names, &it.written, now) })
        .collect()
}

/// What a code is called.
pub(super) fn code<T: Code>(words: &Words, value: &T) -> AttrValue {
    words.code(T::LIST, value.code())
}

/// Props of [`Versions`].
#[derive(Properties, PartialEq)]
pub(super) struct VersionsProps {
    /// Every value.
    pub said: Vec<Said>,
}

/// Two or more values that stand beside each other, each with who wrote it. Shown wherever the field is shown: a value
/// that is not in force is never out of sight.
#[component]
pub(super) fn Versions(props: &VersionsProps) -> Html {
    let words = use_words();
    html! {
        <div class="stack tight">
            if props.said.len() > 1 {
                <span class="tag amber">{ words.say("two-versions") }</span>
                <ul class="values">
                    for (at, said) in props.said.iter().enumerate() {
                        <li key={format!("{at} {}", said.who)}>
                            { &said.value }
                            if at == 0 {
                                { " " }<span class="tag">{ words.say("in-force") }</span>
                            }
                            <span class="who">{ &said.who }</span>
                        </li>
                    }
                </ul>
            }
        </div>
    }
}
