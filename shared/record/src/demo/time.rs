//! Times as the demo file writes them: `2026-03-15T09:35:00+08:00`.

use super::DemoError;

/// Milliseconds since 1970.
pub(super) fn millis(text: &str) -> Result<i64, DemoError> {
    parse(text).ok_or_else(|| DemoError::NoTime(text.to_owned()))
}

fn parse(text: &str) -> Option<i64> {
    let number = |range: core::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let days = days(number(0..4)?, number(5..7)?, number(8..10)?);
    let seconds = number(11..13)? * 3600 + number(14..16)? * 60 + number(17..19)?;
    let offset = number(20..22)? * 3600 + number(23..25)? * 60;
    let offset = if text.get(19..20)? == "-" { -offset } else { offset };
    Some((days * 86_400 + seconds - offset) * 1_000)
}

/// Days since 1970 of a day of the Gregorian calendar: years are counted from March, so that the leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_counted_from_1970_in_greenwich() {
        assert_eq!(millis("1970-01-01T08:00:00+08:00").unwrap(), 0);
        assert_eq!(millis("2026-03-15T09:35:00+08:00").unwrap(), 1_773_538_500_000);
        assert_eq!(millis("2024-02-29T00:00:00+00:00").unwrap(), 1_709_164_800_000);
        assert!(millis("tomorrow").is_err() && millis("2026-03-15").is_err());
    }
}
