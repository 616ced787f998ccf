//! A new build lies ready. It is gone over to when the person says so, or when every window was closed.

use super::glue;
use gloo::events::EventListener;
use yew::prelude::*;

/// Whether a new build lies ready.
#[hook]
pub fn use_has_update() -> bool {
    let is_ready = use_state_eq(glue::has_update);
    {
        let is_ready = is_ready.setter();
        use_effect_with((), move |()| {
            let listener = web_sys::window().map(|window| {
                EventListener::new(&window, "parlor-update", move |_| is_ready.set(glue::has_update()))
            });
            move || drop(listener)
        });
    }
    *is_ready
}

/// Goes over to the new build and opens the page again: for a moment when nothing is unsaved and nothing is recorded.
pub fn update() {
    glue::go_over_to_update();
}
