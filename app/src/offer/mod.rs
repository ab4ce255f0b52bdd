//! Which times can be booked: the one place that answers. Bookings, reschedules
//! and proposals of a desk all ask here, so that a time shown is a time granted.

mod counter;
mod strip;
#[cfg(test)]
mod tests;

pub use counter::Counter;
pub use strip::Strip;

use std::sync::Arc;

use handpick::{
    engineer::{Engineer, Mode},
    id::{BayId, EngineerId, PointId},
    point::ServicePoint,
    schedule::{
        Ask, Busy, FreeTime, HORIZON_DAYS, Question, Resource, Schedule, Span, TICK_MINUTES, offered_times,
        ticks,
    },
    store::{Store, StoreResult},
};
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Time},
    tz::TimeZone,
};

/// Where somebody is to be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Venue {
    Point(PointId),
    Home,
}

impl Venue {
    /// `None` while a visit has no point, and for modes that cannot be booked yet.
    pub fn of(mode: Mode, point: Option<PointId>) -> Option<Venue> {
        match mode {
            Mode::Visit => point.map(Venue::Point),
            Mode::Home => Some(Venue::Home),
            Mode::Online => None,
        }
    }

    const fn mode(self) -> Mode {
        match self {
            Venue::Point(_) => Mode::Visit,
            Venue::Home => Mode::Home,
        }
    }
}

/// A time with the bays that are free then, in their order; none for a home call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub time: FreeTime,
    pub bays: Vec<BayId>,
}

/// Why a start cannot be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// It would be offered, had nobody taken it.
    #[error("the time is taken")]
    Taken,
    /// Closed, a day off, too soon, or no start of this engineer.
    #[error("the time is not offered")]
    NotOffered,
}

/// A day as the customer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Local to the place.
    pub date: Date,
    pub times: Vec<FreeTime>,
    /// Whether there are times at all: a day without free ones is full then.
    pub works: bool,
    /// Whether the point is closed, whoever works there.
    pub closed: bool,
}

/// What one engineer offers at one venue, seen now.
pub struct Offer {
    engineer: EngineerId,
    schedule: Schedule,
    /// For a visit.
    counter: Option<Arc<Counter>>,
    own: Option<(Span, Option<BayId>)>,
    now: Timestamp,
}

impl Offer {
    /// `None` when nothing can be offered at all: the engineer or the point no
    /// longer serves, not in this mode, or has no schedule.
    pub async fn load(
        store: &dyn Store,
        engineer: &Engineer,
        venue: Venue,
        now: Timestamp,
    ) -> StoreResult<Option<Offer>> {
        Ok(Self::load_all(store, [engineer], venue, now).await?.pop())
    }

    /// What each of several engineers offers at one venue, in their order; whoever
    /// offers nothing is left out.
    pub async fn load_all<'a>(
        store: &dyn Store,
        engineers: impl IntoIterator<Item = &'a Engineer>,
        venue: Venue,
        now: Timestamp,
    ) -> StoreResult<Vec<Offer>> {
        let serves = |engineer: &&Engineer| engineer.active && engineer.modes.has(venue.mode());
        let ids: Vec<_> = engineers.into_iter().filter(serves).map(|engineer| engineer.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let counter = match venue {
            Venue::Home => None,
            Venue::Point(id) => {
                let Some(point) = store.point(id).await? else { return Ok(Vec::new()) };
                let Some(counter) = Counter::of(store, point).await? else { return Ok(Vec::new()) };
                Some(Arc::new(counter))
            }
        };
        let mut schedules = store.schedules(&ids).await?;
        let offer = |engineer| {
            let schedule = schedules.remove(&engineer)?;
            Some(Offer { engineer, schedule, counter: counter.clone(), own: None, now })
        };
        Ok(ids.into_iter().filter_map(offer).collect())
    }

    pub fn engineer(&self) -> EngineerId {
        self.engineer
    }

    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// As seen by somebody who holds or has booked `span` and would give it up for
    /// another time: her own time counts as free.
    #[must_use]
    pub fn giving_up(mut self, span: Span, bay: Option<BayId>) -> Self {
        self.own = Some((span, bay));
        self
    }

    /// The zone of the place: the point's, else the engineer's.
    pub fn zone(&self) -> &TimeZone {
        self.counter.as_ref().map_or(&self.schedule.zone, |counter| &counter.zone)
    }

    pub fn point(&self) -> Option<&ServicePoint> {
        self.counter.as_ref().map(|counter| &counter.point)
    }

    /// How long an appointment lasts.
    pub fn minutes(&self) -> u16 {
        self.schedule.lengths.slot
    }

    pub fn today(&self) -> Date {
        self.day_of(self.now)
    }

    /// The last day on which something can be booked.
    pub fn last_day(&self) -> Date {
        self.today().saturating_add(HORIZON_DAYS.days())
    }

    /// The days from `from` to `to`, both included, with their times.
    pub async fn days(&self, store: &dyn Store, from: Date, to: Date) -> StoreResult<Vec<Day>> {
        let busy = self.busy(store, self.span(from, to)).await?;
        let times = self.times(from, to);
        let day = |date| {
            let first = times.partition_point(|(day, _)| *day < date);
            let behind = times.partition_point(|(day, _)| *day <= date);
            let times = times[first..behind].iter().map(|(_, time)| *time);
            Day {
                date,
                works: behind > first || (date == self.today() && self.has_hours(date)),
                times: times.filter(|time| self.is_free(*time, &busy)).collect(),
                closed: self.is_closed(date),
            }
        };
        Ok(from.series(1.day()).take_while(|date| *date <= to).map(day).collect())
    }

    /// Whether she works here on that day, though what is left of it may be nothing.
    fn has_hours(&self, day: Date) -> bool {
        !self.is_closed(day) && self.schedule.windows_on(day).any(|window| window.fits(self.ask()))
    }

    fn is_closed(&self, day: Date) -> bool {
        self.counter.as_ref().is_some_and(|counter| counter.hours.on(day).is_empty())
    }

    /// Whether an appointment can start then, as a form asks for it.
    pub async fn check(
        &self,
        store: &dyn Store,
        start: Timestamp,
    ) -> StoreResult<Result<Offered, Unavailable>> {
        let day = self.day_of(start);
        let Some((_, time)) = self.times(day, day).into_iter().find(|(_, time)| time.start == start) else {
            return Ok(Err(Unavailable::NotOffered));
        };
        let busy = self.busy(store, time.occupied()).await?;
        Ok(self.granted(time, &busy).ok_or(Unavailable::Taken))
    }

    /// The `count` free times nearest to an instant, in order.
    pub async fn nearest(
        &self,
        store: &dyn Store,
        around: Timestamp,
        count: usize,
    ) -> StoreResult<Vec<FreeTime>> {
        let ahead = self.span(self.today(), self.last_day());
        Ok(self.nearest_of(&self.busy(store, ahead).await?, around, count))
    }

    /// As [`Self::nearest`], when it is known what is taken until the last day.
    pub fn nearest_of(&self, busy: &Busy, around: Timestamp, count: usize) -> Vec<FreeTime> {
        let times = self.times(self.today(), self.last_day()).into_iter().map(|(_, time)| time);
        let mut times: Vec<_> = times.filter(|time| self.is_free(*time, busy)).collect();
        times.sort_by_key(|time| time.start.duration_since(around).abs());
        times.truncate(count);
        times.sort_by_key(|time| time.start);
        times
    }

    /// From this quarter of an hour on, for somebody who stands at the counter:
    /// neither notice nor weekly hours count, only that nobody is booked.
    pub fn at_once(&self, busy: &Busy) -> Option<Offered> {
        self.granted(self.from_now()?, busy).filter(|offered| !offered.bays.is_empty())
    }

    /// An appointment that starts with this quarter of an hour, free or not.
    pub fn from_now(&self) -> Option<FreeTime> {
        let lengths = self.schedule.lengths;
        let tick = ticks(Span { start: self.now, end: self.now + SignedDuration::from_mins(1) }).start;
        let start = Timestamp::from_second(tick * TICK_MINUTES * 60).ok()?;
        let end = start + SignedDuration::from_mins(lengths.slot.into());
        Some(FreeTime { start, end, busy_until: end + SignedDuration::from_mins(lengths.buffer.into()) })
    }

    /// The time with its free bays, if nobody has taken it.
    fn granted(&self, time: FreeTime, busy: &Busy) -> Option<Offered> {
        let free = |bay: &BayId| busy.is_free(Resource::Bay(*bay), time.occupied());
        let bays = || self.bays().iter().copied().filter(free).collect();
        self.is_free(time, busy).then(|| Offered { time, bays: bays() })
    }

    async fn busy(&self, store: &dyn Store, span: Span) -> StoreResult<Busy> {
        let busy = store.busy(&self.resources(), span, self.now).await?;
        Ok(match self.own {
            Some((own, bay)) => {
                let busy = busy.without(Resource::Engineer(self.engineer), own);
                bay.into_iter().fold(busy, |busy, bay| busy.without(Resource::Bay(bay), own))
            }
            None => busy,
        })
    }

    /// All of these days, wide enough for every zone.
    fn span(&self, from: Date, to: Date) -> Span {
        let midnight = |day: Date| self.zone().to_timestamp(day.to_datetime(Time::midnight()));
        Span {
            start: midnight(from.saturating_sub(1.day())).unwrap_or(Timestamp::MIN),
            end: midnight(to.saturating_add(3.days())).unwrap_or(Timestamp::MAX),
        }
    }

    /// Times that start on these days, local to the place, in order and with their
    /// days; taken or not. The rule counts days local to the engineer, which may begin
    /// elsewhere.
    fn times(&self, from: Date, to: Date) -> Vec<(Date, FreeTime)> {
        let apart = i32::from(*self.zone() != self.schedule.zone).days();
        let times = offered_times(Question {
            schedule: &self.schedule,
            ask: self.ask(),
            from: from.saturating_sub(apart),
            to: to.saturating_add(apart),
            now: self.now,
        });
        let with_day = times.into_iter().map(|time| (self.day_of(time.start), time));
        with_day.filter(|(day, _)| (from..=to).contains(day)).collect()
    }

    fn is_free(&self, time: FreeTime, busy: &Busy) -> bool {
        busy.has_room(self.engineer, self.ask(), time)
    }

    fn ask(&self) -> Ask<'_> {
        self.counter.as_ref().map_or(Ask::Home, |counter| counter.ask())
    }

    fn resources(&self) -> Vec<Resource> {
        let bays = self.bays().iter().copied().map(Resource::Bay);
        std::iter::once(Resource::Engineer(self.engineer)).chain(bays).collect()
    }

    fn bays(&self) -> &[BayId] {
        self.counter.as_ref().map_or(&[], |counter| &counter.bays)
    }

    /// The day of an instant, local to the place.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone().clone()).date()
    }
}

/// What is taken of all that these offers need, until the last day of any: one range
/// query.
pub async fn busy_ahead(store: &dyn Store, offers: &[Offer]) -> StoreResult<Busy> {
    busy_within(store, offers, |offer| Some(offer.span(offer.today(), offer.last_day()))).await
}

/// As [`busy_ahead`], for appointments that begin at once.
pub async fn busy_now(store: &dyn Store, offers: &[Offer]) -> StoreResult<Busy> {
    busy_within(store, offers, |offer| offer.from_now().map(|time| time.occupied())).await
}

async fn busy_within(
    store: &dyn Store,
    offers: &[Offer],
    span: impl Fn(&Offer) -> Option<Span>,
) -> StoreResult<Busy> {
    let spans: Vec<Span> = offers.iter().filter_map(span).collect();
    let start = spans.iter().map(|span| span.start).min();
    let end = spans.iter().map(|span| span.end).max();
    let (Some(start), Some(end), Some(first)) = (start, end, offers.first()) else {
        return Ok(Busy::default());
    };
    let resources: Vec<_> = offers.iter().flat_map(Offer::resources).collect();
    store.busy(&resources, Span { start, end }, first.now).await
}
