//! Which door stands open, and what becomes of each try.

use yew::prelude::*;

use super::{Found, Founding, Join, Joining, Knock, LogIn, LoggingIn, Recover, Recovering, Unlock, Welcome};
use crate::engine::api::{self, Answer, Ask, Invited, NewMember, NewStudio, Tile};
use crate::hooks::{Engine, use_engine};
use crate::pages::Surroundings;
use crate::words::{Words, use_words};

/// A door.
#[derive(Debug, Clone, PartialEq)]
enum Doorway {
    /// The people of this tablet, or a welcome if there is nobody yet.
    Front,
    /// Founding, with the token of the link.
    Found(String),
    /// Joining: the code once it is known.
    Join(Option<String>),
    /// A further tablet.
    LogIn,
    /// With the recovery sheet.
    Recover,
}

impl Doorway {
    /// The door that a link leads to.
    fn of(fragment: &str) -> Self {
        match fragment.trim_start_matches('#').split_once('=') {
            Some(("found", token)) => Doorway::Found(token.to_owned()),
            Some(("join", code)) => Doorway::Join(Some(code.to_owned())),
            _ => Doorway::Front,
        }
    }
}

/// Props of [`UnlockDoor`].
#[derive(Properties, PartialEq)]
pub struct UnlockDoorProps {
    /// Everybody who lives on this tablet.
    pub tiles: Vec<Tile>,
    /// The place it runs in.
    pub surroundings: Surroundings,
    /// Called with the code of a recovery sheet to print.
    pub onsheet: Callback<AttrValue>,
}

/// The doors of a locked tablet.
#[component]
pub fn UnlockDoor(props: &UnlockDoorProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    let doorway = use_state(|| Doorway::of(&props.surroundings.fragment));
    let knock = use_state_eq(Knock::default);
    let invited = use_state_eq(|| None::<Invited>);
    let broke = use_memo((), |()| engine.take_broke());
    let guard = Guard {
        engine,
        words,
        knock: knock.clone(),
        invited: invited.clone(),
        onsheet: props.onsheet.clone(),
    };
    {
        // A scanned link has brought its code along: it is looked into at once.
        let guard = guard.clone();
        use_effect_with((), {
            let doorway = (*doorway).clone();
            move |()| {
                if let Doorway::Join(Some(code)) = doorway {
                    guard.ask(Ask::OpenInvitation(code));
                }
            }
        });
    }
    let go = |to: Doorway| {
        let (doorway, knock, invited) = (doorway.setter(), knock.setter(), invited.setter());
        Callback::from(move |()| {
            knock.set(Knock::default());
            invited.set(None);
            doorway.set(to.clone());
        })
    };
    let tablet = AttrValue::from(props.tiles.first().map(|it| it.label.clone()).unwrap_or_default());
    let knock = (*knock).clone();
    match (*doorway).clone() {
        Doorway::Found(token) => html! {
            <Found {knock} onfound={guard.on(move |it| found(token.clone(), it))} />
        },
        Doorway::Join(code) => html! {
            <Join
                invited={(*invited).clone()}
                {knock}
                {tablet}
                oncode={{
                    let (guard, doorway) = (guard.clone(), doorway.setter());
                    Callback::from(move |code: String| {
                        doorway.set(Doorway::Join(Some(code.clone())));
                        guard.ask(Ask::OpenInvitation(code));
                    })
                }}
                onjoin={guard.on(move |it| join(code.clone().unwrap_or_default(), it))}
                onback={go(Doorway::Front)}
            />
        },
        Doorway::LogIn => html! {
            <LogIn
                {knock}
                {tablet}
                onlogin={guard.on(log_in)}
                onrecover={go(Doorway::Recover)}
                onback={go(Doorway::Front)}
            />
        },
        Doorway::Recover => html! {
            <Recover {knock} {tablet} onrecover={guard.on(recover)} onback={go(Doorway::Front)} />
        },
        Doorway::Front if props.tiles.is_empty() => html! {
            <Welcome onjoin={go(Doorway::Join(None))} onlogin={go(Doorway::LogIn)} />
        },
        Doorway::Front => html! {
            <Unlock
                tiles={props.tiles.clone()}
                broke={*broke}
                {knock}
                onunlock={guard.on(|(studio, person, passphrase)| Ask::Unlock(studio, person, passphrase))}
                onjoin={go(Doorway::Join(None))}
                onlogin={go(Doorway::LogIn)}
            />
        },
    }
}

/// Asks the engine to open a door, and says what came of it.
#[derive(Clone)]
struct Guard {
    engine: Engine,
    words: Words,
    knock: UseStateHandle<Knock>,
    invited: UseStateHandle<Option<Invited>>,
    onsheet: Callback<AttrValue>,
}

impl Guard {
    fn on<T: 'static>(&self, ask: impl Fn(T) -> Ask + 'static) -> Callback<T> {
        let guard = self.clone();
        Callback::from(move |entered| guard.ask(ask(entered)))
    }

    fn ask(&self, ask: Ask) {
        self.knock.set(Knock { is_busy: true, wrong: None });
        let guard = self.clone();
        self.engine.ask(ask, Callback::from(move |answer| guard.take(answer)));
    }

    fn take(&self, answer: Answer) {
        let mut wrong = None;
        match answer {
            Answer::Trouble(trouble) => wrong = Some(self.words.trouble(&trouble)),
            Answer::Founded(code) => self.onsheet.emit(code.into()),
            Answer::Invited(invited) => self.invited.set(Some(invited)),
            // The door itself tells that somebody is inside.
            Answer::Done
            | Answer::Written(_)
            | Answer::Made(_)
            | Answer::Invitation(_)
            | Answer::Room(_)
            | Answer::Tray(_)
            | Answer::Past(_) => {}
        }
        self.knock.set(Knock { is_busy: false, wrong });
    }
}

fn found(token: String, it: Founding) -> Ask {
    Ask::Found(NewStudio {
        token,
        studio_name: it.studio,
        person_name: it.name,
        login: it.login,
        passphrase: it.passphrase,
        label: it.tablet,
        office: it.is_office,
    })
}

fn join(code: String, it: Joining) -> Ask {
    let Joining { login, passphrase, tablet: label, is_office: office } = it;
    Ask::Join(NewMember { code, login, passphrase, label, office })
}

fn log_in(it: LoggingIn) -> Ask {
    let LoggingIn { login, passphrase, tablet: label, is_office: office } = it;
    Ask::LogIn(api::LogIn { login, passphrase, label, office })
}

fn recover(it: Recovering) -> Ask {
    let Recovering { code, passphrase, tablet: label, is_office: office } = it;
    Ask::Recover(api::Recover { code, passphrase, label, office })
}
