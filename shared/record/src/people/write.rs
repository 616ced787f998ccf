//! Writing about the people of a case.

use super::edit::{Edit, phone};
use super::keys::*;
use crate::document::Pen;
use crate::edit::EditError;
use crate::merge::Key;
use crate::names::ItemId;
use crate::value::{Fact, Held};
use automerge::{ObjId, ObjType};

pub(crate) fn write(pen: &mut Pen<'_, '_>, edit: &Edit) -> Result<(), EditError> {
    let parties = pen.list(PARTIES)?;
    match edit {
        Edit::AddParty { id, role, kind, name } => {
            let party = pen.add(&parties, *id, None)?;
            pen.fit_out(
                &party,
                &[(PHONES, ObjType::Map), (PHONES_VERIFIED, ObjType::Map), (NEEDS, ObjType::Map)],
            )?;
            pen.put(&party, ROLE, role)?;
            pen.put(&party, KIND, kind)?;
            pen.put(&party, NAME, name)
        }
        Edit::RemoveParty(id) => pen.set_removed(&parties, *id, true),
        Edit::RestoreParty(id) => pen.set_removed(&parties, *id, false),
        Edit::SetRole(id, role) => set(pen, *id, ROLE, role),
        Edit::SetKind(id, kind) => set(pen, *id, KIND, kind),
        Edit::SetName(id, name) => set(pen, *id, NAME, name),
        Edit::SetGender(id, text) => set(pen, *id, GENDER, text),
        Edit::SetBirthYear(id, year) => set(pen, *id, BIRTH_YEAR, year),
        Edit::SetEthnicity(id, text) => set(pen, *id, ETHNICITY, text),
        Edit::SetOccupation(id, text) => set(pen, *id, OCCUPATION, text),
        Edit::SetEmployer(id, text) => set(pen, *id, EMPLOYER, text),
        Edit::SetContact(id, text) => set(pen, *id, CONTACT, text),
        Edit::SetPhone { party, number, label } => set_phone(pen, *party, number, label),
        Edit::RemovePhone(party, number) => remove_phone(pen, *party, number),
        Edit::VerifyPhone { party, number, at_ms } => {
            let party = pen.item(&parties, *party)?;
            let verified = pen.child(&party, PHONES_VERIFIED, ObjType::Map)?;
            put_changed(pen, &verified, &phone(number)?, Fact::Number(*at_ms))
        }
        Edit::SetAddress(id, text) => set(pen, *id, ADDRESS, text),
        Edit::SetIdDocument { party, kind, number } => {
            set(pen, *party, ID_TYPE, kind)?;
            set(pen, *party, ID_NO, number)
        }
        Edit::SetBankAccount(id, text) => set(pen, *id, BANK_ACCOUNT, text),
        Edit::SetGuardianOf(id, of) => {
            pen.item(&parties, *of)?;
            set(pen, *id, GUARDIAN_OF, of)
        }
        Edit::SetAgentFor(id, whom) => {
            pen.item(&parties, *whom)?;
            set(pen, *id, AGENT_FOR, whom)
        }
        Edit::SetAuthorisation(id, text) => set(pen, *id, AUTHORISATION, text),
        Edit::AddNeed(id, need) => mark_need(pen, *id, need, true),
        Edit::RemoveNeed(id, need) => mark_need(pen, *id, need, false),
        Edit::RecordConsent { .. } => record_consent(pen, edit),
        Edit::Reveal { id, party, what } => {
            let reveals = pen.list(REVEALS)?;
            let entry = pen.add(&reveals, *id, None)?;
            pen.put(&entry, PARTY, party)?;
            pen.put(&entry, WHAT, what)
        }
    }
}

fn set(pen: &mut Pen<'_, '_>, party: ItemId, key: Key, value: &impl Held) -> Result<(), EditError> {
    let parties = pen.list(PARTIES)?;
    let party = pen.item(&parties, party)?;
    pen.put(&party, key, value)
}

fn set_phone(pen: &mut Pen<'_, '_>, party: ItemId, number: &str, label: &str) -> Result<(), EditError> {
    let parties = pen.list(PARTIES)?;
    let party = pen.item(&parties, party)?;
    let number = phone(number)?;
    let phones = pen.child(&party, PHONES, ObjType::Map)?;
    let known: Option<String> = pen.get(&phones, &number);
    if known.is_none() || (!label.is_empty() && known.as_deref() != Some(label)) {
        put_changed(pen, &phones, &number, Fact::Text(label.to_owned()))?;
    }
    // The number is in the list; where the first waits for the office, this one waits with the others.
    pen.put(&party, PHONE, &number)
}

/// A number taken out of the list stays in the history; its label is then "no".
fn remove_phone(pen: &mut Pen<'_, '_>, party: ItemId, number: &str) -> Result<(), EditError> {
    let parties = pen.list(PARTIES)?;
    let party = pen.item(&parties, party)?;
    let phones = pen.child(&party, PHONES, ObjType::Map)?;
    put_changed(pen, &phones, &phone(number)?, Fact::Flag(false))
}

fn put_changed(pen: &mut Pen<'_, '_>, map: &ObjId, key: &str, fact: Fact) -> Result<(), EditError> {
    if pen.get::<Fact>(map, key).as_ref() == Some(&fact) { Ok(()) } else { pen.put_fact(map, key, &fact) }
}

fn mark_need(
    pen: &mut Pen<'_, '_>,
    party: ItemId,
    need: &crate::enums::Need,
    is_in: bool,
) -> Result<(), EditError> {
    let parties = pen.list(PARTIES)?;
    let party = pen.item(&parties, party)?;
    let needs = pen.child(&party, NEEDS, ObjType::Map)?;
    pen.mark(&needs, need, is_in)
}

fn record_consent(pen: &mut Pen<'_, '_>, edit: &Edit) -> Result<(), EditError> {
    let Edit::RecordConsent { id, scope, party, dept, status, method, notice, at_ms, note } = edit else {
        return Err(EditError::WrongDocument);
    };
    let consents = pen.list(CONSENTS)?;
    let entry = pen.add(&consents, *id, None)?;
    pen.put(&entry, SCOPE, scope)?;
    pen.put(&entry, STATUS, status)?;
    pen.put(&entry, METHOD, method)?;
    pen.put(&entry, AT, at_ms)?;
    if let Some(party) = party {
        pen.put(&entry, PARTY, party)?;
    }
    for (key, text) in [(DEPT, dept), (NOTICE, notice), (NOTE, note)] {
        if !text.is_empty() {
            pen.put(&entry, key, text)?;
        }
    }
    Ok(())
}
