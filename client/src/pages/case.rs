//! One case: where it stands, what happened, who is in it.

mod bits;
mod erasure;
mod event;
mod head;
mod interview;
mod main_case;
mod parties;
mod party;
mod past;
mod pen;
mod prose;
mod register;
mod sets;
mod sharing;
mod steps;
mod timeline;
mod visits;

use std::rc::Rc;

use shared::ids::{DocId, PersonId};
use yew::prelude::*;

use crate::components::choice::{Choice, Segments};
use crate::components::{Blank, Notice, Shape, Tone, Wrong};
use crate::engine::api::{self, Topic, View};
use crate::engine::record_roles;
use crate::hooks::{Names, use_engine, use_now, use_person, use_told};
use crate::words::{Moment, use_words};

pub use bits::who_and_when;
pub use erasure::{Erasure, Explained};
pub use event::{Event, EventKind, adopted_by, events};
pub use head::CaseHead;
pub use interview::{Interview, InterviewPage};
pub use parties::Parties;
pub use past::PastList;
pub use pen::{Pen, use_pen};
pub use register::Register;
pub use sharing::Readers;
pub use steps::StepSheet;
pub use timeline::Timeline;

/// What every part of a case's page is handed.
#[derive(Clone, PartialEq)]
pub struct Shown {
    /// The case as it stands.
    pub view: Rc<api::CaseScreen>,
    /// Names for the people in it.
    pub names: Names,
    /// The person at the tablet.
    pub me: Option<api::Me>,
    /// The present moment.
    pub now: Moment,
    /// Writes into it.
    pub pen: Pen,
    /// After how many restarts of the engine it was told.
    pub turn: u32,
}

impl Shown {
    /// The `case` document.
    pub fn case(&self) -> &record::case::CaseView {
        &self.view.case
    }

    /// The story, if it is here and may be read.
    pub fn story(&self) -> Option<&record::story::StoryView> {
        self.view.story.as_ref()
    }

    /// The people, if they are here and may be read.
    pub fn people(&self) -> Option<&record::people::PeopleView> {
        self.view.people.as_ref()
    }

    /// Whether it can only be looked at.
    pub fn is_read_only(&self) -> bool {
        !self.view.may_write
    }

    /// Whether this person may take a decision back.
    pub fn may_undo(&self, doc: DocId, made: &record::review::Decided) -> bool {
        let undoes = |me: &api::Me| {
            record::review::may_undo(doc.kind(), made, me.person, record_roles(&me.roles)).is_ok()
        };
        !self.is_read_only() && self.me.as_ref().is_some_and(undoes)
    }

    /// Whether this person gives official numbers.
    pub fn is_of_the_office(&self) -> bool {
        use shared::roll::Role;
        let roles = self.me.as_ref().map(|it| it.roles.as_slice()).unwrap_or_default();
        roles.iter().any(|it| matches!(it, Role::Clerk | Role::FirstConvener))
    }

    /// The person at the tablet.
    pub fn my_id(&self) -> PersonId {
        self.me.as_ref().map_or(PersonId::ZERO, |it| it.person)
    }
}

/// Props of what shows a part of a case.
#[derive(Properties, PartialEq)]
pub struct ShownProps {
    /// The case.
    pub shown: Shown,
}

/// What is known of a case at this moment.
pub enum Found {
    /// It is being opened.
    Loading,
    /// There is no such case here, or it may not be read.
    NotHere,
    /// The person was shut out of it; so many entries are still to be handed in.
    Closed(u32),
    /// Here it is.
    Here(Box<Shown>),
}

/// Watches a case.
#[hook]
pub fn use_case(case: DocId) -> Found {
    let (me, now, engine) = (use_person(), use_now(), use_engine());
    let (view, turn) = use_told(Topic::Case(case));
    let pen = use_pen(case, &engine);
    match view.as_deref() {
        None => Found::Loading,
        Some(View::Case(view)) => {
            pen.sees(view);
            let names = named(view);
            Found::Here(Box::new(Shown { names, view: Rc::new((**view).clone()), me, now, pen, turn }))
        }
        Some(View::Closed(unsent)) => Found::Closed(*unsent),
        Some(_) => Found::NotHere,
    }
}

/// Names for the people and the parties of a case.
pub(super) fn named(view: &api::CaseScreen) -> Names {
    let parties = view.people.as_ref().map(record::people::PeopleView::called).unwrap_or_default();
    Names::new(&view.names).with_parties(&parties)
}

/// The parts of a case's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What happened.
    Story,
    /// Its register.
    Register,
    /// Its parties.
    Parties,
}

impl Part {
    const ALL: [(Part, &'static str); 3] = [
        (Part::Story, "case-part-story"),
        (Part::Register, "case-part-register"),
        (Part::Parties, "case-part-parties"),
    ];

    /// The part that a message names.
    fn named(message: &str) -> Option<Part> {
        Part::ALL.iter().find(|(_, it)| *it == message).map(|(part, _)| *part)
    }
}

/// Props of [`Case`].
#[derive(Properties, PartialEq)]
pub struct CaseProps {
    /// The `case` document.
    pub case: DocId,
    /// Called to go back to the list, where both do not fit.
    pub onback: Callback<()>,
}

/// The page of a case.
#[component]
pub fn Case(props: &CaseProps) -> Html {
    let words = use_words();
    match use_case(props.case) {
        Found::Loading => html! { <Blank shape={Shape::Cases} text={words.say("loading")} /> },
        Found::NotHere => html! { <Blank shape={Shape::Lock} text={words.say("case-not-here")} /> },
        Found::Closed(n) => {
            html! { <Blank shape={Shape::Lock} text={words.tell("case-closed", &[("n", n.into())])} /> }
        }
        Found::Here(shown) => html! { <CasePage shown={*shown} onback={props.onback.clone()} /> },
    }
}

/// Props of [`CasePage`].
#[derive(Properties, PartialEq)]
pub struct CasePageProps {
    /// The case.
    pub shown: Shown,
    /// Called to go back to the list.
    pub onback: Callback<()>,
}

/// The page of a case that is here.
#[component]
pub fn CasePage(props: &CasePageProps) -> Html {
    let words = use_words();
    let part = use_state_eq(|| Part::Story);
    let shown = props.shown.clone();
    let onchoose = {
        let part = part.setter();
        Callback::from(move |message: AttrValue| {
            if let Some(chosen) = Part::named(&message) {
                part.set(chosen);
            }
        })
    };
    let onturn = {
        let part = part.setter();
        Callback::from(move |to: Part| part.set(to))
    };
    let chosen = Part::ALL.iter().find(|(it, _)| *it == *part).map(|(_, it)| *it).unwrap_or_default();
    html! {
        <section class="pane">
            <div class="head">
                <CaseHead shown={shown.clone()} onback={props.onback.clone()} />
                <Segments
                    label={words.say("case-parts")}
                    choices={Part::ALL.map(|(_, it)| Choice::new(it, words.say(it))).to_vec()}
                    {chosen}
                    {onchoose}
                />
            </div>
            <div class="scroll">
                <div class="body stack">
                    <Troubles shown={shown.clone()} />
                    { match *part {
                        Part::Story => html! { <Timeline {shown} /> },
                        Part::Register => html! { <Register {shown} /> },
                        Part::Parties => html! { <Parties {shown} /> },
                    } }
                </div>
            </div>
            <steps::CaseBar shown={props.shown.clone()} {onturn} />
        </section>
    }
}

/// What is wrong, where it happened: a refused edit, an entry that could not be read, a case one may only read.
#[component]
fn Troubles(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    html! {
        <div class="stack tight">
            if let Some(wrong) = shown.pen.wrong() {
                <Wrong text={words.trouble(&wrong)} />
            }
            if shown.is_read_only() {
                <Notice shape={Shape::Lock}>{ words.say("case-read-only") }</Notice>
            }
            if !shown.view.set_aside.is_empty() {
                <Notice tone={Tone::Amber}>
                    { for shown.view.set_aside.iter().map(|it| html! { <div>{ words.unread(it) }</div> }) }
                </Notice>
            }
        </div>
    }
}
