//! Finding cases while somebody types: by characters, pinyin initials, the tail of a phone number, the number of the
//! case. A plain scan over words that were prepared when the digest was made.

use crate::digest::Row;
use crate::value::plain;
use pinyin::ToPinyin;

/// More terms than anybody types.
const TERMS_MAX: usize = 8;

/// What somebody typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<String>);

impl Query {
    /// Reads what somebody typed: terms between spaces, all of which must be found.
    pub fn parse(typed: &str) -> Query {
        let typed: String = typed.chars().take(200).collect();
        Query(
            plain(&typed)
                .to_lowercase()
                .split(' ')
                .filter(|t| !t.is_empty())
                .take(TERMS_MAX)
                .map(Into::into)
                .collect(),
        )
    }

    /// Whether nothing was typed: everything matches then.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a row with these words is meant.
    pub fn matches(&self, words: &str) -> bool {
        self.0.iter().all(|term| words.contains(term.as_str()))
    }
}

/// The words a row is found by: lower case, one to a line, so that nothing matches across two of them.
pub(crate) fn words(row: &Row, names: &[String]) -> String {
    let mut words: Vec<String> = vec![row.number.clone(), row.area.clone()];
    words.extend(row.phone_tails.iter().cloned());
    words.extend(row.tags.iter().cloned());
    words.extend(row.parties.iter().cloned());
    words.extend(row.category.iter().map(|category| category.zh().to_owned()));
    for text in row.title.iter().chain(names) {
        words.push(text.clone());
        words.push(initials(text));
    }
    words.extend(names.iter().map(|name| syllables(name)));
    let lines: Vec<String> =
        words.iter().map(|word| plain(word).to_lowercase()).filter(|w| !w.is_empty()).collect();
    lines.join("\n")
}

/// The first letters of the syllables: 赵样工 is `zyg`. What has no syllable stands for itself.
pub fn initials(text: &str) -> String {
    let letters = text.chars().zip(text.to_pinyin());
    letters.filter_map(|(c, syllable)| syllable.map_or(Some(c), |s| s.plain().chars().next())).collect()
}

/// The syllables in one word: 赵样工 is `zhaoyanggong`.
fn syllables(text: &str) -> String {
    text.to_pinyin().flatten().map(|syllable| syllable.plain()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_letters_of_the_syllables() {
        assert_eq!(initials("赵样工"), "zyg");
        assert_eq!(initials("3号楼"), "3hl");
    }

    #[test]
    fn every_term_must_be_found_and_none_across_two_words() {
        let words = "赵样工\nzyg\n1001";
        assert!(Query::parse("样工 1001").matches(words));
        assert!(
            Query::parse(" ＺＹＧ ").matches(words),
            "full-width letters and capitals are the same letters"
        );
        assert!(!Query::parse("zyg 1002").matches(words));
        assert!(!Query::parse("工zyg").matches(words));
        assert!(Query::parse("　").is_empty() && Query::parse("").matches(words));
    }
}
