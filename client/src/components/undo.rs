//! A way back for ten seconds, in place of "are you sure?"; then what became of it.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::{Button, Tone, Weight};
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

/// Props of [`Became`].
#[derive(Properties, PartialEq)]
pub struct BecameProps {
    /// What became of it.
    pub text: AttrValue,
    /// [`Tone::Seal`] if it was refused: that stays in sight until it is put away.
    #[prop_or_default]
    pub tone: Tone,
    /// Called when it is put away, or has been in sight long enough.
    pub onover: Callback<()>,
}

/// What became of the wish to take something back. Stands where [`Undo`] stood.
#[component]
pub fn Became(props: &BecameProps) -> Html {
    let words = use_words();
    let is_refused = props.tone == Tone::Seal;
    let onover = props.onover.clone();
    use_effect_with(is_refused, move |is_refused| {
        let over = (!is_refused).then(|| Timeout::new(UNDO_MS, move || onover.emit(())));
        move || drop(over)
    });
    html! {
        <div class="undo" role={if is_refused { "alert" } else { "status" }}>
            <span>{ &props.text }</span>
            if is_refused {
                <Button label={words.say("told-seen")} weight={Weight::Plain} onpress={props.onover.clone()} />
            }
        </div>
    }
}
