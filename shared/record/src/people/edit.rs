//! What is done to the people of a case.

use crate::bounds;
use crate::edit::EditError;
use crate::enums::{ConsentMethod, ConsentScope, ConsentStatus, Need, PartyKind, PartyRole, codes};
use crate::names::ItemId;
use minicbor::{Decode, Encode};

codes! {
    /// What is masked until somebody asks for it.
    Masked "masked" {
        Name = "name", "姓名";
        Phone = "phone", "电话";
        Address = "address", "住址";
        IdNo = "id_no", "证件号码";
        BankAccount = "bank_account", "收款账户";
    }
}

/// What is done to the people of a case. An empty line takes a value away.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Edit {
    /// Adds a party.
    #[n(0)]
    AddParty {
        /// The party's name inside the case.
        #[n(0)]
        id: ItemId,
        /// What the party is to the matter.
        #[n(1)]
        role: PartyRole,
        /// A person, an organisation or a group.
        #[n(2)]
        kind: PartyKind,
        /// The name; empty if the visitor does not want to be named.
        #[n(3)]
        name: String,
    },
    /// Removes a party: a mark, nothing is lost.
    #[n(1)]
    RemoveParty(#[n(0)] ItemId),
    /// Puts a removed party back.
    #[n(2)]
    RestoreParty(#[n(0)] ItemId),
    /// What the party is to the matter.
    #[n(3)]
    SetRole(#[n(0)] ItemId, #[n(1)] PartyRole),
    /// A person, an organisation or a group.
    #[n(4)]
    SetKind(#[n(0)] ItemId, #[n(1)] PartyKind),
    /// The name.
    #[n(5)]
    SetName(#[n(0)] ItemId, #[n(1)] String),
    /// The gender, in the party's own words.
    #[n(6)]
    SetGender(#[n(0)] ItemId, #[n(1)] String),
    /// The year of birth.
    #[n(7)]
    SetBirthYear(#[n(0)] ItemId, #[n(1)] u32),
    /// The ethnic group.
    #[n(8)]
    SetEthnicity(#[n(0)] ItemId, #[n(1)] String),
    /// The occupation.
    #[n(9)]
    SetOccupation(#[n(0)] ItemId, #[n(1)] String),
    /// The employer.
    #[n(10)]
    SetEmployer(#[n(0)] ItemId, #[n(1)] String),
    /// Whom to ask for, at an organisation.
    #[n(11)]
    SetContact(#[n(0)] ItemId, #[n(1)] String),
    /// Adds a number and marks it as the first to call.
    #[n(12)]
    SetPhone {
        /// The party.
        #[n(0)]
        party: ItemId,
        /// The number: digits, spaces, `+` and `-`.
        #[n(1)]
        number: String,
        /// Whose it is, where it came from.
        #[n(2)]
        label: String,
    },
    /// Takes a number out of the list.
    #[n(13)]
    RemovePhone(#[n(0)] ItemId, #[n(1)] String),
    /// Notes that the number was called and is right.
    #[n(14)]
    VerifyPhone {
        /// The party.
        #[n(0)]
        party: ItemId,
        /// The number.
        #[n(1)]
        number: String,
        /// When it was called.
        #[n(2)]
        at_ms: i64,
    },
    /// The address.
    #[n(15)]
    SetAddress(#[n(0)] ItemId, #[n(1)] String),
    /// The identity document. Only where an agreement is to be signed.
    #[n(16)]
    SetIdDocument {
        /// The party.
        #[n(0)]
        party: ItemId,
        /// What kind of document.
        #[n(1)]
        kind: String,
        /// Its number.
        #[n(2)]
        number: String,
    },
    /// The account that money is paid to.
    #[n(17)]
    SetBankAccount(#[n(0)] ItemId, #[n(1)] String),
    /// The party is the guardian of another.
    #[n(18)]
    SetGuardianOf(#[n(0)] ItemId, #[n(1)] ItemId),
    /// The party acts for another.
    #[n(19)]
    SetAgentFor(#[n(0)] ItemId, #[n(1)] ItemId),
    /// How far it may act.
    #[n(20)]
    SetAuthorisation(#[n(0)] ItemId, #[n(1)] String),
    /// What the party needs to take part.
    #[n(21)]
    AddNeed(#[n(0)] ItemId, #[n(1)] Need),
    /// What it does not need.
    #[n(22)]
    RemoveNeed(#[n(0)] ItemId, #[n(1)] Need),
    /// Records what a party answered about a consent. Nothing earlier is changed.
    #[n(23)]
    RecordConsent {
        /// The record's name.
        #[n(0)]
        id: ItemId,
        /// What was asked.
        #[n(1)]
        scope: ConsentScope,
        /// Who answered: `None` while the visitor is no party yet.
        #[n(2)]
        party: Option<ItemId>,
        /// The department, for a consent to provide to one.
        #[n(3)]
        dept: String,
        /// The answer.
        #[n(4)]
        status: ConsentStatus,
        /// How it was given.
        #[n(5)]
        method: ConsentMethod,
        /// The version of the notice that was read.
        #[n(6)]
        notice: String,
        /// When.
        #[n(7)]
        at_ms: i64,
        /// The witness, or what was said.
        #[n(8)]
        note: String,
    },
    /// Notes that somebody looked at what is masked.
    #[n(24)]
    Reveal {
        /// The record's name.
        #[n(0)]
        id: ItemId,
        /// The party.
        #[n(1)]
        party: ItemId,
        /// What was looked at.
        #[n(2)]
        what: Masked,
    },
}

impl Edit {
    pub(crate) fn check(&self) -> Result<(), EditError> {
        match self {
            Edit::AddParty { name, .. } => bounds::line(name),
            Edit::SetName(_, text) => bounds::filled_line(text),
            Edit::SetGender(_, text)
            | Edit::SetEthnicity(_, text)
            | Edit::SetOccupation(_, text)
            | Edit::SetEmployer(_, text)
            | Edit::SetContact(_, text)
            | Edit::SetAddress(_, text)
            | Edit::SetBankAccount(_, text)
            | Edit::SetAuthorisation(_, text) => bounds::line(text),
            Edit::SetBirthYear(_, year) => bounds::range(i64::from(*year), 1850, 2200),
            Edit::SetPhone { number, label, .. } => {
                bounds::line(label)?;
                phone(number).map(|_| ())
            }
            Edit::RemovePhone(_, number) | Edit::VerifyPhone { number, .. } => phone(number).map(|_| ()),
            Edit::SetIdDocument { kind, number, .. } => {
                bounds::line(kind).and_then(|()| bounds::line(number))
            }
            Edit::RecordConsent { scope, dept, notice, note, .. } => {
                if *scope == ConsentScope::ProvideDept {
                    bounds::filled_line(dept)?;
                }
                bounds::line(dept)?;
                bounds::line(notice)?;
                bounds::at_most(note, bounds::REASON_CHARS_MAX)
            }
            Edit::RemoveParty(_)
            | Edit::RestoreParty(_)
            | Edit::SetRole(..)
            | Edit::SetKind(..)
            | Edit::SetGuardianOf(..)
            | Edit::SetAgentFor(..)
            | Edit::AddNeed(..)
            | Edit::RemoveNeed(..)
            | Edit::Reveal { .. } => Ok(()),
        }
    }
}

/// A number as it is compared and stored: without spaces and dashes, full-width digits made plain.
pub(crate) fn phone(number: &str) -> Result<String, EditError> {
    const DIGITS_MAX: usize = 24;
    bounds::at_most(number, 2 * DIGITS_MAX)?;
    let plain: String = crate::value::plain(number).chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    if digits.len() < 3 || digits.len() > DIGITS_MAX || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(EditError::OutOfRange { from: 3, to: DIGITS_MAX as i64 });
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::phone;

    #[test]
    fn one_number_typed_in_two_ways_is_one_number() {
        assert_eq!(phone("120 0000-1001").unwrap(), phone("１２０００００１００１").unwrap());
        assert!(phone("call me").is_err() && phone("").is_err() && phone("12").is_err());
    }
}
