//! The first character of a name in a circle, in a colour that stays with the person.

use yew::prelude::*;

/// Props of [`Face`].
#[derive(Properties, PartialEq)]
pub struct FaceProps {
    /// The name.
    pub name: AttrValue,
    /// Whether it stands inside a line of text.
    #[prop_or_default]
    pub is_small: bool,
}

/// A person's initial. The name itself stands beside it, so readers are told to pass it over.
#[component]
pub fn Face(props: &FaceProps) -> Html {
    let initial: String = props.name.chars().take(1).flat_map(char::to_uppercase).collect();
    html! {
        <span class={classes!("face", colour(&props.name), props.is_small.then_some("small"))} aria-hidden="true">
            { initial }
        </span>
    }
}

fn colour(name: &str) -> &'static str {
    match name.chars().map(u32::from).fold(0u32, |sum, it| sum.wrapping_mul(31).wrapping_add(it)) % 4 {
        0 => "first",
        1 => "second",
        2 => "third",
        _ => "fourth",
    }
}
