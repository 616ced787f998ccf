//! An invitation: a name and a role go in, a square code and 20 characters come out.

use yew::prelude::*;

use crate::components::choice::{Choice, Select};
use crate::components::draft::use_draft;
use crate::components::field::Line;
use crate::components::{Button, Notice, Qr, Shape, Weight, Wrong};
use crate::pages::checks;
use crate::words::{Moment, use_words};

/// Who is to be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inviting {
    /// The name.
    pub name: String,
    /// The role: a code of the list `role`.
    pub role: String,
}

/// An invitation that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitation {
    /// Who is invited.
    pub name: AttrValue,
    /// The code, in groups.
    pub code: AttrValue,
    /// The link that the square code says.
    pub link: AttrValue,
    /// Until when it is good.
    pub until: Moment,
}

/// Props of [`Invite`].
#[derive(Properties, PartialEq)]
pub struct InviteProps {
    /// The invitation, once it is made.
    pub invitation: Option<Invitation>,
    /// What went wrong with the last one: a message.
    pub wrong: Option<AttrValue>,
    /// The present moment.
    pub now: Moment,
    /// Called to make it.
    pub oninvite: Callback<Inviting>,
    /// Called when it was handed over.
    pub ondone: Callback<()>,
}

/// Roles that an invitation may carry, most usual first. Another first convener is made from a convener.
const ROLES: [&str; 8] = [
    "member",
    "clerk",
    "convener",
    "dept_liaison",
    "invited_expert",
    "cppcc_office",
    "auditor",
    "admin",
];

/// What the sheet of an invitation holds.
#[component]
pub fn Invite(props: &InviteProps) -> Html {
    html! {
        <div>
            if let Some(invitation) = props.invitation.clone() {
                <Made {invitation} now={props.now} ondone={props.ondone.clone()} />
            } else {
                <Make wrong={props.wrong.clone()} oninvite={props.oninvite.clone()} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MakeProps {
    wrong: Option<AttrValue>,
    oninvite: Callback<Inviting>,
}

#[component]
fn Make(props: &MakeProps) -> Html {
    let words = use_words();
    let draft = use_draft();
    let role = use_state_eq(|| AttrValue::from(ROLES[0]));
    let wrong = use_state(|| None::<&'static str>);
    let onpress = {
        let (draft, role, wrong, oninvite) =
            (draft.clone(), role.clone(), wrong.setter(), props.oninvite.clone());
        Callback::from(move |()| {
            let name = draft.get("name");
            let found = checks::filled(&name);
            wrong.set(found);
            if found.is_none() {
                oninvite.emit(Inviting { name, role: role.to_string() });
            }
        })
    };
    let onchoose = {
        let role = role.setter();
        Callback::from(move |code| role.set(code))
    };
    html! {
        <form class="stack" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <Line
                label={words.say("invite-name")}
                hint={words.say("invite-name-hint")}
                wrong={wrong.map(|it| words.say(it)).unwrap_or_default()}
                oninput={draft.keep("name")}
                oncommit={draft.keep("name")}
            />
            <Select
                label={words.say("invite-role")}
                choices={ROLES.map(|it| Choice::new(it, words.code("role", it))).to_vec()}
                chosen={(*role).clone()}
                {onchoose}
            />
            <div>
                if let Some(text) = &props.wrong {
                    <Wrong text={words.say(text)} />
                }
            </div>
            <Button
                label={words.say("invite-make")}
                shape={Shape::Code}
                weight={Weight::Main}
                is_submit=true
                {onpress}
            />
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct MadeProps {
    invitation: Invitation,
    now: Moment,
    ondone: Callback<()>,
}

#[component]
fn Made(props: &MadeProps) -> Html {
    let words = use_words();
    let invitation = &props.invitation;
    let until = words.moment(invitation.until, props.now);
    html! {
        <div class="stack">
            <p>{ words.tell("invite-made", &[
                ("name", invitation.name.as_str().into()), ("time", until.as_str().into()),
            ]) }</p>
            <Qr text={invitation.link.clone()} label={words.say("invite-qr")} />
            <div class="paper">
                <p class="small">{ words.say("invite-or-type") }</p>
                <p class="code-big">{ &invitation.code }</p>
            </div>
            <Notice shape={Shape::Key}>{ words.say("invite-once") }</Notice>
            <Button label={words.say("done")} weight={Weight::Main} onpress={props.ondone.clone()} />
        </div>
    }
}
