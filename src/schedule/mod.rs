//! Schedules: when an engineer serves, where she is then, and which times are free.

mod free;
mod port;
mod summary;
#[cfg(test)]
mod tests;
mod tick;

pub use free::{Ask, Busy, FreeTime, HORIZON_DAYS, NOTICE_MINUTES, Question, free_times, offered_times};
pub use port::{Schedules, Summary};
pub use summary::{Outlook, summarise};
pub use tick::{Resource, Span, TICK_MINUTES, Tick, ticks};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::id::{DayOffId, PointId};

/// Where an engineer is during a weekly window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whereabouts {
    At(PointId),
    /// Under way: home calls only.
    Road,
}

/// A weekly stretch of work, local to the engineer's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// 1 is Monday, 7 is Sunday (ISO 8601).
    pub weekday: i8,
    /// Minutes after midnight.
    pub start: u16,
    /// Minutes after midnight, at most 1440.
    pub end: u16,
    pub whereabouts: Whereabouts,
}

/// Most [`DayOff`]s of one engineer that have not ended: every page of hers reads them.
pub const DAYS_OFF_MAX: usize = 100;

/// Days without work, both included, local to the engineer's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayOff {
    pub id: DayOffId,
    pub from: Date,
    pub to: Date,
}

#[derive(Debug, Clone)]
pub struct Schedule {
    pub zone: TimeZone,
    pub windows: Vec<Window>,
    pub days_off: Vec<DayOff>,
    pub lengths: Lengths,
}

impl Schedule {
    /// The stretches of work of a day; none on a day off.
    pub fn windows_on(&self, day: Date) -> impl Iterator<Item = &Window> {
        let off = self.days_off.iter().any(|off| off.from <= day && day <= off.to);
        let weekday = day.weekday().to_monday_one_offset();
        self.windows.iter().filter(move |window| !off && window.weekday == weekday)
    }

    /// Whether somebody booked then and there would be within the weekly windows and
    /// on no day off.
    pub fn covers(&self, span: Span, whereabouts: Whereabouts) -> bool {
        let start = span.start.to_zoned(self.zone.clone());
        let day = start.date();
        let minutes = |at: Timestamp| {
            let at = at.to_zoned(self.zone.clone());
            let past_midnight = if at.date() > day { 1440 } else { 0 };
            past_midnight + i32::from(at.hour()) * 60 + i32::from(at.minute())
        };
        let (from, to) = (minutes(span.start), minutes(span.end));
        self.windows_on(day).any(|window| {
            window.whereabouts == whereabouts
                && i32::from(window.start) <= from
                && to <= i32::from(window.end)
        })
    }
}

/// How long things take, in minutes; all are multiples of [`TICK_MINUTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    /// One appointment.
    pub slot: u16,
    /// Clean-up after a visit.
    pub buffer: u16,
    /// Travel after a home call.
    pub travel: u16,
}

impl Default for Lengths {
    fn default() -> Self {
        Self { slot: 45, buffer: 0, travel: 30 }
    }
}

/// Why a weekly window was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleRefusal {
    #[error("a window must end after it starts, on whole quarters of an hour")]
    BadWindow,
    #[error("two windows of one day overlap")]
    Overlap,
    #[error(
        "lengths are whole quarters of an hour, 15 minutes to 8 hours for a slot, at most 3 hours for a buffer"
    )]
    BadLengths,
}

/// Checks what an engineer typed; the order of windows does not matter.
pub fn check(windows: &[Window], lengths: Lengths) -> Result<(), ScheduleRefusal> {
    let quarter = |minutes: u16| i64::from(minutes) % TICK_MINUTES == 0;
    let sound = |w: &Window| {
        (1..=7).contains(&w.weekday) && w.start < w.end && w.end <= 1440 && quarter(w.start) && quarter(w.end)
    };
    if !windows.iter().all(sound) {
        return Err(ScheduleRefusal::BadWindow);
    }
    let mut sorted: Vec<_> = windows.iter().map(|w| (w.weekday, w.start, w.end)).collect();
    sorted.sort_unstable();
    if sorted.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[1].1 < pair[0].2) {
        return Err(ScheduleRefusal::Overlap);
    }
    let Lengths { slot, buffer, travel } = lengths;
    let fits = (15..=480).contains(&slot) && buffer <= 180 && travel <= 180;
    if !fits || ![slot, buffer, travel].into_iter().all(quarter) {
        return Err(ScheduleRefusal::BadLengths);
    }
    Ok(())
}
