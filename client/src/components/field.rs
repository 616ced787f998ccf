//! One line that a person fills in. The element keeps what is typed; the page hears of it when they leave it or press
//! Enter, so no input method is ever disturbed.

use std::cell::RefCell;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::{Icon, Shape, Wrong};
use crate::hooks::{Parting, use_parting};

/// Props of [`Line`].
#[derive(Properties, PartialEq)]
pub struct LineProps {
    /// What belongs in it.
    pub label: AttrValue,
    /// What stands in it now.
    #[prop_or_default]
    pub text: AttrValue,
    /// Called with what was entered, when the person leaves the field or presses Enter.
    #[prop_or_default]
    pub oncommit: Callback<String>,
    /// Called with every input that is not part of a word being composed.
    #[prop_or_default]
    pub oninput: Callback<String>,
    /// `text`, `tel`, `password`, `number`, `date`, `datetime-local`.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// What the browser may fill in by itself.
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// A word on what is expected.
    #[prop_or_default]
    pub hint: AttrValue,
    /// What is wrong with it, if anything.
    #[prop_or_default]
    pub wrong: AttrValue,
    /// The most that may be typed.
    #[prop_or_default]
    pub length_max: Option<usize>,
    /// Whether it can only be read.
    #[prop_or_default]
    pub is_read_only: bool,
    /// Whether it is a code: large letters of one width.
    #[prop_or_default]
    pub is_code: bool,
}

/// A field of one line.
#[component]
pub fn Line(props: &LineProps) -> Html {
    let node = use_node_ref();
    use_kept(&node, &props.text, &props.oncommit);
    use_composed(&node, &props.oninput);
    use_call(&node, &props.wrong);
    let oninput = props.oninput.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>()
            && !event.is_composing()
        {
            oninput.emit(input.value());
        }
    });
    let is_wrong = !props.wrong.is_empty();
    html! {
        <label class="field">
            <span class="label">{ &props.label }</span>
            <input
                ref={node}
                class={classes!("input", props.is_code.then_some("code"))}
                type={props.kind.clone()}
                autocomplete={props.autocomplete.clone()}
                autocapitalize="off"
                spellcheck="false"
                maxlength={props.length_max.map(|it| it.to_string())}
                readonly={props.is_read_only}
                aria-invalid={is_wrong.then_some("true")}
                {oninput}
            />
            if !props.hint.is_empty() {
                <span class="hint">{ &props.hint }</span>
            }
            if is_wrong {
                <Wrong text={props.wrong.clone()} />
            }
        </label>
    }
}

/// Marks a field whose words are not on the disk yet: if the whole page breaks, they are what is shown to be rescued.
pub(super) fn mark_unsaved(field: &web_sys::Element, is_unsaved: bool) {
    // The name is well formed, which is all that could be refused.
    let _marked = field.toggle_attribute_with_force("data-unsaved", is_unsaved);
}

/// What is in the element, and what of it the page has heard.
#[derive(Default)]
struct Kept {
    element: Option<HtmlInputElement>,
    oncommit: Callback<String>,
    /// What the element held when the page and it last agreed.
    agreed: String,
    /// What the page wants shown.
    text: AttrValue,
    /// Whether the page has not answered yet to what was handed in.
    is_handed_in: bool,
    /// While a word is being composed: what the element held before it.
    before_word: Option<String>,
}

/// Hands in what is in the element, if the page has not heard it.
fn hand_in(kept: &RefCell<Kept>) {
    let text = kept.borrow().element.as_ref().map(HtmlInputElement::value).unwrap_or_default();
    hand_over(kept, text);
}

fn hand_over(kept: &RefCell<Kept>, text: String) {
    let oncommit = {
        let mut kept = kept.borrow_mut();
        if text == kept.agreed {
            return;
        }
        kept.agreed.clone_from(&text);
        kept.is_handed_in = true;
        kept.oncommit.clone()
    };
    oncommit.emit(text);
}

/// Shows what the page wants shown, unless somebody is at the field or waits for an answer.
fn follow(kept: &RefCell<Kept>) {
    let mut kept = kept.borrow_mut();
    let Some(element) = kept.element.clone() else { return };
    if kept.is_handed_in || element.value() != kept.agreed || has_focus(&element) {
        return;
    }
    if element.value() != kept.text.as_str() {
        element.set_value(&kept.text);
    }
    kept.agreed = element.value();
    mark_unsaved(&element, false);
}

/// Keeps the element and the page together: shows what the page says, hands in what was typed when the person presses
/// Enter, leaves the field or parts from the page.
#[hook]
fn use_kept(node: &NodeRef, text: &AttrValue, oncommit: &Callback<String>) {
    let kept = use_mut_ref(Kept::default);
    kept.borrow_mut().oncommit = oncommit.clone();
    {
        let (node, kept) = (node.clone(), kept.clone());
        use_effect_with((), move |()| {
            let element = node.cast::<HtmlInputElement>();
            kept.borrow_mut().element.clone_from(&element);
            let listeners = element.map(|element| {
                let changed = EventListener::new(&element, "change", {
                    let kept = kept.clone();
                    move |_| hand_in(&kept)
                });
                let typed = EventListener::new(&element, "input", {
                    let field = element.clone();
                    // A passphrase is not shown to anybody, however the page breaks.
                    move |_| mark_unsaved(&field, field.type_() != "password")
                });
                let begun = EventListener::new(&element, "compositionstart", {
                    let (field, kept) = (element.clone(), kept.clone());
                    move |_| kept.borrow_mut().before_word = Some(field.value())
                });
                let ended = EventListener::new(&element, "compositionend", {
                    let kept = kept.clone();
                    move |_| drop(kept.borrow_mut().before_word.take())
                });
                [changed, typed, begun, ended, EventListener::new(&element, "blur", move |_| follow(&kept))]
            });
            move || drop(listeners)
        });
    }
    use_parting(Callback::from({
        let kept = kept.clone();
        move |parting| {
            let before_word = kept.borrow().before_word.clone();
            match before_word {
                // The page may come back, and with it the word: decision 22.
                Some(text) if parting == Parting::Hidden => hand_over(&kept, text),
                _ => hand_in(&kept),
            }
        }
    }));
    use_effect_with(text.clone(), move |text| {
        {
            let mut kept = kept.borrow_mut();
            kept.text = text.clone();
            kept.is_handed_in = false;
        }
        follow(&kept);
    });
}

/// Calls the person to a field that is found wrong.
#[hook]
fn use_call(node: &NodeRef, wrong: &AttrValue) {
    let node = node.clone();
    use_effect_with(wrong.clone(), move |wrong| {
        if let Some(input) = node.cast::<HtmlInputElement>().filter(|_| !wrong.is_empty()) {
            // A field that cannot take the focus still has its sentence below it.
            let _not_focusable = input.focus();
        }
    });
}

/// The last input of a composed word is reported as part of the composition; the word itself comes with its end.
#[hook]
fn use_composed(node: &NodeRef, oninput: &Callback<String>) {
    let node = node.clone();
    use_effect_with(oninput.clone(), move |oninput| {
        let listener = node.cast::<HtmlInputElement>().map(|input| {
            let (field, oninput) = (input.clone(), oninput.clone());
            EventListener::new(&input, "compositionend", move |_| oninput.emit(field.value()))
        });
        move || drop(listener)
    });
}

fn has_focus(input: &HtmlInputElement) -> bool {
    let active = input.owner_document().and_then(|it| it.active_element());
    active.is_some_and(|it| it == *input.unchecked_ref::<web_sys::Element>())
}

/// Props of [`Lines`].
#[derive(Properties, PartialEq)]
pub struct LinesProps {
    /// What belongs in it.
    pub label: AttrValue,
    /// Called with every input that is not part of a word being composed.
    pub oninput: Callback<String>,
    /// What stands in it to begin with.
    #[prop_or_default]
    pub text: AttrValue,
    /// A word on what is expected.
    #[prop_or_default]
    pub hint: AttrValue,
    /// Whether the person is taken there at once.
    #[prop_or_default]
    pub is_first: bool,
    /// The most that may be typed, in characters.
    #[prop_or_default]
    pub length_max: Option<usize>,
}

/// A field of several lines that one person fills in before it is sent as a whole. Shared texts have their own.
#[component]
pub fn Lines(props: &LinesProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.oninput.clone(), move |oninput| {
            let listeners = node.cast::<HtmlTextAreaElement>().map(|area| {
                ["input", "compositionend"].map(|event| {
                    let (field, oninput) = (area.clone(), oninput.clone());
                    EventListener::new(&area, event, move |event| {
                        mark_unsaved(&field, true);
                        // The word comes with the end of its composition.
                        let typed = event.dyn_ref::<InputEvent>();
                        if typed.is_none_or(|it| !it.is_composing()) {
                            oninput.emit(field.value());
                        }
                    })
                })
            });
            move || drop(listeners)
        });
    }
    {
        let node = node.clone();
        use_effect_with(props.text.clone(), move |text| {
            // What lies there from before may come a moment after the field; whoever types already is not disturbed.
            let area = node.cast::<HtmlTextAreaElement>();
            if let Some(area) = area.filter(|it| it.value().is_empty() && !text.is_empty()) {
                area.set_value(text);
            }
        });
    }
    html! {
        <label class="field">
            <span class="label">{ &props.label }</span>
            <textarea
                ref={node}
                class="input"
                defaultvalue={props.text.clone()}
                placeholder={props.hint.clone()}
                autofocus={props.is_first}
                maxlength={props.length_max.map(|it| it.to_string())}
                spellcheck="false"
            />
        </label>
    }
}

/// Props of [`Search`].
#[derive(Properties, PartialEq)]
pub struct SearchProps {
    /// What is looked for.
    pub label: AttrValue,
    /// What may be typed.
    pub hint: AttrValue,
    /// Called with every input that is not part of a word being composed.
    pub oninput: Callback<String>,
}

/// A field that something is looked for with. While a word is being composed, what was found before stays.
#[component]
pub fn Search(props: &SearchProps) -> Html {
    let node = use_node_ref();
    use_composed(&node, &props.oninput);
    let oninput = props.oninput.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>()
            && !event.is_composing()
        {
            oninput.emit(input.value());
        }
    });
    html! {
        <div class="search" role="search">
            <Icon shape={Shape::Search} />
            <input
                ref={node}
                class="input"
                type="search"
                aria-label={props.label.clone()}
                placeholder={props.hint.clone()}
                autocomplete="off"
                spellcheck="false"
                {oninput}
            />
        </div>
    }
}
