//! What has been entered into a form so far. Kept beside the elements, so that entering something draws nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

type Entered = BTreeMap<&'static str, String>;

/// The lines of one form, by name.
#[derive(Clone, Default)]
pub struct Draft {
    entered: Rc<RefCell<Entered>>,
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.entered, &other.entered)
    }
}

impl Draft {
    /// Takes what is entered into a line.
    pub fn keep(&self, line: &'static str) -> Callback<String> {
        let draft = self.clone();
        Callback::from(move |text| draft.set(line, text))
    }

    /// Takes what is chosen for a line.
    pub fn choose(&self, line: &'static str) -> Callback<AttrValue> {
        self.keep(line).reform(|value: AttrValue| value.to_string())
    }

    /// Sets a line.
    pub fn set(&self, line: &'static str, text: impl Into<String>) {
        self.entered.borrow_mut().insert(line, text.into());
    }

    /// What a line holds, without the spaces around it.
    pub fn get(&self, line: &str) -> String {
        self.exact(line).trim().to_owned()
    }

    /// What a line holds, to the character: a passphrase may begin with a space.
    pub fn exact(&self, line: &str) -> String {
        self.entered.borrow().get(line).cloned().unwrap_or_default()
    }
}

/// A draft that lives as long as the component.
#[hook]
pub fn use_draft() -> Draft {
    (*use_memo((), |()| Draft::default())).clone()
}
