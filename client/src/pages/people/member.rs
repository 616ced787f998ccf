//! One person of the studio: another role, a device that was lost, leaving the studio. Each asks once.

use shared::roll::Role;
use yew::prelude::*;

use crate::components::choice::{Choice, Select};
use crate::components::{Button, Sheet, Weight, Wrong};
use crate::engine::api::{Ask, MemberView};
use crate::words::{role_code, use_words};

/// Props of [`Member`].
#[derive(Properties, PartialEq)]
pub(super) struct MemberProps {
    /// The person.
    pub member: MemberView,
    /// The person's name.
    pub name: AttrValue,
    /// The roles that the viewer may give.
    pub may_give: Vec<Role>,
    /// What went wrong with the last try, said.
    pub wrong: Option<AttrValue>,
    /// Called to do it.
    pub onact: Callback<Ask>,
    /// Called when the sheet is put away.
    pub onclose: Callback<()>,
}

/// What is asked once before it is done.
#[derive(Clone, PartialEq)]
struct Sure {
    text: AttrValue,
    label: AttrValue,
    ask: Ask,
}

/// The sheet of one person.
#[component]
pub(super) fn Member(props: &MemberProps) -> Html {
    let words = use_words();
    let sure = use_state_eq(|| None::<Sure>);
    let role = use_state_eq(|| props.member.roles.first().copied());
    let name = props.name.as_str();
    let asks = |it: Sure| {
        let sure = sure.setter();
        Callback::from(move |()| sure.set(Some(it.clone())))
    };
    let onchoose = {
        let (role, may_give) = (role.setter(), props.may_give.clone());
        Callback::from(move |code: AttrValue| {
            role.set(may_give.iter().copied().find(|it| role_code(*it) == code.as_str()));
        })
    };
    if let Some(it) = (*sure).clone() {
        let back = {
            let sure = sure.setter();
            Callback::from(move |()| sure.set(None))
        };
        let onpress = {
            let (onact, sure, ask) = (props.onact.clone(), sure.setter(), it.ask.clone());
            Callback::from(move |()| {
                sure.set(None);
                onact.emit(ask.clone());
            })
        };
        return html! {
            <Sheet title={words.tell("member-heading", &[("name", name.into())])} onclose={props.onclose.clone()}>
                <p>{ it.text }</p>
                <footer>
                    <Button label={words.say("cancel")} onpress={back} />
                    <Button label={it.label} weight={Weight::Grave} {onpress} />
                </footer>
            </Sheet>
        };
    }
    let choices = props.may_give.iter().map(|it| Choice::new(role_code(*it), words.roles(&[*it])));
    let new_role = role.map(|role| Sure {
        text: words.tell(
            "member-role-sure",
            &[("name", name.into()), ("role", words.roles(&[role]).as_str().into())],
        ),
        label: words.say("member-role-do"),
        ask: Ask::SetRoles(props.member.person, vec![role]),
    });
    let leave = Sure {
        text: words.tell("member-remove-sure", &[("name", name.into())]),
        label: words.say("member-remove"),
        ask: Ask::RemovePerson(props.member.person),
    };
    html! {
        <Sheet title={words.tell("member-heading", &[("name", name.into())])} onclose={props.onclose.clone()}>
            <div class="stack">
                if let Some(text) = &props.wrong {
                    <Wrong text={text.clone()} />
                }
                if props.member.may_set_roles {
                    <Select
                        label={words.say("member-role")}
                        choices={choices.collect::<Vec<_>>()}
                        chosen={role.map(role_code).unwrap_or_default()}
                        {onchoose}
                    />
                    if let Some(it) = new_role {
                        <Button label={words.say("member-role-do")} onpress={asks(it)} />
                    }
                }
                <h3>{ words.say("member-devices") }</h3>
                for device in props.member.devices.iter().filter(|it| it.may_remove) {
                    <Button
                        key={device.device.to_string()}
                        label={words.tell("member-device-remove", &[("label", device.label.as_str().into())])}
                        weight={Weight::Grave}
                        onpress={asks(Sure {
                            text: words.tell("member-device-sure", &[("label", device.label.as_str().into())]),
                            label: words.tell("member-device-remove", &[("label", device.label.as_str().into())]),
                            ask: Ask::RemoveDevice(device.device),
                        })}
                    />
                }
                if props.member.may_remove {
                    <Button label={words.say("member-remove")} weight={Weight::Grave} onpress={asks(leave)} />
                }
            </div>
        </Sheet>
    }
}
