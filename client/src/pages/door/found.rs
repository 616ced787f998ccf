//! Founding a studio: whoever opens the link that the relay printed is its first convener.

use yew::prelude::*;

use super::{Door, Knock, Office};
use crate::components::draft::use_draft;
use crate::components::field::Line;
use crate::components::{Button, Weight, Wrong};
use crate::pages::checks::{self, Check};
use crate::words::{Words, use_words};

/// What the founder entered.
#[derive(Clone, PartialEq, Eq)]
pub struct Founding {
    /// The name of the studio.
    pub studio: String,
    /// The founder's name.
    pub name: String,
    /// The login name.
    pub login: String,
    /// The passphrase.
    pub passphrase: String,
    /// The label of this tablet.
    pub tablet: String,
    /// Whether this device stands in the office.
    pub is_office: bool,
}

/// Props of [`Found`].
#[derive(Properties, PartialEq)]
pub struct FoundProps {
    /// How the last try went.
    pub knock: Knock,
    /// Called when everything is filled in.
    pub onfound: Callback<Founding>,
}

/// The page of the founding link.
#[component]
pub fn Found(props: &FoundProps) -> Html {
    let words = use_words();
    let draft = use_draft();
    let wrong = use_state(|| None::<(&'static str, &'static str)>);
    let onpress = {
        let (draft, wrong, onfound) = (draft.clone(), wrong.setter(), props.onfound.clone());
        Callback::from(move |()| {
            let founding = Founding {
                studio: draft.get("studio"),
                name: draft.get("name"),
                login: draft.get("login"),
                passphrase: draft.exact("passphrase"),
                tablet: draft.get("tablet"),
                is_office: draft.get("office") == "yes",
            };
            let found = checks::first(&[
                ("studio", checks::filled(&founding.studio)),
                ("name", checks::filled(&founding.name)),
                ("login", checks::login(&founding.login)),
                ("passphrase", checks::passphrase(&founding.passphrase)),
                ("again", checks::again(&founding.passphrase, &draft.exact("again"))),
                ("tablet", checks::label(&founding.tablet)),
            ]);
            wrong.set(found);
            if found.is_none() {
                onfound.emit(founding);
            }
        })
    };
    let line = |name: &'static str, kind: &'static str, fill: &'static str| {
        html! {
            <Line
                label={words.say(&format!("found-{name}"))}
                hint={words.say(&format!("found-{name}-hint"))}
                {kind}
                autocomplete={fill}
                wrong={said(&words, *wrong, name)}
                oninput={draft.keep(name)}
                oncommit={draft.keep(name)}
            />
        }
    };
    html! {
        <Door title={words.say("found-title")}>
            <form class="card stack one" onsubmit={|event: SubmitEvent| event.prevent_default()}>
                <div class="stack tight">
                    <h1>{ words.say("found-heading") }</h1>
                    <p class="soft">{ words.say("found-lead") }</p>
                </div>
                { line("studio", "text", "organization") }
                { line("name", "text", "name") }
                { line("login", "text", "username") }
                { line("passphrase", "password", "new-password") }
                { line("again", "password", "new-password") }
                { line("tablet", "text", "off") }
                <Office draft={draft.clone()} />
                <div>
                    if let Some(text) = &props.knock.wrong {
                        <Wrong text={text.clone()} />
                    }
                </div>
                <Button
                    label={words.say(if props.knock.is_busy { "found-busy" } else { "found-do" })}
                    weight={Weight::Main}
                    is_disabled={props.knock.is_busy}
                    is_wide=true
                    is_submit=true
                    {onpress}
                />
            </form>
        </Door>
    }
}

/// What is wrong with a line, if it is this one.
pub(super) fn said(words: &Words, wrong: Option<Check>, line: &str) -> AttrValue {
    wrong.filter(|(at, _)| *at == line).map(|(_, message)| words.say(message)).unwrap_or_default()
}
