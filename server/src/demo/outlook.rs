//! What search knows of an engineer's free times, from the diary that was made up.

use handpick::{
    engineer::Mode,
    schedule::{Ask, Busy, Outlook, Resource, Schedule, Summary, Tick, summarise, ticks},
};
use jiff::{Timestamp, tz::TimeZone};

use super::{diary::Booked, engineer::Engineer, point::Point};

/// Sums up once every diary of the town is full, for bays are shared.
pub fn outlook(
    engineer: &Engineer,
    booked: &[Booked],
    points: &[Point],
    zone: &TimeZone,
    now: Timestamp,
) -> Summary {
    let at = engineer.points().into_iter().map(|point| &points[point]).collect::<Vec<_>>();
    let schedule = Schedule {
        zone: zone.clone(),
        windows: engineer.shifts.iter().map(|shift| shift.window).collect(),
        days_off: engineer.days_off.clone(),
        lengths: engineer.lengths,
    };
    let home = engineer.modes.has(Mode::Home).then_some(Ask::Home);
    let asks: Vec<_> = at.iter().map(|point| point.ask(zone)).chain(home).collect();
    let busy =
        Busy::collect(own(engineer, booked, now).chain(at.iter().flat_map(|point| point.taken_from(now))));
    summarise(Outlook { engineer: engineer.id, schedule: &schedule, asks: &asks, busy: &busy, now })
}

fn own(engineer: &Engineer, booked: &[Booked], now: Timestamp) -> impl Iterator<Item = (Resource, Tick)> {
    let resource = Resource::Engineer(engineer.id);
    let ahead = booked.iter().filter(move |booked| booked.busy_until > now);
    ahead.flat_map(move |booked| ticks(booked.span()).map(move |tick| (resource, tick)))
}
