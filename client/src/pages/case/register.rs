//! The register of a case: its fields one below the other, each editable where it stands, each with every value it has.

use record::Edit;
use record::case::Edit as CaseEdit;
use record::enums::{Acceptance, AppealKind, Category, Channel, CloseReason, Code, Risk, Urgency};
use record::story::{Edit as StoryEdit, TextField};
use shared::ids::PersonId;
use yew::prelude::*;

use super::bits::{self, Said, Versions, said};
use super::prose::Prose;
use super::{Shown, ShownProps};
use crate::components::Button;
use crate::components::choice::{Choice, Select};
use crate::components::draft::use_kept_draft;
use crate::components::field::{Line, Lines};
use crate::words::{Moment, Words, use_words};

/// The register.
#[component]
pub fn Register(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    html! {
        <div class="stack">
            <Story shown={shown.clone()} />
            <section class="card stack">
                <h2>{ words.say("register-case") }</h2>
                <div class="facts">
                    { codes(shown, &words) }
                    { lines(shown, &words) }
                </div>
            </section>
            <super::sets::Sets shown={shown.clone()} />
            <super::sharing::Sharing shown={shown.clone()} />
            <super::past::PastCard shown={shown.clone()} />
            <super::visits::Visits shown={shown.clone()} />
            <AcceptanceCard shown={shown.clone()} />
            <Origin shown={shown.clone()} />
            <super::Erasure shown={shown.clone()} />
        </div>
    }
}

/// The texts: what is asked for, what is known.
#[component]
fn Story(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    let Some(story) = shown.story() else {
        return html! { <p class="soft">{ words.say("story-not-here") }</p> };
    };
    let title = story.title.get().cloned().unwrap_or_default();
    let area = |label: &str, field: TextField, text: &record::Text| {
        html! {
            <Prose shown={shown.clone()} label={words.say(label)} {field} text={text.clone()} />
        }
    };
    html! {
        <section class="card stack">
            <Line
                label={words.say("field-title")}
                hint={words.say("field-title-hint")}
                text={title}
                length_max={record::bounds::TITLE_CHARS_MAX}
                is_read_only={shown.is_read_only()}
                oncommit={story_line(shown, StoryEdit::SetTitle)}
            />
            { area("field-appeal", TextField::Appeal, &story.appeal) }
            { area("field-facts", TextField::Facts, &story.facts) }
            <Line
                label={words.say("field-location_detail")}
                text={story.location_detail.get().cloned().unwrap_or_default()}
                length_max={record::bounds::LINE_CHARS_MAX}
                is_read_only={shown.is_read_only()}
                oncommit={story_line(shown, StoryEdit::SetLocationDetail)}
            />
            { area("field-close_note", TextField::CloseNote, &story.close_note) }
        </section>
    }
}

fn codes(shown: &Shown, words: &Words) -> Html {
    let case = shown.case();
    html! {
        <>
            { code_field(shown, words, &case.category, Category::ALL, CaseEdit::SetCategory) }
            { code_field(shown, words, &case.appeal_kind, AppealKind::ALL, CaseEdit::SetAppealKind) }
            { code_field(shown, words, &case.urgency, Urgency::ALL, CaseEdit::SetUrgency) }
            { code_field(shown, words, &case.risk, Risk::ALL, CaseEdit::SetRisk) }
            { lead(shown, words) }
            { code_field(shown, words, &case.close_reason, CloseReason::ALL, CaseEdit::SetCloseReason) }
            <super::main_case::MainCase shown={shown.clone()} />
        </>
    }
}

/// A field that holds a code of a list.
pub(super) fn code_field<T: Code + Clone + PartialEq + 'static>(
    shown: &Shown,
    words: &Words,
    field: &record::Field<T>,
    all: &'static [T],
    edit: impl Fn(T) -> CaseEdit + 'static,
) -> Html {
    let pen = shown.pen.clone();
    let onchoose = Callback::from(move |code: AttrValue| {
        if let Some(value) = T::from_code(&code) {
            pen.write(Edit::Case(edit(value)));
        }
    });
    let versions = said(field, words, &shown.names, shown.now, |it| bits::code(words, it));
    let label = words.say(&format!("field-{}", T::LIST));
    select(
        words,
        label,
        choices(words, field.get(), all),
        field.get().map(Code::code),
        onchoose,
        versions,
        shown,
    )
}

/// The members of a list, and the value that stands if it is none of them: a newer version may have written it.
pub(super) fn choices<T: Code + PartialEq>(words: &Words, now: Option<&T>, all: &[T]) -> Vec<Choice> {
    let newer = now.filter(|it| !all.contains(it));
    let known = all.iter().chain(newer);
    known.map(|it| Choice::new(it.code().to_owned(), bits::code(words, it))).collect()
}

fn select(
    words: &Words,
    label: AttrValue,
    mut choices: Vec<Choice>,
    chosen: Option<&str>,
    onchoose: Callback<AttrValue>,
    versions: Vec<Said>,
    shown: &Shown,
) -> Html {
    if chosen.is_none() {
        choices.insert(0, Choice::new("", words.say("not-chosen")));
    }
    html! {
        <div class="stack tight">
            <Select
                {label}
                {choices}
                chosen={chosen.unwrap_or_default().to_owned()}
                {onchoose}
                is_read_only={shown.is_read_only()}
            />
            <Versions said={versions} />
        </div>
    }
}

fn lead(shown: &Shown, words: &Words) -> Html {
    let field = &shown.case().lead;
    let pen = shown.pen.clone();
    let onchoose = Callback::from(move |id: AttrValue| {
        if let Ok(person) = id.parse::<PersonId>() {
            pen.write(Edit::Case(CaseEdit::SetLead(person)));
        }
    });
    let versions = said(field, words, &shown.names, shown.now, |it| shown.names.person(it));
    let listed = shown.names.members_and(field.get().map(core::slice::from_ref).unwrap_or_default());
    let people = listed.into_iter().map(|(id, name)| Choice::new(id.to_string(), name));
    let chosen = field.get().map(PersonId::to_string);
    select(words, words.say("field-lead"), people.collect(), chosen.as_deref(), onchoose, versions, shown)
}

fn lines(shown: &Shown, words: &Words) -> Html {
    let case = shown.case();
    let line = |label: &str, field: &record::Field<String>, edit: fn(String) -> CaseEdit| {
        let pen = shown.pen.clone();
        let versions = said(field, words, &shown.names, shown.now, |it| it.clone().into());
        html! {
            <div class="stack tight">
                <Line
                    label={words.say(label)}
                    text={field.get().cloned().unwrap_or_default()}
                    length_max={record::bounds::LINE_CHARS_MAX}
                    is_read_only={shown.is_read_only()}
                    oncommit={Callback::from(move |text: String| pen.write(Edit::Case(edit(text))))}
                />
                <Versions said={versions} />
            </div>
        }
    };
    html! {
        <>
            { line("field-town", &case.town, CaseEdit::SetTown) }
            { line("field-community", &case.community, CaseEdit::SetCommunity) }
            { line("field-grid", &case.grid, CaseEdit::SetGrid) }
            { line("field-incident_at", &case.incident_at, CaseEdit::SetIncidentAt) }
            { count(shown, words) }
        </>
    }
}

fn count(shown: &Shown, words: &Words) -> Html {
    let field = &shown.case().incident_count;
    let pen = shown.pen.clone();
    let oncommit = Callback::from(move |text: String| {
        if let Ok(count) = text.trim().parse() {
            pen.write(Edit::Case(CaseEdit::SetIncidentCount(count)));
        }
    });
    let versions = said(field, words, &shown.names, shown.now, |it| it.to_string().into());
    html! {
        <div class="stack tight">
            <Line
                label={words.say("field-incident_count")}
                kind="number"
                text={field.get().map(u32::to_string).unwrap_or_default()}
                is_read_only={shown.is_read_only()}
                {oncommit}
            />
            <Versions said={versions} />
        </div>
    }
}

pub(super) fn story_line(shown: &Shown, edit: fn(String) -> StoryEdit) -> Callback<String> {
    let pen = shown.pen.clone();
    Callback::from(move |text: String| pen.write(Edit::Story(edit(text))))
}

/// The decision about taking the matter on: a choice, a reason, and then said.
#[component]
fn AcceptanceCard(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    let draft = use_kept_draft(shown.view.doc, "acceptance");
    let field = &shown.case().acceptance;
    let chosen = use_state_eq(|| None::<AttrValue>);
    let round = use_state_eq(|| 0u32);
    let now = field.get().map(|it| it.code().to_owned());
    let onchoose = {
        let chosen = chosen.setter();
        Callback::from(move |code| chosen.set(Some(code)))
    };
    let onpress = {
        let (shown, draft, chosen) = (shown.clone(), draft.clone(), chosen.clone());
        let round = round.clone();
        Callback::from(move |()| {
            let picked = chosen.as_ref().and_then(|it| Acceptance::from_code(it));
            if let Some(acceptance) = picked {
                let (id, reason) = (shown.pen.draw(), draft.get("reason"));
                let (of, draft, next) = (draft.all(), draft.clone(), (round.setter(), *round + 1));
                let onwritten = Callback::from(move |()| {
                    draft.begin_anew();
                    next.0.set(next.1);
                });
                let decided = Edit::Case(CaseEdit::SetAcceptance { id, acceptance, reason });
                shown.pen.hand_in(decided, of, onwritten);
            }
        })
    };
    let versions = said(field, &words, &shown.names, shown.now, |it| bits::code(&words, it));
    let shown_choice = chosen.as_ref().map(|it| it.to_string()).or(now);
    html! {
        <section class="card stack">
            <h2>{ words.say("field-acceptance") }</h2>
            { select(&words, words.say("field-acceptance"), choices(&words, field.get(), Acceptance::ALL),
                shown_choice.as_deref(), onchoose, versions, shown) }
            if !shown.is_read_only() {
                { draft.left(&words) }
                <Lines
                    key={round.to_string()}
                    text={draft.exact("reason")}
                    label={words.say("acceptance-reason")}
                    hint={words.say("acceptance-reason-hint")}
                    length_max={record::bounds::REASON_CHARS_MAX}
                    oninput={draft.keep("reason")}
                />
                <div>
                    <Button
                        label={words.say("acceptance-do")}
                        is_disabled={chosen.is_none()}
                        {onpress}
                    />
                </div>
            }
        </section>
    }
}

/// What was fixed when the case was registered.
#[component]
fn Origin(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    let case = shown.case();
    let received = case.received_ms.get().copied().and_then(Moment::from_ms);
    let fact = |label: &str, value: AttrValue| {
        html! { <div><dt>{ words.say(label) }</dt><dd>{ value }</dd></div> }
    };
    let or_dash = |value: Option<AttrValue>| value.unwrap_or_else(|| words.say("nothing-yet"));
    let channel: Option<&Channel> = case.channel.get();
    let gives_numbers = shown.is_of_the_office() && !shown.is_read_only();
    html! {
        <section class="card stack">
            <h2>{ words.say("register-origin") }</h2>
            <dl class="facts">
                { fact("field-temp_no", or_dash(case.temp_no.get().map(|it| it.clone().into()))) }
                if !gives_numbers {
                    { fact("field-case_no", or_dash(case.case_no.get().map(|it| it.clone().into()))) }
                }
                { fact("field-channel", or_dash(channel.map(|it| bits::code(&words, it)))) }
                { fact("field-received_by", or_dash(case.received_by.get().map(|it| shown.names.person(it)))) }
                { fact("field-received_at", or_dash(received.map(|it| words.moment(it, shown.now)))) }
            </dl>
            if gives_numbers {
                <Line
                    label={words.say("field-case_no")}
                    hint={words.say("field-case_no-hint")}
                    text={case.case_no.get().cloned().unwrap_or_default()}
                    oncommit={Callback::from({
                        let pen = shown.pen.clone();
                        move |number: String| pen.write(Edit::Case(CaseEdit::SetCaseNo(number)))
                    })}
                />
            }
            <Versions said={said(&case.case_no, &words, &shown.names, shown.now, |it| it.clone().into())} />
        </section>
    }
}
