//! What is done to a case.

use crate::bounds;
use crate::edit::EditError;
use crate::enums::{
    Acceptance, AppealKind, Category, Channel, CloseReason, Risk, Sensitivity, Status, Urgency, codes,
};
use crate::names::ItemId;
use minicbor::{Decode, Encode};
use shared::ids::{DocId, PersonId};

codes! {
    /// A clock that runs for a case.
    Deadline "deadline" {
        FirstResponse = "first_response", "首次回应";
        AcceptanceDecision = "acceptance", "受理决定";
        Case = "case", "办结";
        FirstSession = "first_session", "首次协商";
        FollowUp = "follow_up", "回访";
        Archive = "archive", "归档";
    }
}

/// A step of a status log that is brought in from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Imported {
    /// The step's name.
    #[n(0)]
    pub id: ItemId,
    /// Where it led.
    #[n(1)]
    pub to: Status,
    /// Who made it.
    #[n(2)]
    pub by: PersonId,
    /// When.
    #[n(3)]
    pub happened_ms: i64,
}

/// What is done to a case.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Edit {
    /// Registers a matter on this device: a draft with its temporary number.
    #[n(0)]
    Open {
        /// The first step of the status log.
        #[n(0)]
        step: ItemId,
        /// The number until there is an official one: `T-P03-0315-01`.
        #[n(1)]
        temp_no: String,
        /// How the matter reached the studio.
        #[n(2)]
        channel: Channel,
        /// When it was received.
        #[n(3)]
        received_ms: i64,
        /// Who received it.
        #[n(4)]
        received_by: PersonId,
    },
    /// Gives the official number. For clerks and the first convener.
    #[n(1)]
    SetCaseNo(#[n(0)] String),
    /// Corrects how the matter came. For clerks.
    #[n(2)]
    CorrectChannel(#[n(0)] Channel),
    /// Says what it is about.
    #[n(3)]
    SetCategory(#[n(0)] Category),
    /// Says what it is also about.
    #[n(4)]
    AddSecondary(#[n(0)] Category),
    /// Says that it is not about this.
    #[n(5)]
    RemoveSecondary(#[n(0)] Category),
    /// Says what the visitor wants.
    #[n(6)]
    SetAppealKind(#[n(0)] AppealKind),
    /// Says how soon somebody must act.
    #[n(7)]
    SetUrgency(#[n(0)] Urgency),
    /// Says how likely it is to get out of hand. Only a convener lowers it.
    #[n(8)]
    SetRisk(#[n(0)] Risk),
    /// Marks that the case holds sensitive information.
    #[n(9)]
    AddSensitivity(#[n(0)] Sensitivity),
    /// Takes such a mark away. For conveners.
    #[n(10)]
    RemoveSensitivity(#[n(0)] Sensitivity),
    /// Decides about taking the matter on; the reason stands in the story.
    #[n(11)]
    SetAcceptance {
        /// The name the reason stands under.
        #[n(0)]
        id: ItemId,
        /// The decision.
        #[n(1)]
        acceptance: Acceptance,
        /// Why, and where the visitor was sent.
        #[n(2)]
        reason: String,
    },
    /// Says who answers for the case.
    #[n(12)]
    SetLead(#[n(0)] PersonId),
    /// Adds somebody who helps.
    #[n(13)]
    AddAssist(#[n(0)] PersonId),
    /// Says that somebody no longer helps.
    #[n(14)]
    RemoveAssist(#[n(0)] PersonId),
    /// The town or street office.
    #[n(15)]
    SetTown(#[n(0)] String),
    /// The community or village.
    #[n(16)]
    SetCommunity(#[n(0)] String),
    /// The grid.
    #[n(17)]
    SetGrid(#[n(0)] String),
    /// The day it happened, as exactly as it is known.
    #[n(18)]
    SetIncidentAt(#[n(0)] String),
    /// How often it happened.
    #[n(19)]
    SetIncidentCount(#[n(0)] u32),
    /// Moves a clock. For conveners, with a reason, which stands in the story.
    #[n(20)]
    SetDeadline {
        /// The name the reason stands under.
        #[n(0)]
        id: ItemId,
        /// The clock.
        #[n(1)]
        deadline: Deadline,
        /// When it runs out.
        #[n(2)]
        at_ms: i64,
        /// Why.
        #[n(3)]
        reason: String,
    },
    /// Says how the case ended.
    #[n(21)]
    SetCloseReason(#[n(0)] CloseReason),
    /// Points to the case this one is part of.
    #[n(22)]
    SetMergedInto(#[n(0)] DocId),
    /// Moves the case on; the reason stands in the story.
    #[n(23)]
    MoveStatus {
        /// The step's name.
        #[n(0)]
        id: ItemId,
        /// Where to.
        #[n(1)]
        to: Status,
        /// When it happened.
        #[n(2)]
        happened_ms: i64,
        /// Why, where the step needs it.
        #[n(3)]
        reason: String,
    },
    /// Brings in a whole status log. For the first convener.
    #[n(24)]
    Import(#[n(0)] Vec<Imported>),
}

/// A log of more steps than this is no case's.
const STEPS_MAX: usize = 1_000;

impl Edit {
    /// The reason that stands in the story, and the name it stands under.
    pub(crate) fn reason(&self) -> Option<(ItemId, &str)> {
        match self {
            Edit::SetAcceptance { id, reason, .. }
            | Edit::SetDeadline { id, reason, .. }
            | Edit::MoveStatus { id, reason, .. } => Some((*id, reason)),
            Edit::Open { .. }
            | Edit::SetCaseNo(_)
            | Edit::CorrectChannel(_)
            | Edit::SetCategory(_)
            | Edit::AddSecondary(_)
            | Edit::RemoveSecondary(_)
            | Edit::SetAppealKind(_)
            | Edit::SetUrgency(_)
            | Edit::SetRisk(_)
            | Edit::AddSensitivity(_)
            | Edit::RemoveSensitivity(_)
            | Edit::SetLead(_)
            | Edit::AddAssist(_)
            | Edit::RemoveAssist(_)
            | Edit::SetTown(_)
            | Edit::SetCommunity(_)
            | Edit::SetGrid(_)
            | Edit::SetIncidentAt(_)
            | Edit::SetIncidentCount(_)
            | Edit::SetCloseReason(_)
            | Edit::SetMergedInto(_)
            | Edit::Import(_) => None,
        }
    }

    pub(crate) fn check(&self) -> Result<(), EditError> {
        if let Some((_, reason)) = self.reason() {
            bounds::at_most(reason, bounds::REASON_CHARS_MAX)?;
        }
        match self {
            Edit::Open { temp_no, .. } => bounds::filled_line(temp_no),
            Edit::SetCaseNo(number) => {
                bounds::filled_line(number)?;
                if number.contains('〔') && number.ends_with('号') {
                    Ok(())
                } else {
                    Err(EditError::NotACode)
                }
            }
            Edit::SetTown(text) | Edit::SetCommunity(text) | Edit::SetGrid(text) => bounds::line(text),
            Edit::SetIncidentAt(date) => bounds::date(date),
            Edit::SetIncidentCount(count) => bounds::range(i64::from(*count), 1, 100_000),
            Edit::Import(steps) => bounds::range(steps.len() as i64, 1, STEPS_MAX as i64),
            Edit::CorrectChannel(_)
            | Edit::SetCategory(_)
            | Edit::AddSecondary(_)
            | Edit::RemoveSecondary(_)
            | Edit::SetAppealKind(_)
            | Edit::SetUrgency(_)
            | Edit::SetRisk(_)
            | Edit::AddSensitivity(_)
            | Edit::RemoveSensitivity(_)
            | Edit::SetAcceptance { .. }
            | Edit::SetLead(_)
            | Edit::AddAssist(_)
            | Edit::RemoveAssist(_)
            | Edit::SetDeadline { .. }
            | Edit::SetCloseReason(_)
            | Edit::SetMergedInto(_)
            | Edit::MoveStatus { .. } => Ok(()),
        }
    }
}
