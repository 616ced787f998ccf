//! What a step still needs, as the record names it, and the message that says it in both languages.

use yew::AttrValue;

use super::Words;

/// How the record begins such a sentence.
const BEFORE: &str = "before this step: ";

/// What the record calls a need, and the message for it.
const NEEDS: [(&str, &str); 14] = [
    ("来访人,或注明不愿留名", "need-visitor"),
    ("诉求类别", "need-category"),
    ("诉求内容", "need-appeal"),
    ("接访人和时间", "need-received"),
    ("个人信息同意", "need-consent"),
    ("受理决定", "need-acceptance"),
    ("责任委员", "need-lead"),
    ("不予受理的决定", "need-declined"),
    ("不予受理的理由和引导去向", "need-declined-reason"),
    ("当场答复的决定", "need-instant"),
    ("答复内容", "need-answer"),
    ("主案", "need-main-case"),
    ("结案方式", "need-close-reason"),
    ("先处理待裁决事项", "need-no-blocks"),
];

impl Words {
    /// What a step still needs. A need of a newer record is told in its own words.
    pub fn missing(&self, missing: &str) -> AttrValue {
        let need = missing.strip_prefix(BEFORE).unwrap_or(missing);
        let known = NEEDS.iter().find(|(it, _)| *it == need);
        let need = known.map_or_else(|| need.to_owned(), |(_, message)| self.say(message).to_string());
        self.tell("step-needs", &[("need", need.into())])
    }
}
