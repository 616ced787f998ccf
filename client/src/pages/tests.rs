//! What a screen says, word for word: rendered natively and read as a person would, tag by tag.

pub(crate) mod canned;
mod case;
mod door;
mod people;
mod review;
mod scenes;
mod sync;
mod today;

use futures::executor::block_on;
use insta::assert_snapshot;
use record::case::{Offer, StepNeed};
use record::enums::Status;
use record::value::Fact;
use yew::LocalServerRenderer;
use yew::prelude::*;

use self::canned::*;
use self::scenes::*;
use super::case::{CasePage, InterviewPage, Parties, PastList, Register, Shown, StepSheet, Timeline};
use super::door::{Found, Join, Knock, Unlock};
use super::review::{ReviewPage, Settled, Way};
use super::today::TodayPage;
use super::{Me, People, SyncSheet};
use crate::engine::api::{
    self, CaseScreen, Invited, MemberView, PastRow, PeopleView, ReviewRow, ReviewView, Room, SyncItem,
    SyncView, Tick, Tile, TodayView, ToldRow, Trouble,
};
use crate::words::{Language, Words};

#[derive(Properties, PartialEq)]
struct SceneProps {
    language: Language,
    draw: Callback<(), Html>,
}

#[component]
fn Scene(props: &SceneProps) -> Html {
    let words = Words::new(props.language);
    html! { <ContextProvider<Words> context={words}>{ props.draw.emit(()) }</ContextProvider<Words>> }
}

/// Renders to HTML.
fn render(language: Language, draw: impl Fn() -> Html + 'static) -> String {
    let props = SceneProps { language, draw: Callback::from(move |()| draw()) };
    block_on(LocalServerRenderer::<Scene>::with_props(props).hydratable(false).render())
}

/// What is read on a screen: one line for each piece of text, with what can be chosen and what cannot be pressed.
fn read(html: &str) -> String {
    let mut lines = Vec::new();
    for piece in html.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        let text = text.trim();
        if let Some(hint) = tag.split("placeholder=\"").nth(1).and_then(|it| it.split('"').next())
            && !hint.is_empty()
        {
            lines.push(format!("[{hint}]"));
        }
        if tag.starts_with("button") && tag.contains(" disabled") {
            lines.push("(not now)".to_owned());
        }
        if tag.starts_with("option") {
            lines.extend(tag.contains(" selected").then(|| format!("> {text}")));
        } else if !text.is_empty() {
            lines.push(text.to_owned());
        }
    }
    lines.join("\n").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn chinese(draw: impl Fn() -> Html + 'static) -> String {
    read(&render(Language::Chinese, draw))
}

fn english(draw: impl Fn() -> Html + 'static) -> String {
    read(&render(Language::English, draw))
}

fn part(part: fn(Shown) -> Html) -> impl Fn() -> Html {
    part_of(part)
}

fn part_of(part: impl Fn(Shown) -> Html + Clone + 'static) -> impl Fn() -> Html {
    let screen = screen();
    move || html! { <WithShown screen={screen.clone()} part={Callback::from(part.clone())} /> }
}

#[test]
fn what_people_wrote_is_text_and_never_markup() {
    let view = TodayView {
        latest: vec![],
        due: vec![],
        told: vec![],
        open: 0,
        review: 0,
        names: vec![],
        due_in_all: 0,
    };
    let me = api::Me { name: "<img src=x onerror=alert(1)>".into(), ..me() };
    let html = render(Language::Chinese, move || {
        html! { <TodayPage view={view.clone()} me={me.clone()} now={NOW} /> }
    });
    assert!(!html.contains("<img") && html.contains("&lt;img"), "{html}");
}

#[test]
fn no_screen_has_an_inline_style() {
    let pages: [fn() -> Html; 4] = [|| unlock(None), || today(busy_day()), || review(true), || settings(3)];
    for page in pages {
        assert!(!render(Language::Chinese, page).contains(" style="));
    }
}

#[test]
fn a_list_that_is_not_whole_offers_the_rest() {
    let seen = |found: u32| {
        let view = api::CasesView { total: 600, found, rows: vec![case_row()], wanted: 0 };
        chinese(move || {
            html! {
                <super::cases::Rows
                    found={Some(view.clone())}
                    open={None}
                    is_searching={false}
                    onmore={Callback::noop()}
                />
            }
        })
    };
    assert!(seen(450).ends_with("再列出 200 件"), "{}", seen(450));
    assert!(seen(4).ends_with("再列出 3 件"), "{}", seen(4));
    assert!(!seen(1).contains("再列出"), "{}", seen(1));
}
