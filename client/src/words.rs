//! What the screens say: Chinese first, English second, every sentence in `words/*.ftl`.
//!
//! A page never holds a sentence. It asks [`use_words`] for [`Words`] and names the message, so that a change of language
//! redraws whatever speaks, and a test can see that both languages say the same things.

use std::rc::Rc;

pub use fluent_bundle::FluentValue;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use shared::roll::Role;
use unic_langid::LanguageIdentifier;
use yew::prelude::*;

use crate::engine::api::Trouble;

mod dates;
mod missing;
#[cfg(test)]
mod tests;
mod title;
mod unread;

pub use dates::{Day, Moment};
pub use missing::places_of;

/// A language the screens can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// Every language, in the order the settings offer them.
    pub const ALL: [Language; 2] = [Language::Chinese, Language::English];

    /// The tag that a browser knows the language by.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    /// The language of a tag, if we speak it: `zh`, `zh-Hans-CN` and `en-GB` are understood too.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "zh" => Some(Language::Chinese),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// What the language calls itself, so that somebody who cannot read the other finds it.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::Chinese => "中文",
            Language::English => "English",
        }
    }

    fn sources(self) -> [&'static str; 2] {
        match self {
            Language::Chinese => [include_str!("words/zh-CN.ftl"), include_str!("words/codes.zh-CN.ftl")],
            Language::English => [include_str!("words/en.ftl"), include_str!("words/codes.en.ftl")],
        }
    }
}

/// The sentences of one language.
#[derive(Clone)]
pub struct Words {
    language: Language,
    bundle: Rc<FluentBundle<FluentResource>>,
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::new(Language::default())
    }
}

impl Words {
    /// Reads the sentences of a language.
    pub fn new(language: Language) -> Self {
        // Both tags are well formed; were one not, plurals would follow no language and nothing else would change.
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![tag]);
        // The marks that keep mixed directions apart show up as boxes in copied text, and both languages run one way.
        bundle.set_use_isolating(false);
        for source in language.sources() {
            // A file that does not parse in full still gives what did; a test reads both strictly.
            let resource =
                FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle: Rc::new(bundle) }
    }

    /// The language spoken.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A sentence without gaps.
    pub fn say(&self, id: &str) -> AttrValue {
        self.tell(id, &[])
    }

    /// A sentence with its gaps filled.
    pub fn tell(&self, id: &str, gaps: &[(&str, FluentValue<'_>)]) -> AttrValue {
        self.find(id, gaps).unwrap_or_else(|| id.to_owned()).into()
    }

    /// What a code of a list is called: `code("status", "accepted")`. A code of a newer version is shown as it is.
    pub fn code(&self, list: &str, code: &str) -> AttrValue {
        self.find(&format!("{list}-{code}"), &[]).unwrap_or_else(|| code.to_owned()).into()
    }

    /// Roles, one after another.
    pub fn roles(&self, roles: &[Role]) -> AttrValue {
        let said: Vec<String> =
            roles.iter().map(|it| self.code("role", role_code(*it)).to_string()).collect();
        said.join(&self.say("list-comma")).into()
    }

    /// Why something was not done. A reason of a newer engine is told in its own words.
    pub fn trouble(&self, trouble: &Trouble) -> AttrValue {
        let known = self.find(&format!("trouble-{}", trouble.code), &[]).map(AttrValue::from);
        known.unwrap_or_else(|| self.tell("trouble-other", &[("detail", trouble.detail.as_str().into())]))
    }

    /// A number of bytes, as people count them.
    pub fn size(&self, bytes: u64) -> AttrValue {
        let (number, unit) = match bytes {
            0..1_000 => (bytes.to_string(), "B"),
            1_000..1_000_000 => (bytes.div_ceil(1_000).to_string(), "KB"),
            1_000_000..1_000_000_000 => (tenths(bytes / 100_000), "MB"),
            _ => (tenths(bytes / 100_000_000), "GB"),
        };
        format!("{number} {unit}").into()
    }

    fn find(&self, id: &str, gaps: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let args: FluentArgs<'_> = gaps.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut unfilled = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut unfilled).into_owned())
    }
}

/// The code of a role in the list `role`.
pub fn role_code(role: Role) -> &'static str {
    match role {
        Role::FirstConvener => "first_convener",
        Role::Convener => "convener",
        Role::Member => "member",
        Role::Clerk => "clerk",
        Role::DeptLiaison => "dept_liaison",
        Role::InvitedExpert => "invited_expert",
        Role::DistrictOffice => "cppcc_office",
        Role::Auditor => "auditor",
        Role::Admin => "admin",
        Role::Other(_) => "newer",
    }
}

fn tenths(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The words in force for the component that asks.
#[hook]
pub fn use_words() -> Words {
    let given = use_context::<Words>();
    // Without a provider the default language speaks: a component can be shown alone in a test.
    let own = use_memo(given.is_none(), |alone| alone.then(Words::default));
    given.or_else(|| (*own).clone()).unwrap_or_default()
}
