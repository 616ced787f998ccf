//! The review inbox: what people wrote without knowing of each other, side by side, with one tap to settle it. Nothing
//! here ever stops anybody: a value is always in force, and a decision is an edit that can be undone.

mod card;
mod choices;
mod settled;

use record::ItemId;
use record::review::ItemKey;
use shared::ids::DocId;
use yew::prelude::*;

use super::facts;
use crate::components::{Blank, Button, Shape, Weight};
use crate::engine::api::{ReviewRow, ReviewView, Topic, View};
use crate::hooks::{Names, use_now, use_topic};
use crate::words::{Moment, use_words};

pub use card::{ReviewCard, times};
pub use choices::{may_keep_both, may_rewrite, may_use};
pub use settled::{Settled, Way};

/// The page of the review inbox.
#[component]
pub fn Review() -> Html {
    let words = use_words();
    let now = use_now();
    match use_topic(Topic::Review).as_deref() {
        Some(View::Review(view)) => html! { <ReviewPage view={view.clone()} {now} /> },
        _ => html! { <Blank shape={Shape::Review} text={words.say("loading")} /> },
    }
}

/// Props of [`ReviewPage`].
#[derive(Properties, PartialEq)]
pub struct ReviewPageProps {
    /// What waits.
    pub view: ReviewView,
    /// The present moment.
    pub now: Moment,
}

/// What names a row: the same item may be asked about in one document only.
type RowKey = (DocId, ItemKey);

fn key(row: &ReviewRow) -> RowKey {
    (row.doc, row.item.key)
}

/// The inbox that is told.
#[component]
pub fn ReviewPage(props: &ReviewPageProps) -> Html {
    let words = use_words();
    let chosen = use_state_eq(|| None::<RowKey>);
    let rows = &props.view.rows;
    let at = rows.iter().position(|it| Some(key(it)) == *chosen);
    let names = Names::new(&props.view.names);
    let shown = at.or((!rows.is_empty()).then_some(0)).and_then(|it| rows.get(it));
    let choose = {
        let chosen = chosen.setter();
        Callback::from(move |key: Option<RowKey>| chosen.set(key))
    };
    let turn = |by: isize| turn(rows, shown, by, &choose);
    let way = use_state_eq(|| Way::Over);
    let undo = html! { <Settled way={(*way).clone()} onway={{
        let way = way.setter();
        Callback::from(move |next| way.set(next))
    }} /> };
    if rows.is_empty() {
        return html! {
            <div class="fill"><Blank shape={Shape::Delivered} text={words.say("review-nothing")} />{ undo }</div>
        };
    }
    html! {
        <div class="fill">
        <div class="panes" data-shows={if at.is_some() { "detail" } else { "list" }}>
            <div class="list pane">
                <div class="head"><h1>{ words.tell("review-heading", &[("n", (rows.len() + props.view.more as usize).into())]) }</h1></div>
                <ul class="scroll rows">
                    for row in rows {
                        <li key={format!("{} {}", row.doc, row.item.key.0)}>
                            <RowButton
                                row={row.clone()}
                                is_chosen={shown.map(key) == Some(key(row))}
                                onchoose={choose.reform({ let key = key(row); move |()| Some(key) })}
                            />
                        </li>
                    }
                    if props.view.more > 0 {
                        <li key="more" class="item soft">
                            { words.tell("review-more", &[("n", props.view.more.into())]) }
                        </li>
                    }
                </ul>
            </div>
            <div class="detail pane">
                <div class="scroll">
                    <div class="body stack">
                        <div class="only-narrow">
                            <Button
                                label={words.say("back")}
                                shape={Shape::Back}
                                weight={Weight::Plain}
                                onpress={choose.reform(|()| None)}
                            />
                        </div>
                        if let Some(row) = shown {
                            <ReviewCard
                                key={format!("{} {}", row.doc, row.item.key.0)}
                                row={row.clone()}
                                names={names.with_parties(&row.parties)}
                                now={props.now}
                                onsettled={{
                                    let (way, next, doc) = (way.setter(), turn(1), row.doc);
                                    Callback::from(move |decision: Option<ItemId>| {
                                        way.set(decision.map_or(Way::Over, |it| Way::Open(doc, it)));
                                        next.emit(());
                                    })
                                }}
                                onnext={turn(1)}
                                onprevious={turn(-1)}
                            />
                        }
                    </div>
                </div>
            </div>
        </div>
        { undo }
        </div>
    }
}

/// Goes to the row before or after the one that is shown.
fn turn(
    rows: &[ReviewRow],
    shown: Option<&ReviewRow>,
    by: isize,
    choose: &Callback<Option<RowKey>>,
) -> Callback<()> {
    let at = shown.and_then(|shown| rows.iter().position(|it| key(it) == key(shown))).unwrap_or(0);
    let to = at.saturating_add_signed(by).min(rows.len().saturating_sub(1));
    let to = rows.get(to).map(key);
    choose.reform(move |()| to)
}

#[derive(Properties, PartialEq)]
struct RowButtonProps {
    row: ReviewRow,
    is_chosen: bool,
    onchoose: Callback<()>,
}

#[component]
fn RowButton(props: &RowButtonProps) -> Html {
    let words = use_words();
    let row = &props.row;
    let onclick = props.onchoose.reform(|_: MouseEvent| ());
    html! {
        <button type="button" class="item" aria-current={props.is_chosen.then_some("true")} {onclick}>
            <span class="grow">
                <span class="name">{ facts::label(&words, &row.item.place) }</span>
                <span class="under"><span>{ &row.title }</span></span>
            </span>
            <span class={classes!("tag", card::tone(&row.item))}>{ words.say(card::topic(&row.item)) }</span>
        </button>
    }
}
