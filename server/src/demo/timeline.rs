//! The course of a leg: when what happened, and the lines of its timeline.

use handpick::{
    case::{ActorKind, EventKind, LegState},
    engineer::Mode,
    id::EventId,
};
use jiff::{SignedDuration, Timestamp};

use super::{
    account::Actor,
    case::{Setting, Told},
    diary::Booked,
    dice::Dice,
    engineer::Engineer,
    point::Point,
    tables::EVENTS,
    world::World,
};
use crate::store::bulk::{Batch, maybe_text, text};

/// When what happened.
pub struct Course {
    pub requested: Timestamp,
    /// The one answer that anybody of the demo gives.
    pub confirmed: Option<Timestamp>,
    arrived: Option<Timestamp>,
    pub started: Option<Timestamp>,
    pub ended: Option<Timestamp>,
}

pub fn course(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    engineer: &Engineer,
    booked: &Booked,
) -> Course {
    let (now, dice) = (world.now, &mut world.dice);
    let host = booked.at.map_or(engineer.quality, |(point, _)| setting.points[point].quality);
    let (start, end, state) = (booked.start, booked.end, booked.state);
    let begun = start <= now || state == LegState::Arrived;
    let requested = match state {
        LegState::Requested => now - dice.minutes(4, 100),
        _ if begun => start - dice.minutes(4 * 60, 6 * 24 * 60),
        _ => now - dice.minutes(2 * 60, 4 * 24 * 60),
    };
    let latest = (start - SignedDuration::from_hours(3)).max(requested + SignedDuration::from_mins(3));
    let confirmed = (requested + wait(host, dice)).min(latest).min(now);
    let arrived = (start - dice.minutes(0, 10)).min(now);
    let started = (start + delay(engineer.quality, dice)).min(now);
    let ended = match state {
        LegState::Done => {
            let least = started + SignedDuration::from_mins(10);
            Some((end + dice.minutes(-12, 8)).max(least).min(now))
        }
        LegState::NoShow => Some(start + dice.minutes(16, 30)),
        LegState::Cancelled => {
            // Early enough to be allowed.
            let latest = start - SignedDuration::from_hours(2);
            let minutes = latest.duration_since(confirmed).as_mins().max(0);
            Some(confirmed + dice.minutes(0, minutes))
        }
        _ => None,
    };
    let visit = booked.mode == Mode::Visit;
    let came = matches!(state, LegState::Done | LegState::InService | LegState::Arrived);
    Course {
        requested,
        confirmed: (state != LegState::Requested).then_some(confirmed),
        arrived: (came && visit).then_some(arrived),
        started: (came && state != LegState::Arrived).then_some(started),
        ended,
    }
}

/// Until the answer, which is promised within two hours.
fn wait(quality: f64, dice: &mut Dice) -> SignedDuration {
    if dice.chance(quality) { dice.minutes(3, 110) } else { dice.minutes(130, 9 * 60) }
}

/// From the agreed time until the service begins.
fn delay(quality: f64, dice: &mut Dice) -> SignedDuration {
    if dice.chance(quality) { dice.minutes(0, 12) } else { dice.minutes(16, 35) }
}

#[expect(clippy::too_many_arguments, reason = "what happened to whom, where and when")]
pub fn push_timeline(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    engineer: &Engineer,
    booked: &Booked,
    mut told: Told,
    course: &Course,
    reason: Option<String>,
    batch: &mut Batch,
) -> Told {
    use ActorKind::{Customer, Desk, Engineer};
    use EventKind as E;

    let point = booked.at.map(|(point, _)| &setting.points[point]);
    let customer = (Customer, &setting.customer.actor);
    let expert = (Engineer, &engineer.actor);
    let host = point.map_or(expert, |point| (Desk, &point.desk));
    let last = match booked.state {
        LegState::Cancelled => (E::Cancelled, customer),
        LegState::NoShow => (E::NoShow, host),
        _ => (E::Finished, expert),
    };
    let steps = [
        (E::Requested, customer, Some(course.requested)),
        (E::Confirmed, host, course.confirmed),
        (E::Arrived, host, course.arrived),
        (E::Started, expert, course.started),
        (last.0, last.1, course.ended),
    ];
    for (kind, by, at) in steps {
        let Some(at) = at else { continue };
        let note = if kind == E::Cancelled { reason.clone() } else { None };
        let start = (kind == E::Requested).then_some(booked.start);
        told.events += 1;
        let line = Line { told: &told, engineer, point, kind, by, at, note, start };
        push_event(world, line, batch);
    }
    told
}

/// A line of the timeline.
pub struct Line<'a> {
    pub told: &'a Told,
    pub engineer: &'a Engineer,
    pub point: Option<&'a Point>,
    pub kind: EventKind,
    pub by: (ActorKind, &'a Actor),
    pub at: Timestamp,
    pub note: Option<String>,
    pub start: Option<Timestamp>,
}

/// Its number is that of the latest event, which must be counted before.
pub fn push_event(world: &mut World<'_>, line: Line<'_>, batch: &mut Batch) {
    let (kind, actor) = line.by;
    batch.push(
        &EVENTS,
        [
            text(world.ids.next(EventId::mint)),
            text(line.told.case),
            line.told.events.into(),
            text(line.told.leg),
            text(line.engineer.id),
            maybe_text(line.point.map(|point| point.id)),
            line.at.as_millisecond().into(),
            line.kind.as_str().into(),
            kind.as_str().into(),
            maybe_text(Some(actor.account)),
            actor.name.clone().into(),
            line.note.into(),
            line.start.map(Timestamp::as_millisecond).into(),
        ],
    );
}
