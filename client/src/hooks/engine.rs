//! The page's end of the conversation with the engine: asks that wait for an answer, topics that are watched.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use record::ItemId;
use yew::Callback;

use super::drafts::Drafts;
use crate::engine::api::{Answer, Ask, DoorView, Resume, ToEngine, ToPage, Told, Topic, Trouble, View};
use crate::engine::guard::Doing;
use crate::words::Moment;

/// The code of the trouble that an ask meets when the engine was started anew before it answered.
pub(crate) const RESTARTED: &str = "restarted";

/// Why what is in the fields must be handed in now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// The page went out of sight and may come back, or may be ended without another word.
    Hidden,
    /// The person leaves: the page, the tablet or the window.
    Leaving,
}

/// Views kept of topics that nobody watches any more, so that going back shows something at once.
const SEEN_MAX: usize = 24;

/// The engine, as a page knows it. Cheap to clone; equal to itself only.
#[derive(Clone)]
pub struct Engine {
    pub(super) inner: Rc<Inner>,
}

pub(super) struct Inner {
    post: Callback<Vec<u8>>,
    now_ms: fn() -> u64,
    next: Cell<u32>,
    asks: RefCell<BTreeMap<u32, Callback<Answer>>>,
    topics: RefCell<BTreeMap<Topic, Watched>>,
    ontold: RefCell<Option<Callback<Told>>>,
    fields: RefCell<Vec<(u32, Callback<Parting>)>>,
    pub(super) drafts: Drafts,
    writes: RefCell<BTreeSet<u32>>,
    last: RefCell<Option<(Ask, Callback<Answer>)>>,
    is_leaving: Cell<bool>,
    broke: Cell<bool>,
    resume: RefCell<Option<Resume>>,
    /// How often the engine was started anew.
    turn: Cell<u32>,
}

#[derive(Default)]
struct Watched {
    view: Option<Rc<View>>,
    /// Which engine told it.
    turn: u32,
    watchers: Vec<(u32, Callback<Rc<View>>)>,
}

impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Engine {
    /// An engine reached by posting bytes. Whatever comes back is handed to [`Engine::receive`].
    pub fn new(post: Callback<Vec<u8>>, now_ms: fn() -> u64) -> Self {
        let inner = Inner {
            post,
            now_ms,
            next: Cell::new(1),
            asks: RefCell::default(),
            topics: RefCell::default(),
            ontold: RefCell::default(),
            fields: RefCell::default(),
            drafts: Drafts::default(),
            writes: RefCell::default(),
            last: RefCell::default(),
            is_leaving: Cell::default(),
            broke: Cell::default(),
            resume: RefCell::default(),
            turn: Cell::default(),
        };
        Engine { inner: Rc::new(inner) }
    }

    /// An engine that never answers, at the beginning of time.
    pub fn nobody() -> Self {
        Self::new(Callback::noop(), || 0)
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        Moment((self.inner.now_ms)())
    }

    /// A new name for an item of a record.
    pub fn draw(&self) -> ItemId {
        let mut bytes = [0; 16];
        if getrandom::fill(&mut bytes).is_err() {
            // No browser of ours is without randomness; were one, the time and a count still make a name of one's own.
            let seed = (u128::from(self.now().0) << 64) | u128::from(self.number());
            bytes = seed.to_be_bytes();
        }
        ItemId(bytes)
    }

    /// Asks something; the answer comes once.
    pub fn ask(&self, ask: Ask, onanswer: Callback<Answer>) {
        let number = self.number();
        self.inner.asks.borrow_mut().insert(number, onanswer);
        if matches!(ask, Ask::Write(..) | Ask::HandIn(..) | Ask::NewCase(..) | Ask::KeepDraft(..)) {
            self.inner.writes.borrow_mut().insert(number);
        }
        self.post(&ToEngine::Ask(number, Box::new(ask)));
    }

    /// Asks what ends the person's time at the tablet: first everything that is in the fields is handed in, and what is
    /// being written gets its answer, so that nothing typed is refused by an engine that was locked meanwhile.
    pub fn ask_at_last(&self, ask: Ask, onanswer: Callback<Answer>) {
        self.part(Parting::Leaving);
        self.inner.last.replace(Some((ask, onanswer)));
        self.ask_the_last();
    }

    fn ask_the_last(&self) {
        if !self.inner.writes.borrow().is_empty() {
            return;
        }
        let last = self.inner.last.take();
        if let Some((ask, onanswer)) = last {
            self.inner.is_leaving.set(true);
            let resume = self.inner.resume.take();
            let engine = self.clone();
            let onanswer = Callback::from(move |answer| {
                let stays = matches!(answer, Answer::Trouble(_));
                engine.inner.is_leaving.set(!stays);
                if stays {
                    engine.inner.resume.replace(resume.clone());
                }
                onanswer.emit(answer);
            });
            self.ask(ask, onanswer);
        }
    }

    /// Says that what is in the fields must be handed in now.
    pub fn part(&self, parting: Parting) {
        let fields: Vec<Callback<Parting>> =
            self.inner.fields.borrow().iter().map(|(_, field)| field.clone()).collect();
        for field in fields {
            field.emit(parting);
        }
    }

    /// Names a field that has to hand in what is in it; until the [`Fielded`] is dropped.
    pub fn field(&self, onparting: Callback<Parting>) -> Fielded {
        let id = self.number();
        self.inner.fields.borrow_mut().push((id, onparting));
        Fielded { engine: self.clone(), id }
    }

    /// Whether the engine broke under the person's hands since this was last asked.
    pub fn take_broke(&self) -> bool {
        self.inner.broke.take()
    }

    /// Begins to be told of a topic: at once if it is known, and after every change, until the [`Watch`] is dropped.
    pub fn watch(&self, topic: Topic, onview: Callback<Rc<View>>) -> Watch {
        let id = self.number();
        let (is_first, known) = {
            let mut topics = self.inner.topics.borrow_mut();
            let watched = topics.entry(topic.clone()).or_default();
            watched.watchers.push((id, onview.clone()));
            (watched.watchers.len() == 1, watched.view.clone())
        };
        if is_first {
            self.post(&ToEngine::Watch(topic.clone()));
        }
        if let Some(view) = known {
            onview.emit(view);
        }
        Watch { engine: self.clone(), topic, id }
    }

    /// What was last told of a topic.
    pub fn seen(&self, topic: &Topic) -> Option<Rc<View>> {
        self.inner.topics.borrow().get(topic).and_then(|it| it.view.clone())
    }

    /// What was last told of a topic, and after how many restarts of the engine: what a new engine tells comes from the
    /// disk, also when it looks the same as before.
    pub fn told(&self, topic: &Topic) -> (Option<Rc<View>>, u32) {
        let topics = self.inner.topics.borrow();
        topics.get(topic).map(|it| (it.view.clone(), it.turn)).unwrap_or_default()
    }

    /// Says that the page was shown or the network is back.
    pub fn wake(&self) {
        self.post(&ToEngine::Wake);
    }

    /// Who is told what a person must be told once.
    pub fn set_ontold(&self, ontold: Callback<Told>) {
        self.inner.ontold.replace(Some(ontold));
    }

    /// Takes bytes from the engine. What cannot be read is from another build and is passed over: nothing in it can be
    /// an answer to what this page asked.
    pub fn receive(&self, bytes: &[u8]) {
        match minicbor::decode(bytes) {
            Ok(ToPage::Answer(number, answer)) => {
                let asked = self.inner.asks.borrow_mut().remove(&number);
                self.inner.writes.borrow_mut().remove(&number);
                if let Some(onanswer) = asked {
                    onanswer.emit(answer);
                }
                self.ask_the_last();
            }
            Ok(ToPage::View(topic, view)) => self.show(topic, Rc::new(view)),
            Ok(ToPage::Told(told)) => {
                let ontold = self.inner.ontold.borrow().clone();
                if let Some(ontold) = ontold {
                    ontold.emit(told);
                }
            }
            Ok(ToPage::Resume(resume)) => drop(self.inner.resume.replace(Some(resume))),
            Err(_) => {}
        }
    }

    /// The engine ended and was started anew: nothing that waits will be answered, and it knows of no watcher. If it
    /// failed, the person is brought back without being asked: everything that follows finds them at the tablet.
    pub fn restarted(&self, failed_at: Option<Doing>) {
        if let Some(at) = failed_at {
            self.post(&ToEngine::Failed(at));
        }
        let resume = self.inner.resume.borrow().clone().filter(|_| !self.inner.is_leaving.get());
        let resumes = resume.is_some();
        if !self.inner.is_leaving.take() && !resumes {
            self.inner.broke.set(true);
        }
        self.inner.writes.borrow_mut().clear();
        self.inner.turn.set(self.inner.turn.get() + 1);
        let asks = std::mem::take(&mut *self.inner.asks.borrow_mut());
        let watched: Vec<Topic> = {
            let topics = self.inner.topics.borrow();
            let watched = topics.iter().filter(|(_, it)| !it.watchers.is_empty());
            watched.map(|(topic, _)| topic.clone()).collect()
        };
        if let Some(resume) = resume {
            let engine = self.clone();
            let onanswer = Callback::from(move |answer| {
                if matches!(answer, Answer::Trouble(_)) {
                    engine.inner.broke.set(true);
                }
            });
            self.ask(Ask::Resume(resume), onanswer);
        }
        for topic in watched {
            self.post(&ToEngine::Watch(topic));
        }
        let trouble =
            Trouble { code: RESTARTED.to_owned(), detail: "the engine was started anew".to_owned() };
        for onanswer in asks.into_values() {
            onanswer.emit(Answer::Trouble(trouble.clone()));
        }
        // An engine that was started anew is locked: whoever was about to leave has left.
        let last = self.inner.last.take();
        if let Some((_, onanswer)) = last {
            onanswer.emit(Answer::Trouble(trouble));
        }
    }

    /// Forgets what was seen, and what brings the person back: the next one must not find it.
    pub fn forget(&self) {
        self.inner.resume.take();
        self.inner.drafts.forget();
        let mut topics = self.inner.topics.borrow_mut();
        topics.retain(|topic, watched| {
            if *topic != Topic::Door {
                watched.view = None;
            }
            !watched.watchers.is_empty()
        });
    }

    fn show(&self, topic: Topic, view: Rc<View>) {
        if let View::Door(DoorView { me: Some(me), .. }) = &*view {
            self.enters(me.person);
        }
        let watchers: Vec<Callback<Rc<View>>> = {
            let mut topics = self.inner.topics.borrow_mut();
            // A view that was on its way when the last watcher left is for nobody.
            let Some(watched) = topics.get_mut(&topic) else { return };
            watched.view = Some(view.clone());
            watched.turn = self.inner.turn.get();
            watched.watchers.iter().map(|(_, onview)| onview.clone()).collect()
        };
        for onview in watchers {
            onview.emit(view.clone());
        }
    }

    fn leave(&self, topic: &Topic, id: u32) {
        let is_last = {
            let mut topics = self.inner.topics.borrow_mut();
            let Some(watched) = topics.get_mut(topic) else { return };
            watched.watchers.retain(|(watcher, _)| *watcher != id);
            let is_last = watched.watchers.is_empty();
            if is_last && topics.len() > SEEN_MAX {
                topics.retain(|_, it| !it.watchers.is_empty());
            }
            is_last
        };
        if is_last {
            self.post(&ToEngine::Unwatch(topic.clone()));
        }
    }

    fn number(&self) -> u32 {
        let number = self.inner.next.get();
        self.inner.next.set(number.wrapping_add(1));
        number
    }

    fn post(&self, frame: &ToEngine) {
        self.inner.post.emit(shared::codec::encode(frame));
    }
}

/// A watch that ends when it is dropped.
pub struct Watch {
    engine: Engine,
    topic: Topic,
    id: u32,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.engine.leave(&self.topic, self.id);
    }
}

/// A field that is named until this is dropped.
pub struct Fielded {
    engine: Engine,
    id: u32,
}

impl Drop for Fielded {
    fn drop(&mut self) {
        self.engine.inner.fields.borrow_mut().retain(|(id, _)| *id != self.id);
    }
}
