use super::*;

fn schedule() -> Schedule {
    let window = Window { weekday: 1, start: 540, end: 720, whereabouts: Whereabouts::Road };
    Schedule {
        zone: TimeZone::get("Asia/Shanghai").expect("sound"),
        windows: vec![window, Window { start: 1320, end: 1440, ..window }],
        days_off: vec![DayOff {
            id: "01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().expect("sound"),
            from: date(2026, 11, 30),
            to: date(2026, 11, 30),
        }],
        lengths: Lengths::default(),
    }
}

fn span(start: &str, end: &str) -> Span {
    Span { start: start.parse().expect("sound"), end: end.parse().expect("sound") }
}

#[test]
fn a_schedule_covers_what_lies_in_its_windows() {
    let covers = |start, end| schedule().covers(span(start, end), Whereabouts::Road);
    assert!(covers("2026-11-23T09:00+08:00", "2026-11-23T12:00+08:00"));
    assert!(!covers("2026-11-23T11:30+08:00", "2026-11-23T12:15+08:00"), "runs past the end");
    assert!(!covers("2026-11-24T09:00+08:00", "2026-11-24T10:00+08:00"), "another weekday");
    assert!(!covers("2026-11-30T09:00+08:00", "2026-11-30T10:00+08:00"), "a day off");
    assert!(covers("2026-11-23T23:00+08:00", "2026-11-24T00:00+08:00"), "until midnight");
    assert!(!covers("2026-11-23T23:30+08:00", "2026-11-24T00:15+08:00"), "past midnight");
}

#[test]
fn a_schedule_covers_nothing_elsewhere() {
    let point = Whereabouts::At("01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().expect("sound"));
    assert!(!schedule().covers(span("2026-11-23T09:00+08:00", "2026-11-23T10:00+08:00"), point));
}
