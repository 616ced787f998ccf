//! One interview: what was told on the left, who, where and when on the right. Everything is saved as it is typed.

use record::enums::{InterviewKind, Readback};
use record::story::{Edit as StoryEdit, InterviewView, Line as ListOf, SetOf, TextField, TimeOf};
use record::{Edit, ItemId};
use shared::ids::DocId;
use yew::prelude::*;

use super::bits::{self, Versions, said};
use super::parties::{item, party_name};
use super::prose::Prose;
use super::register::choices;
use super::{Found, Shown, Troubles, use_case};
use crate::components::choice::{Choice, Select};
use crate::components::draft::use_kept_draft;
use crate::components::field::{Line, Lines};
use crate::components::{Blank, Button, Icon, Shape, TickMark, Weight};
use crate::pages::tags::named;
use crate::words::{Moment, Words, use_words};

/// Props of [`Interview`].
#[derive(Properties, PartialEq)]
pub struct InterviewProps {
    /// The `case` document.
    pub case: DocId,
    /// The interview.
    pub interview: ItemId,
    /// Called to go back to the case.
    pub onback: Callback<()>,
}

/// The page of an interview.
#[component]
pub fn Interview(props: &InterviewProps) -> Html {
    let words = use_words();
    match use_case(props.case) {
        Found::Loading => html! { <Blank shape={Shape::Talk} text={words.say("loading")} /> },
        Found::Closed(n) => {
            html! { <Blank shape={Shape::Lock} text={words.tell("case-closed", &[("n", n.into())])} /> }
        }
        Found::NotHere => html! { <Blank shape={Shape::Lock} text={words.say("case-not-here")} /> },
        Found::Here(shown) => match find(&shown, props.interview) {
            Some(interview) => html! {
                <InterviewPage shown={*shown} {interview} onback={props.onback.clone()} />
            },
            None => html! { <Blank shape={Shape::Talk} text={words.say("interview-not-here")} /> },
        },
    }
}

fn find(shown: &Shown, id: ItemId) -> Option<InterviewView> {
    shown.story()?.interviews.iter().find(|it| it.id == id).cloned()
}

/// Props of [`InterviewPage`].
#[derive(Properties, PartialEq)]
pub struct InterviewPageProps {
    /// The case.
    pub shown: Shown,
    /// The interview.
    pub interview: InterviewView,
    /// Called to go back to the case.
    pub onback: Callback<()>,
}

/// The page of an interview that is here.
#[component]
pub fn InterviewPage(props: &InterviewPageProps) -> Html {
    let InterviewPageProps { shown, interview, onback } = props;
    html! {
        <section class="pane">
            <div class="head">
                <Head shown={shown.clone()} interview={interview.clone()} onback={onback.clone()} />
            </div>
            <div class="scroll">
                <div class="body stack">
                    <Troubles shown={shown.clone()} />
                    <div class="split">
                        <Told shown={shown.clone()} interview={interview.clone()} />
                        <Header shown={shown.clone()} interview={interview.clone()} />
                    </div>
                </div>
            </div>
        </section>
    }
}

#[component]
fn Head(props: &InterviewPageProps) -> Html {
    let words = use_words();
    let InterviewPageProps { shown, interview, onback } = props;
    let kind = interview.kind.get().map(|it| bits::code(&words, it)).unwrap_or_default();
    let start = interview.start_ms.get().copied().and_then(Moment::from_ms);
    let start = start.map(|it| words.moment(it, shown.now)).unwrap_or_default();
    html! {
        <div class="row titled">
            <Button
                label={words.say("back")}
                shape={Shape::Back}
                weight={Weight::Plain}
                onpress={onback.clone()}
            />
            <div class="grow title">
                <h1>{ kind }{ " " }<span class="soft small">{ start }</span></h1>
                <div class="soft small">{ super::head::title(shown, &words) }</div>
            </div>
            if let Some(saved) = shown.pen.saved() {
                <span class="tag good">{ words.tell("saved-at", &[("time", saved.clock_exact().into())]) }</span>
            }
            <TickMark tick={shown.view.tick} with_words=true />
        </div>
    }
}

/// Props of the parts of the page.
#[derive(Properties, PartialEq)]
struct PartProps {
    shown: Shown,
    interview: InterviewView,
}

/// What was told: one large text, then questions, then what the interviewee had corrected.
#[component]
fn Told(props: &PartProps) -> Html {
    let words = use_words();
    let PartProps { shown, interview } = props;
    html! {
        <div class="stack">
            { area(shown, &words, "field-narrative", TextField::Narrative(interview.id), &interview.narrative, true) }
            <Questions shown={shown.clone()} interview={interview.clone()} />
            <Findings shown={shown.clone()} interview={interview.clone()} />
            <Corrections shown={shown.clone()} interview={interview.clone()} />
        </div>
    }
}

fn area(
    shown: &Shown,
    words: &Words,
    label: &str,
    field: TextField,
    text: &record::Text,
    is_big: bool,
) -> Html {
    html! {
        <Prose shown={shown.clone()} label={words.say(label)} {field} text={text.clone()} {is_big} />
    }
}

fn write(shown: &Shown, edit: impl Fn(&Shown) -> StoryEdit + 'static) -> Callback<()> {
    let shown = shown.clone();
    Callback::from(move |()| shown.pen.write(Edit::Story(edit(&shown))))
}

#[component]
fn Questions(props: &PartProps) -> Html {
    let words = use_words();
    let PartProps { shown, interview } = props;
    let id = interview.id;
    let add = write(shown, move |shown| StoryEdit::AddQuestion {
        interview: id,
        id: shown.pen.draw(),
        after: None,
    });
    html! {
        <section class="stack">
            <h2>{ words.say("questions") }</h2>
            <ol class="stack">
                for question in interview.questions.iter().filter(|it| !it.is_removed) {
                    <li key={question.id.to_string()} class="card stack tight">
                        { area(shown, &words, "field-q", TextField::Question(id, question.id), &question.question, false) }
                        { area(shown, &words, "field-a", TextField::Answer(id, question.id), &question.answer, false) }
                        if !shown.is_read_only() {
                            <div>
                                <Button
                                    label={words.say("remove")}
                                    weight={Weight::Plain}
                                    onpress={remove_question(shown, id, question.id)}
                                />
                            </div>
                        }
                    </li>
                }
            </ol>
            if !shown.is_read_only() {
                <div><Button label={words.say("question-add")} shape={Shape::Add} onpress={add} /></div>
            }
        </section>
    }
}

fn remove_question(shown: &Shown, interview: ItemId, question: ItemId) -> Callback<()> {
    write(shown, move |_| StoryEdit::RemoveQuestion(interview, question))
}

/// The lists of an interview, each with the message that names it.
const LISTS: [(ListOf, &str); 4] = [
    (ListOf::Contradiction, "field-contradictions"),
    (ListOf::Evidence, "field-evidence"),
    (ListOf::Finding, "field-findings"),
    (ListOf::Measurement, "field-measurements"),
];

/// Contradictions, evidence, findings, measurements.
#[component]
fn Findings(props: &PartProps) -> Html {
    let words = use_words();
    let PartProps { shown, interview } = props;
    html! {
        <details>
            <summary>{ words.say("findings-heading") }<Icon shape={Shape::Next} /></summary>
            <div class="stack">
                for (list, label) in LISTS {
                    <section key={label} class="stack tight">
                        <div class="row apart">
                            <h3>{ words.say(label) }</h3>
                            if !shown.is_read_only() {
                                <Button
                                    label={words.say("add")}
                                    shape={Shape::Add}
                                    weight={Weight::Plain}
                                    onpress={add_line(shown, interview.id, list)}
                                />
                            }
                        </div>
                        <ul class="stack tight">
                            for line in interview.lines.iter().filter(|it| it.line == list && !it.is_removed) {
                                <li key={line.id.to_string()}>
                                    { area(shown, &words, label, TextField::Line(interview.id, list, line.id),
                                        &line.text, false) }
                                </li>
                            }
                        </ul>
                    </section>
                }
            </div>
        </details>
    }
}

fn add_line(shown: &Shown, interview: ItemId, line: ListOf) -> Callback<()> {
    write(shown, move |shown| StoryEdit::AddLine {
        interview,
        line,
        id: shown.pen.draw(),
        text: String::new(),
    })
}

/// Corrections the interviewee asked for. They are never changed: another one is added.
#[component]
fn Corrections(props: &PartProps) -> Html {
    let words = use_words();
    let PartProps { shown, interview } = props;
    let id = interview.id;
    let draft = use_kept_draft(shown.view.doc, &format!("correction {id}"));
    let round = use_state_eq(|| 0u32);
    let onpress = {
        let (shown, draft, round) = (shown.clone(), draft.clone(), round.clone());
        Callback::from(move |()| {
            let text = draft.get("correction");
            if !text.is_empty() {
                let correction = StoryEdit::AddCorrection { interview: id, id: shown.pen.draw(), text };
                let (of, draft, next) = (draft.all(), draft.clone(), (round.setter(), *round + 1));
                let onwritten = Callback::from(move |()| {
                    draft.begin_anew();
                    next.0.set(next.1);
                });
                shown.pen.hand_in(Edit::Story(correction), of, onwritten);
            }
        })
    };
    html! {
        <section class="stack tight">
            <h2>{ words.say("corrections") }</h2>
            <ul class="stack tight">
                for correction in &interview.corrections {
                    <li key={correction.id.to_string()} class="notice">
                        <div class="grow">
                            <p class="written">{ named(&words, &shown.names, &correction.text) }</p>
                            <p class="soft small">
                                { bits::who_and_when(&words, &shown.names, &correction.written, shown.now) }
                            </p>
                        </div>
                    </li>
                }
            </ul>
            if !shown.is_read_only() {
                { draft.left(&words) }
                <Lines
                    key={round.to_string()}
                    text={draft.exact("correction")}
                    label={words.say("correction-text")}
                    length_max={record::bounds::REASON_CHARS_MAX}
                    oninput={draft.keep("correction")}
                />
                <div><Button label={words.say("correction-add")} {onpress} /></div>
            }
        </section>
    }
}

/// Who, where and when: evidence, so every value stays in sight.
#[component]
fn Header(props: &PartProps) -> Html {
    let words = use_words();
    let PartProps { shown, interview } = props;
    let id = interview.id;
    let place = {
        let pen = shown.pen.clone();
        Callback::from(move |text: String| pen.write(Edit::Story(StoryEdit::SetInterviewPlace(id, text))))
    };
    html! {
        <section class="card stack">
            <div class="row">
                <Icon shape={Shape::Talk} />
                <span class="grow">{ words.say("field-interview_kind") }</span>
                <span class="tag accent">
                    { interview.kind.get().map(|it: &InterviewKind| bits::code(&words, it)).unwrap_or_default() }
                </span>
            </div>
            <Interviewee shown={shown.clone()} interview={interview.clone()} />
            { time(shown, &words, interview, TimeOf::Start) }
            { time(shown, &words, interview, TimeOf::End) }
            <Line
                label={words.say("field-place")}
                text={interview.place.get().cloned().unwrap_or_default()}
                length_max={record::bounds::LINE_CHARS_MAX}
                is_read_only={shown.is_read_only()}
                oncommit={place}
            />
            <Versions said={said(&interview.place, &words, &shown.names, shown.now, |it| it.clone().into())} />
            <dl class="facts">
                { person(shown, &words, "field-interviewer", interview.interviewer.get()) }
                { person(shown, &words, "field-recorder", interview.recorder.get()) }
            </dl>
            <Names shown={shown.clone()} interview={interview.clone()} />
            <Confirmed shown={shown.clone()} interview={interview.clone()} />
        </section>
    }
}

fn person(shown: &Shown, words: &Words, label: &str, id: Option<&shared::ids::PersonId>) -> Html {
    let name = id.map_or_else(|| words.say("nothing-yet"), |it| shown.names.person(it));
    html! { <div><dt>{ words.say(label) }</dt><dd>{ name }</dd></div> }
}

fn time(shown: &Shown, words: &Words, interview: &InterviewView, which: TimeOf) -> Html {
    let (label, field) = match which {
        TimeOf::Start => ("field-start_ms", &interview.start_ms),
        TimeOf::End => ("field-end_ms", &interview.end_ms),
    };
    let (pen, id) = (shown.pen.clone(), interview.id);
    let oncommit = Callback::from(move |text: String| {
        if let Some(at) = Moment::from_input(&text) {
            pen.write(Edit::Story(StoryEdit::SetInterviewTime(id, which, at.to_ms())));
        }
    });
    let say = |ms: &i64| Moment::from_ms(*ms).map(|it| words.moment(it, shown.now)).unwrap_or_default();
    let text = field.get().copied().and_then(Moment::from_ms).map(Moment::to_input).unwrap_or_default();
    html! {
        <div class="stack tight">
            <Line
                label={words.say(label)}
                kind="datetime-local"
                {text}
                is_read_only={shown.is_read_only()}
                {oncommit}
            />
            <Versions said={said(field, words, &shown.names, shown.now, say)} />
        </div>
    }
}

#[component]
fn Interviewee(props: &PartProps) -> Html {
    let words = use_words();
    let PartProps { shown, interview } = props;
    let field = &interview.interviewee;
    let (pen, id) = (shown.pen.clone(), interview.id);
    let onchoose = Callback::from(move |party: AttrValue| {
        if let Some(party) = item(&party) {
            pen.write(Edit::Story(StoryEdit::SetInterviewee(id, party)));
        }
    });
    let parties = shown.people().map(|it| it.parties.as_slice()).unwrap_or_default();
    let there = parties.iter().filter(|it| !it.is_removed);
    let mut choices: Vec<Choice> =
        there.map(|it| Choice::new(it.id.to_string(), party_name(&words, shown, it.id))).collect();
    if field.get().is_none() {
        choices.insert(0, Choice::new("", words.say("not-chosen")));
    }
    html! {
        <div class="stack tight">
            <Select
                label={words.say("field-interviewee")}
                {choices}
                chosen={field.get().map(|it| it.to_string()).unwrap_or_default()}
                {onchoose}
                is_read_only={shown.is_read_only()}
            />
            <Versions said={said(field, &words, &shown.names, shown.now, |it| party_name(&words, shown, *it))} />
        </div>
    }
}

/// Who was present, as a set: added by name, taken out by a tap.
#[component]
fn Names(props: &PartProps) -> Html {
    let words = use_words();
    let round = use_state_eq(|| 0u32);
    let PartProps { shown, interview } = props;
    let id = interview.id;
    let oncommit = {
        let (pen, next) = (shown.pen.clone(), (round.setter(), *round + 1));
        Callback::from(move |name: String| {
            if !name.trim().is_empty() {
                pen.write(Edit::Story(StoryEdit::AddTo(id, SetOf::Present, name.trim().to_owned())));
                next.0.set(next.1);
            }
        })
    };
    html! {
        <div class="field">
            <span class="label">{ words.say("field-present") }</span>
            <ul class="chips">
                for name in &interview.present {
                    <li key={name.value.clone()}>
                        <button
                            type="button"
                            class="chip"
                            disabled={shown.is_read_only()}
                            aria-label={words.tell("take-out", &[("name", name.value.as_str().into())])}
                            onclick={take_out(shown, id, &name.value)}
                        >
                            { &name.value }
                            <Icon shape={Shape::Close} />
                        </button>
                    </li>
                }
            </ul>
            if !shown.is_read_only() {
                <Line key={round.to_string()} label={words.say("present-add")} {oncommit} />
            }
        </div>
    }
}

fn take_out(shown: &Shown, interview: ItemId, name: &str) -> Callback<MouseEvent> {
    let name = name.to_owned();
    write(shown, move |_| StoryEdit::TakeFrom(interview, SetOf::Present, name.clone())).reform(|_| ())
}

/// How the record was confirmed at its end.
#[component]
fn Confirmed(props: &PartProps) -> Html {
    let words = use_words();
    let PartProps { shown, interview } = props;
    let field = &interview.readback;
    let (pen, id) = (shown.pen.clone(), interview.id);
    let onchoose = Callback::from(move |code: AttrValue| {
        if let Some(readback) = Readback::from_code(&code) {
            pen.write(Edit::Story(StoryEdit::SetReadback(id, readback)));
        }
    });
    let mut choices = choices(&words, field.get(), Readback::ALL);
    if field.get().is_none() {
        choices.insert(0, Choice::new("", words.say("not-chosen")));
    }
    html! {
        <div class="stack tight">
            <Select
                label={words.say("field-readback")}
                {choices}
                chosen={field.get().map(|it| it.code().to_owned()).unwrap_or_default()}
                {onchoose}
                is_read_only={shown.is_read_only()}
            />
            <Versions said={said(field, &words, &shown.names, shown.now, |it| bits::code(&words, it))} />
        </div>
    }
}
