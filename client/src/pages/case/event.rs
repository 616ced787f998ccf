//! What happened in a case, out of all its documents, newest first.

use record::enums::Status;
use record::review::Decided;
use record::{ItemId, Written};
use shared::ids::{DeviceId, DocId, DocKind, PersonId};

use crate::engine::api::{Adopted, CaseScreen};
use crate::words::Moment;

/// What sort of thing happened.
#[derive(Debug, Clone, PartialEq)]
pub enum EventKind {
    /// The case moved on; whether the step counts.
    Step(Status, bool),
    /// Somebody came.
    Visit(ItemId),
    /// Somebody was talked with.
    Interview(ItemId),
    /// Somebody noted something.
    Note,
    /// A party came in.
    Party,
    /// A party answered about a consent: the list and code of what was asked, and of the answer.
    Consent(String, String),
    /// A difference was settled.
    Decision(Box<Decided>),
    /// Late entries of a device were taken in, so many.
    Adopted(DeviceId, u64),
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Names the event among the others of the case.
    pub key: String,
    /// When it happened, or was written down.
    pub at: Moment,
    /// What it was.
    pub kind: EventKind,
    /// Who did it.
    pub who: PersonId,
    /// Words that go with it.
    pub text: String,
    /// The entry it came in: whose tick is shown.
    pub entry: (DocId, Written),
}

impl Event {
    fn new(doc: DocId, key: impl ToString, written: &Written, kind: EventKind, text: &str) -> Self {
        let happened = written.happened_ms.and_then(Moment::from_ms);
        Event {
            key: format!("{:02x}{}", doc.kind().code(), key.to_string()),
            at: happened.unwrap_or(Moment(written.recorded_ms)),
            kind,
            who: written.person,
            text: text.to_owned(),
            entry: (doc, written.clone()),
        }
    }

    /// The interview it was, if it was one: it has a page of its own.
    pub fn interview(&self) -> Option<ItemId> {
        if let EventKind::Interview(id) = self.kind { Some(id) } else { None }
    }

    /// The decision it was, if it was one.
    pub fn decision(&self) -> Option<&Decided> {
        match &self.kind {
            EventKind::Decision(it) => Some(it),
            _ => None,
        }
    }

    /// Whether it was written down more than a day after it happened.
    pub fn is_late(&self) -> bool {
        const DAY_MS: u64 = 86_400_000;
        let (_, written) = &self.entry;
        written.recorded_ms.saturating_sub(self.at.0) > DAY_MS
    }
}

/// Everything that happened, newest first.
pub fn events(view: &CaseScreen) -> Vec<Event> {
    let mut events = steps(view);
    events.extend(in_story(view));
    events.extend(in_people(view));
    events.extend(decisions(view));
    events.extend(adoptions(view));
    // Of two at one moment the later entry stands first; the key only makes the order the same everywhere.
    events.sort_by(|a, b| (b.at, b.entry.1.recorded_ms, &b.key).cmp(&(a.at, a.entry.1.recorded_ms, &a.key)));
    events
}

fn steps(view: &CaseScreen) -> Vec<Event> {
    let story = view.story.as_ref();
    let log = view.case.status.log.iter();
    log.map(|step| {
        let reason = story.and_then(|it| it.reason(step.id)).unwrap_or_default();
        let kind = EventKind::Step(step.to.clone(), step.counts);
        Event { who: step.by, ..Event::new(view.doc, step.id, &step.written, kind, reason) }
    })
    .collect()
}

fn in_story(view: &CaseScreen) -> Vec<Event> {
    let Some(story) = &view.story else { return Vec::new() };
    let doc = view.doc.sibling(DocKind::Story);
    let visits = story.visits.iter().filter(|it| !it.is_removed).map(|it| {
        let event = Event::new(doc, it.id, &it.made, EventKind::Visit(it.id), &it.summary.text);
        Event { at: happened(it.at_ms.get(), event.at), ..event }
    });
    let interviews = story.interviews.iter().filter(|it| !it.is_removed).map(|it| {
        let event = Event::new(doc, it.id, &it.made, EventKind::Interview(it.id), &it.narrative.text);
        Event { at: happened(it.start_ms.get(), event.at), ..event }
    });
    let notes = story.notes.iter().map(|it| Event::new(doc, it.id, &it.written, EventKind::Note, &it.text));
    visits.chain(interviews).chain(notes).collect()
}

fn in_people(view: &CaseScreen) -> Vec<Event> {
    let Some(people) = &view.people else { return Vec::new() };
    let doc = view.doc.sibling(DocKind::People);
    let parties = people.parties.iter().filter(|it| !it.is_removed).map(|it| {
        let name = it.name.get().map(String::as_str).unwrap_or_default();
        Event::new(doc, it.id, &it.made, EventKind::Party, name)
    });
    let consents = people.consents.iter().flat_map(|consent| {
        consent.answers.iter().enumerate().map(move |(at, answer)| {
            let scope = consent.scope.code();
            let kind = EventKind::Consent(scope.to_owned(), answer.value.code().to_owned());
            let party = consent.party.map(|it| it.to_string()).unwrap_or_default();
            Event::new(
                doc,
                format!("{scope}{party}{}{at}", consent.dept),
                &answer.written,
                kind,
                &consent.dept,
            )
        })
    });
    parties.chain(consents).collect()
}

fn decisions(view: &CaseScreen) -> Vec<Event> {
    let story = view.story.as_ref();
    let people = view.people.as_ref();
    let reviews = [
        (DocKind::Case, Some(&view.case.review)),
        (DocKind::Story, story.map(|it| &it.review)),
        (DocKind::People, people.map(|it| &it.review)),
    ];
    let decided = reviews.into_iter().flat_map(|(kind, review)| {
        let decided = review.map(|it| it.decided.as_slice()).unwrap_or_default();
        decided.iter().map(move |it| (view.doc.sibling(kind), it))
    });
    decided
        .map(|(doc, it)| {
            // A case holds no words: the reason for what was decided in it stands in its story.
            let reason = it.reason.as_deref().or_else(|| story.and_then(|story| story.reason(it.id)));
            let kind = EventKind::Decision(Box::new(it.clone()));
            Event::new(doc, it.id, &it.by, kind, reason.unwrap_or_default())
        })
        .collect()
}

fn adoptions(view: &CaseScreen) -> impl Iterator<Item = Event> {
    view.adopted.iter().map(|it| {
        let count = (it.to + 1).saturating_sub(it.from);
        let key = format!("{} {}", it.written.device, it.written.n);
        Event::new(it.doc, key, &it.written, EventKind::Adopted(it.device, count), "")
    })
}

/// Who took the entry of an event in, if it came after its author's right had ended.
pub fn adopted_by(view: &CaseScreen, event: &Event) -> Option<PersonId> {
    let (doc, written) = &event.entry;
    let holds = |it: &&Adopted| {
        it.doc == *doc && it.device == written.device && (it.from..=it.to).contains(&written.n)
    };
    view.adopted.iter().find(holds).map(|it| it.written.person)
}

fn happened(field: Option<&i64>, otherwise: Moment) -> Moment {
    field.copied().and_then(Moment::from_ms).unwrap_or(otherwise)
}
