//! What was written in a case and does not stand any more: one tap away, with who wrote it, where, and the three times.

use record::Place;
use yew::prelude::*;

use super::{Shown, ShownProps};
use crate::components::{Button, Shape, Sheet, Wrong};
use crate::engine::api::{Answer, Ask, PastRow};
use crate::hooks::use_engine;
use crate::pages::{facts, review};
use crate::words::{Words, use_words};

/// The way to the sheet.
#[component]
pub(super) fn PastCard(props: &ShownProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    let answer = use_state_eq(|| None::<Answer>);
    let is_open = use_state_eq(|| false);
    let shown = &props.shown;
    let open = {
        let (is_open, answer, case) = (is_open.setter(), answer.setter(), shown.view.doc);
        Callback::from(move |()| {
            is_open.set(true);
            answer.set(None);
            let answer = answer.clone();
            engine.ask(Ask::Past(case), Callback::from(move |it| answer.set(Some(it))));
        })
    };
    let onclose = {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(false))
    };
    html! {
        <section class="card row apart">
            <div class="grow">
                <h2>{ words.say("past") }</h2>
                <p class="soft small">{ words.say("past-hint") }</p>
            </div>
            <Button label={words.say("past-open")} shape={Shape::Versions} onpress={open} />
            <div>
                if *is_open {
                    <Sheet title={words.say("past")} {onclose}>
                        { told(&words, shown, (*answer).as_ref()) }
                    </Sheet>
                }
            </div>
        </section>
    }
}

fn told(words: &Words, shown: &Shown, answer: Option<&Answer>) -> Html {
    match answer {
        Some(Answer::Past(rows)) => html! { <PastList shown={shown.clone()} rows={rows.clone()} /> },
        Some(Answer::Trouble(trouble)) => html! { <Wrong text={words.trouble(trouble)} /> },
        _ => html! { <p class="soft">{ words.say("loading") }</p> },
    }
}

/// Props of [`PastList`].
#[derive(Properties, PartialEq)]
pub struct PastListProps {
    /// The case.
    pub shown: Shown,
    /// What gave way, place by place.
    pub rows: Vec<PastRow>,
}

/// What the sheet holds.
#[component]
pub fn PastList(props: &PastListProps) -> Html {
    let words = use_words();
    let PastListProps { shown, rows } = props;
    if rows.is_empty() {
        return html! { <p class="soft">{ words.say("past-empty") }</p> };
    }
    html! {
        <div class="stack">
            for PastRow { doc, past } in rows {
                <section key={format!("{doc} {}", past.place)} class="stack tight">
                    <h3>{ label(&words, shown, &past.place) }</h3>
                    <ul class="values">
                        for (at, it) in past.values.iter().enumerate() {
                            <li key={at}>
                                { facts::say_masked(&words, &past.place, &it.value, &shown.names) }
                                if it.stands {
                                    { " " }<span class="tag">{ words.say("past-stands") }</span>
                                }
                                <span class="who">{ review::times(&words, &shown.names, &it.written, shown.now) }</span>
                            </li>
                        }
                    </ul>
                </section>
            }
        </div>
    }
}

/// What a place is called, and whose it is if it is a party's.
fn label(words: &Words, shown: &Shown, place: &Place) -> String {
    let item = place.steps.last().map(|it| it.item);
    let parties = shown.people().map(|it| it.parties.as_slice()).unwrap_or_default();
    let party = parties.iter().find(|it| Some(it.id) == item).and_then(|it| it.name.get());
    let label = facts::label(words, place);
    party.map_or_else(|| label.to_string(), |name| format!("{name} · {label}"))
}
