//! The parties of a case and what they agreed to.

use record::enums::{Code, ConsentMethod, ConsentScope, ConsentStatus, PartyKind, PartyRole};
use record::people::{ConsentView, Edit as PeopleEdit};
use record::{Edit, ItemId};
use yew::prelude::*;

use super::party::Party;
use super::{Shown, ShownProps, bits};
use crate::components::choice::{Choice, Segments, Select};
use crate::components::draft::use_kept_draft;
use crate::components::field::Line;
use crate::components::{Blank, Button, Shape, Sheet, Weight};
use crate::pages::ItemName;
use crate::words::{Words, use_words};

/// The version of the notice about personal details that visitors are read.
const NOTICE: &str = "1";

/// The parties.
#[component]
pub fn Parties(props: &ShownProps) -> Html {
    let words = use_words();
    let is_adding = use_state_eq(|| false);
    let shown = &props.shown;
    let Some(people) = shown.people() else {
        return html! { <Blank shape={Shape::Lock} text={words.say("people-not-here")} /> };
    };
    let set = |it: bool| {
        let is_adding = is_adding.setter();
        Callback::from(move |()| is_adding.set(it))
    };
    let add = html! {
        if !shown.is_read_only() {
            <Button label={words.say("party-add")} shape={Shape::Add} onpress={set(true)} />
        }
    };
    html! {
        <div class="stack">
            if people.parties.is_empty() {
                <Blank shape={Shape::People} text={words.say("parties-none")}>{ add.clone() }</Blank>
            } else {
                <ul class="stack">
                    for party in &people.parties {
                        <Party key={party.id.to_string()} shown={shown.clone()} party={party.clone()} />
                    }
                </ul>
            }
            if !people.parties.is_empty() {
                <div>{ add }</div>
            }
            <Consents shown={shown.clone()} />
            <div>
                if *is_adding {
                    <AddParty shown={shown.clone()} onclose={set(false)} />
                }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AddPartyProps {
    shown: Shown,
    onclose: Callback<()>,
}

#[component]
fn AddParty(props: &AddPartyProps) -> Html {
    let words = use_words();
    let draft = use_kept_draft(props.shown.view.doc, "party");
    let role = use_state_eq(|| PartyRole::Applicant);
    let kind = use_state_eq(|| PartyKind::Person);
    let onpress = {
        let (shown, onclose, draft) = (props.shown.clone(), props.onclose.clone(), draft.clone());
        let (role, kind) = ((*role).clone(), (*kind).clone());
        Callback::from(move |()| {
            let id = shown.pen.draw();
            let add =
                PeopleEdit::AddParty { id, role: role.clone(), kind: kind.clone(), name: draft.get("name") };
            let number = draft.get("phone");
            let of = draft.only("name");
            let (pen, onclose, draft) = (shown.pen.clone(), onclose.clone(), draft.clone());
            let onwritten = Callback::from(move |()| {
                if !number.is_empty() {
                    let (number, label) = (number.clone(), String::new());
                    let phone = Edit::People(PeopleEdit::SetPhone { party: id, number, label });
                    pen.hand_in(phone, draft.only("phone"), Callback::noop());
                }
                draft.begin_anew();
                onclose.emit(());
            });
            shown.pen.hand_in(Edit::People(add), of, onwritten);
        })
    };
    html! {
        <Sheet title={words.say("party-add")} onclose={props.onclose.clone()}>
            { draft.left(&words) }
            <Select
                label={words.say("field-party_role")}
                choices={super::register::choices(&words, Some(&*role), PartyRole::ALL)}
                chosen={role.code().to_owned()}
                onchoose={pick(&role)}
            />
            <Segments
                label={words.say("field-party_kind")}
                choices={super::register::choices(&words, Some(&*kind), PartyKind::ALL)}
                chosen={kind.code().to_owned()}
                onchoose={pick(&kind)}
            />
            <Line
                label={words.say("field-name")}
                hint={words.say("field-name-hint")}
                text={draft.exact("name")}
                oninput={draft.keep("name")}
                oncommit={draft.keep("name")}
            />
            <Line
                label={words.say("field-phone")}
                kind="tel"
                text={draft.exact("phone")}
                oninput={draft.keep("phone")}
                oncommit={draft.keep("phone")}
            />
            <footer>
                <Button label={words.say("party-add-do")} weight={Weight::Main} {onpress} />
            </footer>
        </Sheet>
    }
}

fn pick<T: Code + PartialEq + 'static>(state: &UseStateHandle<T>) -> Callback<AttrValue> {
    let state = state.setter();
    Callback::from(move |code: AttrValue| {
        if let Some(value) = T::from_code(&code) {
            state.set(value);
        }
    })
}

/// What was asked of whom, and every answer.
#[component]
fn Consents(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    let consents = shown.people().map(|it| it.consents.as_slice()).unwrap_or_default();
    html! {
        <section class="card stack">
            <h2>{ words.say("consents") }</h2>
            if consents.is_empty() {
                <p class="soft">{ words.say("consents-none") }</p>
            } else {
                <ul class="rows">
                    for consent in consents {
                        <li key={key(consent)} class="stack tight">
                            <div class="row apart">
                                <span>{ asked(&words, shown, consent) }</span>
                                <span class={classes!("tag", tone(&consent.status))}>
                                    { bits::code(&words, &consent.status) }
                                </span>
                            </div>
                            <Answers shown={shown.clone()} consent={consent.clone()} />
                        </li>
                    }
                </ul>
            }
            if !shown.is_read_only() {
                <Ask shown={shown.clone()} />
            }
        </section>
    }
}

fn key(consent: &ConsentView) -> String {
    let party = consent.party.map(|it| it.to_string()).unwrap_or_default();
    format!("{} {party} {}", consent.scope.code(), consent.dept)
}

fn asked(words: &Words, shown: &Shown, consent: &ConsentView) -> AttrValue {
    let scope = bits::code(words, &consent.scope).to_string();
    let who = consent.party.map(|it| party_name(words, shown, it).to_string()).unwrap_or_default();
    words.tell(
        "consent-of",
        &[("who", who.into()), ("scope", scope.into()), ("dept", consent.dept.as_str().into())],
    )
}

/// What a party is called.
pub(super) fn party_name(words: &Words, shown: &Shown, id: ItemId) -> AttrValue {
    let party = shown.people().and_then(|it| it.parties.iter().find(|party| party.id == id));
    let name = party.and_then(|it| it.name.get()).filter(|it| !it.is_empty());
    name.map_or_else(|| words.say("party-unnamed"), |it| it.clone().into())
}

fn tone(status: &ConsentStatus) -> &'static str {
    match status {
        ConsentStatus::Granted => "good",
        ConsentStatus::Refused | ConsentStatus::Withdrawn => "seal",
        ConsentStatus::NotAsked | ConsentStatus::Unknown(_) => "",
    }
}

#[derive(Properties, PartialEq)]
struct AnswersProps {
    shown: Shown,
    consent: ConsentView,
}

#[component]
fn Answers(props: &AnswersProps) -> Html {
    let words = use_words();
    let AnswersProps { shown, consent } = props;
    html! {
        <ul class="small soft">
            for (at, answer) in consent.answers.iter().enumerate() {
                <li key={at}>
                    { bits::code(&words, &answer.value) }{ " · " }
                    { bits::who_and_when(&words, &shown.names, &answer.written, shown.now) }
                </li>
            }
        </ul>
    }
}

/// Asks for a consent: two taps for the one that every visit begins with.
#[component]
fn Ask(props: &ShownProps) -> Html {
    let words = use_words();
    let shown = &props.shown;
    let draft = use_kept_draft(shown.view.doc, "consent");
    let round = use_state_eq(|| 0u32);
    let scope = use_state_eq(|| ConsentScope::Basic);
    let first =
        shown.people().and_then(|it| it.parties.iter().find(|party| !party.is_removed)).map(|it| it.id);
    let party = use_state_eq(|| first);
    let answer = |status: ConsentStatus| {
        let (shown, draft, scope) = (shown.clone(), draft.clone(), (*scope).clone());
        let round = round.clone();
        let party = party.or(first);
        Callback::from(move |()| {
            let (of, draft_after, next) = (draft.all(), draft.clone(), (round.setter(), *round + 1));
            let onwritten = Callback::from(move |()| {
                draft_after.begin_anew();
                next.0.set(next.1);
            });
            let record = PeopleEdit::RecordConsent {
                id: shown.pen.draw(),
                scope: scope.clone(),
                party,
                dept: if scope == ConsentScope::ProvideDept { draft.get("dept") } else { String::new() },
                status: status.clone(),
                method: ConsentMethod::Oral,
                notice: NOTICE.to_owned(),
                at_ms: shown.pen.now_ms(),
                note: draft.get("witness"),
            };
            shown.pen.hand_in(Edit::People(record), of, onwritten);
        })
    };
    let onparty = {
        let party = party.setter();
        Callback::from(move |id: AttrValue| party.set(item(&id)))
    };
    let parties = shown.people().map(|it| it.parties.as_slice()).unwrap_or_default();
    let names = parties
        .iter()
        .filter(|it| !it.is_removed)
        .map(|it| Choice::new(it.id.to_string(), party_name(&words, shown, it.id)));
    html! {
        <details>
            <summary>{ words.say("consent-ask") }<crate::components::Icon shape={Shape::Next} /></summary>
            <div class="stack">
                <Select
                    label={words.say("consent-scope")}
                    choices={super::register::choices(&words, Some(&*scope), ConsentScope::ALL)}
                    chosen={scope.code().to_owned()}
                    onchoose={pick(&scope)}
                />
                <Select
                    label={words.say("consent-party")}
                    choices={names.collect::<Vec<_>>()}
                    chosen={party.or(first).map(|it| it.to_string()).unwrap_or_default()}
                    onchoose={onparty}
                />
                if *scope == ConsentScope::ProvideDept {
                    <Line
                        key={format!("dept {}", *round)}
                        label={words.say("consent-dept")}
                        text={draft.exact("dept")}
                        oninput={draft.keep("dept")}
                        oncommit={draft.keep("dept")}
                    />
                }
                <Line
                    key={format!("witness {}", *round)}
                    label={words.say("consent-witness")}
                    text={draft.exact("witness")}
                    oninput={draft.keep("witness")}
                    oncommit={draft.keep("witness")}
                />
                <div class="row">
                    <Button
                        label={words.say("consent-grant")}
                        weight={Weight::Main}
                        onpress={answer(ConsentStatus::Granted)}
                    />
                    <Button label={words.say("consent-refuse")} onpress={answer(ConsentStatus::Refused)} />
                    <Button
                        label={words.say("consent-withdraw")}
                        onpress={answer(ConsentStatus::Withdrawn)}
                    />
                </div>
            </div>
        </details>
    }
}

/// Reads an item's name from the value of an option.
pub(super) fn item(text: &str) -> Option<ItemId> {
    text.parse::<ItemName>().ok().map(|it| it.0)
}
