//! The element that a text is typed into. Uncontrolled: what is in it belongs to the person at it.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use record::Heads;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::{Commit, Session, Show};
use crate::components::field::mark_unsaved;
use crate::hooks::{Parting, use_parting};

/// What became of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is on the disk; the version the document is now at.
    Saved(Heads),
    /// It was refused. What was typed stays in the element.
    Refused,
    /// The engine was started anew; whether it is on the disk will be seen.
    Unknown,
}

/// Props of [`TextArea`].
#[derive(Properties, PartialEq)]
pub struct TextAreaProps {
    /// What belongs in it.
    pub label: AttrValue,
    /// The text as the document has it.
    pub text: AttrValue,
    /// The version of the document that the text was read at.
    pub heads: Heads,
    /// After how many restarts of the engine it was read: what a new engine tells is what its disk has.
    #[prop_or_default]
    pub turn: u32,
    /// Sends a splice and reports what became of it.
    pub oncommit: Callback<(Commit, Callback<Outcome>)>,
    /// Whether it can only be read.
    #[prop_or_default]
    pub is_read_only: bool,
    /// Whether it is the main thing on the page.
    #[prop_or_default]
    pub is_big: bool,
    /// A word on what is expected, shown while it is empty.
    #[prop_or_default]
    pub hint: AttrValue,
}

/// A text field for several writers.
#[component]
pub fn TextArea(props: &TextAreaProps) -> Html {
    let node = use_node_ref();
    let bond = use_memo((), |()| {
        RefCell::new(Bond {
            session: Session::new(&props.text, props.heads.clone()),
            element: None,
            oncommit: props.oncommit.clone(),
        })
    });
    bond.borrow_mut().oncommit = props.oncommit.clone();
    use_listeners(&node, &bond);
    use_news(&bond, &props.text, &props.heads, props.turn);
    use_parting(Callback::from({
        let bond = bond.clone();
        move |parting| match parting {
            // The page may come back, and then the word is ended as the person meant it: decision 22.
            Parting::Hidden => step(&bond),
            Parting::Leaving => flush(&bond),
        }
    }));
    html! {
        <label class="field">
            <span class="label">{ &props.label }</span>
            <textarea
                ref={node}
                class={classes!("input", props.is_big.then_some("big"))}
                defaultvalue={props.text.clone()}
                placeholder={props.hint.clone()}
                readonly={props.is_read_only}
                spellcheck="false"
            />
        </label>
    }
}

/// The element, the session behind it, and the way to the engine. Kept by the answers under way too, so that what was
/// typed last is still sent when the page has gone.
struct Bond {
    session: Session,
    element: Option<HtmlTextAreaElement>,
    oncommit: Callback<(Commit, Callback<Outcome>)>,
}

#[hook]
fn use_listeners(node: &NodeRef, bond: &Rc<RefCell<Bond>>) {
    let (node, bond) = (node.clone(), bond.clone());
    use_effect_with((), move |()| {
        let element = node.cast::<HtmlTextAreaElement>();
        bond.borrow_mut().element.clone_from(&element);
        let listeners = element.map(|element| {
            [
                listen(&element, "compositionstart", &bond, |session| session.compose()),
                listen(&element, "compositionend", &bond, |session| session.composed()),
                listen(&element, "input", &bond, |_| ()),
                // Leaving the field ends whatever the input method has forgotten to end.
                listen(&element, "blur", &bond, |session| session.composed()),
            ]
        });
        move || drop(listeners)
    });
}

fn listen(
    element: &HtmlTextAreaElement,
    event: &'static str,
    bond: &Rc<RefCell<Bond>>,
    tell: fn(&mut Session),
) -> EventListener {
    let bond = bond.clone();
    EventListener::new(element, event, move |_| {
        tell(&mut bond.borrow_mut().session);
        step(&bond);
    })
}

#[hook]
fn use_news(bond: &Rc<RefCell<Bond>>, text: &AttrValue, heads: &Heads, turn: u32) {
    let bond = bond.clone();
    use_effect_with((text.clone(), heads.clone(), turn), move |(text, heads, _)| {
        bond.borrow_mut().session.heard(text, heads.clone());
        step(&bond);
    });
}

/// Sends what was typed; if nothing is to be sent, shows what others wrote, and sends what was typed under it.
fn step(bond: &Rc<RefCell<Bond>>) {
    let Some(element) = bond.borrow().element.clone() else { return };
    advance(bond, &element);
    let is_settled = bond.borrow().session.is_settled(&element.value());
    mark_unsaved(&element, !is_settled);
}

fn advance(bond: &Rc<RefCell<Bond>>, element: &HtmlTextAreaElement) {
    let (text, selection) = (element.value(), selection(element));
    bond.borrow_mut().session.typed(&text, selection[1]);
    if send(bond, &text, selection[1]) {
        return;
    }
    let shown = bond.borrow_mut().session.show(&text, selection);
    match shown {
        Some(Show { text, selection }) => {
            element.set_value(&text);
            let [start, end] = selection.map(|at| u32::try_from(at).unwrap_or(u32::MAX));
            // A field that is not in the page any more has no caret to set.
            let _no_caret = element.set_selection_range(start, end);
            send(bond, &text, selection[1]);
        }
        None => {
            send(bond, &text, selection[1]);
        }
    }
}

/// Sends what is in the element, also a word that is still being composed: the person parts from it for good.
fn flush(bond: &Rc<RefCell<Bond>>) {
    let Some(element) = bond.borrow().element.clone() else { return };
    let (text, [_, caret]) = (element.value(), selection(&element));
    let commit = {
        let session = &mut bond.borrow_mut().session;
        session.typed(&text, caret);
        session.flush(&text, caret)
    };
    hand_over(bond, commit);
}

/// Sends what was typed; says whether there was anything.
fn send(bond: &Rc<RefCell<Bond>>, text: &str, caret: usize) -> bool {
    let commit = bond.borrow_mut().session.commit(text, caret);
    hand_over(bond, commit)
}

fn hand_over(bond: &Rc<RefCell<Bond>>, commit: Option<Commit>) -> bool {
    let Some(commit) = commit else { return false };
    let oncommit = bond.borrow().oncommit.clone();
    oncommit.emit((commit, answer(bond)));
    true
}

fn answer(bond: &Rc<RefCell<Bond>>) -> Callback<Outcome> {
    let bond = bond.clone();
    Callback::from(move |outcome| {
        {
            let session = &mut bond.borrow_mut().session;
            match outcome {
                Outcome::Saved(heads) => session.saved(heads),
                Outcome::Refused => return session.refused(),
                Outcome::Unknown => return session.restarted(),
            }
        }
        step(&bond);
    })
}

/// Both ends of what is selected; past the end where the element does not say.
fn selection(element: &HtmlTextAreaElement) -> [usize; 2] {
    [element.selection_start(), element.selection_end()]
        .map(|it| it.ok().flatten().map_or(usize::MAX, |it| it as usize))
}
