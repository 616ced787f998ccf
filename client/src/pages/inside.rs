//! The pages behind the door: the frame, and in it the page that the address names.

use yew::prelude::*;
use yew_router::prelude::*;

use super::case::Interview;
use super::cases::Cases;
use super::new::New;
use super::review::Review;
use super::tellings::Tellings;
use super::today::Today;
use super::{Frame, Lost, Me, People, Route, Surroundings, SyncPill};
use crate::components::{Button, Notice, Shape, Tone, Weight};
use crate::engine::api::{self, Answer, Ask, Inviting, PeopleView, Room, SyncView, Topic, View};
use crate::hooks::{Engine, trouble_of, use_engine, use_now, use_sync, use_topic};
use crate::words::use_words;

/// Props of [`Inside`].
#[derive(Properties, PartialEq)]
pub struct InsideProps {
    /// The person at the tablet.
    pub me: api::Me,
    /// The place it runs in.
    pub surroundings: Surroundings,
    /// Called to lock.
    pub onlock: Callback<()>,
}

/// Everything behind the door.
#[component]
pub fn Inside(props: &InsideProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    let now = use_now();
    let is_adding = use_state_eq(|| false);
    let sync = use_sync().unwrap_or_else(nothing_known);
    let route = use_route::<Route>().unwrap_or(Route::Lost);
    let set = |it: bool| {
        let is_adding = is_adding.setter();
        Callback::from(move |()| is_adding.set(it))
    };
    let reviews = match use_topic(Topic::Today).as_deref() {
        Some(View::Today(today)) => today.review,
        _ => 0,
    };
    let pill = html! { <SyncPill sync={sync.clone()} {now} onretry={retry(&engine)} /> };
    let title = html! { <strong>{ &props.me.studio_name }</strong> };
    let InsideProps { me, surroundings, onlock } = props;
    let page = match route {
        Route::Today => html! { <Today me={me.clone()} /> },
        Route::Cases => html! { <Cases open={None} /> },
        Route::Case { case } => html! { <Cases open={Some(case)} /> },
        Route::Interview { case, interview } => html! { <InterviewRoute {case} interview={interview.0} /> },
        Route::Review => html! { <Review /> },
        Route::People => html! { <PeopleRoute me={me.clone()} surroundings={surroundings.clone()} /> },
        Route::Me => html! {
            <MeRoute
                me={me.clone()}
                surroundings={surroundings.clone()}
                onlock={onlock.clone()}
                unsent={sync.unsent}
            />
        },
        Route::Lost => html! { <Lost /> },
    };
    html! {
        <Frame {route} {title} {pill} {reviews} may_write={may_write(me)} onadd={set(true)}>
            <div class="fill">
                if surroundings.has_update {
                    <Notice shape={Shape::Sending} tone={Tone::Good}>
                        <span>{ words.say("update-ready") }</span>
                        <div>
                            <Button
                                label={words.say("update-do")}
                                weight={Weight::Main}
                                is_disabled={sync.unsent > 0 && !sync.is_online}
                                onpress={surroundings.onupdate.clone()}
                            />
                        </div>
                    </Notice>
                }
                if me.removed {
                    <Notice shape={Shape::Lock} tone={Tone::Seal}>
                        <span>{ words.say("removed-you") }</span>
                        <span>{ words.tell("removed-you-left", &[("n", sync.unsent.into())]) }</span>
                    </Notice>
                }
                <Tellings />
                <div class="fill">{ page }</div>
                <div>
                    if *is_adding {
                        <New me={me.clone()} onclose={set(false)} />
                    }
                </div>
            </div>
        </Frame>
    }
}

/// Who may begin a case. The document decides; this only hides what would be refused.
fn may_write(me: &api::Me) -> bool {
    use shared::roll::Role;
    let writes = [Role::FirstConvener, Role::Convener, Role::Member, Role::Clerk];
    me.roles.iter().any(|it| writes.contains(it))
}

fn retry(engine: &Engine) -> Callback<()> {
    let engine = engine.clone();
    // What comes of it shows in the pill.
    Callback::from(move |()| engine.ask(Ask::Retry, Callback::from(|_: Answer| ())))
}

/// Before the engine has told anything: nothing is claimed.
fn nothing_known() -> SyncView {
    SyncView {
        is_online: false,
        unsent: 0,
        unsent_bytes: 0,
        contact_ms: None,
        wanted: 0,
        items: Vec::new(),
        needs: Vec::new(),
        clock_ahead_ms: 0,
        is_at_office: false,
        more: 0,
    }
}

#[derive(Properties, PartialEq)]
struct InterviewRouteProps {
    case: shared::ids::DocId,
    interview: record::ItemId,
}

#[component]
fn InterviewRoute(props: &InterviewRouteProps) -> Html {
    let navigator = use_navigator();
    let case = props.case;
    let onback = Callback::from(move |()| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Case { case });
        }
    });
    html! { <Interview key={props.interview.to_string()} {case} interview={props.interview} {onback} /> }
}

#[derive(Properties, PartialEq)]
struct PeopleRouteProps {
    me: api::Me,
    surroundings: Surroundings,
}

#[component]
fn PeopleRoute(props: &PeopleRouteProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    let now = use_now();
    let invitation = use_state_eq(|| None::<Inviting>);
    let wrong = use_state_eq(|| None::<AttrValue>);
    let nobody = PeopleView { members: Vec::new(), may_invite: false, may_give: Vec::new(), redo: 0 };
    let view = match use_topic(Topic::People).as_deref() {
        Some(View::People(view)) => view.clone(),
        _ => nobody,
    };
    let oninvite = {
        let (invitation, wrong) = (invitation.setter(), wrong.setter());
        Callback::from(move |invitee| {
            let (invitation, wrong, words) = (invitation.clone(), wrong.clone(), words.clone());
            let onanswer = Callback::from(move |answer| {
                wrong.set(trouble_of(&answer).map(|it| words.trouble(it)));
                if let Answer::Invitation(made) = answer {
                    invitation.set(Some(made));
                }
            });
            engine.ask(Ask::Invite(invitee), onanswer);
        })
    };
    let onact = {
        let (engine, wrong) = (use_engine(), wrong.setter());
        let words = use_words();
        Callback::from(move |ask: Ask| {
            let (wrong, words) = (wrong.clone(), words.clone());
            let onanswer =
                Callback::from(move |answer| wrong.set(trouble_of(&answer).map(|it| words.trouble(it))));
            engine.ask(ask, onanswer);
        })
    };
    let ondone = {
        let (invitation, wrong) = (invitation.setter(), wrong.setter());
        Callback::from(move |()| {
            invitation.set(None);
            wrong.set(None);
        })
    };
    html! {
        <People
            {view}
            me={props.me.person}
            origin={props.surroundings.origin.clone()}
            invitation={(*invitation).clone()}
            wrong={(*wrong).clone()}
            {now}
            {oninvite}
            {onact}
            {ondone}
        />
    }
}

#[derive(Properties, PartialEq)]
struct MeRouteProps {
    me: api::Me,
    surroundings: Surroundings,
    onlock: Callback<()>,
    unsent: u32,
}

#[component]
fn MeRoute(props: &MeRouteProps) -> Html {
    let engine = use_engine();
    let room = use_state_eq(|| None::<Room>);
    let wrong = use_state_eq(|| None::<api::Trouble>);
    let onlook = {
        let (engine, room) = (engine.clone(), room.setter());
        Callback::from(move |()| {
            let room = room.clone();
            let onanswer = Callback::from(move |answer| {
                if let Answer::Room(now) = answer {
                    room.set(Some(now));
                }
            });
            engine.ask(Ask::Room, onanswer);
        })
    };
    {
        let onlook = onlook.clone();
        use_effect_with((), move |()| onlook.emit(()));
    }
    let onpersist = {
        let onpersist = props.surroundings.onpersist.clone();
        Callback::from(move |()| onpersist.emit(onlook.clone()))
    };
    let onlogout = {
        let (engine, wrong, onleft) = (engine.clone(), wrong.setter(), props.surroundings.onleft.clone());
        Callback::from(move |()| {
            let (engine_after, wrong, onleft) = (engine.clone(), wrong.clone(), onleft.clone());
            let onanswer = Callback::from(move |answer| {
                let trouble = trouble_of(&answer).cloned();
                if trouble.is_none() {
                    engine_after.forget();
                    onleft.emit(());
                }
                wrong.set(trouble);
            });
            engine.ask_at_last(Ask::LogOut, onanswer);
        })
    };
    html! {
        <Me
            me={props.me.clone()}
            unsent={props.unsent}
            room={*room}
            wrong={(*wrong).clone()}
            version={props.surroundings.version.clone()}
            {onpersist}
            onlock={props.onlock.clone()}
            {onlogout}
            onretry={retry(&engine)}
        />
    }
}
