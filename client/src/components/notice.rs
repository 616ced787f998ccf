//! Said where it happened: what is wrong and what to do, or that there is nothing here yet.

use yew::prelude::*;

use super::{Icon, Shape};

/// How a notice sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// For your information. Being offline is one of these: it is normal.
    #[default]
    Plain,
    /// Somebody should look.
    Amber,
    /// Something must be done.
    Seal,
    /// It is done.
    Good,
}

impl Tone {
    /// The class of the tone, which tags and notices share.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Amber => "amber",
            Tone::Seal => "seal",
            Tone::Good => "good",
        }
    }
}

/// Props of [`Notice`].
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// The icon.
    #[prop_or(Shape::Attention)]
    pub shape: Shape,
    /// How it sounds.
    #[prop_or_default]
    pub tone: Tone,
    /// What it says, and what can be pressed.
    pub children: Html,
}

/// A notice inside the page.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    html! {
        <div class={classes!("notice", props.tone.class())} role="status">
            <Icon shape={props.shape} />
            <div class="grow stack tight">{ props.children.clone() }</div>
        </div>
    }
}

/// Props of [`Wrong`].
#[derive(Properties, PartialEq)]
pub struct WrongProps {
    /// What is wrong and what to do.
    pub text: AttrValue,
}

/// What is wrong with what was entered, beside where it was entered.
#[component]
pub fn Wrong(props: &WrongProps) -> Html {
    html! { <p class="wrong" role="alert"><Icon shape={Shape::Attention} /><span>{ &props.text }</span></p> }
}

/// Props of [`Blank`].
#[derive(Properties, PartialEq)]
pub struct BlankProps {
    /// The icon.
    #[prop_or(Shape::Empty)]
    pub shape: Shape,
    /// Why there is nothing.
    pub text: AttrValue,
    /// What can be done about it.
    #[prop_or_default]
    pub children: Html,
}

/// A page or list with nothing in it.
#[component]
pub fn Blank(props: &BlankProps) -> Html {
    html! {
        <div class="blank"><Icon shape={props.shape} /><p>{ &props.text }</p><div>{ props.children.clone() }</div></div>
    }
}
