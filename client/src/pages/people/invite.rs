//! An invitation: a name and a role go in, a square code and 20 characters come out.

use shared::roll::Role;
use yew::prelude::*;

use crate::components::choice::{Choice, Select};
use crate::components::draft::use_draft;
use crate::components::field::Line;
use crate::components::{Button, Notice, Qr, Shape, Weight, Wrong};
use crate::engine::api::{Invitee, Inviting};
use crate::pages::checks;
use crate::words::{Moment, role_code, use_words};

/// Who is being invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    /// Somebody new, whose name and role are still to be said.
    Somebody,
    /// Somebody on the roll: there is nothing to be filled in.
    Again,
}

/// Props of [`Invite`].
#[derive(Properties, PartialEq)]
pub(super) struct InviteProps {
    /// Who is being invited.
    pub whom: Whom,
    /// The roles that this person may give.
    pub may_give: Vec<Role>,
    /// What the link begins with.
    pub origin: AttrValue,
    /// The invitation, once it is made.
    pub invitation: Option<Inviting>,
    /// What went wrong with the last one, said.
    pub wrong: Option<AttrValue>,
    /// The present moment.
    pub now: Moment,
    /// Called to make it.
    pub oninvite: Callback<Invitee>,
    /// Called when it was handed over.
    pub ondone: Callback<()>,
}

/// What the sheet of an invitation holds.
#[component]
pub(super) fn Invite(props: &InviteProps) -> Html {
    let words = use_words();
    html! {
        <div>
            if let Some(invitation) = props.invitation.clone() {
                <Made
                    {invitation}
                    origin={props.origin.clone()}
                    now={props.now}
                    ondone={props.ondone.clone()}
                />
            } else if props.whom == Whom::Again {
                if let Some(text) = &props.wrong {
                    <Wrong text={text.clone()} />
                } else {
                    <p class="soft">{ words.say("invite-busy") }</p>
                }
            } else {
                <Make
                    may_give={props.may_give.clone()}
                    wrong={props.wrong.clone()}
                    oninvite={props.oninvite.clone()}
                />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MakeProps {
    may_give: Vec<Role>,
    wrong: Option<AttrValue>,
    oninvite: Callback<Invitee>,
}

#[component]
fn Make(props: &MakeProps) -> Html {
    let words = use_words();
    let draft = use_draft();
    // Most of those who are invited are members.
    let usual = props.may_give.iter().find(|it| **it == Role::Member).or(props.may_give.first()).copied();
    let role = use_state_eq(|| usual);
    let wrong = use_state(|| None::<&'static str>);
    let onpress = {
        let (draft, role, wrong, oninvite) =
            (draft.clone(), role.clone(), wrong.setter(), props.oninvite.clone());
        Callback::from(move |()| {
            let name = draft.get("name");
            let found = checks::filled(&name);
            wrong.set(found);
            if found.is_none() {
                oninvite.emit(Invitee { name, roles: role.iter().copied().collect(), again: None });
            }
        })
    };
    let onchoose = {
        let (role, may_give) = (role.setter(), props.may_give.clone());
        Callback::from(move |code: AttrValue| {
            role.set(may_give.iter().copied().find(|it| role_code(*it) == code.as_str()));
        })
    };
    let choices = props.may_give.iter().map(|it| Choice::new(role_code(*it), words.roles(&[*it])));
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
                choices={choices.collect::<Vec<_>>()}
                chosen={role.map(role_code).unwrap_or_default()}
                {onchoose}
            />
            <div>
                if let Some(text) = &props.wrong {
                    <Wrong text={text.clone()} />
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
    invitation: Inviting,
    origin: AttrValue,
    now: Moment,
    ondone: Callback<()>,
}

#[component]
fn Made(props: &MadeProps) -> Html {
    let words = use_words();
    let invitation = &props.invitation;
    let code = invitation.code.clone();
    let link = format!("{}/#join={}", props.origin, code.replace(' ', ""));
    let until = words.moment(Moment(invitation.until_ms), props.now);
    html! {
        <div class="stack">
            <p>{ words.tell("invite-made", &[
                ("name", invitation.name.as_str().into()), ("time", until.as_str().into()),
            ]) }</p>
            <Qr text={link} label={words.say("invite-qr")} />
            <div class="paper">
                <p class="small">{ words.say("invite-or-type") }</p>
                <p class="code-big">{ code }</p>
            </div>
            <Notice shape={Shape::Key}>{ words.say("invite-once") }</Notice>
            <Button label={words.say("done")} weight={Weight::Main} onpress={props.ondone.clone()} />
        </div>
    }
}
