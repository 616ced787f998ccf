//! CBOR in and out, in one place. Structs carry integer keys, so a field of a later version is skipped by an
//! earlier one instead of refused.

mod shape;

use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::{Decode, Encode};

use shape::Shape;

/// Bytes that came from outside and are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// Not the value that belongs there.
    #[error("the bytes are not what belongs there")]
    Malformed,
    /// A list in it is longer than such a list may be.
    #[error("a list is longer than it may be")]
    TooMany,
}

/// The bytes of a value.
pub fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("memory takes every value, and our encoders refuse none")
}

/// A value from bytes that came from outside: all of them must belong to it.
pub fn decode<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Option<T> {
    read(bytes).ok()
}

/// As [`decode`], and says of what is refused whether it was only too long.
pub fn read<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, Unread> {
    // lengths that lie and nesting without end are found here, before anything is made of them
    if !shape::is_whole(bytes, Shape::Bounded) {
        return Err(Unread::Malformed);
    }
    let mut decoder = Decoder::new(bytes);
    let refused = |bad: DecodeError| if bad.is_custom() { Unread::TooMany } else { Unread::Malformed };
    let value = decoder.decode().map_err(refused)?;
    if decoder.position() == bytes.len() { Ok(value) } else { Err(Unread::Malformed) }
}

/// A value from bytes that somebody signed or that have a name: they must be written in the one way in which
/// [`encode`] writes, so that nobody makes other bytes that say the same.
pub fn decode_signed<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Option<T> {
    if is_deterministic(bytes) { decode(bytes) } else { None }
}

/// Whether bytes are CBOR written in the one deterministic way.
pub fn is_deterministic(bytes: &[u8]) -> bool {
    shape::is_whole(bytes, Shape::Deterministic)
}

/// Reads a list of at most `MAX` items. A byte on the wire may stand for an item of many bytes in memory, so the
/// list is refused by the length that it declares.
pub(crate) fn at_most<'b, const MAX: usize, T, C>(
    decoder: &mut Decoder<'b>,
    context: &mut C,
) -> Result<Vec<T>, DecodeError>
where
    T: Decode<'b, C>,
{
    let len = decoder.array()?.ok_or_else(|| DecodeError::message("a list without a length"))?;
    if len > MAX as u64 {
        return Err(DecodeError::custom(Unread::TooMany));
    }
    (0..len).map(|_| T::decode(decoder, context)).collect()
}

/// Bytes in CBOR as a byte string (a plain `Vec<u8>` would be a list of numbers).
pub use minicbor::bytes::ByteVec as Bytes;

#[cfg(test)]
mod tests;
