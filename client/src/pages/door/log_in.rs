//! Coming to a further tablet: the login name and the passphrase fetch the vault.

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
pub struct LoggingIn {
    /// The login name.
    pub login: String,
    /// The passphrase.
    pub passphrase: String,
    /// The label of this tablet.
    pub tablet: String,
    /// Whether this device stands in the office.
    pub is_office: bool,
}

/// Props of [`LogIn`].
#[derive(Properties, PartialEq)]
pub struct LogInProps {
    /// How the last try went.
    pub knock: Knock,
    /// The label this tablet has already, if somebody lives on it.
    #[prop_or_default]
    pub tablet: AttrValue,
    /// Called when everything is filled in.
    pub onlogin: Callback<LoggingIn>,
    /// Called by who has forgotten the passphrase and has a recovery sheet.
    pub onrecover: Callback<()>,
    /// Called by who was here by mistake.
    pub onback: Callback<()>,
}

/// The page for a person who is on the roll and not yet on this tablet.
#[component]
pub fn LogIn(props: &LogInProps) -> Html {
    let words = use_words();
    let draft = use_draft();
    let wrong = use_state(|| None::<checks::Check>);
    let onpress = {
        let (draft, wrong, onlogin) = (draft.clone(), wrong.setter(), props.onlogin.clone());
        let known = props.tablet.to_string();
        Callback::from(move |()| {
            let typed = draft.get("tablet");
            let logging_in = LoggingIn {
                login: draft.get("login"),
                passphrase: draft.exact("passphrase"),
                tablet: if typed.is_empty() { known.clone() } else { typed },
                is_office: draft.get("office") == "yes",
            };
            let found = checks::first(&[
                ("login", checks::login(&logging_in.login)),
                ("passphrase", checks::filled(&logging_in.passphrase)),
                ("tablet", checks::label(&logging_in.tablet)),
            ]);
            wrong.set(found);
            if found.is_none() {
                onlogin.emit(logging_in);
            }
        })
    };
    let line = |name: &'static str, kind: &'static str, fill: &'static str, text: AttrValue| {
        html! {
            <Line
                label={words.say(&format!("found-{name}"))}
                {kind}
                {text}
                autocomplete={fill}
                wrong={said(&words, *wrong, name)}
                oninput={draft.keep(name)}
                oncommit={draft.keep(name)}
            />
        }
    };
    html! {
        <Door title={words.say("log-in-title")}>
            <form class="card stack one" onsubmit={|event: SubmitEvent| event.prevent_default()}>
                <div class="stack tight">
                    <h1>{ words.say("log-in-heading") }</h1>
                    <p class="soft">{ words.say("log-in-lead") }</p>
                </div>
                { line("login", "text", "username", AttrValue::default()) }
                { line("passphrase", "password", "current-password", AttrValue::default()) }
                { line("tablet", "text", "off", props.tablet.clone()) }
                <Office draft={draft.clone()} />
                <div>
                    if let Some(text) = &props.knock.wrong {
                        <Wrong text={text.clone()} />
                    }
                </div>
                <Button
                    label={words.say(if props.knock.is_busy { "log-in-busy" } else { "log-in-do" })}
                    weight={Weight::Main}
                    is_disabled={props.knock.is_busy}
                    is_wide=true
                    is_submit=true
                    {onpress}
                />
                <Button
                    label={words.say("log-in-recover")}
                    weight={Weight::Plain}
                    onpress={props.onrecover.clone()}
                />
                <Button label={words.say("back")} weight={Weight::Plain} onpress={props.onback.clone()} />
            </form>
        </Door>
    }
}
