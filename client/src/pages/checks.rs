//! What a form can tell at once, before anybody else is asked. Each answer is the message that says what is wrong.

use shared::keys::{BadCode, Code};

/// A line, and the message that says what is wrong with it.
pub(super) type Check = (&'static str, &'static str);

/// The fewest and most characters of a login name.
const LOGIN_CHARS: std::ops::RangeInclusive<usize> = 3..=32;

/// The fewest characters of a passphrase; the same bound that the stretching asks for.
const PASSPHRASE_CHARS_MIN: usize = 8;

/// The most characters of a tablet's label: it stands in every temporary number.
const LABEL_CHARS_MAX: usize = 8;

/// The first line with something wrong.
pub(super) fn first(lines: &[(&'static str, Option<&'static str>)]) -> Option<Check> {
    lines.iter().find_map(|(line, wrong)| wrong.map(|message| (*line, message)))
}

/// Something must stand here.
pub(super) fn filled(text: &str) -> Option<&'static str> {
    text.is_empty().then_some("wrong-empty")
}

/// A login name: letters and digits that every keyboard has.
pub(super) fn login(text: &str) -> Option<&'static str> {
    if !text.chars().all(|it| it.is_ascii_alphanumeric()) {
        return Some("wrong-login-characters");
    }
    (!LOGIN_CHARS.contains(&text.len())).then_some("wrong-login-length")
}

/// A passphrase that can be stretched.
pub(super) fn passphrase(text: &str) -> Option<&'static str> {
    if text.chars().count() < PASSPHRASE_CHARS_MIN {
        return Some("wrong-passphrase-short");
    }
    (text.len() > 1024).then_some("wrong-passphrase-long")
}

/// The same once more.
pub(super) fn again(passphrase: &str, again: &str) -> Option<&'static str> {
    (passphrase != again).then_some("wrong-again")
}

/// The label of a tablet: short, and fit for a number.
pub(super) fn label(text: &str) -> Option<&'static str> {
    let fits = text.chars().all(|it| it.is_ascii_alphanumeric());
    (!fits || text.is_empty() || text.len() > LABEL_CHARS_MAX).then_some("wrong-label")
}

/// A code of 20 characters.
pub(super) fn code(text: &str) -> Option<&'static str> {
    match Code::parse(text) {
        Ok(_) => None,
        Err(BadCode::Length(_)) => Some("wrong-code-length"),
        Err(BadCode::Character('0' | 'O' | 'o' | '1' | 'I' | 'i')) => Some("wrong-code-lookalike"),
        Err(BadCode::Character(_)) => Some("wrong-code-character"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_of_a_code_has_its_own_sentence() {
        assert_eq!(code("abcde fghjk lmnpq rstuv"), None);
        assert_eq!(code("ABCDE"), Some("wrong-code-length"));
        assert_eq!(code("ABCDE FGHJK LMNPQ RSTU0"), Some("wrong-code-lookalike"));
        assert_eq!(code("ABCDE FGHJK LMNPQ RSTU!"), Some("wrong-code-character"));
    }

    #[test]
    fn a_login_name_can_be_typed_on_every_keyboard() {
        assert_eq!(login("wangfang1"), None);
        assert_eq!(login("王芳"), Some("wrong-login-characters"));
        assert_eq!(login("wf"), Some("wrong-login-length"));
        assert_eq!(login(""), Some("wrong-login-length"));
    }

    #[test]
    fn the_first_line_with_something_wrong_is_named() {
        assert_eq!(first(&[("a", None), ("b", Some("x")), ("c", Some("y"))]), Some(("b", "x")));
        assert_eq!(first(&[("a", None)]), None);
    }

    #[test]
    fn a_passphrase_is_long_enough_and_typed_twice_alike() {
        assert_eq!(passphrase("七个字的密语呀"), Some("wrong-passphrase-short"));
        assert_eq!(passphrase("八个字的密语够了"), None);
        assert_eq!(again("abc", "abd"), Some("wrong-again"));
    }
}
