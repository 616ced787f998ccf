//! Consents: every answer is kept; of answers given without knowing of each other the safest for the party stands.

use super::keys::*;
use crate::document::{Index, Node, Raw};
use crate::enums::{ConsentMethod, ConsentScope, ConsentStatus, Level};
use crate::names::ItemId;
use crate::review::{Question, Topic};
use crate::value::{Fact, Value};
use minicbor::{Decode, Encode};

/// What a party answered about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ConsentView {
    /// What was asked.
    #[n(0)]
    pub scope: ConsentScope,
    /// Who answered.
    #[n(1)]
    pub party: Option<ItemId>,
    /// The department, for a consent to provide to one.
    #[n(2)]
    pub dept: String,
    /// The answer that stands.
    #[n(3)]
    pub status: ConsentStatus,
    /// Every answer, in the order it is told.
    #[n(4)]
    pub answers: Vec<Value<ConsentStatus>>,
    /// How the last was given.
    #[n(5)]
    pub method: Option<ConsentMethod>,
    /// The version of the notice that was read for it.
    #[n(6)]
    pub notice: String,
    /// The witness, or what was said.
    #[n(7)]
    pub note: String,
}

struct Answer {
    change: Index,
    about: (ConsentScope, Option<ItemId>, String),
    view: ConsentView,
}

pub(super) fn read(root: &Node<'_>) -> Vec<ConsentView> {
    let answers: Vec<Answer> = root.log(CONSENTS).into_iter().filter_map(|item| answer(&item.node)).collect();
    let mut about: Vec<_> = answers.iter().map(|answer| answer.about.clone()).collect();
    about.sort();
    about.dedup();
    about
        .iter()
        .filter_map(|about| stand(root, answers.iter().filter(|a| a.about == *about).collect()))
        .collect()
}

fn answer(node: &Node<'_>) -> Option<Answer> {
    let (change, mut written) = node.made()?;
    written.happened_ms = node.plain(AT.name);
    let scope: ConsentScope = node.plain(SCOPE.name)?;
    let party: Option<ItemId> = node.plain(PARTY.name);
    let dept: String = node.plain(DEPT.name).unwrap_or_default();
    let status: ConsentStatus = node.plain(STATUS.name)?;
    let view = ConsentView {
        scope: scope.clone(),
        party,
        dept: dept.clone(),
        status: status.clone(),
        answers: vec![Value { value: status, written }],
        method: node.plain(METHOD.name),
        notice: node.plain(NOTICE.name).unwrap_or_default(),
        note: node.plain(NOTE.name).unwrap_or_default(),
    };
    Some(Answer { change, about: (scope, party, dept), view })
}

/// The answers about one thing: those that nobody answered after having seen them stand beside each other.
fn stand(root: &Node<'_>, answers: Vec<&Answer>) -> Option<ConsentView> {
    let history = &root.reader.doc.history;
    let is_last = |answer: &&&Answer| {
        let mut others = answers.iter().filter(|other| other.change != answer.change);
        !others.any(|other| history.precedes(answer.change, other.change))
    };
    let mut last: Vec<&&Answer> = answers.iter().filter(is_last).collect();
    last.sort_by_key(|answer| (core::cmp::Reverse(&answer.view.status), history.order(answer.change)));
    let safest = last.first()?;
    if last.iter().any(|other| other.view.status != safest.view.status) {
        let raw = |answer: &&&Answer| Raw {
            fact: Fact::Text(answer.view.status.code().to_owned()),
            change: answer.change,
            written: answer.view.answers[0].written.clone(),
        };
        let candidates: Vec<Raw> = last.iter().map(raw).collect();
        let (scope, party, dept) = &safest.about;
        let party = party.map(|party| party.to_string()).unwrap_or_default();
        let place = root.place(&format!("consents/{}/{party}/{dept}", scope.code()));
        root.reader.ask(Question {
            topic: Topic::Consent,
            level: Level::Warn,
            place,
            base: None,
            candidates: &candidates,
            again: &[],
            is_reopened: false,
        });
    }
    let mut view = safest.view.clone();
    view.answers = answers.iter().flat_map(|answer| answer.view.answers.clone()).collect();
    Some(view)
}
