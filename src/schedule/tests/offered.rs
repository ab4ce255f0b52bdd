//! Whatever is taken and whoever works when: what is offered can be had.

use super::*;

/// A stream of numbers that look like chance: xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn quarters(&mut self, from: u64, to: u64) -> u16 {
        u16::try_from((from + self.below(to - from)) * 15).expect("minutes of a day")
    }
}

fn asked(dice: &mut Dice) -> Asked {
    let zones = ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"];
    let hours = ["24/7", "Mo-Fr 09:00-12:30,14:00-19:00", "Mo-Su 06:00-23:00; Th off"];
    let mut asked = Asked::visit(hours[dice.below(3) as usize]);
    let days = i32::try_from(dice.below(365)).expect("days");
    asked.from = MONDAY + jiff::Span::new().days(days);
    asked.to = asked.from + jiff::Span::new().days(6);
    asked.schedule.zone = zone(zones[dice.below(4) as usize]);
    asked.point_zone = if dice.below(4) == 0 { zone(zones[0]) } else { asked.schedule.zone.clone() };
    asked.now = asked.from.to_zoned(asked.schedule.zone.clone()).expect("a day").timestamp();
    asked.visit = dice.below(2) == 0;
    asked.schedule.windows = (1..=7).map(|weekday| any_window(dice, weekday)).collect();
    asked.schedule.lengths =
        Lengths { slot: dice.quarters(1, 9), buffer: dice.quarters(0, 4), travel: dice.quarters(0, 4) };
    let resources = [Resource::Engineer(engineer()), Resource::Bay(bay(1)), Resource::Bay(bay(2))];
    let first = asked.now.as_second() / 900;
    let pairs = (0..200).map(|_| {
        let tick = first + i64::try_from(dice.below(7 * 96)).expect("a tick");
        (resources[dice.below(3) as usize], tick)
    });
    asked.busy = Busy::collect(pairs.collect::<Vec<_>>());
    asked
}

fn any_window(dice: &mut Dice, weekday: i8) -> Window {
    let whereabouts = if dice.below(2) == 0 { Whereabouts::Road } else { Whereabouts::At(point(1)) };
    let start = dice.quarters(0, 60);
    Window { weekday, start, end: start + dice.quarters(1, 36), whereabouts }
}

#[test]
fn no_offered_time_is_taken_or_outside_of_a_window() {
    let mut dice = Dice(42);
    let mut offered = 0;
    for _ in 0..400 {
        let asked = asked(&mut dice);
        let times = asked.times();
        offered += times.len();
        for time in &times {
            assert!(asked.busy.is_free(Resource::Engineer(engineer()), time.occupied()));
            assert!(is_within_a_window(&asked, *time), "{time:?}");
            let bay_free = |bay: &BayId| asked.busy.is_free(Resource::Bay(*bay), time.occupied());
            assert!(!asked.visit || asked.bays.iter().any(bay_free));
        }
        let apart = |pair: &[FreeTime]| pair[0].busy_until <= pair[1].start;
        assert!(times.windows(2).all(apart), "one person, one place");
    }
    assert!(offered > 2_000, "only {offered} times were looked at");
}

/// By wall clock, as the engineer wrote it.
fn is_within_a_window(asked: &Asked, time: FreeTime) -> bool {
    let wanted = if asked.visit { Whereabouts::At(point(1)) } else { Whereabouts::Road };
    let start = time.start.to_zoned(asked.schedule.zone.clone());
    let end = time.end.to_zoned(asked.schedule.zone.clone());
    let minutes = |at: &jiff::Zoned| i32::from(at.hour()) * 60 + i32::from(at.minute());
    let end = minutes(&end) + if end.date() > start.date() { 1440 } else { 0 };
    let weekday = start.weekday().to_monday_one_offset();
    asked.schedule.windows.iter().any(|window| {
        window.weekday == weekday
            && window.whereabouts == wanted
            && i32::from(window.start) <= minutes(&start)
            && end <= i32::from(window.end)
    })
}
