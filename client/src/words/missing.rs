//! What a step still needs, as the record names it; the messages that say it in both languages, and where it is given.

use yew::AttrValue;

use super::Words;

/// How the record begins such a sentence.
const BEFORE: &str = "before this step: ";

/// The page on which a need is met, by the message that names it.
const REGISTER: Option<&str> = Some("case-part-register");
const PARTIES: Option<&str> = Some("case-part-parties");
const REVIEW: Option<&str> = Some("nav-review");

/// What the record calls a need, the message for it, and where it is met. A reason is given beside the step itself.
const NEEDS: [(&str, &str, Option<&str>); 14] = [
    ("来访人,或注明不愿留名", "need-visitor", PARTIES),
    ("诉求类别", "need-category", REGISTER),
    ("诉求内容", "need-appeal", REGISTER),
    ("接访人和时间", "need-received", REGISTER),
    ("个人信息同意", "need-consent", PARTIES),
    ("受理决定", "need-acceptance", REGISTER),
    ("责任委员", "need-lead", REGISTER),
    ("不予受理的决定", "need-declined", REGISTER),
    ("不予受理的理由和引导去向", "need-declined-reason", None),
    ("当场答复的决定", "need-instant", REGISTER),
    ("答复内容", "need-answer", REGISTER),
    ("主案", "need-main-case", None),
    ("结案方式", "need-close-reason", REGISTER),
    ("先处理待裁决事项", "need-no-blocks", REVIEW),
];

impl Words {
    /// What a step still needs. A need of a newer record is told in its own words.
    pub fn missing(&self, missing: &str) -> AttrValue {
        let need = known(missing).map_or_else(|| bare(missing).to_owned(), |it| self.say(it.1).to_string());
        self.tell("step-needs", &[("need", need.into())])
    }
}

/// Where what is missing can be given: the message that names the page.
pub fn place_of(missing: &str) -> Option<&'static str> {
    known(missing)?.2
}

fn known(missing: &str) -> Option<&'static (&'static str, &'static str, Option<&'static str>)> {
    NEEDS.iter().find(|(need, ..)| *need == bare(missing))
}

fn bare(missing: &str) -> &str {
    missing.strip_prefix(BEFORE).unwrap_or(missing)
}
