//! A way back for ten seconds, in place of "are you sure?".

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::{Button, Weight};
use crate::words::use_words;

/// How long the way back stays in sight.
const UNDO_MS: u32 = 10_000;

/// Props of [`Undo`].
#[derive(Properties, PartialEq)]
pub struct UndoProps {
    /// What was done.
    pub text: AttrValue,
    /// Takes it back.
    pub onundo: Callback<()>,
    /// Called when the time is over.
    pub onover: Callback<()>,
}

/// A bar that offers to take back what was just done. Give it a key of its own for each deed.
#[component]
pub fn Undo(props: &UndoProps) -> Html {
    let words = use_words();
    let onover = props.onover.clone();
    use_effect_with((), move |()| {
        let over = Timeout::new(UNDO_MS, move || onover.emit(()));
        move || drop(over)
    });
    html! {
        <div class="undo" role="status">
            <span>{ &props.text }</span>
            <Button label={words.say("undo")} weight={Weight::Plain} onpress={props.onundo.clone()} />
        </div>
    }
}
