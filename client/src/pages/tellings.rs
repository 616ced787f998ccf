//! What must be told once, until it is put away: saving failed, the relay sent something back, a change could not be read.
//! One stands there at a time; the others wait behind it.

use std::collections::VecDeque;

use yew::prelude::*;

use crate::components::{Button, Notice, Tone};
use crate::engine::api::{Told, Trouble};
use crate::hooks::use_engine;
use crate::words::use_words;

/// So many wait at most. What comes beyond that says the same as one of them, or is seen in its case.
const WAITING_MAX: usize = 20;

/// What is still to be read, the oldest first.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Waiting(VecDeque<Trouble>);

impl Waiting {
    /// With one more. What waits already is not told twice.
    pub(super) fn with(&self, trouble: Trouble) -> Self {
        let mut waiting = self.clone();
        if waiting.0.len() < WAITING_MAX && !waiting.0.iter().any(|it| it.code == trouble.code) {
            waiting.0.push_back(trouble);
        }
        waiting
    }

    /// Without the first: it was read.
    pub(super) fn read(&self) -> Self {
        Self(self.0.iter().skip(1).cloned().collect())
    }

    /// What is to be read now.
    pub(super) fn first(&self) -> Option<&Trouble> {
        self.0.front()
    }
}

impl Reducible for Waiting {
    type Action = Option<Trouble>;

    fn reduce(self: std::rc::Rc<Self>, told: Option<Trouble>) -> std::rc::Rc<Self> {
        let next = match told {
            Some(trouble) => self.with(trouble),
            None => self.read(),
        };
        next.into()
    }
}

/// The first of what waits, and a button that puts it away.
#[component]
pub(super) fn Tellings() -> Html {
    let words = use_words();
    let engine = use_engine();
    let waiting = use_reducer_eq(Waiting::default);
    {
        let waiting = waiting.dispatcher();
        use_effect_with(engine, move |engine| {
            let ontold = Callback::from(move |it: Told| {
                let (Told::SetAside(_, trouble)
                | Told::NotSaved(trouble)
                | Told::NotTaken(_, trouble)
                | Told::Erased(_, trouble)) = it;
                waiting.dispatch(Some(trouble));
            });
            engine.set_ontold(ontold);
        });
    }
    let onpress = {
        let waiting = waiting.dispatcher();
        Callback::from(move |()| waiting.dispatch(None))
    };
    html! {
        <div>
            if let Some(trouble) = waiting.first() {
                <Notice tone={Tone::Seal}>
                    <span>{ words.trouble(trouble) }</span>
                    <div><Button label={words.say("told-seen")} {onpress} /></div>
                </Notice>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble(code: &str) -> Trouble {
        Trouble { code: code.to_owned(), detail: String::new() }
    }

    #[test]
    fn a_second_message_waits_until_the_first_was_read() {
        let waiting = Waiting::default().with(trouble("disk-full")).with(trouble("erased"));
        assert_eq!(waiting.first(), Some(&trouble("disk-full")));
        assert_eq!(waiting.read().first(), Some(&trouble("erased")));
        assert_eq!(waiting.read().read().first(), None);
    }

    #[test]
    fn the_same_is_not_told_twice_and_no_storm_fills_the_memory() {
        let twice = Waiting::default().with(trouble("erased")).with(trouble("erased"));
        assert_eq!(twice.read().first(), None);
        let storm = (0..1_000).fold(Waiting::default(), |it, n| it.with(trouble(&n.to_string())));
        assert_eq!(storm.0.len(), WAITING_MAX);
    }
}
