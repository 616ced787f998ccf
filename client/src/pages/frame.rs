//! What stays while pages come and go: the rail (below, on a phone), the top bar with the pill, and room for a page.

use yew::prelude::*;
use yew_router::prelude::*;

use super::Route;
use crate::components::{Brand, Icon, Shape};
use crate::words::use_words;

/// Props of [`Frame`].
#[derive(Properties, PartialEq)]
pub struct FrameProps {
    /// Where we are.
    pub route: Route,
    /// What the top bar says.
    pub title: Html,
    /// What stands at the end of the top bar: the pill.
    pub pill: Html,
    /// How many things wait for review.
    pub reviews: u32,
    /// Whether this person may write.
    pub may_write: bool,
    /// Called by the one obvious "new".
    pub onadd: Callback<()>,
    /// The page.
    pub children: Html,
}

/// The frame.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let words = use_words();
    let onclick = props.onadd.reform(|_: MouseEvent| ());
    let to = |route: Route, shape: Shape, message: &str, count: u32, class: &'static str| {
        let current = route.section() == props.route.section();
        html! {
            <Place {route} is_current={current} {shape} label={words.say(message)} {count} {class} />
        }
    };
    html! {
        <div class="frame">
            <nav class="rail" aria-label={words.say("nav")}>
                <Brand />
                { to(Route::Today, Shape::Today, "nav-today", 0, "") }
                { to(Route::Cases, Shape::Cases, "nav-cases", 0, "") }
                if props.may_write {
                    <button type="button" class="add" {onclick}>
                        <Icon shape={Shape::Add} /><span>{ words.say("nav-new") }</span>
                    </button>
                }
                { to(Route::Review, Shape::Review, "nav-review", props.reviews, "") }
                { to(Route::People, Shape::People, "nav-people", 0, "not-on-phone") }
                { to(Route::Me, Shape::Me, "nav-me", 0, "last") }
            </nav>
            <header class="top">
                <div class="where grow">{ props.title.clone() }</div>
                { props.pill.clone() }
            </header>
            <main class="page">{ props.children.clone() }</main>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PlaceProps {
    route: Route,
    is_current: bool,
    shape: Shape,
    label: AttrValue,
    count: u32,
    class: &'static str,
}

/// One place in the rail. A plain link, so that it can be opened and named like any other; the router takes the click.
#[component]
fn Place(props: &PlaceProps) -> Html {
    let navigator = use_navigator();
    let route = props.route;
    let onclick = Callback::from(move |event: MouseEvent| {
        if let Some(navigator) = &navigator {
            event.prevent_default();
            navigator.push(&route);
        }
    });
    html! {
        <a
            href={props.route.to_path()}
            class={props.class}
            aria-current={props.is_current.then_some("page")}
            {onclick}
        >
            <Icon shape={props.shape} />
            <span>{ &props.label }</span>
            if props.count > 0 {
                <span class="count">{ props.count }</span>
            }
        </a>
    }
}
