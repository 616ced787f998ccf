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
        let author = match unread.author.as_str() {
            "" => self.say("somebody"),
            name => name.to_owned().into(),
        };
        let title = self.case_title(Some(&unread.title));
        let gaps = [
            ("author", author.as_str().into()),
            ("title", title.as_str().into()),
            ("part", part.as_str().into()),
            ("n", unread.entries.into()),
        ];
        self.tell("case-set-aside", &gaps)
    }
}
