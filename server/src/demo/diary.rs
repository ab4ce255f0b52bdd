//! An engineer's diary: which times were and will be taken, never two at once.

use std::collections::HashSet;

use handpick::{
    booking::CHANGE_NOTICE_HOURS,
    case::LegState,
    engineer::Mode,
    schedule::{Span, TICK_MINUTES, Tick, Whereabouts, ticks},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};

use super::{engineer::Engineer, point::Point, week::Shift, world::World};

/// The past that is made up, in days: as much as a trend shows.
const PAST_DAYS: i64 = 180;
/// How far ahead appointments stand in the diary.
const AHEAD_DAYS: i64 = 14;
/// What begins within so many hours is answered.
const SOON_HOURS: i64 = 6;

/// An appointment in the diary.
#[derive(Debug, Clone, Copy)]
pub struct Booked {
    pub start: Timestamp,
    pub end: Timestamp,
    pub busy_until: Timestamp,
    pub mode: Mode,
    /// Point and bay, as indices.
    pub at: Option<(usize, usize)>,
    pub state: LegState,
    /// For the customer of the named sign-ins.
    pub named: bool,
}

impl Booked {
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.busy_until }
    }
}

pub struct Diary<'a> {
    engineer: &'a Engineer,
    points: &'a mut [Point],
    zone: &'a TimeZone,
    today: Date,
    taken: HashSet<Tick>,
    booked: Vec<Booked>,
}

/// Everything booked with the engineer, by start. The named engineer has two
/// visits of the named customer in it, and what the desk of her point can act on.
pub fn diary(
    world: &mut World<'_>,
    engineer: &Engineer,
    points: &mut [Point],
    zone: &TimeZone,
    named: bool,
) -> Vec<Booked> {
    let today = zone.to_datetime(world.now).date();
    let mut diary = Diary { engineer, points, zone, today, taken: HashSet::new(), booked: Vec::new() };
    if named {
        diary.book_named(world);
        diary.book_for_the_desk(world);
    }
    diary.fill_past(world);
    diary.fill_ahead(world);
    diary.booked.sort_by_key(|booked| booked.start);
    diary.booked
}

impl Diary<'_> {
    /// The customer of the named sign-ins was here some days ago and comes again.
    fn book_named(&mut self, world: &mut World<'_>) {
        let now = world.now;
        let recent = (2..=AHEAD_DAYS).map(|days| -days);
        let done = |booked: Booked| Booked { state: LegState::Done, named: true, ..booked };
        self.book_first_visit(world, recent, |booked| booked.busy_until < now, done);
        let later = now + SignedDuration::from_hours(CHANGE_NOTICE_HOURS + 24);
        let ahead = |booked: Booked| Booked { state: LegState::Confirmed, named: true, ..booked };
        self.book_first_visit(world, 1..=AHEAD_DAYS, |booked| booked.start > later, ahead);
    }

    /// Somebody comes within the hour, or as soon as the point opens, and somebody else
    /// waits for an answer: whoever looks around as the desk has something to do.
    fn book_for_the_desk(&mut self, world: &mut World<'_>) {
        self.book_today(world);
        let not_soon = world.now + SignedDuration::from_hours(SOON_HOURS);
        let request = |booked: Booked| Booked { state: LegState::Requested, ..booked };
        self.book_first_visit(world, 0..=AHEAD_DAYS, |booked| booked.start > not_soon, request);
    }

    /// A confirmed visit of today: the next that can be, or, shortly before the end, one
    /// who is late.
    fn book_today(&mut self, world: &mut World<'_>) {
        let (now, slot) = (world.now, self.engineer.lengths.slot);
        for shift in self.shifts_on(0).into_iter().filter(|shift| shift.point.is_some()) {
            let room = (shift.window.end - shift.window.start).saturating_sub(slot);
            let starts = (0..=room).step_by(usize::try_from(TICK_MINUTES).unwrap_or(1));
            let slots: Vec<_> = starts.filter_map(|after| self.slot_after(0, &shift, after.into())).collect();
            let coming = slots.iter().filter(|slot| slot.start > now);
            let late = slots.last().filter(|slot| slot.end > now);
            for slot in coming.chain(late) {
                if self.book(world, *slot) {
                    return;
                }
            }
        }
    }

    fn book_first_visit(
        &mut self,
        world: &mut World<'_>,
        days: impl Iterator<Item = i64>,
        fits: impl Fn(&Booked) -> bool,
        told: impl Fn(Booked) -> Booked,
    ) {
        for day in days {
            for shift in self.shifts_on(day) {
                for number in 0..self.slots(&shift) {
                    let slot =
                        self.slot(day, &shift, number).filter(|slot| slot.mode == Mode::Visit && fits(slot));
                    if slot.is_some_and(|slot| self.book(world, told(slot))) {
                        return;
                    }
                }
            }
        }
    }

    /// Draws times of the past months until there are enough.
    fn fill_past(&mut self, world: &mut World<'_>) {
        let wanted = self.engineer.past;
        let since = world.now.duration_since(self.engineer.created_at).as_hours() / 24;
        let days = since.min(PAST_DAYS);
        let mut found = 0;
        for _ in 0..wanted * 3 {
            if found == wanted {
                break;
            }
            let day = -world.dice.between(1, days.max(1));
            let shifts = self.shifts_on(day);
            if shifts.is_empty() {
                continue;
            }
            let shift = *world.dice.pick(&shifts);
            let number = i64::try_from(world.dice.index(self.slots(&shift))).unwrap_or(0);
            let state = outcome(world);
            let slot = self.slot(day, &shift, usize::try_from(number).unwrap_or(0));
            if let Some(slot) = slot.filter(|slot| slot.busy_until < world.now) {
                found += i64::from(self.book(world, Booked { state, ..slot }));
            }
        }
    }

    /// Goes through today and the next two weeks and takes a share of all times.
    fn fill_ahead(&mut self, world: &mut World<'_>) {
        let (least, most) = world.scale.ahead;
        let share = world.dice.float_between(least, most);
        for day in 0..=AHEAD_DAYS {
            for shift in self.shifts_on(day) {
                for number in 0..self.slots(&shift) {
                    let Some(slot) = self.slot(day, &shift, number) else { continue };
                    if world.dice.chance(share) && !self.is_off(day) {
                        let state = standing(world, &slot);
                        self.book(world, Booked { state, ..slot });
                    }
                }
            }
        }
    }

    /// Takes the time of the engineer and of a bay; `false` when it is taken.
    fn book(&mut self, world: &mut World<'_>, slot: Booked) -> bool {
        if ticks(slot.span()).any(|tick| self.taken.contains(&tick)) {
            return false;
        }
        let at = match slot.at {
            Some((point, _)) => match self.points[point].take_bay(slot.span(), &mut world.dice) {
                Some(bay) => Some((point, bay)),
                None => return false,
            },
            None => None,
        };
        self.taken.extend(ticks(slot.span()));
        self.booked.push(Booked { at, ..slot });
        true
    }

    fn day(&self, days: i64) -> Date {
        self.today.checked_add(days.days()).unwrap_or(self.today)
    }

    fn shifts_on(&self, days: i64) -> Vec<Shift> {
        let weekday = self.day(days).weekday().to_monday_one_offset();
        self.engineer.shifts.iter().filter(|shift| shift.window.weekday == weekday).copied().collect()
    }

    fn is_off(&self, days: i64) -> bool {
        let day = self.day(days);
        self.engineer.days_off.iter().any(|off| off.from <= day && day <= off.to)
    }

    /// From one start to the next, in minutes.
    fn step(&self, shift: &Shift) -> u16 {
        let lengths = self.engineer.lengths;
        lengths.slot + if shift.point.is_some() { lengths.buffer } else { lengths.travel }
    }

    fn slots(&self, shift: &Shift) -> usize {
        let room = (shift.window.end - shift.window.start).checked_sub(self.engineer.lengths.slot);
        room.map_or(0, |room| usize::from(room / self.step(shift)) + 1)
    }

    fn slot(&self, days: i64, shift: &Shift, number: usize) -> Option<Booked> {
        self.slot_after(days, shift, i64::from(self.step(shift)) * i64::try_from(number).ok()?)
    }

    /// The appointment that begins so many minutes after the shift does.
    fn slot_after(&self, days: i64, shift: &Shift, after: i64) -> Option<Booked> {
        let minutes = |minutes: u16| SignedDuration::from_mins(minutes.into());
        let opens =
            i8::try_from(shift.window.start / 60).ok().zip(i8::try_from(shift.window.start % 60).ok());
        let (hour, minute) = opens?;
        let opens = self.zone.to_timestamp(self.day(days).at(hour, minute, 0, 0)).ok()?;
        let start = opens + SignedDuration::from_mins(after);
        let mode = match shift.window.whereabouts {
            Whereabouts::At(_) => Mode::Visit,
            Whereabouts::Road => Mode::Home,
        };
        Some(Booked {
            start,
            end: start + minutes(self.engineer.lengths.slot),
            busy_until: start + minutes(self.step(shift)),
            mode,
            at: shift.point.map(|point| (point, 0)),
            state: LegState::Confirmed,
            named: false,
        })
    }
}

fn outcome(world: &mut World<'_>) -> LegState {
    match world.dice.between(1, 100) {
        1..=4 => LegState::Cancelled,
        5..=6 => LegState::NoShow,
        _ => LegState::Done,
    }
}

/// How far an appointment of today or later has come by now.
fn standing(world: &mut World<'_>, slot: &Booked) -> LegState {
    let (now, visit) = (world.now, slot.mode == Mode::Visit);
    let soon = |minutes| slot.start < now + SignedDuration::from_mins(minutes);
    if slot.end <= now {
        LegState::Done
    } else if slot.start <= now {
        LegState::InService
    } else if soon(15) && visit && world.dice.chance(0.5) {
        LegState::Arrived
    } else if !soon(SOON_HOURS * 60) && world.dice.chance(0.1) {
        LegState::Requested
    } else {
        LegState::Confirmed
    }
}
