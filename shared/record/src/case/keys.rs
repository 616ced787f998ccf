//! The keys of a case and how each merges.

use crate::merge::{Class, Key, auto, block, highest, once, warn};

pub(super) const TEMP_NO: Key = once("temp_no");
pub(super) const RECEIVED_AT: Key = once("received_at");
pub(super) const RECEIVED_BY: Key = once("received_by");
/// Fixed at registration; a clerk's correction is told apart by being one.
pub(super) const CHANNEL: Key = once("channel");
pub(super) const CHANNEL_CORRECTED: Key = auto("channel_corrected");
pub(super) const CASE_NO: Key = block("case_no");
pub(super) const CATEGORY: Key = warn("category");
pub(super) const APPEAL_KIND: Key = auto("appeal_kind");
pub(super) const URGENCY: Key = highest("urgency");
pub(super) const RISK: Key = highest("risk");
pub(super) const ACCEPTANCE: Key = block("acceptance");
pub(super) const LEAD: Key = warn("lead");
pub(super) const TOWN: Key = auto("town");
pub(super) const COMMUNITY: Key = auto("community");
pub(super) const GRID: Key = warn("grid");
pub(super) const INCIDENT_AT: Key = warn("incident_at");
pub(super) const INCIDENT_COUNT: Key = warn("incident_count");
pub(super) const CLOSE_REASON: Key = block("close_reason");
pub(super) const MERGED_INTO: Key = block("merged_into");

/// Whether different values at a key stop the case.
pub(crate) fn stops(key: &str) -> bool {
    [CASE_NO, ACCEPTANCE, CLOSE_REASON, MERGED_INTO].iter().any(|it| it.name == key)
}

pub(super) const SECONDARY: &str = "secondary";
pub(super) const ASSIST: &str = "assist";
pub(super) const SENSITIVITY: &str = "sensitivity";
pub(crate) const DEADLINES: &str = "deadlines";
/// Of each clock among them.
pub(super) const DEADLINE: Class = Class::Warn;
pub(super) const STATUS_LOG: &str = "status_log";
