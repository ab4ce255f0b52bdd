//! An engineer's week: when she works, and where she is then.

use handpick::schedule::{Lengths, Whereabouts, Window};

use super::{dice::Dice, point::Point};

/// A weekly window with the point it is spent at, as an index.
#[derive(Debug, Clone, Copy)]
pub struct Shift {
    pub window: Window,
    pub point: Option<usize>,
}

/// What part of a point's hours somebody works.
#[derive(Clone, Copy)]
enum Habit {
    Whole,
    Early,
    Late,
}

/// Longer than this nobody works in a day, in minutes.
const LONGEST: u16 = 9 * 60;
const NOON: u16 = 12 * 60;

pub struct Plan<'a> {
    pub points: &'a [Point],
    /// Where visits are taken; empty for somebody who only goes to people.
    pub at: &'a [usize],
    pub home_calls: bool,
}

/// Five or six days, each at one point or on the road; at least one of each kind
/// that is served.
pub fn shifts(plan: &Plan<'_>, dice: &mut Dice) -> Vec<Shift> {
    let mut days = working_days(plan, dice);
    days.truncate(if dice.chance(0.3) { 6 } else { 5 });
    let on_road = match (plan.at.is_empty(), plan.home_calls) {
        (true, _) => days.len(),
        (false, true) => (days.len() / 2).max(1),
        (false, false) => 0,
    };
    let habit =
        *dice.pick_weighted(&[(Habit::Whole, 6), (Habit::Early, 2), (Habit::Late, 2)], |(_, weight)| *weight);
    let pause_at_noon = dice.chance(0.5);
    let road = road_hours(dice);
    let mut shifts = Vec::new();
    for (number, weekday) in days.into_iter().enumerate() {
        if number < on_road {
            shifts.push(shift(weekday, road, None));
        } else {
            let point = plan.at[number % plan.at.len()];
            let hours = at_point(&plan.points[point], weekday, habit.0, pause_at_noon);
            shifts.extend(hours.into_iter().map(|hours| shift(weekday, hours, Some((plan.points, point)))));
        }
    }
    shifts.sort_by_key(|shift| (shift.window.weekday, shift.window.start));
    shifts
}

/// The week of the engineer whom people sign in as: at her point on every day on which it
/// is open, until it closes, and before that, on working days, on the road. Whoever looks
/// around, on whatever day, finds her there.
pub fn every_day(points: &[Point], point: usize) -> Vec<Shift> {
    let here = points[point].week.iter().map(|(weekday, start, end)| {
        let from = end.saturating_sub(LONGEST).max(*start).max(NOON);
        shift(*weekday, (from, *end), Some((points, point)))
    });
    let on_road = (1..=5).map(|weekday| shift(weekday, (NOON - 4 * 60, NOON), None));
    let mut shifts: Vec<_> = here.chain(on_road).collect();
    shifts.sort_by_key(|shift| (shift.window.weekday, shift.window.start));
    shifts
}

/// Weekdays in a drawn order; those on which every point of hers is open, if there
/// are any.
fn working_days(plan: &Plan<'_>, dice: &mut Dice) -> Vec<i8> {
    let open = |weekday: &i8| {
        plan.at.iter().all(|point| plan.points[*point].week.iter().any(|(day, ..)| day == weekday))
    };
    let mut days: Vec<i8> = (1..=7).filter(open).collect();
    if plan.at.is_empty() {
        days = (1..=6).collect();
    }
    dice.shuffle(&mut days);
    days
}

fn shift(weekday: i8, (start, end): (u16, u16), at: Option<(&[Point], usize)>) -> Shift {
    let whereabouts = at.map_or(Whereabouts::Road, |(points, point)| Whereabouts::At(points[point].id));
    Shift { window: Window { weekday, start, end, whereabouts }, point: at.map(|(_, point)| point) }
}

fn road_hours(dice: &mut Dice) -> (u16, u16) {
    let start = *dice.pick(&[8 * 60, 9 * 60, 9 * 60 + 30, 10 * 60]);
    (start, start + *dice.pick(&[8 * 60, 9 * 60]))
}

fn at_point(point: &Point, weekday: i8, habit: Habit, pause_at_noon: bool) -> Vec<(u16, u16)> {
    let open = point.week.iter().filter(|(day, ..)| *day == weekday);
    let mut hours: Vec<_> = open.map(|(_, start, end)| (*start, *end)).collect();
    if let [(start, end)] = hours[..] {
        let (start, end) = worked(start, end, habit);
        let noon_inside = start + 120 <= NOON && NOON + 180 <= end;
        hours = if pause_at_noon && noon_inside {
            vec![(start, NOON), (NOON + 60, end)]
        } else {
            vec![(start, end)]
        };
    }
    hours
}

fn worked(start: u16, end: u16, habit: Habit) -> (u16, u16) {
    let longest = LONGEST.min(end - start);
    let half = (longest / 30 * 20).div_ceil(15) * 15;
    match habit {
        Habit::Whole => (start, start + longest),
        Habit::Early => (start, start + half.min(longest)),
        Habit::Late => (end - half.min(longest), end),
    }
}

pub fn lengths(dice: &mut Dice) -> Lengths {
    Lengths {
        slot: *dice.pick(&[30, 45, 45, 60, 60, 90]),
        buffer: *dice.pick(&[0, 0, 15]),
        travel: *dice.pick(&[15, 30, 30, 45]),
    }
}
