//! How a case is spoken of.

use yew::AttrValue;

use super::Words;

impl Words {
    /// What a case is called; every case can be spoken of.
    pub fn case_title(&self, title: Option<&str>) -> AttrValue {
        title.filter(|it| !it.is_empty()).map_or_else(|| self.say("case-untitled"), |it| it.to_owned().into())
    }
}
