//! Today: what waits for me.

use yew::prelude::*;
use yew_router::prelude::*;

use super::case::who_and_when;
use super::cases::CaseItem;
use super::{Route, facts};
use crate::components::{Blank, Button, Notice, Shape, Tone};
use crate::engine::api::{Answer, Ask, CaseRow, Me, TodayView, ToldRow, Topic, View};
use crate::hooks::{Names, use_engine, use_now, use_topic};
use crate::words::{Moment, use_words};

/// Props of [`Today`].
#[derive(Properties, PartialEq)]
pub struct TodayProps {
    /// The person at the tablet.
    pub me: Me,
}

/// The page of today.
#[component]
pub fn Today(props: &TodayProps) -> Html {
    let words = use_words();
    let now = use_now();
    match use_topic(Topic::Today).as_deref() {
        Some(View::Today(view)) => html! {
            <TodayPage view={view.clone()} me={props.me.clone()} {now} />
        },
        _ => html! { <Blank shape={Shape::Today} text={words.say("loading")} /> },
    }
}

/// Props of [`TodayPage`].
#[derive(Properties, PartialEq)]
pub struct TodayPageProps {
    /// The day.
    pub view: TodayView,
    /// The person at the tablet.
    pub me: Me,
    /// The present moment.
    pub now: Moment,
}

/// The day that is told.
#[component]
pub fn TodayPage(props: &TodayPageProps) -> Html {
    let words = use_words();
    let TodayPageProps { view, me, now } = props;
    let weekday = now.day().map(|it| words.weekday(it)).unwrap_or_default();
    html! {
        <div class="narrow stack">
            <div class="row apart">
                <div>
                    <p class="soft">{ weekday }</p>
                    <h1 class="greeting">{ words.tell(now.greeting(), &[("name", me.name.as_str().into())]) }</h1>
                </div>
            </div>
            <div class="tally">
                <Figure route={Route::Cases} n={view.open} label={words.say("today-open")} />
                <Figure route={Route::Cases} n={view.due_in_all} label={words.say("today-due")} />
                <Figure route={Route::Review} n={view.review} label={words.say("today-review")} />
            </div>
            <Tellings told={view.told.clone()} names={Names::new(&view.names)} now={*now} />
            <Section heading={words.say("today-due-heading")} empty={words.say("today-nothing-due")}
                rows={view.due.clone()} now={*now} />
            if let Some(more) = view.due_in_all.checked_sub(count(&view.due)).filter(|more| *more > 0) {
                <p class="soft">{ words.tell("today-due-more", &[("n", more.into())]) }</p>
            }
            <Section heading={words.say("today-latest")} empty={words.say("today-nothing-latest")}
                rows={view.latest.clone()} now={*now} />
        </div>
    }
}

fn count(rows: &[CaseRow]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

#[derive(Properties, PartialEq)]
struct FigureProps {
    route: Route,
    n: u32,
    label: AttrValue,
}

#[component]
fn Figure(props: &FigureProps) -> Html {
    let navigator = use_navigator();
    let route = props.route;
    let onclick = Callback::from(move |click: MouseEvent| {
        if let Some(navigator) = &navigator {
            click.prevent_default();
            navigator.push(&route);
        }
    });
    html! {
        <a class="card" href={props.route.to_path()} {onclick}>
            <span class="figure">{ props.n }</span>
            <span class="soft">{ &props.label }</span>
        </a>
    }
}

#[derive(Properties, PartialEq)]
struct SectionProps {
    heading: AttrValue,
    empty: AttrValue,
    rows: Vec<CaseRow>,
    now: Moment,
}

#[component]
fn Section(props: &SectionProps) -> Html {
    html! {
        <section class="stack tight">
            <h2>{ &props.heading }</h2>
            if props.rows.is_empty() {
                <p class="soft">{ &props.empty }</p>
            } else {
                <ul class="rows card flush">
                    for row in &props.rows {
                        <li key={row.case.to_string()}><CaseItem row={row.clone()} now={props.now} /></li>
                    }
                </ul>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct TellingsProps {
    told: Vec<ToldRow>,
    names: Names,
    now: Moment,
}

/// What others decided about this person's words: what it was, what it is now, who decided, when and why. Until it is
/// put away.
#[component]
fn Tellings(props: &TellingsProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    html! {
        <ul class="stack tight">
            for row in &props.told {
                <li key={row.told.decision.to_string()}>
                    <Notice shape={Shape::Versions} tone={Tone::Amber}>
                        <Telling row={row.clone()} names={props.names.clone().with_parties(&row.parties)} now={props.now} />
                        <div class="row">
                            <Button label={words.say("told-seen")} onpress={put_away(&engine, row)} />
                        </div>
                    </Notice>
                </li>
            }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
struct TellingProps {
    row: ToldRow,
    names: Names,
    now: Moment,
}

#[component]
fn Telling(props: &TellingProps) -> Html {
    let words = use_words();
    let TellingProps { row: ToldRow { title, told, .. }, names, now } = props;
    let say = |fact| facts::say(&words, &told.place, fact, names);
    let who = who_and_when(&words, names, &told.by, *now);
    html! {
        <div class="stack tight">
            <span>{ words.tell("told", &[
                ("title", title.as_str().into()),
                ("field", facts::label(&words, &told.place).as_str().into()),
                ("lost", say(&told.lost).as_str().into()),
                ("stands", say(&told.stands).as_str().into()),
            ]) }</span>
            <span class="small soft">
                if let Some(before) = &told.before {
                    { words.tell("told-before", &[("before", say(before).as_str().into())]) }
                    { " " }
                }
                { words.tell("told-by", &[("who", who.as_str().into())]) }
                if let Some(reason) = told.reason.as_deref().filter(|it| !it.trim().is_empty()) {
                    { " " }
                    { words.tell("told-reason", &[("reason", reason.into())]) }
                }
            </span>
        </div>
    }
}

fn put_away(engine: &crate::hooks::Engine, row: &ToldRow) -> Callback<()> {
    let (engine, doc, decision) = (engine.clone(), row.doc, row.told.decision);
    Callback::from(move |()| {
        let edit = record::Edit::Review(record::review::Edit::PutAway { decision });
        // If it is not written, the message stays, which says as much.
        engine.ask(Ask::Write(doc, edit, record::Heads::default()), Callback::from(|_: Answer| ()));
    })
}
