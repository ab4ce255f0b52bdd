//! Where an engineer is on a day, in words.

use handpick::{
    id::EngineerId,
    lang::Lang,
    point::ServicePoint,
    schedule::{Schedule, Span, Whereabouts, Window},
};
use jiff::{ToSpan, civil::Date};

use crate::{
    catalogue::Messages,
    web::{Problem, Visit},
    when::{clock_of, zone},
};

/// Her hours and the points in them.
#[derive(Clone)]
pub struct Plan {
    pub schedule: Option<Schedule>,
    pub points: Vec<ServicePoint>,
}

impl Plan {
    pub async fn load(visit: &Visit, engineer: EngineerId) -> Result<Self, Problem> {
        let store = &visit.app.store;
        Ok(Self { schedule: store.schedule(engineer).await?, points: store.points_of(engineer).await? })
    }

    /// "Guanggu 09:00–12:00", "on the road 13:30–18:00"; or that the day is free.
    pub fn words(&self, t: Messages, lang: Lang, day: Date) -> Vec<String> {
        let mut windows: Vec<&Window> =
            self.schedule.iter().flat_map(|schedule| schedule.windows_on(day)).collect();
        if windows.is_empty() {
            return vec![t.work_day_off().to_owned()];
        }
        windows.sort_unstable_by_key(|window| window.start);
        windows
            .into_iter()
            .map(|window| {
                let place = self.place(t, lang, window.whereabouts);
                t.work_window(place, clock_of(window.start), clock_of(window.end))
            })
            .collect()
    }

    /// Whether she works on other days, but not on this one.
    pub fn is_off(&self, day: Date) -> bool {
        let off =
            |schedule: &Schedule| !schedule.windows.is_empty() && schedule.windows_on(day).next().is_none();
        self.schedule.as_ref().is_some_and(off)
    }

    fn place(&self, t: Messages, lang: Lang, whereabouts: Whereabouts) -> String {
        match whereabouts {
            Whereabouts::Road => t.work_on_the_road().to_owned(),
            Whereabouts::At(id) => self
                .points
                .iter()
                .find(|point| point.id == id)
                .map_or_else(|| t.work_closed_point().to_owned(), |point| point.name.text(lang).to_owned()),
        }
    }
}

/// "45 min", "3 h 15 min".
pub fn length(t: Messages, minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t.work_minutes(minutes),
        (hours, 0) => t.work_hours(hours),
        (hours, minutes) => t.work_hours_minutes(hours, minutes),
    }
}

/// From the start of `day` where she works, for `days` days.
pub fn day_span(day: Date, days: i32, zone_name: &str) -> Result<Span, Problem> {
    let tz = zone(zone_name);
    let instant =
        |day: Date| day.to_zoned(tz.clone()).map(|at| at.timestamp()).map_err(|_| Problem::BadRequest);
    let end = day.checked_add(days.days()).map_err(|_| Problem::BadRequest)?;
    Ok(Span { start: instant(day)?, end: instant(end)? })
}

#[cfg(test)]
mod tests {
    use handpick::{
        id::DayOffId,
        schedule::{DayOff, Lengths},
    };
    use jiff::{civil::date, tz::TimeZone};

    use super::*;

    const WINDOW: Window = Window { weekday: 1, start: 540, end: 720, whereabouts: Whereabouts::Road };

    fn schedule() -> Schedule {
        Schedule {
            zone: TimeZone::UTC,
            windows: vec![Window { start: 810, end: 1080, ..WINDOW }, WINDOW],
            days_off: vec![DayOff {
                id: "01ARZ3NDEKTSV4RRFFQ69G5FAV".parse::<DayOffId>().unwrap(),
                from: date(2026, 11, 30),
                to: date(2026, 12, 6),
            }],
            lengths: Lengths::default(),
        }
    }

    #[test]
    fn a_day_tells_its_windows_in_order_and_a_day_off_none() {
        let plan = Plan { schedule: Some(schedule()), points: Vec::new() };
        let words = |day| plan.words(Messages(Lang::En), Lang::En, day);
        assert_eq!(words(date(2026, 11, 23)), ["on the road 09:00–12:00", "on the road 13:30–18:00"]);
        assert_eq!(words(date(2026, 11, 24)), ["day off"]);
        assert_eq!(words(date(2026, 11, 30)), ["day off"], "Monday, but a day off");
        let off = |day| plan.is_off(day);
        assert!(off(date(2026, 11, 24)) && off(date(2026, 11, 30)) && !off(date(2026, 11, 23)));
        assert!(!Plan { schedule: None, points: Vec::new() }.is_off(date(2026, 11, 24)), "nothing is known");
    }

    #[test]
    fn a_day_on_which_clocks_change_is_as_long_as_it_is() {
        let hours = |day| {
            let span = day_span(day, 1, "Europe/Berlin").unwrap();
            span.end.duration_since(span.start).as_hours()
        };
        assert_eq!(hours(date(2026, 3, 29)), 23);
        assert_eq!(hours(date(2026, 10, 25)), 25);
        assert!(day_span(date(9999, 12, 31), 1, "Europe/Berlin").is_err());
    }
}
