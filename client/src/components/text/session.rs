//! What happens between a text that somebody types into and the document behind it, without a browser in it.
//!
//! The element belongs to the person: nothing touches it while a word is being composed, and it is set only when somebody
//! else's words really changed it. Every commit is one splice against the heads the person saw. One splice is under way at
//! a time; what is typed meanwhile is the difference to the next one, so no answer can arrive out of order.

use super::splice::Splice;

/// The version of a document that a text was read at, as the engine names it. Opaque here.
pub type Heads = Vec<u8>;

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
    /// Somebody else's change that led there, for the caret.
    pub splice: Splice,
}

/// One text field on one document.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// The text at `heads`: what the element held when the engine and we last agreed.
    agreed: String,
    heads: Heads,
    /// The text that the splice under way leads to.
    under_way: Option<String>,
    /// The newest text from the engine that is not shown yet.
    news: Option<(String, Heads)>,
    composing: bool,
}

impl Session {
    /// Begins with what the view shows.
    pub fn new(text: &str, heads: Heads) -> Self {
        Self { agreed: text.to_owned(), heads, ..Self::default() }
    }

    /// Whether a word is being composed.
    pub fn is_composing(&self) -> bool {
        self.composing
    }

    /// Whether everything typed so far is with the engine.
    pub fn is_settled(&self, element: &str) -> bool {
        self.under_way.is_none() && self.agreed == element
    }

    /// The input method began a word.
    pub fn compose(&mut self) {
        self.composing = true;
    }

    /// The input method ended its word, or gave it up.
    pub fn composed(&mut self) {
        self.composing = false;
    }

    /// The engine has a newer text. It is shown by [`Session::next`] as soon as nothing stands in the way.
    pub fn heard(&mut self, text: &str, heads: Heads) {
        self.news = Some((text.to_owned(), heads));
    }

    /// The splice under way is saved; `heads` is the version that holds it and nothing the person has not seen. What was
    /// heard before may lack the splice, and would take away for a moment what was just typed: the engine tells anew.
    pub fn saved(&mut self, heads: Heads) {
        if let Some(text) = self.under_way.take() {
            self.agreed = text;
            self.heads = heads;
            self.news = None;
        }
    }

    /// The splice under way was refused. What was typed stays in the element and is tried again with the next input.
    pub fn refused(&mut self) {
        self.under_way = None;
    }

    /// The engine was started anew and no answer will come. Whether the splice under way was saved, the text read from
    /// disk says: words that are there again are not written twice.
    pub fn restarted(&mut self, text: &str, heads: Heads) {
        if let Some(sent) = self.under_way.take()
            && heads != self.heads
        {
            let first = Splice::between(&self.agreed, &sent, super::splice::units(&sent));
            let is_there = first.is_none_or(|it| it.insert.is_empty() || text.contains(&it.insert));
            if is_there {
                self.agreed = sent;
            }
        }
        self.heard(text, heads);
    }

    /// What to send now, if anything: called after every input, with the element as it stands.
    pub fn commit(&mut self, element: &str, caret: usize) -> Option<Commit> {
        if self.composing || self.under_way.is_some() {
            return None;
        }
        let splice = Splice::between(&self.agreed, element, caret)?;
        self.under_way = Some(element.to_owned());
        Some(Commit { at: self.heads.clone(), splice })
    }

    /// What to show now, if anything: only when no word is being composed and everything typed is saved.
    pub fn show(&mut self, element: &str) -> Option<Show> {
        if self.composing || !self.is_settled(element) {
            return None;
        }
        let (text, heads) = self.news.take()?;
        self.heads = heads;
        let splice = Splice::between(element, &text, text.encode_utf16().count())?;
        self.agreed.clone_from(&text);
        Some(Show { text, splice })
    }
}

#[cfg(test)]
mod tests;
