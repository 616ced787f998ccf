//! A map that anybody can fill and nobody can overfill.

use std::collections::HashMap;

/// So many keys are told apart.
const KEYS_MAX: usize = 10_000;
/// Beyond them, all others share so many places: their limits are met earlier, and nobody gets past one.
const SHARED: u64 = 1024;
/// What is over is looked for at most this often: it costs a walk over all keys.
const SWEEP_MS: u64 = 1000;

/// Values by keyed hashes of their names: who fills it cannot choose with whom a place is shared.
pub(super) struct Bounded<V> {
    values: HashMap<u64, V>,
    swept_ms: u64,
}

impl<V> Default for Bounded<V> {
    fn default() -> Self {
        Self { values: HashMap::new(), swept_ms: 0 }
    }
}

impl<V: Default> Bounded<V> {
    /// The value under a key, made if it is missing. What `is_over` may go.
    pub(super) fn value(&mut self, key: u64, now_ms: u64, is_over: impl Fn(&V) -> bool) -> &mut V {
        let is_known = self.values.contains_key(&key);
        if !is_known && self.is_full() && now_ms.abs_diff(self.swept_ms) >= SWEEP_MS {
            self.swept_ms = now_ms;
            self.values.retain(|_, value| !is_over(value));
        }
        let key = if !is_known && self.is_full() { key % SHARED } else { key };
        self.values.entry(key).or_default()
    }

    fn is_full(&self) -> bool {
        self.values.len() >= KEYS_MAX
    }
}

/// The key of a name.
pub(super) fn key(secret: &[u8; 32], name: &[&[u8]]) -> u64 {
    let mut hash = blake3::Hasher::new_keyed(secret);
    for part in name {
        hash.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    let mut key = [0; 8];
    key.copy_from_slice(&hash.finalize().as_bytes()[..8]);
    u64::from_le_bytes(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_names_take_no_more_room_than_its_bound() {
        let mut map = Bounded::<u64>::default();
        for name in 0..1_000_000_u64 {
            *map.value(key(&[7; 32], &[&name.to_le_bytes()]), 0, |_| false) += 1;
        }
        assert!(map.values.len() <= KEYS_MAX + SHARED as usize);
        assert_eq!(map.values.values().sum::<u64>(), 1_000_000, "each of them was counted");
    }

    #[test]
    fn what_is_over_makes_room() {
        let mut map = Bounded::<u64>::default();
        for name in 0..2 * KEYS_MAX as u64 {
            *map.value(key(&[7; 32], &[&name.to_le_bytes()]), name * 10, |_| true) = 1;
        }
        assert!(map.values.len() <= KEYS_MAX, "nobody had to share");
    }
}
