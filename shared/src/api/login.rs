//! The name under which somebody logs in, and the secret that goes with it.

use core::fmt;

use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};

use crate::keys::AuthSecret;

const CHARS_MIN: usize = 3;
const CHARS_MAX: usize = 32;

/// The name under which somebody logs in: 3 to 32 letters or digits. Not the display name, which the relay cannot read.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LoginName(String);

/// What was typed cannot be a login name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadLogin {
    /// Fewer than three characters or more than 32.
    #[error("a login name has 3 to 32 letters or digits; this one has {0}")]
    Length(usize),
    /// Something other than a letter or a digit.
    #[error("a login name has no {0:?}: only letters and digits")]
    Character(char),
}

impl LoginName {
    /// Reads what a person typed. Capital and small letters are the same name, and so are full-width ones, which
    /// come from Chinese keyboards.
    pub fn parse(typed: &str) -> Result<Self, BadLogin> {
        let narrow = |c| match c {
            '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        };
        let name: String = typed.trim().chars().map(narrow).flat_map(char::to_lowercase).collect();
        if let Some(c) = name.chars().find(|c| !c.is_alphanumeric()) {
            return Err(BadLogin::Character(c));
        }
        let len = name.chars().count();
        if (CHARS_MIN..=CHARS_MAX).contains(&len) { Ok(Self(name)) } else { Err(BadLogin::Length(len)) }
    }

    /// The name as it is compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A login name is a name: it does not go into logs.
impl fmt::Debug for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginName(…)")
    }
}

impl<C> minicbor::Encode<C> for LoginName {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.str(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for LoginName {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        Self::parse(d.str()?).map_err(|_| DecodeError::message("not a login name"))
    }
}

impl fmt::Debug for AuthSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthSecret(…)")
    }
}

impl<C> minicbor::Encode<C> for AuthSecret {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for AuthSecret {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        d.bytes()?.try_into().map(Self).map_err(|_| DecodeError::message("a secret of the wrong length"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec;

    #[test]
    fn a_login_name_is_the_same_however_it_is_typed() {
        let name = LoginName::parse("zhang3").unwrap();
        for typed in ["Zhang3", " zhang3 ", "ｚｈａｎｇ３"] {
            assert_eq!(LoginName::parse(typed), Ok(name.clone()), "{typed}");
        }
        assert_eq!(codec::decode::<LoginName>(&codec::encode(&name)), Some(name));
    }

    #[test]
    fn a_login_name_has_letters_and_digits_and_not_too_many() {
        assert!(LoginName::parse("张小三").is_ok());
        for (len, is_taken) in [(0, false), (2, false), (3, true), (32, true), (33, false)] {
            let expected = if is_taken { Ok(len) } else { Err(BadLogin::Length(len)) };
            assert_eq!(LoginName::parse(&"委".repeat(len)).map(|it| it.as_str().chars().count()), expected);
        }
        assert_eq!(LoginName::parse("a b c"), Err(BadLogin::Character(' ')));
        assert!(codec::decode::<LoginName>(&codec::encode(&"no-no")).is_none());
    }

    #[test]
    fn names_and_secrets_stay_out_of_debug_output() {
        let name = LoginName::parse("amina").unwrap();
        assert_eq!(format!("{name:?} {:?}", AuthSecret([7; 32])), "LoginName(…) AuthSecret(…)");
    }
}
