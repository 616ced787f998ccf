//! What the relay asks of the system: the time and random bytes.

use std::time::{Duration, SystemTime};

use getrandom::SysRng;
use rand_core::UnwrapErr;

/// The relay's clock: that of the system, or one that runs ahead of it. What lasts for a day or a season is tried with it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    ahead: Duration,
}

impl Clock {
    /// A clock that runs ahead of the system's.
    pub fn ahead_by(ahead: Duration) -> Self {
        Self { ahead }
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(self) -> u64 {
        // A clock before 1970 is as wrong as one that stands still there.
        SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| (since + self.ahead).as_millis() as u64)
    }
}

/// The system's randomness. A system without any does not start, let alone run a relay.
pub(crate) fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand_core::Rng::fill_bytes(&mut rng(), &mut bytes);
    bytes
}
