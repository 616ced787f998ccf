//! What one input did to a text, as a single splice in UTF-16 units: the unit a browser counts carets in, and the one our
//! documents count in.

/// Take `delete` units away at `index`, put `insert` there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Where, in UTF-16 units from the start.
    pub index: usize,
    /// How many units go.
    pub delete: usize,
    /// What comes in their place.
    pub insert: String,
}

impl Splice {
    /// The splice that leads from one text to another, none if they are the same.
    ///
    /// What the two share at the end is looked for first and no further than the caret: after typing, the caret stands
    /// right behind what was typed, so an `a` typed into `aaa` is placed where it was typed and not at the end of the run.
    /// Where no caret is known, 0 looks for as much as they share.
    /// Neither edge ever falls between the halves of a surrogate pair.
    pub fn between(before: &str, after: &str, caret: usize) -> Option<Self> {
        let before: Vec<u16> = before.encode_utf16().collect();
        let after: Vec<u16> = after.encode_utf16().collect();
        if before == after {
            return None;
        }
        let behind_caret = after.len().saturating_sub(caret);
        let mut suffix = shared(before.iter().rev(), after.iter().rev()).min(behind_caret);
        if splits_pair(&before, before.len() - suffix) || splits_pair(&after, after.len() - suffix) {
            suffix -= 1;
        }
        let room = before.len().min(after.len()) - suffix;
        let mut prefix = shared(before.iter(), after.iter()).min(room);
        if splits_pair(&before, prefix) || splits_pair(&after, prefix) {
            prefix -= 1;
        }
        let inserted = after.get(prefix..after.len() - suffix).unwrap_or_default();
        Some(Splice {
            index: prefix,
            delete: before.len() - suffix - prefix,
            insert: String::from_utf16_lossy(inserted),
        })
    }

    /// The splices that lead from one text to another, in order and each counted in the first text: what stands in both is
    /// left alone, so that a caret in it finds its place again although somebody wrote before it and behind it.
    pub fn all_between(before: &str, after: &str) -> Vec<Self> {
        let Some(whole) = Self::between(before, after, 0) else { return Vec::new() };
        let units: Vec<u16> = before.encode_utf16().collect();
        let gone = units.get(whole.index..whole.index + whole.delete).unwrap_or_default();
        let gone: Vec<char> = String::from_utf16_lossy(gone).chars().collect();
        let come: Vec<char> = whole.insert.chars().collect();
        let mut splices = Vec::new();
        split(whole.index, &gone, &come, &mut splices);
        splices
    }

    /// The text after the splice; what lies outside the text is left alone.
    pub fn apply(&self, text: &str) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        let start = self.index.min(units.len());
        let end = start.saturating_add(self.delete).min(units.len());
        let mut out = units.get(..start).unwrap_or_default().to_vec();
        out.extend(self.insert.encode_utf16());
        out.extend_from_slice(units.get(end..).unwrap_or_default());
        String::from_utf16_lossy(&out)
    }
}

/// Length of a text in UTF-16 units.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Looking for what two texts share costs their lengths multiplied: beyond this they are taken as different.
const COMPARED_MAX: usize = 1 << 20;

/// Splits what is replaced at the longest run that stands in both, and each side of it again.
fn split(index: usize, gone: &[char], come: &[char], splices: &mut Vec<Splice>) {
    let (at, to, run) = longest_run(gone, come);
    if run == 0 {
        if !gone.is_empty() || !come.is_empty() {
            splices.push(Splice { index, delete: width(gone), insert: come.iter().collect() });
        }
        return;
    }
    split(index, &gone[..at], &come[..to], splices);
    split(index + width(&gone[..at + run]), &gone[at + run..], &come[to + run..], splices);
}

/// The longest run that stands in both: where in each, and how long.
fn longest_run(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    if a.len().saturating_mul(b.len()) > COMPARED_MAX {
        return best;
    }
    // How long a run ends at each place of `b`, for the place of `a` before and for this one.
    let mut before = vec![0; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut now = vec![0; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            if x == y {
                let run = before[j] + 1;
                now[j + 1] = run;
                if run > best.2 {
                    best = (i + 1 - run, j + 1 - run, run);
                }
            }
        }
        before = now;
    }
    best
}

fn width(text: &[char]) -> usize {
    text.iter().map(|it| it.len_utf16()).sum()
}

fn shared<'a>(a: impl Iterator<Item = &'a u16>, b: impl Iterator<Item = &'a u16>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// Whether an edge at `at` would stand between the two halves of one character.
fn splits_pair(text: &[u16], at: usize) -> bool {
    let high = at.checked_sub(1).and_then(|it| text.get(it));
    let low = text.get(at);
    matches!((high, low), (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(before: &str, after: &str, caret: usize, expected: Option<(usize, usize, &str)>) {
        let expected =
            expected.map(|(index, delete, insert)| Splice { index, delete, insert: insert.into() });
        assert_eq!(Splice::between(before, after, caret), expected, "{before:?} -> {after:?}");
    }

    #[test]
    fn one_input_is_one_splice() {
        check("你好", "你们好", 2, Some((1, 0, "们")));
        check("你们好", "你好", 1, Some((1, 1, "")));
        check("hello", "hxo", 2, Some((1, 3, "x")));
        check("", "你好", 2, Some((0, 0, "你好")));
        check("你好", "", 0, Some((0, 2, "")));
        check("same", "same", 2, None);
    }

    #[test]
    fn what_stands_in_both_texts_is_in_no_splice() {
        let splice = |index, delete, insert: &str| Splice { index, delete, insert: insert.to_owned() };
        assert_eq!(
            Splice::all_between("工人说没发", "【补】工人😀说没发呢"),
            [splice(0, 0, "【补】"), splice(2, 0, "😀"), splice(5, 0, "呢")]
        );
        assert_eq!(Splice::all_between("一二三", "二三四"), [splice(0, 1, ""), splice(3, 0, "四")]);
        assert_eq!(Splice::all_between("同", "同"), []);
    }

    #[test]
    fn a_letter_typed_into_a_run_of_itself_lands_at_the_caret() {
        check("aaa", "aaaa", 1, Some((0, 0, "a")));
        check("aaa", "aaaa", 4, Some((3, 0, "a")));
        check("aaaa", "aaa", 1, Some((1, 1, "")));
    }

    #[test]
    fn an_emoji_is_never_cut_in_two() {
        // 😀 and 😁 share their first half, 😀 and 🨀 their second.
        check("a😀b", "a😁b", 3, Some((1, 2, "😁")));
        check("a😀b", "a\u{1FA00}b", 3, Some((1, 2, "\u{1FA00}")));
        check("a😀", "a😀😀", 3, Some((1, 0, "😀")));
    }

    proptest! {
        #[test]
        fn the_splice_always_leads_from_one_text_to_the_other(
            before in "[a你😀😁\u{1FA00}]{0,12}", after in "[a你😀😁\u{1FA00}]{0,12}", caret in 0..30usize,
        ) {
            let made = Splice::between(&before, &after, caret).map_or(before.clone(), |it| it.apply(&before));
            prop_assert_eq!(made, after);
        }

        #[test]
        fn all_splices_together_lead_there_too(
            before in "[a你😀😁\u{1FA00}]{0,12}", after in "[a你😀😁\u{1FA00}]{0,12}",
        ) {
            // From the last to the first, so that the places of those before stay true.
            let splices = Splice::all_between(&before, &after);
            let made = splices.iter().rev().fold(before.clone(), |text, it| it.apply(&text));
            prop_assert_eq!(made, after);
        }

        #[test]
        fn no_edge_ever_cuts_a_character(
            before in "[a你😀😁\u{1FA00}]{0,12}", after in "[a你😀😁\u{1FA00}]{0,12}", caret in 0..30usize,
        ) {
            if let Some(splice) = Splice::between(&before, &after, caret) {
                let units: Vec<u16> = before.encode_utf16().collect();
                prop_assert!(String::from_utf16(&units[..splice.index]).is_ok());
                prop_assert!(String::from_utf16(&units[splice.index..splice.index + splice.delete]).is_ok());
                prop_assert!(!splice.insert.contains(char::REPLACEMENT_CHARACTER));
            }
        }

        #[test]
        fn typing_is_placed_right_before_the_caret(text in "[ab你😀]{0,12}", at in 0..12usize, typed in "[ab你😀]{1,3}") {
            let boundary = text.char_indices().map(|(i, _)| i).nth(at).unwrap_or(text.len());
            let after = format!("{}{typed}{}", &text[..boundary], &text[boundary..]);
            let caret = units(&text[..boundary]) + units(&typed);
            let splice = Splice::between(&text, &after, caret).unwrap();
            prop_assert_eq!(splice.delete, 0);
            prop_assert!(splice.index <= caret && splice.index + units(&splice.insert) <= caret);
        }
    }
}
