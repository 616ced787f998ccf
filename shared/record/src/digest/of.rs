//! The digest of each kind of document, from its view.

use super::{
    CaseDigest, Clock, Digest, Last, PeopleDigest, ReviewCount, StoryDigest, masked_name, phone_tail,
};
use crate::case::CaseView;
use crate::document::Document;
use crate::enums::{ConsentScope, ConsentStatus, PartyKind};
use crate::people::{PartyView, PeopleView};
use crate::story::StoryView;
use crate::view::View;

impl Document {
    /// The digest of the document; `None` for kinds that are in no list of cases.
    pub fn digest(&self) -> Option<Digest> {
        self.view().as_ref().and_then(|view| self.digest_of(view))
    }

    /// The digest of the document when its view is at hand.
    pub fn digest_of(&self, view: &View) -> Option<Digest> {
        let last = self.last_written().map(|w| Last { person: w.person, recorded_ms: w.recorded_ms });
        match view {
            View::Case(view) => Some(Digest::Case(Box::new(of_case(view, last)))),
            View::Story(view) => Some(Digest::Story(of_story(view, last))),
            View::People(view) => Some(Digest::People(of_people(view, last))),
            View::Studio(_) => None,
        }
    }
}

fn of_case(view: &CaseView, last: Option<Last>) -> CaseDigest {
    let area = [view.town.get(), view.community.get()].into_iter().flatten().cloned().collect::<Vec<_>>();
    CaseDigest {
        temp_no: view.temp_no.get().cloned().unwrap_or_default(),
        case_no: view.case_no.get().cloned(),
        category: view.category.get().cloned(),
        channel: view.channel.get().cloned(),
        status: view.status.current.clone(),
        disputed: view.status.disputed,
        urgency: view.urgency.get().cloned(),
        risk: view.risk.get().cloned(),
        sensitivity: view.sensitivity.iter().map(|mark| mark.value.clone()).collect(),
        lead: view.lead.values.iter().map(|lead| lead.value).collect(),
        assist: view.assist.iter().map(|helper| helper.value).collect(),
        received_by: view.received_by.get().copied(),
        received_ms: view.received_ms.get().copied(),
        clock: Clock::of(view),
        review: ReviewCount::of(&view.review),
        last,
        area: area.join(" "),
    }
}

fn of_story(view: &StoryView, last: Option<Last>) -> StoryDigest {
    let visits = || view.visits.iter().filter(|visit| !visit.is_removed);
    StoryDigest {
        title: view.title.get().filter(|title| !title.is_empty()).cloned(),
        tags: view.tags.iter().map(|tag| tag.value.clone()).collect(),
        has_appeal: !view.appeal.text.trim().is_empty(),
        has_answer: visits().any(|visit| !visit.answer.text.trim().is_empty()),
        interviews: view.interviews.iter().filter(|interview| !interview.is_removed).count() as u32,
        headcount: visits().filter_map(|visit| visit.headcount.get().copied()).fold(0, u32::saturating_add),
        review: ReviewCount::of(&view.review),
        last,
    }
}

fn of_people(view: &PeopleView, last: Option<Last>) -> PeopleDigest {
    let parties = || view.parties.iter().filter(|party| !party.is_removed);
    let names = parties().flat_map(|party| party.name.values.iter().map(|name| name.value.clone()));
    let is_person = |party: &PartyView| party.kind.get().is_none_or(|kind| *kind == PartyKind::Person);
    let masked = parties().filter_map(|party| Some(masked_name(party.name.get()?, is_person(party))));
    let phones = parties().flat_map(|party| party.phones.iter());
    let mut phone_tails: Vec<String> = phones.map(|phone| phone_tail(&phone.number).to_owned()).collect();
    phone_tails.sort();
    phone_tails.dedup();
    let agreed = |scope: &ConsentScope, status: &ConsentStatus| {
        *scope == ConsentScope::Basic && *status == ConsentStatus::Granted
    };
    PeopleDigest {
        names: names.filter(|name| !name.is_empty()).collect(),
        masked: masked.filter(|name| !name.is_empty()).collect(),
        phone_tails,
        has_visitor: parties().next().is_some(),
        has_consent: view.consents.iter().any(|consent| agreed(&consent.scope, &consent.status)),
        review: ReviewCount::of(&view.review),
        last,
    }
}
