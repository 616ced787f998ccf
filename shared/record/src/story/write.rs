//! Writing into a story.

use super::edit::Edit;
use super::field::{Line, SetOf, TextField, TimeOf};
use super::keys::*;
use crate::document::Pen;
use crate::edit::EditError;
use crate::merge::Key;
use crate::names::ItemId;
use crate::value::{Element, Held};
use automerge::transaction::Transactable;
use automerge::{ObjId, ObjType, ROOT};

/// What an interview is fitted out with.
const INTERVIEW_PARTS: [(&str, ObjType); 14] = [
    (PRESENT, ObjType::Map),
    (INFORMED, ObjType::Map),
    (PERSONS_MET, ObjType::Map),
    (COMPANIONS, ObjType::Map),
    (NARRATIVE, ObjType::Text),
    (REFUSAL, ObjType::Text),
    (PURPOSE, ObjType::Text),
    (CONCLUSION, ObjType::Text),
    (QA, ObjType::List),
    (CONTRADICTIONS, ObjType::List),
    (EVIDENCE, ObjType::List),
    (FINDINGS, ObjType::List),
    (MEASUREMENTS, ObjType::List),
    (CORRECTIONS, ObjType::List),
];

pub(crate) fn write(pen: &mut Pen<'_, '_>, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::SetTitle(title) => pen.put(&ROOT, TITLE, title),
        Edit::SpliceText { field, index, delete, insert, .. } => {
            let text = text_object(pen, *field)?;
            pen.splice(&text, *index, *delete, insert)
        }
        Edit::AddTag(tag) => mark_root(pen, TAGS, tag, true),
        Edit::RemoveTag(tag) => mark_root(pen, TAGS, tag, false),
        Edit::SetLocationDetail(text) => pen.put(&ROOT, LOCATION, text),
        Edit::AddNote { id, text, happened_ms } => {
            let notes = pen.list(NOTES)?;
            let note = pen.add(&notes, *id, None)?;
            pen.put(&note, TEXT, text)?;
            pen.put(&note, HAPPENED, happened_ms)
        }
        Edit::GiveReason { of, text } => {
            let reasons = pen.list(REASONS)?;
            let reason = pen.add(&reasons, *of, None)?;
            pen.put(&reason, TEXT, text)
        }
        Edit::AddVisit { .. } => add_visit(pen, edit),
        Edit::SetVisitPlace(id, text) => set(pen, VISITS, *id, PLACE, text),
        Edit::SetVisitRecorder(id, person) => set(pen, VISITS, *id, RECORDER, person),
        Edit::SetVisitKind(id, kind) => set(pen, VISITS, *id, VISIT_KIND, kind),
        Edit::SetHeadcount(id, headcount) => set(pen, VISITS, *id, HEADCOUNT, headcount),
        Edit::AddRepresentative(id, party) => mark(pen, VISITS, *id, REPRESENTATIVES, party, true),
        Edit::RemoveRepresentative(id, party) => mark(pen, VISITS, *id, REPRESENTATIVES, party, false),
        Edit::RemoveVisit(id) => remove(pen, VISITS, *id, true),
        Edit::RestoreVisit(id) => remove(pen, VISITS, *id, false),
        Edit::RemoveInterview(id) => remove(pen, INTERVIEWS, *id, true),
        Edit::RestoreInterview(id) => remove(pen, INTERVIEWS, *id, false),
        Edit::AddInterview { .. } => add_interview(pen, edit),
        Edit::SetInterviewTime(id, TimeOf::Start, at_ms) => set(pen, INTERVIEWS, *id, START, at_ms),
        Edit::SetInterviewTime(id, TimeOf::End, at_ms) => set(pen, INTERVIEWS, *id, END, at_ms),
        Edit::SetInterviewPlace(id, text) => set(pen, INTERVIEWS, *id, HEADER_PLACE, text),
        Edit::SetRecorder(id, person) => set(pen, INTERVIEWS, *id, RECORDER, person),
        Edit::SetInterviewee(id, party) => set(pen, INTERVIEWS, *id, INTERVIEWEE, party),
        Edit::AddTo(id, set, text) => mark(pen, INTERVIEWS, *id, set_key(*set), text, true),
        Edit::TakeFrom(id, set, text) => mark(pen, INTERVIEWS, *id, set_key(*set), text, false),
        Edit::SetReadback(id, readback) => set(pen, INTERVIEWS, *id, READBACK, readback),
        Edit::AddQuestion { interview, id, after } => {
            let question = add_in(pen, *interview, QA, *id, *after)?;
            pen.fit_out(&question, &[(Q, ObjType::Text), (A, ObjType::Text)])
        }
        Edit::RemoveQuestion(interview, id) => remove_in(pen, *interview, QA, *id),
        Edit::AddLine { interview, line, id, text } => {
            let item = add_in(pen, *interview, line_key(*line), *id, None)?;
            let body = pen.tx.put_object(&item, BODY, ObjType::Text)?;
            pen.splice(&body, 0, 0, text)
        }
        Edit::RemoveLine(interview, line, id) => remove_in(pen, *interview, line_key(*line), *id),
        Edit::AddCorrection { interview, id, text } => {
            let correction = add_in(pen, *interview, CORRECTIONS, *id, None)?;
            pen.put(&correction, TEXT, text)
        }
    }
}

fn add_interview(pen: &mut Pen<'_, '_>, edit: &Edit) -> Result<(), EditError> {
    let Edit::AddInterview { id, kind, start_ms, interviewer, recorder, supplement_to } = edit else {
        return Err(EditError::WrongDocument);
    };
    let list = pen.list(INTERVIEWS)?;
    let interview = pen.add(&list, *id, None)?;
    pen.fit_out(&interview, &INTERVIEW_PARTS)?;
    pen.put(&interview, KIND, kind)?;
    pen.put(&interview, START, start_ms)?;
    pen.put(&interview, INTERVIEWER, interviewer)?;
    pen.put(&interview, RECORDER, recorder)?;
    supplement_to.iter().try_for_each(|to| pen.put(&interview, SUPPLEMENT_TO, to))
}

fn add_in(
    pen: &mut Pen<'_, '_>,
    interview: ItemId,
    list: &'static str,
    id: ItemId,
    after: Option<ItemId>,
) -> Result<ObjId, EditError> {
    let list = list_in(pen, interview, list)?;
    pen.add(&list, id, after)
}

fn remove_in(
    pen: &mut Pen<'_, '_>,
    interview: ItemId,
    list: &'static str,
    id: ItemId,
) -> Result<(), EditError> {
    let list = list_in(pen, interview, list)?;
    pen.set_removed(&list, id, true)
}

fn add_visit(pen: &mut Pen<'_, '_>, edit: &Edit) -> Result<(), EditError> {
    let Edit::AddVisit { id, at_ms, channel, receiver, kind, headcount } = edit else {
        return Err(EditError::WrongDocument);
    };
    let list = pen.list(VISITS)?;
    let visit = pen.add(&list, *id, None)?;
    let parts = [(REPRESENTATIVES, ObjType::Map), (SUMMARY, ObjType::Text), (ANSWER, ObjType::Text)];
    pen.fit_out(&visit, &parts)?;
    pen.put(&visit, AT, at_ms)?;
    pen.put(&visit, CHANNEL, channel)?;
    pen.put(&visit, RECEIVER, receiver)?;
    pen.put(&visit, VISIT_KIND, kind)?;
    pen.put(&visit, HEADCOUNT, headcount)
}

fn item(pen: &Pen<'_, '_>, list: &'static str, id: ItemId) -> Result<ObjId, EditError> {
    let list = pen.list(list)?;
    pen.item(&list, id)
}

fn set(
    pen: &mut Pen<'_, '_>,
    list: &'static str,
    id: ItemId,
    key: Key,
    value: &impl Held,
) -> Result<(), EditError> {
    let item = item(pen, list, id)?;
    pen.put(&item, key, value)
}

fn mark(
    pen: &mut Pen<'_, '_>,
    list: &'static str,
    id: ItemId,
    set: &'static str,
    element: &impl Element,
    is_in: bool,
) -> Result<(), EditError> {
    let item = item(pen, list, id)?;
    let set = pen.child(&item, set, ObjType::Map)?;
    pen.mark(&set, element, is_in)
}

fn mark_root(
    pen: &mut Pen<'_, '_>,
    set: &'static str,
    element: &impl Element,
    is_in: bool,
) -> Result<(), EditError> {
    let set = pen.map(set)?;
    pen.mark(&set, element, is_in)
}

fn remove(pen: &mut Pen<'_, '_>, list: &'static str, id: ItemId, is_removed: bool) -> Result<(), EditError> {
    let list = pen.list(list)?;
    pen.set_removed(&list, id, is_removed)
}

fn list_in(pen: &Pen<'_, '_>, interview: ItemId, list: &'static str) -> Result<ObjId, EditError> {
    let interview = item(pen, INTERVIEWS, interview)?;
    pen.child(&interview, list, ObjType::List)
}

fn set_key(set: SetOf) -> &'static str {
    match set {
        SetOf::Present => PRESENT,
        SetOf::Informed => INFORMED,
        SetOf::PersonsMet => PERSONS_MET,
        SetOf::Companions => COMPANIONS,
    }
}

pub(super) fn line_key(line: Line) -> &'static str {
    match line {
        Line::Contradiction => CONTRADICTIONS,
        Line::Evidence => EVIDENCE,
        Line::Finding => FINDINGS,
        Line::Measurement => MEASUREMENTS,
    }
}

fn text_object(pen: &Pen<'_, '_>, field: TextField) -> Result<ObjId, EditError> {
    let at_root = |key| pen.child(&ROOT, key, ObjType::Text);
    let in_item = |list, id, key| pen.child(&item(pen, list, id)?, key, ObjType::Text);
    let in_list = |interview, list, id, key| {
        let list = list_in(pen, interview, list)?;
        pen.child(&pen.item(&list, id)?, key, ObjType::Text)
    };
    match field {
        TextField::Appeal => at_root(APPEAL),
        TextField::Facts => at_root(FACTS),
        TextField::CloseNote => at_root(CLOSE_NOTE),
        TextField::VisitSummary(id) => in_item(VISITS, id, SUMMARY),
        TextField::VisitAnswer(id) => in_item(VISITS, id, ANSWER),
        TextField::Narrative(id) => in_item(INTERVIEWS, id, NARRATIVE),
        TextField::Refusal(id) => in_item(INTERVIEWS, id, REFUSAL),
        TextField::Purpose(id) => in_item(INTERVIEWS, id, PURPOSE),
        TextField::Conclusion(id) => in_item(INTERVIEWS, id, CONCLUSION),
        TextField::Question(interview, id) => in_list(interview, QA, id, Q),
        TextField::Answer(interview, id) => in_list(interview, QA, id, A),
        TextField::Line(interview, line, id) => in_list(interview, line_key(line), id, BODY),
    }
}
