use jiff::SignedDuration;

use super::*;
use crate::engineer::free_days_mask;

fn summary(asked: &Asked, asks: &[Ask<'_>]) -> Summary {
    let Asked { schedule, busy, now, .. } = asked;
    summarise(Outlook { engineer: engineer(), schedule, asks, busy, now: *now })
}

/// Mornings at the point, afternoons on the road.
fn both() -> Asked {
    let mut asked = Asked::visit("Mo-Fr 09:00-18:00");
    let road = (1..=7).map(|weekday| window(weekday, (14, 0), (16, 0), Whereabouts::Road));
    asked.schedule.windows.extend(road);
    asked
}

#[test]
fn the_next_times_are_those_of_the_booking_page() {
    let asked = both();
    let found = summary(&asked, &[asked.ask(), Ask::Home]);
    assert_eq!(found.next_visit, Some(span(0, 0).start));
    assert_eq!(found.next_home, Some(span(5 * 60, 0).start));
    let only_home = summary(&asked, &[Ask::Home]);
    assert_eq!((only_home.next_visit, only_home.visit_days), (None, 0));
    assert_eq!(summary(&asked, &[]).next_home, None);
    assert_eq!(found.made_at, NOW);
}

#[test]
fn each_day_with_a_free_time_is_marked() {
    let mut asked = both();
    let tuesday = span(24 * 60, 24 * 60 + 180);
    asked.busy = Busy::collect(taken(Resource::Engineer(engineer()), tuesday));
    let found = summary(&asked, &[asked.ask(), Ask::Home]);
    for offset in 0..60 {
        let day = MONDAY + jiff::Span::new().days(offset);
        let weekend = day.weekday().to_monday_one_offset() > 5;
        let visits = !weekend && offset != 1;
        assert_eq!(found.visit_days & free_days_mask(day) != 0, visits, "{day}");
        assert_ne!(found.home_days & free_days_mask(day), 0, "{day}");
    }
    let beyond = MONDAY + jiff::Span::new().days(60);
    assert_eq!(found.home_days & free_days_mask(beyond), 0);
}

#[test]
fn a_day_is_the_engineers_own() {
    let mut asked = Asked::home();
    asked.schedule.zone = zone("America/New_York");
    // Sunday evening in New York.
    asked.schedule.windows = vec![window(7, (22, 0), (23, 0), Whereabouts::Road)];
    let found = summary(&asked, &[Ask::Home]);
    assert_ne!(found.home_days & free_days_mask(date(2026, 11, 29)), 0);
    assert_eq!(found.home_days & free_days_mask(date(2026, 11, 30)), 0);
}

#[test]
fn it_goes_stale_when_its_first_time_can_no_longer_be_booked() {
    let mut asked = both();
    let stale = summary(&asked, &[asked.ask(), Ask::Home]).refresh_at;
    assert_eq!(stale, span(-30, 0).start + SignedDuration::from_millis(1));
    let before = summary(&asked, &[asked.ask()]).next_visit;
    asked.now = stale - SignedDuration::from_millis(1);
    assert_eq!(summary(&asked, &[asked.ask()]).next_visit, before);
    asked.now = stale;
    assert_eq!(summary(&asked, &[asked.ask()]).next_visit, Some(span(60, 0).start));
}

#[test]
fn it_goes_stale_at_midnight_at_the_latest() {
    let mut asked = Asked::home();
    asked.schedule.windows = vec![window(3, (9, 0), (12, 0), Whereabouts::Road)];
    let midnight = span(15 * 60, 0).start;
    assert_eq!(summary(&asked, &[Ask::Home]).refresh_at, midnight);
    assert_eq!(summary(&asked, &[]).refresh_at, midnight);
    // Wednesday's first time at 00:00 goes out of reach half an hour before that.
    asked.now = midnight + SignedDuration::from_hours(12);
    asked.schedule.windows = vec![window(3, (0, 0), (12, 0), Whereabouts::Road)];
    let stale = midnight + SignedDuration::from_mins(24 * 60 - 30) + SignedDuration::from_millis(1);
    assert_eq!(summary(&asked, &[Ask::Home]).refresh_at, stale);
}
