use handpick::{
    clock::Random,
    geo::Position,
    lang::{Lang, Localized},
    point::OpeningHours,
    review::Rating,
    schedule::{Lengths, Whereabouts, Window},
};

use super::*;
use crate::when;

struct Seven;
impl Random for Seven {
    fn bits(&self) -> u128 {
        7
    }
}

/// Saturday, 21 November 2026, noon in Wuhan.
const NOW: &str = "2026-11-21T12:00:00+08:00";

fn at(text: &str) -> Timestamp {
    text.parse().expect("RFC 3339")
}

/// On the road on Mondays from 9 to 12, an hour each and half an hour to travel.
fn on_the_road() -> Offer {
    let window = Window { weekday: 1, start: 540, end: 720, whereabouts: Whereabouts::Road };
    let lengths = Lengths { slot: 60, buffer: 0, travel: 30 };
    Offer {
        engineer: EngineerId::mint(at(NOW), &Seven),
        schedule: Schedule {
            zone: when::zone("Asia/Shanghai"),
            windows: vec![window],
            days_off: vec![],
            lengths,
        },
        counter: None,
        own: None,
        now: at(NOW),
    }
}

#[test]
fn a_day_is_a_day_of_the_place() {
    let offer = on_the_road();
    let monday = Date::constant(2026, 11, 23);
    let times = offer.times(monday, monday);
    let starts: Vec<_> = times.iter().map(|(day, time)| (*day, time.start)).collect();
    let nine = (monday, at("2026-11-23T09:00:00+08:00"));
    assert_eq!(starts, [nine, (monday, at("2026-11-23T10:30:00+08:00"))]);
    assert!(offer.times(monday.tomorrow().expect("a day"), monday).is_empty());
    assert_eq!(offer.today(), Date::constant(2026, 11, 21));
    assert_eq!(offer.last_day(), Date::constant(2027, 1, 20));
}

/// The same Mondays at a point in Honolulu, where it is 18 hours earlier.
fn far_away() -> Offer {
    let offer = on_the_road();
    let point = PointId::mint(at(NOW), &Seven);
    let window = Window { whereabouts: Whereabouts::At(point), ..offer.schedule.windows[0] };
    let counter = Counter {
        point: ServicePoint {
            id: point,
            slug: "waikiki".to_owned(),
            name: Localized::one(Lang::En, "Waikiki".to_owned()),
            address: "1 Kalakaua Avenue".to_owned(),
            place: 5_856_195,
            position: Position { lat: 21.31, lon: -157.86 },
            zone: "Pacific/Honolulu".to_owned(),
            opening_hours: "24/7".to_owned(),
            phone: None,
            rating: Rating::default(),
            active: true,
        },
        zone: when::zone("Pacific/Honolulu"),
        hours: OpeningHours::parse("24/7").expect("hours"),
        bays: vec![BayId::mint(at(NOW), &Seven)],
    };
    let schedule = Schedule { windows: vec![window], ..offer.schedule };
    Offer { schedule, counter: Some(Arc::new(counter)), ..offer }
}

#[test]
fn where_it_is_still_sunday_the_times_are_sundays() {
    let offer = far_away();
    let sunday = Date::constant(2026, 11, 22);
    let times = offer.times(sunday, sunday);
    let nine = (sunday, at("2026-11-22T15:00:00-10:00"));
    let starts: Vec<_> = times.iter().map(|(day, time)| (*day, time.start)).collect();
    assert_eq!(
        starts,
        [nine, (sunday, at("2026-11-22T16:00:00-10:00")), (sunday, at("2026-11-22T17:00:00-10:00"))]
    );
    assert!(offer.times(sunday.tomorrow().expect("a day"), Date::constant(2026, 11, 28)).is_empty());
}

#[test]
fn what_one_gives_up_is_free_for_oneself_only() {
    let offer = on_the_road();
    let monday = Date::constant(2026, 11, 23);
    let times = offer.times(monday, monday);
    let free = |busy: &Busy| times.iter().filter(|(_, time)| offer.is_free(*time, busy)).count();
    let (engineer, own) = (Resource::Engineer(offer.engineer), times[0].1.occupied());
    let taken = Busy::collect(ticks(own).map(|tick| (engineer, tick)));
    assert_eq!(free(&taken), 1);
    assert_eq!(free(&taken.without(engineer, own)), 2);
}

#[test]
fn a_home_call_needs_no_point() {
    let point = PointId::mint(at(NOW), &Seven);
    assert_eq!(Venue::of(Mode::Home, Some(point)), Some(Venue::Home));
    assert_eq!(Venue::of(Mode::Visit, Some(point)), Some(Venue::Point(point)));
    assert_eq!(Venue::of(Mode::Visit, None), None);
    assert_eq!(Venue::of(Mode::Online, None), None);
}
