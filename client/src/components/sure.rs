//! Asking once before what cannot be undone: what will happen, a way back, the deed.

use yew::prelude::*;

use super::{Button, Weight};
use crate::words::use_words;

/// Props of [`Sure`].
#[derive(Properties, PartialEq)]
pub struct SureProps {
    /// What will happen.
    pub text: AttrValue,
    /// What the button says that does it.
    pub label: AttrValue,
    /// How grave it is.
    #[prop_or(Weight::Grave)]
    pub weight: Weight,
    /// Whether it is being done.
    #[prop_or_default]
    pub is_busy: bool,
    /// Called to do it.
    pub onsure: Callback<()>,
    /// Called to leave it.
    pub oncancel: Callback<()>,
}

/// The question and its two buttons.
#[component]
pub fn Sure(props: &SureProps) -> Html {
    let words = use_words();
    html! {
        <div class="stack">
            <p>{ &props.text }</p>
            <footer class="row ends">
                <Button label={words.say("cancel")} onpress={props.oncancel.clone()} />
                <Button
                    label={props.label.clone()}
                    weight={props.weight}
                    is_disabled={props.is_busy}
                    onpress={props.onsure.clone()}
                />
            </footer>
        </div>
    }
}
