//! The demo file as it is written. What is only counted is not read further.

use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
pub(super) struct File {
    pub(super) studio: Studio,
    pub(super) members: Vec<Member>,
    pub(super) departments: Vec<Named>,
    pub(super) cases: Vec<Case>,
    pub(super) brief_visits: Vec<IgnoredAny>,
    pub(super) activities: Vec<IgnoredAny>,
    pub(super) studies: Vec<IgnoredAny>,
    pub(super) member_care: Vec<IgnoredAny>,
    pub(super) standalone_outputs: Vec<IgnoredAny>,
    pub(super) publicity: Vec<IgnoredAny>,
    pub(super) duty_roster: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
pub(super) struct Studio {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) parent: String,
    pub(super) area: String,
    pub(super) venues: Vec<Named>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) roles: Vec<String>,
    pub(super) sector: Option<String>,
    pub(super) specialties: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) temp_no: String,
    pub(super) case_no: String,
    pub(super) title: String,
    pub(super) category: String,
    pub(super) secondary: Vec<String>,
    pub(super) appeal_kind: String,
    pub(super) channel: String,
    pub(super) visit_kind: String,
    pub(super) urgency: String,
    pub(super) risk: String,
    pub(super) sensitivity: Vec<String>,
    pub(super) received_at: String,
    pub(super) venue: Option<String>,
    pub(super) received_by: String,
    pub(super) lead_member: String,
    pub(super) assist_members: Vec<String>,
    pub(super) headcount: u32,
    pub(super) location: Location,
    pub(super) appeal: String,
    pub(super) consents: Vec<Consent>,
    pub(super) parties: Vec<Party>,
    pub(super) interviews: Vec<Interview>,
    #[serde(default)]
    pub(super) micro_consultations: Vec<IgnoredAny>,
    pub(super) agreement: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) transfers: Vec<Transfer>,
    #[serde(default)]
    pub(super) follow_ups: Vec<IgnoredAny>,
    #[serde(default)]
    pub(super) outputs: Vec<IgnoredAny>,
    pub(super) status_log: Vec<Step>,
    pub(super) close_reason: Option<String>,
    pub(super) outcome_summary: Option<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests compare the status reached with it"))]
    pub(super) final_status: String,
}

#[derive(Deserialize)]
pub(super) struct Location {
    pub(super) town: String,
    pub(super) community: String,
    pub(super) grid: Option<String>,
    pub(super) detail: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Consent {
    pub(super) scope: String,
    pub(super) status: String,
    pub(super) by: Option<String>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Party {
    pub(super) id: String,
    pub(super) role: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) gender: Option<String>,
    pub(super) age: Option<u32>,
    pub(super) occupation: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) address: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) guardian: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Interview {
    pub(super) kind: String,
    pub(super) start: String,
    pub(super) end: Option<String>,
    pub(super) place: Option<String>,
    pub(super) interviewer: String,
    pub(super) recorder: String,
    pub(super) interviewee: Option<String>,
    #[serde(default)]
    pub(super) informed: Vec<String>,
    pub(super) narrative: String,
    #[serde(default)]
    pub(super) signed: bool,
    pub(super) sign_method: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Transfer {
    pub(super) dept: String,
}

#[derive(Deserialize)]
pub(super) struct Step {
    pub(super) at: String,
    pub(super) to: String,
    pub(super) by: String,
    pub(super) note: Option<String>,
}
