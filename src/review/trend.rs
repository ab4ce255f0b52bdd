use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use super::Rating;

/// So many months are shown, this one included.
pub const TREND_MONTHS: usize = 6;

/// The first days of the last months in the order of time, `today`'s last, and the
/// instants they begin at in the zone of the place.
pub fn last_months(today: Date, zone: &TimeZone) -> Vec<(Date, Timestamp)> {
    let first = |ago: usize| {
        let day = today.first_of_month().checked_sub(i64::try_from(ago).ok()?.months()).ok()?;
        Some((day, zone.to_timestamp(day.at(0, 0, 0, 0)).ok()?))
    };
    (0..TREND_MONTHS).rev().filter_map(first).collect()
}

/// The reviews of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    pub first: Date,
    /// Perhaps of nobody.
    pub rating: Rating,
}

/// Ratings month by month, from the first month that has any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend(Vec<Month>);

impl Trend {
    /// `None` unless two months at least have reviews: one point shows no way.
    pub fn of(months: impl IntoIterator<Item = Month>) -> Option<Self> {
        let reviewed = |month: &Month| month.rating.count() > 0;
        let months: Vec<_> = months.into_iter().skip_while(|month| !reviewed(month)).collect();
        (months.iter().filter(|month| reviewed(month)).count() >= 2).then_some(Self(months))
    }

    pub fn months(&self) -> &[Month] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_begin_at_midnight_of_the_place_whatever_the_season() {
        let zone = TimeZone::get("America/New_York").expect("a zone");
        let months = last_months(date(2026, 3, 31), &zone);
        let days: Vec<_> = months.iter().map(|(day, _)| day.to_string()).collect();
        assert_eq!(
            days,
            ["2025-10-01", "2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01"]
        );
        // Until November summer time is four hours behind UTC, afterwards five.
        assert_eq!(months[0].1.to_string(), "2025-10-01T04:00:00Z");
        assert_eq!(months[5].1.to_string(), "2026-03-01T05:00:00Z");
    }

    fn trend(counts: &[u32]) -> Option<Vec<u32>> {
        let months = (1..).zip(counts).map(|(month, count)| Month {
            first: date(2026, month, 1),
            rating: Rating([0, 0, 0, 0, *count]),
        });
        Trend::of(months).map(|trend| trend.months().iter().map(|month| month.rating.count()).collect())
    }

    #[test]
    fn a_trend_needs_two_months_with_reviews_and_begins_at_the_first() {
        assert_eq!([trend(&[]), trend(&[0, 0]), trend(&[0, 9, 0])], [None, None, None]);
        assert_eq!(trend(&[0, 3, 0, 1, 0]), Some(vec![3, 0, 1, 0]));
    }
}
