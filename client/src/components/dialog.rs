//! A sheet over the page: the browser's own dialog, which keeps the focus inside and closes on Escape.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::{Button, Shape, Weight};
use crate::words::use_words;

/// Props of [`Sheet`].
#[derive(Properties, PartialEq)]
pub struct SheetProps {
    /// Its heading.
    pub title: AttrValue,
    /// Called when the person closes it, by button or by Escape.
    pub onclose: Callback<()>,
    /// What it holds.
    pub children: Html,
}

/// A sheet that is open as long as it is rendered.
#[component]
pub fn Sheet(props: &SheetProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            let dialog = node.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                // Only a dialog that is already open refuses, and that is what we want it to be.
                let _already_open = dialog.show_modal();
            }
            move || {
                if let Some(dialog) = dialog {
                    dialog.close();
                }
            }
        });
    }
    let oncancel = props.onclose.reform(|event: Event| event.prevent_default());
    html! {
        <dialog ref={node} {oncancel} aria-label={props.title.clone()}>
            <div class="sheet">
                <header>
                    <h2>{ &props.title }</h2>
                    <Button
                        label={words.say("close")}
                        shape={Shape::Close}
                        weight={Weight::Plain}
                        onpress={props.onclose.clone()}
                    />
                </header>
                { props.children.clone() }
            </div>
        </dialog>
    }
}
