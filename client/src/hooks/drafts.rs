//! What is typed into a sheet and not handed in yet, at the page's end: every input goes to the engine, one at a time for
//! each place, and what could not be kept is tried again.

use std::cell::RefCell;
use std::collections::BTreeMap;

use record::{Edit, Heads};
use shared::ids::{DocId, PersonId};
use yew::Callback;

use super::Engine;
use crate::engine::api::{Answer, Ask, Drafted, HandedIn, Topic, View};

type Place = (DocId, String);

/// The drafts of whoever is at the tablet, as far as this page knows them.
#[derive(Default)]
pub(super) struct Drafts {
    slips: RefCell<BTreeMap<Place, Slip>>,
    owner: RefCell<Option<PersonId>>,
}

#[derive(Default)]
struct Slip {
    text: String,
    /// Its text is on its way to the disk.
    is_under_way: bool,
    /// The text has changed since, or could not be kept.
    is_owed: bool,
}

impl Drafts {
    pub(super) fn forget(&self) {
        self.slips.borrow_mut().clear();
    }
}

impl Engine {
    /// Keeps what was typed at a place of a record; an empty text takes it away.
    pub fn keep_draft(&self, doc: DocId, place: &str, text: &str) {
        {
            let mut slips = self.inner.drafts.slips.borrow_mut();
            let slip = slips.entry((doc, place.to_owned())).or_default();
            if slip.text == text && !slip.is_owed {
                return;
            }
            text.clone_into(&mut slip.text);
            slip.is_owed = true;
        }
        self.send_draft((doc, place.to_owned()));
    }

    /// What was typed about a record and not handed in, by place: as this page knows it, or as the disk had it.
    pub fn drafts(&self, doc: DocId) -> BTreeMap<String, String> {
        let told = self.seen(&Topic::Drafts(doc));
        let told = match told.as_deref() {
            Some(View::Drafts(told)) => told.as_slice(),
            _ => &[],
        };
        let mut drafts: BTreeMap<String, String> =
            told.iter().map(|it| (it.place.clone(), it.text.clone())).collect();
        let slips = self.inner.drafts.slips.borrow();
        let own = slips.iter().filter(|((of, _), _)| *of == doc);
        drafts.extend(own.map(|((_, place), slip)| (place.clone(), slip.text.clone())));
        drafts.retain(|_, text| !text.is_empty());
        drafts
    }

    /// Writes an edit made of what was typed: it is on the disk and its words are drafts no more, or neither. What was
    /// typed since stays a draft.
    pub fn hand_in(&self, doc: DocId, edit: Edit, seen: Heads, of: HandedIn, onanswer: Callback<Answer>) {
        // Also what the disk had and nobody has touched since.
        let known = self.drafts(of.doc);
        let mut typed = Vec::with_capacity(of.places.len());
        for name in &of.places {
            let place = (of.doc, name.clone());
            let mut slips = self.inner.drafts.slips.borrow_mut();
            let slip = slips.entry(place.clone()).or_default();
            slip.text = known.get(name).cloned().unwrap_or_default();
            // Not after the edit: it would be offered again.
            slip.is_owed = false;
            typed.push((place, slip.text.clone()));
        }
        let engine = self.clone();
        let onanswer = Callback::from(move |answer: Answer| {
            engine.handed_in(&typed, !matches!(answer, Answer::Trouble(_)));
            onanswer.emit(answer);
        });
        self.ask(Ask::HandIn(doc, edit, seen, of), onanswer);
    }

    fn handed_in(&self, typed: &[(Place, String)], is_written: bool) {
        for (place, text) in typed {
            {
                let mut slips = self.inner.drafts.slips.borrow_mut();
                let Some(slip) = slips.get_mut(place).filter(|it| it.text == *text) else { continue };
                slip.is_owed = !is_written;
                if is_written {
                    slip.text.clear();
                }
            }
            self.send_draft(place.clone());
        }
    }

    /// Takes drafts away.
    pub fn throw_away(&self, of: &HandedIn) {
        of.places.iter().for_each(|place| self.keep_draft(of.doc, place, ""));
    }

    /// Somebody is at the tablet. What could not be kept is tried again if it is theirs, and forgotten if it is not.
    pub(super) fn enters(&self, person: PersonId) {
        if self.inner.drafts.owner.replace(Some(person)) != Some(person) {
            self.inner.drafts.forget();
        }
        let slips = self.inner.drafts.slips.borrow();
        let owed: Vec<Place> =
            slips.iter().filter(|(_, slip)| slip.is_owed).map(|(place, _)| place.clone()).collect();
        drop(slips);
        owed.into_iter().for_each(|place| self.send_draft(place));
    }

    fn send_draft(&self, place: Place) {
        let text = {
            let mut slips = self.inner.drafts.slips.borrow_mut();
            let Some(slip) = slips.get_mut(&place).filter(|it| it.is_owed && !it.is_under_way) else {
                return;
            };
            (slip.is_under_way, slip.is_owed) = (true, false);
            slip.text.clone()
        };
        let (doc, name) = place.clone();
        let engine = self.clone();
        let onanswer = Callback::from(move |answer| engine.draft_answered(&place, &answer));
        self.ask(Ask::KeepDraft(doc, Drafted { place: name, text }), onanswer);
    }

    fn draft_answered(&self, place: &Place, answer: &Answer) {
        let is_kept = !matches!(answer, Answer::Trouble(_));
        let goes_on = {
            let mut slips = self.inner.drafts.slips.borrow_mut();
            let Some(slip) = slips.get_mut(place) else { return };
            slip.is_under_way = false;
            // What was typed meanwhile goes now; what was refused goes with the next input, or when its owner is back.
            let goes_on = is_kept && slip.is_owed;
            slip.is_owed |= !is_kept;
            goes_on
        };
        if goes_on {
            self.send_draft(place.clone());
        }
    }
}
