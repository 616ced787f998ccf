//! A case as a screen shows it.

use super::edit::Deadline;
use super::keys::*;
use super::status::{self, StatusView};
use crate::document::{Node, Reader};
use crate::enums::{Acceptance, AppealKind, Category, Channel, CloseReason, Risk, Sensitivity, Urgency};
use crate::names::Heads;
use crate::review::Review;
use crate::value::{Field, Value};
use automerge::{ObjType, ReadDoc};
use minicbor::{Decode, Encode};
use shared::ids::{DocId, PersonId};

/// A clock that was moved.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeadlineView {
    /// The clock.
    #[n(0)]
    pub deadline: Deadline,
    /// When it runs out.
    #[n(1)]
    pub at_ms: Field<i64>,
}

/// A case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct CaseView {
    /// What was seen.
    #[n(0)]
    pub heads: Heads,
    /// The number until there is an official one.
    #[n(1)]
    pub temp_no: Field<String>,
    /// The official number.
    #[n(2)]
    pub case_no: Field<String>,
    /// How the matter came, corrections counted.
    #[n(3)]
    pub channel: Field<Channel>,
    /// When it was received.
    #[n(4)]
    pub received_ms: Field<i64>,
    /// Who received it.
    #[n(5)]
    pub received_by: Field<PersonId>,
    /// What it is about.
    #[n(6)]
    pub category: Field<Category>,
    /// What it is also about.
    #[n(7)]
    pub secondary: Vec<Value<Category>>,
    /// What the visitor wants.
    #[n(8)]
    pub appeal_kind: Field<AppealKind>,
    /// How soon somebody must act.
    #[n(9)]
    pub urgency: Field<Urgency>,
    /// How likely it is to get out of hand.
    #[n(10)]
    pub risk: Field<Risk>,
    /// What sensitive information it holds.
    #[n(11)]
    pub sensitivity: Vec<Value<Sensitivity>>,
    /// What was decided about taking it on.
    #[n(12)]
    pub acceptance: Field<Acceptance>,
    /// Who answers for it.
    #[n(13)]
    pub lead: Field<PersonId>,
    /// Who helps.
    #[n(14)]
    pub assist: Vec<Value<PersonId>>,
    /// The town or street office.
    #[n(15)]
    pub town: Field<String>,
    /// The community or village.
    #[n(16)]
    pub community: Field<String>,
    /// The grid.
    #[n(17)]
    pub grid: Field<String>,
    /// The day it happened.
    #[n(18)]
    pub incident_at: Field<String>,
    /// How often it happened.
    #[n(19)]
    pub incident_count: Field<u32>,
    /// The clocks that were moved.
    #[n(20)]
    pub deadlines: Vec<DeadlineView>,
    /// Where it stands.
    #[n(21)]
    pub status: StatusView,
    /// How it ended.
    #[n(22)]
    pub close_reason: Field<CloseReason>,
    /// The case it is part of.
    #[n(23)]
    pub merged_into: Field<DocId>,
    /// What is to be reviewed.
    #[n(24)]
    pub review: Review,
}

pub(crate) fn read(reader: Reader<'_>) -> CaseView {
    let mut view = {
        let root = reader.root();
        let corrected: Field<Channel> = root.field(CHANNEL_CORRECTED);
        let channel = if corrected.values.is_empty() { root.field(CHANNEL) } else { corrected };
        CaseView {
            heads: reader.doc.heads(),
            temp_no: root.field(TEMP_NO),
            case_no: root.field(CASE_NO),
            channel,
            received_ms: root.field(RECEIVED_AT),
            received_by: root.field(RECEIVED_BY),
            category: root.field(CATEGORY),
            secondary: root.set(SECONDARY),
            appeal_kind: root.field(APPEAL_KIND),
            urgency: root.highest(URGENCY),
            risk: root.highest(RISK),
            sensitivity: root.set(SENSITIVITY),
            acceptance: root.field(ACCEPTANCE),
            lead: root.field(LEAD),
            assist: root.set(ASSIST),
            town: root.field(TOWN),
            community: root.field(COMMUNITY),
            grid: root.field(GRID),
            incident_at: root.field(INCIDENT_AT),
            incident_count: root.field(INCIDENT_COUNT),
            deadlines: deadlines(&root),
            status: status::read(&root),
            close_reason: root.field(CLOSE_REASON),
            merged_into: root.field(MERGED_INTO),
            review: Review::default(),
        }
    };
    view.review = reader.review();
    view
}

fn deadlines(root: &Node<'_>) -> Vec<DeadlineView> {
    let Some(map) = root.child(DEADLINES, ObjType::Map) else {
        return Vec::new();
    };
    let mut known: Vec<Deadline> =
        root.reader.doc.am.keys(&map).filter_map(|key| Deadline::from_code(&key)).collect();
    known.sort();
    let node = root.inside(DEADLINES, map);
    known
        .into_iter()
        .map(|deadline| {
            let at_ms = node.field_at(deadline.code(), DEADLINE);
            DeadlineView { deadline, at_ms }
        })
        .collect()
}
