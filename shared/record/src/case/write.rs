//! Writing into a case: who may, what must be there, and then one key per fact.

use super::edit::{Edit, Imported};
use super::keys::*;
use super::need::StepNeed;
use super::status::{Step, write_step};
use super::steps::{Guard, rule};
use super::view::CaseView;
use crate::document::{Document, Pen};
use crate::edit::{Around, EditError, Writer};
use crate::enums::{Acceptance, Level, Role, Status};
use crate::names::ItemId;
use automerge::ROOT;

/// What was worked out before writing: the steps to write.
pub(crate) struct Plan {
    steps: Vec<Step>,
}

pub(crate) fn plan(doc: &Document, edit: &Edit, writer: &Writer) -> Result<Plan, EditError> {
    edit.check()?;
    allow(doc, edit, writer)?;
    let mut steps = Vec::new();
    if let Edit::Open { step, received_ms, .. } = edit {
        let happened_ms = Some(*received_ms);
        steps.push(Step { id: *step, to: Status::Draft, after: Vec::new(), by: None, happened_ms });
    }
    if let Edit::MoveStatus { id, to, happened_ms, reason } = edit {
        steps.push(plan_step(&doc.case_view(), *id, to, *happened_ms, reason, writer)?);
    }
    if let Edit::Import(imported) = edit {
        steps = plan_import(doc, imported)?;
    }
    Ok(Plan { steps })
}

fn plan_import(doc: &Document, imported: &[Imported]) -> Result<Vec<Step>, EditError> {
    let status = doc.case_view().status;
    let mut after = status.heads;
    let mut from = (!after.is_empty()).then_some(status.current);
    let mut steps = Vec::with_capacity(imported.len());
    for step in imported {
        check_imported(from.as_ref(), &step.to)?;
        let (by, happened_ms) = (Some(step.by), Some(step.happened_ms));
        steps.push(Step { id: step.id, to: step.to.clone(), after, by, happened_ms });
        (after, from) = (vec![step.id], Some(step.to.clone()));
    }
    Ok(steps)
}

fn check_imported(from: Option<&Status>, to: &Status) -> Result<(), EditError> {
    match from {
        None if *to == Status::Draft => Ok(()),
        Some(from) if rule(from, to).is_some() => Ok(()),
        from => Err(EditError::NoSuchStep {
            from: from.map_or("—", Status::zh).to_owned(),
            to: to.zh().to_owned(),
        }),
    }
}

fn allow(doc: &Document, edit: &Edit, writer: &Writer) -> Result<(), EditError> {
    let holds = |role: Role, whom: &'static str| {
        if writer.roles.holds(&role) { Ok(()) } else { Err(EditError::NotYours(whom)) }
    };
    let is_first = writer.roles.holds(&Role::FirstConvener);
    if matches!(edit, Edit::SetCaseNo(_)) && !is_first || matches!(edit, Edit::CorrectChannel(_)) {
        holds(Role::Clerk, "a clerk")?;
    }
    if matches!(edit, Edit::RemoveSensitivity(_) | Edit::SetDeadline { .. }) {
        holds(Role::Convener, "a convener")?;
    }
    if let Edit::SetDeadline { reason, .. } = edit
        && reason.trim().is_empty()
    {
        return Err(EditError::NoReason);
    }
    if let Edit::SetRisk(risk) = edit
        // Where it is disputed, a lower one is only proposed.
        && let seen = doc.as_of(&writer.seen)?.case_view().risk
        && !seen.is_disputed()
        && seen.get().is_some_and(|standing| risk < standing)
    {
        holds(Role::Convener, "a convener")?;
    }
    if matches!(edit, Edit::Import(_)) {
        holds(Role::FirstConvener, "the first convener")?;
    }
    Ok(())
}

fn plan_step(
    view: &CaseView,
    id: ItemId,
    to: &Status,
    happened_ms: i64,
    reason: &str,
    writer: &Writer,
) -> Result<Step, EditError> {
    let status = &view.status;
    if status.disputed > 0 {
        return Err(EditError::StatusDisputed(status.disputed as usize));
    }
    let no_such = || EditError::NoSuchStep { from: status.current.zh().to_owned(), to: to.zh().to_owned() };
    let rule = rule(&status.current, to).ok_or_else(no_such)?;
    if !writer.roles.any(rule.roles) {
        return Err(EditError::NotYours(whom(rule.roles)));
    }
    if let Guard::Later(what) = rule.guard {
        return Err(EditError::Later(what));
    }
    if let Some(need) = needs(rule.guard, view, writer.around, reason).first() {
        return Err(EditError::Needs(*need));
    }
    Ok(Step { id, to: to.clone(), after: status.heads.clone(), by: None, happened_ms: Some(happened_ms) })
}

fn whom(roles: &[Role]) -> &'static str {
    let has = |role: Role| roles.contains(&role);
    match (has(Role::Convener), has(Role::Clerk), has(Role::Member)) {
        (true, true, true) => "members, clerks and conveners",
        (true, true, false) => "clerks and conveners",
        (true, false, true) => "members and conveners",
        (false, true, true) => "members and clerks",
        (true, false, false) => "a convener",
        (false, true, false) => "a clerk",
        (false, false, true) => "a member",
        (false, false, false) => "the first convener",
    }
}

/// What a step still needs, all of it, in the order in which the screen asks for it.
pub(super) fn needs(guard: Guard, view: &CaseView, around: Around, reason: &str) -> Vec<StepNeed> {
    let is_told = !reason.trim().is_empty();
    let acceptance = view.acceptance.get();
    let wanted = match guard {
        // What a later version brings is refused before this is asked.
        Guard::None | Guard::Later(_) => Vec::new(),
        Guard::Reason(what) => vec![(is_told, what)],
        Guard::Registrable => vec![
            (around.has_visitor, StepNeed::Visitor),
            (view.category.get().is_some(), StepNeed::Category),
            (around.has_appeal, StepNeed::Appeal),
            (view.received_by.get().is_some() && view.received_ms.get().is_some(), StepNeed::Received),
            (around.has_consent, StepNeed::Consent),
        ],
        Guard::Accepted => vec![
            (acceptance == Some(&Acceptance::Accept), StepNeed::Acceptance),
            (view.lead.get().is_some(), StepNeed::Lead),
        ],
        Guard::Declined => vec![
            (acceptance.is_some_and(|it| DECLINED.contains(it)), StepNeed::Declined),
            (is_told, StepNeed::DeclinedReason),
        ],
        Guard::Answered => {
            vec![
                (acceptance == Some(&Acceptance::Instant), StepNeed::Instant),
                (around.has_answer, StepNeed::Answer),
            ]
        }
        Guard::MergedInto => vec![(view.merged_into.get().is_some(), StepNeed::MainCase)],
        Guard::Closable => vec![
            (view.close_reason.get().is_some(), StepNeed::CloseReason),
            (is_told, StepNeed::Guidance),
            (view.review.count(&Level::Block) + around.blocks == 0, StepNeed::NoBlocks),
        ],
    };
    wanted.into_iter().filter(|(is_there, _)| !is_there).map(|(_, need)| need).collect()
}

/// The decisions that do not take a case on.
const DECLINED: [Acceptance; 4] = [
    Acceptance::DeclineJudicial,
    Acceptance::DeclineDiscipline,
    Acceptance::DeclineSecret,
    Acceptance::DeclineScope,
];

pub(crate) fn write(pen: &mut Pen<'_, '_>, edit: &Edit, plan: &Plan) -> Result<(), EditError> {
    match edit {
        Edit::Open { temp_no, channel, received_ms, received_by, .. } => {
            pen.put(&ROOT, TEMP_NO, temp_no)?;
            pen.put(&ROOT, CHANNEL, channel)?;
            pen.put(&ROOT, RECEIVED_AT, received_ms)?;
            pen.put(&ROOT, RECEIVED_BY, received_by)?;
        }
        Edit::SetCaseNo(number) => pen.put(&ROOT, CASE_NO, number)?,
        Edit::CorrectChannel(channel) => pen.put(&ROOT, CHANNEL_CORRECTED, channel)?,
        Edit::SetCategory(category) => pen.put(&ROOT, CATEGORY, category)?,
        Edit::AddSecondary(category) => mark(pen, SECONDARY, category, true)?,
        Edit::RemoveSecondary(category) => mark(pen, SECONDARY, category, false)?,
        Edit::SetAppealKind(kind) => pen.put(&ROOT, APPEAL_KIND, kind)?,
        Edit::SetUrgency(urgency) => pen.put(&ROOT, URGENCY, urgency)?,
        Edit::SetRisk(risk) => pen.put(&ROOT, RISK, risk)?,
        Edit::AddSensitivity(mark_of) => mark(pen, SENSITIVITY, mark_of, true)?,
        Edit::RemoveSensitivity(mark_of) => mark(pen, SENSITIVITY, mark_of, false)?,
        Edit::SetAcceptance { acceptance, .. } => pen.put(&ROOT, ACCEPTANCE, acceptance)?,
        Edit::SetLead(person) => pen.put(&ROOT, LEAD, person)?,
        Edit::AddAssist(person) => mark(pen, ASSIST, person, true)?,
        Edit::RemoveAssist(person) => mark(pen, ASSIST, person, false)?,
        Edit::SetTown(town) => pen.put(&ROOT, TOWN, town)?,
        Edit::SetCommunity(community) => pen.put(&ROOT, COMMUNITY, community)?,
        Edit::SetGrid(grid) => pen.put(&ROOT, GRID, grid)?,
        Edit::SetIncidentAt(date) => pen.put(&ROOT, INCIDENT_AT, date)?,
        Edit::SetIncidentCount(count) => pen.put(&ROOT, INCIDENT_COUNT, count)?,
        Edit::SetDeadline { deadline, at_ms, .. } => {
            let map = pen.map(DEADLINES)?;
            pen.put_as(&map, deadline.code(), DEADLINE, at_ms)?;
        }
        Edit::SetCloseReason(reason) => pen.put(&ROOT, CLOSE_REASON, reason)?,
        Edit::SetMergedInto(case) => pen.put(&ROOT, MERGED_INTO, case)?,
        Edit::MoveStatus { .. } | Edit::Import(_) => {}
    }
    plan.steps.iter().try_for_each(|step| write_step(pen, step))
}

fn mark(
    pen: &mut Pen<'_, '_>,
    set: &'static str,
    element: &impl crate::value::Element,
    is_in: bool,
) -> Result<(), EditError> {
    let set = pen.map(set)?;
    pen.mark(&set, element, is_in)
}
