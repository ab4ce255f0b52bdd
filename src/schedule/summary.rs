//! What search knows of an engineer's free times, made of what the booking page
//! would offer.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Time},
};

use crate::{
    engineer::{FREE_DAYS_HORIZON, free_days_mask},
    id::EngineerId,
};

use super::{Ask, Busy, FreeTime, NOTICE_MINUTES, Question, Schedule, Summary, free_times};

/// An engineer's next weeks: everything she can be asked for.
#[derive(Debug, Clone, Copy)]
pub struct Outlook<'a> {
    pub engineer: EngineerId,
    pub schedule: &'a Schedule,
    /// The points where she works and, when she takes home calls, [`Ask::Home`].
    pub asks: &'a [Ask<'a>],
    /// What is taken of her and of the points' bays.
    pub busy: &'a Busy,
    pub now: Timestamp,
}

/// Sums up the coming [`FREE_DAYS_HORIZON`] days, local to the engineer.
pub fn summarise(outlook: Outlook<'_>) -> Summary {
    let today = outlook.now.to_zoned(outlook.schedule.zone.clone()).date();
    let (mut visits, mut homes) = (Vec::new(), Vec::new());
    for ask in outlook.asks {
        let times = match ask {
            Ask::Visit { .. } => &mut visits,
            Ask::Home => &mut homes,
        };
        times.extend(times_of(outlook, *ask, today));
    }
    let (next_visit, next_home) = (soonest(&visits), soonest(&homes));
    Summary {
        next_visit,
        next_home,
        visit_days: days(outlook.schedule, &visits),
        home_days: days(outlook.schedule, &homes),
        refresh_at: stale_at(outlook, today, next_visit.into_iter().chain(next_home).min()),
        made_at: outlook.now,
    }
}

fn times_of(outlook: Outlook<'_>, ask: Ask<'_>, today: Date) -> Vec<FreeTime> {
    let Outlook { engineer, schedule, busy, now, .. } = outlook;
    let last = today.saturating_add((FREE_DAYS_HORIZON - 1).days());
    free_times(Question { schedule, ask, from: today, to: last, now }, engineer, busy)
}

fn soonest(times: &[FreeTime]) -> Option<Timestamp> {
    times.iter().map(|time| time.start).min()
}

fn days(schedule: &Schedule, times: &[FreeTime]) -> i64 {
    let local_day = |time: &FreeTime| time.start.to_zoned(schedule.zone.clone()).date();
    times.iter().map(local_day).fold(0, |ring, day| ring | free_days_mask(day))
}

/// The first time passes out of reach, or a new day comes into it.
fn stale_at(outlook: Outlook<'_>, today: Date, next: Option<Timestamp>) -> Timestamp {
    // It can still be booked exactly that long before.
    let notice = SignedDuration::from_mins(NOTICE_MINUTES) - SignedDuration::from_millis(1);
    let too_soon = next.map(|start| start - notice);
    let tomorrow = today.saturating_add(1.day()).to_datetime(Time::midnight());
    let midnight = outlook.schedule.zone.to_timestamp(tomorrow).ok();
    let in_a_day = outlook.now + SignedDuration::from_hours(24);
    too_soon.into_iter().chain(midnight).min().unwrap_or(in_a_day)
}
