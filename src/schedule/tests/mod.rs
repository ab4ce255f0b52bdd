//! Somebody's week in Wuhan, and questions about it.

mod check;
mod clocks;
mod covers;
mod free;
mod offered;
mod summary;

use jiff::{
    Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};

use crate::{
    clock::Random,
    id::{BayId, EngineerId, PointId},
    point::OpeningHours,
};

use super::*;

/// A Monday, 08:00 in Wuhan.
pub const NOW: Timestamp = Timestamp::constant(1_795_392_000, 0);
pub const MONDAY: Date = date(2026, 11, 23);

pub struct Nth(pub u128);
impl Random for Nth {
    fn bits(&self) -> u128 {
        self.0
    }
}

pub fn engineer() -> EngineerId {
    EngineerId::mint(NOW, &Nth(1))
}

pub fn point(number: u128) -> PointId {
    PointId::mint(NOW, &Nth(number))
}

pub fn bay(number: u128) -> BayId {
    BayId::mint(NOW, &Nth(number))
}

pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone")
}

pub fn window(weekday: i8, from: (u16, u16), to: (u16, u16), whereabouts: Whereabouts) -> Window {
    Window { weekday, start: from.0 * 60 + from.1, end: to.0 * 60 + to.1, whereabouts }
}

/// On the road from 9 to 12 on every day: slots of 45 minutes, 15 to clean up, 30
/// to travel.
pub fn schedule(whereabouts: Whereabouts) -> Schedule {
    Schedule {
        zone: zone("Asia/Shanghai"),
        windows: (1..=7).map(|weekday| window(weekday, (9, 0), (12, 0), whereabouts)).collect(),
        days_off: Vec::new(),
        lengths: Lengths { slot: 45, buffer: 15, travel: 30 },
    }
}

/// What the tests ask, with everything open and nothing taken.
pub struct Asked {
    pub schedule: Schedule,
    pub hours: OpeningHours,
    pub point_zone: TimeZone,
    pub bays: Vec<BayId>,
    pub visit: bool,
    pub busy: Busy,
    pub from: Date,
    pub to: Date,
    pub now: Timestamp,
}

impl Asked {
    pub fn home() -> Self {
        Self {
            schedule: schedule(Whereabouts::Road),
            hours: OpeningHours::parse("24/7").expect("hours"),
            point_zone: zone("Asia/Shanghai"),
            bays: vec![bay(1), bay(2)],
            visit: false,
            busy: Busy::default(),
            from: MONDAY,
            to: MONDAY,
            now: NOW,
        }
    }

    pub fn visit(hours: &str) -> Self {
        let hours = OpeningHours::parse(hours).expect("hours");
        Self { schedule: schedule(Whereabouts::At(point(1))), hours, visit: true, ..Self::home() }
    }

    pub fn ask(&self) -> Ask<'_> {
        if self.visit {
            Ask::Visit { point: point(1), zone: &self.point_zone, hours: &self.hours, bays: &self.bays }
        } else {
            Ask::Home
        }
    }

    pub fn times(&self) -> Vec<FreeTime> {
        let question = Question {
            schedule: &self.schedule,
            ask: self.ask(),
            from: self.from,
            to: self.to,
            now: self.now,
        };
        free_times(question, engineer(), &self.busy)
    }

    /// Starts as the engineer's clock shows them.
    pub fn starts(&self) -> Vec<String> {
        let zone = &self.schedule.zone;
        let show = |time: &FreeTime| time.start.to_zoned(zone.clone()).strftime("%d %H:%M").to_string();
        self.times().iter().map(show).collect()
    }
}

/// From and to that minute after 9:00 of the Monday.
pub fn span(from: i64, to: i64) -> Span {
    let nine = NOW.as_second() + 3600;
    let at = |minute: i64| Timestamp::from_second(nine + minute * 60).expect("in range");
    Span { start: at(from), end: at(to) }
}

pub fn taken(resource: Resource, span: Span) -> impl Iterator<Item = (Resource, Tick)> {
    ticks(span).map(move |tick| (resource, tick))
}
