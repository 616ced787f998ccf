//! The keys of a party and how each merges.

use crate::merge::{Key, auto, block, once, warn};

pub(super) const PARTIES: &str = "parties";
pub(super) const CONSENTS: &str = "consents";
pub(super) const REVEALS: &str = "reveals";

pub(super) const ROLE: Key = warn("role");
pub(super) const KIND: Key = auto("kind");
pub(super) const NAME: Key = block("name");
pub(super) const GENDER: Key = auto("gender");
pub(super) const BIRTH_YEAR: Key = auto("birth_year");
pub(super) const ETHNICITY: Key = auto("ethnicity");
pub(super) const OCCUPATION: Key = auto("occupation");
pub(super) const EMPLOYER: Key = auto("employer");
pub(super) const CONTACT: Key = auto("contact");
/// The first number; all numbers stand in `phones`.
pub(super) const PHONE: Key = warn("phone");
pub(super) const ADDRESS: Key = warn("address");
pub(super) const ID_TYPE: Key = block("id_type");
pub(super) const ID_NO: Key = block("id_no");
pub(super) const BANK_ACCOUNT: Key = block("bank_account");
pub(super) const GUARDIAN_OF: Key = warn("guardian_of");
pub(super) const AGENT_FOR: Key = warn("agent_for");
pub(super) const AUTHORISATION: Key = warn("authorisation");

/// Whether different values at a key stop the case.
pub(crate) fn stops(key: &str) -> bool {
    [NAME, ID_TYPE, ID_NO, BANK_ACCOUNT].iter().any(|it| it.name == key)
}

pub(super) const PHONES: &str = "phones";
pub(super) const PHONES_VERIFIED: &str = "phones_verified";
pub(super) const NEEDS: &str = "needs";

pub(super) const SCOPE: Key = once("scope");
pub(super) const PARTY: Key = once("party");
pub(super) const DEPT: Key = once("dept");
pub(super) const STATUS: Key = once("status");
pub(super) const METHOD: Key = once("method");
pub(super) const NOTICE: Key = once("notice");
pub(super) const AT: Key = once("at_ms");
pub(super) const NOTE: Key = once("note");
pub(super) const WHAT: Key = once("what");
