//! Unlocking: the people of this tablet, what each of them has not sent yet, and a passphrase.
//!
//! The counts are seen by everybody, the contents by nobody: what is unsent lies sealed and goes out without its owner.

use yew::prelude::*;

use super::{Door, Knock};
use crate::components::draft::use_draft;
use crate::components::field::Line;
use crate::components::{Button, Face, Icon, Notice, Shape, Weight, Wrong};
use crate::words::use_words;

/// Somebody who lives on this tablet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resident {
    /// What the engine knows the person's device by.
    pub key: AttrValue,
    /// The name.
    pub name: AttrValue,
    /// Roles: codes of the list `role`.
    pub roles: Vec<AttrValue>,
    /// Entries that have not reached the relay.
    pub unsent: usize,
}

/// Props of [`Unlock`].
#[derive(Properties, PartialEq)]
pub struct UnlockProps {
    /// The studio.
    pub studio: AttrValue,
    /// The label of the tablet.
    pub tablet: AttrValue,
    /// Everybody on this tablet.
    pub residents: Vec<Resident>,
    /// How the last try went.
    pub knock: Knock,
    /// Called with a person's key and the passphrase.
    pub onunlock: Callback<(AttrValue, String)>,
    /// Called by a newcomer with an invitation.
    pub onjoin: Callback<()>,
    /// Called by somebody on the roll who is not on this tablet.
    pub onlogin: Callback<()>,
}

/// The page of a locked tablet.
#[component]
pub fn Unlock(props: &UnlockProps) -> Html {
    let words = use_words();
    let only = match props.residents.as_slice() {
        [only] => Some(only.key.clone()),
        _ => None,
    };
    let chosen = use_state_eq(|| only);
    let person = props.residents.iter().find(|it| Some(&it.key) == chosen.as_ref()).cloned();
    let onchoose = {
        let chosen = chosen.setter();
        Callback::from(move |key| chosen.set(Some(key)))
    };
    html! {
        <Door title={words.tell("unlock-title", &[
            ("studio", props.studio.as_str().into()), ("tablet", props.tablet.as_str().into()),
        ])}>
            <div class="two">
                <section class="stack">
                    <h1>{ words.say("unlock-choose") }</h1>
                    <ul class="stack tight">
                        for it in &props.residents {
                            <li key={it.key.to_string()}>
                                <Tile
                                    resident={it.clone()}
                                    is_chosen={Some(&it.key) == chosen.as_ref()}
                                    onchoose={onchoose.clone()}
                                />
                            </li>
                        }
                    </ul>
                    <div class="row">
                        <Button
                            label={words.say("unlock-join")}
                            shape={Shape::Code}
                            onpress={props.onjoin.clone()}
                        />
                        <Button
                            label={words.say("unlock-log-in")}
                            weight={Weight::Plain}
                            onpress={props.onlogin.clone()}
                        />
                    </div>
                    <Notice shape={Shape::Lock}>{ words.say("unlock-sealed") }</Notice>
                </section>
                <section class="card">
                    if let Some(person) = person {
                        <Passphrase
                            key={person.key.to_string()}
                            name={person.name.clone()}
                            knock={props.knock.clone()}
                            onunlock={props.onunlock.reform(move |typed| (person.key.clone(), typed))}
                        />
                    } else {
                        <p class="blank">{ words.say("unlock-nobody-chosen") }</p>
                    }
                </section>
            </div>
        </Door>
    }
}

#[derive(Properties, PartialEq)]
struct TileProps {
    resident: Resident,
    is_chosen: bool,
    onchoose: Callback<AttrValue>,
}

#[component]
fn Tile(props: &TileProps) -> Html {
    let words = use_words();
    let Resident { key, name, roles, unsent } = &props.resident;
    let onclick = {
        let key = key.clone();
        props.onchoose.reform(move |_: MouseEvent| key.clone())
    };
    let roles: Vec<String> = roles.iter().map(|it| words.code("role", it).to_string()).collect();
    html! {
        <button type="button" class="tile" aria-pressed={props.is_chosen.to_string()} {onclick}>
            <Face name={name.clone()} />
            <span class="grow">
                <span class="strong">{ name }</span>{ " " }
                <span class="soft small">{ roles.join(&words.say("list-comma")) }</span>
            </span>
            <span class={classes!("tag", if *unsent == 0 { "good" } else { "amber" })}>
                { words.tell("unsent", &[("n", (*unsent).into())]) }
            </span>
        </button>
    }
}

#[derive(Properties, PartialEq)]
struct PassphraseProps {
    name: AttrValue,
    knock: Knock,
    onunlock: Callback<String>,
}

#[component]
fn Passphrase(props: &PassphraseProps) -> Html {
    let words = use_words();
    let draft = use_draft();
    let onpress = {
        let (draft, onunlock) = (draft.clone(), props.onunlock.clone());
        Callback::from(move |()| onunlock.emit(draft.exact("passphrase")))
    };
    html! {
        <form class="stack" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <div class="row"><Icon shape={Shape::Key} /><h2>{ &props.name }</h2></div>
            <Line
                label={words.say("found-passphrase")}
                kind="password"
                autocomplete="current-password"
                oninput={draft.keep("passphrase")}
                oncommit={draft.keep("passphrase")}
            />
            <div>
                if let Some(text) = &props.knock.wrong {
                    <Wrong text={words.say(text)} />
                }
            </div>
            <Button
                label={words.say(if props.knock.is_busy { "unlock-busy" } else { "unlock-do" })}
                weight={Weight::Main}
                is_disabled={props.knock.is_busy}
                is_wide=true
                is_submit=true
                {onpress}
            />
            <details>
                <summary>{ words.say("unlock-forgotten") }<Icon shape={Shape::Next} /></summary>
                <p class="soft">{ words.say("unlock-forgotten-help") }</p>
            </details>
        </form>
    }
}
