//! The application in its browser: takes charge of the engine, keeps the person's choices, puts them on the root element.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::Date;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Storage, Window, window};
use yew::prelude::*;

use super::{App, Preferences, Surroundings};
use crate::browser::tab::{self, FromEngine};
use crate::browser::update::{update, use_has_update};
use crate::hooks::{Engine, Parting};

/// Where the choices lie in the browser's own store. They are of the tablet, not of a person, and nothing secret.
const PREFERENCES: &str = "parlor-look";

/// The application.
#[component]
pub fn Root() -> Html {
    let reached = use_memo((), |()| reach());
    let engine = &reached.engine;
    let preferences = use_state_eq(read);
    let fragment = use_memo((), |()| take_fragment());
    let has_update = use_has_update();
    use_effect_with(*preferences, |it| put(*it));
    use_wake(engine);
    use_going(engine);
    let onchoose = {
        let preferences = preferences.setter();
        Callback::from(move |chosen| {
            write(chosen);
            preferences.set(chosen);
        })
    };
    let surroundings = Surroundings {
        origin: window().and_then(|it| it.location().origin().ok()).unwrap_or_default().into(),
        fragment: (*fragment).clone(),
        has_update,
        onupdate: Callback::from(|()| update()),
        onprint: Callback::from(|()| print()),
        onleft: reached.onleft.clone(),
        onpersist: Callback::from(persist),
        ..Surroundings::default()
    };
    html! { <App engine={engine.clone()} preferences={*preferences} {onchoose} {surroundings} /> }
}

/// The engine behind this window.
struct Reached {
    engine: Engine,
    /// Ends its worker and starts another.
    onleft: Callback<()>,
}

/// Takes charge of the engine. What is asked before the window is in charge waits until it is.
fn reach() -> Reached {
    let link = Rc::new(RefCell::new(Link::Waiting(Vec::new())));
    let post = {
        let link = link.clone();
        Callback::from(move |bytes: Vec<u8>| match &mut *link.borrow_mut() {
            Link::Waiting(early) => early.push(bytes),
            Link::Running(engine) => engine.post(&bytes),
        })
    };
    let onleft = {
        let link = link.clone();
        Callback::from(move |()| {
            if let Link::Running(engine) = &*link.borrow() {
                engine.renew();
            }
        })
    };
    let engine = Engine::new(post, || Date::now() as u64);
    let told = engine.clone();
    spawn_local(async move {
        let on_said = move |said| match said {
            FromEngine::Bytes(bytes) => told.receive(&bytes),
            FromEngine::Restarted(failed_at) => told.restarted(failed_at),
        };
        if let Some(started) = tab::take_charge(on_said).await {
            let early = link.replace(Link::Running(started.clone()));
            if let Link::Waiting(early) = early {
                early.iter().for_each(|bytes| started.post(bytes));
            }
        }
    });
    Reached { engine, onleft }
}

enum Link {
    Waiting(Vec<Vec<u8>>),
    Running(tab::Engine),
}

/// Tells the engine when the relay is worth a try: the page is shown again, or there is a network again.
#[hook]
fn use_wake(engine: &Engine) {
    use_effect_with(engine.clone(), |engine| {
        let wake = |engine: &Engine| {
            let engine = engine.clone();
            move |_: &web_sys::Event| {
                let is_hidden = window().and_then(|it| it.document()).is_some_and(|it| it.hidden());
                if !is_hidden {
                    engine.wake();
                }
            }
        };
        let listeners = window().map(|window| {
            let shown = window.document().map(|it| EventListener::new(&it, "visibilitychange", wake(engine)));
            (EventListener::new(&window, "online", wake(engine)), shown)
        });
        move || drop(listeners)
    });
}

/// Tells the fields when the page goes out of sight or away: a tablet may end it there without another word.
#[hook]
fn use_going(engine: &Engine) {
    use_effect_with(engine.clone(), |engine| {
        let listeners = window().map(|window| {
            let hidden = window.document().map(|page| {
                let (engine, of) = (engine.clone(), page.clone());
                EventListener::new(&page, "visibilitychange", move |_| {
                    if of.hidden() {
                        engine.part(Parting::Hidden);
                    }
                })
            });
            let engine = engine.clone();
            (EventListener::new(&window, "pagehide", move |_| engine.part(Parting::Leaving)), hidden)
        });
        move || drop(listeners)
    });
}

fn root_element() -> Option<Element> {
    window().and_then(|it| it.document()).and_then(|it| it.document_element())
}

fn store() -> Option<Storage> {
    window().and_then(|it| it.local_storage().ok().flatten())
}

fn read() -> Preferences {
    let written = store().and_then(|it| it.get_item(PREFERENCES).ok().flatten());
    Preferences::from_text(&written.unwrap_or_default())
}

fn write(preferences: Preferences) {
    if let Some(store) = store() {
        // A full store costs the choice, at the next start, and nothing else.
        let _kept = store.set_item(PREFERENCES, &preferences.to_text());
    }
}

/// Puts the choices on the root element, where the styles and the loader look for them.
fn put(preferences: Preferences) {
    let Some(root) = root_element() else { return };
    let attributes = [
        ("lang", preferences.language.tag().to_owned()),
        ("data-size", preferences.text_px.to_string()),
        ("data-hand", preferences.hand.code().to_owned()),
        ("data-look", preferences.light.code().to_owned()),
    ];
    for (name, value) in attributes {
        // The names are well formed, which is all that could be refused.
        let _set = root.set_attribute(name, &value);
    }
}

/// Reads what stands behind `#` and takes it out of the address: a secret must not stay where a shoulder can read it.
fn take_fragment() -> AttrValue {
    let Some(window) = window() else { return AttrValue::default() };
    let fragment = window.location().hash().unwrap_or_default();
    if !fragment.is_empty() {
        clear_address(&window);
    }
    fragment.into()
}

fn clear_address(window: &Window) {
    let path = window.location().pathname().unwrap_or_else(|_| "/".to_owned());
    if let Ok(history) = window.history() {
        // Should the browser refuse, the secret is still good for one use only.
        let _cleared = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    }
}

fn print() {
    if let Some(window) = window() {
        // Without a printer the browser says so itself.
        let _printed = window.print();
    }
}

/// Asks the browser to keep the data, then lets the page look what it answered.
fn persist(then: Callback<()>) {
    let asked = window().and_then(|it| it.navigator().storage().persist().ok());
    spawn_local(async move {
        if let Some(asked) = asked {
            // Whatever it answers, the page reads it from the browser itself.
            let _answer = JsFuture::from(asked).await;
        }
        then.emit(());
    });
}
