//! The sofa of the icon, so that the application and its icon are seen to be one.

use yew::prelude::*;

/// The mark of the application.
#[component]
pub fn Brand() -> Html {
    html! {
        <svg class="brand" viewBox="0 0 512 512" aria-hidden="true">
            <rect width="512" height="512" rx="112" class="ground" />
            <path class="sofa" d="M152 372V236a104 104 0 0 1 208 0v136" />
            <path class="sofa ground" d="M112 292v56a24 24 0 0 0 24 24h240a24 24 0 0 0 24-24v-56a30 30 0 0 0-60 0v24H172v-24a30 30 0 0 0-60 0z" />
            <path class="sofa" d="M160 376v32M352 376v32" />
            <circle class="lamp" cx="256" cy="226" r="24" />
        </svg>
    }
}
