//! The shape of CBOR, looked at before anything is made of it. It costs a few steps for each item and none for the
//! contents of a byte string, and it allocates nothing.

/// What is asked of the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One whole item, every length declared and true, no deeper than [`DEPTH_MAX`].
    Bounded,
    /// Besides, written in the one way that RFC 8949 §4.2.1 calls deterministic: shortest numbers and lengths, the
    /// keys of a map ascending, no key twice. A field that says nothing is left out, and there are no fractions.
    Deterministic,
}

/// How deep lists and maps may lie in each other. Ours are at most half as deep.
const DEPTH_MAX: u32 = 32;

const BYTES: u8 = 2;
const TEXT: u8 = 3;
const LIST: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;
const SIMPLE: u8 = 7;
const NULL: &[u8] = &[0xf6];
/// The last simple value that stands in the head itself; what follows are fractions and values that nobody uses.
const SIMPLE_LAST: u8 = 23;

/// Whether the bytes are exactly one item of this shape.
pub(super) fn is_whole(bytes: &[u8], shape: Shape) -> bool {
    after_item(bytes, shape, DEPTH_MAX).is_some_and(<[u8]>::is_empty)
}

/// What follows the first item.
fn after_item(bytes: &[u8], shape: Shape, depth: u32) -> Option<&[u8]> {
    let (major, info) = bytes.first().map(|head| (head >> 5, head & 31))?;
    let (number, rest) = after_head(bytes, shape)?;
    match major {
        BYTES | TEXT => rest.get(usize::try_from(number).ok()?..),
        LIST => {
            let inner = depth.checked_sub(1)?;
            (0..number).try_fold(rest, |rest, _| after_item(rest, shape, inner))
        }
        MAP => after_fields(rest, number, shape, depth.checked_sub(1)?),
        TAG => after_item(rest, shape, depth.checked_sub(1)?),
        SIMPLE if shape == Shape::Deterministic && info > SIMPLE_LAST => None,
        _ => Some(rest),
    }
}

/// The number in a head, and what follows the head.
fn after_head(bytes: &[u8], shape: Shape) -> Option<(u64, &[u8])> {
    let (head, rest) = bytes.split_first()?;
    let info = head & 31;
    let (len, least) = match info {
        0..=23 => return Some((u64::from(info), rest)),
        24 => (1, 24),
        25 => (2, 1 << 8),
        26 => (4, 1 << 16),
        27 => (8, 1 << 32),
        // a length that is not declared
        _ => return None,
    };
    let (number, rest) = rest.split_at_checked(len)?;
    let number = number.iter().fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
    (shape == Shape::Bounded || number >= least).then_some((number, rest))
}

fn after_fields(mut rest: &[u8], count: u64, shape: Shape, depth: u32) -> Option<&[u8]> {
    let mut key_before: &[u8] = &[];
    for _ in 0..count {
        let after_key = after_item(rest, shape, depth)?;
        let after_value = after_item(after_key, shape, depth)?;
        if shape == Shape::Deterministic {
            let key = &rest[..rest.len() - after_key.len()];
            let value = &after_key[..after_key.len() - after_value.len()];
            if key <= key_before || value == NULL {
                return None;
            }
            key_before = key;
        }
        rest = after_value;
    }
    Some(rest)
}
