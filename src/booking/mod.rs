//! Bookings: from the first choice to a request. What is being filled in is a
//! draft; from the choice of a time on, that time is held for it.

mod port;

pub use port::{Bookings, HoldRequest, RequestRefusal, TimeTaken, WalkIn};

use std::ops::Range;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use crate::{
    engineer::Mode,
    geo::Position,
    id::{BayId, CaseId, DraftId, EngineerId, PointId},
    schedule::FreeTime,
};

/// How long a chosen time is held, in minutes.
pub const HOLD_MINUTES: i64 = 10;
/// Within how many hours of the day a request should be answered. The clock on the case
/// page.
pub const ANSWER_HOURS: i64 = 2;
/// The hours of the day, at the place: nobody answers at night.
pub const DAY: Range<i8> = 9..20;
/// How long before the start an answer comes at the latest, so that one can set out.
const WAY_MINUTES: i64 = 30;
/// Most requests of one customer that wait for an answer, each of which keeps
/// somebody's time from everybody else. A day has a dozen slots: nobody can ask for
/// the whole of an engineer's day, and a household with three broken things can.
pub const WAITING_MAX: usize = 5;
/// As [`WAITING_MAX`], while nobody knows whose e-mail address it is and new
/// accounts cost nothing: one request, and another elsewhere.
pub const WAITING_MAX_UNCONFIRMED: usize = 2;
/// Until how many hours before its start an appointment can be moved or cancelled
/// by the customer.
pub const CHANGE_NOTICE_HOURS: i64 = 2;
/// Most characters of a description.
pub const DESCRIPTION_MAX: usize = 4_000;
/// Most characters of an address.
pub const ADDRESS_MAX: usize = 300;

/// How many requests of one customer may wait for an answer at the same time.
pub const fn waiting_max(email_confirmed: bool) -> usize {
    if email_confirmed { WAITING_MAX } else { WAITING_MAX_UNCONFIRMED }
}

/// The promise: an answer by then, after [`ANSWER_HOURS`] of the [`DAY`] in the zone of
/// the place. It leaves time for the way there; when the start is nearer than that, half
/// of the time until then.
pub fn answer_by(start: Timestamp, now: Timestamp, zone: &TimeZone) -> Timestamp {
    let on_the_way = start - SignedDuration::from_mins(WAY_MINUTES);
    let half = now + start.duration_since(now) / 2;
    on_the_way.max(half).min(after_hours_of_day(now, zone))
}

fn after_hours_of_day(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let hour = |day: Date, hour| zone.to_timestamp(day.at(hour, 0, 0, 0)).unwrap_or(now);
    let today = now.to_zoned(zone.clone()).date();
    let begun = hour(today, DAY.start).max(now);
    let answer = begun + SignedDuration::from_hours(ANSWER_HOURS);
    let night = hour(today, DAY.end);
    if answer <= night {
        return answer;
    }
    // What is left of it when the day ends, from the next morning on.
    let left = answer.duration_since(night.max(begun));
    hour(today.tomorrow().unwrap_or(today), DAY.start) + left
}

/// A home address. Shown to the assigned engineer from confirmation to the end of
/// the case, and to nobody else.
#[derive(Debug, Clone, PartialEq)]
pub struct HomeAddress {
    pub text: String,
    /// GeoNames id of the town.
    pub place: u32,
    pub position: Position,
}

/// A time taken for a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    pub start: Timestamp,
    pub end: Timestamp,
    pub busy_until: Timestamp,
    /// The bay taken with it, for a visit.
    pub bay: Option<BayId>,
    pub until: Timestamp,
}

impl Hold {
    pub fn time(self) -> FreeTime {
        FreeTime { start: self.start, end: self.end, busy_until: self.busy_until }
    }
}

/// A booking being filled in. It belongs to the browser that began it (`owner` is
/// a secret in its session) and, once signed in, goes on with the account.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub id: DraftId,
    pub owner: String,
    pub engineer: EngineerId,
    pub mode: Option<Mode>,
    pub point: Option<PointId>,
    pub home: Option<HomeAddress>,
    pub product: Option<&'static str>,
    pub need: Option<&'static str>,
    pub description: String,
    pub hold: Option<Hold>,
    /// Set once it has become a case; a repeated submit leads there.
    pub case: Option<CaseId>,
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_promised_before_one_has_to_set_out() {
        let now = "2026-11-23T10:00:00Z".parse().expect("an instant");
        let minutes = |start: i64| {
            let by = answer_by(now + SignedDuration::from_mins(start), now, &TimeZone::UTC);
            by.duration_since(now).as_mins()
        };
        assert_eq!([minutes(1_440), minutes(151), minutes(120), minutes(40)], [120, 120, 90, 20]);
    }

    #[test]
    fn nobody_is_promised_an_answer_at_night() {
        let shanghai = TimeZone::get("Asia/Shanghai").expect("a zone");
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let start = at("2026-12-01T10:00:00+08:00");
        for (asked, answered) in [
            ("2026-11-23T00:28:00+08:00", "2026-11-23T11:00:00+08:00"),
            ("2026-11-23T09:00:00+08:00", "2026-11-23T11:00:00+08:00"),
            ("2026-11-23T18:00:00+08:00", "2026-11-23T20:00:00+08:00"),
            ("2026-11-23T19:20:00+08:00", "2026-11-24T10:20:00+08:00"),
            ("2026-11-23T23:59:00+08:00", "2026-11-24T11:00:00+08:00"),
        ] {
            assert_eq!(answer_by(start, at(asked), &shanghai), at(answered), "{asked}");
        }
        let soon = at("2026-11-24T09:30:00+08:00");
        let asked = at("2026-11-23T23:00:00+08:00");
        assert_eq!(answer_by(soon, asked, &shanghai), at("2026-11-24T09:00:00+08:00"), "in time to set out");
    }
}
