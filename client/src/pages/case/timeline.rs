//! The timeline of a case: newest first, grouped by day, each with who, when and how far it has come.

use std::rc::Rc;

use record::enums::Status;
use record::review::{Decided, Edit as ReviewEdit};
use record::{Edit, ItemId};
use shared::ids::DocId;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{Event, EventKind, Shown, ShownProps, adopted_by, bits, events};
use crate::components::choice::{Chips, Choice};
use crate::components::{Blank, Button, Icon, Shape, TickMark, Weight};
use crate::pages::tags::named;
use crate::pages::{ItemName, Route, facts};
use crate::words::{Day, Words, use_words};

/// The filters of the timeline, by message.
const FILTERS: [&str; 5] =
    ["timeline-all", "timeline-interviews", "timeline-visits", "timeline-notes", "timeline-changes"];

/// Where a long text is cut in the timeline; the whole stands on its own page.
const TEXT_CHARS: usize = 120;

/// The timeline.
#[component]
pub fn Timeline(props: &ShownProps) -> Html {
    let words = use_words();
    let filter = use_state_eq(|| AttrValue::from(FILTERS[0]));
    let shown = &props.shown;
    let events: Vec<Rc<Event>> =
        events(&shown.view).into_iter().filter(|it| passes(it, &filter)).map(Rc::new).collect();
    let onchoose = {
        let filter = filter.setter();
        Callback::from(move |chosen| filter.set(chosen))
    };
    html! {
        <div class="stack">
            <Chips
                label={words.say("timeline-filter")}
                choices={FILTERS.map(|it| Choice::new(it, words.say(it))).to_vec()}
                chosen={(*filter).clone()}
                {onchoose}
            />
            if events.is_empty() {
                <Blank shape={Shape::Note} text={words.say("timeline-empty")} />
            } else {
                <ol class="timeline">
                    for (day, events) in by_day(&events) {
                        <li key={day.map(|it| it.to_string()).unwrap_or_default()}>
                            <h3>{ heading(&words, shown, day) }</h3>
                            <ol>
                                for event in events {
                                    <EventRow key={event.key.clone()} shown={shown.clone()} event={event.clone()} />
                                }
                            </ol>
                        </li>
                    }
                </ol>
            }
        </div>
    }
}

fn passes(event: &Event, filter: &str) -> bool {
    match filter {
        "timeline-interviews" => matches!(event.kind, EventKind::Interview(_)),
        "timeline-visits" => matches!(event.kind, EventKind::Visit(_)),
        "timeline-notes" => matches!(event.kind, EventKind::Note),
        "timeline-changes" => {
            !matches!(event.kind, EventKind::Interview(_) | EventKind::Visit(_) | EventKind::Note)
        }
        _ => true,
    }
}

fn by_day(events: &[Rc<Event>]) -> Vec<(Option<Day>, Vec<Rc<Event>>)> {
    let mut days: Vec<(Option<Day>, Vec<Rc<Event>>)> = Vec::new();
    for event in events {
        let day = event.at.day();
        match days.last_mut() {
            Some((last, events)) if *last == day => events.push(event.clone()),
            _ => days.push((day, vec![event.clone()])),
        }
    }
    days
}

fn heading(words: &Words, shown: &Shown, day: Option<Day>) -> AttrValue {
    match (day, shown.now.day()) {
        (Some(day), Some(today)) => words.day(day, today),
        _ => AttrValue::default(),
    }
}

#[derive(Properties, PartialEq)]
struct EventRowProps {
    shown: Shown,
    event: Rc<Event>,
}

#[component]
fn EventRow(props: &EventRowProps) -> Html {
    let words = use_words();
    let navigator = use_navigator();
    let EventRowProps { shown, event } = props;
    let (shape, class) = look(&event.kind);
    let open = event.interview().map(|it| Route::Interview { case: shown.view.doc, interview: ItemName(it) });
    let title = html! {
        <><Icon {shape} /><span class="strong">{ said(&words, shown, &event.kind) }</span></>
    };
    html! {
        <li class={classes!("event", class)}>
            <time>{ event.at.clock() }</time>
            <span class="dot"></span>
            <div>
                <div class="what">
                    if let Some(route) = open {
                        <a href={route.to_path()} onclick={follow(navigator, route)}>{ title }</a>
                    } else {
                        <span>{ title }</span>
                    }
                    <span class="soft grow">
                        { shown.names.person(&event.who) }
                        if event.is_late() {
                            { " " }<span class="tag">{ words.say("late-entry") }</span>
                        }
                        if let Some(by) = adopted_by(&shown.view, event) {
                            { " " }
                            <span class="tag amber">
                                { words.tell("taken-in", &[("name", shown.names.person(&by).as_str().into())]) }
                            </span>
                        }
                    </span>
                    <EntryTick shown={shown.clone()} event={event.clone()} />
                </div>
                if !event.text.is_empty() {
                    <p class="written soft">{ cut(&named(&words, &shown.names, &event.text)) }</p>
                }
                if let Some(decided) = event.decision() {
                    { settled(&words, shown, decided) }
                    if shown.may_undo(event.entry.0, decided) {
                        <Button
                            label={words.say("undo")}
                            weight={Weight::Plain}
                            onpress={take_back(&words, shown, event.entry.0, decided.id)}
                        />
                    }
                }
            </div>
        </li>
    }
}

/// What a decision chose, and every writing that it chose from: what did not prevail is not gone.
fn settled(words: &Words, shown: &Shown, decided: &Decided) -> Html {
    let say = |fact| facts::say_masked(words, &decided.place, fact, &shown.names);
    html! {
        <ul class="values">
            if let Some(value) = &decided.value {
                <li>
                    { say(value) }
                    if decided.undone.is_none() {
                        { " " }<span class="tag">{ words.say("in-force") }</span>
                    }
                </li>
            }
            for it in decided.candidates.iter().filter(|it| decided.value.as_ref() != Some(&it.value)) {
                <li key={format!("{:?}", it.change)}>
                    { say(&it.value) }
                    { " " }
                    <span class="who">{ bits::who_and_when(words, &shown.names, &it.written, shown.now) }</span>
                </li>
            }
        </ul>
    }
}

/// Undoes a decision: the item is open again. That it was undone stays in the history.
fn take_back(words: &Words, shown: &Shown, doc: DocId, decision: ItemId) -> Callback<()> {
    let (pen, reason) = (shown.pen.clone(), words.say("review-undo-reason").to_string());
    Callback::from(move |()| {
        let undo = ReviewEdit::Undo { id: pen.draw(), decision, reason: reason.clone() };
        pen.write_to(doc, Edit::Review(undo), Callback::noop());
    })
}

fn follow(navigator: Option<Navigator>, route: Route) -> Callback<MouseEvent> {
    Callback::from(move |click: MouseEvent| {
        if let Some(navigator) = &navigator {
            click.prevent_default();
            navigator.push(&route);
        }
    })
}

/// How far an entry of this device has come. What others wrote came from the relay and needs no mark.
#[component]
fn EntryTick(props: &EventRowProps) -> Html {
    let (doc, written) = &props.event.entry;
    let is_mine = props.shown.me.as_ref().is_some_and(|it| it.device == written.device);
    let ticks = props.shown.view.ticks.iter();
    let tick = ticks.filter(|(of, n, _)| of == doc && *n == written.n).map(|(_, _, tick)| *tick).next();
    html! {
        <span>
            if is_mine {
                <TickMark tick={tick.unwrap_or(props.shown.view.tick)} />
            }
        </span>
    }
}

fn look(kind: &EventKind) -> (Shape, &'static str) {
    match kind {
        EventKind::Step(_, true) => (Shape::Step, ""),
        EventKind::Step(_, false) => (Shape::Attention, "raised"),
        EventKind::Visit(_) => (Shape::Visit, ""),
        EventKind::Interview(_) => (Shape::Talk, ""),
        EventKind::Note => (Shape::Note, "quiet"),
        EventKind::Party => (Shape::People, "quiet"),
        EventKind::Consent(..) => (Shape::Pen, "quiet"),
        EventKind::Decision(..) => (Shape::Review, "raised"),
        EventKind::Adopted(..) => (Shape::Delivered, "raised"),
    }
}

fn said(words: &Words, shown: &Shown, kind: &EventKind) -> AttrValue {
    match kind {
        EventKind::Step(Status::Draft, true) => words.say("event-opened"),
        EventKind::Step(to, counts) => {
            let to = bits::code(words, to).to_string();
            words.tell(if *counts { "event-step" } else { "event-step-illegal" }, &[("to", to.into())])
        }
        EventKind::Visit(_) => words.say("event-visit"),
        EventKind::Interview(_) => words.say("event-interview"),
        EventKind::Note => words.say("event-note"),
        EventKind::Party => words.say("event-party"),
        EventKind::Consent(scope, status) => words.tell(
            "event-consent",
            &[
                ("scope", words.code("consent_scope", scope).to_string().into()),
                ("status", words.code("consent_status", status).to_string().into()),
            ],
        ),
        EventKind::Decision(it) => {
            let message = if it.undone.is_none() { "event-decision" } else { "event-decision-undone" };
            words.tell(message, &[("place", facts::label(words, &it.place).as_str().into())])
        }
        EventKind::Adopted(device, n) => {
            let name = shown.names.owner(device).map(|it| shown.names.person(&it)).unwrap_or_default();
            let label = shown.names.device(device).unwrap_or_default();
            words.tell(
                "event-adopted",
                &[
                    ("name", name.as_str().into()),
                    ("label", label.as_str().into()),
                    ("n", (*n as usize).into()),
                ],
            )
        }
    }
}

fn cut(text: &str) -> String {
    let mut cut: String = text.chars().take(TEXT_CHARS).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}
