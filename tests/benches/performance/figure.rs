//! What was measured several times: its middle, its ends, its tail.

use std::time::Duration;

/// The values of one figure, in the order in which they were measured.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figure(pub(crate) Vec<f64>);

impl Figure {
    /// Notes a time in milliseconds.
    pub(crate) fn add_ms(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1000.0);
    }

    /// The same, unless it is the first: that is the warm-up.
    pub(crate) fn add_warm(&mut self, run: usize, time: Duration) {
        if run > 0 {
            self.add_ms(time);
        }
    }

    /// The value that so many of a hundred do not exceed.
    pub(crate) fn percentile(&self, percent: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = (sorted.len() as f64 * percent / 100.0).ceil() as usize;
        sorted.get(at.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }

    /// The middle.
    pub(crate) fn median(&self) -> f64 {
        self.percentile(50.0)
    }

    /// The smallest and the largest.
    pub(crate) fn ends(&self) -> (f64, f64) {
        (self.percentile(0.0), self.percentile(100.0))
    }
}

/// A number with three digits that count.
pub(crate) fn short(value: f64) -> String {
    match value.abs() {
        it if it >= 100.0 => format!("{value:.0}"),
        it if it >= 10.0 => format!("{value:.1}"),
        it if it >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}
