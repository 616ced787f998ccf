//! A story as a screen shows it.

use super::interview::{self, InterviewView};
use super::keys::*;
use super::visit::{self, VisitView};
use crate::document::{Node, Reader};
use crate::names::{Heads, ItemId};
use crate::review::Review;
use crate::value::{Field, Text, Value, Written};
use minicbor::{Decode, Encode};

/// A note, or a correction.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct NoteView {
    /// Its name.
    #[n(0)]
    pub id: ItemId,
    /// The words.
    #[n(1)]
    pub text: String,
    /// Who wrote it, and the three times.
    #[n(2)]
    pub written: Written,
}

/// The reason for a step or a decision.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ReasonView {
    /// The step or decision.
    #[n(0)]
    pub of: ItemId,
    /// The words.
    #[n(1)]
    pub text: String,
    /// Who wrote it.
    #[n(2)]
    pub written: Written,
}

/// The story of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct StoryView {
    /// What was seen: a splice is written against it.
    #[n(0)]
    pub heads: Heads,
    /// The title.
    #[n(1)]
    pub title: Field<String>,
    /// What the visitor asks for.
    #[n(2)]
    pub appeal: Text,
    /// What is known of the matter.
    #[n(3)]
    pub facts: Text,
    /// How it ended, in words.
    #[n(4)]
    pub close_note: Text,
    /// Tags.
    #[n(5)]
    pub tags: Vec<Value<String>>,
    /// Where exactly.
    #[n(6)]
    pub location_detail: Field<String>,
    /// Notes, in the order they are told.
    #[n(7)]
    pub notes: Vec<NoteView>,
    /// Visits, removed ones too.
    #[n(8)]
    pub visits: Vec<VisitView>,
    /// Interviews, removed ones too.
    #[n(9)]
    pub interviews: Vec<InterviewView>,
    /// The reasons for steps and decisions.
    #[n(10)]
    pub reasons: Vec<ReasonView>,
    /// What is to be reviewed.
    #[n(11)]
    pub review: Review,
}

impl StoryView {
    /// The reason for a step or a decision.
    pub fn reason(&self, of: ItemId) -> Option<&str> {
        self.reasons.iter().find(|reason| reason.of == of).map(|reason| reason.text.as_str())
    }
}

pub(crate) fn read(reader: Reader<'_>) -> StoryView {
    let mut view = {
        let root = reader.root();
        StoryView {
            heads: reader.doc.heads(),
            title: root.field(TITLE),
            appeal: root.text(APPEAL),
            facts: root.text(FACTS),
            close_note: root.text(CLOSE_NOTE),
            tags: root.set(TAGS),
            location_detail: root.field(LOCATION),
            notes: notes(&root, NOTES),
            visits: root.items(VISITS).into_iter().map(visit::read).collect(),
            interviews: root.items(INTERVIEWS).into_iter().map(interview::read).collect(),
            reasons: reasons(&root),
            review: Review::default(),
        }
    };
    view.review = reader.review();
    view
}

pub(super) fn notes(node: &Node<'_>, key: &str) -> Vec<NoteView> {
    let read = node.log(key).into_iter().filter_map(|item| {
        let mut written = item.made;
        written.happened_ms = item.node.plain(HAPPENED.name);
        Some(NoteView { id: item.id, text: item.node.plain(TEXT.name)?, written })
    });
    read.collect()
}

fn reasons(root: &Node<'_>) -> Vec<ReasonView> {
    let read = root.log(REASONS).into_iter().filter_map(|item| {
        Some(ReasonView { of: item.id, text: item.node.plain(TEXT.name)?, written: item.made })
    });
    read.collect()
}
