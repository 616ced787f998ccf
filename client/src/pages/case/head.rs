//! The head of a case: its title, its number, where it stands.

use record::enums::{Risk, Urgency};
use yew::prelude::*;

use super::{Shown, ShownProps, bits};
use crate::components::{Button, Shape, TickMark, Weight};
use crate::words::{Words, use_words};

/// Props of [`CaseHead`].
#[derive(Properties, PartialEq)]
pub struct CaseHeadProps {
    /// The case.
    pub shown: Shown,
    /// Called to go back to the list.
    pub onback: Callback<()>,
}

/// The head of a case's page.
#[component]
pub fn CaseHead(props: &CaseHeadProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    html! {
        <div class="case-head">
            <div class="row titled">
                <div class="only-narrow">
                    <Button
                        label={words.say("back")}
                        shape={Shape::Back}
                        weight={Weight::Plain}
                        onpress={props.onback.clone()}
                    />
                </div>
                <h1 class="grow title">{ title(shown, &words) }</h1>
                <TickMark tick={shown.view.tick} with_words=true />
            </div>
            <Marks shown={shown.clone()} />
        </div>
    }
}

/// What a case is called: its title, or what else is known of it.
pub(super) fn title(shown: &Shown, words: &Words) -> AttrValue {
    words.case_title(shown.story().and_then(|it| it.title.get()).map(String::as_str))
}

#[component]
fn Marks(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    let case = shown.case();
    let number = case.case_no.get().or(case.temp_no.get()).cloned().unwrap_or_default();
    let reviews = reviews(shown);
    let urgency = case.urgency.get().filter(|it| **it > Urgency::Normal);
    let risk = case.risk.get().filter(|it| **it > Risk::None);
    html! {
        <div class="row small">
            <span class="soft">{ number }</span>
            <span class="tag accent">{ bits::code(&words, &case.status.current) }</span>
            if case.status.disputed > 0 {
                <span class="tag seal">
                    { words.tell("status-disputed", &[("n", case.status.disputed.into())]) }
                </span>
            }
            if let Some(urgency) = urgency {
                <span class="tag seal">{ bits::code(&words, urgency) }</span>
            }
            if let Some(risk) = risk {
                <span class="tag amber">
                    { words.tell("risk-tag", &[("risk", bits::code(&words, risk).as_str().into())]) }
                </span>
            }
            if reviews > 0 {
                <span class="tag amber">{ words.tell("reviews-here", &[("n", reviews.into())]) }</span>
            }
        </div>
    }
}

/// How many things in the case wait for somebody to look.
pub(super) fn reviews(shown: &Shown) -> usize {
    let story = shown.story().map_or(0, |it| it.review.items.len());
    let people = shown.people().map_or(0, |it| it.review.items.len());
    shown.case().review.items.len() + story + people
}
