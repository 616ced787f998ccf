//! How this tablet looks to whoever holds it: language, size of the text, hand, light. Kept on the tablet, known to nobody
//! else.

use yew::prelude::*;

use crate::words::Language;

/// The sizes of body text on offer, in pixels. From the second on, targets grow too.
pub const TEXT_SIZES_PX: [u16; 4] = [18, 22, 26, 30];

/// The hand that holds the pen: the rail lies on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hand {
    /// The right hand.
    #[default]
    Right,
    /// The left hand.
    Left,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Light {
    /// Dark letters on paper.
    #[default]
    Day,
    /// Light letters on dark ground.
    Night,
}

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preferences {
    /// The language of the screens.
    pub language: Language,
    /// The size of body text: one of [`TEXT_SIZES_PX`].
    pub text_px: u16,
    /// The hand.
    pub hand: Hand,
    /// Light or dark.
    pub light: Light,
}

impl Default for Preferences {
    fn default() -> Self {
        Preferences {
            language: Language::default(),
            text_px: TEXT_SIZES_PX[0],
            hand: Hand::default(),
            light: Light::default(),
        }
    }
}

impl Preferences {
    /// What is written to the tablet: `zh-CN 18 right day`.
    pub fn to_text(self) -> String {
        format!("{} {} {} {}", self.language.tag(), self.text_px, self.hand.code(), self.light.code())
    }

    /// Reads what was written. A part that is missing or strange is as if never chosen.
    pub fn from_text(text: &str) -> Self {
        let usual = Preferences::default();
        let mut parts = text.split_whitespace();
        Preferences {
            language: parts.next().and_then(Language::from_tag).unwrap_or(usual.language),
            text_px: parts
                .next()
                .and_then(|it| it.parse().ok())
                .filter(|it| TEXT_SIZES_PX.contains(it))
                .unwrap_or(usual.text_px),
            hand: if parts.next() == Some(Hand::Left.code()) { Hand::Left } else { Hand::Right },
            light: if parts.next() == Some(Light::Night.code()) { Light::Night } else { Light::Day },
        }
    }
}

impl Hand {
    /// The value of `data-hand` on the root element.
    pub fn code(self) -> &'static str {
        match self {
            Hand::Right => "right",
            Hand::Left => "left",
        }
    }
}

impl Light {
    /// The value of `data-look` on the root element.
    pub fn code(self) -> &'static str {
        match self {
            Light::Day => "light",
            Light::Night => "dark",
        }
    }
}

/// The choice in force and the way to change it, for the pages that offer one.
#[derive(Clone, PartialEq)]
pub struct Chosen {
    /// What is chosen.
    pub preferences: Preferences,
    /// Chooses anew.
    pub onchoose: Callback<Preferences>,
}

/// What this tablet's person chose.
#[hook]
pub fn use_chosen() -> Chosen {
    use_context::<Chosen>()
        .unwrap_or_else(|| Chosen { preferences: Preferences::default(), onchoose: Callback::noop() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_back_as_it_was_written() {
        let chosen =
            Preferences { language: Language::English, text_px: 26, hand: Hand::Left, light: Light::Night };
        assert_eq!(Preferences::from_text(&chosen.to_text()), chosen);
    }

    #[test]
    fn what_cannot_be_read_is_as_if_never_chosen() {
        assert_eq!(Preferences::from_text(""), Preferences::default());
        assert_eq!(Preferences::from_text("fr 9000 both dusk"), Preferences::default());
    }
}
