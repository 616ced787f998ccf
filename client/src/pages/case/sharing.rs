//! Who may read a case: letting somebody in, and taking the right away from one person.

use record::Edit;
use record::case::Edit as CaseEdit;
use shared::ids::PersonId;
use yew::prelude::*;

use super::{Shown, ShownProps};
use crate::components::choice::{Choice, Select};
use crate::components::{Button, Face, Shape, Sheet, Sure, Weight, Wrong};
use crate::engine::api::{Answer, Ask, Reader, Trouble};
use crate::hooks::{trouble_of, use_engine};
use crate::words::use_words;

/// How many can read it, and the sheet that says who.
#[component]
pub(super) fn Sharing(props: &ShownProps) -> Html {
    let words = use_words();
    let is_open = use_state_eq(|| false);
    let wrong = use_state_eq(|| None::<Trouble>);
    let engine = use_engine();
    let shown = &props.shown;
    let set = |open: bool| {
        let (is_open, wrong) = (is_open.setter(), wrong.setter());
        Callback::from(move |()| {
            is_open.set(open);
            wrong.set(None);
        })
    };
    let onact = {
        let (wrong, shown) = (wrong.setter(), shown.clone());
        Callback::from(move |ask: Ask| {
            let (wrong, shown, done) = (wrong.clone(), shown.clone(), ask.clone());
            let onanswer = Callback::from(move |answer: Answer| {
                let trouble = trouble_of(&answer).cloned();
                // Whoever cannot read a case any more does not help with it either.
                if let (None, Ask::Unshare(_, person)) = (&trouble, &done)
                    && helps(&shown, *person)
                {
                    shown.pen.write(Edit::Case(CaseEdit::RemoveAssist(*person)));
                }
                wrong.set(trouble);
            });
            engine.ask(ask, onanswer);
        })
    };
    html! {
        <section class="card row apart">
            <div class="grow">
                <h2>{ words.say("sharing") }</h2>
                <p class="soft small">
                    { words.tell("sharing-count", &[("n", shown.view.readers.len().into())]) }
                </p>
            </div>
            <Button label={words.say("sharing-open")} shape={Shape::People} onpress={set(true)} />
            <div>
                if *is_open {
                    <Sheet title={words.say("sharing")} onclose={set(false)}>
                        <Readers shown={shown.clone()} wrong={(*wrong).clone()} {onact} />
                    </Sheet>
                }
            </div>
        </section>
    }
}

fn helps(shown: &Shown, person: PersonId) -> bool {
    shown.case().assist.iter().any(|it| it.value == person)
}

/// Props of [`Readers`].
#[derive(Properties, PartialEq)]
pub struct ReadersProps {
    /// The case.
    pub shown: Shown,
    /// Why the last thing was not done, if it was not.
    pub wrong: Option<Trouble>,
    /// Called to let somebody in, or to take the right away.
    pub onact: Callback<Ask>,
}

/// What the sheet holds.
#[component]
pub fn Readers(props: &ReadersProps) -> Html {
    let words = use_words();
    let sure = use_state_eq(|| None::<PersonId>);
    let ReadersProps { shown, wrong, onact } = props;
    if let Some(person) = *sure {
        let name = shown.names.person(&person);
        let put = |ask: Option<Ask>| {
            let (sure, onact) = (sure.setter(), onact.clone());
            Callback::from(move |()| {
                sure.set(None);
                ask.iter().for_each(|it| onact.emit(it.clone()));
            })
        };
        return html! {
            <Sure
                text={words.tell("sharing-take-sure", &[("name", name.as_str().into())])}
                label={words.say("sharing-take")}
                onsure={put(Some(Ask::Unshare(shown.view.doc, person)))}
                oncancel={put(None)}
            />
        };
    }
    let (by_role, by_name): (Vec<Reader>, Vec<Reader>) = shown.view.readers.iter().partition(|it| it.by_role);
    html! {
        <div class="stack">
            if let Some(wrong) = wrong {
                <Wrong text={words.trouble(wrong)} />
            }
            <ul class="rows">
                for reader in by_name.into_iter().chain(by_role) {
                    <ReaderRow
                        key={reader.person.to_string()}
                        shown={shown.clone()}
                        {reader}
                        ontake={{
                            let sure = sure.setter();
                            Callback::from(move |()| sure.set(Some(reader.person)))
                        }}
                    />
                }
            </ul>
            if shown.view.may_share {
                <LetIn shown={shown.clone()} onact={onact.clone()} />
            } else {
                <p class="soft small">{ words.say("sharing-not-yours") }</p>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ReaderRowProps {
    shown: Shown,
    reader: Reader,
    ontake: Callback<()>,
}

#[component]
fn ReaderRow(props: &ReaderRowProps) -> Html {
    let words = use_words();
    let ReaderRowProps { shown, reader, ontake } = props;
    let name = shown.names.person(&reader.person);
    let leads = shown.case().lead.get() == Some(&reader.person);
    let why = match (leads, helps(shown, reader.person), reader.by_role) {
        (true, ..) => "field-lead",
        (_, true, _) => "field-assist",
        (.., true) => "sharing-by-role",
        _ => "sharing-by-name",
    };
    html! {
        <li class="item">
            <Face name={name.clone()} />
            <div class="grow">
                <div class="strong">{ name }</div>
                <div class="under"><span>{ words.say(why) }</span></div>
            </div>
            if reader.may_take && leads {
                <span class="soft small">{ words.say("sharing-lead-first") }</span>
            } else if reader.may_take {
                <Button label={words.say("sharing-take")} weight={Weight::Grave} onpress={ontake.clone()} />
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct LetInProps {
    shown: Shown,
    onact: Callback<Ask>,
}

/// Chooses one of those who cannot read it yet.
#[component]
fn LetIn(props: &LetInProps) -> Html {
    let words = use_words();
    let chosen = use_state_eq(|| None::<PersonId>);
    let LetInProps { shown, onact } = props;
    let reads = |person: &PersonId| shown.view.readers.iter().any(|it| it.person == *person);
    let mut choices: Vec<Choice> = shown
        .names
        .members()
        .filter(|(id, _)| !reads(id))
        .map(|(id, name)| Choice::new(id.to_string(), name.clone()))
        .collect();
    if choices.is_empty() {
        return html! { <p class="soft small">{ words.say("sharing-all") }</p> };
    }
    choices.insert(0, Choice::new("", words.say("not-chosen")));
    let onchoose = {
        let chosen = chosen.setter();
        Callback::from(move |id: AttrValue| chosen.set(id.parse().ok()))
    };
    let person = chosen.filter(|it| !reads(it));
    let onpress = {
        let (onact, case) = (onact.clone(), shown.view.doc);
        Callback::from(move |()| person.iter().for_each(|it| onact.emit(Ask::Share(case, *it))))
    };
    html! {
        <div class="stack tight">
            <Select
                label={words.say("sharing-add")}
                {choices}
                chosen={person.map(|it| it.to_string()).unwrap_or_default()}
                {onchoose}
            />
            <div>
                <Button
                    label={words.say("sharing-add-do")}
                    weight={Weight::Main}
                    is_disabled={person.is_none()}
                    {onpress}
                />
            </div>
        </div>
    }
}
