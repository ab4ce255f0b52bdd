//! Which times are offered: a pure function of a schedule and opening hours. Free are
//! those for which [`Busy`] has room.

use std::collections::HashMap;

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime, Time},
    tz::{AmbiguousOffset, TimeZone},
};

use crate::{
    id::{BayId, EngineerId, PointId},
    point::OpeningHours,
};

use super::{Resource, Schedule, Span, Tick, Whereabouts, Window, ticks};

/// How far ahead times are offered, in days.
pub const HORIZON_DAYS: i32 = 60;
/// How soon a time can be booked, in minutes from now.
pub const NOTICE_MINUTES: i64 = 30;

/// What is taken: per resource its ticks in ascending order.
#[derive(Debug, Clone, Default)]
pub struct Busy(HashMap<Resource, Vec<Tick>>);

impl Busy {
    /// Collects (resource, tick) pairs in any order.
    pub fn collect(pairs: impl IntoIterator<Item = (Resource, Tick)>) -> Self {
        let mut map: HashMap<Resource, Vec<Tick>> = HashMap::new();
        for (resource, tick) in pairs {
            map.entry(resource).or_default().push(tick);
        }
        for taken in map.values_mut() {
            taken.sort_unstable();
        }
        Self(map)
    }

    /// As if `span` of the resource were free: for somebody who asks for another
    /// time and gives up her own.
    #[must_use]
    pub fn without(mut self, resource: Resource, span: Span) -> Self {
        if let Some(taken) = self.0.get_mut(&resource) {
            let own = ticks(span);
            taken.retain(|tick| !own.contains(tick));
        }
        self
    }

    /// Whether the engineer and, for a visit, one of its bays are free at that time.
    pub fn has_room(&self, engineer: EngineerId, ask: Ask<'_>, time: FreeTime) -> bool {
        let bay_free = |bay: &BayId| self.is_free(Resource::Bay(*bay), time.occupied());
        self.is_free(Resource::Engineer(engineer), time.occupied())
            && match ask {
                Ask::Visit { bays, .. } => bays.iter().any(bay_free),
                Ask::Home => true,
            }
    }

    pub fn is_free(&self, resource: Resource, span: Span) -> bool {
        let wanted = ticks(span);
        self.0.get(&resource).is_none_or(|taken| {
            let next = taken.partition_point(|tick| *tick < wanted.start);
            taken.get(next).is_none_or(|tick| *tick >= wanted.end)
        })
    }
}

/// In which mode, and for a visit where.
#[derive(Debug, Clone, Copy)]
pub enum Ask<'a> {
    /// At a service point with its zone, opening hours and active bays.
    Visit {
        point: PointId,
        zone: &'a TimeZone,
        hours: &'a OpeningHours,
        bays: &'a [BayId],
    },
    Home,
}

#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    pub schedule: &'a Schedule,
    pub ask: Ask<'a>,
    /// First and last day, local to the engineer.
    pub from: Date,
    pub to: Date,
    pub now: Timestamp,
}

/// A time for an appointment: to be booked, while it is free, or booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreeTime {
    pub start: Timestamp,
    pub end: Timestamp,
    /// The end with clean-up or travel.
    pub busy_until: Timestamp,
}

impl FreeTime {
    /// What the engineer's calendar and the bay lose: cleaning up happens there too.
    pub fn occupied(self) -> Span {
        Span { start: self.start, end: self.busy_until }
    }
}

/// All free times of the asked days, in order.
pub fn free_times(question: Question<'_>, engineer: EngineerId, busy: &Busy) -> Vec<FreeTime> {
    let mut times = offered_times(question);
    times.retain(|time| busy.has_room(engineer, question.ask, *time));
    times
}

/// All times of the asked days, in order, taken or not. Days off, closed hours, times
/// too soon and beyond the horizon are never offered. Windows are civil hours: on a
/// day on which clocks change they keep their wall-clock edges.
pub fn offered_times(question: Question<'_>) -> Vec<FreeTime> {
    let mut found = Vec::new();
    let mut day = question.from;
    while day <= question.to {
        times_on(question, day, &mut found);
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    found.sort_unstable_by_key(|time| time.start);
    found
}

fn times_on(question: Question<'_>, day: Date, found: &mut Vec<FreeTime>) {
    let mut windows = question.schedule.windows_on(day).filter(|window| window.fits(question.ask)).peekable();
    if windows.peek().is_none() {
        return;
    }
    let open = open_spans(question, day);
    for window in windows {
        times_in_window(question, day, *window, open.as_deref(), found);
    }
}

impl Window {
    /// Whether somebody can be served so within it.
    pub fn fits(&self, ask: Ask<'_>) -> bool {
        match (self.whereabouts, ask) {
            (Whereabouts::At(here), Ask::Visit { point, .. }) => here == point,
            (Whereabouts::Road, Ask::Home) => true,
            _ => false,
        }
    }
}

fn times_in_window(
    question: Question<'_>,
    day: Date,
    window: Window,
    open: Option<&[Span]>,
    found: &mut Vec<FreeTime>,
) {
    let zone = &question.schedule.zone;
    let (Some(opens), Some(closes)) = (local(zone, day, window.start), local(zone, day, window.end)) else {
        return;
    };
    let lengths = question.schedule.lengths;
    let after = match question.ask {
        Ask::Visit { .. } => lengths.buffer,
        Ask::Home => lengths.travel,
    };
    let slot = SignedDuration::from_mins(lengths.slot.into());
    let pause = SignedDuration::from_mins(after.into());
    let earliest = question.now + SignedDuration::from_mins(NOTICE_MINUTES);
    let latest = question.now + SignedDuration::from_hours(24 * i64::from(HORIZON_DAYS));
    let mut start = opens;
    while start + slot <= closes {
        let time = FreeTime { start, end: start + slot, busy_until: start + slot + pause };
        if start >= earliest && start <= latest && is_open(open, time) {
            found.push(time);
        }
        start = start + slot + pause;
    }
}

/// The point's open spans around `day`; `None` where no opening hours apply.
fn open_spans(question: Question<'_>, day: Date) -> Option<Vec<Span>> {
    let Ask::Visit { zone, hours, .. } = question.ask else { return None };
    // Where the point's clocks differ from the engineer's, her day lies in two of its.
    let around = if *zone == question.schedule.zone { 0 } else { 1 };
    let mut spans: Vec<Span> = Vec::new();
    for offset in -around..=around {
        let Ok(day) = day.checked_add(offset.days()) else { continue };
        for (start, end) in hours.on(day) {
            let (Some(start), Some(end)) = (instant(zone, start), instant(zone, end)) else { continue };
            match spans.last_mut() {
                // Open over midnight.
                Some(last) if last.end == start => last.end = end,
                _ => spans.push(Span { start, end }),
            }
        }
    }
    Some(spans)
}

fn is_open(spans: Option<&[Span]>, time: FreeTime) -> bool {
    spans.is_none_or(|spans| spans.iter().any(|span| span.start <= time.start && time.end <= span.end))
}

fn local(zone: &TimeZone, day: Date, minutes: u16) -> Option<Timestamp> {
    let at = if minutes >= 1440 {
        day.tomorrow().ok()?.to_datetime(Time::midnight())
    } else {
        day.at(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0)
    };
    instant(zone, at)
}

/// When the clocks there show `at`: the first time, when they are set back over it;
/// when they skip it, the moment in which they do.
fn instant(zone: &TimeZone, at: DateTime) -> Option<Timestamp> {
    let asked = zone.to_ambiguous_timestamp(at);
    match asked.offset() {
        AmbiguousOffset::Gap { .. } => Some(zone.following(asked.earlier().ok()?).next()?.timestamp()),
        _ => asked.compatible().ok(),
    }
}
