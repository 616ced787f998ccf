//! One person of the studio: other roles, an invitation once more, a device that was lost, leaving the studio. What cannot
//! be undone asks once.

use shared::roll::Role;
use yew::prelude::*;

use crate::components::{Button, Notice, Shape, Sheet, Sure, Weight, Wrong};
use crate::engine::api::{Ask, DeviceView, Invitee, MemberView};
use crate::words::{Words, role_code, use_words};

/// Props of [`Member`].
#[derive(Properties, PartialEq)]
pub(in crate::pages) struct MemberProps {
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
    /// Called to invite the person once more.
    pub oninvite: Callback<Invitee>,
    /// Called when the sheet is put away.
    pub onclose: Callback<()>,
}

/// What is asked once before it is done.
#[derive(Clone, PartialEq)]
struct Question {
    text: AttrValue,
    label: AttrValue,
    weight: Weight,
    ask: Ask,
}

/// The sheet of one person.
#[component]
pub(in crate::pages) fn Member(props: &MemberProps) -> Html {
    let words = use_words();
    let asked = use_state_eq(|| None::<Question>);
    let title = words.tell("member-heading", &[("name", props.name.as_str().into())]);
    let put = {
        let asked = asked.setter();
        Callback::from(move |it: Option<Question>| asked.set(it))
    };
    let onsure = {
        let (onact, put, ask) = (props.onact.clone(), put.clone(), asked.as_ref().map(|it| it.ask.clone()));
        Callback::from(move |()| {
            put.emit(None);
            ask.iter().for_each(|it| onact.emit(it.clone()));
        })
    };
    html! {
        <Sheet {title} onclose={props.onclose.clone()}>
            if let Some(it) = (*asked).clone() {
                <Sure text={it.text} label={it.label} weight={it.weight} {onsure} oncancel={put.reform(|()| None)} />
            } else {
                <div class="stack">
                    if let Some(text) = &props.wrong {
                        <Wrong text={text.clone()} />
                    }
                    if props.member.may_set_roles {
                        <Roles
                            member={props.member.clone()}
                            name={props.name.clone()}
                            may_give={props.may_give.clone()}
                            onask={put.reform(Some)}
                        />
                    }
                    if props.member.may_invite_again {
                        <InviteAgain
                            member={props.member.clone()}
                            name={props.name.clone()}
                            oninvite={props.oninvite.clone()}
                        />
                    }
                    { devices(&words, props, &put) }
                    if props.member.may_remove {
                        <section class="stack tight">
                            <h3>{ words.say("member-remove") }</h3>
                            <p class="soft small">{ words.say("member-remove-means") }</p>
                            <div>
                                <Button
                                    label={words.say("member-remove")}
                                    weight={Weight::Grave}
                                    onpress={put.reform({ let it = leave(&words, props); move |()| Some(it.clone()) })}
                                />
                            </div>
                        </section>
                    }
                </div>
            }
        </Sheet>
    }
}

fn leave(words: &Words, props: &MemberProps) -> Question {
    Question {
        text: words.tell("member-remove-sure", &[("name", props.name.as_str().into())]),
        label: words.say("member-remove"),
        weight: Weight::Grave,
        ask: Ask::RemovePerson(props.member.person),
    }
}

fn lost(words: &Words, device: &DeviceView) -> Question {
    let label = [("label", device.label.as_str().into())];
    Question {
        text: words.tell("member-device-sure", &label),
        label: words.tell("member-device-remove", &label),
        weight: Weight::Grave,
        ask: Ask::RemoveDevice(device.device),
    }
}

fn devices(words: &Words, props: &MemberProps, put: &Callback<Option<Question>>) -> Html {
    let may_go: Vec<&DeviceView> = props.member.devices.iter().filter(|it| it.may_remove).collect();
    html! {
        <section class="stack tight">
            if !may_go.is_empty() {
                <h3>{ words.say("member-devices") }</h3>
                <ul class="stack tight">
                    for device in may_go {
                        <li key={device.device.to_string()} class="row apart">
                            <span>
                                { &device.label }
                                if device.office {
                                    { words.say("people-office-device") }
                                }
                            </span>
                            <Button
                                label={words.tell("member-device-remove", &[("label", device.label.as_str().into())])}
                                weight={Weight::Grave}
                                onpress={put.reform({ let it = lost(words, device); move |()| Some(it.clone()) })}
                            />
                        </li>
                    }
                </ul>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RolesProps {
    member: MemberView,
    name: AttrValue,
    may_give: Vec<Role>,
    onask: Callback<Question>,
}

/// All roles of a person, each on or off. One that the viewer may not give stays as it is.
#[component]
fn Roles(props: &RolesProps) -> Html {
    let words = use_words();
    let RolesProps { member, name, may_give, onask } = props;
    let roles = use_state_eq(|| member.roles.clone());
    let fixed = member.roles.iter().filter(|it| !may_give.contains(it));
    let toggle = |role: Role| {
        let (setter, now) = (roles.setter(), (*roles).clone());
        Callback::from(move |_: MouseEvent| setter.set(toggled(&now, role)))
    };
    let question = Question {
        text: words.tell(
            "member-role-sure",
            &[("name", name.as_str().into()), ("role", words.roles(&roles).as_str().into())],
        ),
        label: words.say("member-role-do"),
        weight: Weight::Main,
        ask: Ask::SetRoles(member.person, (*roles).clone()),
    };
    html! {
        <section class="stack tight">
            <h3>{ words.say("member-role") }</h3>
            <div class="chips" role="group" aria-label={words.say("member-role")}>
                for role in fixed.chain(may_give) {
                    <button
                        key={role_code(*role)}
                        type="button"
                        class="chip"
                        aria-pressed={roles.contains(role).to_string()}
                        disabled={!may_give.contains(role)}
                        onclick={toggle(*role)}
                    >
                        { words.roles(&[*role]) }
                    </button>
                }
            </div>
            <span class="hint">{ words.say("member-role-hint") }</span>
            <div>
                <Button
                    label={words.say("member-role-do")}
                    is_disabled={roles.is_empty() || is_same(&roles, &member.roles)}
                    onpress={onask.reform(move |()| question.clone())}
                />
            </div>
        </section>
    }
}

/// The roles with one more, or one less.
fn toggled(roles: &[Role], role: Role) -> Vec<Role> {
    let mut roles = roles.to_vec();
    match roles.iter().position(|it| *it == role) {
        Some(at) => drop(roles.remove(at)),
        None => roles.push(role),
    }
    roles.sort_by_key(|it| Role::ALL.iter().position(|known| known == it));
    roles
}

fn is_same(now: &[Role], before: &[Role]) -> bool {
    now.len() == before.len() && now.iter().all(|it| before.contains(it))
}

#[derive(Properties, PartialEq)]
struct InviteAgainProps {
    member: MemberView,
    name: AttrValue,
    oninvite: Callback<Invitee>,
}

/// An invitation for somebody who belongs to the studio and forgot the passphrase, or never used the first one.
#[component]
fn InviteAgain(props: &InviteAgainProps) -> Html {
    let words = use_words();
    let invitee = Invitee {
        name: props.name.to_string(),
        roles: props.member.roles.clone(),
        again: Some(props.member.person),
    };
    html! {
        <section class="stack tight">
            <h3>{ words.say("member-again") }</h3>
            <Notice shape={Shape::Key}>{ words.say("member-again-means") }</Notice>
            <div>
                <Button
                    label={words.say("member-again-do")}
                    shape={Shape::Code}
                    onpress={props.oninvite.reform(move |()| invitee.clone())}
                />
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_added_to_the_others_and_taken_from_them() {
        let both = toggled(&[Role::Member], Role::Convener);
        assert_eq!(both, [Role::Convener, Role::Member]);
        assert_eq!(toggled(&both, Role::Member), [Role::Convener]);
        assert!(is_same(&both, &[Role::Member, Role::Convener]));
        assert!(!is_same(&both, &[Role::Member, Role::Clerk]));
    }
}
