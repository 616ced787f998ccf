//! What a case has any number of: other categories, sensitive marks, people who help, tags.

use record::Edit;
use record::Value;
use record::case::Edit as CaseEdit;
use record::enums::{Category, Code, Sensitivity};
use record::story::Edit as StoryEdit;
use shared::ids::PersonId;
use yew::prelude::*;

use super::{Shown, ShownProps, bits};
use crate::components::field::Line;
use crate::components::{Icon, Shape};
use crate::words::{Words, use_words};

/// The sets of a case.
#[component]
pub(super) fn Sets(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    let case = shown.case();
    html! {
        <section class="card stack">
            <Helpers shown={shown.clone()} />
            <Tags shown={shown.clone()} />
            <details>
                <summary>{ words.say("field-secondary") }<Icon shape={Shape::Next} /></summary>
                { codes(shown, &words, "field-secondary", &case.secondary, Category::ALL, |it, is_on| match is_on {
                    true => CaseEdit::RemoveSecondary(it),
                    false => CaseEdit::AddSecondary(it),
                }) }
            </details>
            <details>
                <summary>{ words.say("field-sensitivity") }<Icon shape={Shape::Next} /></summary>
                { codes(shown, &words, "field-sensitivity", &case.sensitivity, Sensitivity::ALL, |it, is_on| {
                    match is_on {
                        true => CaseEdit::RemoveSensitivity(it),
                        false => CaseEdit::AddSensitivity(it),
                    }
                }) }
            </details>
        </section>
    }
}

/// The members of a list as chips: pressed is in the set. A member that only a newer version knows stays in sight.
fn codes<T: Code + Clone + PartialEq + 'static>(
    shown: &Shown,
    words: &Words,
    label: &str,
    set: &[Value<T>],
    all: &[T],
    edit: fn(T, bool) -> CaseEdit,
) -> Html {
    let newer = set.iter().map(|it| &it.value).filter(|it| !all.contains(it));
    html! {
        <div class="chips" role="group" aria-label={words.say(label)}>
            for member in all.iter().chain(newer) {
                <button
                    key={member.code().to_owned()}
                    type="button"
                    class="chip"
                    aria-pressed={holds(set, member).to_string()}
                    disabled={shown.is_read_only()}
                    onclick={toggle(shown, edit(member.clone(), holds(set, member)))}
                >
                    { bits::code(words, member) }
                </button>
            }
        </div>
    }
}

fn holds<T: PartialEq>(set: &[Value<T>], member: &T) -> bool {
    set.iter().any(|it| it.value == *member)
}

fn toggle(shown: &Shown, edit: CaseEdit) -> Callback<MouseEvent> {
    let pen = shown.pen.clone();
    Callback::from(move |_| pen.write(Edit::Case(edit.clone())))
}

/// Who helps with the case. Whoever is added can read and write it from then on.
#[component]
fn Helpers(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    let assist = &shown.case().assist;
    let lead = shown.case().lead.get();
    let helping: Vec<PersonId> = assist.iter().map(|it| it.value).collect();
    let mut people = shown.names.members_and(&helping);
    people.retain(|(id, _)| Some(id) != lead);
    html! {
        <div class="field">
            <span class="label">{ words.say("field-assist") }</span>
            <div class="chips">
                for (id, name) in people {
                    <button
                        key={id.to_string()}
                        type="button"
                        class="chip"
                        aria-pressed={holds(assist, &id).to_string()}
                        disabled={shown.is_read_only()}
                        onclick={toggle(shown, match holds(assist, &id) {
                            true => CaseEdit::RemoveAssist(id),
                            false => CaseEdit::AddAssist(id),
                        })}
                    >
                        { name }
                    </button>
                }
            </div>
            <span class="hint">{ words.say("assist-hint") }</span>
        </div>
    }
}

#[component]
fn Tags(props: &ShownProps) -> Html {
    let words = use_words();
    let round = use_state_eq(|| 0u32);
    let shown = &props.shown;
    let tags = shown.story().map(|it| it.tags.as_slice()).unwrap_or_default();
    let oncommit = {
        let (pen, next) = (shown.pen.clone(), (round.setter(), *round + 1));
        Callback::from(move |tag: String| {
            if !tag.trim().is_empty() {
                pen.write(Edit::Story(StoryEdit::AddTag(tag.trim().to_owned())));
                next.0.set(next.1);
            }
        })
    };
    html! {
        <div class="field">
            <span class="label">{ words.say("field-tags") }</span>
            <ul class="chips">
                for tag in tags {
                    <li key={tag.value.clone()}>
                        <button
                            type="button"
                            class="chip"
                            disabled={shown.is_read_only()}
                            aria-label={words.tell("take-out", &[("name", tag.value.as_str().into())])}
                            onclick={untag(shown, &tag.value)}
                        >
                            { &tag.value }
                            <Icon shape={Shape::Close} />
                        </button>
                    </li>
                }
            </ul>
            if !shown.is_read_only() {
                <Line key={round.to_string()} label={words.say("tag-add")} {oncommit} />
            }
        </div>
    }
}

fn untag(shown: &Shown, tag: &str) -> Callback<MouseEvent> {
    let (pen, tag) = (shown.pen.clone(), tag.to_owned());
    Callback::from(move |_| pen.write(Edit::Story(StoryEdit::RemoveTag(tag.clone()))))
}
