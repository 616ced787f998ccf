//! How fast one device may talk. Whoever talks faster is read more slowly, so its own connection holds it back;
//! nothing is refused and nothing is lost.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use shared::ids::DeviceId;
use tokio::time::Instant;

use crate::config::Limits;

/// Devices whose sockets are gone are forgotten when so many more have come.
const SWEEP_EVERY: usize = 1024;

/// What a device may still say: two buckets that fill as time goes by.
pub(crate) struct Pace {
    frames: Bucket,
    bytes: Bucket,
}

struct Bucket {
    level: f64,
    rate: f64,
    burst: f64,
    since: Instant,
}

impl Pace {
    /// Full buckets.
    pub(crate) fn new(limits: &Limits) -> Arc<Mutex<Self>> {
        let bucket = |rate: u32| {
            let burst = f64::from(rate) * f64::from(limits.burst_seconds);
            Bucket { level: burst, rate: f64::from(rate).max(1.0), burst, since: Instant::now() }
        };
        Arc::new(Mutex::new(Self { frames: bucket(limits.frames), bytes: bucket(limits.frame_bytes) }))
    }

    /// A frame came. Answers how long to wait before the next is read.
    pub(crate) fn take(pace: &Mutex<Self>, bytes: usize, now: Instant) -> Duration {
        let mut pace = pace.lock().unwrap_or_else(PoisonError::into_inner);
        pace.frames.take(1.0, now).max(pace.bytes.take(bytes as f64, now))
    }
}

impl Bucket {
    fn take(&mut self, amount: f64, now: Instant) -> Duration {
        let filled = now.saturating_duration_since(self.since).as_secs_f64() * self.rate;
        self.since = now;
        self.level = (self.level + filled).min(self.burst) - amount;
        Duration::from_secs_f64((-self.level / self.rate).max(0.0))
    }
}

/// The pace of each device that has a socket, however many it has.
#[derive(Default)]
pub(crate) struct Paces(Mutex<HashMap<DeviceId, Weak<Mutex<Pace>>>>);

impl Paces {
    /// The pace of a device.
    pub(crate) fn of(&self, device: DeviceId, limits: &Limits) -> Arc<Mutex<Pace>> {
        let mut paces = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pace) = paces.get(&device).and_then(Weak::upgrade) {
            return pace;
        }
        if paces.len() % SWEEP_EVERY == SWEEP_EVERY - 1 {
            paces.retain(|_, pace| pace.strong_count() > 0);
        }
        let pace = Pace::new(limits);
        paces.insert(device, Arc::downgrade(&pace));
        pace
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_free_and_beyond_it_the_rate_holds() {
        let limits = Limits { frames: 100, frame_bytes: 1000, burst_seconds: 2, ..Limits::default() };
        let (pace, began) = (Pace::new(&limits), Instant::now());
        let mut now = began;
        for _ in 0..200 {
            assert_eq!(Pace::take(&pace, 1, now), Duration::ZERO);
        }
        for _ in 0..100 {
            now += Pace::take(&pace, 1, now);
        }
        let took = (now - began).as_secs_f64();
        assert!((0.95..1.05).contains(&took), "a hundred more took {took} s");
        now += Duration::from_secs(60);
        assert_eq!(Pace::take(&pace, 2000, now), Duration::ZERO, "the bucket has filled again");
        assert_eq!(Pace::take(&pace, 500, now), Duration::from_millis(500));
    }

    #[test]
    fn two_sockets_of_a_device_share_one_pace_and_those_that_are_gone_are_forgotten() {
        let (paces, limits) = (Paces::default(), Limits::default());
        let (first, second) = (paces.of(DeviceId([1; 16]), &limits), paces.of(DeviceId([1; 16]), &limits));
        assert!(Arc::ptr_eq(&first, &second));
        for n in 0..100_000_u32 {
            let mut device = [0; 16];
            device[..4].copy_from_slice(&n.to_le_bytes());
            paces.of(DeviceId(device), &limits);
        }
        assert!(paces.0.lock().unwrap().len() <= 2 * SWEEP_EVERY);
    }
}
