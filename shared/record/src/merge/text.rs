//! A shared text: everybody's letters are in it. Where two people wrote in one paragraph without seeing each other,
//! somebody should read it through.

use crate::document::{Index, Node, Raw};
use crate::enums::Level;
use crate::review::{Question, Topic};
use crate::value::{Fact, Text};
use automerge::{ObjId, ObjType, ReadDoc};
use std::collections::BTreeSet;

/// Past this many writers' changes in one paragraph nobody needs to be told that several wrote.
const CHANGES_MAX: usize = 400;

impl Node<'_> {
    /// Reads a shared text.
    pub(crate) fn text(&self, key: &str) -> Text {
        let am = &self.reader.doc.am;
        let Some(obj) = self.child(key, ObjType::Text) else {
            return Text::default();
        };
        let text = am.text(&obj).unwrap_or_default();
        let paragraphs = self.paragraphs(&obj);
        let all = paragraphs.iter().flat_map(|(_, changes)| changes);
        let last = all.max_by_key(|change| self.reader.doc.history.order(**change));
        let written = last.and_then(|change| self.reader.doc.history.written(*change));
        for (paragraph, changes) in &paragraphs {
            self.look_for_meetings(key, paragraph, changes);
        }
        Text { text, written }
    }

    /// Each paragraph with the changes whose letters stand in it.
    fn paragraphs(&self, text: &ObjId) -> Vec<(String, BTreeSet<Index>)> {
        let mut paragraphs = vec![(String::new(), BTreeSet::new())];
        for (value, op) in self.reader.doc.am.values(text) {
            let letter = value.as_str().unwrap_or_default().to_owned();
            if letter == "\n" {
                paragraphs.push(Default::default());
            } else if let Some((paragraph, changes)) = paragraphs.last_mut() {
                paragraph.push_str(&letter);
                changes.extend(self.reader.index_of(&op));
            }
        }
        paragraphs
    }

    fn look_for_meetings(&self, key: &str, paragraph: &str, changes: &BTreeSet<Index>) {
        let history = &self.reader.doc.history;
        let person = |change: &Index| history.origin(*change).map(|origin| origin.author.person);
        if changes.iter().all(|change| history.is_join(*change)) {
            return; // they wrote one after another
        }
        if changes.len() > CHANGES_MAX || changes.iter().map(person).collect::<BTreeSet<_>>().len() < 2 {
            return;
        }
        let mut met = BTreeSet::new();
        for (i, a) in changes.iter().enumerate() {
            for b in changes.iter().skip(i + 1).filter(|b| person(a) != person(b)) {
                let is_read_through = || {
                    let mut later = changes.range(b + 1..);
                    later.any(|c| history.precedes(*a, *c) && history.precedes(*b, *c))
                };
                if !history.precedes(*a, *b) && !is_read_through() {
                    met.extend([*a, *b]);
                }
            }
        }
        let mut met: Vec<Index> = met.into_iter().collect();
        met.sort_by_key(|change| history.order(*change));
        let candidates: Vec<Raw> = (met.into_iter())
            .filter_map(|change| {
                let written = history.written(change)?;
                Some(Raw { fact: Fact::Text(paragraph.to_owned()), change, written })
            })
            .collect();
        if !candidates.is_empty() {
            let place = self.place(key);
            let level = Level::Info;
            let question = Question {
                topic: Topic::Paragraph,
                level,
                place,
                base: None,
                candidates: &candidates,
                again: &[],
                is_reopened: false,
            };
            self.reader.ask(question);
        }
    }
}
