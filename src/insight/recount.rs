use jiff::{Timestamp, tz::TimeZone};

/// When nobody waits: ratings are counted anew at three in the night.
pub const NIGHT_HOUR: i8 = 3;

/// What came of counting all ratings anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recount {
    pub at: Timestamp,
    /// How many sums of ratings and of tags, and texts made of them, were wrong.
    pub wrong: u64,
}

/// Whether a night has begun in the zone since the last recount, or there was none.
pub fn is_due(last: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> bool {
    let Some(last) = last else { return true };
    let today = now.to_zoned(zone.clone()).date();
    let nights = [Some(today), today.yesterday().ok()].into_iter().flatten();
    let begun = nights.filter_map(|day| zone.to_timestamp(day.at(NIGHT_HOUR, 0, 0, 0)).ok());
    begun.filter(|night| *night <= now).max().is_some_and(|night| last < night)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_a_night_and_again_after_a_night_without() {
        let zone = TimeZone::get("Asia/Shanghai").expect("a zone");
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let due = |last: &str, now: &str| is_due(Some(at(last)), at(now), &zone);
        assert!(is_due(None, at("2026-11-23T12:00:00+08:00"), &zone));
        let evening = "2026-11-23T20:00:00+08:00";
        assert!(!due(evening, "2026-11-24T02:59:59+08:00"));
        assert!(due(evening, "2026-11-24T03:00:00+08:00"));
        assert!(!due("2026-11-24T03:00:00+08:00", "2026-11-24T23:59:00+08:00"));
        assert!(due(evening, "2026-11-29T01:00:00+08:00"), "the program did not run meanwhile");
    }

    #[test]
    fn a_night_without_that_hour_counts_too() {
        let zone = TimeZone::get("Europe/Helsinki").expect("a zone");
        let night = |day: i8| {
            let three = jiff::civil::date(2026, 3, day).at(NIGHT_HOUR, 0, 0, 0);
            zone.to_timestamp(three).expect("an instant")
        };
        assert!(is_due(Some(night(28)), night(29), &zone));
    }
}
