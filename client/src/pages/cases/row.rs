//! One case in a list: its title, where it stands, what is next, how far it has come.

use record::enums::Status;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::TickMark;
use crate::engine::api::CaseRow;
use crate::pages::Route;
use crate::words::{Moment, Words, use_words};

/// Props of [`CaseItem`].
#[derive(Properties, PartialEq)]
pub struct CaseItemProps {
    /// The row.
    pub row: CaseRow,
    /// Whether it is the one shown beside the list.
    #[prop_or_default]
    pub is_open: bool,
    /// The present moment.
    pub now: Moment,
}

/// A case in a list.
#[component]
pub fn CaseItem(props: &CaseItemProps) -> Html {
    let words = use_words();
    let navigator = use_navigator();
    let row = &props.row.row;
    let route = Route::Case { case: props.row.case };
    let onclick = Callback::from(move |click: MouseEvent| {
        if let Some(navigator) = &navigator {
            click.prevent_default();
            navigator.push(&route);
        }
    });
    let title = words.case_title(row.title.as_deref());
    html! {
        <a
            class="item"
            href={route.to_path()}
            aria-current={props.is_open.then_some("true")}
            {onclick}
        >
            <span class="grow">
                <span class="row">
                    <span class="name grow">{ title }</span>
                    <span class="tag accent">{ words.code("status", row.status.code()) }</span>
                </span>
                <span class="under">
                    <Marks row={props.row.clone()} now={props.now} />
                </span>
            </span>
            <TickMark tick={props.row.tick} />
        </a>
    }
}

#[derive(Properties, PartialEq)]
struct MarksProps {
    row: CaseRow,
    now: Moment,
}

#[component]
fn Marks(props: &MarksProps) -> Html {
    let words = use_words();
    let row = &props.row.row;
    let due = due(&words, props);
    html! {
        <>
            if row.disputed > 0 || row.review.versions > 0 {
                <span class="tag amber">{ words.say("two-versions") }</span>
            }
            if let Some((said, class)) = due {
                <span class={classes!("tag", class)}>{ said }</span>
            }
            <span>{ &row.number }</span>
            <span>{ row.parties.join(&words.say("list-comma")) }</span>
        </>
    }
}

/// When the next thing is due: with a word and a sign when it is late, never by colour alone. Of a case that is closed
/// nothing is due any more.
fn due(words: &Words, props: &MarksProps) -> Option<(AttrValue, &'static str)> {
    if matches!(props.row.row.status, Status::Closed | Status::Archived) {
        return None;
    }
    let at = Moment::from_ms(props.row.due_ms?)?;
    let (day, today) = (at.day()?, props.now.day()?);
    match day.days_after(today) {
        days if days < 0 => Some((words.tell("overdue", &[("n", (-days).into())]), "seal")),
        days if days <= 7 => Some((words.tell("due", &[("day", words.day(day, today).as_str().into())]), "")),
        _ => None,
    }
}
