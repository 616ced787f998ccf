//! Where each unit of a text that is being typed came from, so that others' words can be put under it without a guess.

use super::splice::Splice;

/// For every UTF-16 unit of the element: its place in the text that was last sent, none if it was typed since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Trace {
    text: Vec<u16>,
    from: Vec<Option<usize>>,
}

/// Both sides of a merge in one text, and where carets of the element stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged<const N: usize> {
    pub(super) text: String,
    pub(super) carets: [usize; N],
}

impl Trace {
    /// Nothing was typed since this text was sent.
    pub(super) fn new(text: &str) -> Self {
        let text: Vec<u16> = text.encode_utf16().collect();
        Trace { from: (0..text.len()).map(Some).collect(), text }
    }

    /// The element holds this now.
    pub(super) fn typed(&mut self, element: &str, caret: usize) {
        let before = String::from_utf16_lossy(&self.text);
        let Some(splice) = Splice::between(&before, element, caret) else { return };
        let end = (splice.index + splice.delete).min(self.from.len());
        let start = splice.index.min(end);
        let typed = splice.insert.encode_utf16().map(|_| None);
        self.from.splice(start..end, typed);
        self.text = element.encode_utf16().collect();
    }

    /// The element's text with somebody else's splices to the text that was sent: what they took away is gone, what they
    /// put there is there once, and whatever was typed since is where it was typed. A caret stays beside its character,
    /// and in front of what is put exactly at it.
    pub(super) fn merge<const N: usize>(&self, others: &[Splice], carets: [usize; N]) -> Merged<N> {
        let come: usize = others.iter().map(|it| it.insert.len()).sum();
        let mut out: Vec<u16> = Vec::with_capacity(self.text.len() + come);
        let mut moved = carets.map(|_| None);
        let (mut coming, mut gone) = (others.iter().peekable(), 0..0);
        for (at, (unit, from)) in self.text.iter().zip(&self.from).enumerate() {
            note(&carets, &mut moved, at, out.len());
            while let Some(it) = coming.next_if(|it| from.is_some_and(|from| from >= it.index)) {
                out.extend(it.insert.encode_utf16());
                gone = it.index..it.index + it.delete;
            }
            if from.is_none_or(|it| !gone.contains(&it)) {
                out.push(*unit);
            }
        }
        note(&carets, &mut moved, self.text.len(), out.len());
        coming.for_each(|it| out.extend(it.insert.encode_utf16()));
        let end = out.len();
        Merged { text: String::from_utf16_lossy(&out), carets: moved.map(|it| it.unwrap_or(end)) }
    }
}

fn note<const N: usize>(carets: &[usize; N], moved: &mut [Option<usize>; N], at: usize, to: usize) {
    for (caret, moved) in carets.iter().zip(moved) {
        if *caret == at {
            *moved = Some(to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge(typed: &[(&str, usize)], others: (usize, usize, &str), caret: usize) -> (String, usize) {
        let mut trace = Trace::new("abcdef");
        for (element, caret) in typed {
            trace.typed(element, *caret);
        }
        let (index, delete, insert) = others;
        let merged = trace.merge(&[Splice { index, delete, insert: insert.into() }], [caret]);
        (merged.text, merged.carets[0])
    }

    #[test]
    fn what_was_typed_since_and_what_others_wrote_are_both_there_once() {
        assert_eq!(merge(&[("abcdXef", 5)], (1, 0, "远"), 5).0, "a远bcdXef");
        assert_eq!(merge(&[("aXbcdef", 2)], (4, 0, "远"), 2).0, "aXbcd远ef");
        assert_eq!(merge(&[("af", 1)], (2, 0, "远"), 1).0, "a远f");
        assert_eq!(merge(&[("cdef", 0)], (1, 3, "远"), 0).0, "远ef");
        assert_eq!(merge(&[("aXbcdef", 2), ("aXbcdeYf", 7)], (3, 1, "远"), 7).0, "aXbc远eYf");
        assert_eq!(merge(&[("abcXdef", 4)], (1, 4, "远"), 4).0, "a远Xf");
    }

    #[test]
    fn a_caret_between_two_splices_keeps_its_place() {
        let mut trace = Trace::new("abcdef");
        trace.typed("abcXdef", 4);
        let others = Splice::all_between("abcdef", "远abcdef远");
        let merged = trace.merge(&others, [4]);
        assert_eq!((merged.text.as_str(), merged.carets), ("远abcXdef远", [5]));
    }

    #[test]
    fn a_caret_stays_beside_its_characters() {
        assert_eq!([0, 2, 3].map(|caret| merge(&[], (2, 0, "远远"), caret).1), [0, 2, 5]);
        assert_eq!([1, 2, 4, 6, 99].map(|caret| merge(&[], (1, 3, ""), caret).1), [1, 1, 1, 3, 3]);
    }
}
