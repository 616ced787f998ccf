//! The people of the studio, and inviting one more.

mod invite;
mod member;
mod tray;

use shared::ids::PersonId;
use yew::prelude::*;

use crate::components::{Blank, Button, Face, Notice, Shape, Sheet, Tone, Weight};
use crate::engine::api::{Ask, Invitee, Inviting, MemberView, PeopleView};
use crate::words::{Moment, Words, use_words};

use invite::{Invite, Whom};
use member::Member;
#[cfg(test)]
pub(super) use member::Member as MemberSheet;
use tray::Late;
#[cfg(test)]
pub(super) use tray::TrayRows;

/// Props of [`People`].
#[derive(Properties, PartialEq)]
pub struct PeopleProps {
    /// Everybody.
    pub view: PeopleView,
    /// The person at the tablet.
    pub me: PersonId,
    /// Where this page was opened: what the link of an invitation begins with.
    pub origin: AttrValue,
    /// The invitation just made, if one was.
    pub invitation: Option<Inviting>,
    /// What went wrong with the last one, said.
    #[prop_or_default]
    pub wrong: Option<AttrValue>,
    /// The present moment.
    pub now: Moment,
    /// Called to make an invitation.
    pub oninvite: Callback<Invitee>,
    /// Called to change something about somebody.
    #[prop_or_default]
    pub onact: Callback<Ask>,
    /// Called when the invitation is put away.
    pub ondone: Callback<()>,
}

/// The page of the people.
#[component]
pub fn People(props: &PeopleProps) -> Html {
    let words = use_words();
    let inviting = use_state_eq(|| None::<Whom>);
    let chosen = use_state_eq(|| None::<PersonId>);
    let is_looking = use_state_eq(|| false);
    let look = |it: bool| {
        let is_looking = is_looking.setter();
        Callback::from(move |()| is_looking.set(it))
    };
    let choose = |person: Option<PersonId>| {
        let chosen = chosen.setter();
        Callback::from(move |()| chosen.set(person))
    };
    // The sheet of somebody who was just removed has nothing to say any more.
    let here = |id: PersonId| props.view.members.iter().find(|it| it.person == id && may_change(it));
    let member = chosen.and_then(here).cloned();
    let count = props.view.members.iter().filter(|it| !it.roles.is_empty()).count();
    let open = {
        let inviting = inviting.setter();
        Callback::from(move |()| inviting.set(Some(Whom::Somebody)))
    };
    let again = {
        let (inviting, chosen, oninvite) = (inviting.setter(), chosen.setter(), props.oninvite.clone());
        Callback::from(move |invitee: Invitee| {
            chosen.set(None);
            inviting.set(Some(Whom::Again));
            oninvite.emit(invitee);
        })
    };
    let close = {
        let (inviting, ondone) = (inviting.setter(), props.ondone.clone());
        Callback::from(move |()| {
            inviting.set(None);
            ondone.emit(());
        })
    };
    html! {
        <div class="narrow stack">
            <div class="row apart">
                <h1>{ words.tell("people-heading", &[("n", count.into())]) }</h1>
                <Button label={words.say("tray-open")} onpress={look(true)} />
                if props.view.may_invite {
                    <Button
                        label={words.say("invite-do")}
                        shape={Shape::Add}
                        weight={Weight::Main}
                        onpress={open}
                    />
                }
            </div>
            if props.view.redo > 0 {
                <Notice tone={Tone::Amber}>
                    { words.tell("people-redo", &[("n", props.view.redo.into())]) }
                </Notice>
            }
            if props.view.members.is_empty() {
                <Blank shape={Shape::People} text={words.say("people-none-yet")} />
            } else {
                <ul class="rows card">
                    for member in &props.view.members {
                        <MemberRow
                            key={member.person.to_string()}
                            member={member.clone()}
                            is_me={member.person == props.me}
                            onchange={choose(Some(member.person))}
                        />
                    }
                </ul>
            }
            <div>
                if *is_looking {
                    <Late onclose={look(false)} />
                }
            </div>
            <div>
                if let Some(member) = member {
                    <Member
                        name={called(&words, &member)}
                        {member}
                        may_give={props.view.may_give.clone()}
                        wrong={props.wrong.clone()}
                        onact={props.onact.clone()}
                        oninvite={again}
                        onclose={choose(None)}
                    />
                }
            </div>
            <div>
                if let Some(whom) = *inviting {
                    <Sheet title={words.say("invite-heading")} onclose={close.clone()}>
                        <Invite
                            {whom}
                            may_give={props.view.may_give.clone()}
                            origin={props.origin.clone()}
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
    member: MemberView,
    is_me: bool,
    onchange: Callback<()>,
}

fn called(words: &Words, member: &MemberView) -> AttrValue {
    if member.name.is_empty() { words.say("somebody-new") } else { member.name.clone().into() }
}

/// Whether there is anything that this person may change about somebody.
fn may_change(member: &MemberView) -> bool {
    let of_devices = member.devices.iter().any(|it| it.may_remove);
    member.may_remove || member.may_set_roles || member.may_invite_again || of_devices
}

#[component]
fn MemberRow(props: &MemberRowProps) -> Html {
    let words = use_words();
    let member = &props.member;
    let name = called(&words, member);
    let may_change = may_change(member);
    html! {
        <li class="item">
            <Face name={name.clone()} />
            <div class="grow">
                <div class="row">
                    <span class="strong">{ name }</span>
                    if props.is_me {
                        <span class="tag accent">{ words.say("that-is-you") }</span>
                    }
                    if member.roles.is_empty() {
                        <span class="tag">{ words.say("people-gone") }</span>
                    } else if member.devices.is_empty() {
                        <span class="tag amber">{ words.say("people-not-joined") }</span>
                    }
                </div>
                <div class="under"><span>{ words.roles(&member.roles) }</span></div>
                <ul class="row small soft">
                    for device in &member.devices {
                        <li key={device.label.clone()} class="tag">
                            { &device.label }
                            if device.office {
                                { words.say("people-office-device") }
                            }
                        </li>
                    }
                </ul>
            </div>
            if may_change {
                <Button label={words.say("member-change")} onpress={props.onchange.clone()} />
            }
        </li>
    }
}
