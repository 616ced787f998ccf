//! The people of the studio, and inviting one more.

mod invite;

use yew::prelude::*;

use crate::components::{Blank, Button, Face, Icon, Shape, Sheet, Weight};
use crate::words::{Moment, use_words};

pub use invite::{Invitation, Invite, Inviting};

/// Somebody on the roll.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// What the engine knows the person by.
    pub key: AttrValue,
    /// The name; empty until the document that holds it has come.
    pub name: AttrValue,
    /// The login name, if the person has joined.
    pub login: Option<AttrValue>,
    /// Roles: codes of the list `role`.
    pub roles: Vec<AttrValue>,
    /// The person's devices.
    pub devices: Vec<MemberDevice>,
    /// Whether the person was taken off the roll.
    pub is_removed: bool,
}

/// A device of somebody on the roll.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberDevice {
    /// What the engine knows it by.
    pub key: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// Whether it is an office device.
    pub is_office: bool,
}

/// Props of [`People`].
#[derive(Properties, PartialEq)]
pub struct PeopleProps {
    /// Everybody.
    pub members: Vec<Member>,
    /// The person at the tablet.
    pub me: AttrValue,
    /// Whether this person may invite.
    pub may_invite: bool,
    /// The invitation just made, if one was.
    pub invitation: Option<Invitation>,
    /// What went wrong with the last one: a message.
    #[prop_or_default]
    pub wrong: Option<AttrValue>,
    /// The present moment.
    pub now: Moment,
    /// Called to make an invitation.
    pub oninvite: Callback<Inviting>,
    /// Called when the invitation is put away.
    pub ondone: Callback<()>,
}

/// The page of the people.
#[component]
pub fn People(props: &PeopleProps) -> Html {
    let words = use_words();
    let is_inviting = use_state_eq(|| false);
    let open = {
        let is_inviting = is_inviting.setter();
        Callback::from(move |()| is_inviting.set(true))
    };
    let close = {
        let (is_inviting, ondone) = (is_inviting.setter(), props.ondone.clone());
        Callback::from(move |()| {
            is_inviting.set(false);
            ondone.emit(());
        })
    };
    html! {
        <div class="narrow stack">
            <div class="row apart">
                <h1>{ words.tell("people-heading", &[("n", props.members.iter().filter(|it| !it.is_removed).count().into())]) }</h1>
                if props.may_invite {
                    <Button
                        label={words.say("invite-do")}
                        shape={Shape::Add}
                        weight={Weight::Main}
                        onpress={open}
                    />
                }
            </div>
            if props.members.is_empty() {
                <Blank shape={Shape::People} text={words.say("people-none-yet")} />
            } else {
                <ul class="rows card">
                    for member in &props.members {
                        <MemberRow
                            key={member.key.to_string()}
                            member={member.clone()}
                            is_me={member.key == props.me}
                        />
                    }
                </ul>
            }
            <div>
                if *is_inviting {
                    <Sheet title={words.say("invite-heading")} onclose={close.clone()}>
                        <Invite
                            invitation={props.invitation.clone()}
                            wrong={props.wrong.clone()}
                            now={props.now}
                            oninvite={props.oninvite.clone()}
                            ondone={close}
                        />
                    </Sheet>
                }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MemberRowProps {
    member: Member,
    is_me: bool,
}

#[component]
fn MemberRow(props: &MemberRowProps) -> Html {
    let words = use_words();
    let member = &props.member;
    let name =
        if member.name.is_empty() { words.say("somebody-new") } else { member.name.clone() };
    let roles: Vec<String> = member.roles.iter().map(|it| words.code("role", it).to_string()).collect();
    html! {
        <li class="item">
            <Face name={name.clone()} />
            <div class="grow">
                <div class="row">
                    <span class="strong">{ name }</span>
                    if props.is_me {
                        <span class="tag accent">{ words.say("that-is-you") }</span>
                    }
                    if member.is_removed {
                        <span class="tag">{ words.say("people-removed") }</span>
                    } else if member.login.is_none() {
                        <span class="tag amber">{ words.say("people-not-joined") }</span>
                    }
                </div>
                <div class="under">
                    <span>{ roles.join(&words.say("list-comma")) }</span>
                    if let Some(login) = &member.login {
                        <span>{ login }</span>
                    }
                </div>
            </div>
            <ul class="row small soft">
                for device in &member.devices {
                    <li key={device.key.to_string()} class="tag">
                        if device.is_office {
                            <Icon shape={Shape::Cases} />
                        }
                        { &device.label }
                    </li>
                }
            </ul>
        </li>
    }
}
