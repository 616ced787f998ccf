//! Which buttons a review item offers. The document refuses the others.

use record::enums::Level;
use record::review::{Item, Topic};

/// Whether one of the writings can be made to stand.
pub fn may_use(item: &Item) -> bool {
    match item.topic {
        Topic::Values | Topic::Raised | Topic::Removed | Topic::Status => true,
        Topic::Paragraph | Topic::Illegal | Topic::Consent => false,
    }
}

/// Whether both can stay as they are. What stops a case can only have one value.
pub fn may_keep_both(item: &Item) -> bool {
    match item.topic {
        Topic::Values => item.level != Level::Block,
        Topic::Raised | Topic::Paragraph | Topic::Illegal | Topic::Consent => true,
        Topic::Removed | Topic::Status => false,
    }
}

/// Whether something else can be put in their place by typing it: words or a number, never a code or a name.
pub fn may_rewrite(item: &Item) -> bool {
    use record::value::Fact;
    let is_typed = item.candidates.first().is_some_and(|it| match &it.value {
        Fact::Text(text) => !record::enums::is_code(text) || item.place.key == "phone",
        Fact::Number(_) => !item.place.key.ends_with("_ms"),
        Fact::Flag(_) | Fact::Name(_) => false,
    });
    is_typed && matches!(item.topic, Topic::Values | Topic::Raised)
}
