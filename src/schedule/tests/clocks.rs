//! The days on which clocks change.

use jiff::{SignedDuration, Zoned};

use super::*;

/// Somebody on the road from 1 to 5 at night, a quarter of an hour after the other.
fn night(zone_name: &str, day: Date) -> Asked {
    let mut asked = Asked::home();
    asked.schedule.zone = zone(zone_name);
    asked.schedule.windows =
        (1..=7).map(|weekday| window(weekday, (1, 0), (5, 0), Whereabouts::Road)).collect();
    asked.schedule.lengths = Lengths { slot: 15, buffer: 0, travel: 0 };
    (asked.from, asked.to) = (day, day);
    let midnight = day.to_zoned(asked.schedule.zone.clone()).expect("a day").timestamp();
    asked.now = midnight - SignedDuration::from_hours(24);
    asked
}

fn local(asked: &Asked) -> Vec<Zoned> {
    asked.times().iter().map(|time| time.start.to_zoned(asked.schedule.zone.clone())).collect()
}

fn assert_sound(asked: &Asked, hours: usize) {
    let times = asked.times();
    assert_eq!(times.len(), hours * 4);
    // Instants follow each other without a gap and never twice.
    assert!(times.windows(2).all(|pair| pair[0].end == pair[1].start));
    let local = local(asked);
    // The edges are those of the wall clock.
    assert_eq!(local[0].hour(), 1);
    let end = times[times.len() - 1].end.to_zoned(asked.schedule.zone.clone());
    assert_eq!((end.date(), end.hour(), end.minute()), (asked.from, 5, 0));
}

#[test]
fn when_clocks_skip_an_hour_it_is_not_offered() {
    for (zone, day, skipped) in
        [("America/New_York", date(2026, 3, 8), 2), ("Europe/Berlin", date(2026, 3, 29), 2)]
    {
        let asked = night(zone, day);
        assert_sound(&asked, 3);
        assert!(local(&asked).iter().all(|at| at.hour() != skipped), "{zone}");
    }
}

#[test]
fn when_clocks_repeat_an_hour_both_are_offered_once() {
    for (zone, day, repeated) in
        [("America/New_York", date(2026, 11, 1), 1), ("Europe/Berlin", date(2026, 10, 25), 2)]
    {
        let asked = night(zone, day);
        assert_sound(&asked, 5);
        assert_eq!(local(&asked).iter().filter(|at| at.hour() == repeated).count(), 8, "{zone}");
    }
}

#[test]
fn other_days_have_four_hours() {
    assert_sound(&night("America/New_York", date(2026, 3, 9)), 4);
    assert_sound(&night("Europe/Berlin", date(2026, 10, 26)), 4);
}

#[test]
fn an_edge_that_clocks_skip_is_the_moment_they_do() {
    let mut asked = night("America/New_York", date(2026, 3, 8));
    let around = |asked: &mut Asked, from, to| {
        asked.schedule.windows = vec![window(7, from, to, Whereabouts::Road)];
        asked.starts()
    };
    assert_eq!(around(&mut asked, (1, 30), (2, 30)), ["08 01:30", "08 01:45"]);
    assert_eq!(around(&mut asked, (2, 30), (3, 30)), ["08 03:00", "08 03:15"]);
    assert!(around(&mut asked, (2, 0), (3, 0)).is_empty());
}

#[test]
fn opening_hours_follow_the_clocks_too() {
    let mut asked = night("America/New_York", date(2026, 11, 1));
    asked.point_zone = asked.schedule.zone.clone();
    asked.hours = OpeningHours::parse("Mo-Su 04:00-05:00").expect("hours");
    asked.visit = true;
    asked.schedule.windows = vec![window(7, (1, 0), (5, 0), Whereabouts::At(point(1)))];
    assert_eq!(asked.starts(), ["01 04:00", "01 04:15", "01 04:30", "01 04:45"]);
}

#[test]
fn midnight_may_be_skipped() {
    // In Beirut the day begins at 01:00.
    let mut asked = night("Asia/Beirut", date(2026, 3, 29));
    asked.schedule.windows = vec![window(7, (0, 0), (1, 30), Whereabouts::Road)];
    assert_eq!(asked.starts(), ["29 01:00", "29 01:15"]);
}
