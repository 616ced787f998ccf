//! One party: who they are, how they are reached, every value of everything.

use record::enums::{Code, Need, PartyKind, PartyRole};
use record::people::{Edit as PeopleEdit, Masked, PartyView};
use record::{Edit, Field, ItemId};
use yew::prelude::*;

use super::Shown;
use super::bits::{self, Versions, said};
use super::register::choices;
use crate::components::choice::Select;
use crate::components::field::Line;
use crate::components::{Button, Face, Icon, Shape, Weight};
use crate::words::{Words, use_words};

/// Props of [`Party`].
#[derive(Properties, PartialEq)]
pub(super) struct PartyProps {
    /// The case.
    pub shown: Shown,
    /// The party.
    pub party: PartyView,
}

/// One party of a case.
#[component]
pub(super) fn Party(props: &PartyProps) -> Html {
    let words = use_words();
    let PartyProps { shown, party } = props;
    let id = party.id;
    let name = party.name.get().filter(|it| !it.is_empty());
    let name = name.map_or_else(|| words.say("party-unnamed"), |it| it.clone().into());
    if party.is_removed {
        return html! {
            <li class="card row apart">
                <span class="soft">{ words.tell("party-removed", &[("name", name.as_str().into())]) }</span>
                if !shown.is_read_only() {
                    <Button
                        label={words.say("restore")}
                        onpress={write(shown, move || PeopleEdit::RestoreParty(id))}
                    />
                }
            </li>
        };
    }
    html! {
        <li class="card stack">
            <div class="row">
                <Face name={name.clone()} />
                <span class="strong">{ name }</span>
                <span class="tag">{ format!("P{}", party.index) }</span>
                if let Some(role) = party.role.get() {
                    <span class="tag accent">{ bits::code(&words, role) }</span>
                }
            </div>
            <div class="facts">
                { line(shown, &words, "field-name", &party.name, move |it| PeopleEdit::SetName(id, it)) }
                { phone(shown, &words, party) }
                { line(shown, &words, "field-address", &party.address, move |it| PeopleEdit::SetAddress(id, it)) }
                { codes(shown, &words, "field-party_role", &party.role, PartyRole::ALL,
                    move |it| PeopleEdit::SetRole(id, it)) }
            </div>
            <details>
                <summary>{ words.say("party-more") }<Icon shape={Shape::Next} /></summary>
                <More shown={shown.clone()} party={party.clone()} />
            </details>
        </li>
    }
}

#[component]
fn More(props: &PartyProps) -> Html {
    let words = use_words();
    let PartyProps { shown, party } = props;
    let id = party.id;
    let year = party.birth_year.get().map(u32::to_string).unwrap_or_default();
    let onyear = {
        let pen = shown.pen.clone();
        Callback::from(move |text: String| {
            if let Ok(year) = text.trim().parse() {
                pen.write(Edit::People(PeopleEdit::SetBirthYear(id, year)));
            }
        })
    };
    html! {
        <div class="stack">
            <div class="facts">
                { codes(shown, &words, "field-party_kind", &party.kind, PartyKind::ALL,
                    move |it| PeopleEdit::SetKind(id, it)) }
                { line(shown, &words, "field-gender", &party.gender, move |it| PeopleEdit::SetGender(id, it)) }
                <Line
                    label={words.say("field-birth_year")}
                    kind="number"
                    text={year}
                    is_read_only={shown.is_read_only()}
                    oncommit={onyear}
                />
                { line(shown, &words, "field-occupation", &party.occupation,
                    move |it| PeopleEdit::SetOccupation(id, it)) }
                { line(shown, &words, "field-employer", &party.employer,
                    move |it| PeopleEdit::SetEmployer(id, it)) }
                { line(shown, &words, "field-contact", &party.contact, move |it| PeopleEdit::SetContact(id, it)) }
            </div>
            <Needs shown={shown.clone()} party={party.clone()} />
            <HiddenLines shown={shown.clone()} party={party.clone()} />
            if !shown.is_read_only() {
                <div>
                    <Button
                        label={words.say("party-remove")}
                        weight={Weight::Grave}
                        onpress={write(shown, move || PeopleEdit::RemoveParty(id))}
                    />
                </div>
            }
        </div>
    }
}

fn write(shown: &Shown, edit: impl Fn() -> PeopleEdit + 'static) -> Callback<()> {
    let pen = shown.pen.clone();
    Callback::from(move |()| pen.write(Edit::People(edit())))
}

fn line(
    shown: &Shown,
    words: &Words,
    label: &str,
    field: &Field<String>,
    edit: impl Fn(String) -> PeopleEdit + 'static,
) -> Html {
    let pen = shown.pen.clone();
    let versions = said(field, words, &shown.names, shown.now, |it| it.clone().into());
    html! {
        <div class="stack tight">
            <Line
                label={words.say(label)}
                text={field.get().cloned().unwrap_or_default()}
                length_max={record::bounds::LINE_CHARS_MAX}
                is_read_only={shown.is_read_only()}
                oncommit={Callback::from(move |text: String| pen.write(Edit::People(edit(text))))}
            />
            <Versions said={versions} />
        </div>
    }
}

fn codes<T: Code + Clone + PartialEq + 'static>(
    shown: &Shown,
    words: &Words,
    label: &str,
    field: &Field<T>,
    all: &'static [T],
    edit: impl Fn(T) -> PeopleEdit + 'static,
) -> Html {
    let pen = shown.pen.clone();
    let onchoose = Callback::from(move |code: AttrValue| {
        if let Some(value) = T::from_code(&code) {
            pen.write(Edit::People(edit(value)));
        }
    });
    let versions = said(field, words, &shown.names, shown.now, |it| bits::code(words, it));
    html! {
        <div class="stack tight">
            <Select
                label={words.say(label)}
                choices={choices(words, field.get(), all)}
                chosen={field.get().map(|it| it.code().to_owned()).unwrap_or_default()}
                {onchoose}
                is_read_only={shown.is_read_only()}
            />
            <Versions said={versions} />
        </div>
    }
}

/// The number to call first, the others, and the versions of the first.
fn phone(shown: &Shown, words: &Words, party: &PartyView) -> Html {
    let id = party.id;
    let pen = shown.pen.clone();
    let versions = said(&party.phone, words, &shown.names, shown.now, |it| it.clone().into());
    let first = party.phone.get();
    let is_said = |number: &str| party.phone.values.iter().any(|it| it.value == number);
    let others = party.phones.iter().filter(|it| !is_said(&it.number));
    let oncommit = Callback::from(move |number: String| {
        if !number.trim().is_empty() {
            pen.write(Edit::People(PeopleEdit::SetPhone { party: id, number, label: String::new() }));
        }
    });
    html! {
        <div class="stack tight">
            <Line
                label={words.say("field-phone")}
                kind="tel"
                text={first.cloned().unwrap_or_default()}
                is_read_only={shown.is_read_only()}
                {oncommit}
            />
            <Versions said={versions} />
            <ul class="small soft">
                for phone in others {
                    <li key={phone.number.clone()}>{ words.say("phone-also") }{ " " }{ &phone.number }{ " " }{ &phone.label }</li>
                }
            </ul>
        </div>
    }
}

/// What the party needs to take part: pressed is needed.
#[component]
fn Needs(props: &PartyProps) -> Html {
    let words = use_words();
    let PartyProps { shown, party } = props;
    let id = party.id;
    html! {
        <div class="field">
            <span class="label">{ words.say("field-needs") }</span>
            <div class="chips">
                for need in Need::ALL {
                    <button
                        key={need.code()}
                        type="button"
                        class="chip"
                        aria-pressed={is_needed(party, need).to_string()}
                        disabled={shown.is_read_only()}
                        onclick={toggle(shown, id, need, is_needed(party, need))}
                    >
                        { bits::code(&words, need) }
                    </button>
                }
            </div>
        </div>
    }
}

fn is_needed(party: &PartyView, need: &Need) -> bool {
    party.needs.iter().any(|it| it.value == *need)
}

fn toggle(shown: &Shown, id: ItemId, need: &Need, is_on: bool) -> Callback<MouseEvent> {
    let need = need.clone();
    let edit = move || match is_on {
        true => PeopleEdit::RemoveNeed(id, need.clone()),
        false => PeopleEdit::AddNeed(id, need.clone()),
    };
    write(shown, edit).reform(|_| ())
}

/// What is masked until somebody asks for it. That somebody asked is written down, and seen by all.
#[component]
fn HiddenLines(props: &PartyProps) -> Html {
    let words = use_words();
    let is_open = use_state_eq(|| false);
    let PartyProps { shown, party } = props;
    let id = party.id;
    let has_any = party.id_no.get().is_some() || party.bank_account.get().is_some();
    let onpress = {
        let (is_open, pen) = (is_open.setter(), shown.pen.clone());
        let masked = [(party.id_no.get(), Masked::IdNo), (party.bank_account.get(), Masked::BankAccount)];
        let there: Vec<Masked> =
            masked.into_iter().filter(|(value, _)| value.is_some()).map(|(_, what)| what).collect();
        Callback::from(move |()| {
            for what in &there {
                pen.write(Edit::People(PeopleEdit::Reveal { id: pen.draw(), party: id, what: what.clone() }));
            }
            is_open.set(true);
        })
    };
    html! {
        <div class="stack tight">
            if *is_open {
                { line(shown, &words, "field-id_no", &party.id_no, move |number| {
                    PeopleEdit::SetIdDocument { party: id, kind: String::new(), number }
                }) }
                { line(shown, &words, "field-bank_account", &party.bank_account,
                    move |it| PeopleEdit::SetBankAccount(id, it)) }
            } else if has_any {
                <p class="soft">{ words.say("masked-there") }</p>
                <div><Button label={words.say("masked-show")} shape={Shape::Lock} {onpress} /></div>
            }
        </div>
    }
}
