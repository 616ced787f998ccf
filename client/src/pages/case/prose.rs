//! The texts of a story, as they are read and as they are written.

use record::story::TextField;
use yew::prelude::*;

use super::Shown;
use crate::components::text::TextArea;
use crate::pages::tags::{legend, named};
use crate::words::use_words;

/// Props of [`Prose`].
#[derive(Properties, PartialEq)]
pub(super) struct ProseProps {
    /// The case.
    pub shown: Shown,
    /// What belongs in it.
    pub label: AttrValue,
    /// Which text.
    pub field: TextField,
    /// The text.
    pub text: record::Text,
    /// Whether it is the main thing on the page.
    #[prop_or_default]
    pub is_big: bool,
}

/// One text of a story. Whoever only reads it reads names; whoever writes it finds below who each tag means.
#[component]
pub(super) fn Prose(props: &ProseProps) -> Html {
    let words = use_words();
    let ProseProps { shown, label, field, text, is_big } = props;
    if shown.is_read_only() {
        return html! {
            <div class="field">
                <span class="label">{ label }</span>
                <p class="input written shut">{ named(&words, &shown.names, &text.text) }</p>
            </div>
        };
    }
    let legend = legend(&words, &shown.names, &text.text);
    html! {
        <div class="stack tight">
            <TextArea
                {label}
                text={text.text.clone()}
                heads={shown.story().map(|it| it.heads.clone()).unwrap_or_default()}
                turn={shown.turn}
                oncommit={shown.pen.text(*field)}
                is_big={*is_big}
            />
            <p class="hint">{ legend }</p>
        </div>
    }
}
