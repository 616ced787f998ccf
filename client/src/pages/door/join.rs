//! Joining a studio: a link or 20 typed characters, then "that is me", then a passphrase of one's own.

use yew::prelude::*;

use super::found::said;
use super::{Door, Knock, Office};
use crate::components::draft::use_draft;
use crate::components::field::Line;
use crate::components::{Button, Face, Weight, Wrong};
use crate::engine::api::Invited;
use crate::pages::checks;
use crate::words::use_words;

/// What the newcomer entered.
#[derive(Clone, PartialEq, Eq)]
pub struct Joining {
    /// The login name.
    pub login: String,
    /// The passphrase.
    pub passphrase: String,
    /// The label of this tablet.
    pub tablet: String,
    /// Whether this device stands in the office.
    pub is_office: bool,
}

/// Props of [`Join`].
#[derive(Properties, PartialEq)]
pub struct JoinProps {
    /// What the invitation says, once the relay has given it.
    pub invited: Option<Invited>,
    /// How the last try went.
    pub knock: Knock,
    /// The label this tablet has already, if somebody lives on it.
    #[prop_or_default]
    pub tablet: AttrValue,
    /// Called with a typed code.
    pub oncode: Callback<String>,
    /// Called when "that is me" and the rest is filled in.
    pub onjoin: Callback<Joining>,
    /// Called by who does not want to join after all.
    pub onback: Callback<()>,
}

/// The page of an invitation.
#[component]
pub fn Join(props: &JoinProps) -> Html {
    let words = use_words();
    html! {
        <Door title={words.say("join-title")}>
            <div class="card one">
                if let Some(invited) = props.invited.clone() {
                    <ThatIsMe
                        {invited}
                        knock={props.knock.clone()}
                        tablet={props.tablet.clone()}
                        onjoin={props.onjoin.clone()}
                        onback={props.onback.clone()}
                    />
                } else {
                    <TypeCode
                        knock={props.knock.clone()}
                        oncode={props.oncode.clone()}
                        onback={props.onback.clone()}
                    />
                }
            </div>
        </Door>
    }
}

#[derive(Properties, PartialEq)]
struct TypeCodeProps {
    knock: Knock,
    oncode: Callback<String>,
    onback: Callback<()>,
}

#[component]
fn TypeCode(props: &TypeCodeProps) -> Html {
    let words = use_words();
    let draft = use_draft();
    let wrong = use_state(|| None::<&'static str>);
    let onpress = {
        let (draft, wrong, oncode) = (draft.clone(), wrong.setter(), props.oncode.clone());
        Callback::from(move |()| {
            let typed = draft.get("code");
            let found = checks::code(&typed);
            wrong.set(found);
            if found.is_none() {
                oncode.emit(typed);
            }
        })
    };
    let answer = props.knock.wrong.clone();
    html! {
        <form class="stack" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <div class="stack tight">
                <h1>{ words.say("join-code-heading") }</h1>
                <p class="soft">{ words.say("join-code-lead") }</p>
            </div>
            <Line
                label={words.say("join-code")}
                hint={words.say("join-code-hint")}
                is_code=true
                wrong={wrong.map(|it| words.say(it)).or(answer).unwrap_or_default()}
                oninput={draft.keep("code")}
                oncommit={draft.keep("code")}
            />
            <Button
                label={words.say(if props.knock.is_busy { "join-looking" } else { "join-look" })}
                weight={Weight::Main}
                is_disabled={props.knock.is_busy}
                is_wide=true
                is_submit=true
                {onpress}
            />
            <Button label={words.say("back")} weight={Weight::Plain} onpress={props.onback.clone()} />
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct ThatIsMeProps {
    invited: Invited,
    knock: Knock,
    tablet: AttrValue,
    onjoin: Callback<Joining>,
    onback: Callback<()>,
}

#[component]
fn ThatIsMe(props: &ThatIsMeProps) -> Html {
    let words = use_words();
    let draft = use_draft();
    let wrong = use_state(|| None::<checks::Check>);
    let onpress = {
        let (draft, wrong, onjoin) = (draft.clone(), wrong.setter(), props.onjoin.clone());
        let known = props.tablet.to_string();
        Callback::from(move |()| {
            let typed = draft.get("tablet");
            let joining = Joining {
                login: draft.get("login"),
                passphrase: draft.exact("passphrase"),
                tablet: if typed.is_empty() { known.clone() } else { typed },
                is_office: draft.get("office") == "yes",
            };
            let found = checks::first(&[
                ("login", checks::login(&joining.login)),
                ("passphrase", checks::passphrase(&joining.passphrase)),
                ("again", checks::again(&joining.passphrase, &draft.exact("again"))),
                ("tablet", checks::label(&joining.tablet)),
            ]);
            wrong.set(found);
            if found.is_none() {
                onjoin.emit(joining);
            }
        })
    };
    let line = |name: &'static str, kind: &'static str, fill: &'static str, text: AttrValue| {
        html! {
            <Line
                label={words.say(&format!("found-{name}"))}
                hint={words.say(&format!("found-{name}-hint"))}
                {kind}
                {text}
                autocomplete={fill}
                wrong={said(&words, *wrong, name)}
                oninput={draft.keep(name)}
                oncommit={draft.keep(name)}
            />
        }
    };
    let invited = &props.invited;
    html! {
        <form class="stack" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <h1>{ words.tell("join-is-you", &[("studio", invited.studio_name.as_str().into())]) }</h1>
            <div class="row">
                <Face name={invited.person_name.clone()} />
                <div class="grow">
                    <div class="strong">{ &invited.person_name }</div>
                    <div class="soft">{ words.roles(&invited.roles) }</div>
                </div>
            </div>
            <p class="soft">{ words.tell("join-invited-by", &[("name", invited.inviter_name.as_str().into())]) }</p>
            { line("login", "text", "username", AttrValue::default()) }
            { line("passphrase", "password", "new-password", AttrValue::default()) }
            { line("again", "password", "new-password", AttrValue::default()) }
            { line("tablet", "text", "off", props.tablet.clone()) }
                <Office draft={draft.clone()} />
            <div>
                if let Some(text) = &props.knock.wrong {
                    <Wrong text={text.clone()} />
                }
            </div>
            <Button
                label={words.say(if props.knock.is_busy { "join-busy" } else { "join-do" })}
                weight={Weight::Main}
                is_disabled={props.knock.is_busy}
                is_wide=true
                is_submit=true
                {onpress}
            />
            <Button label={words.say("join-not-me")} weight={Weight::Plain} onpress={props.onback.clone()} />
        </form>
    }
}
