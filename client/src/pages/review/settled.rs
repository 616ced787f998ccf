//! The way back from the decision just made, and what became of it.

use record::review::Edit as ReviewEdit;
use record::{Edit, Heads, ItemId};
use shared::ids::DocId;
use yew::prelude::*;

use crate::components::{Became, Tone, Undo};
use crate::engine::api::{Answer, Ask, Trouble};
use crate::hooks::{Engine, trouble_of, use_engine};
use crate::words::use_words;

/// How far the way back has been gone.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Way {
    /// Nothing is to be taken back.
    #[default]
    Over,
    /// The decision can be taken back.
    Open(DocId, ItemId),
    /// It was taken back: the item is open again.
    Gone,
    /// It was not, and this is why.
    Refused(Trouble),
}

impl Way {
    /// Where an answer to the wish to take back leads.
    fn after(answer: &Answer) -> Way {
        trouble_of(answer).map_or(Way::Gone, |trouble| Way::Refused(trouble.clone()))
    }
}

/// Takes a decision back and says where that led: never that it is done before it is on the disk.
fn take_back(engine: &Engine, doc: DocId, decision: ItemId, reason: String, onway: Callback<Way>) {
    let undo = ReviewEdit::Undo { id: engine.draw(), decision, reason };
    let onanswer = Callback::from(move |answer: Answer| onway.emit(Way::after(&answer)));
    engine.ask(Ask::Write(doc, Edit::Review(undo), Heads::default()), onanswer);
}

/// Props of [`Settled`].
#[derive(Properties, PartialEq)]
pub struct SettledProps {
    /// How far it has been gone.
    pub way: Way,
    /// Called when it leads on.
    pub onway: Callback<Way>,
}

/// The bar that offers the way back, then says what became of it.
#[component]
pub fn Settled(props: &SettledProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    let onover = props.onway.reform(|()| Way::Over);
    let bar = match &props.way {
        Way::Over => Html::default(),
        Way::Gone => html! { <Became text={words.say("review-undone")} {onover} /> },
        Way::Refused(trouble) => html! {
            <Became
                text={words.tell("review-not-undone", &[("why", words.trouble(trouble).as_str().into())])}
                tone={Tone::Seal}
                {onover}
            />
        },
        Way::Open(doc, decision) => {
            let (doc, decision, onway) = (*doc, *decision, props.onway.clone());
            let reason = words.say("review-undo-reason").to_string();
            let onundo = Callback::from(move |()| {
                onway.emit(Way::Over);
                take_back(&engine, doc, decision, reason.clone(), onway.clone());
            });
            html! {
                <Undo key={decision.to_string()} text={words.say("review-decided")} {onundo} {onover} />
            }
        }
    };
    html! { <div>{ bar }</div> }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::*;
    use crate::engine::api::{ToEngine, ToPage};

    /// Asks to take a decision back, answers, and says what was asked and where it led.
    fn answered(answer: Answer) -> (Vec<Edit>, Vec<Way>) {
        let posted: Rc<RefCell<Vec<ToEngine>>> = Rc::default();
        let post = Callback::from({
            let posted = posted.clone();
            move |bytes: Vec<u8>| posted.borrow_mut().push(minicbor::decode(&bytes).unwrap())
        });
        let engine = Engine::new(post, || 1_000);
        let ways: Rc<RefCell<Vec<Way>>> = Rc::default();
        let onway = Callback::from({
            let ways = ways.clone();
            move |way| ways.borrow_mut().push(way)
        });
        take_back(&engine, DocId([7; 16]), ItemId([9; 16]), "看错了".to_owned(), onway);
        assert_eq!(*ways.borrow(), [], "nothing is said before the disk has it");
        let asked = posted.borrow().iter().find_map(|it| match it {
            ToEngine::Ask(number, ask) => Some((*number, (**ask).clone())),
            _ => None,
        });
        let Some((number, Ask::Write(_, edit, _))) = asked else { panic!("an edit is asked") };
        engine.receive(&shared::codec::encode(&ToPage::Answer(number, answer)));
        (vec![edit], ways.take())
    }

    #[test]
    fn a_decision_is_called_taken_back_once_it_is_written() {
        let (edits, ways) = answered(Answer::Written(Heads::default()));
        assert_eq!(ways, [Way::Gone]);
        let [Edit::Review(ReviewEdit::Undo { decision, reason, .. })] = &edits[..] else { panic!("an undo") };
        assert_eq!((*decision, reason.as_str()), (ItemId([9; 16]), "看错了"));
    }

    #[test]
    fn a_refusal_to_take_back_is_kept_to_be_shown() {
        let trouble = Trouble { code: "edit-went-on".into(), detail: String::new() };
        assert_eq!(answered(Answer::Trouble(trouble.clone())).1, [Way::Refused(trouble)]);
    }
}
