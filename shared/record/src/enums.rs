//! The code lists. A code is ASCII, stable and never renamed; a code of a newer client is kept and shown as it is.

mod case;
mod people;
mod record;

pub use case::*;
pub use people::*;
pub use record::*;

/// The longest code taken from outside.
pub const CODE_BYTES_MAX: usize = 64;

/// Whether a text may stand as a code: what a newer client may add, and never a sentence or a name.
pub fn is_code(text: &str) -> bool {
    (1..=CODE_BYTES_MAX).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A member of one of the code lists.
pub trait Code: Sized {
    /// The name of the list, as in `category`.
    const LIST: &'static str;
    /// The code as it is stored.
    fn code(&self) -> &str;
    /// The member a code stands for; `None` if the text cannot be a code at all.
    fn from_code(code: &str) -> Option<Self>;
}

/// Declares a code list: each member with its code and its Chinese label.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident $list:literal { $($member:ident = $code:literal, $zh:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $zh] $member,)*
            /// A code of a newer client.
            Unknown(Box<str>),
        }

        impl $name {
            /// Every member this version knows.
            pub const ALL: &'static [$name] = &[$($name::$member,)*];

            /// The code as it is stored.
            pub fn code(&self) -> &str {
                match self {
                    $($name::$member => $code,)*
                    $name::Unknown(code) => code,
                }
            }

            /// The Chinese label; an unknown code stands for itself.
            pub fn zh(&self) -> &str {
                match self {
                    $($name::$member => $zh,)*
                    $name::Unknown(code) => code,
                }
            }

            /// The member a code stands for; `None` if the text cannot be a code at all.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some($name::$member),)*
                    other => crate::enums::is_code(other).then(|| $name::Unknown(other.into())),
                }
            }
        }

        impl crate::enums::Code for $name {
            const LIST: &'static str = $list;
            fn code(&self) -> &str {
                $name::code(self)
            }
            fn from_code(code: &str) -> Option<Self> {
                $name::from_code(code)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self, e: &mut minicbor::Encoder<W>, _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.str(self.code())?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Self::from_code(d.str()?).ok_or_else(|| minicbor::decode::Error::message("not a code"))
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// How loudly a review item asks. Ordered: the later, the louder.
    Level "review_level" {
        Info = "info", "提示";
        Warn = "warn", "待核";
        Block = "block", "待裁决";
    }
}

/// The roles somebody held when an entry was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Roles(#[n(0)] pub u32);

impl Roles {
    /// No role at all.
    pub const NONE: Roles = Roles(0);

    /// The roles of a list; a role of a newer client grants nothing here.
    pub fn of<'a>(roles: impl IntoIterator<Item = &'a Role>) -> Roles {
        Roles(roles.into_iter().fold(0, |bits, role| bits | Self::bit(role)))
    }

    fn bit(role: &Role) -> u32 {
        Role::ALL.iter().position(|known| known == role).map_or(0, |i| 1 << i)
    }

    /// Whether the role is held. The first convener may do whatever a convener may.
    pub fn holds(self, role: &Role) -> bool {
        let above = if *role == Role::Convener { Self::bit(&Role::FirstConvener) } else { 0 };
        self.0 & (Self::bit(role) | above) != 0
    }

    /// Whether one of the roles is held.
    pub fn any(self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.holds(role))
    }

    /// Conveners and clerks: those who settle what others only propose.
    pub fn is_office(self) -> bool {
        self.any(&[Role::Convener, Role::Clerk])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_survives_and_a_sentence_is_no_code() {
        assert_eq!(
            Category::from_code("drone_noise").map(|c| c.code().to_owned()),
            Some("drone_noise".into())
        );
        assert_eq!(Category::from_code("赵某家里的事"), None);
        assert_eq!(Category::from_code(""), None);
        assert_eq!(Category::from_code("wages"), Some(Category::Wages));
    }

    #[test]
    fn every_code_is_read_back_as_itself() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()).as_ref(), Some(status));
        }
    }

    #[test]
    fn the_first_convener_is_a_convener_and_a_convener_is_not_the_first() {
        let first = Roles::of(&[Role::FirstConvener]);
        assert!(first.holds(&Role::Convener) && first.is_office());
        assert!(!Roles::of(&[Role::Convener]).holds(&Role::FirstConvener));
        assert!(!Roles::of(&[Role::Unknown("emperor".into())]).is_office());
    }

    #[test]
    fn risk_and_privacy_are_ordered_by_their_place_in_the_list() {
        assert!(Risk::Red > Risk::Orange && Urgency::Critical > Urgency::Urgent);
        assert!(
            ConsentStatus::Withdrawn > ConsentStatus::Refused
                && ConsentStatus::Refused > ConsentStatus::Granted
        );
    }
}
