//! The weekly hours as a form, there and back.

use std::collections::BTreeMap;

use handpick::{
    id::PointId,
    schedule::{self, Lengths, Schedule, ScheduleRefusal, Whereabouts, Window},
};

use crate::{
    catalogue::Messages,
    components::schedule_editor::{COPY_FROM, COPY_TO, PARTS, ROWS, row_name, weekday},
    web::{Fields, Filled},
    when::clock_of,
};

/// Values of "where I am" beside the ids of service points.
pub const ROAD: &str = "road";
pub const REMOVE: &str = "remove";

/// The form as it stands before anybody types.
pub fn fill(schedule: &Schedule) -> Filled {
    let mut fields = Fields::default();
    let mut rows: BTreeMap<i8, usize> = BTreeMap::new();
    let mut windows = schedule.windows.clone();
    windows.sort_unstable_by_key(|window| (window.weekday, window.start));
    // A day off is seldom what other days are to be like.
    if let Some(first) = windows.first() {
        fields.set(COPY_FROM, first.weekday.to_string());
    }
    for window in windows {
        let row = rows.entry(window.weekday).or_default();
        let whereabouts = match window.whereabouts {
            Whereabouts::At(point) => point.to_string(),
            Whereabouts::Road => ROAD.to_owned(),
        };
        fields.set(&row_name(window.weekday, *row, "from"), clock_of(window.start));
        fields.set(&row_name(window.weekday, *row, "to"), clock_of(window.end % 1440));
        fields.set(&row_name(window.weekday, *row, "where"), whereabouts);
        *row += 1;
    }
    let Lengths { slot, buffer, travel } = schedule.lengths;
    for (name, minutes) in [("slot", slot), ("buffer", buffer), ("travel", travel)] {
        fields.set(name, minutes.to_string());
    }
    Filled::with(fields)
}

/// Puts the hours of one day on others, as they are typed, and says so, and which of
/// them had others. Says nothing when nothing could be copied: the form says why.
pub fn copy(form: &mut Filled, t: Messages) -> Vec<String> {
    let fields = &mut form.fields;
    let day = |text: &str| text.parse().ok().filter(|day| (1..=7i8).contains(day));
    let from = day(fields.get(COPY_FROM));
    let to: Vec<i8> = fields.all(COPY_TO).filter_map(day).filter(|to| Some(*to) != from).collect();
    let (Some(from), false) = (from, to.is_empty()) else {
        form.refuse(COPY_TO, t.schedule_copy_nowhere());
        return Vec::new();
    };
    let other = |day: &i8| {
        let before = typed(fields, *day);
        !before.is_empty() && before != typed(fields, from)
    };
    let replaced: Vec<i8> = to.iter().copied().filter(other).collect();
    for row in 0..ROWS {
        let gone = fields.get(&row_name(from, row, "where")) == REMOVE;
        for part in PARTS {
            let value = if gone { "" } else { fields.get(&row_name(from, row, part)) }.to_owned();
            to.iter().for_each(|day| fields.set(&row_name(*day, row, part), value.as_str()));
        }
    }
    let copied = t.schedule_copied(weekday(t, from), days_in_words(t, &to));
    let over = (!replaced.is_empty()).then(|| t.schedule_copied_over(days_in_words(t, &replaced)));
    [copied].into_iter().chain(over).collect()
}

/// The rows of a day as they are typed, without those that are empty or taken away.
fn typed(fields: &Fields, weekday: i8) -> Vec<[String; 3]> {
    let row = |row: usize| PARTS.map(|part| fields.get(&row_name(weekday, row, part)).to_owned());
    let rows = (0..ROWS).map(row);
    rows.filter(|[from, to, place]| place != REMOVE && !(from.is_empty() && to.is_empty())).collect()
}

fn days_in_words(t: Messages, days: &[i8]) -> String {
    let days: Vec<&str> = days.iter().map(|day| weekday(t, *day)).collect();
    days.join(t.common_list_separator())
}

/// What was typed, if it can be a schedule; else the form says beside each row what
/// is wrong with it.
pub fn read(form: &mut Filled, points: &[PointId], t: Messages) -> Option<(Vec<Window>, Lengths)> {
    let mut windows = Vec::new();
    for weekday in 1..=7 {
        let mut day = Vec::new();
        for row in 0..ROWS {
            match read_row(&form.fields, points, weekday, row, &day) {
                Ok(window) => day.extend(window),
                Err(wrong) => form.refuse(row_name(weekday, row, "from"), words(t, weekday, wrong)),
            }
        }
        windows.extend(day);
    }
    let lengths = read_lengths(&form.fields);
    if let Err(ScheduleRefusal::BadLengths) = schedule::check(&[], lengths) {
        form.refuse("slot", t.schedule_bad_lengths());
    }
    (form.is_sound() && schedule::check(&windows, lengths).is_ok()).then_some((windows, lengths))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// One of the two times is missing or is no time.
    Half,
    /// It ends before it begins, or not on a quarter.
    Window,
    Overlap,
    Nowhere,
}

/// The day is named: above the form they stand together.
fn words(t: Messages, weekday: i8, wrong: Wrong) -> String {
    let wrong = match wrong {
        Wrong::Half => t.schedule_half(),
        Wrong::Window => t.schedule_bad_window(),
        Wrong::Overlap => t.schedule_overlap(),
        Wrong::Nowhere => t.schedule_nowhere(),
    };
    t.schedule_wrong_on(self::weekday(t, weekday), wrong)
}

/// The window of a row that fits the `earlier` ones of the day; `None` for an empty
/// row or one to be removed.
fn read_row(
    fields: &Fields,
    points: &[PointId],
    weekday: i8,
    row: usize,
    earlier: &[Window],
) -> Result<Option<Window>, Wrong> {
    let part = |part| fields.get(&row_name(weekday, row, part)).to_owned();
    let (from, to, place) = (part("from"), part("to"), part("where"));
    if place == REMOVE || (from.is_empty() && to.is_empty()) {
        return Ok(None);
    }
    let (Some(start), Some(end)) = (minutes(&from), minutes(&to)) else { return Err(Wrong::Half) };
    // A clock has no 24:00; a day that ends at 00:00 ends at midnight.
    let end = if end == 0 { 1440 } else { end };
    let whereabouts = match place.parse::<PointId>() {
        Ok(point) if points.contains(&point) => Whereabouts::At(point),
        Err(_) if place == ROAD => Whereabouts::Road,
        _ => return Err(Wrong::Nowhere),
    };
    let window = Window { weekday, start, end, whereabouts };
    let day: Vec<Window> = earlier.iter().copied().chain([window]).collect();
    match schedule::check(&day, Lengths::default()) {
        Ok(()) => Ok(Some(window)),
        Err(ScheduleRefusal::Overlap) => Err(Wrong::Overlap),
        Err(ScheduleRefusal::BadWindow | ScheduleRefusal::BadLengths) => Err(Wrong::Window),
    }
}

/// "09:00" as minutes after midnight.
fn minutes(clock: &str) -> Option<u16> {
    let time: jiff::civil::Time = clock.parse().ok()?;
    u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()
}

/// A length that is not a number is none that the rule takes.
fn read_lengths(fields: &Fields) -> Lengths {
    let minutes = |name| fields.get(name).parse().unwrap_or(u16::MAX);
    Lengths { slot: minutes("slot"), buffer: minutes("buffer"), travel: minutes("travel") }
}

#[cfg(test)]
mod tests {
    use handpick::lang::Lang;
    use jiff::tz::TimeZone;

    use super::*;

    const T: Messages = Messages(Lang::En);

    fn point() -> PointId {
        "01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap()
    }

    fn form(rows: &[(&str, &str)]) -> Filled {
        let mut fields = Fields::default();
        for (name, value) in [("slot", "45"), ("buffer", "0"), ("travel", "30")].iter().chain(rows) {
            fields.set(name, *value);
        }
        Filled::with(fields)
    }

    #[test]
    fn what_is_filled_in_is_read_back() {
        let window = Window { weekday: 1, start: 540, end: 720, whereabouts: Whereabouts::At(point()) };
        let night = Window { weekday: 7, start: 1320, end: 1440, whereabouts: Whereabouts::Road };
        let windows = vec![window, Window { start: 780, end: 1080, ..window }, night];
        let lengths = Lengths { slot: 60, buffer: 15, travel: 45 };
        let schedule = Schedule { zone: TimeZone::UTC, windows: windows.clone(), days_off: vec![], lengths };
        assert_eq!(read(&mut fill(&schedule), &[point()], T), Some((windows, lengths)));
    }

    #[test]
    fn the_first_working_day_is_offered_to_be_copied() {
        let friday = Window { weekday: 5, start: 540, end: 720, whereabouts: Whereabouts::Road };
        let windows = vec![friday, Window { weekday: 2, ..friday }];
        let schedule =
            Schedule { zone: TimeZone::UTC, windows, days_off: vec![], lengths: Lengths::default() };
        assert_eq!(fill(&schedule).value(COPY_FROM), "2");
    }

    #[test]
    fn a_row_left_empty_or_taken_away_is_no_window() {
        let mut form = form(&[
            ("d1-0-where", ROAD),
            ("d2-0-from", "09:00"),
            ("d2-0-to", "10:00"),
            ("d2-0-where", REMOVE),
        ]);
        assert_eq!(read(&mut form, &[], T).map(|(windows, _)| windows), Some(vec![]));
    }

    #[test]
    fn each_row_says_what_is_wrong_with_it() {
        let cases = [
            (("09:00", "", ROAD), T.schedule_half()),
            (("12:00", "09:00", ROAD), T.schedule_bad_window()),
            (("09:05", "10:00", ROAD), T.schedule_bad_window()),
            (("09:00", "10:00", "01ARZ3NDEKTSV4RRFFQ69G5FAV"), T.schedule_nowhere()),
            (("09:00", "10:00", ""), T.schedule_nowhere()),
        ];
        for ((from, to, place), message) in cases {
            let mut form = form(&[("d3-1-from", from), ("d3-1-to", to), ("d3-1-where", place)]);
            assert_eq!(read(&mut form, &[], T), None);
            let message = format!("Wednesday: {message}");
            assert_eq!(form.error("d3-1-from"), Some(message), "{from}-{to} {place}");
        }
    }

    #[test]
    fn the_later_of_two_that_overlap_is_named() {
        let row = [("d1-0-from", "09:00"), ("d1-0-to", "12:00"), ("d1-0-where", ROAD)];
        let next = [("d1-2-from", "11:45"), ("d1-2-to", "13:00"), ("d1-2-where", ROAD)];
        let mut form = form(&[row, next].concat());
        assert_eq!(read(&mut form, &[], T), None);
        assert_eq!(form.error("d1-0-from"), None);
        assert_eq!(form.error("d1-2-from"), Some(format!("Monday: {}", T.schedule_overlap())));
    }

    #[test]
    fn the_hours_of_a_day_are_copied_as_they_are_typed() {
        let mut form = form(&[
            ("d1-0-from", "09:00"),
            ("d1-0-to", "soon"),
            ("d1-0-where", ROAD),
            ("d1-1-from", "13:00"),
            ("d1-1-where", REMOVE),
            ("d3-2-where", ROAD),
            ("d4-2-from", "20:00"),
            ("d5-0-from", "08:00"),
            (COPY_FROM, "1"),
            (COPY_TO, "3"),
        ]);
        form.fields.add(COPY_TO, "4");
        let said = [T.schedule_copied("Monday", "Wednesday, Thursday"), T.schedule_copied_over("Thursday")];
        assert_eq!(copy(&mut form, T), said);
        let row = |row| PARTS.map(|part| form.value(&row_name(4, row, part)));
        assert_eq!(row(0), ["09:00", "soon", ROAD]);
        assert_eq!((row(1), row(2)), (Default::default(), Default::default()), "nothing else is left there");
        assert_eq!(form.value("d3-0-from"), "09:00");
        assert_eq!(form.value("d5-0-from"), "08:00", "not asked for");
    }

    #[test]
    fn a_day_with_the_same_hours_loses_none() {
        let mut form = form(&[
            ("d1-0-from", "09:00"),
            ("d1-0-to", "12:00"),
            ("d1-0-where", ROAD),
            ("d2-1-from", "09:00"),
            ("d2-1-to", "12:00"),
            ("d2-1-where", ROAD),
            (COPY_FROM, "1"),
            (COPY_TO, "2"),
        ]);
        assert_eq!(copy(&mut form, T), [T.schedule_copied("Monday", "Tuesday")]);
    }

    #[test]
    fn copying_needs_another_day() {
        for (from, to) in [("1", "1"), ("1", ""), ("1", "8"), ("", "2")] {
            let mut form = form(&[(COPY_FROM, from), (COPY_TO, to)]);
            assert!(copy(&mut form, T).is_empty(), "{from} {to}");
            assert_eq!(form.error(COPY_TO).as_deref(), Some(T.schedule_copy_nowhere()));
        }
    }

    #[test]
    fn lengths_are_checked() {
        let mut form = form(&[]);
        form.fields.set("slot", "20");
        assert_eq!(read(&mut form, &[], T), None);
        assert!(form.error("slot").is_some());
    }
}
