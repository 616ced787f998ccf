//! The list of cases beside the case that is open.

mod row;

use shared::ids::DocId;
use yew::prelude::*;
use yew_router::prelude::*;

use super::Route;
use super::case::Case;
use crate::components::choice::{Chips, Choice};
use crate::components::field::Search as SearchField;
use crate::components::window::Window;
use crate::components::{Blank, Shape};
use crate::engine::api::{CasesView, Chip, Search, Topic, View};
use crate::hooks::{use_now, use_topic};
use crate::words::use_words;

pub use row::CaseItem;

/// How many rows are told at first, and how many more each time somebody asks for more: whoever looks for one case
/// searches, and an answer to each letter stays small.
const ROWS_STEP: u32 = 200;

/// The filters, each with the message that names it.
const CHIPS: [(Chip, &str); 5] = [
    (Chip::All, "chip-all"),
    (Chip::Open, "chip-open"),
    (Chip::Mine, "chip-mine"),
    (Chip::Due, "chip-due"),
    (Chip::TwoVersions, "chip-two-versions"),
];

/// Props of [`Cases`].
#[derive(Properties, PartialEq)]
pub struct CasesProps {
    /// The case that is open, if one is.
    pub open: Option<DocId>,
}

/// The page of the cases.
#[component]
pub fn Cases(props: &CasesProps) -> Html {
    let words = use_words();
    let navigator = use_navigator();
    let onback = Callback::from(move |()| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Cases);
        }
    });
    html! {
        <div class="panes" data-shows={if props.open.is_some() { "detail" } else { "list" }}>
            <div class="list pane"><CaseList open={props.open} /></div>
            <div class="detail pane">
                if let Some(case) = props.open {
                    <Case key={case.to_string()} {case} {onback} />
                } else {
                    <Blank shape={Shape::Cases} text={words.say("cases-choose")} />
                }
            </div>
        </div>
    }
}

/// The list and its search.
#[component]
fn CaseList(props: &CasesProps) -> Html {
    let words = use_words();
    let text = use_state_eq(String::new);
    let chip = use_state_eq(Chip::default);
    let rows = use_state_eq(|| ROWS_STEP);
    let found = use_found(Search { text: (*text).clone(), chip: *chip, from: 0, rows: *rows });
    let oninput = {
        let (text, rows) = (text.setter(), rows.setter());
        Callback::from(move |typed: String| {
            text.set(typed.trim().to_owned());
            rows.set(ROWS_STEP);
        })
    };
    let onchoose = {
        let (chip, rows) = (chip.setter(), rows.setter());
        Callback::from(move |message: AttrValue| {
            if let Some((chosen, _)) = CHIPS.iter().find(|(_, it)| *it == message.as_str()) {
                chip.set(*chosen);
                rows.set(ROWS_STEP);
            }
        })
    };
    let onmore = {
        let rows = rows.clone();
        Callback::from(move |()| rows.set(*rows + ROWS_STEP))
    };
    let chosen = CHIPS.iter().find(|(it, _)| *it == *chip).map(|(_, it)| *it).unwrap_or_default();
    html! {
        <>
            <div class="head">
                <SearchField label={words.say("search")} hint={words.say("search-hint")} {oninput} />
                <Chips
                    label={words.say("chips")}
                    choices={CHIPS.map(|(_, it)| Choice::new(it, words.say(it))).to_vec()}
                    {chosen}
                    {onchoose}
                />
            </div>
            <Rows found={found.clone()} open={props.open} is_searching={!text.is_empty()} {onmore} />
            <div class="foot">{ found.as_ref().map(|it| said(&words, it)).unwrap_or_default() }</div>
        </>
    }
}

/// The rows that match. While the answer to the latest input is on its way, the one before it stays.
#[hook]
fn use_found(search: Search) -> Option<CasesView> {
    let last = use_mut_ref(|| None::<CasesView>);
    if let Some(View::Cases(view)) = use_topic(Topic::Cases(search)).as_deref() {
        last.replace(Some(view.clone()));
    }
    last.borrow().clone()
}

fn said(words: &crate::words::Words, view: &CasesView) -> AttrValue {
    let message = if view.wanted > 0 { "cases-found-so-far" } else { "cases-found" };
    let said = words.tell(
        message,
        &[("found", view.found.into()), ("total", view.total.into()), ("wanted", view.wanted.into())],
    );
    match left(view) {
        0 => said,
        _ => format!("{said} · {}", words.tell("cases-shown", &[("n", view.rows.len().into())])).into(),
    }
}

/// How many cases match and were not told yet.
fn left(view: &CasesView) -> usize {
    (view.found as usize).saturating_sub(view.rows.len())
}

/// Props of [`Rows`].
#[derive(Properties, PartialEq)]
pub struct RowsProps {
    /// What was found, once it was.
    pub found: Option<CasesView>,
    /// The case that is open, if one is.
    pub open: Option<DocId>,
    /// Whether something is looked for.
    pub is_searching: bool,
    /// Called for more rows.
    pub onmore: Callback<()>,
}

/// The rows that were told; below them, the way to the rest.
#[component]
pub fn Rows(props: &RowsProps) -> Html {
    let words = use_words();
    let now = use_now();
    let Some(found) = props.found.clone() else {
        return html! { <div class="scroll"><Blank shape={Shape::Cases} text={words.say("loading")} /></div> };
    };
    if found.rows.is_empty() {
        let text = words.say(if props.is_searching { "cases-no-match" } else { "cases-none" });
        return html! { <div class="scroll"><Blank shape={Shape::Cases} {text} /></div> };
    }
    let (told, left) = (found.rows.len(), left(&found));
    let open = props.open;
    let more = (left > 0).then(|| words.tell("cases-more", &[("n", left.min(ROWS_STEP as usize).into())]));
    let total = told + usize::from(more.is_some());
    let onmore = props.onmore.clone();
    let row = Callback::from(move |at: usize| match found.rows.get(at) {
        Some(row) => html! {
            <li key={row.case.to_string()}>
                <CaseItem row={row.clone()} is_open={open == Some(row.case)} {now} />
            </li>
        },
        None => html! {
            <li key="more">
                <button type="button" class="item more" onclick={onmore.reform(|_: MouseEvent| ())}>
                    { more.clone().unwrap_or_default() }
                </button>
            </li>
        },
    });
    html! { <Window {total} {row} label={words.say("nav-cases")} /> }
}
