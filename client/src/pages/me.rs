//! Oneself: how the screens look, what this tablet holds, and leaving it.

mod passphrase;

use yew::prelude::*;
use yew_router::prelude::*;

use super::Route;
use super::preferences::{Chosen, Hand, Light, Preferences, TEXT_SIZES_PX, use_chosen};
use crate::components::choice::{Choice, Segments};
use crate::components::{Button, Face, Icon, Notice, Shape, Sheet, Tone, Weight, Wrong};
use crate::engine::api::{self, Room, Trouble};
use crate::words::{Language, Words, use_words};
use passphrase::Passphrase;

/// Props of [`Me`].
#[derive(Properties, PartialEq)]
pub struct MeProps {
    /// The person at the tablet.
    pub me: api::Me,
    /// Entries that have not reached the relay.
    pub unsent: u32,
    /// The disk, once it was asked.
    pub room: Option<Room>,
    /// Why the person could not be taken off, if that was tried.
    #[prop_or_default]
    pub wrong: Option<Trouble>,
    /// The version of the program.
    pub version: AttrValue,
    /// Called to ask the browser to keep the data.
    pub onpersist: Callback<()>,
    /// Called to lock, for the next person.
    pub onlock: Callback<()>,
    /// Called to take this person off this tablet.
    pub onlogout: Callback<()>,
    /// Called to try to send now.
    pub onretry: Callback<()>,
}

/// The page of oneself.
#[component]
pub fn Me(props: &MeProps) -> Html {
    let words = use_words();
    let me = &props.me;
    html! {
        <div class="narrow stack">
            <section class="card row">
                <Face name={me.name.clone()} />
                <div class="grow">
                    <h1>{ &me.name }</h1>
                    <div class="soft">
                        { words.roles(&me.roles) }{ " · " }
                        { words.tell("me-tablet", &[("label", me.label.as_str().into())]) }
                    </div>
                </div>
                <Button label={words.say("me-lock")} shape={Shape::Lock} onpress={props.onlock.clone()} />
            </section>
            <ToPeople />
            <Looks />
            <div>
                if let Some(room) = props.room {
                    <Disk {room} onpersist={props.onpersist.clone()} />
                }
            </div>
            <Passphrase is_due={me.renew} />
            <Leaving
                wrong={props.wrong.clone()}
                unsent={props.unsent}
                name={me.name.clone()}
                onlogout={props.onlogout.clone()}
                onretry={props.onretry.clone()}
            />
            <p class="soft small">{ words.tell("me-version", &[("version", props.version.as_str().into())]) }</p>
        </div>
    }
}

/// The way to the people of the studio, where the rail has no room for it.
#[component]
fn ToPeople() -> Html {
    let words = use_words();
    let navigator = use_navigator();
    let onclick = Callback::from(move |click: MouseEvent| {
        if let Some(navigator) = &navigator {
            click.prevent_default();
            navigator.push(&Route::People);
        }
    });
    html! {
        <nav class="card flush only-phone" aria-label={words.say("me-people")}>
            <a class="item" href={Route::People.to_path()} {onclick}>
                <Icon shape={Shape::People} />
                <span class="grow strong">{ words.say("me-people") }</span>
                <Icon shape={Shape::Next} />
            </a>
        </nav>
    }
}

/// How the screens look, with a sample that changes at once.
#[component]
fn Looks() -> Html {
    let words = use_words();
    let Chosen { preferences, onchoose } = use_chosen();
    let pick = |change: fn(Preferences, &str) -> Preferences| {
        onchoose.reform(move |value: AttrValue| change(preferences, &value))
    };
    html! {
        <section class="card stack">
            <h2>{ words.say("me-looks") }</h2>
            { row(&words, "language", Language::ALL.map(|it| Choice::new(it.tag(), it.own_name())).to_vec(),
                preferences.language.tag().into(),
                pick(|old, it| Preferences { language: Language::from_tag(it).unwrap_or_default(), ..old })) }
            { row(&words, "text-size", sizes(&words), preferences.text_px.to_string().into(),
                pick(|old, it| Preferences { text_px: it.parse().unwrap_or(old.text_px), ..old })) }
            <p class="notice">{ words.say("text-size-sample") }</p>
            { row(&words, "hand", vec![
                Choice::new("right", words.say("hand-right")), Choice::new("left", words.say("hand-left")),
            ], preferences.hand.code().into(), pick(|old, it| {
                Preferences { hand: if it == "left" { Hand::Left } else { Hand::Right }, ..old }
            })) }
            { row(&words, "look", vec![
                Choice::new("light", words.say("look-light")), Choice::new("dark", words.say("look-dark")),
            ], preferences.light.code().into(), pick(|old, it| {
                Preferences { light: if it == "dark" { Light::Night } else { Light::Day }, ..old }
            })) }
        </section>
    }
}

fn sizes(words: &Words) -> Vec<Choice> {
    TEXT_SIZES_PX
        .iter()
        .zip(1..)
        .map(|(px, step)| Choice::new(px.to_string(), words.tell("text-size-step", &[("step", step.into())])))
        .collect()
}

fn row(
    words: &Words,
    label: &str,
    choices: Vec<Choice>,
    chosen: AttrValue,
    onchoose: Callback<AttrValue>,
) -> Html {
    html! {
        <div class="row apart">
            <span>{ words.say(label) }</span>
            <Segments label={words.say(label)} {choices} {chosen} {onchoose} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DiskProps {
    room: Room,
    onpersist: Callback<()>,
}

/// How full the tablet may get before a word is said about it.
const NEARLY_FULL_PERCENT: u64 = 80;

#[component]
fn Disk(props: &DiskProps) -> Html {
    let words = use_words();
    let Room { used, quota, is_kept } = props.room;
    let percent = used.saturating_mul(100).checked_div(quota).unwrap_or(0);
    html! {
        <section class="card stack">
            <h2>{ words.say("me-storage") }</h2>
            <p>{ words.tell("me-storage-used", &[
                ("used", words.size(used).as_str().into()),
                ("allowed", words.size(quota).as_str().into()),
            ]) }</p>
            <progress class="meter" max="100" value={percent.to_string()} aria-label={words.say("me-storage")} />
            if percent >= NEARLY_FULL_PERCENT {
                <Notice tone={Tone::Amber}>{ words.say("me-storage-nearly-full") }</Notice>
            }
            if is_kept {
                <Notice shape={Shape::Delivered} tone={Tone::Good}>{ words.say("me-storage-kept") }</Notice>
            } else {
                <Notice tone={Tone::Amber}>
                    <span>{ words.say("me-storage-not-kept") }</span>
                    <Button label={words.say("me-storage-keep")} onpress={props.onpersist.clone()} />
                </Notice>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct LeavingProps {
    wrong: Option<Trouble>,
    unsent: u32,
    name: AttrValue,
    onlogout: Callback<()>,
    onretry: Callback<()>,
}

/// Leaving the tablet. Refused while anything is unsent: it would be lost.
#[component]
fn Leaving(props: &LeavingProps) -> Html {
    let words = use_words();
    let is_asking = use_state_eq(|| false);
    let ask = |open: bool| {
        let is_asking = is_asking.setter();
        Callback::from(move |()| is_asking.set(open))
    };
    let onlogout = {
        let (is_asking, onlogout) = (is_asking.setter(), props.onlogout.clone());
        Callback::from(move |()| {
            is_asking.set(false);
            onlogout.emit(());
        })
    };
    html! {
        <section class="card stack">
            <h2>{ words.say("me-leave") }</h2>
            <p class="soft">{ words.say("me-leave-means") }</p>
            if props.unsent > 0 {
                <Notice tone={Tone::Amber}>
                    <span>{ words.tell("me-leave-refused", &[("n", props.unsent.into())]) }</span>
                    <Button label={words.say("sync-retry")} onpress={props.onretry.clone()} />
                </Notice>
            }
            <div>
                if let Some(wrong) = &props.wrong {
                    <Wrong text={words.trouble(wrong)} />
                }
            </div>
            <div>
                <Button
                    label={words.say("me-leave-do")}
                    weight={Weight::Grave}
                    is_disabled={props.unsent > 0}
                    onpress={ask(true)}
                />
            </div>
            <div>
                if *is_asking {
                    <Sheet title={words.say("me-leave")} onclose={ask(false)}>
                        <p>{ words.tell("me-leave-sure", &[("name", props.name.as_str().into())]) }</p>
                        <footer>
                            <Button label={words.say("cancel")} onpress={ask(false)} />
                            <Button label={words.say("me-leave-do")} weight={Weight::Grave} onpress={onlogout} />
                        </footer>
                    </Sheet>
                }
            </div>
        </section>
    }
}
