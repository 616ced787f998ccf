//! An address that leads nowhere.

use yew::prelude::*;
use yew_router::prelude::*;

use super::Route;
use crate::components::{Blank, Button, Shape};
use crate::words::use_words;

/// The page of an address that leads nowhere, with a way home.
#[component]
pub fn Lost() -> Html {
    let words = use_words();
    let navigator = use_navigator();
    let onpress = Callback::from(move |()| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Today);
        }
    });
    html! {
        <Blank shape={Shape::Search} text={words.say("lost-heading")}>
            <Button label={words.say("lost-home")} {onpress} />
        </Blank>
    }
}
