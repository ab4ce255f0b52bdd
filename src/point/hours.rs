use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use jiff::civil::{Date, DateTime, date, time};
use opening_hours::OpeningHours as Expression;

/// Opening hours in OSM `opening_hours` syntax, in local civil time.
#[derive(Debug, Clone)]
pub struct OpeningHours(Expression);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not opening hours: {0}")]
pub struct BadHours(String);

impl OpeningHours {
    pub fn parse(text: &str) -> Result<Self, BadHours> {
        text.parse::<Expression>().map(Self).map_err(|error| BadHours(error.to_string()))
    }

    /// The open stretches that touch `day`, in order, cut at the day's ends.
    pub fn on(&self, day: Date) -> Vec<(DateTime, DateTime)> {
        let Ok(tomorrow) = day.tomorrow() else { return Vec::new() };
        let (Some(from), Some(to)) = (midnight(day), midnight(tomorrow)) else { return Vec::new() };
        self.0
            .iter_range(from, to)
            .filter(|range| range.kind == opening_hours::RuleKind::Open)
            .map(|range| (civil(range.range.start), civil(range.range.end)))
            .collect()
    }
}

fn midnight(day: Date) -> Option<NaiveDateTime> {
    let (month, day_of_month) = (u32::try_from(day.month()).ok()?, u32::try_from(day.day()).ok()?);
    NaiveDate::from_ymd_opt(day.year().into(), month, day_of_month)?.and_hms_opt(0, 0, 0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "fields of a date between 1900 and 9999"
)]
fn civil(at: NaiveDateTime) -> DateTime {
    DateTime::from_parts(
        date(at.year() as i16, at.month() as i8, at.day() as i8),
        time(at.hour() as i8, at.minute() as i8, 0, 0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lunch_break_parts_the_day() {
        let hours = OpeningHours::parse("Mo-Fr 09:00-12:00,13:30-18:00; Sa 10:00-14:00").expect("valid");
        let monday = date(2026, 11, 23);
        assert_eq!(
            hours.on(monday),
            [
                (monday.at(9, 0, 0, 0), monday.at(12, 0, 0, 0)),
                (monday.at(13, 30, 0, 0), monday.at(18, 0, 0, 0)),
            ]
        );
        assert!(hours.on(date(2026, 11, 22)).is_empty());
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(OpeningHours::parse("whenever").is_err());
    }
}
