//! A tablet that nobody lives on yet.

use yew::prelude::*;

use super::Door;
use crate::components::{Brand, Button, Notice, Shape, Weight};
use crate::words::use_words;

/// Props of [`Welcome`].
#[derive(Properties, PartialEq)]
pub struct WelcomeProps {
    /// Called by a newcomer with an invitation.
    pub onjoin: Callback<()>,
    /// Called by somebody on the roll.
    pub onlogin: Callback<()>,
}

/// The first page that anybody sees.
#[component]
pub fn Welcome(props: &WelcomeProps) -> Html {
    let words = use_words();
    html! {
        <Door title={words.say("found-title")}>
            <div class="card stack one welcome">
                <Brand />
                <h1 class="greeting">{ words.say("welcome-heading") }</h1>
                <p class="soft">{ words.say("welcome-lead") }</p>
                <Button
                    label={words.say("unlock-join")}
                    shape={Shape::Code}
                    weight={Weight::Main}
                    is_wide=true
                    onpress={props.onjoin.clone()}
                />
                <Button label={words.say("unlock-log-in")} is_wide=true onpress={props.onlogin.clone()} />
                <Notice shape={Shape::Key}>{ words.say("welcome-found") }</Notice>
            </div>
        </Door>
    }
}
