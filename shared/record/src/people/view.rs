//! The people of a case as a screen shows them.

use super::consent::{self, ConsentView};
use super::edit::Masked;
use super::keys::*;
use crate::document::{Node, Reader};
use crate::enums::{Need, PartyKind, PartyRole};
use crate::names::{Heads, ItemId};
use crate::review::Review;
use crate::value::{Fact, Field, Value, Written};
use automerge::{ObjType, ReadDoc};
use minicbor::{Decode, Encode};

/// One number of a party.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Phone {
    /// The number.
    #[n(0)]
    pub number: String,
    /// Whose it is, where it came from.
    #[n(1)]
    pub label: String,
    /// When it was last called and found right.
    #[n(2)]
    pub verified_ms: Option<i64>,
    /// Who wrote it down.
    #[n(3)]
    pub written: Written,
}

/// A party.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PartyView {
    /// The party's name inside the case.
    #[n(0)]
    pub id: ItemId,
    /// The number by which it is spoken of, counted from 1: P1, P2.
    #[n(1)]
    pub index: u32,
    /// Who added it.
    #[n(2)]
    pub made: Written,
    /// Whether it was removed.
    #[n(3)]
    pub is_removed: bool,
    /// What it is to the matter.
    #[n(4)]
    pub role: Field<PartyRole>,
    /// A person, an organisation or a group.
    #[n(5)]
    pub kind: Field<PartyKind>,
    /// The name.
    #[n(6)]
    pub name: Field<String>,
    /// The gender.
    #[n(7)]
    pub gender: Field<String>,
    /// The year of birth.
    #[n(8)]
    pub birth_year: Field<u32>,
    /// The ethnic group.
    #[n(9)]
    pub ethnicity: Field<String>,
    /// The occupation.
    #[n(10)]
    pub occupation: Field<String>,
    /// The employer.
    #[n(11)]
    pub employer: Field<String>,
    /// Whom to ask for.
    #[n(12)]
    pub contact: Field<String>,
    /// The number to call first.
    #[n(13)]
    pub phone: Field<String>,
    /// Every number.
    #[n(14)]
    pub phones: Vec<Phone>,
    /// The address.
    #[n(15)]
    pub address: Field<String>,
    /// The kind of identity document.
    #[n(16)]
    pub id_type: Field<String>,
    /// Its number.
    #[n(17)]
    pub id_no: Field<String>,
    /// The account that money is paid to.
    #[n(18)]
    pub bank_account: Field<String>,
    /// Whose guardian it is.
    #[n(19)]
    pub guardian_of: Field<ItemId>,
    /// For whom it acts.
    #[n(20)]
    pub agent_for: Field<ItemId>,
    /// How far it may.
    #[n(21)]
    pub authorisation: Field<String>,
    /// What it needs to take part.
    #[n(22)]
    pub needs: Vec<Value<Need>>,
}

/// That somebody looked at what is masked.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RevealView {
    /// The party.
    #[n(0)]
    pub party: ItemId,
    /// What was looked at.
    #[n(1)]
    pub what: Masked,
    /// Who looked, and when.
    #[n(2)]
    pub written: Written,
}

/// The people of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct PeopleView {
    /// What was seen.
    #[n(0)]
    pub heads: Heads,
    /// The parties, removed ones too.
    #[n(1)]
    pub parties: Vec<PartyView>,
    /// The consents.
    #[n(2)]
    pub consents: Vec<ConsentView>,
    /// Who looked at what is masked.
    #[n(3)]
    pub reveals: Vec<RevealView>,
    /// What is to be reviewed.
    #[n(4)]
    pub review: Review,
}

impl PeopleView {
    /// What each party is called, by the number that stands in the tags of the story's texts.
    pub fn called(&self) -> Vec<(u32, String)> {
        let named = self.parties.iter().filter_map(|it| Some((it.index, it.name.get()?.clone())));
        named.collect()
    }
}

pub(crate) fn read(reader: Reader<'_>) -> PeopleView {
    let mut view = {
        let root = reader.root();
        let parties = root.items(PARTIES).into_iter().enumerate();
        PeopleView {
            heads: reader.doc.heads(),
            parties: parties
                .map(|(i, item)| party(&item.node, item.id, i, item.made, item.is_removed))
                .collect(),
            consents: consent::read(&root),
            reveals: root.log(REVEALS).into_iter().filter_map(|item| reveal(&item.node, item.made)).collect(),
            review: Review::default(),
        }
    };
    view.review = reader.review();
    view
}

fn party(node: &Node<'_>, id: ItemId, place: usize, made: Written, is_removed: bool) -> PartyView {
    PartyView {
        id,
        index: place as u32 + 1,
        made,
        is_removed,
        role: node.field(ROLE),
        kind: node.field(KIND),
        name: node.field(NAME),
        gender: node.field(GENDER),
        birth_year: node.field(BIRTH_YEAR),
        ethnicity: node.field(ETHNICITY),
        occupation: node.field(OCCUPATION),
        employer: node.field(EMPLOYER),
        contact: node.field(CONTACT),
        phone: node.field(PHONE),
        phones: phones(node),
        address: node.field(ADDRESS),
        id_type: node.field(ID_TYPE),
        id_no: node.field(ID_NO),
        bank_account: node.field(BANK_ACCOUNT),
        guardian_of: node.field(GUARDIAN_OF),
        agent_for: node.field(AGENT_FOR),
        authorisation: node.field(AUTHORISATION),
        needs: node.set(NEEDS),
    }
}

fn phones(node: &Node<'_>) -> Vec<Phone> {
    let Some(map) = node.child(PHONES, ObjType::Map) else {
        return Vec::new();
    };
    let numbers: Vec<String> = node.reader.doc.am.keys(&map).collect();
    let verified = node.child(PHONES_VERIFIED, ObjType::Map).map(|map| node.inside(PHONES_VERIFIED, map));
    let phones = node.inside(PHONES, map);
    let read = numbers.into_iter().filter_map(|number| {
        let raw = phones.raws(&number).into_iter().rfind(|raw| matches!(raw.fact, Fact::Text(_)))?;
        let Fact::Text(label) = raw.fact else { return None };
        let verified_ms = verified.as_ref().and_then(|node| node.plain(&number));
        Some(Phone { number, label, verified_ms, written: raw.written })
    });
    read.collect()
}

fn reveal(node: &Node<'_>, written: Written) -> Option<RevealView> {
    Some(RevealView { party: node.plain(PARTY.name)?, what: node.plain(WHAT.name)?, written })
}
