//! The 20 characters that a person reads aloud or types: 100 random bits in an alphabet without 0, O, 1 and I.

use rand_core::Rng;

const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CHARS: usize = 20;
const GROUP: usize = 5;

/// What was typed is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCode {
    /// Too few or too many characters.
    #[error("a code has 20 characters; this one has {0}")]
    Length(usize),
    /// A character that no code has.
    #[error("a code has no {0:?}: compare it with the sheet")]
    Character(char),
}

/// A secret short enough to type.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; CHARS]);

impl Code {
    /// Draws a new code.
    pub fn random(rng: &mut impl Rng) -> Self {
        let mut chars = [0; CHARS];
        rng.fill_bytes(&mut chars);
        Self(chars.map(|byte| ALPHABET[usize::from(byte & 31)]))
    }

    /// Reads what a person typed: small letters, spaces and dashes are welcome.
    pub fn parse(typed: &str) -> Result<Self, BadCode> {
        let mut chars = Vec::with_capacity(CHARS);
        for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '－')) {
            // full-width letters come from Chinese keyboards
            let c = match c {
                '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
                _ => c,
            };
            let upper = c.to_ascii_uppercase();
            let known = u8::try_from(upper).ok().filter(|byte| ALPHABET.contains(byte));
            chars.push(known.ok_or(BadCode::Character(c))?);
        }
        let len = chars.len();
        chars.try_into().map(Self).map_err(|_| BadCode::Length(len))
    }

    /// The characters, without the spaces.
    pub fn secret(&self) -> &[u8] {
        &self.0
    }
}

impl core::fmt::Display for Code {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        for (i, c) in self.0.iter().enumerate() {
            if i > 0 && i % GROUP == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{}", char::from(*c))?;
        }
        Ok(())
    }
}

impl core::fmt::Debug for Code {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Code(…)")
    }
}
