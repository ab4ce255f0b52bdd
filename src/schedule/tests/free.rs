use jiff::SignedDuration;

use super::*;

#[test]
fn slots_follow_each_other_with_the_buffer_of_the_mode() {
    assert_eq!(Asked::home().starts(), ["23 09:00", "23 10:15"]);
    let visit = Asked::visit("24/7");
    assert_eq!(visit.starts(), ["23 09:00", "23 10:00", "23 11:00"]);
    let [first, ..] = visit.times()[..] else { panic!("no time") };
    assert_eq!((first.end, first.busy_until), (span(0, 45).end, span(0, 60).end));
}

#[test]
fn a_time_needs_notice() {
    let mut asked = Asked::home();
    asked.now = span(-30, 0).start;
    assert_eq!(asked.starts(), ["23 09:00", "23 10:15"]);
    asked.now += SignedDuration::from_millis(1);
    assert_eq!(asked.starts(), ["23 10:15"]);
}

#[test]
fn nothing_is_offered_beyond_the_horizon() {
    let mut asked = Asked::home();
    asked.to = date(2027, 12, 31);
    asked.now = span(0, 0).start;
    let last = asked.times().last().expect("a time").start;
    assert_eq!(last, asked.now + SignedDuration::from_hours(24 * i64::from(HORIZON_DAYS)));
    asked.now -= SignedDuration::from_millis(1);
    assert!(asked.times().last().expect("a time").start < last);
}

#[test]
fn days_off_are_free_of_work_both_included() {
    let mut asked = Asked::home();
    asked.to = date(2026, 11, 27);
    let (from, to) = (date(2026, 11, 24), date(2026, 11, 26));
    asked.schedule.days_off = vec![DayOff { id: DayOffId::mint(NOW, &Nth(1)), from, to }];
    assert_eq!(asked.starts(), ["23 09:00", "23 10:15", "27 09:00", "27 10:15"]);
}

#[test]
fn only_the_window_of_the_weekday_counts() {
    let mut asked = Asked::home();
    asked.schedule.windows.retain(|window| window.weekday == 7);
    assert!(asked.starts().is_empty());
    asked.to = date(2026, 11, 29);
    assert_eq!(asked.starts(), ["29 09:00", "29 10:15"]);
}

#[test]
fn a_visit_lies_within_opening_hours() {
    let with = |hours: &str| Asked::visit(hours).starts();
    assert_eq!(with("Mo-Fr 09:00-10:30,11:00-18:00"), ["23 09:00", "23 11:00"]);
    // Cleaning up may last until after the point has closed.
    assert_eq!(with("Mo-Fr 10:00-10:45"), ["23 10:00"]);
    assert_eq!(with("Mo-Fr 10:00-10:44"), [""; 0]);
    assert_eq!(with("Tu-Su 09:00-18:00"), [""; 0]);
    assert_eq!(with("Mo-Su 09:00-18:00; 2026 Nov 23 off"), [""; 0]);
}

#[test]
fn hours_are_those_of_the_points_clocks() {
    // 09:00 in Wuhan is 01:00 in London, of the same Monday; 12:00 is 04:00.
    let mut asked = Asked::visit("Mo 02:00-03:00");
    asked.point_zone = zone("Europe/London");
    assert_eq!(asked.starts(), ["23 10:00"]);
    // 9:00 in Wuhan is 15:00 on Sunday in Honolulu, open over midnight.
    let mut asked = Asked::visit("Su 16:00-24:00");
    asked.point_zone = zone("Pacific/Honolulu");
    assert_eq!(asked.starts(), ["23 10:00", "23 11:00"]);
}

#[test]
fn a_point_may_be_open_over_midnight() {
    let mut asked = Asked::visit("Su 20:00-24:00; Mo 00:00-02:00");
    // 09:00 to 12:00 in Wuhan is 22:00 on Sunday to 01:00 in São Paulo.
    asked.point_zone = zone("America/Sao_Paulo");
    asked.schedule.windows = vec![window(1, (9, 0), (12, 0), Whereabouts::At(point(1)))];
    asked.schedule.lengths.slot = 180;
    assert_eq!(asked.starts(), ["23 09:00"]);
}

#[test]
fn one_free_bay_is_enough() {
    let mut asked = Asked::visit("24/7");
    let both = |span| [bay(1), bay(2)].into_iter().flat_map(move |bay| taken(Resource::Bay(bay), span));
    asked.busy = Busy::collect(taken(Resource::Bay(bay(1)), span(0, 180)));
    assert_eq!(asked.starts(), ["23 09:00", "23 10:00", "23 11:00"]);
    asked.busy = Busy::collect(both(span(75, 90)));
    assert_eq!(asked.starts(), ["23 09:00", "23 11:00"]);
    // One bay for the first half and the other for the second is none.
    let halves = [(bay(1), span(60, 75)), (bay(2), span(90, 105))];
    asked.busy = Busy::collect(halves.into_iter().flat_map(|(bay, span)| taken(Resource::Bay(bay), span)));
    assert_eq!(asked.starts(), ["23 09:00", "23 11:00"]);
    asked.bays.clear();
    assert!(asked.starts().is_empty());
}

#[test]
fn travel_and_cleaning_up_must_be_free_too() {
    let mut asked = Asked::home();
    let her = Resource::Engineer(engineer());
    asked.busy = Busy::collect(taken(her, span(60, 75)));
    assert_eq!(asked.starts(), ["23 10:15"]);
    asked.busy = Busy::collect(taken(her, span(75, 90)));
    assert_eq!(asked.starts(), ["23 09:00"]);
}

#[test]
fn she_is_where_the_window_says() {
    let mut asked = Asked::visit("24/7");
    asked.schedule.windows = vec![
        window(1, (9, 0), (10, 0), Whereabouts::At(point(1))),
        window(1, (10, 0), (11, 0), Whereabouts::At(point(2))),
        window(1, (11, 0), (12, 0), Whereabouts::Road),
    ];
    assert_eq!(asked.starts(), ["23 09:00"]);
    asked.visit = false;
    assert_eq!(asked.starts(), ["23 11:00"]);
}

#[test]
fn giving_up_a_time_frees_it_and_nothing_else() {
    let her = Resource::Engineer(engineer());
    let busy = Busy::collect(taken(her, span(0, 90)));
    assert!(!busy.is_free(her, span(15, 30)));

    let busy = busy.without(her, span(0, 45));
    assert!(busy.is_free(her, span(0, 45)));
    assert!(!busy.is_free(her, span(30, 60)));
}
