//! Filling frames with entries: as many as go in, and never more than the relay takes.

use super::frame::{FRAME_MAX, PUSH_MAX, ToRelay};
use crate::codec::Bytes;

/// A frame is closed before its entries grow beyond this; a single entry of the largest size still goes alone. What is
/// left of [`FRAME_MAX`] is more than enough for the lengths that stand before the entries.
const FRAME_FILL: usize = FRAME_MAX / 2 - 4096;

/// Push frames, filled one after another.
#[derive(Debug, Default)]
pub struct Frames {
    done: Vec<ToRelay>,
    filling: Vec<Bytes>,
    bytes: usize,
}

impl Frames {
    /// Adds an entry to the frame that is being filled, or to the next if it does not go in.
    pub fn add(&mut self, entry: Vec<u8>) {
        if self.bytes + entry.len() > FRAME_FILL || self.filling.len() == PUSH_MAX {
            self.close();
        }
        self.bytes += entry.len();
        self.filling.push(entry.into());
    }

    fn close(&mut self) {
        if !self.filling.is_empty() {
            self.done.push(ToRelay::Push(core::mem::take(&mut self.filling)));
            self.bytes = 0;
        }
    }

    /// The frames, in the order in which the entries came.
    pub fn done(mut self) -> Vec<ToRelay> {
        self.close();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::ENTRY_MAX;

    fn filled(entries: &[usize]) -> Vec<ToRelay> {
        let mut frames = Frames::default();
        entries.iter().for_each(|len| frames.add(vec![7; *len]));
        frames.done()
    }

    #[test]
    fn no_frame_is_larger_than_the_relay_takes_and_nothing_is_left_out() {
        let tiny = vec![1; PUSH_MAX + 10];
        for entries in [
            vec![FRAME_FILL - 1, ENTRY_MAX, 10, ENTRY_MAX],
            vec![ENTRY_MAX - 1, ENTRY_MAX - 1, ENTRY_MAX - 1],
            vec![FRAME_FILL / 2; 5],
            vec![300; 10_000],
            tiny,
        ] {
            let mut sent = Vec::new();
            for frame in filled(&entries) {
                assert!(frame.encode().len() <= FRAME_MAX);
                let ToRelay::Push(held) = frame else { panic!("only entries are pushed") };
                assert!(!held.is_empty());
                sent.extend(held.into_iter().map(|it| Vec::from(it).len()));
            }
            assert_eq!(sent, entries);
        }
        assert!(filled(&[]).is_empty());
    }
}
