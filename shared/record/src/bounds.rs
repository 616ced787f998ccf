//! How long things may be. Checked at the door; what a document holds is then trusted to be as long as it is.

use crate::edit::EditError;

/// The longest text that one field holds.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// The longest line: a name, a place, a label.
pub const LINE_CHARS_MAX: usize = 200;
/// The longest title.
pub const TITLE_CHARS_MAX: usize = 40;
/// The longest reason, note about a step, or correction.
pub const REASON_CHARS_MAX: usize = 2_000;

/// A line that may be empty, which takes the value away.
pub(crate) fn line(text: &str) -> Result<(), EditError> {
    at_most(text, LINE_CHARS_MAX)
}

/// A line that must say something.
pub(crate) fn filled_line(text: &str) -> Result<(), EditError> {
    if text.trim().is_empty() { Err(EditError::Empty) } else { line(text) }
}

pub(crate) fn at_most(text: &str, limit: usize) -> Result<(), EditError> {
    // Bytes first: nobody counts the characters of a megabyte.
    if text.len() > limit * 4 || text.chars().count() > limit {
        Err(EditError::TooLong { limit })
    } else {
        Ok(())
    }
}

/// Words of up to a text's length.
pub(crate) fn text(text: &str) -> Result<(), EditError> {
    let limit = TEXT_BYTES_MAX;
    if text.len() > limit { Err(EditError::TooLong { limit }) } else { Ok(()) }
}

/// A day, a month or a year, as exactly as it is known.
pub(crate) fn date(text: &str) -> Result<(), EditError> {
    let mut parts = text.split('-');
    let mut part = |len: usize, from: u32, to: u32| match parts.next() {
        None => Ok(false),
        Some(part) if part.len() == len && part.bytes().all(|b| b.is_ascii_digit()) => {
            let is_in = part.parse::<u32>().is_ok_and(|n| (from..=to).contains(&n));
            if is_in { Ok(true) } else { Err(EditError::NotADate) }
        }
        Some(_) => Err(EditError::NotADate),
    };
    let is_date = part(4, 1800, 2200)?
        && (!part(2, 1, 12)? || {
            part(2, 1, 31)?;
            true
        });
    if is_date && parts.next().is_none() { Ok(()) } else { Err(EditError::NotADate) }
}

pub(crate) fn range(n: i64, from: i64, to: i64) -> Result<(), EditError> {
    if (from..=to).contains(&n) { Ok(()) } else { Err(EditError::OutOfRange { from, to }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_exact_as_it_is_known() {
        for good in ["2026", "2026-02", "2026-02-26"] {
            assert_eq!(date(good), Ok(()), "{good}");
        }
        for bad in ["", "26-2", "2026-13", "2026-02-32", "2026-02-26-1", "today", "2026-", "二〇二六"] {
            assert_eq!(date(bad), Err(EditError::NotADate), "{bad}");
        }
    }

    #[test]
    fn a_limit_counts_characters_not_bytes() {
        assert_eq!(at_most(&"赵".repeat(40), 40), Ok(()));
        assert_eq!(at_most(&"赵".repeat(41), 40), Err(EditError::TooLong { limit: 40 }));
    }
}
