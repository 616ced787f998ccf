//! The recovery sheet: the one paper that opens the studio again when the founder's passphrase is forgotten.

use yew::prelude::*;

use crate::components::{Button, Notice, Qr, Shape, Tone, Weight};
use crate::words::use_words;

/// Props of [`RecoveryPaper`].
#[derive(Properties, PartialEq)]
pub struct RecoveryPaperProps {
    /// The studio.
    pub studio: AttrValue,
    /// Whose sheet it is.
    pub person: AttrValue,
    /// The code, in groups.
    pub code: AttrValue,
    /// The day it was made, as it is printed.
    pub day: AttrValue,
    /// Called to print it.
    pub onprint: Callback<()>,
    /// Called when it is put away.
    pub ondone: Callback<()>,
}

/// The sheet on the screen, as it will be on paper.
#[component]
pub fn RecoveryPaper(props: &RecoveryPaperProps) -> Html {
    let words = use_words();
    html! {
        <div class="stack">
            <div class="no-print">
                <Notice shape={Shape::Print} tone={Tone::Amber}>{ words.say("sheet-once") }</Notice>
            </div>
            <article class="paper stack">
                <h1 class="spaced">{ words.say("sheet-heading") }</h1>
                <p>{ words.tell("sheet-whose", &[
                    ("studio", props.studio.as_str().into()),
                    ("person", props.person.as_str().into()),
                    ("day", props.day.as_str().into()),
                ]) }</p>
                <p class="code-big">{ &props.code }</p>
                <Qr text={props.code.clone()} label={words.say("sheet-heading")} />
                <p>{ words.say("sheet-how") }</p>
                <p>{ words.say("sheet-keep") }</p>
            </article>
            <div class="row">
                <Button
                    label={words.say("print")}
                    shape={Shape::Print}
                    weight={Weight::Main}
                    onpress={props.onprint.clone()}
                />
                <Button label={words.say("sheet-done")} onpress={props.ondone.clone()} />
            </div>
        </div>
    }
}
