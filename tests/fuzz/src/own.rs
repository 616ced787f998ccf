//! What a device reads from its own disk, and what page and engine say to each other.

use client::engine::api::{ToEngine, ToPage};
use client::engine::session::AboutDevice;
use client::engine::store::{Outgoing, Standing};
use record::Digest;
use record::digest::join;
use shared::codec;

use super::round;

/// A digest is one of this version or is made anew; whatever it says makes a row that can be searched.
pub fn digest(bytes: &[u8]) {
    let Ok(digest) = Digest::from_bytes(bytes) else { return };
    assert_eq!(Digest::from_bytes(&digest.to_bytes()).as_ref(), Ok(&digest));
    if let Some((row, _)) = join([&digest]) {
        let parts = [digest.clone(), digest];
        assert_eq!(join(&parts).map(|(row, _)| row.number), Some(row.number));
    }
}

/// What a page asks and what it is told.
pub fn page(bytes: &[u8]) {
    if let Some(frame) = codec::decode::<ToEngine>(bytes) {
        round(frame);
    }
    if let Some(frame) = codec::decode::<ToPage>(bytes) {
        round(frame);
    }
}

/// The rows of a disk that was damaged.
pub fn stored(bytes: &[u8]) {
    if let Some(row) = codec::decode::<Outgoing>(bytes) {
        round(row);
    }
    if let Some(row) = codec::decode::<Standing>(bytes) {
        round(row);
    }
    if let Some(row) = codec::decode::<AboutDevice>(bytes) {
        round(row);
    }
    if let Some(row) = codec::decode::<(u64, u64)>(bytes) {
        round(row);
    }
}
