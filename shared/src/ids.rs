//! One type for each kind of name, so that a person is never mistaken for a device.

use core::fmt;
use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use rand_core::Rng;

/// Declares a name of `$len` bytes: a CBOR byte string on the wire, hexadecimal in logs.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// How many bytes the name has.
            pub const LEN: usize = $len;
            /// The name nobody has.
            pub const ZERO: Self = Self([0; $len]);

            /// Reads a name from bytes of exactly the right length.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// The bytes of the name.
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// Whether this is the name nobody has.
            pub fn is_zero(&self) -> bool {
                *self == Self::ZERO
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}(", stringify!($name))?;
                self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_str("…)")
            }
        }

        impl core::str::FromStr for $name {
            type Err = BadName;

            fn from_str(hex: &str) -> Result<Self, BadName> {
                let mut bytes = [0; $len];
                if hex.len() != 2 * $len || !hex.is_ascii() {
                    return Err(BadName);
                }
                for (i, byte) in bytes.iter_mut().enumerate() {
                    *byte = u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).map_err(|_| BadName)?;
                }
                Ok(Self(bytes))
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
                Self::from_slice(d.bytes()?).ok_or_else(|| DecodeError::message("a name of the wrong length"))
            }
        }
    };
}

/// Declares a name that is drawn at random.
macro_rules! drawn {
    ($($name:ident),*) => { $(
        impl $name {
            /// Draws a new name.
            pub fn random(rng: &mut impl Rng) -> Self {
                let mut bytes = [0; Self::LEN];
                rng.fill_bytes(&mut bytes);
                Self(bytes)
            }
        }
    )* };
}

/// The text is not a name in hexadecimal of the right length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a name: expected hexadecimal digits of the right length")]
pub struct BadName;

name!(
    /// A studio: one tenant, one log, one roll.
    StudioId, 16
);
name!(
    /// A document: 15 random bytes that the documents of one case share, then the [`DocKind`].
    DocId, 16
);
name!(
    /// Somebody on the roll.
    PersonId, 16
);
name!(
    /// One person on one tablet, phone or PC: its own signing key and its own numbers.
    DeviceId, 16
);
name!(
    /// The thing on the table, which may hold the devices of several people.
    TabletId, 16
);
name!(
    /// An entry: BLAKE3-256 of its header, nonce and body.
    EntryId, 32
);
name!(
    /// A document key, named by the first 16 bytes of its BLAKE3 hash.
    KeyName, 16
);
name!(
    /// Something a relay keeps for whoever knows the secret that its name follows from: an invitation, a recovery sheet.
    DropName, 16
);
drawn!(StudioId, PersonId, DeviceId, TabletId);

/// What a document holds. The last byte of a [`DocId`]; the relay learns it and nothing more.
/// An unknown kind comes from a newer client and is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocKind {
    /// Not a document: the roll and erasures are numbered under the zero document.
    Roll,
    /// Settings, groups' names, people's display names.
    Studio,
    /// Numbers, dates and codes of a case: no name and no free text, so that counts survive an erasure.
    Case,
    /// The narrative of a case.
    Story,
    /// The parties of a case and their consents.
    People,
    /// One transfer to a department.
    Slip,
    /// Confidential notes of one side, one person or one guest.
    Aside,
    /// A month's duty rota.
    Roster,
    /// One activity.
    Activity,
    /// One study session.
    Study,
    /// One news item.
    Publicity,
    /// A care visit or a talk.
    Care,
    /// A proposal, a public-opinion report, a special report or a suggestion.
    Output,
    /// A member's file.
    Member,
    /// Departments and contacts.
    Directory,
    /// Places.
    Venue,
    /// A closed month's figures.
    Figures,
    /// A kind of a later version.
    Other(u8),
}

impl DocKind {
    const CODES: [(u8, DocKind); 17] = [
        (0, DocKind::Roll),
        (1, DocKind::Studio),
        (2, DocKind::Case),
        (3, DocKind::Story),
        (4, DocKind::People),
        (5, DocKind::Slip),
        (6, DocKind::Aside),
        (7, DocKind::Roster),
        (8, DocKind::Activity),
        (9, DocKind::Study),
        (10, DocKind::Publicity),
        (11, DocKind::Care),
        (12, DocKind::Output),
        (13, DocKind::Member),
        (14, DocKind::Directory),
        (15, DocKind::Venue),
        (16, DocKind::Figures),
    ];

    /// The byte that stands for the kind.
    pub fn code(self) -> u8 {
        if let DocKind::Other(code) = self {
            return code;
        }
        Self::CODES.iter().find(|(_, kind)| *kind == self).map_or(0, |(code, _)| *code)
    }

    /// The kind a byte stands for.
    pub fn from_code(code: u8) -> Self {
        Self::CODES.iter().find(|(known, _)| *known == code).map_or(DocKind::Other(code), |(_, kind)| *kind)
    }
}

impl DocId {
    /// Draws a new document of a kind: for a case, the name that its siblings share.
    pub fn random(kind: DocKind, rng: &mut impl Rng) -> Self {
        let mut bytes = [0; Self::LEN];
        rng.fill_bytes(&mut bytes);
        bytes[Self::LEN - 1] = kind.code();
        Self(bytes)
    }

    /// The one document of a kind in a studio, such as its settings: every device names it alike.
    pub fn only(studio: StudioId, kind: DocKind) -> Self {
        let mut bytes = studio.0;
        bytes[Self::LEN - 1] = kind.code();
        Self(bytes)
    }

    /// What the document holds.
    pub fn kind(self) -> DocKind {
        DocKind::from_code(self.0[Self::LEN - 1])
    }

    /// The document of another kind in the same case.
    pub fn sibling(self, kind: DocKind) -> Self {
        let mut bytes = self.0;
        bytes[Self::LEN - 1] = kind.code();
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha8Rng;
    use rand_core::SeedableRng;

    #[test]
    fn a_name_survives_hexadecimal() {
        let id = DeviceId::random(&mut ChaCha8Rng::seed_from_u64(1));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("zz".parse::<DeviceId>(), Err(BadName));
        assert_eq!("é".repeat(16).parse::<DeviceId>(), Err(BadName));
    }

    #[test]
    fn documents_of_one_case_differ_in_their_last_byte_only() {
        let case = DocId::random(DocKind::Case, &mut ChaCha8Rng::seed_from_u64(2));
        let story = case.sibling(DocKind::Story);
        assert_eq!((case.kind(), story.kind()), (DocKind::Case, DocKind::Story));
        assert_eq!(case.0[..15], story.0[..15]);
    }

    #[test]
    fn every_kind_has_a_code_of_its_own_and_unknown_codes_are_kept() {
        for code in 0..=u8::MAX {
            assert_eq!(DocKind::from_code(code).code(), code);
        }
    }
}
