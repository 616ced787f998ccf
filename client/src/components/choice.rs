//! Choosing one of a few.

use yew::prelude::*;

/// One thing to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What is reported when it is chosen.
    pub value: AttrValue,
    /// What it says.
    pub label: AttrValue,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Choice { value: value.into(), label: label.into() }
    }
}

/// Props of [`Segments`], [`Chips`] and [`Select`].
#[derive(Properties, PartialEq)]
pub struct ChoiceProps {
    /// What is being chosen.
    pub label: AttrValue,
    /// What there is to choose from.
    pub choices: Vec<Choice>,
    /// What is chosen now.
    pub chosen: AttrValue,
    /// Called with the value chosen.
    pub onchoose: Callback<AttrValue>,
    /// Whether it can only be looked at.
    #[prop_or_default]
    pub is_read_only: bool,
}

/// Two to five choices side by side, one of them pressed.
#[component]
pub fn Segments(props: &ChoiceProps) -> Html {
    html! {
        <div class="segments" role="radiogroup" aria-label={props.label.clone()}>
            for choice in &props.choices {
                <button
                    key={choice.value.to_string()}
                    type="button"
                    role="radio"
                    aria-checked={(choice.value == props.chosen).to_string()}
                    disabled={props.is_read_only}
                    onclick={choose(props, choice)}
                >
                    { &choice.label }
                </button>
            }
        </div>
    }
}

/// Filters of a list.
#[component]
pub fn Chips(props: &ChoiceProps) -> Html {
    html! {
        <div class="chips" role="radiogroup" aria-label={props.label.clone()}>
            for choice in &props.choices {
                <button
                    key={choice.value.to_string()}
                    type="button"
                    class="chip"
                    role="radio"
                    aria-checked={(choice.value == props.chosen).to_string()}
                    disabled={props.is_read_only}
                    onclick={choose(props, choice)}
                >
                    { &choice.label }
                </button>
            }
        </div>
    }
}

fn choose(props: &ChoiceProps, choice: &Choice) -> Callback<MouseEvent> {
    let value = choice.value.clone();
    props.onchoose.reform(move |_| value.clone())
}

/// Many choices, in the browser's own list. `selected` stands on the options: the value of a `<select>` is not a property
/// that survives a change of its options.
#[component]
pub fn Select(props: &ChoiceProps) -> Html {
    let onchange = props.onchoose.reform(|event: Event| {
        event.target_dyn_into::<web_sys::HtmlSelectElement>().map(|it| it.value()).unwrap_or_default().into()
    });
    html! {
        <label class="field">
            <span class="label">{ &props.label }</span>
            <span class="select">
                <select class="input" {onchange} disabled={props.is_read_only}>
                    for choice in &props.choices {
                        <option
                            key={choice.value.to_string()}
                            value={choice.value.clone()}
                            selected={choice.value == props.chosen}
                        >
                            { &choice.label }
                        </option>
                    }
                </select>
            </span>
        </label>
    }
}
