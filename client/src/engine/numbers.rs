//! Temporary numbers: what a case is called until the office gives it an official one. They count through the day on
//! each tablet, whoever of those who share it makes the case, so that no two cases answer to the same number.

use minicbor::{Decode, Encode};
use record::digest::Digest;

use super::cards::Cards;

/// The last temporary number that was drawn on a day: `T-P03-1123-02`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct TempNo {
    /// What the day's numbers begin with: the label of the tablet, month and day.
    #[n(0)]
    begin: String,
    /// How many there were, this one included.
    #[n(1)]
    count: u32,
}

impl TempNo {
    /// The number after those of this person's cases and the one that the tablet drew last, whoever asked for it.
    pub(super) fn next(label: &str, now_ms: u64, cards: &Cards, drawn: Option<&TempNo>) -> Self {
        let begin = format!("T-{label}-{}-", local_day(now_ms));
        let of_case = |digest| match digest {
            Digest::Case(digest) => digest.temp_no.strip_prefix(&begin)?.parse::<u32>().ok(),
            Digest::Story(_) | Digest::People(_) => None,
        };
        let own = cards.digests().filter_map(of_case);
        let drawn = drawn.filter(|it| it.begin == begin).map(|it| it.count);
        let count = own.chain(drawn).max().unwrap_or(0).saturating_add(1);
        Self { begin, count }
    }

    /// The number as it is read.
    pub(super) fn text(&self) -> String {
        format!("{}{:02}", self.begin, self.count)
    }
}

/// Month and day in China, which has one time zone and no summer time: `1123`.
fn local_day(now_ms: u64) -> String {
    let offset = jiff::tz::offset(8);
    let date = jiff::Timestamp::from_millisecond(now_ms as i64)
        .map(|at| offset.to_datetime(at).date())
        .unwrap_or(jiff::civil::Date::ZERO);
    format!("{:02}{:02}", date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 1_795_406_400_000;
    const DAY: u64 = 24 * 3600 * 1000;

    #[test]
    fn numbers_go_on_where_the_tablet_was_and_begin_anew_each_day() {
        let cards = Cards::default();
        let first = TempNo::next("P03", NOON, &cards, None);
        let second = TempNo::next("P03", NOON, &cards, Some(&first));
        assert_eq!((first.text(), second.text()), ("T-P03-1123-01".to_owned(), "T-P03-1123-02".to_owned()));
        assert_eq!(TempNo::next("P03", NOON + DAY, &cards, Some(&second)).text(), "T-P03-1124-01");
        assert_eq!(TempNo::next("P04", NOON, &cards, Some(&second)).text(), "T-P04-1123-01");
    }
}
