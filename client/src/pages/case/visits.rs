//! Who came, when, how many, what about, and what was answered on the spot.

use record::enums::{Channel, VisitKind};
use record::story::{Edit as StoryEdit, TextField, VisitView};
use record::{Edit, ItemId};
use yew::prelude::*;

use super::bits::{self, Versions, said};
use super::prose::Prose;
use super::register::choices;
use super::{Shown, ShownProps};
use crate::components::choice::Select;
use crate::components::field::Line;
use crate::components::{Button, Icon, Shape, Weight};
use crate::words::{Moment, use_words};

/// The visits of a case.
#[component]
pub(super) fn Visits(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    let visits = shown.story().map(|it| it.visits.as_slice()).unwrap_or_default();
    html! {
        <section class="stack">
            <h2>{ words.say("visits") }</h2>
            <ul class="stack">
                for visit in visits.iter().filter(|it| !it.is_removed) {
                    <li key={visit.id.to_string()}><Visit shown={shown.clone()} visit={visit.clone()} /></li>
                }
            </ul>
            if !shown.is_read_only() && shown.story().is_some() {
                <div>
                    <Button
                        label={words.say("visit-add")}
                        shape={Shape::Visit}
                        onpress={add(shown, visits.is_empty())}
                    />
                </div>
            }
        </section>
    }
}

/// Registers a visit now, received by this person.
fn add(shown: &Shown, is_first: bool) -> Callback<()> {
    let shown = shown.clone();
    Callback::from(move |()| {
        let channel = shown.case().channel.get().cloned().unwrap_or(Channel::DutyShift);
        shown.pen.write(Edit::Story(StoryEdit::AddVisit {
            id: shown.pen.draw(),
            at_ms: shown.pen.now_ms(),
            channel,
            receiver: shown.my_id(),
            kind: if is_first { VisitKind::First } else { VisitKind::Repeat },
            headcount: 1,
        }));
    })
}

#[derive(Properties, PartialEq)]
struct VisitProps {
    shown: Shown,
    visit: VisitView,
}

#[component]
fn Visit(props: &VisitProps) -> Html {
    let words = use_words();
    let VisitProps { shown, visit } = props;
    let id = visit.id;
    let at = visit.at_ms.get().copied().and_then(Moment::from_ms);
    let who = visit.receiver.get().map(|it| shown.names.person(it)).unwrap_or_default();
    let channel = visit.channel.get().map(|it| bits::code(&words, it)).unwrap_or_default();
    html! {
        <div class="card stack">
            <div class="row">
                <Icon shape={Shape::Visit} />
                <span class="strong">{ at.map(|it| words.moment(it, shown.now)).unwrap_or_default() }</span>
                <span class="soft grow">{ channel }{ " · " }{ who }</span>
                if !shown.is_read_only() {
                    <Button
                        label={words.say("remove")}
                        weight={Weight::Plain}
                        onpress={write(shown, move || StoryEdit::RemoveVisit(id))}
                    />
                }
            </div>
            <div class="facts">
                <Kind shown={shown.clone()} visit={visit.clone()} />
                <Headcount shown={shown.clone()} visit={visit.clone()} />
                <Place shown={shown.clone()} visit={visit.clone()} />
            </div>
            <Prose
                shown={shown.clone()}
                label={words.say("field-summary")}
                field={TextField::VisitSummary(id)}
                text={visit.summary.clone()}
            />
            <Prose
                shown={shown.clone()}
                label={words.say("field-answer")}
                field={TextField::VisitAnswer(id)}
                text={visit.answer.clone()}
            />
        </div>
    }
}

fn write(shown: &Shown, edit: impl Fn() -> StoryEdit + 'static) -> Callback<()> {
    let pen = shown.pen.clone();
    Callback::from(move |()| pen.write(Edit::Story(edit())))
}

#[component]
fn Kind(props: &VisitProps) -> Html {
    let words = use_words();
    let VisitProps { shown, visit } = props;
    let (pen, id): (_, ItemId) = (shown.pen.clone(), visit.id);
    let onchoose = Callback::from(move |code: AttrValue| {
        if let Some(kind) = VisitKind::from_code(&code) {
            pen.write(Edit::Story(StoryEdit::SetVisitKind(id, kind)));
        }
    });
    html! {
        <div class="stack tight">
            <Select
                label={words.say("field-visit_kind")}
                choices={choices(&words, visit.kind.get(), VisitKind::ALL)}
                chosen={visit.kind.get().map(|it| it.code().to_owned()).unwrap_or_default()}
                {onchoose}
                is_read_only={shown.is_read_only()}
            />
            <Versions said={said(&visit.kind, &words, &shown.names, shown.now, |it| bits::code(&words, it))} />
        </div>
    }
}

#[component]
fn Headcount(props: &VisitProps) -> Html {
    let words = use_words();
    let VisitProps { shown, visit } = props;
    let (pen, id) = (shown.pen.clone(), visit.id);
    let oncommit = Callback::from(move |text: String| {
        if let Ok(count) = text.trim().parse() {
            pen.write(Edit::Story(StoryEdit::SetHeadcount(id, count)));
        }
    });
    html! {
        <div class="stack tight">
            <Line
                label={words.say("field-headcount")}
                kind="number"
                text={visit.headcount.get().map(u32::to_string).unwrap_or_default()}
                is_read_only={shown.is_read_only()}
                {oncommit}
            />
            <Versions
                said={said(&visit.headcount, &words, &shown.names, shown.now, |it| it.to_string().into())}
            />
        </div>
    }
}

#[component]
fn Place(props: &VisitProps) -> Html {
    let words = use_words();
    let VisitProps { shown, visit } = props;
    let (pen, id) = (shown.pen.clone(), visit.id);
    let oncommit =
        Callback::from(move |text: String| pen.write(Edit::Story(StoryEdit::SetVisitPlace(id, text))));
    html! {
        <Line
            label={words.say("field-place")}
            text={visit.place.get().cloned().unwrap_or_default()}
            length_max={record::bounds::LINE_CHARS_MAX}
            is_read_only={shown.is_read_only()}
            {oncommit}
        />
    }
}
