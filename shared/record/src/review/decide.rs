//! Decisions: edits of the document that the question stands in.

use super::item::{Item, ItemKey, Topic};
use super::rights::{lowers_risk, may_decide, may_undo, whom};
use super::ruling::Verdict;
use crate::bounds;
use crate::document::{Document, Pen, is_mark};
use crate::edit::{EditError, Writer};
use crate::enums::{Level, Role};
use crate::names::{ChangeId, ItemId, Place};
use crate::value::Fact;
use crate::{case, enums};
use minicbor::{Decode, Encode};
use shared::ids::DocKind;

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Choice {
    /// This one stands.
    #[n(0)]
    Use(#[n(0)] ChangeId),
    /// Both stay as they are: the text reads well, both numbers are right, the safer answer stands.
    #[n(1)]
    KeepBoth,
    /// Neither: this stands instead.
    #[n(2)]
    Rewrite(#[n(0)] Fact),
    /// Not now.
    #[n(3)]
    Later,
    /// For those who may not decide: I think this one.
    #[n(4)]
    Propose(#[n(0)] ChangeId),
}

/// A decision, or what follows from one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Edit {
    /// Decides about a review item.
    #[n(0)]
    Decide {
        /// The decision's own name.
        #[n(0)]
        id: ItemId,
        /// The item.
        #[n(1)]
        item: ItemKey,
        /// What is decided.
        #[n(2)]
        choice: Choice,
        /// Why. Needed where the item stops the case.
        #[n(3)]
        reason: String,
    },
    /// Takes a decision back: the item is open again.
    #[n(1)]
    Undo {
        /// The name of this step.
        #[n(0)]
        id: ItemId,
        /// The decision.
        #[n(1)]
        decision: ItemId,
        /// Why.
        #[n(2)]
        reason: String,
    },
    /// Puts away the message that one's value does not stand.
    #[n(2)]
    PutAway {
        /// The decision it was about.
        #[n(0)]
        decision: ItemId,
    },
}

impl Edit {
    pub(crate) fn reason(&self) -> Option<(ItemId, &str)> {
        match self {
            Edit::Decide { id, reason, .. } | Edit::Undo { id, reason, .. } => Some((*id, reason)),
            Edit::PutAway { .. } => None,
        }
    }
}

/// A decision that was found to be allowed.
pub(crate) enum Plan {
    Rule(Rule),
    Step(case::Step),
    PutAway(ItemId),
}

/// What is written down about a decision.
pub(crate) struct Rule {
    pub(super) id: ItemId,
    pub(super) verdict: Verdict,
    pub(super) place: Place,
    pub(super) candidates: Vec<ChangeId>,
    pub(super) chosen: Option<ChangeId>,
    /// What to put at the place, or what is proposed for it.
    pub(super) value: Option<Fact>,
    pub(super) undoes: Option<ItemId>,
    pub(super) reason: Option<String>,
}

impl Rule {
    /// What is decided or proposed about an item as it was shown.
    pub(super) fn about(
        item: &Item,
        id: ItemId,
        verdict: Verdict,
        chosen: Option<ChangeId>,
        value: Option<Fact>,
    ) -> Self {
        let (place, candidates) = (item.place.clone(), item.changes.clone());
        Self { id, verdict, place, candidates, chosen, value, undoes: None, reason: None }
    }
}

pub(crate) fn plan(doc: &Document, edit: &Edit, writer: &Writer) -> Result<Plan, EditError> {
    let review = doc.review();
    match edit {
        Edit::Decide { id, item, choice, reason } => {
            bounds::at_most(reason, bounds::REASON_CHARS_MAX)?;
            let item = review.items.iter().find(|open| open.key == *item).ok_or(EditError::ItemChanged)?;
            allow(doc.kind(), item, choice, reason, writer)?;
            if item.topic == Topic::Status
                && let Choice::Use(change) = choice
            {
                return case::resolve(doc, *id, *change, writer).map(Plan::Step);
            }
            let mut rule = rule(*id, item, choice)?;
            rule.reason = kept_reason(doc.kind(), reason);
            Ok(Plan::Rule(rule))
        }
        Edit::Undo { id, decision, reason } => {
            bounds::at_most(reason, bounds::REASON_CHARS_MAX)?;
            let made = review.decided.iter().find(|made| made.id == *decision).ok_or(EditError::NoItem)?;
            may_undo(doc.kind(), made, writer.author.person, writer.roles)?;
            Ok(Plan::Rule(Rule {
                id: *id,
                verdict: Verdict::Undo,
                place: made.place.clone(),
                candidates: Vec::new(),
                chosen: None,
                value: None,
                undoes: Some(*decision),
                reason: kept_reason(doc.kind(), reason),
            }))
        }
        Edit::PutAway { decision } => Ok(Plan::PutAway(*decision)),
    }
}

/// A case holds no words: there the reason stands in the story, under the decision's name.
fn kept_reason(kind: DocKind, reason: &str) -> Option<String> {
    (kind != DocKind::Case && !reason.trim().is_empty()).then(|| reason.to_owned())
}

fn allow(
    kind: DocKind,
    item: &Item,
    choice: &Choice,
    reason: &str,
    writer: &Writer,
) -> Result<(), EditError> {
    if matches!(choice, Choice::Propose(_) | Choice::Later) || item.level == Level::Info {
        return Ok(());
    }
    if !may_decide(kind, item, writer.roles) {
        return Err(EditError::NotYours(whom(&item.level)));
    }
    if item.level == Level::Block && reason.trim().is_empty() {
        return Err(EditError::NoReason);
    }
    let stands = match choice {
        Choice::Use(change) => item.candidates.iter().find(|it| it.change == *change).map(|it| &it.value),
        Choice::Rewrite(fact) => Some(fact),
        Choice::KeepBoth | Choice::Later | Choice::Propose(_) => None,
    };
    if stands.is_some_and(|it| lowers_risk(item, it)) && !writer.roles.holds(&Role::Convener) {
        return Err(EditError::NotYours("a convener"));
    }
    Ok(())
}

fn rule(id: ItemId, item: &Item, choice: &Choice) -> Result<Rule, EditError> {
    let candidate = |change: &ChangeId| item.candidates.iter().find(|candidate| candidate.change == *change);
    let holds_a_value = matches!(item.topic, Topic::Values | Topic::Raised | Topic::Removed);
    let (verdict, chosen, value) = match choice {
        Choice::Use(change) if holds_a_value => {
            let chosen = candidate(change).ok_or(EditError::ItemChanged)?;
            (Verdict::Use, Some(*change), Some(chosen.value.clone()))
        }
        Choice::Rewrite(fact) if matches!(item.topic, Topic::Values | Topic::Raised) => {
            check_rewrite(item, fact)?;
            (Verdict::Use, None, Some(fact.clone()))
        }
        Choice::KeepBoth if may_keep_both(item) => {
            // One of two marks has to be the first number; both numbers stay in the list of phones.
            let is_phone = item.place.key == "phone";
            let first = item.candidates.first().filter(|_| is_phone);
            match first {
                Some(first) => (Verdict::Use, Some(first.change), Some(first.value.clone())),
                None => (Verdict::KeepBoth, None, None),
            }
        }
        Choice::Later => (Verdict::Later, None, None),
        Choice::Propose(change) => {
            let chosen = candidate(change).ok_or(EditError::ItemChanged)?;
            let is_value = matches!(item.topic, Topic::Values | Topic::Raised);
            (Verdict::Propose, Some(*change), is_value.then(|| chosen.value.clone()))
        }
        Choice::Use(_) | Choice::Rewrite(_) | Choice::KeepBoth => return Err(EditError::WrongChoice),
    };
    Ok(Rule::about(item, id, verdict, chosen, value))
}

/// A fact that stops a case can only have one value.
fn may_keep_both(item: &Item) -> bool {
    match item.topic {
        Topic::Values => item.level != Level::Block,
        Topic::Raised | Topic::Paragraph | Topic::Illegal | Topic::Consent => true,
        Topic::Removed | Topic::Status => false,
    }
}

fn check_rewrite(item: &Item, fact: &Fact) -> Result<(), EditError> {
    let first = item.candidates.first().ok_or(EditError::ItemChanged)?;
    if !fact.is_like(&first.value) {
        return Err(EditError::WrongChoice);
    }
    match (fact, &first.value) {
        // Where codes stand, only a code may stand.
        (Fact::Text(new), Fact::Text(old)) if enums::is_code(old) && !enums::is_code(new) => {
            Err(EditError::NotACode)
        }
        (Fact::Text(new), _) => bounds::filled_line(new),
        (Fact::Name(bytes), Fact::Name(old)) if bytes.len() != old.len() => Err(EditError::WrongChoice),
        (Fact::Name(_) | Fact::Number(_) | Fact::Flag(_), _) => Ok(()),
    }
}

pub(crate) fn write(pen: &mut Pen<'_, '_>, plan: &Plan) -> Result<(), EditError> {
    match plan {
        Plan::Rule(rule) => write_rule(pen, rule),
        Plan::Step(step) => case::write_step(pen, step),
        Plan::PutAway(decision) => {
            let told = pen.map("told")?;
            let key = format!("{decision}:{}", pen.writer.author.person);
            pen.mark(&told, &key, true)
        }
    }
}

pub(super) fn write_rule(pen: &mut Pen<'_, '_>, rule: &Rule) -> Result<(), EditError> {
    let list = pen.list("decisions")?;
    let entry = pen.add(&list, rule.id, None)?;
    let place = minicbor::to_vec(&rule.place).map_err(|e| EditError::Document(e.to_string()))?;
    pen.put_fact(&entry, "verdict", &Fact::Text(rule.verdict.code().to_owned()))?;
    pen.put_fact(&entry, "place", &Fact::Name(place))?;
    let candidates: Vec<u8> = rule.candidates.iter().flat_map(|id| id.0).collect();
    pen.put_fact(&entry, "candidates", &Fact::Name(candidates))?;
    if let Some(chosen) = rule.chosen {
        pen.put_fact(&entry, "chosen", &Fact::Name(chosen.0.to_vec()))?;
    }
    if let Some(undoes) = rule.undoes {
        pen.put_fact(&entry, "undoes", &Fact::Name(undoes.0.to_vec()))?;
    }
    if let Some(reason) = &rule.reason {
        pen.put_fact(&entry, "reason", &Fact::Text(reason.clone()))?;
    }
    if let Some(value) = &rule.value {
        pen.put_fact(&entry, "value", value)?;
    }
    if let Some(value) = rule.value.as_ref().filter(|_| rule.verdict == Verdict::Use) {
        let node = pen.node(&rule.place)?;
        match rule.place.key.as_str() {
            "removed" => pen.put_mark(&node, is_mark(value))?,
            key => pen.put_fact(&node, key, value)?,
        }
    }
    Ok(())
}
