//! What must be told once, until it is put away: saving failed, the relay sent something back, a change could not be read.
//! One stands there at a time; the others wait behind it.

use std::collections::VecDeque;

use yew::prelude::*;

use crate::components::{Button, Notice, Tone};
use crate::engine::api::{Told, Trouble};
use crate::hooks::use_engine;
use crate::words::{Words, use_words};

/// So many wait at most. What comes beyond that says the same as one of them, or is seen in its case.
const WAITING_MAX: usize = 20;

/// What is still to be read, the oldest first.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Waiting(VecDeque<Told>);

impl Waiting {
    /// With one more. What waits already is not told twice.
    pub(super) fn with(&self, told: Told) -> Self {
        let mut waiting = self.clone();
        if waiting.0.len() < WAITING_MAX && !waiting.0.iter().any(|it| says_the_same(it, &told)) {
            waiting.0.push_back(told);
        }
        waiting
    }

    /// Without the first: it was read.
    pub(super) fn read(&self) -> Self {
        Self(self.0.iter().skip(1).cloned().collect())
    }

    /// What is to be read now.
    pub(super) fn first(&self) -> Option<&Told> {
        self.0.front()
    }
}

impl Reducible for Waiting {
    type Action = Option<Told>;

    fn reduce(self: std::rc::Rc<Self>, told: Option<Told>) -> std::rc::Rc<Self> {
        let next = match told {
            Some(told) => self.with(told),
            None => self.read(),
        };
        next.into()
    }
}

fn trouble_of(told: &Told) -> &Trouble {
    let (Told::SetAside(_, trouble)
    | Told::NotSaved(trouble)
    | Told::NotTaken(_, trouble)
    | Told::Erased(_, trouble)) = told;
    trouble
}

fn says_the_same(one: &Told, other: &Told) -> bool {
    match (one, other) {
        (Told::SetAside(one, _), Told::SetAside(other, _)) => one == other,
        _ => trouble_of(one).code == trouble_of(other).code,
    }
}

fn sentence(words: &Words, told: &Told) -> AttrValue {
    match told {
        Told::SetAside(unread, _) => words.unread(unread),
        _ => words.trouble(trouble_of(told)),
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
            engine.set_ontold(Callback::from(move |it: Told| waiting.dispatch(Some(it))));
        });
    }
    let onpress = {
        let waiting = waiting.dispatcher();
        Callback::from(move |()| waiting.dispatch(None))
    };
    html! {
        <div>
            if let Some(told) = waiting.first() {
                <Notice tone={Tone::Seal}>
                    <span>{ sentence(&words, told) }</span>
                    <div><Button label={words.say("told-seen")} {onpress} /></div>
                </Notice>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::{DocId, DocKind};

    use super::*;
    use crate::engine::api::Unread;
    use crate::words::Language;

    fn trouble(code: &str) -> Told {
        Told::NotSaved(Trouble { code: code.to_owned(), detail: String::new() })
    }

    fn unread(author: &str, kind: DocKind) -> Told {
        let doc = DocId([7; 16]).sibling(kind);
        let unread = Unread { doc, title: "欠薪".to_owned(), author: author.to_owned(), entries: 1 };
        Told::SetAside(unread, Trouble { code: "set-aside".to_owned(), detail: String::new() })
    }

    #[test]
    fn what_could_not_be_read_is_told_by_author_and_record_and_each_of_them() {
        let words = Words::new(Language::Chinese);
        let waiting = Waiting::default().with(unread("柏测试", DocKind::Story));
        let waiting = waiting.with(unread("温样本", DocKind::People)).with(unread("柏测试", DocKind::Story));
        let said: Vec<_> = waiting.0.iter().map(|it| sentence(&words, it).to_string()).collect();
        let plain = |it: &String| it.replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(
            said.iter().map(plain).collect::<Vec<_>>(),
            [
                "柏测试写在“欠薪”（经过）里的 1 处改动读不出来，已另外放好，其余内容不受影响。",
                "温样本写在“欠薪”（当事人）里的 1 处改动读不出来，已另外放好，其余内容不受影响。",
            ]
        );
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
