//! The bar below a case, and the steps that the person may take from where it stands.

use record::Edit;
use record::case::{Edit as CaseEdit, Offer};
use record::enums::InterviewKind;
use record::story::Edit as StoryEdit;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{Part, Shown, ShownProps, bits};
use crate::components::draft::{Draft, use_has_draft, use_kept_draft};
use crate::components::field::Lines;
use crate::components::{Blank, Button, Notice, Shape, Sheet, Tone, Weight};
use crate::pages::{ItemName, Route};
use crate::words::{Words, places_of, use_words};

/// Which sheet lies over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    Nothing,
    Note,
    Steps,
}

/// Where the drafts of the two sheets lie.
const NOTE: &str = "note";
const STEP: &str = "step";

/// A button of the bar, which says if words lie in its sheet.
fn named(words: &Words, message: &str, has_draft: bool) -> AttrValue {
    let name = words.say(message);
    if has_draft { words.tell("with-draft", &[("name", name.as_str().into())]) } else { name }
}

/// Props of [`CaseBar`].
#[derive(Properties, PartialEq)]
pub(super) struct CaseBarProps {
    /// The case.
    pub shown: Shown,
    /// Called to turn to another part of the case.
    pub onturn: Callback<Part>,
}

/// What can be begun from a case, within reach of a thumb.
#[component]
pub(super) fn CaseBar(props: &CaseBarProps) -> Html {
    let words = use_words();
    let navigator = use_navigator();
    let over = use_state_eq(|| Over::Nothing);
    let shown = &props.shown;
    let has_note = use_has_draft(shown.view.doc, NOTE);
    let has_reason = use_has_draft(shown.view.doc, STEP);
    let set = |it: Over| {
        let over = over.setter();
        Callback::from(move |()| over.set(it))
    };
    let oninterview = {
        let (shown, navigator) = (shown.clone(), navigator.clone());
        Callback::from(move |()| begin_interview(&shown, navigator.clone()))
    };
    let ongo = {
        let (over, onturn) = (over.setter(), props.onturn.clone());
        Callback::from(move |place: &'static str| {
            over.set(Over::Nothing);
            match (Part::named(place), &navigator) {
                (Some(part), _) => onturn.emit(part),
                (None, Some(navigator)) => navigator.push(&Route::Review),
                (None, None) => {}
            }
        })
    };
    html! {
        <div>
            if !shown.is_read_only() {
                <div class="bar">
                    <Button
                        label={words.say("add-interview")}
                        shape={Shape::Talk}
                        weight={Weight::Main}
                        onpress={oninterview}
                    />
                    <Button
                        label={named(&words, "add-note", has_note)}
                        shape={Shape::Note}
                        onpress={set(Over::Note)}
                    />
                    <Button
                        label={named(&words, "move-on", has_reason)}
                        shape={Shape::Step}
                        onpress={set(Over::Steps)}
                    />
                </div>
            }
            <div>
                { match *over {
                    Over::Nothing => html! {},
                    Over::Note => html! { <NoteSheet shown={shown.clone()} onclose={set(Over::Nothing)} /> },
                    Over::Steps => html! {
                        <StepSheet shown={shown.clone()} {ongo} onclose={set(Over::Nothing)} />
                    },
                } }
            </div>
        </div>
    }
}

/// Begins an interview now, by this person, and goes there once it is on the disk.
fn begin_interview(shown: &Shown, navigator: Option<Navigator>) {
    let (id, me) = (shown.pen.draw(), shown.my_id());
    let edit = StoryEdit::AddInterview {
        id,
        kind: InterviewKind::Reception,
        start_ms: shown.pen.now_ms(),
        interviewer: me,
        recorder: me,
        supplement_to: None,
    };
    let route = Route::Interview { case: shown.view.doc, interview: ItemName(id) };
    let onwritten = Callback::from(move |()| {
        if let Some(navigator) = &navigator {
            navigator.push(&route);
        }
    });
    shown.pen.write_then(Edit::Story(edit), onwritten);
}

/// Props of the sheets over a case.
#[derive(Properties, PartialEq)]
struct SheetProps {
    /// The case.
    pub shown: Shown,
    /// Called when it is put away.
    pub onclose: Callback<()>,
}

#[component]
fn NoteSheet(props: &SheetProps) -> Html {
    let words = use_words();
    let draft = use_kept_draft(props.shown.view.doc, NOTE);
    let onpress = {
        let (draft, shown, onclose) = (draft.clone(), props.shown.clone(), props.onclose.clone());
        Callback::from(move |()| {
            let text = draft.get("note");
            if text.is_empty() {
                return;
            }
            let (id, happened_ms) = (shown.pen.draw(), shown.pen.now_ms());
            let note = Edit::Story(StoryEdit::AddNote { id, text, happened_ms });
            shown.pen.hand_in(note, draft.all(), handed_in(&draft, &onclose));
        })
    };
    html! {
        <Sheet title={words.say("add-note")} onclose={props.onclose.clone()}>
            { draft.left(&words) }
            <Lines
                text={draft.exact("note")}
                label={words.say("note-text")}
                hint={words.say("note-hint")}
                length_max={record::bounds::REASON_CHARS_MAX}
                oninput={draft.keep("note")}
            />
            <Refused shown={props.shown.clone()} />
            <footer>
                <Button label={words.say("note-save")} weight={Weight::Main} {onpress} />
            </footer>
        </Sheet>
    }
}

/// What was handed in is no draft any more, and the sheet is put away.
fn handed_in(draft: &Draft, onclose: &Callback<()>) -> Callback<()> {
    let (draft, onclose) = (draft.clone(), onclose.clone());
    Callback::from(move |()| {
        draft.begin_anew();
        onclose.emit(());
    })
}

#[component]
fn Refused(props: &ShownProps) -> Html {
    let words = use_words();
    html! {
        <div>
            if let Some(wrong) = props.shown.pen.wrong() {
                <crate::components::Wrong text={words.trouble(&wrong)} />
            }
        </div>
    }
}

/// Props of [`StepSheet`].
#[derive(Properties, PartialEq)]
pub struct StepSheetProps {
    /// The case.
    pub shown: Shown,
    /// Called to go where something missing can be given, by the message that names the place.
    pub ongo: Callback<&'static str>,
    /// Called when it is put away.
    pub onclose: Callback<()>,
}

/// The steps from here, each with what is still missing for it and the way to where it is given.
#[component]
pub fn StepSheet(props: &StepSheetProps) -> Html {
    let words = use_words();
    let draft = use_kept_draft(props.shown.view.doc, STEP);
    let shown = &props.shown;
    let offers = &shown.view.steps;
    let current = bits::code(&words, &shown.case().status.current).to_string();
    html! {
        <Sheet title={words.say("move-on")} onclose={props.onclose.clone()}>
            <p>{ words.tell("step-from", &[("status", current.into())]) }</p>
            if shown.case().status.disputed > 0 {
                <Notice tone={Tone::Amber}>{ words.say("step-disputed") }</Notice>
            } else if offers.is_empty() {
                <Blank shape={Shape::Step} text={words.say("step-none")} />
            } else {
                { draft.left(&words) }
                <Lines
                    text={draft.exact("reason")}
                    label={words.say("step-reason")}
                    hint={words.say("step-reason-hint")}
                    length_max={record::bounds::REASON_CHARS_MAX}
                    oninput={draft.keep("reason")}
                />
                <Refused shown={shown.clone()} />
                <ul class="stack tight">
                    for offer in offers {
                        <li key={offer.to.code().to_owned()}>
                            <Button
                                label={step_label(&words, offer)}
                                is_wide=true
                                is_disabled={!offer.missing.is_empty()}
                                onpress={take(shown, offer, draft.clone(), props.onclose.clone())}
                            />
                            if offer.missing.is_empty() {
                                { reason_says(&words, offer) }
                            } else {
                                <div class="row apart">
                                    <p class="soft small grow">{ words.missing(&offer.missing) }</p>
                                    for place in places_of(&offer.missing) {
                                        <Button
                                            label={words.tell("step-go", &[("place", words.say(place).as_str().into())])}
                                            weight={Weight::Plain}
                                            onpress={props.ongo.reform(move |()| place)}
                                        />
                                    }
                                </div>
                            }
                        </li>
                    }
                </ul>
            }
        </Sheet>
    }
}

/// What the reason of a step must tell, if it wants one.
fn reason_says(words: &Words, offer: &Offer) -> Html {
    let says = |need| words.tell("step-reason-says", &[("need", words.need(need).to_string().into())]);
    offer.wants_reason.map(|need| html! { <p class="soft small">{ says(need) }</p> }).unwrap_or_default()
}

fn step_label(words: &Words, offer: &Offer) -> AttrValue {
    let to = bits::code(words, &offer.to).to_string();
    words.tell(
        if offer.wants_reason.is_some() { "step-to-with-reason" } else { "step-to" },
        &[("status", to.into())],
    )
}

fn take(shown: &Shown, offer: &Offer, draft: Draft, onclose: Callback<()>) -> Callback<()> {
    let (shown, to) = (shown.clone(), offer.to.clone());
    Callback::from(move |()| {
        let step = CaseEdit::MoveStatus {
            id: shown.pen.draw(),
            to: to.clone(),
            happened_ms: shown.pen.now_ms(),
            reason: draft.get("reason"),
        };
        shown.pen.hand_in(Edit::Case(step), draft.all(), handed_in(&draft, &onclose));
    })
}
