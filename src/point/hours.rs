use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use jiff::{
    ToSpan,
    civil::{Date, DateTime, date, time},
};
use opening_hours::OpeningHours as Expression;

/// Opening hours in OSM `opening_hours` syntax, in local civil time.
#[derive(Debug, Clone)]
pub struct OpeningHours(Expression);

/// Whether the door is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpeningState {
    Open {
        until: DateTime,
    },
    /// `None` when it does not open within the next days.
    Closed {
        opens: Option<DateTime>,
    },
}

/// How many days ahead the next opening is looked for.
const DAYS_AHEAD: usize = 8;

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

    /// Open or closed at a local time, and until when. Stretches that meet at
    /// midnight are one.
    pub fn state(&self, now: DateTime) -> OpeningState {
        let mut stretches: Vec<(DateTime, DateTime)> = Vec::new();
        for (from, to) in
            now.date().series(jiff::Span::new().days(1)).take(DAYS_AHEAD).flat_map(|day| self.on(day))
        {
            match stretches.last_mut() {
                Some(last) if last.1 == from => last.1 = to,
                _ => stretches.push((from, to)),
            }
        }
        match stretches.into_iter().find(|(_, to)| *to > now) {
            Some((from, until)) if from <= now => OpeningState::Open { until },
            next => OpeningState::Closed { opens: next.map(|(from, _)| from) },
        }
    }
}

impl OpeningHours {
    /// The open stretches of the seven days from `first` on: the ISO weekday, and
    /// start and end in minutes after midnight, at most 1440.
    pub fn week(&self, first: Date) -> Vec<(i8, u16, u16)> {
        let mut stretches = Vec::new();
        for day in first.series(1.day()).take(7) {
            let weekday = day.weekday().to_monday_one_offset();
            let on = self.on(day).into_iter();
            stretches.extend(on.map(|(start, end)| (weekday, minutes(day, start), minutes(day, end))));
        }
        stretches
    }
}

fn minutes(day: Date, at: DateTime) -> u16 {
    if at.date() > day {
        1440
    } else {
        u16::from(at.hour().unsigned_abs()) * 60 + u16::from(at.minute().unsigned_abs())
    }
}

fn midnight(day: Date) -> Option<NaiveDateTime> {
    let (month, day_of_month) = (u32::try_from(day.month()).ok()?, u32::try_from(day.day()).ok()?);
    NaiveDate::from_ymd_opt(day.year().into(), month, day_of_month)?.and_hms_opt(0, 0, 0)
}

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
    fn a_week_is_counted_in_minutes() {
        let hours = OpeningHours::parse("Mo 09:30-12:00; Su 18:00-24:00").expect("valid");
        let wednesday = date(2026, 11, 25);
        assert_eq!(hours.week(wednesday), [(7, 18 * 60, 1440), (1, 9 * 60 + 30, 720)]);
    }

    #[test]
    fn tells_until_when_it_is_open_and_when_it_opens() {
        let hours = OpeningHours::parse("Mo-Fr 09:00-12:00,13:30-18:00; Sa 20:00-02:00").expect("valid");
        let friday = date(2026, 11, 20);
        let saturday = date(2026, 11, 21);
        let sunday = date(2026, 11, 22);
        let monday = date(2026, 11, 23);
        assert_eq!(
            hours.state(friday.at(11, 59, 0, 0)),
            OpeningState::Open { until: friday.at(12, 0, 0, 0) }
        );
        let after_lunch = friday.at(13, 30, 0, 0);
        assert_eq!(hours.state(friday.at(12, 0, 0, 0)), OpeningState::Closed { opens: Some(after_lunch) });
        assert_eq!(
            hours.state(saturday.at(23, 0, 0, 0)),
            OpeningState::Open { until: sunday.at(2, 0, 0, 0) }
        );
        let next = OpeningState::Closed { opens: Some(monday.at(9, 0, 0, 0)) };
        assert_eq!(hours.state(sunday.at(2, 0, 0, 0)), next);
        let never = OpeningHours::parse("off").expect("valid");
        assert_eq!(never.state(sunday.at(2, 0, 0, 0)), OpeningState::Closed { opens: None });
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(OpeningHours::parse("whenever").is_err());
    }
}
