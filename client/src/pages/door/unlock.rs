//! Unlocking: the people of this tablet, what each of them has not sent yet, and a passphrase.
//!
//! The counts are seen by everybody, the contents by nobody: what is unsent lies sealed and goes out without its owner.

use shared::ids::{PersonId, StudioId};
use yew::prelude::*;

use super::{Door, Knock};
use crate::components::draft::use_draft;
use crate::components::field::Line;
use crate::components::{Button, Face, Icon, Notice, Shape, Tone, Weight, Wrong};
use crate::engine::api::Tile;
use crate::words::use_words;

/// Props of [`Unlock`].
#[derive(Properties, PartialEq)]
pub struct UnlockProps {
    /// Everybody who lives on this tablet.
    pub tiles: Vec<Tile>,
    /// Whether the tablet locked itself because the program failed, which must be said.
    #[prop_or_default]
    pub broke: bool,
    /// How the last try went.
    pub knock: Knock,
    /// Called with somebody and the passphrase.
    pub onunlock: Callback<(StudioId, PersonId, String)>,
    /// Called by a newcomer with an invitation.
    pub onjoin: Callback<()>,
    /// Called by somebody on the roll who is not on this tablet.
    pub onlogin: Callback<()>,
}

/// The page of a locked tablet.
#[component]
pub fn Unlock(props: &UnlockProps) -> Html {
    let words = use_words();
    // With one person on the tablet there is nothing to choose.
    let only = match props.tiles.as_slice() {
        [only] => Some((only.studio, only.person)),
        _ => None,
    };
    let chosen = use_state_eq(|| only);
    let person = props.tiles.iter().find(|it| Some((it.studio, it.person)) == *chosen).cloned();
    let first = props.tiles.first();
    html! {
        <Door title={words.tell("unlock-title", &[
            ("studio", first.map(|it| it.studio_name.as_str()).unwrap_or_default().into()),
            ("tablet", first.map(|it| it.label.as_str()).unwrap_or_default().into()),
        ])}>
            <div class="two">
                <section class="stack who">
                    if props.broke {
                        <Notice tone={Tone::Amber}>{ words.say("unlock-broke") }</Notice>
                    }
                    <h1>{ words.say("unlock-choose") }</h1>
                    <ul class="stack tight">
                        for tile in &props.tiles {
                            <li key={tile.person.to_string()}>
                                <PersonTile
                                    tile={tile.clone()}
                                    is_chosen={Some((tile.studio, tile.person)) == *chosen}
                                    onchoose={onchoose(&chosen, tile)}
                                />
                            </li>
                        }
                    </ul>
                </section>
                <section class="stack others">
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
                <section class="card open">
                    if let Some(person) = person {
                        <Passphrase
                            key={person.person.to_string()}
                            name={person.name.clone()}
                            knock={props.knock.clone()}
                            onunlock={props.onunlock.reform(move |typed| (person.studio, person.person, typed))}
                        />
                    } else {
                        <p class="blank"><Icon shape={Shape::Key} />{ words.say("unlock-nobody-chosen") }</p>
                    }
                </section>
            </div>
        </Door>
    }
}

fn onchoose(chosen: &UseStateHandle<Option<(StudioId, PersonId)>>, tile: &Tile) -> Callback<()> {
    let (chosen, who) = (chosen.setter(), (tile.studio, tile.person));
    Callback::from(move |()| chosen.set(Some(who)))
}

#[derive(Properties, PartialEq)]
struct PersonTileProps {
    tile: Tile,
    is_chosen: bool,
    onchoose: Callback<()>,
}

#[component]
fn PersonTile(props: &PersonTileProps) -> Html {
    let words = use_words();
    let tile = &props.tile;
    let onclick = props.onchoose.reform(|_: MouseEvent| ());
    html! {
        <button type="button" class="tile" aria-pressed={props.is_chosen.to_string()} {onclick}>
            <Face name={tile.name.clone()} />
            <span class="grow">
                <span class="strong">{ &tile.name }</span>{ " " }
                <span class="soft small">{ words.roles(&tile.roles) }</span>
            </span>
            // That nothing waits here does not say that the office has it: no green.
            <span class={classes!("tag", (tile.unsent > 0).then_some("amber"))}>
                { words.tell("unsent", &[("n", tile.unsent.into())]) }
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
                    <Wrong text={text.clone()} />
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
