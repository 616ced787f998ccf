//! Another passphrase.

use yew::prelude::*;

use crate::components::draft::use_draft;
use crate::components::field::Line;
use crate::components::{Button, Notice, Shape, Tone, Weight, Wrong};
use crate::engine::api::{Answer, Ask};
use crate::hooks::{trouble_of, use_engine};
use crate::pages::checks;
use crate::words::use_words;

/// Props of [`Passphrase`].
#[derive(Properties, PartialEq)]
pub(super) struct PassphraseProps {
    /// Whether a device was lost, so that a new one is due.
    pub is_due: bool,
}

/// The form: the passphrase until now, and the new one twice.
#[component]
pub(super) fn Passphrase(props: &PassphraseProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    let draft = use_draft();
    let wrong = use_state_eq(|| None::<AttrValue>);
    let is_done = use_state_eq(|| false);
    let onpress = {
        let (draft, wrong, is_done, words) = (draft.clone(), wrong.setter(), is_done.setter(), words.clone());
        Callback::from(move |()| {
            let (old, new, again) = (draft.exact("old"), draft.exact("new"), draft.exact("again"));
            let differs = (new != again).then_some("passphrase-differs");
            if let Some(message) = checks::passphrase(&new).or(differs) {
                wrong.set(Some(words.say(message)));
                return;
            }
            let (wrong, is_done, words) = (wrong.clone(), is_done.clone(), words.clone());
            let onanswer = Callback::from(move |answer: Answer| {
                wrong.set(trouble_of(&answer).map(|it| words.trouble(it)));
                is_done.set(answer == Answer::Done);
            });
            engine.ask(Ask::ChangePassphrase(old, new), onanswer);
        })
    };
    let line = |name: &'static str, label: &str, autocomplete: &'static str| {
        html! {
            <Line
                label={words.say(label)}
                kind="password"
                {autocomplete}
                oninput={draft.keep(name)}
                oncommit={draft.keep(name)}
            />
        }
    };
    html! {
        <section class="card stack">
            <h2>{ words.say("passphrase-heading") }</h2>
            if props.is_due {
                <Notice tone={Tone::Seal}>{ words.say("trouble-renew") }</Notice>
            }
            <form class="stack" onsubmit={|event: SubmitEvent| event.prevent_default()}>
                { line("old", "passphrase-old", "current-password") }
                { line("new", "passphrase-new", "new-password") }
                { line("again", "passphrase-again", "new-password") }
                <div>
                    if let Some(text) = (*wrong).clone() {
                        <Wrong {text} />
                    } else if *is_done {
                        <Notice shape={Shape::Delivered} tone={Tone::Good}>{ words.say("passphrase-done") }</Notice>
                    }
                </div>
                <Button label={words.say("passphrase-do")} weight={Weight::Main} is_submit=true {onpress} />
            </form>
        </section>
    }
}
