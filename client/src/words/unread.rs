//! What could not be read and was set aside.

use shared::ids::DocKind;
use yew::AttrValue;

use super::Words;
use crate::engine::api::Unread;

impl Words {
    /// What could not be read: whose it is, of which part of which case.
    pub fn unread(&self, unread: &Unread) -> AttrValue {
        let part = match unread.doc.kind() {
            DocKind::Case => self.say("case-part-register"),
            DocKind::Story => self.say("case-part-story"),
            DocKind::People => self.say("case-part-parties"),
            _ => return self.say("trouble-set-aside"),
        };
        let or =
            |text: &str, id: &str| if text.is_empty() { self.say(id).to_string() } else { text.to_owned() };
        let gaps = [
            ("author", or(&unread.author, "somebody").into()),
            ("title", or(&unread.title, "case-untitled").into()),
            ("part", part.as_str().into()),
            ("n", unread.entries.into()),
        ];
        self.tell("case-set-aside", &gaps)
    }
}
