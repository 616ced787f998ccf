//! An interview, or the record of going somewhere, as a screen shows it.

use super::field::Line;
use super::keys::*;
use super::view::NoteView;
use super::write::line_key;
use crate::document::Node;
use crate::enums::{InterviewKind, Readback};
use crate::merge::Item;
use crate::names::ItemId;
use crate::value::{Field, Text, Value, Written};
use minicbor::{Decode, Encode};
use shared::ids::PersonId;

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct QuestionView {
    /// Its name.
    #[n(0)]
    pub id: ItemId,
    /// Who added it.
    #[n(1)]
    pub made: Written,
    /// Whether it was removed.
    #[n(2)]
    pub is_removed: bool,
    /// The question.
    #[n(3)]
    pub question: Text,
    /// The answer.
    #[n(4)]
    pub answer: Text,
}

/// An item of one of an interview's lists.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ParagraphView {
    /// Its name.
    #[n(0)]
    pub id: ItemId,
    /// The list it stands in.
    #[n(1)]
    pub line: Line,
    /// Who added it.
    #[n(2)]
    pub made: Written,
    /// Whether it was removed.
    #[n(3)]
    pub is_removed: bool,
    /// What it says.
    #[n(4)]
    pub text: Text,
}

/// An interview.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct InterviewView {
    /// Its name.
    #[n(0)]
    pub id: ItemId,
    /// Who began it.
    #[n(1)]
    pub made: Written,
    /// Whether it was removed.
    #[n(2)]
    pub is_removed: bool,
    /// What kind.
    #[n(3)]
    pub kind: Field<InterviewKind>,
    /// When it began.
    #[n(4)]
    pub start_ms: Field<i64>,
    /// When it ended.
    #[n(5)]
    pub end_ms: Field<i64>,
    /// Where it was.
    #[n(6)]
    pub place: Field<String>,
    /// Who asks.
    #[n(7)]
    pub interviewer: Field<PersonId>,
    /// Who writes.
    #[n(8)]
    pub recorder: Field<PersonId>,
    /// Which party speaks.
    #[n(9)]
    pub interviewee: Field<ItemId>,
    /// The interview it adds to.
    #[n(10)]
    pub supplement_to: Field<ItemId>,
    /// Who was present.
    #[n(11)]
    pub present: Vec<Value<String>>,
    /// What the interviewee was told of.
    #[n(12)]
    pub informed: Vec<Value<String>>,
    /// What was told.
    #[n(13)]
    pub narrative: Text,
    /// Questions and answers.
    #[n(14)]
    pub questions: Vec<QuestionView>,
    /// Contradictions, evidence, findings, measurements.
    #[n(15)]
    pub lines: Vec<ParagraphView>,
    /// Corrections the interviewee asked for.
    #[n(16)]
    pub corrections: Vec<NoteView>,
    /// How it was confirmed at its end.
    #[n(17)]
    pub readback: Field<Readback>,
    /// Why nobody signed.
    #[n(18)]
    pub refusal: Text,
    /// Why somebody went there.
    #[n(19)]
    pub purpose: Text,
    /// What came of it.
    #[n(20)]
    pub conclusion: Text,
    /// Whom one met.
    #[n(21)]
    pub persons_met: Vec<Value<String>>,
    /// Who came along.
    #[n(22)]
    pub companions: Vec<Value<String>>,
}

pub(super) fn read(item: Item<'_>) -> InterviewView {
    let node = &item.node;
    InterviewView {
        id: item.id,
        is_removed: item.is_removed,
        kind: node.field(KIND),
        start_ms: node.field(START),
        end_ms: node.field(END),
        place: node.field(HEADER_PLACE),
        interviewer: node.field(INTERVIEWER),
        recorder: node.field(RECORDER),
        interviewee: node.field(INTERVIEWEE),
        supplement_to: node.field(SUPPLEMENT_TO),
        present: node.set(PRESENT),
        informed: node.set(INFORMED),
        narrative: node.text(NARRATIVE),
        questions: node.items(QA).into_iter().map(question).collect(),
        lines: lines(node),
        corrections: super::view::notes(node, CORRECTIONS),
        readback: node.field(READBACK),
        refusal: node.text(REFUSAL),
        purpose: node.text(PURPOSE),
        conclusion: node.text(CONCLUSION),
        persons_met: node.set(PERSONS_MET),
        companions: node.set(COMPANIONS),
        made: item.made,
    }
}

fn question(item: Item<'_>) -> QuestionView {
    QuestionView {
        id: item.id,
        is_removed: item.is_removed,
        question: item.node.text(Q),
        answer: item.node.text(A),
        made: item.made,
    }
}

fn lines(node: &Node<'_>) -> Vec<ParagraphView> {
    let all = [Line::Contradiction, Line::Evidence, Line::Finding, Line::Measurement];
    let read = all.into_iter().flat_map(|line| {
        let items = node.items(line_key(line)).into_iter();
        items.map(move |item| ParagraphView {
            id: item.id,
            line,
            is_removed: item.is_removed,
            text: item.node.text(BODY),
            made: item.made,
        })
    });
    read.collect()
}
