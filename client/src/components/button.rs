//! A button: an icon if it helps, a word always.

use yew::prelude::*;

use super::{Icon, Shape};

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// The one thing to do here.
    Main,
    /// One of several.
    #[default]
    Usual,
    /// Aside from the work: more, back, cancel.
    Plain,
    /// Cannot be undone.
    Grave,
}

impl Weight {
    fn class(self) -> &'static str {
        match self {
            Weight::Main => "main",
            Weight::Usual => "",
            Weight::Plain => "plain",
            Weight::Grave => "grave",
        }
    }
}

/// Props of [`Button`].
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// What it says.
    pub label: AttrValue,
    /// What happens.
    pub onpress: Callback<()>,
    /// How much it asks for attention.
    #[prop_or_default]
    pub weight: Weight,
    /// An icon before the word.
    #[prop_or_default]
    pub shape: Option<Shape>,
    /// The key that does the same, shown where there is a keyboard.
    #[prop_or_default]
    pub key_hint: Option<AttrValue>,
    /// Whether it cannot be pressed now.
    #[prop_or_default]
    pub is_disabled: bool,
    /// Whether it fills its line.
    #[prop_or_default]
    pub is_wide: bool,
    /// Whether it sends the form it stands in, so that Enter does the same.
    #[prop_or_default]
    pub is_submit: bool,
}

/// A button.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let onclick = props.onpress.reform(|_: MouseEvent| ());
    let kind = if props.is_submit { "submit" } else { "button" };
    html! {
        <button
            type={kind}
            class={classes!("button", props.weight.class(), props.is_wide.then_some("wide"))}
            disabled={props.is_disabled}
            {onclick}
        >
            if let Some(shape) = props.shape {
                <Icon {shape} />
            }
            <span>{ &props.label }</span>
            if let Some(key) = &props.key_hint {
                <kbd>{ key }</kbd>
            }
        </button>
    }
}
