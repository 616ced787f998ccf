//! ○ ✓ ✓✓: how far an entry has come. Drawn from receipts only, never from "request sent".

use yew::prelude::*;

use crate::words::use_words;

/// How far something has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// On the disk of this device.
    Device,
    /// On the disk of the relay.
    Relay,
    /// On the disk of an office device.
    Office,
}

impl Reach {
    fn mark(self) -> &'static str {
        match self {
            Reach::Device => "○",
            Reach::Relay => "✓",
            Reach::Office => "✓✓",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Reach::Device => "device",
            Reach::Relay => "relay",
            Reach::Office => "office",
        }
    }

    /// The message that says it.
    pub fn message(self) -> &'static str {
        match self {
            Reach::Device => "reach-device",
            Reach::Relay => "reach-relay",
            Reach::Office => "reach-office",
        }
    }
}

/// Props of [`Tick`].
#[derive(Properties, PartialEq)]
pub struct TickProps {
    /// How far it has come.
    pub reach: Reach,
    /// Whether the words stand beside the mark or are there for readers only.
    #[prop_or_default]
    pub with_words: bool,
}

/// The mark and its words.
#[component]
pub fn Tick(props: &TickProps) -> Html {
    let words = use_words();
    let said = words.say(props.reach.message());
    html! {
        <span class={classes!("tick", props.reach.class())} title={said.clone()}>
            <span class="mark" aria-hidden="true">{ props.reach.mark() }</span>
            <span class={(!props.with_words).then_some("seen-only-by-readers")}>{ said }</span>
        </span>
    }
}
