//! Days and times as people here say them. The studio lives by one calendar, Asia/Shanghai, which has kept one offset
//! since 1991: no table of time zones is shipped.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

use super::{FluentValue, Words};
use yew::AttrValue;

/// The offset of Asia/Shanghai.
const STUDIO_OFFSET_HOURS: i8 = 8;

/// A moment in milliseconds since 1970, shown in the studio's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub u64);

/// A day of the studio's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(jiff::civil::Date);

impl Moment {
    fn civil(self) -> Option<DateTime> {
        let ms = i64::try_from(self.0).ok()?;
        let zone = TimeZone::fixed(Offset::constant(STUDIO_OFFSET_HOURS));
        Some(Timestamp::from_millisecond(ms).ok()?.to_zoned(zone).datetime())
    }

    /// The moment as edits record it.
    pub fn to_ms(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// A moment as it was recorded; none before 1970, which nothing here is.
    pub fn from_ms(ms: i64) -> Option<Self> {
        u64::try_from(ms).ok().map(Moment)
    }

    /// The day it falls on; none for a time beyond any calendar.
    pub fn day(self) -> Option<Day> {
        self.civil().map(|it| Day(it.date()))
    }

    /// `09:41`.
    pub fn clock(self) -> String {
        self.civil().map_or_else(dash, |it| format!("{:02}:{:02}", it.hour(), it.minute()))
    }

    /// `09:41:22`, for "saved at".
    pub fn clock_exact(self) -> String {
        self.civil().map_or_else(dash, |it| format!("{:02}:{:02}:{:02}", it.hour(), it.minute(), it.second()))
    }

    /// The value of an `<input type="datetime-local">`.
    pub fn to_input(self) -> String {
        self.civil().map(|it| it.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
    }

    /// Reads the value of an `<input type="datetime-local">`.
    pub fn from_input(text: &str) -> Option<Self> {
        let civil: DateTime = text.parse().ok()?;
        let at = Offset::constant(STUDIO_OFFSET_HOURS).to_timestamp(civil).ok()?;
        u64::try_from(at.as_millisecond()).ok().map(Moment)
    }

    /// Which part of the day it is, for a greeting: the message to say.
    pub fn greeting(self) -> &'static str {
        match self.civil().map_or(12, |it| it.hour()) {
            5..=10 => "greeting-morning",
            11..=12 => "greeting-noon",
            13..=17 => "greeting-afternoon",
            _ => "greeting-evening",
        }
    }
}

fn dash() -> String {
    "–".to_owned()
}

impl Day {
    /// Reads `2026-11-23`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Day)
    }

    /// How many days lie between another day and this one; negative when this one is earlier.
    pub fn days_after(self, other: Day) -> i32 {
        other.0.until(self.0).map_or(0, |span| span.get_days())
    }

    /// The day so many days later.
    pub fn plus(self, days: i64) -> Option<Self> {
        self.0.checked_add(days.days()).ok().map(Day)
    }

    /// The moment the day begins.
    pub fn start(self) -> Moment {
        let at = Offset::constant(STUDIO_OFFSET_HOURS).to_timestamp(self.0.at(0, 0, 0, 0));
        Moment(at.ok().and_then(|it| u64::try_from(it.as_millisecond()).ok()).unwrap_or(0))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Words {
    /// A day, as short as it can be told from today: "today", "yesterday", "11月23日", "2025年11月23日".
    pub fn day(&self, day: Day, today: Day) -> AttrValue {
        match day.days_after(today) {
            0 => self.say("day-today"),
            -1 => self.say("day-yesterday"),
            1 => self.say("day-tomorrow"),
            _ if day.0.year() == today.0.year() => self.tell("day-this-year", &self.parts(day)),
            _ => self.tell("day-full", &self.parts(day)),
        }
    }

    /// A day in full: "2026年11月23日".
    pub fn date(&self, day: Day) -> AttrValue {
        self.tell("day-full", &self.parts(day))
    }

    /// A moment in full, for what stands without a present beside it.
    pub fn moment_in_full(&self, at: Moment) -> AttrValue {
        let day = at.day().map(|it| self.date(it).to_string()).unwrap_or_else(dash);
        self.tell("day-and-clock", &[("day", day.into()), ("clock", at.clock().into())])
    }

    /// A day with its weekday, for the head of a page.
    pub fn weekday(&self, day: Day) -> AttrValue {
        let number = day.0.weekday().to_monday_one_offset();
        let weekday = self.say(&format!("weekday-{number}"));
        let mut gaps = self.parts(day).to_vec();
        gaps.push(("weekday", FluentValue::from(weekday.to_string())));
        self.tell("day-with-weekday", &gaps)
    }

    /// A moment, as short as it can be told from now: the clock alone if it is today.
    pub fn moment(&self, at: Moment, now: Moment) -> AttrValue {
        let (Some(day), Some(today)) = (at.day(), now.day()) else {
            return AttrValue::from(dash());
        };
        if day == today {
            return at.clock().into();
        }
        let day = self.day(day, today).to_string();
        self.tell("day-and-clock", &[("day", day.into()), ("clock", at.clock().into())])
    }

    fn parts(&self, day: Day) -> [(&'static str, FluentValue<'static>); 3] {
        let month = self.say(&format!("month-{}", day.0.month())).to_string();
        [
            ("year", FluentValue::from(day.0.year().to_string())),
            ("month", FluentValue::from(month)),
            ("day", FluentValue::from(day.0.day().to_string())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    /// 23 November 2026, 09:41:22 in the studio.
    const NOW: Moment = Moment(1_795_398_082_000);

    #[test]
    fn a_moment_is_told_in_the_calendar_of_the_studio() {
        assert_eq!(NOW.clock_exact(), "09:41:22");
        assert_eq!(NOW.day().map(|it| it.to_string()).as_deref(), Some("2026-11-23"));
        let words = Words::new(Language::Chinese);
        let today = NOW.day().unwrap();
        assert_eq!(words.weekday(today), "11月23日 星期一");
        assert_eq!(words.moment(NOW, NOW), "09:41");
        assert_eq!(words.moment(Moment(NOW.0 - 86_400_000), NOW), "昨天 09:41");
        assert_eq!(words.day(today.plus(-400).unwrap(), today), "2025年10月19日");
        let english = Words::new(Language::English);
        assert_eq!(english.day(today.plus(5).unwrap(), today), "28 Nov");
    }

    #[test]
    fn a_typed_date_and_time_comes_back_as_it_was_typed() {
        let at = Moment::from_input("2026-11-23T09:41").unwrap();
        assert_eq!(at.to_input(), "2026-11-23T09:41");
        assert_eq!(Moment::from_input("yesterday"), None);
        assert_eq!(Moment::from_input(""), None);
    }

    #[test]
    fn a_time_beyond_the_calendar_is_a_dash() {
        assert_eq!(Moment(u64::MAX).clock(), "–");
        assert_eq!(Moment(u64::MAX).day(), None);
    }
}
