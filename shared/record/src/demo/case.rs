//! One case of the demo file as edits.

use super::file::{Case, Consent, Interview, Party};
use super::time::millis;
use super::{DemoCase, DemoEdit, DemoError, code, known};
use crate::case::{Edit as CaseEdit, Imported};
use crate::edit::Edit;
use crate::enums::{Acceptance, ConsentMethod, ConsentScope, Readback, Status};
use crate::names::ItemId;
use crate::people::Edit as PeopleEdit;
use crate::story::{Edit as StoryEdit, SetOf, TextField, TimeOf};
use shared::ids::{DocKind, PersonId};

/// Ages in the file are those of this year.
const YEAR: u32 = 2026;

pub(super) struct Scribe<'a> {
    pub(super) person: &'a dyn Fn(&str) -> Option<PersonId>,
    pub(super) item: &'a mut dyn FnMut() -> ItemId,
    pub(super) venue: &'a dyn Fn(&str) -> Option<String>,
    pub(super) dept: &'a dyn Fn(&str) -> Option<String>,
}

/// The edits of one case as they gather.
struct Draft<'c> {
    case: &'c Case,
    parties: Vec<(&'c Party, ItemId)>,
    edits: Vec<DemoEdit>,
}

impl Draft<'_> {
    fn write_case(&mut self, edit: CaseEdit) {
        self.edits.push(DemoEdit { doc: DocKind::Case, edit: Edit::Case(edit) });
    }

    fn write_story(&mut self, edit: StoryEdit) {
        self.edits.push(DemoEdit { doc: DocKind::Story, edit: Edit::Story(edit) });
    }

    fn write_people(&mut self, edit: PeopleEdit) {
        self.edits.push(DemoEdit { doc: DocKind::People, edit: Edit::People(edit) });
    }

    fn text(&mut self, field: TextField, text: &str) {
        let insert = self.tagged(text);
        self.write_story(StoryEdit::SpliceText {
            field,
            at: Default::default(),
            index: 0,
            delete: 0,
            insert,
        });
    }

    /// The text with the names of the parties replaced by their tags: `{P1}`. Longer names first, so that none is cut.
    fn tagged(&self, text: &str) -> String {
        let mut parties: Vec<(usize, &str)> =
            self.parties.iter().enumerate().map(|(i, (party, _))| (i + 1, party.name.as_str())).collect();
        parties.sort_by_key(|(_, name)| core::cmp::Reverse(name.len()));
        parties.iter().fold(text.to_owned(), |text, (i, name)| text.replace(name, &format!("{{P{i}}}")))
    }

    fn party(&self, key: &str) -> Result<ItemId, DemoError> {
        let found = self.parties.iter().find(|(party, _)| party.id == key).map(|(_, id)| *id);
        found.ok_or_else(|| DemoError::NoSuchParty { case: self.case.id.clone(), party: key.to_owned() })
    }
}

impl Scribe<'_> {
    pub(super) fn case(&mut self, case: &Case) -> Result<DemoCase, DemoError> {
        let parties = case.parties.iter().map(|party| (party, (self.item)())).collect();
        let mut draft = Draft { case, parties, edits: Vec::new() };
        self.intake(&mut draft)?;
        self.people(&mut draft)?;
        self.visit(&mut draft)?;
        case.interviews.iter().try_for_each(|interview| self.interview(&mut draft, interview))?;
        self.status(&mut draft)?;
        let helpers = case.assist_members.iter().chain([&case.lead_member, &case.received_by]);
        let talkers = case.interviews.iter().flat_map(|it| [&it.interviewer, &it.recorder]);
        let mut team =
            helpers.chain(talkers).map(|key| known(self.person, key)).collect::<Result<Vec<_>, _>>()?;
        team.sort();
        team.dedup();
        Ok(DemoCase { key: case.id.clone(), team, edits: draft.edits, waits: waits(case) })
    }

    fn intake(&mut self, draft: &mut Draft<'_>) -> Result<(), DemoError> {
        let case = draft.case;
        draft.write_case(CaseEdit::Open {
            step: (self.item)(),
            temp_no: case.temp_no.clone(),
            channel: code(&case.channel)?,
            received_ms: millis(&case.received_at)?,
            received_by: known(self.person, &case.received_by)?,
        });
        draft.write_case(CaseEdit::SetCaseNo(case.case_no.clone()));
        draft.write_case(CaseEdit::SetCategory(code(&case.category)?));
        for category in &case.secondary {
            draft.write_case(CaseEdit::AddSecondary(code(category)?));
        }
        draft.write_case(CaseEdit::SetAppealKind(code(&case.appeal_kind)?));
        draft.write_case(CaseEdit::SetUrgency(code(&case.urgency)?));
        draft.write_case(CaseEdit::SetRisk(code(&case.risk)?));
        for mark in &case.sensitivity {
            draft.write_case(CaseEdit::AddSensitivity(code(mark)?));
        }
        draft.write_case(CaseEdit::SetLead(known(self.person, &case.lead_member)?));
        for helper in &case.assist_members {
            draft.write_case(CaseEdit::AddAssist(known(self.person, helper)?));
        }
        draft.write_case(CaseEdit::SetTown(case.location.town.clone()));
        draft.write_case(CaseEdit::SetCommunity(case.location.community.clone()));
        if let Some(grid) = &case.location.grid {
            draft.write_case(CaseEdit::SetGrid(grid.clone()));
        }
        draft.write_story(StoryEdit::SetTitle(case.title.clone()));
        draft.text(TextField::Appeal, &case.appeal);
        if let Some(detail) = &case.location.detail {
            draft.write_story(StoryEdit::SetLocationDetail(detail.clone()));
        }
        Ok(())
    }

    fn people(&mut self, draft: &mut Draft<'_>) -> Result<(), DemoError> {
        for (party, id) in draft.parties.clone() {
            let (role, kind, name) = (code(&party.role)?, code(&party.kind)?, party.name.clone());
            draft.write_people(PeopleEdit::AddParty { id, role, kind, name });
            let edits = [
                party.gender.clone().map(|text| PeopleEdit::SetGender(id, text)),
                party.occupation.clone().map(|text| PeopleEdit::SetOccupation(id, text)),
                party.address.clone().map(|text| PeopleEdit::SetAddress(id, text)),
                party.contact.clone().map(|text| PeopleEdit::SetContact(id, text)),
            ];
            edits.into_iter().flatten().for_each(|edit| draft.write_people(edit));
            if let Some(age) = party.age {
                draft.write_people(PeopleEdit::SetBirthYear(id, YEAR.saturating_sub(age)));
            }
            if let Some(number) = party.phone.clone() {
                let label = party.contact.clone().unwrap_or_default();
                draft.write_people(PeopleEdit::SetPhone { party: id, number, label });
            }
        }
        for (party, id) in draft.parties.clone() {
            if let Some(guardian) = &party.guardian {
                let guardian = draft.party(guardian)?;
                draft.write_people(PeopleEdit::SetGuardianOf(guardian, id));
            }
        }
        draft.case.consents.iter().try_for_each(|consent| self.consent(draft, consent))
    }

    fn consent(&mut self, draft: &mut Draft<'_>, consent: &Consent) -> Result<(), DemoError> {
        let party = match &consent.by {
            Some(party) => Some(draft.party(party)?),
            None => draft.parties.first().map(|(_, id)| *id),
        };
        let scope: ConsentScope = code(&consent.scope)?;
        let mut dept = String::new();
        if scope == ConsentScope::ProvideDept {
            let transfer = draft.case.transfers.first();
            let known = transfer.and_then(|transfer| (self.dept)(&transfer.dept));
            dept = known.unwrap_or_else(|| "未注明部门".to_owned());
        }
        draft.write_people(PeopleEdit::RecordConsent {
            id: (self.item)(),
            scope,
            party,
            dept,
            status: code(&consent.status)?,
            method: ConsentMethod::Paper,
            notice: "演示版".to_owned(),
            at_ms: millis(&draft.case.received_at)?,
            note: consent.note.clone().unwrap_or_default(),
        });
        Ok(())
    }

    fn visit(&mut self, draft: &mut Draft<'_>) -> Result<(), DemoError> {
        let case = draft.case;
        let id = (self.item)();
        draft.write_story(StoryEdit::AddVisit {
            id,
            at_ms: millis(&case.received_at)?,
            channel: code(&case.channel)?,
            receiver: known(self.person, &case.received_by)?,
            kind: code(&case.visit_kind)?,
            headcount: case.headcount,
        });
        if let Some(place) = case.venue.as_ref().and_then(|venue| (self.venue)(venue)) {
            draft.write_story(StoryEdit::SetVisitPlace(id, place));
        }
        Ok(())
    }

    fn interview(&mut self, draft: &mut Draft<'_>, interview: &Interview) -> Result<(), DemoError> {
        let id = (self.item)();
        draft.write_story(StoryEdit::AddInterview {
            id,
            kind: code(&interview.kind)?,
            start_ms: millis(&interview.start)?,
            interviewer: known(self.person, &interview.interviewer)?,
            recorder: known(self.person, &interview.recorder)?,
            supplement_to: None,
        });
        if let Some(end) = &interview.end {
            draft.write_story(StoryEdit::SetInterviewTime(id, TimeOf::End, millis(end)?));
        }
        if let Some(place) = &interview.place {
            draft.write_story(StoryEdit::SetInterviewPlace(id, place.clone()));
        }
        if let Some(party) = &interview.interviewee {
            let party = draft.party(party)?;
            draft.write_story(StoryEdit::SetInterviewee(id, party));
        }
        for told in &interview.informed {
            draft.write_story(StoryEdit::AddTo(id, SetOf::Informed, told.clone()));
        }
        draft.text(TextField::Narrative(id), &interview.narrative);
        if interview.signed {
            let is_read_aloud = interview.sign_method.as_ref().is_some_and(|method| method.contains("宣读"));
            let readback = if is_read_aloud { Readback::ReadAloud } else { Readback::Read };
            draft.write_story(StoryEdit::SetReadback(id, readback));
        }
        Ok(())
    }

    fn status(&mut self, draft: &mut Draft<'_>) -> Result<(), DemoError> {
        let case = draft.case;
        let mut steps = Vec::new();
        let mut reasons = Vec::new();
        for step in &case.status_log {
            let to: Status = code(&step.to)?;
            if to == Status::Draft {
                continue; // opening the case made it
            }
            let id = (self.item)();
            let by = known(self.person, &step.by)?;
            steps.push(Imported { id, to, by, happened_ms: millis(&step.at)? });
            reasons.extend(step.note.clone().filter(|note| !note.is_empty()).map(|note| (id, note)));
        }
        if steps.iter().any(|step| step.to == Status::Accepted) {
            let (id, acceptance, reason) = ((self.item)(), Acceptance::Accept, String::new());
            draft.write_case(CaseEdit::SetAcceptance { id, acceptance, reason });
        }
        if !steps.is_empty() {
            draft.write_case(CaseEdit::Import(steps));
        }
        for (of, note) in reasons {
            let text = draft.tagged(&note);
            draft.write_story(StoryEdit::GiveReason { of, text });
        }
        if let Some(reason) = &case.close_reason {
            draft.write_case(CaseEdit::SetCloseReason(code(reason)?));
        }
        if let Some(summary) = &case.outcome_summary {
            draft.text(TextField::CloseNote, summary);
        }
        Ok(())
    }
}

fn waits(case: &Case) -> Vec<String> {
    let signatures = case.interviews.iter().filter(|interview| interview.signed).count();
    let parts = [
        ("consultation sessions", case.micro_consultations.len()),
        ("agreement", usize::from(case.agreement.is_some())),
        ("transfer slips", case.transfers.len()),
        ("follow-ups", case.follow_ups.len()),
        ("outputs", case.outputs.len()),
        ("signatures", signatures),
    ];
    parts.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{n} {what}")).collect()
}
