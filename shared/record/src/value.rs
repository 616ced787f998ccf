//! What a view shows of a value: the value itself, who wrote it, and every other value that stands beside it.

mod held;

pub(crate) use held::{Element, Held};

use crate::enums::Roles;
use automerge::ScalarValue;
use minicbor::{Decode, Encode};
use shared::ids::{DeviceId, PersonId};

/// Who signed an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Author {
    /// The person.
    #[n(0)]
    pub person: PersonId,
    /// The device the person wrote on.
    #[n(1)]
    pub device: DeviceId,
}

/// The entry a change came in. Authorship comes from here, that is from a checked signature, never from Automerge.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Origin {
    /// Who signed the entry.
    #[n(0)]
    pub author: Author,
    /// The roles the author held by the roll that the entry names.
    #[n(1)]
    pub roles: Roles,
    /// The entry's number among those of its device for this document.
    #[n(2)]
    pub n: u64,
    /// The author's clock: a claim.
    #[n(3)]
    pub recorded_ms: u64,
    /// Where the relay keeps the entry in its log; `None` until it does.
    #[n(4)]
    pub position: Option<u64>,
    /// When the relay kept it.
    #[n(5)]
    pub kept_ms: Option<u64>,
}

/// Who wrote a value, and the three times.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Written {
    /// The person.
    #[n(0)]
    pub person: PersonId,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
    /// The number of the entry: with the device it names the entry whose tick is shown.
    #[n(2)]
    pub n: u64,
    /// When it happened, where that is recorded.
    #[n(3)]
    pub happened_ms: Option<i64>,
    /// When the author wrote it, by the author's clock.
    #[n(4)]
    pub recorded_ms: u64,
    /// When the relay kept it.
    #[n(5)]
    pub kept_ms: Option<u64>,
    /// Where the relay keeps it.
    #[n(6)]
    pub position: Option<u64>,
}

impl Written {
    /// Whether it was written down more than a day after it happened: shown as added later.
    pub fn is_late(&self) -> bool {
        const DAY_MS: i64 = 24 * 60 * 60 * 1000;
        let recorded_ms = i64::try_from(self.recorded_ms).unwrap_or(i64::MAX);
        self.happened_ms.is_some_and(|happened_ms| recorded_ms.saturating_sub(happened_ms) > DAY_MS)
    }
}

/// One value, and who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Value<T> {
    /// The value.
    #[n(0)]
    pub value: T,
    /// Who wrote it, and when.
    #[n(1)]
    pub written: Written,
}

/// Every value of a field. The first is in force; more than one means that people wrote different
/// things without knowing of each other. Nobody has written anything if there is none.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Field<T> {
    /// The values, the one in force first.
    #[n(0)]
    pub values: Vec<Value<T>>,
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Field { values: Vec::new() }
    }
}

impl<T> Field<T> {
    /// The value in force.
    pub fn get(&self) -> Option<&T> {
        self.values.first().map(|value| &value.value)
    }

    /// Who wrote the value in force.
    pub fn written(&self) -> Option<&Written> {
        self.values.first().map(|value| &value.written)
    }

    /// Whether different values stand beside each other.
    pub fn is_disputed(&self) -> bool {
        self.values.len() > 1
    }
}

/// A value as a document stores it, for places that are not known beforehand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Fact {
    /// Words, a code or a date.
    #[n(0)]
    Text(#[n(0)] String),
    /// A number, or milliseconds.
    #[n(1)]
    Number(#[n(0)] i64),
    /// Yes or no.
    #[n(2)]
    Flag(#[n(0)] bool),
    /// A name: of a person, a document, an item.
    #[n(3)]
    Name(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
}

impl Fact {
    pub(crate) fn from_scalar(scalar: &ScalarValue) -> Option<Fact> {
        match scalar {
            ScalarValue::Str(text) => Some(Fact::Text(text.to_string())),
            ScalarValue::Bytes(bytes) => Some(Fact::Name(bytes.clone())),
            ScalarValue::Boolean(flag) => Some(Fact::Flag(*flag)),
            ScalarValue::Int(n) | ScalarValue::Timestamp(n) => Some(Fact::Number(*n)),
            ScalarValue::Uint(n) => i64::try_from(*n).ok().map(Fact::Number),
            ScalarValue::F64(_)
            | ScalarValue::Counter(_)
            | ScalarValue::Null
            | ScalarValue::Unknown { .. } => None,
        }
    }

    pub(crate) fn to_scalar(&self) -> ScalarValue {
        match self {
            Fact::Text(text) => ScalarValue::Str(text.as_str().into()),
            Fact::Number(n) => ScalarValue::Int(*n),
            Fact::Flag(flag) => ScalarValue::Boolean(*flag),
            Fact::Name(bytes) => ScalarValue::Bytes(bytes.clone()),
        }
    }

    /// What is compared when two people wrote "the same": spaces and full-width forms do not count.
    pub(crate) fn plain(&self) -> Fact {
        match self {
            Fact::Text(text) => Fact::Text(plain(text)),
            Fact::Number(_) | Fact::Flag(_) | Fact::Name(_) => self.clone(),
        }
    }

    /// Whether both are of one sort, so that one may stand for the other.
    pub fn is_like(&self, other: &Fact) -> bool {
        core::mem::discriminant(self) == core::mem::discriminant(other)
    }
}

/// Folds full-width forms to their plain ones and runs of white space to one space.
pub(crate) fn plain(text: &str) -> String {
    let folded = text.chars().map(|c| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    });
    folded.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text that several people may write at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Text {
    /// The text as merged.
    #[n(0)]
    pub text: String,
    /// Who wrote last, if anybody wrote.
    #[n(1)]
    pub written: Option<Written>,
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn full_width_forms_and_spaces_do_not_make_a_difference() {
        assert_eq!(plain("120 0000 1001　"), plain("１２０ ００００  １００１"));
        assert_ne!(plain("赵样工"), plain("赵样公"));
    }
}
