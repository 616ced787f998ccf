//! Coming back with the recovery sheet when the passphrase is forgotten.

use yew::prelude::*;

use super::found::said;
use super::{Door, Knock, Office};
use crate::components::draft::use_draft;
use crate::components::field::Line;
use crate::components::{Button, Weight, Wrong};
use crate::pages::checks;
use crate::words::use_words;

/// What the person entered.
#[derive(Clone, PartialEq, Eq)]
pub struct Recovering {
    /// The code on the sheet.
    pub code: String,
    /// The new passphrase.
    pub passphrase: String,
    /// The label of this tablet.
    pub tablet: String,
    /// Whether this device stands in the office.
    pub is_office: bool,
}

/// Props of [`Recover`].
#[derive(Properties, PartialEq)]
pub struct RecoverProps {
    /// How the last try went.
    pub knock: Knock,
    /// The label this tablet has already, if somebody lives on it.
    #[prop_or_default]
    pub tablet: AttrValue,
    /// Called when everything is filled in.
    pub onrecover: Callback<Recovering>,
    /// Called by who was here by mistake.
    pub onback: Callback<()>,
}

/// The page of the recovery sheet.
#[component]
pub fn Recover(props: &RecoverProps) -> Html {
    let words = use_words();
    let draft = use_draft();
    let wrong = use_state(|| None::<checks::Check>);
    let onpress = {
        let (draft, wrong, onrecover) = (draft.clone(), wrong.setter(), props.onrecover.clone());
        let known = props.tablet.to_string();
        Callback::from(move |()| {
            let typed = draft.get("tablet");
            let recovering = Recovering {
                code: draft.get("code"),
                passphrase: draft.exact("passphrase"),
                tablet: if typed.is_empty() { known.clone() } else { typed },
                is_office: draft.get("office") == "yes",
            };
            let found = checks::first(&[
                ("code", checks::code(&recovering.code)),
                ("passphrase", checks::passphrase(&recovering.passphrase)),
                ("again", checks::again(&recovering.passphrase, &draft.exact("again"))),
                ("tablet", checks::label(&recovering.tablet)),
            ]);
            wrong.set(found);
            if found.is_none() {
                onrecover.emit(recovering);
            }
        })
    };
    let line = |name: &'static str, label: &str, kind: &'static str, text: AttrValue| {
        html! {
            <Line
                label={words.say(label)}
                {kind}
                {text}
                is_code={name == "code"}
                autocomplete={if kind == "password" { "new-password" } else { "off" }}
                wrong={said(&words, *wrong, name)}
                oninput={draft.keep(name)}
                oncommit={draft.keep(name)}
            />
        }
    };
    html! {
        <Door title={words.say("recover-title")}>
            <form class="card stack one" onsubmit={|event: SubmitEvent| event.prevent_default()}>
                <div class="stack tight">
                    <h1>{ words.say("recover-heading") }</h1>
                    <p class="soft">{ words.say("recover-lead") }</p>
                </div>
                { line("code", "recover-code", "text", AttrValue::default()) }
                { line("passphrase", "recover-passphrase", "password", AttrValue::default()) }
                { line("again", "found-again", "password", AttrValue::default()) }
                { line("tablet", "found-tablet", "text", props.tablet.clone()) }
                <Office draft={draft.clone()} />
                <div>
                    if let Some(text) = &props.knock.wrong {
                        <Wrong text={text.clone()} />
                    }
                </div>
                <Button
                    label={words.say(if props.knock.is_busy { "log-in-busy" } else { "recover-do" })}
                    weight={Weight::Main}
                    is_disabled={props.knock.is_busy}
                    is_wide=true
                    is_submit=true
                    {onpress}
                />
                <Button label={words.say("back")} weight={Weight::Plain} onpress={props.onback.clone()} />
            </form>
        </Door>
    }
}
