//! Cases of demo customers: the problem, the leg and its timeline.

use handpick::{
    booking::answer_by,
    case::LegState,
    engineer::Mode,
    id::{CaseId, DraftId, LegId},
    schedule::{Resource, ticks},
    tag::TagKind,
};
use jiff::{Timestamp, tz::TimeZone};

use super::{
    customer::Customer,
    data::{Key, Problems},
    diary::Booked,
    engineer::Engineer,
    fill::fill,
    point::Point,
    region::Town,
    tables::{CASES, HOME_ADDRESSES, LEGS, OCCUPANCY},
    timeline::{Course, course, push_timeline},
    words::{texts, word},
    world::World,
};
use crate::store::bulk::{Batch, Value, maybe_text, text};

/// Where and by whom a leg is served.
pub struct Setting<'a, 'w> {
    pub town: &'a Town<'w>,
    pub zone: &'a TimeZone,
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

/// Writes the case of an appointment and counts it.
pub fn tell(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    engineer: &mut Engineer,
    booked: &Booked,
    batch: &mut Batch,
) -> Told {
    let (product, need) = problem(world, engineer);
    let course = course(world, setting, engineer, booked);
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
    let answer_by = answer_by(booked.start, course.requested, setting.zone);
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
            setting.town.place.zone.to_owned().into(),
            booked.state.as_str().into(),
            course.requested.as_millisecond().into(),
            answer_by.as_millisecond().into(),
            course.confirmed.map(Timestamp::as_millisecond).into(),
            course.started.map(Timestamp::as_millisecond).into(),
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
