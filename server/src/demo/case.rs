//! Cases of demo customers: the problem, the leg and its timeline.

use handpick::{
    booking::ANSWER_HOURS,
    case::{ActorKind, EventKind, LegState},
    engineer::Mode,
    id::{CaseId, DraftId, EventId, LegId},
    schedule::{Resource, ticks},
    tag::TagKind,
};
use jiff::{SignedDuration, Timestamp};

use super::{
    account::Actor,
    customer::Customer,
    data::{Key, Problems},
    diary::Booked,
    engineer::Engineer,
    fill::fill,
    point::Point,
    region::Town,
    tables::{CASES, EVENTS, HOME_ADDRESSES, LEGS, OCCUPANCY},
    words::{texts, word},
    world::World,
};
use crate::store::bulk::{Batch, Value, maybe_text, text};

/// Where and by whom a leg is served.
pub struct Setting<'a, 'w> {
    pub town: &'a Town<'w>,
    pub points: &'a [Point],
    pub customer: &'a Customer,
}

/// A leg that was written, as far as its review needs to know.
pub struct Told {
    pub leg: LegId,
    pub case: CaseId,
    pub product: &'static str,
    pub need: &'static str,
    /// When it was finished, if it was.
    pub finished: Option<Timestamp>,
    /// The number of its latest event.
    pub events: i64,
}

/// When what happened.
struct Course {
    requested: Timestamp,
    confirmed: Option<Timestamp>,
    arrived: Option<Timestamp>,
    started: Option<Timestamp>,
    ended: Option<Timestamp>,
}

/// Writes the case of an appointment and counts it.
pub fn tell(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    engineer: &mut Engineer,
    booked: &Booked,
    batch: &mut Batch,
) -> Told {
    let (product, need) = problem(world, engineer);
    let course = course(world, booked);
    let told = Told {
        leg: world.ids.next(LegId::mint),
        case: world.ids.next(CaseId::mint),
        product,
        need,
        finished: course.ended.filter(|_| booked.state == LegState::Done),
        events: 0,
    };
    push_case(world, setting, &told, course.requested, batch);
    let reason = (booked.state == LegState::Cancelled).then(|| reason(world, setting));
    push_leg(world, setting, engineer, booked, &told, &course, reason.as_deref(), batch);
    if booked.mode == Mode::Home {
        push_address(setting, &told, batch);
    }
    if booked.state.is_open() {
        occupy(setting, engineer, booked, &told, batch);
    }
    if booked.state == LegState::Done {
        engineer.tally.served += 1;
        engineer.tally.count(TagKind::Product, product);
        engineer.tally.count(TagKind::Need, need);
    }
    push_timeline(world, setting, engineer, booked, told, &course, reason, batch)
}

/// Something this engineer repairs, her first product and need most often.
fn problem(world: &mut World<'_>, engineer: &Engineer) -> (&'static str, &'static str) {
    let dice = &mut world.dice;
    let product = if dice.chance(0.6) { engineer.products[0] } else { *dice.pick(&engineer.products) };
    let possible = world.data.words.needs_of.get(&Key(product)).map_or(&[][..], Vec::as_slice);
    let hers: Vec<_> = engineer.needs.iter().filter(|need| possible.contains(&Key(need))).copied().collect();
    let need = match hers.first() {
        None => possible.first().map_or("setup", |Key(need)| need),
        Some(first) if dice.chance(0.4) => first,
        Some(_) => *dice.pick(&hers),
    };
    (product, need)
}

fn course(world: &mut World<'_>, booked: &Booked) -> Course {
    let (now, dice) = (world.now, &mut world.dice);
    let (start, end, state) = (booked.start, booked.end, booked.state);
    let begun = start <= now || state == LegState::Arrived;
    let requested = match state {
        LegState::Requested => now - dice.minutes(4, 100),
        _ if begun => start - dice.minutes(4 * 60, 6 * 24 * 60),
        _ => now - dice.minutes(2 * 60, 4 * 24 * 60),
    };
    let confirmed = requested + dice.minutes(3, 110);
    let arrived = (start - dice.minutes(0, 10)).min(now);
    let started = (start + dice.minutes(0, 6)).min(now);
    let ended = match state {
        LegState::Done => Some((end + dice.minutes(-12, 8)).min(now)),
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

fn push_case(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    told: &Told,
    at: Timestamp,
    batch: &mut Batch,
) {
    let lang = world.lang_of(setting.town);
    let product = word(&texts(world.data, lang).words.product, told.product);
    let descriptions = problems(world, setting).by_need.get(&Key(told.need)).map_or(&[][..], Vec::as_slice);
    let description = if descriptions.is_empty() {
        String::new()
    } else {
        fill(world.dice.pick(descriptions).as_str(), &[("product", product)])
    };
    let customer = setting.customer;
    batch.push(
        &CASES,
        [
            text(told.case),
            text(world.ids.next(DraftId::mint)),
            maybe_text(Some(customer.actor.account)),
            customer.actor.name.clone().into(),
            Value::from(Some(told.product.to_owned())),
            Value::from(Some(told.need.to_owned())),
            description.into(),
            at.as_millisecond().into(),
        ],
    );
}

fn problems<'a>(world: &World<'a>, setting: &Setting<'_, '_>) -> &'a Problems {
    if setting.town.is_chinese() { &world.data.problems.zh } else { &world.data.problems.en }
}

fn reason(world: &mut World<'_>, setting: &Setting<'_, '_>) -> String {
    let reasons = &problems(world, setting).reasons.cancel;
    world.dice.pick(reasons).clone()
}

#[expect(clippy::too_many_arguments, reason = "one row, no type of its own")]
fn push_leg(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    engineer: &Engineer,
    booked: &Booked,
    told: &Told,
    course: &Course,
    reason: Option<&str>,
    batch: &mut Batch,
) {
    let place = booked.at.map(|(point, bay)| (&setting.points[point], bay));
    let (done, next) = match booked.state {
        LegState::Done => notes(world, setting, told.need),
        _ => (None, None),
    };
    let answer_by = course.requested + SignedDuration::from_hours(ANSWER_HOURS);
    batch.push(
        &LEGS,
        [
            text(told.leg),
            text(told.case),
            1i64.into(),
            text(engineer.id),
            booked.mode.as_str().into(),
            maybe_text(place.map(|(point, _)| point.id)),
            maybe_text(place.map(|(point, bay)| point.bays[bay])),
            booked.start.as_millisecond().into(),
            booked.end.as_millisecond().into(),
            booked.busy_until.as_millisecond().into(),
            setting.town.place.zone.clone().into(),
            booked.state.as_str().into(),
            course.requested.as_millisecond().into(),
            answer_by.as_millisecond().into(),
            maybe_text(reason),
            done.into(),
            next.into(),
        ],
    );
}

/// What was done, and what to do next.
fn notes(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    need: &'static str,
) -> (Option<String>, Option<String>) {
    let Some(notes) = problems(world, setting).notes.done.get(&Key(need)) else { return (None, None) };
    let note = world.dice.pick(notes);
    match note.split_once(['；', ';']) {
        Some((done, next)) => (Some(done.trim().to_owned()), Some(next.trim().to_owned())),
        None => (Some(note.clone()), None),
    }
}

fn push_address(setting: &Setting<'_, '_>, told: &Told, batch: &mut Batch) {
    let (address, position) = &setting.customer.home;
    batch.push(
        &HOME_ADDRESSES,
        [
            text(told.leg),
            address.clone().into(),
            setting.town.place.id.into(),
            position.lat.into(),
            position.lon.into(),
        ],
    );
}

/// What still goes on is taken.
fn occupy(setting: &Setting<'_, '_>, engineer: &Engineer, booked: &Booked, told: &Told, batch: &mut Batch) {
    let bay = booked.at.map(|(point, bay)| Resource::Bay(setting.points[point].bays[bay]));
    for resource in [Some(Resource::Engineer(engineer.id)), bay].into_iter().flatten() {
        for tick in ticks(booked.span()) {
            batch.push(&OCCUPANCY, [text(resource), tick.into(), text(told.leg)]);
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "what happened to whom, where and when")]
fn push_timeline(
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
