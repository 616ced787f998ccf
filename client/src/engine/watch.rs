//! What screens are told: the topics that a page watches, each again when something it shows has changed, and then the
//! answers. Whoever reads that something is done sees nothing older than that.

use std::collections::{BTreeMap, BTreeSet};

use shared::ids::{DocId, DocKind};

use super::api::{Answer, ToPage, Topic, View};
use super::disk::Op;
use super::store;
use super::{Engine, Host, Record};
use shared::roll::{Group, Recipient};

/// The watched topics and what has changed since they were told.
#[derive(Default)]
pub(super) struct Watch {
    /// What each was told last, by its hash: what looks the same is not told again.
    topics: BTreeMap<Topic, Option<[u8; 32]>>,
    docs: BTreeSet<DocId>,
    sync: bool,
    people: bool,
    ticks: bool,
    drafts: bool,
    /// For the tablet, which asks when it likes.
    people_since: bool,
    /// What became of asks, by their numbers, until the views that show it are told.
    answers: Vec<(u32, Answer)>,
}

impl Watch {
    pub(super) fn add(&mut self, topic: Topic) {
        self.topics.insert(topic, None);
    }

    pub(super) fn remove(&mut self, topic: &Topic) {
        self.topics.remove(topic);
    }

    /// Answers an ask as soon as the screen shows what came of it.
    pub(super) fn answer(&mut self, ask: u32, answer: Answer) {
        self.answers.push((ask, answer));
    }

    /// A document looks different.
    pub(super) fn touch(&mut self, doc: DocId) {
        self.docs.insert(doc.sibling(DocKind::Case));
        if doc.kind() == DocKind::Studio {
            self.touch_people();
        }
    }

    /// Something about sending or fetching looks different.
    pub(super) fn touch_sync(&mut self) {
        self.sync = true;
    }

    /// The roll or somebody's name looks different.
    pub(super) fn touch_people(&mut self) {
        self.people = true;
        self.people_since = true;
    }

    /// Ticks look different.
    pub(super) fn touch_ticks(&mut self) {
        self.ticks = true;
    }

    /// There is a draft more or less.
    pub(super) fn touch_drafts(&mut self) {
        self.drafts = true;
    }

    /// The topics that are watched.
    pub(super) fn topics(&self) -> Vec<Topic> {
        self.topics.keys().cloned().collect()
    }

    /// Whether the roll or somebody's name has changed since this was asked.
    pub(super) fn take_people_changed(&mut self) -> bool {
        std::mem::take(&mut self.people_since)
    }

    fn is_stale(&self, topic: &Topic, told: Option<[u8; 32]>) -> bool {
        let records = !self.docs.is_empty() || self.people || self.ticks;
        told.is_none()
            || match topic {
                Topic::Case(doc) => {
                    self.docs.contains(&doc.sibling(DocKind::Case)) || self.people || self.ticks
                }
                Topic::Sync => self.sync || records,
                Topic::People => self.people,
                Topic::Drafts(_) => self.drafts,
                Topic::Today | Topic::Cases(_) | Topic::Review => records || self.sync,
                Topic::Door => self.people || self.sync,
            }
    }
}

impl<H: Host> Engine<H> {
    /// Tells every watched topic that looks different, and then what became of the asks.
    pub(super) async fn tell_watchers(&mut self) {
        let stale = self.watch.topics.iter().filter(|(topic, told)| self.watch.is_stale(topic, **told));
        let mut stale: Vec<Topic> = stale.map(|(topic, _)| topic.clone()).collect();
        // nothing stands on the screen as delivered because the word that it is under way comes after it
        stale.sort_by_key(|topic| *topic != Topic::Sync);
        let Watch { topics, people_since, answers, .. } = std::mem::take(&mut self.watch);
        self.watch = Watch { topics, people_since, ..Watch::default() };
        for topic in stale {
            // the door is the tablet's to show, not one person's
            if topic == Topic::Door {
                continue;
            }
            let view = self.view(&topic).await.unwrap_or(View::NotHere);
            let hash = *blake3::hash(&shared::codec::encode(&view)).as_bytes();
            if let Some(told) = self.watch.topics.get_mut(&topic)
                && *told != Some(hash)
            {
                *told = Some(hash);
                self.host.tell(ToPage::View(topic, view));
            }
        }
        answers.into_iter().for_each(|(ask, answer)| self.host.tell(ToPage::Answer(ask, answer)));
    }

    /// A topic as it stands; none if there is no such thing or it cannot be read here.
    pub async fn view(&mut self, topic: &Topic) -> Option<View> {
        match topic {
            Topic::Door => None,
            Topic::Today => self.today_view().await.map(View::Today),
            Topic::Cases(search) => Some(View::Cases(self.cases_view(search).await)),
            Topic::Case(case) => match self.closed_case(*case) {
                Some(unsent) => Some(View::Closed(unsent)),
                None => self.case_view(*case).await.map(|it| View::Case(Box::new(it))),
            },
            Topic::Review => Some(View::Review(self.review_view().await)),
            Topic::Sync => Some(View::Sync(self.sync_view())),
            Topic::People => Some(View::People(self.people_view().await)),
            Topic::Drafts(doc) => self.drafts(*doc).await.ok().map(View::Drafts),
        }
    }

    /// Makes the card of a loaded document anew.
    pub(super) fn renew_card(&mut self, doc: DocId) {
        let office = Recipient::Group(Group::Office);
        let office_reads = self.rights.readers(doc).any(|(to, _)| to == office);
        let Some(loaded) = self.documents.get(doc) else { return };
        self.cards.put(doc, loaded.document.digest().as_ref(), office_reads);
        self.watch.touch(doc);
    }

    /// The card of a document as it goes to the disk.
    pub(super) fn card_op(&mut self, doc: DocId) -> Option<Op> {
        let sealed = self.cards.seal(doc, &self.session.local_key(), &mut self.rng)?;
        Some(store::put_card(doc, sealed))
    }
}
