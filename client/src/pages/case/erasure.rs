//! Erasing the names and the words of a case for ever: one button for first conveners, one dialog that says what goes
//! and what stays.

use shared::roll::Role;
use yew::prelude::*;

use super::{Shown, ShownProps};
use crate::components::{Button, Sheet, Weight, Wrong};
use crate::engine::api::{Answer, Ask, Trouble};
use crate::hooks::{trouble_of, use_engine};
use crate::words::use_words;

/// Whether the person at the tablet may erase, and there is something to erase.
fn is_offered(shown: &Shown) -> bool {
    let is_first = shown.me.as_ref().is_some_and(|me| me.roles.contains(&Role::FirstConvener));
    is_first && (shown.story().is_some() || shown.people().is_some())
}

/// The button and its dialog; nothing for whoever may not.
#[component]
pub fn Erasure(props: &ShownProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    let is_asking = use_state_eq(|| false);
    let is_under_way = use_state_eq(|| false);
    let wrong = use_state_eq(|| None::<Trouble>);
    if !is_offered(&props.shown) {
        return Html::default();
    }
    let open = {
        let is_asking = is_asking.setter();
        Callback::from(move |()| is_asking.set(true))
    };
    let close = {
        let (is_asking, wrong) = (is_asking.setter(), wrong.setter());
        Callback::from(move |()| {
            is_asking.set(false);
            wrong.set(None);
        })
    };
    let erase = {
        let (case, is_asking) = (props.shown.view.doc, is_asking.setter());
        let (is_under_way, wrong) = (is_under_way.setter(), wrong.setter());
        Callback::from(move |()| {
            is_under_way.set(true);
            let (is_asking, is_under_way, wrong) = (is_asking.clone(), is_under_way.clone(), wrong.clone());
            let onanswer = Callback::from(move |answer: Answer| {
                is_under_way.set(false);
                wrong.set(trouble_of(&answer).cloned());
                if trouble_of(&answer).is_none() {
                    is_asking.set(false);
                }
            });
            engine.ask(Ask::Erase(case), onanswer);
        })
    };
    html! {
        <section class="stack tight">
            <div><Button label={words.say("erase-do")} weight={Weight::Plain} onpress={open} /></div>
            if *is_asking {
                <Sheet title={words.say("erase-heading")} onclose={close.clone()}>
                    <div class="stack">
                        <Explained />
                        if let Some(wrong) = &*wrong {
                            <Wrong text={words.trouble(wrong)} />
                        }
                        <div class="row">
                            <Button label={words.say("erase-not")} weight={Weight::Plain} onpress={close} />
                            <Button
                                label={words.say("erase-for-ever")}
                                weight={Weight::Grave}
                                is_disabled={*is_under_way}
                                onpress={erase}
                            />
                        </div>
                    </div>
                </Sheet>
            }
        </section>
    }
}

/// What goes, what stays, and what cannot be reached.
#[component]
pub fn Explained() -> Html {
    let words = use_words();
    html! {
        <div class="stack tight">
            <p>{ words.say("erase-what-goes") }</p>
            <p>{ words.say("erase-what-stays") }</p>
            <p class="soft">{ words.say("erase-backups") }</p>
        </div>
    }
}
