//! A story holds no name of a party but a tag, `{P1}`, so that whoever may not read the parties does not learn them from
//! it. Who is meant is said here, to whoever may know it.

use yew::AttrValue;

use crate::hooks::Names;
use crate::words::Words;

/// The text as it is read: each tag says who is meant.
pub(super) fn named(words: &Words, names: &Names, text: &str) -> String {
    pieces(text)
        .map(|piece| match piece {
            Piece::Words(said) => said.to_owned(),
            Piece::Tag(index) => called(words, names, index).to_string(),
        })
        .collect()
}

/// Who the tags in a text mean, each once: what somebody who edits the text must know.
pub(super) fn legend(words: &Words, names: &Names, text: &str) -> AttrValue {
    let mut met: Vec<u32> =
        pieces(text).filter_map(|it| if let Piece::Tag(index) = it { Some(index) } else { None }).collect();
    met.sort_unstable();
    met.dedup();
    let each = met.into_iter().map(|index| {
        let (tag, name) = (format!("{{P{index}}}"), called(words, names, index));
        words.tell("tag-means", &[("tag", tag.into()), ("name", name.as_str().into())]).to_string()
    });
    each.collect::<Vec<_>>().join(&words.say("list-comma")).into()
}

/// What a party is called; its number where the name is unknown or not for this reader.
fn called(words: &Words, names: &Names, index: u32) -> AttrValue {
    names.party(index).unwrap_or_else(|| words.tell("tag-party", &[("n", index.into())]))
}

enum Piece<'a> {
    Words(&'a str),
    Tag(u32),
}

/// A text cut at its tags. What only begins like one is words.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    core::iter::from_fn(move || {
        let found = rest.match_indices("{P").find_map(|(at, _)| {
            let (inside, _) = rest.get(at + 2..)?.split_once('}')?;
            let is_number = inside.len() <= 4 && inside.bytes().all(|it| it.is_ascii_digit());
            Some((at, inside.len() + 3, inside.parse().ok().filter(|_| is_number)?))
        });
        let (length, tag) = match found {
            Some((0, length, index)) => (length, Some(Piece::Tag(index))),
            Some((at, ..)) => (at, None),
            None => (rest.len(), None),
        };
        let (piece, left) = rest.split_at_checked(length)?;
        rest = left;
        tag.or_else(|| (!piece.is_empty()).then_some(Piece::Words(piece)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    fn words() -> Words {
        Words::new(Language::Chinese)
    }

    fn parties() -> Names {
        Names::default().with_parties(&[(1, "张样".into()), (2, "某物业公司".into()), (3, String::new())])
    }

    #[test]
    fn a_tag_is_read_as_the_name_it_stands_for() {
        let said = named(&words(), &parties(), "{P1}称{P2}加收{P1}的费用");
        assert_eq!(said, "张样称某物业公司加收张样的费用");
    }

    #[test]
    fn whoever_may_not_read_the_parties_reads_their_numbers() {
        assert_eq!(named(&words(), &Names::default(), "来访人{P1}称"), "来访人当事人1称");
        assert_eq!(named(&words(), &parties(), "{P9}和{P3}在场"), "当事人9和当事人3在场");
    }

    #[test]
    fn what_only_looks_like_a_tag_is_left_alone() {
        for text in ["", "{P}", "{P1", "{Px}", "{P-1}", "{P+1}", "{P99999}", "a{P {P}b", "甲{{P"] {
            assert_eq!(named(&words(), &Names::default(), text), text);
        }
        assert_eq!(named(&words(), &Names::default(), "{P{P2}}"), "{P当事人2}");
    }

    #[test]
    fn whoever_writes_is_told_once_whom_each_tag_means() {
        let said = legend(&words(), &parties(), "{P2}说，{P1}也说，{P2}又说");
        assert_eq!(said, "{P1} 指张样、{P2} 指某物业公司");
        assert_eq!(legend(&words(), &Names::default(), "没有标记"), "");
    }
}
