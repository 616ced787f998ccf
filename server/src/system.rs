//! What the relay asks of the system: the time and random bytes.

use std::time::SystemTime;

use getrandom::SysRng;
use rand_core::UnwrapErr;

/// The relay's clock in milliseconds since 1970.
pub(crate) fn now_ms() -> u64 {
    // A clock before 1970 is as wrong as one that stands still there.
    SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_millis() as u64)
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
