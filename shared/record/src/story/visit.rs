//! A visit as a screen shows it.

use super::keys::*;
use crate::enums::{Channel, VisitKind};
use crate::merge::Item;
use crate::names::ItemId;
use crate::value::{Field, Text, Value, Written};
use minicbor::{Decode, Encode};
use shared::ids::PersonId;

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct VisitView {
    /// Its name.
    #[n(0)]
    pub id: ItemId,
    /// Who registered it.
    #[n(1)]
    pub made: Written,
    /// Whether it was removed.
    #[n(2)]
    pub is_removed: bool,
    /// When it was.
    #[n(3)]
    pub at_ms: Field<i64>,
    /// How they came.
    #[n(4)]
    pub channel: Field<Channel>,
    /// Who received them.
    #[n(5)]
    pub receiver: Field<PersonId>,
    /// Where.
    #[n(6)]
    pub place: Field<String>,
    /// Who wrote it down.
    #[n(7)]
    pub recorder: Field<PersonId>,
    /// Whether they had been here before.
    #[n(8)]
    pub kind: Field<VisitKind>,
    /// How many they were.
    #[n(9)]
    pub headcount: Field<u32>,
    /// Who spoke for the others.
    #[n(10)]
    pub representatives: Vec<Value<ItemId>>,
    /// What it was about.
    #[n(11)]
    pub summary: Text,
    /// What was answered on the spot.
    #[n(12)]
    pub answer: Text,
}

pub(super) fn read(item: Item<'_>) -> VisitView {
    let node = &item.node;
    VisitView {
        id: item.id,
        is_removed: item.is_removed,
        at_ms: node.field(AT),
        channel: node.field(CHANNEL),
        receiver: node.field(RECEIVER),
        place: node.field(PLACE),
        recorder: node.field(RECORDER),
        kind: node.field(VISIT_KIND),
        headcount: node.field(HEADCOUNT),
        representatives: node.set(REPRESENTATIVES),
        summary: node.text(SUMMARY),
        answer: node.text(ANSWER),
        made: item.made,
    }
}
