//! What happens between a text that somebody types into and the document behind it, without a browser in it.
//!
//! The element belongs to the person: nothing touches it while a word is being composed, and it is set only when somebody
//! else's words really changed it. Every commit is one splice against the heads the person saw. One splice is under way at
//! a time; what is typed meanwhile is the difference to the next one, so no answer can arrive out of order.

use record::Heads;

use super::splice::Splice;
use super::trace::Trace;

/// A splice on its way to the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// What the person saw when they typed.
    pub at: Heads,
    /// What they did.
    pub splice: Splice,
}

/// What the element must now show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Show {
    /// The whole text.
    pub text: String,
    /// Where the two ends of the selection go.
    pub selection: [usize; 2],
}

/// One text field on one document.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// The text that the element held when the engine and we last agreed.
    agreed: String,
    /// The version that holds it. None while the engine has merged our splice with others' words that are not here yet:
    /// then there is no version that holds just what the person saw.
    heads: Option<Heads>,
    /// The text that the splice under way leads to.
    under_way: Option<String>,
    /// The newest text from the engine that is not shown yet.
    news: Option<(String, Heads)>,
    /// What was typed since the last splice was sent.
    trace: Trace,
    composing: bool,
    /// The engine was started anew and has not told the text since.
    restarting: bool,
}

impl Session {
    /// Begins with what the view shows.
    pub fn new(text: &str, heads: Heads) -> Self {
        Self { agreed: text.to_owned(), heads: Some(heads), trace: Trace::new(text), ..Self::default() }
    }

    /// Whether everything typed so far is with the engine.
    pub fn is_settled(&self, element: &str) -> bool {
        self.under_way.is_none() && self.agreed == element
    }

    /// The element holds this now: called with every input, also inside of a word.
    pub fn typed(&mut self, element: &str, caret: usize) {
        self.trace.typed(element, caret);
    }

    /// The input method began a word.
    pub fn compose(&mut self) {
        self.composing = true;
    }

    /// The input method ended its word, or gave it up.
    pub fn composed(&mut self) {
        self.composing = false;
    }

    /// The engine has a newer text. It is shown by [`Session::show`] as soon as nothing stands in the way.
    pub fn heard(&mut self, text: &str, heads: Heads) {
        if std::mem::take(&mut self.restarting) {
            self.read_again(text, &heads);
        }
        self.news = Some((text.to_owned(), heads));
    }

    /// The splice under way is saved, and the document is now at `heads`; empty heads mean that it changed nothing.
    ///
    /// A single head is our own change on top of what the person saw: the next splice may follow it. Several mean that
    /// others wrote meanwhile: the next splice waits for the text as merged. What was heard before may lack our splice,
    /// and would take away for a moment what was just typed; the engine tells anew. When nothing was changed it does not:
    /// then what was heard is all there is.
    pub fn saved(&mut self, heads: Heads) {
        let Some(text) = self.under_way.take() else { return };
        self.agreed = text;
        if heads.0.is_empty() {
            return;
        }
        if self.news.as_ref().is_some_and(|(_, at)| *at != heads) {
            self.news = None;
        }
        match heads.0.len() {
            1 => self.heads = Some(heads),
            _ => self.heads = None,
        }
    }

    /// The splice under way was refused. What was typed stays in the element and is tried again with the next input.
    pub fn refused(&mut self) {
        self.under_way = None;
    }

    /// The engine was started anew and no answer will come. Nothing more is sent until it tells the text as its disk
    /// has it.
    pub fn restarted(&mut self) {
        self.restarting = true;
    }

    /// Whether the splice under way was saved, the text read from the disk says: words that are there again are not
    /// written twice.
    fn read_again(&mut self, text: &str, heads: &Heads) {
        if let Some(sent) = self.under_way.take()
            && Some(heads) != self.heads.as_ref()
        {
            let first = Splice::between(&self.agreed, &sent, 0);
            let is_there = first.is_none_or(|it| it.insert.is_empty() || text.contains(&it.insert));
            if is_there {
                self.agreed = sent;
                self.heads = None;
            }
        }
    }

    /// What to send now, if anything: called after every input, with the element as it stands.
    pub fn commit(&mut self, element: &str, caret: usize) -> Option<Commit> {
        if self.composing || self.restarting || self.under_way.is_some() {
            return None;
        }
        let at = self.heads.clone()?;
        let splice = Splice::between(&self.agreed, element, caret)?;
        self.under_way = Some(element.to_owned());
        self.trace = Trace::new(element);
        Some(Commit { at, splice })
    }

    /// What to send now, if anything, when no more may come: also what is still being composed. Should the word be
    /// ended after all, the difference is the next splice.
    pub fn flush(&mut self, element: &str, caret: usize) -> Option<Commit> {
        let composing = std::mem::take(&mut self.composing);
        let commit = self.commit(element, caret);
        self.composing = composing;
        commit
    }

    /// What to show now, if anything: only when no word is being composed and nothing is under way. Words typed since the
    /// last splice stay where they were typed, and are the next splice.
    pub fn show(&mut self, element: &str, selection: [usize; 2]) -> Option<Show> {
        let may_merge = self.heads.is_none() || self.agreed == element;
        if self.composing || self.under_way.is_some() || !may_merge {
            return None;
        }
        let (text, heads) = self.news.take()?;
        self.heads = Some(heads);
        let others = Splice::all_between(&self.agreed, &text);
        if others.is_empty() {
            return None;
        }
        let merged = self.trace.merge(&others, selection);
        self.trace = Trace::new(&text);
        self.trace.typed(&merged.text, 0);
        self.agreed = text;
        (merged.text != element).then_some(Show { text: merged.text, selection: merged.carets })
    }
}

#[cfg(test)]
mod tests;
