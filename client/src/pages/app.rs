//! The whole: words and looks around everything, a door or the pages behind it.

use yew::prelude::*;
use yew_router::prelude::*;

use super::door::{RecoveryPaper, UnlockDoor};
use super::inside::Inside;
use super::preferences::{Chosen, Preferences};
use crate::components::{Blank, Notice, Shape, Tone};
use crate::engine::api::{Answer, Ask, Me};
use crate::hooks::{Engine, use_door, use_engine, use_now};
use crate::words::{Words, use_words};

/// What the page is given by the place it runs in.
#[derive(Clone, PartialEq)]
pub struct Surroundings {
    /// Where it was opened: `https://parlor.example`.
    pub origin: AttrValue,
    /// What stood behind `#` when it was opened: the secret of an invitation or of the founding link.
    pub fragment: AttrValue,
    /// The version of the program.
    pub version: AttrValue,
    /// Whether a new version lies ready.
    pub has_update: bool,
    /// Goes over to it.
    pub onupdate: Callback<()>,
    /// Prints what is shown.
    pub onprint: Callback<()>,
    /// Somebody has left: what was in the engine's memory must be gone.
    pub onleft: Callback<()>,
    /// Asks the browser to keep the data; called back when it has answered.
    pub onpersist: Callback<Callback<()>>,
}

impl Default for Surroundings {
    fn default() -> Self {
        Surroundings {
            origin: AttrValue::default(),
            fragment: AttrValue::default(),
            version: env!("CARGO_PKG_VERSION").into(),
            has_update: false,
            onupdate: Callback::noop(),
            onprint: Callback::noop(),
            onleft: Callback::noop(),
            onpersist: Callback::noop(),
        }
    }
}

/// Props of [`App`].
#[derive(Properties, PartialEq)]
pub struct AppProps {
    /// The engine.
    pub engine: Engine,
    /// What this tablet's person chose.
    pub preferences: Preferences,
    /// Called when they choose anew.
    pub onchoose: Callback<Preferences>,
    /// The place it runs in.
    pub surroundings: Surroundings,
}

/// The application, without the browser around it.
#[component]
pub fn App(props: &AppProps) -> Html {
    let words = use_memo(props.preferences.language, |language| Words::new(*language));
    let chosen = Chosen { preferences: props.preferences, onchoose: props.onchoose.clone() };
    html! {
        <ContextProvider<Words> context={(*words).clone()}>
            <ContextProvider<Chosen> context={chosen}>
                <ContextProvider<Engine> context={props.engine.clone()}>
                    <BrowserRouter>
                        <Entrance surroundings={props.surroundings.clone()} />
                    </BrowserRouter>
                </ContextProvider<Engine>>
            </ContextProvider<Chosen>>
        </ContextProvider<Words>>
    }
}

/// Props of [`Entrance`].
#[derive(Properties, PartialEq)]
pub struct EntranceProps {
    /// The place it runs in.
    pub surroundings: Surroundings,
}

/// A door while the tablet is locked, the pages while it is not. A recovery sheet lies over both until it is put away.
#[component]
pub fn Entrance(props: &EntranceProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    let sheet = use_state_eq(|| None::<AttrValue>);
    let is_link_used = use_mut_ref(|| false);
    let Some(door) = use_door() else {
        return html! { <Blank shape={Shape::Lock} text={words.say("loading")} /> };
    };
    let onsheet = {
        let sheet = sheet.setter();
        Callback::from(move |code| sheet.set(Some(code)))
    };
    let mut surroundings = props.surroundings.clone();
    // A link opens the door once: whoever locks afterwards finds the people of this tablet, not the link again.
    if door.me.is_some() {
        *is_link_used.borrow_mut() = true;
    }
    if *is_link_used.borrow() {
        surroundings.fragment = AttrValue::default();
    }
    match (door.me, (*sheet).clone()) {
        (Some(me), Some(code)) => {
            let sheet = sheet.setter();
            let ondone = Callback::from(move |()| sheet.set(None));
            html! { <Paper {me} {code} onprint={surroundings.onprint} {ondone} /> }
        }
        (Some(me), None) => {
            let onleft = surroundings.onleft.clone();
            let onlock = Callback::from(move |()| {
                let (engine_after, onleft) = (engine.clone(), onleft.clone());
                let onanswer = Callback::from(move |_: Answer| {
                    engine_after.forget();
                    onleft.emit(());
                });
                engine.ask_at_last(Ask::Lock, onanswer);
            });
            html! { <Inside {me} {surroundings} {onlock} /> }
        }
        (None, _) => html! {
            <>
                for name in &door.wiped {
                    <Notice key={name.clone()} shape={Shape::Lock} tone={Tone::Seal}>
                        { words.tell("wiped-notice", &[("name", name.as_str().into())]) }
                    </Notice>
                }
                <UnlockDoor tiles={door.tiles.clone()} {surroundings} {onsheet} />
            </>
        },
    }
}

#[derive(Properties, PartialEq)]
struct PaperProps {
    me: Me,
    code: AttrValue,
    onprint: Callback<()>,
    ondone: Callback<()>,
}

/// The recovery sheet, on a page of its own, so that it is printed alone.
#[component]
fn Paper(props: &PaperProps) -> Html {
    let words = use_words();
    let now = use_now();
    let day = now.day().map(|it| words.date(it)).unwrap_or_default();
    html! {
        <super::door::Door title={words.say("sheet-heading")}>
            <div class="one">
                <RecoveryPaper
                    studio={props.me.studio_name.clone()}
                    person={props.me.name.clone()}
                    code={props.code.clone()}
                    {day}
                    onprint={props.onprint.clone()}
                    ondone={props.ondone.clone()}
                />
            </div>
        </super::door::Door>
    }
}
