//! What has been entered into a form so far. Kept beside the elements, so that entering something draws nothing; and with
//! the engine, where it must outlive the sheet it was typed into.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use shared::ids::DocId;
use yew::prelude::*;

use super::{Notice, Shape};
use crate::engine::api::{HandedIn, Topic};
use crate::hooks::{Engine, use_engine, use_topic};
use crate::words::Words;

type Entered = BTreeMap<&'static str, String>;

/// The lines of one form, by name.
#[derive(Clone, Default)]
pub struct Draft {
    entered: Rc<RefCell<Entered>>,
    kept: Option<Kept>,
    /// Whether words lay there already when the form was opened.
    was_left: bool,
}

/// Where a draft lies while nobody types in it.
#[derive(Clone)]
struct Kept {
    engine: Engine,
    doc: DocId,
    form: Rc<str>,
}

impl Kept {
    fn place(&self, line: &str) -> String {
        format!("{}/{line}", self.form)
    }
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.entered, &other.entered) && self.was_left == other.was_left
    }
}

impl Draft {
    /// Takes what is entered into a line.
    pub fn keep(&self, line: &'static str) -> Callback<String> {
        let draft = self.clone();
        Callback::from(move |text: String| draft.set(line, text))
    }

    /// Takes what is chosen for a line.
    pub fn choose(&self, line: &'static str) -> Callback<AttrValue> {
        self.keep(line).reform(|value: AttrValue| value.to_string())
    }

    /// Sets a line.
    pub fn set(&self, line: &'static str, text: impl Into<String>) {
        let text = text.into();
        if let Some(kept) = &self.kept {
            kept.engine.keep_draft(kept.doc, &kept.place(line), &text);
        }
        self.entered.borrow_mut().insert(line, text);
    }

    /// What a line holds, without the spaces around it.
    pub fn get(&self, line: &str) -> String {
        self.exact(line).trim().to_owned()
    }

    /// What a line holds, to the character: a passphrase may begin with a space.
    pub fn exact(&self, line: &str) -> String {
        if let Some(text) = self.entered.borrow().get(line) {
            return text.clone();
        }
        // Nothing was entered yet: what lies there from before.
        let before = self.kept.as_ref().and_then(|it| it.engine.drafts(it.doc).remove(&it.place(line)));
        before.unwrap_or_default()
    }

    fn holds_words(&self) -> bool {
        let Some(kept) = &self.kept else { return false };
        let form = kept.place("");
        kept.engine.drafts(kept.doc).keys().any(|place| place.starts_with(&form))
    }

    /// Says that the words in the form are from before, as long as they are not handed in.
    pub fn left(&self, words: &Words) -> Html {
        html! {
            <div>
                if self.was_left && self.holds_words() {
                    <Notice shape={Shape::Note}>{ words.say("draft-left") }</Notice>
                }
            </div>
        }
    }

    /// What is handed in with all lines of the form.
    pub fn all(&self) -> HandedIn {
        let Some(kept) = &self.kept else { return HandedIn::default() };
        let form = kept.place("");
        let mut places: BTreeSet<String> = self.entered.borrow().keys().map(|it| kept.place(it)).collect();
        places.extend(kept.engine.drafts(kept.doc).into_keys().filter(|place| place.starts_with(&form)));
        HandedIn { doc: kept.doc, places: places.into_iter().collect() }
    }

    /// What is handed in with one line of the form.
    pub fn only(&self, line: &str) -> HandedIn {
        let kept = self.kept.as_ref();
        kept.map(|it| HandedIn { doc: it.doc, places: vec![it.place(line)] }).unwrap_or_default()
    }

    /// Was handed in: the form begins anew, with what was typed since.
    pub fn begin_anew(&self) {
        self.entered.borrow_mut().clear();
    }
}

/// A draft that lives as long as the component.
#[hook]
pub fn use_draft() -> Draft {
    (*use_memo((), |()| Draft::default())).clone()
}

/// A draft that outlives the component: whatever is typed is on the disk, under the record it is about and the name of the
/// form, until it is handed in.
#[hook]
pub fn use_kept_draft(doc: DocId, form: &str) -> Draft {
    let engine = use_engine();
    let told = use_topic(Topic::Drafts(doc));
    let draft = use_memo((engine, doc, form.to_owned()), |(engine, doc, form)| Draft {
        entered: Rc::default(),
        kept: Some(Kept { engine: engine.clone(), doc: *doc, form: form.as_str().into() }),
        was_left: false,
    });
    let was_left = use_memo((draft.clone(), told.is_some()), |(draft, _)| draft.holds_words());
    Draft { was_left: *was_left, ..(*draft).clone() }
}

/// Whether something was typed into a form about a record and not handed in.
#[hook]
pub fn use_has_draft(doc: DocId, form: &str) -> bool {
    let engine = use_engine();
    let _told = use_topic(Topic::Drafts(doc));
    let form = format!("{form}/");
    engine.drafts(doc).keys().any(|place| place.starts_with(&form))
}
