//! One change chunk from outside: checked here before Automerge parses it.
//!
//! Automerge believes a change's checksum and the run lengths of its columns: ten bytes may claim a billion
//! operations. Both are looked at first.

use crate::names::ChangeId;
use automerge::Change;
use sha2::{Digest, Sha256};

/// The longest chunk taken.
pub const CHUNK_BYTES_MAX: usize = 8 * 1024 * 1024;
/// More operations than the longest text that one edit may bring, with room.
const OPS_MAX: u64 = 1 << 20;
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE: u8 = 1;

/// Why bytes are no change of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadChunk {
    /// Longer than any chunk may be.
    #[error("the chunk is longer than {CHUNK_BYTES_MAX} bytes")]
    TooLong,
    /// Not a chunk, or cut short, or followed by something else.
    #[error("the bytes are not one whole chunk")]
    Malformed,
    /// A chunk of another type: a document, a compressed change, a bundle.
    #[error("the chunk is not an uncompressed change")]
    NotAChange,
    /// The bytes are not those that were written.
    #[error("the checksum does not match")]
    Checksum,
    /// Its columns claim more operations than a change may have.
    #[error("the change claims too many operations")]
    TooManyOps,
    /// Automerge cannot read it.
    #[error("the change cannot be read")]
    Unreadable,
}

/// Parses one uncompressed change chunk.
pub(crate) fn parse(bytes: &[u8]) -> Result<(Change, ChangeId), BadChunk> {
    if bytes.len() > CHUNK_BYTES_MAX {
        return Err(BadChunk::TooLong);
    }
    let (Some(MAGIC), Some(checksum), Some(kind)) =
        (bytes.first_chunk::<4>().copied(), bytes.get(4..8), bytes.get(8))
    else {
        return Err(BadChunk::Malformed);
    };
    if *kind != CHANGE {
        return Err(BadChunk::NotAChange);
    }
    let hash: [u8; 32] = Sha256::digest(&bytes[8..]).into();
    if hash[..4] != *checksum {
        return Err(BadChunk::Checksum);
    }
    let mut cursor = Cursor(&bytes[9..]);
    if cursor.unsigned()? != cursor.0.len() as u64 {
        return Err(BadChunk::Malformed);
    }
    check_columns(cursor)?;
    let change = Change::try_from(bytes).map_err(|_| BadChunk::Unreadable)?;
    if change.hash().0 != hash {
        return Err(BadChunk::Checksum);
    }
    Ok((change, ChangeId(hash)))
}

/// Walks the change to its columns and adds up what each claims to hold.
fn check_columns(mut cursor: Cursor<'_>) -> Result<(), BadChunk> {
    let deps = cursor.unsigned()?;
    cursor.skip(deps.checked_mul(32).ok_or(BadChunk::Malformed)?)?;
    cursor.skip_prefixed()?; // actor
    cursor.unsigned()?; // seq
    cursor.unsigned()?; // first operation
    cursor.signed()?; // time
    cursor.skip_prefixed()?; // message
    for _ in 0..cursor.unsigned()? {
        cursor.skip_prefixed()?; // other actors
    }
    let count = cursor.unsigned()?;
    let mut columns = Vec::new();
    for _ in 0..count {
        columns.push((cursor.unsigned()?, cursor.unsigned()?));
    }
    for (spec, length) in columns {
        let mut column = Cursor(cursor.take(length)?);
        let claimed = match spec & 7 {
            4 => column.boolean_count()?,
            7 => 0, // raw values: as long as they are
            kind => column.run_count(kind)?,
        };
        if claimed > OPS_MAX {
            return Err(BadChunk::TooManyOps);
        }
    }
    Ok(())
}

struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, length: u64) -> Result<&'a [u8], BadChunk> {
        let length = usize::try_from(length).map_err(|_| BadChunk::Malformed)?;
        let (head, rest) = self.0.split_at_checked(length).ok_or(BadChunk::Malformed)?;
        self.0 = rest;
        Ok(head)
    }

    fn skip(&mut self, length: u64) -> Result<(), BadChunk> {
        self.take(length).map(|_| ())
    }

    fn skip_prefixed(&mut self) -> Result<(), BadChunk> {
        let length = self.unsigned()?;
        self.skip(length)
    }

    fn byte(&mut self) -> Result<u8, BadChunk> {
        let (byte, rest) = self.0.split_first().ok_or(BadChunk::Malformed)?;
        self.0 = rest;
        Ok(*byte)
    }

    fn unsigned(&mut self) -> Result<u64, BadChunk> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(BadChunk::Malformed)
    }

    fn signed(&mut self) -> Result<i64, BadChunk> {
        let mut value = 0i64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let is_negative = byte & 0x40 != 0 && shift + 7 < 64;
                return Ok(if is_negative { value | (-1 << (shift + 7)) } else { value });
            }
        }
        Err(BadChunk::Malformed)
    }

    /// How many values a run-length column claims. A run is a count and a value; a negative count
    /// announces as many values; a zero announces a count of nothings.
    fn run_count(&mut self, kind: u64) -> Result<u64, BadChunk> {
        let mut total = 0u64;
        while !self.0.is_empty() && total <= OPS_MAX {
            let run = self.signed()?;
            let (claimed, values) = match run {
                0 => (self.unsigned()?, 0),
                1.. => (run.unsigned_abs(), 1),
                _ => (run.unsigned_abs(), run.unsigned_abs()),
            };
            total = total.saturating_add(claimed);
            for _ in 0..values {
                match kind {
                    5 => self.skip_prefixed()?,
                    3 => self.signed().map(|_| ())?,
                    _ => self.unsigned().map(|_| ())?,
                }
            }
        }
        Ok(total)
    }

    fn boolean_count(&mut self) -> Result<u64, BadChunk> {
        let mut total = 0u64;
        while !self.0.is_empty() {
            total = total.saturating_add(self.unsigned()?);
        }
        Ok(total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use automerge::transaction::Transactable;
    use automerge::{AutoCommit, ROOT, TextEncoding};

    fn honest() -> Vec<u8> {
        let mut doc = AutoCommit::new_with_encoding(TextEncoding::Utf16CodeUnit);
        let text = doc.put_object(ROOT, "text", automerge::ObjType::Text).unwrap();
        doc.splice_text(&text, 0, 0, &"来访人".repeat(200)).unwrap();
        doc.put(ROOT, "flag", true).unwrap();
        doc.get_changes(&[])[0].raw_bytes().to_vec()
    }

    fn sign(mut bytes: Vec<u8>) -> Vec<u8> {
        let hash: [u8; 32] = Sha256::digest(&bytes[8..]).into();
        bytes[4..8].copy_from_slice(&hash[..4]);
        bytes
    }

    #[test]
    fn an_honest_change_is_read() {
        assert!(parse(&honest()).is_ok());
    }

    #[test]
    fn a_flipped_bit_is_noticed_wherever_it_is() {
        let honest = honest();
        for i in 0..honest.len() {
            let mut bad = honest.clone();
            bad[i] ^= 1;
            assert!(parse(&bad).is_err(), "byte {i}");
        }
    }

    #[test]
    fn a_document_a_compressed_change_and_a_tail_are_refused() {
        let mut doc = AutoCommit::new();
        doc.put(ROOT, "key", "value ".repeat(200)).unwrap();
        assert_eq!(parse(&doc.save()).err(), Some(BadChunk::NotAChange));
        let mut change = doc.get_changes(&[]).remove(0);
        assert_eq!(parse(&change.bytes()).err(), Some(BadChunk::NotAChange));
        let mut tail = honest();
        tail.push(0);
        assert!(parse(&tail).is_err());
    }

    #[test]
    fn a_run_of_a_billion_is_refused_before_anybody_counts_to_it() {
        // no dependencies, one-byte actor, seq 1, start 1, time 0, no message, no others; an action column with one run
        let run = [0x80, 0x80, 0x80, 0x80, 0x08, 0x01];
        let mut body = vec![0, 1, 7, 1, 1, 0, 0, 0, 1, 0x42, run.len() as u8];
        body.extend(run);
        let mut bytes = [&MAGIC[..], &[0; 4], &[CHANGE, body.len() as u8]].concat();
        bytes.extend(body);
        assert_eq!(parse(&sign(bytes)).err(), Some(BadChunk::TooManyOps));
    }
}
