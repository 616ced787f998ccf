//! The pen of a case's page: finds the document that an edit belongs to, says what the writer saw, and keeps what went
//! wrong until the next try.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use record::story::{Edit as StoryEdit, TextField};
use record::{Edit, Heads, ItemId};
use shared::ids::{DocId, DocKind};
use yew::prelude::*;

use crate::components::text::{Commit, Outcome};
use crate::engine::api::{self, Answer, Ask, HandedIn, Trouble};
use crate::hooks::{Engine, RESTARTED, trouble_of};
use crate::words::Moment;

/// Writes into the documents of one case.
#[derive(Clone)]
pub struct Pen {
    desk: Rc<Desk>,
    last: Last,
    wrong: UseStateSetter<Option<Trouble>>,
    saved: UseStateSetter<Option<Moment>>,
}

/// How the last edit went, as the page was drawn with it. Values, for a handle of a state gives its newest value: two pens
/// would never differ, and whoever is handed one would not be drawn again.
#[derive(Clone, PartialEq)]
struct Last {
    wrong: Option<Trouble>,
    saved: Option<Moment>,
}

/// What lies on the desk. One edit is under way at a time: the next is written by somebody who has seen it, so nobody
/// ever contradicts themselves by being quick.
struct Desk {
    case: DocId,
    engine: Engine,
    seen: RefCell<BTreeMap<DocId, Heads>>,
    waiting: RefCell<VecDeque<Sheet>>,
    is_busy: RefCell<bool>,
}

struct Sheet {
    doc: DocId,
    edit: Edit,
    /// The drafts that it uses up.
    of: HandedIn,
    onwritten: Callback<()>,
    /// It was on its way when the engine failed.
    is_again: bool,
}

impl PartialEq for Pen {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.desk, &other.desk) && self.last == other.last
    }
}

/// A pen for a case.
#[hook]
pub fn use_pen(case: DocId, engine: &Engine) -> Pen {
    let desk = use_memo((case, engine.clone()), |(case, engine)| Desk {
        case: *case,
        engine: engine.clone(),
        seen: RefCell::default(),
        waiting: RefCell::default(),
        is_busy: RefCell::new(false),
    });
    let (wrong, saved) = (use_state_eq(|| None::<Trouble>), use_state_eq(|| None));
    let last = Last { wrong: (*wrong).clone(), saved: *saved };
    Pen { desk, last, wrong: wrong.setter(), saved: saved.setter() }
}

impl Pen {
    /// Notes what the page shows.
    pub fn sees(&self, screen: &api::CaseScreen) {
        let (story, people) = (screen.story.as_ref(), screen.people.as_ref());
        let heads = [
            (DocKind::Case, Some(&screen.case.heads)),
            (DocKind::Story, story.map(|it| &it.heads)),
            (DocKind::People, people.map(|it| &it.heads)),
        ];
        let seen = heads.into_iter().filter_map(|(kind, it)| Some((screen.doc.sibling(kind), it?.clone())));
        self.desk.seen.borrow_mut().extend(seen);
    }

    /// What went wrong with the last edit, if anything.
    pub fn wrong(&self) -> Option<Trouble> {
        self.last.wrong.clone()
    }

    /// When something was last saved on this page.
    pub fn saved(&self) -> Option<Moment> {
        self.last.saved
    }

    /// Writes an edit as one who saw what is shown.
    pub fn write(&self, edit: Edit) {
        self.write_then(edit, Callback::noop());
    }

    /// Writes an edit, then does something if it was written.
    pub fn write_then(&self, edit: Edit, onwritten: Callback<()>) {
        let Some(kind) = edit.kind() else { return };
        self.write_to(self.desk.case.sibling(kind), edit, onwritten);
    }

    /// Writes an edit made of what was typed into a form, then does something if it was written.
    pub fn hand_in(&self, edit: Edit, of: HandedIn, onwritten: Callback<()>) {
        let Some(kind) = edit.kind() else { return };
        self.put(Sheet { doc: self.desk.case.sibling(kind), edit, of, onwritten, is_again: false });
    }

    /// Writes an edit into one of the case's documents.
    pub fn write_to(&self, doc: DocId, edit: Edit, onwritten: Callback<()>) {
        self.put(Sheet { doc, edit, of: HandedIn::default(), onwritten, is_again: false });
    }

    fn put(&self, sheet: Sheet) {
        self.desk.waiting.borrow_mut().push_back(sheet);
        self.go_on();
    }

    fn go_on(&self) {
        if self.desk.is_busy.replace(true) {
            return;
        }
        let next = self.desk.waiting.borrow_mut().pop_front();
        let Some(Sheet { doc, edit, of, onwritten, is_again }) = next else {
            self.desk.is_busy.replace(false);
            return;
        };
        let seen = self.desk.seen.borrow().get(&doc).cloned().unwrap_or_default();
        let pen = self.clone();
        let again = (edit.clone(), of.clone());
        let onanswer = Callback::from(move |answer| {
            if pen.is_unanswered(&answer) && !is_again {
                // Whether it is on the disk is not known. An item that is made twice is refused, a value that is set
                // twice is set.
                let ((edit, of), onwritten) = (again.clone(), onwritten.clone());
                pen.desk.waiting.borrow_mut().push_front(Sheet { doc, edit, of, onwritten, is_again: true });
            } else if is_again && is_there(&answer) {
                pen.desk.engine.throw_away(&again.1);
                onwritten.emit(());
            } else if let Some(heads) = pen.take(answer) {
                if !heads.0.is_empty() {
                    pen.desk.seen.borrow_mut().insert(doc, heads);
                }
                onwritten.emit(());
            }
            pen.desk.is_busy.replace(false);
            pen.go_on();
        });
        if of.places.is_empty() {
            self.desk.engine.ask(Ask::Write(doc, edit, seen), onanswer);
        } else {
            self.desk.engine.hand_in(doc, edit, seen, of, onanswer);
        }
    }

    /// The way of a shared text to its document.
    pub fn text(&self, field: TextField) -> Callback<(Commit, Callback<Outcome>)> {
        let pen = self.clone();
        Callback::from(move |(commit, onoutcome): (Commit, Callback<Outcome>)| {
            pen.splice(field, commit, onoutcome);
        })
    }

    fn splice(&self, field: TextField, commit: Commit, onoutcome: Callback<Outcome>) {
        let Commit { at, splice } = commit;
        // The field's own bound is far below what 32 bits hold; a longer text is refused by the document.
        let [index, delete] = [splice.index, splice.delete].map(|it| u32::try_from(it).unwrap_or(u32::MAX));
        let edit = StoryEdit::SpliceText { field, at: at.clone(), index, delete, insert: splice.insert };
        let pen = self.clone();
        let onanswer = Callback::from(move |answer| {
            if pen.is_unanswered(&answer) {
                return onoutcome.emit(Outcome::Unknown);
            }
            onoutcome.emit(pen.take(answer).map_or(Outcome::Refused, Outcome::Saved));
        });
        let doc = self.desk.case.sibling(DocKind::Story);
        self.desk.engine.ask(Ask::Write(doc, Edit::Story(edit), at), onanswer);
    }

    /// The engine failed before it answered.
    fn is_unanswered(&self, answer: &Answer) -> bool {
        trouble_of(answer).is_some_and(|it| it.code == RESTARTED)
    }

    fn take(&self, answer: Answer) -> Option<Heads> {
        match answer {
            Answer::Written(heads) => {
                self.wrong.set(None);
                self.saved.set(Some(self.desk.engine.now()));
                Some(heads)
            }
            Answer::Trouble(trouble) => {
                self.wrong.set(Some(trouble));
                None
            }
            // Nothing else answers a write.
            Answer::Done
            | Answer::Founded(_)
            | Answer::Invited(_)
            | Answer::Made(_)
            | Answer::Invitation(_)
            | Answer::Room(_)
            | Answer::Tray(_)
            | Answer::Past(_) => None,
        }
    }

    /// A new name for an item.
    pub fn draw(&self) -> ItemId {
        self.desk.engine.draw()
    }

    /// The present moment, as edits record it.
    pub fn now_ms(&self) -> i64 {
        self.desk.engine.now().to_ms()
    }
}

/// An edit that was tried again was there already.
fn is_there(answer: &Answer) -> bool {
    trouble_of(answer).is_some_and(|it| it.code == "edit-twice")
}
