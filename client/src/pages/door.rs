//! The doors: founding a studio, joining one, unlocking this tablet. What they have in common.

mod doorway;
mod found;
mod join;
mod log_in;
mod recover;
mod sheet;
mod unlock;
mod welcome;

use yew::prelude::*;

use super::preferences::{Chosen, TEXT_SIZES_PX, use_chosen};
use crate::components::Brand;
use crate::components::choice::{Choice, Segments};
use crate::components::draft::Draft;
use crate::words::{Language, use_words};

pub use doorway::UnlockDoor;
pub use found::{Found, Founding};
pub use join::{Join, Joining};
pub use log_in::{LogIn, LoggingIn};
pub use recover::{Recover, Recovering};
pub use sheet::RecoveryPaper;
pub use unlock::Unlock;
pub use welcome::Welcome;

/// Whether a door is being opened, and what went wrong with the last try.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Knock {
    /// A try is under way.
    pub is_busy: bool,
    /// What went wrong, said.
    pub wrong: Option<AttrValue>,
}

/// Props of [`Door`].
#[derive(Properties, PartialEq)]
pub struct DoorProps {
    /// What stands beside the seal.
    pub title: AttrValue,
    /// What is going on.
    pub children: Html,
}

/// The frame of every door: the seal, the language and the size of the text, which may be needed to read the rest.
#[component]
pub fn Door(props: &DoorProps) -> Html {
    let words = use_words();
    let Chosen { preferences, onchoose } = use_chosen();
    let onlanguage = onchoose.reform(move |tag: AttrValue| {
        let language = Language::from_tag(&tag).unwrap_or_default();
        super::Preferences { language, ..preferences }
    });
    let onsize = onchoose.reform(move |size: AttrValue| {
        let text_px = size.parse().unwrap_or(preferences.text_px);
        super::Preferences { text_px, ..preferences }
    });
    let languages = Language::ALL.map(|it| Choice::new(it.tag(), it.own_name()));
    let sizes = TEXT_SIZES_PX.iter().zip(1..).map(|(px, step)| {
        Choice::new(px.to_string(), words.tell("text-size-step", &[("step", step.into())]))
    });
    html! {
        <div class="door">
            <header>
                <Brand />
                <strong class="grow">{ &props.title }</strong>
                <Segments
                    label={words.say("text-size")}
                    choices={sizes.collect::<Vec<_>>()}
                    chosen={preferences.text_px.to_string()}
                    onchoose={onsize}
                />
                <Segments
                    label={words.say("language")}
                    choices={languages.to_vec()}
                    chosen={preferences.language.tag()}
                    onchoose={onlanguage}
                />
            </header>
            <main>{ props.children.clone() }</main>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OfficeProps {
    draft: Draft,
}

/// Whether this device stands in the office: what it has saved counts as arrived.
#[component]
fn Office(props: &OfficeProps) -> Html {
    let words = use_words();
    let draft = props.draft.clone();
    let onchange = Callback::from(move |event: Event| {
        let is_on = event.target_dyn_into::<web_sys::HtmlInputElement>().is_some_and(|it| it.checked());
        draft.set("office", if is_on { "yes" } else { "no" });
    });
    html! {
        <label class="switch">
            <input type="checkbox" {onchange} />
            <span>
                { words.say("office-device") }<br />
                <span class="soft small">{ words.say("office-device-means") }</span>
            </span>
        </label>
    }
}
