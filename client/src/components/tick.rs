//! ○ ✓ ✓✓: how far an entry has come. Drawn from receipts only, never from "request sent".

use yew::prelude::*;

use crate::engine::api::Tick;
use crate::words::use_words;

/// Props of [`TickMark`].
#[derive(Properties, PartialEq)]
pub struct TickMarkProps {
    /// How far it has come.
    pub tick: Tick,
    /// Whether the words stand beside the mark or are there for readers only.
    #[prop_or_default]
    pub with_words: bool,
}

/// The mark and its words.
#[component]
pub fn TickMark(props: &TickMarkProps) -> Html {
    let words = use_words();
    let said = words.say(tick_message(props.tick));
    let (class, mark) = match props.tick {
        Tick::Saved => ("device", "○"),
        Tick::Kept => ("relay", "✓"),
        Tick::Reached => ("office", "✓✓"),
    };
    html! {
        <span class={classes!("tick", class)} title={said.clone()}>
            <span class="mark" aria-hidden="true">{ mark }</span>
            <span class={(!props.with_words).then_some("seen-only-by-readers")}>{ said }</span>
        </span>
    }
}

/// The message that says how far it is.
pub fn tick_message(tick: Tick) -> &'static str {
    match tick {
        Tick::Saved => "reach-device",
        Tick::Kept => "reach-relay",
        Tick::Reached => "reach-office",
    }
}
