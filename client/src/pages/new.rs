//! The one "new": a case, or an interview with a case of its own, in two taps. Names, categories and parties come later;
//! nothing has to be filled in before somebody begins to talk.

use record::enums::{Channel, InterviewKind, VisitKind};
use record::story::Edit as StoryEdit;
use record::{Edit, ItemId};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{ItemName, Route};
use crate::components::choice::{Choice, Select};
use crate::components::{Icon, Shape, Sheet, Wrong};
use crate::engine::api::{Answer, Ask, Me, Trouble};
use crate::hooks::{Engine, trouble_of, use_engine};
use crate::words::{Words, use_words};

/// Props of [`New`].
#[derive(Properties, PartialEq)]
pub struct NewProps {
    /// The person at the tablet.
    pub me: Me,
    /// Called when it is put away, with or without something new.
    pub onclose: Callback<()>,
}

/// What is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begun {
    Case,
    Interview(ItemId),
}

/// The sheet of "new".
#[component]
pub fn New(props: &NewProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    let navigator = use_navigator();
    let channel = use_state_eq(|| Channel::DutyShift);
    let wrong = use_state_eq(|| None::<Trouble>);
    let begin = |begun: Begun| {
        let (engine, me, words, channel) =
            (engine.clone(), props.me.clone(), words.clone(), (*channel).clone());
        let onanswer = onanswer(navigator.clone(), begun, props.onclose.clone(), wrong.setter());
        Callback::from(move |_: MouseEvent| {
            let edits = first_edits(&engine, &words, &me, &channel, begun);
            engine.ask(Ask::NewCase(channel.clone(), edits), onanswer.clone());
        })
    };
    let onchoose = {
        let channel = channel.setter();
        Callback::from(move |code: AttrValue| {
            if let Some(chosen) = Channel::from_code(&code) {
                channel.set(chosen);
            }
        })
    };
    let interview = engine.draw();
    let choices =
        Channel::ALL.iter().map(|it| Choice::new(it.code().to_owned(), words.code("channel", it.code())));
    html! {
        <Sheet title={words.say("new-something")} onclose={props.onclose.clone()}>
            <Select
                label={words.say("field-channel")}
                choices={choices.collect::<Vec<_>>()}
                chosen={channel.code().to_owned()}
                {onchoose}
            />
            { tile(&words, Shape::Talk, "new-interview", begin(Begun::Interview(interview))) }
            { tile(&words, Shape::Cases, "new-case", begin(Begun::Case)) }
            if let Some(wrong) = (*wrong).clone() {
                <Wrong text={words.trouble(&wrong)} />
            }
        </Sheet>
    }
}

fn tile(words: &Words, shape: Shape, message: &str, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="tile" autofocus={message == "new-interview"} {onclick}>
            <Icon {shape} />
            <span class="grow">
                <span class="strong">{ words.say(message) }</span><br />
                <span class="soft small">{ words.say(&format!("{message}-hint")) }</span>
            </span>
            <Icon shape={Shape::Next} />
        </button>
    }
}

/// What a new case begins with: a title that says when, and the interview or the visit.
fn first_edits(engine: &Engine, words: &Words, me: &Me, channel: &Channel, begun: Begun) -> Vec<Edit> {
    let now = engine.now();
    let day = now.day().map(|it| words.date(it)).unwrap_or_default();
    let title = words.tell("new-title", &[("day", day.as_str().into()), ("time", now.clock().into())]);
    let begin = match begun {
        Begun::Interview(id) => StoryEdit::AddInterview {
            id,
            kind: InterviewKind::Reception,
            start_ms: now.to_ms(),
            interviewer: me.person,
            recorder: me.person,
            supplement_to: None,
        },
        Begun::Case => StoryEdit::AddVisit {
            id: engine.draw(),
            at_ms: now.to_ms(),
            channel: channel.clone(),
            receiver: me.person,
            kind: VisitKind::First,
            headcount: 1,
        },
    };
    [StoryEdit::SetTitle(title.to_string()), begin].map(Edit::Story).to_vec()
}

fn onanswer(
    navigator: Option<Navigator>,
    begun: Begun,
    onclose: Callback<()>,
    wrong: UseStateSetter<Option<Trouble>>,
) -> Callback<Answer> {
    Callback::from(move |answer: Answer| {
        wrong.set(trouble_of(&answer).cloned());
        let Answer::Made(case) = answer else { return };
        onclose.emit(());
        let route = match begun {
            Begun::Case => Route::Case { case },
            Begun::Interview(interview) => Route::Interview { case, interview: ItemName(interview) },
        };
        if let Some(navigator) = &navigator {
            navigator.push(&route);
        }
    })
}
