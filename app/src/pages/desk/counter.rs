//! A desk with all that its page shows.

use handpick::{
    case::Leg,
    engineer::Engineer,
    id::{DraftId, EngineerId},
    point::{Bay, OpeningHours, OpeningState, ServicePoint},
    schedule::{Busy, FreeTime, Resource, Schedule, Span, Whereabouts, Window},
    store::Store,
};
use jiff::{Timestamp, ToSpan, civil::Date};

use crate::{
    components::leg_form::Place,
    offer::{Offer, Offered, Venue, busy_ahead, busy_now},
    web::{Problem, Visit},
    when::{When, zone},
};

/// How many other times a request offers.
const OTHER_TIMES: usize = 12;

#[derive(Clone)]
pub struct Counter {
    pub point: ServicePoint,
    pub bays: Vec<Bay>,
    pub day: Date,
    pub requests: Vec<Request>,
    /// Legs of the day.
    pub board: Vec<Leg>,
    /// Who could serve somebody who walks in now; only today.
    pub free_now: Vec<FreeNow>,
    /// Names the walk-in that the form would make.
    pub draft: DraftId,
    busy: Busy,
    pub when: When,
    pub now: Timestamp,
}

/// A request with the free times nearest to the asked one.
#[derive(Debug, Clone)]
pub struct Request {
    pub leg: Leg,
    pub times: Vec<FreeTime>,
}

/// An engineer who is free now, with the first free bay.
#[derive(Debug, Clone)]
pub struct FreeNow {
    pub engineer: Engineer,
    pub offered: Offered,
    pub duty: Duty,
}

/// Where somebody stands in her hours here of today: who can begin sooner is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    Now,
    /// From so many minutes after midnight on.
    Later(u16),
    Over,
}

impl Counter {
    pub async fn load(visit: &Visit, point: ServicePoint, day: Date) -> Result<Counter, Problem> {
        let store = &*visit.app.store;
        let now = visit.now;
        let when = When::new(visit.t, &point.zone, now);
        let bays = store.bays(point.id).await?;
        let board = store.desk_board(point.id, day_span(&point, day)?).await?;
        let requests = requests(visit, &point).await?;
        let busy = bays_busy(store, &bays, requests.iter().map(|request| &request.leg).chain(&board), now);
        let busy = busy.await?;
        let free_now = if day == when.today() { free_now(visit, &point).await? } else { Vec::new() };
        let draft = DraftId::mint(now, &*visit.app.random);
        Ok(Counter { point, bays, day, requests, board, free_now, draft, busy, when, now })
    }

    pub fn place(&self) -> Place {
        Place::desk(&self.point.slug, self.day)
    }

    /// Open or closed by the point's own clocks; `None` when its hours cannot be read.
    pub fn opening(&self) -> Option<OpeningState> {
        let hours = OpeningHours::parse(&self.point.opening_hours).ok()?;
        Some(hours.state(self.when.local(self.now).datetime()))
    }

    /// The bays that the appointment could have: its own, and those free then.
    pub fn bays_for(&self, leg: &Leg) -> Vec<Bay> {
        let span = Span { start: leg.start, end: leg.busy_until };
        let own = leg.bay.as_ref().map(|(bay, _)| *bay);
        let fits = |bay: &&Bay| {
            Some(bay.id) == own || (bay.active && self.busy.is_free(Resource::Bay(bay.id), span))
        };
        self.bays.iter().filter(fits).cloned().collect()
    }
}

/// The day as the point's clocks have it.
fn day_span(point: &ServicePoint, day: Date) -> Result<Span, Problem> {
    let midnight = |day: Date| day.to_zoned(zone(&point.zone)).map(|at| at.timestamp());
    let tomorrow = day.checked_add(1.day()).map_err(|_| Problem::BadRequest)?;
    match (midnight(day), midnight(tomorrow)) {
        (Ok(start), Ok(end)) => Ok(Span { start, end }),
        _ => Err(Problem::BadRequest),
    }
}

/// Requests by age, each with other times of its engineer here.
async fn requests(visit: &Visit, point: &ServicePoint) -> Result<Vec<Request>, Problem> {
    let store = &*visit.app.store;
    let legs = store.desk_requests(point.id).await?;
    let mut ids: Vec<EngineerId> = legs.iter().map(|leg| leg.engineer.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let engineers = store.engineers(&ids).await?;
    let offers = Offer::load_all(store, &engineers, Venue::Point(point.id), visit.now).await?;
    let busy = busy_ahead(store, &offers).await?;
    let times = |leg: &Leg| match offers.iter().find(|offer| offer.engineer() == leg.engineer.id) {
        Some(offer) => offer.nearest_of(&busy, leg.start, OTHER_TIMES),
        None => Vec::new(),
    };
    Ok(legs.into_iter().map(|leg| Request { times: times(&leg), leg }).collect())
}

/// What the engineer offers at the point.
pub async fn offer_of(visit: &Visit, point: &ServicePoint, id: EngineerId) -> Result<Option<Offer>, Problem> {
    let store = &*visit.app.store;
    let Some(engineer) = store.engineer(id).await? else { return Ok(None) };
    Ok(Offer::load(store, &engineer, Venue::Point(point.id), visit.now).await?)
}

/// What is taken of the bays while the given legs last: one range query.
async fn bays_busy<'a>(
    store: &dyn Store,
    bays: &[Bay],
    legs: impl Iterator<Item = &'a Leg> + Clone,
    now: Timestamp,
) -> Result<Busy, Problem> {
    let start = legs.clone().map(|leg| leg.start).min();
    let end = legs.map(|leg| leg.busy_until).max();
    let (Some(start), Some(end)) = (start, end) else { return Ok(Busy::default()) };
    let bays: Vec<_> = bays.iter().map(|bay| Resource::Bay(bay.id)).collect();
    Ok(store.busy(&bays, Span { start, end }, now).await?)
}

/// Those who work here today and have nobody now, who can begin soonest first.
async fn free_now(visit: &Visit, point: &ServicePoint) -> Result<Vec<FreeNow>, Problem> {
    let store = &*visit.app.store;
    let (now, here) = (visit.now, Whereabouts::At(point.id));
    let engineers = store.engineers_at(point.id).await?;
    let mut offers = Offer::load_all(store, &engineers, Venue::Point(point.id), now).await?;
    offers.retain(|offer| duty(offer.schedule(), here, now).is_some());
    let busy = busy_now(store, &offers).await?;
    let free = offers.iter().filter_map(|offer| {
        let engineer = engineers.iter().find(|engineer| engineer.id == offer.engineer())?.clone();
        let duty = duty(offer.schedule(), here, now)?;
        Some(FreeNow { engineer, offered: offer.at_once(&busy)?, duty })
    });
    let mut free: Vec<_> = free.collect();
    free.sort_by_key(|free| free.duty);
    Ok(free)
}

/// `None` for somebody who has no hours here today.
pub fn duty(schedule: &Schedule, here: Whereabouts, now: Timestamp) -> Option<Duty> {
    let now = now.to_zoned(schedule.zone.clone());
    let minute = i32::from(now.hour()) * 60 + i32::from(now.minute());
    let of = |window: &Window| match window {
        Window { start, .. } if minute < i32::from(*start) => Duty::Later(*start),
        Window { end, .. } if minute < i32::from(*end) => Duty::Now,
        _ => Duty::Over,
    };
    schedule.windows_on(now.date()).filter(|window| window.whereabouts == here).map(of).min()
}
