//! Guesses at one login name, from wherever they come: ten in any hour, each after a longer wait. It is a wait and
//! never a lock-out: after it the right passphrase opens. Whether anybody has the name makes no difference here.

use std::sync::{Mutex, PoisonError};

use super::HOUR_MS;
use super::bounded::{Bounded, key};

/// So many guesses are free: people mistype.
const FREE: usize = 3;
/// The wait after those; it doubles with each guess.
const FIRST_WAIT_MS: u64 = 10_000;

/// Counts wrong guesses.
pub(crate) struct Names {
    secret: [u8; 32],
    /// When the guesses of the last hour were made, oldest first.
    guesses: Mutex<Bounded<Vec<u64>>>,
}

impl Names {
    /// Counts nothing yet.
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self { secret, guesses: Mutex::default() }
    }

    /// Counts a guess before it is looked at, so that a thousand at once are not a thousand guesses. Answers how long
    /// to wait if it comes too early; such a try is not looked at, and makes nobody wait longer.
    pub(crate) fn guess(&self, login: &str, max: usize, now_ms: u64) -> Result<(), u64> {
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |made: &Vec<u64>| made.last().is_none_or(|last| last + HOUR_MS <= now_ms);
        let made = guesses.value(self.key(login), now_ms, is_over);
        made.retain(|at| *at <= now_ms && at + HOUR_MS > now_ms);
        let free_ms = free_at(made, max);
        if free_ms > now_ms {
            return Err(free_ms - now_ms);
        }
        made.push(now_ms);
        Ok(())
    }

    /// The guess that was counted at this time was right, so it was none.
    pub(crate) fn was_right(&self, login: &str, at_ms: u64) {
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        let made = guesses.value(self.key(login), at_ms, |_| false);
        if let Some(at) = made.iter().rposition(|made| *made == at_ms) {
            made.remove(at);
        }
    }

    fn key(&self, login: &str) -> u64 {
        key(&self.secret, &[login.as_bytes()])
    }
}

/// When the next guess may be made.
fn free_at(made: &[u64], max: usize) -> u64 {
    let Some(last) = made.last() else { return 0 };
    let doubled = made.len().checked_sub(FREE).map_or(0, |more| FIRST_WAIT_MS << more.min(20));
    let hour = made.len().checked_sub(max).map_or(0, |at| made[at] + HOUR_MS);
    (last + doubled.min(HOUR_MS)).max(hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_without_a_pause_gets_ten_guesses_an_hour_and_waits_longer_each_time() {
        let names = Names::new([1; 32]);
        let (mut now, mut made, mut waits) = (1_000_000, Vec::new(), Vec::new());
        while now < 1_000_000 + 5 * HOUR_MS {
            match names.guess("xushili", 10, now) {
                Ok(()) => made.push(now),
                Err(wait) => {
                    waits.push(wait);
                    assert!(wait <= HOUR_MS, "a wait, never a lock-out");
                    now += wait;
                }
            }
        }
        for from in &made {
            let in_an_hour = made.iter().filter(|at| (*from..from + HOUR_MS).contains(at)).count();
            assert!(in_an_hour <= 10, "{in_an_hour} guesses in an hour");
        }
        assert!(made.len() > 40 && waits[..7].is_sorted(), "{waits:?}");
        assert_eq!(waits[..3], [10_000, 20_000, 40_000]);
    }

    #[test]
    fn tries_during_the_wait_make_it_no_longer_and_other_names_do_not_wait() {
        let names = Names::new([1; 32]);
        (0..3).for_each(|_| names.guess("xushili", 10, 1000).unwrap());
        for now in [1000, 5000, 10_999] {
            assert_eq!(names.guess("xushili", 10, now), Err(11_000 - now));
        }
        assert_eq!(names.guess("wenyangben", 10, 2000), Ok(()));
        assert_eq!(names.guess("xushili", 10, 11_000), Ok(()));
    }

    #[test]
    fn whoever_knows_the_passphrase_is_not_slowed_by_using_it() {
        let names = Names::new([1; 32]);
        for now in 1000..1100 {
            assert_eq!(names.guess("xushili", 10, now), Ok(()));
            names.was_right("xushili", now);
        }
    }
}
