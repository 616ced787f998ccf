//! So many tries in so much time: of an address, or at the code of an invitation.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use super::bounded::{Bounded, key};

/// A minute.
pub(crate) const MINUTE_MS: u64 = 60_000;
/// An hour.
pub(crate) const HOUR_MS: u64 = 60 * MINUTE_MS;

/// Counts tries.
pub(crate) struct Tries {
    secret: [u8; 32],
    windows: Mutex<Bounded<Window>>,
}

#[derive(Default)]
struct Window {
    until_ms: u64,
    count: u32,
}

impl Tries {
    /// Counts nothing yet. The secret keeps it hidden who shares a place with whom.
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self { secret, windows: Mutex::default() }
    }

    /// Counts a try of an address. Answers how long to wait if it was one too many.
    pub(crate) fn of_address(&self, address: IpAddr, what: &str, max: u32, now_ms: u64) -> Result<(), u64> {
        let address = match address {
            IpAddr::V4(it) => it.to_ipv6_mapped(),
            IpAddr::V6(it) => it,
        };
        self.count(&[what.as_bytes(), &address.octets()], max, MINUTE_MS, now_ms)
    }

    /// Counts a try at the code of an invitation.
    pub(crate) fn at_code(&self, name: &[u8], max: u32, now_ms: u64) -> Result<(), u64> {
        self.count(&[b"code", name], max, HOUR_MS, now_ms)
    }

    /// The try was none: somebody else changed the roll at the same moment.
    pub(crate) fn was_none(&self, name: &[u8], now_ms: u64) {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.value(key(&self.secret, &[b"code", name]), now_ms, |_| false);
        window.count = window.count.saturating_sub(1);
    }

    fn count(&self, name: &[&[u8]], max: u32, within_ms: u64, now_ms: u64) -> Result<(), u64> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.value(key(&self.secret, name), now_ms, |it| it.until_ms <= now_ms);
        // a clock that was set back must not shut anybody out for longer
        if window.until_ms <= now_ms || window.until_ms > now_ms + within_ms {
            *window = Window { until_ms: now_ms + within_ms, count: 0 };
        }
        if window.count >= max {
            return Err(window.until_ms - now_ms);
        }
        window.count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn past_its_limit_an_address_waits_for_the_next_minute_and_others_do_not() {
        let tries = Tries::new([1; 32]);
        let (one, other) = (Ipv4Addr::new(192, 0, 2, 1).into(), Ipv4Addr::new(192, 0, 2, 2).into());
        for _ in 0..5 {
            assert_eq!(tries.of_address(one, "login", 5, 1000), Ok(()));
        }
        assert_eq!(tries.of_address(one, "login", 5, 11_000), Err(50_000));
        assert_eq!(tries.of_address(one, "question", 5, 11_000), Ok(()));
        assert_eq!(tries.of_address(other, "login", 5, 11_000), Ok(()));
        assert_eq!(tries.of_address(one, "login", 5, 61_000), Ok(()));
        assert_eq!(tries.of_address(other, "login", 5, 10), Ok(()), "the clock was set back");
    }

    #[test]
    fn a_code_has_five_tries_and_a_try_that_was_none_is_not_counted() {
        let tries = Tries::new([1; 32]);
        for _ in 0..5 {
            assert_eq!(tries.at_code(&[7; 16], 5, 1000), Ok(()));
        }
        tries.was_none(&[7; 16], 1000);
        assert_eq!(tries.at_code(&[7; 16], 5, 1000), Ok(()));
        assert_eq!(tries.at_code(&[7; 16], 5, 1000), Err(HOUR_MS));
        assert_eq!(tries.at_code(&[8; 16], 5, 1000), Ok(()));
    }
}
