//! CBOR in and out, in one place. Structs carry integer keys, so a field of a later version is skipped by an
//! earlier one instead of refused.

use minicbor::{Decode, Encode};

/// The bytes of a value.
pub fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("memory takes every value, and our encoders refuse none")
}

/// A value from bytes that came from outside: all of them must belong to it.
pub fn decode<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Option<T> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().ok()?;
    (decoder.position() == bytes.len()).then_some(value)
}

/// Bytes in CBOR as a byte string (a plain `Vec<u8>` would be a list of numbers).
pub use minicbor::bytes::ByteVec as Bytes;
