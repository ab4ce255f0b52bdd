//! Times as people say them: in the zone of the place, which is named.

use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use crate::catalogue::Messages;

/// The zone of this IANA name; UTC when the name is unknown to us.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// "09:00": the one way in which our clocks show a time.
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// As [`clock`], for minutes after midnight; a day ends at "24:00".
pub fn clock_of(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// "09:00–18:00", or until "24:00".
pub fn clock_range(from: DateTime, to: DateTime) -> String {
    let midnight = to.date() > from.date() && to.time() == Time::midnight();
    let to = if midnight { clock_of(24 * 60) } else { clock(to.time()) };
    format!("{}–{to}", clock(from.time()))
}

/// Instants of one place, told relative to now.
#[derive(Debug, Clone)]
pub struct When {
    t: Messages,
    zone: TimeZone,
    now: Timestamp,
}

impl When {
    pub fn new(t: Messages, zone_name: &str, now: Timestamp) -> Self {
        Self { t, zone: zone(zone_name), now }
    }

    /// For days without times: `today` is known, the zone does not matter.
    pub fn on(t: Messages, today: Date) -> Self {
        let noon = today.at(12, 0, 0, 0);
        let now = TimeZone::UTC.to_timestamp(noon).unwrap_or(Timestamp::UNIX_EPOCH);
        Self { t, zone: TimeZone::UTC, now }
    }

    pub fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }

    pub fn today(&self) -> Date {
        self.local(self.now).date()
    }

    /// "14:30".
    pub fn time(&self, at: Timestamp) -> String {
        clock(self.local(at).time())
    }

    /// "today", "tomorrow" or "Mon 23 Nov".
    pub fn day(&self, day: Date) -> String {
        let today = self.today();
        if day == today {
            self.t.when_today().to_owned()
        } else if today.tomorrow().is_ok_and(|tomorrow| tomorrow == day) {
            self.t.when_tomorrow().to_owned()
        } else {
            self.calendar_day(day)
        }
    }

    /// "Mon 23 Nov", with the year when it is another one.
    pub fn calendar_day(&self, day: Date) -> String {
        let month = self.t.word(&format!("month-short-{}", day.month()));
        if day.year() == self.today().year() {
            let weekday = self.t.word(&format!("weekday-short-{}", day.weekday().to_monday_one_offset()));
            self.t.when_day(weekday, day.day(), month)
        } else {
            self.t.when_day_year(day.day(), month, day.year())
        }
    }

    /// "March", with the year when it is another one.
    pub fn month(&self, at: Timestamp) -> String {
        let day = self.local(at).date();
        let same_year = day.year() == self.today().year();
        if same_year { self.name_of_month(day).to_owned() } else { self.month_and_year(at) }
    }

    /// "March 2026".
    pub fn month_and_year(&self, at: Timestamp) -> String {
        let day = self.local(at).date();
        self.t.when_month_year(self.name_of_month(day), day.year())
    }

    fn name_of_month(&self, day: Date) -> &'static str {
        self.t.word(&format!("month-{}", day.month()))
    }

    /// "Mon 23 Nov to Wed 25 Nov", or the one day.
    pub fn days(&self, first: Date, last: Date) -> String {
        if first == last {
            return self.calendar_day(first);
        }
        self.t.when_days(self.calendar_day(first), self.calendar_day(last))
    }

    /// "tomorrow 14:30".
    pub fn at(&self, at: Timestamp) -> String {
        self.t.when_at(self.day(self.local(at).date()), self.time(at))
    }

    /// As [`Self::at`], where a line may end between day and time, but not within one.
    pub fn at_narrow(&self, at: Timestamp) -> String {
        let day = self.day(self.local(at).date()).replace(' ', "\u{a0}");
        self.t.when_at(day, self.time(at))
    }

    /// "tomorrow 14:30–15:15".
    pub fn range(&self, start: Timestamp, end: Timestamp) -> String {
        self.t.when_range(self.day(self.local(start).date()), self.time(start), self.time(end))
    }

    /// "tomorrow, Tue 24 Nov, 14:30–15:15": with the date of today and tomorrow too, for
    /// what somebody agrees to.
    pub fn dated_range(&self, start: Timestamp, end: Timestamp) -> String {
        let day = self.local(start).date();
        let (told, date) = (self.day(day), self.calendar_day(day));
        if told == date {
            return self.range(start, end);
        }
        // It is long: a line may end beside the date, but not within it.
        self.t.when_range_dated(told, date.replace(' ', "\u{a0}"), self.time(start), self.time(end))
    }

    /// "5 minutes ago", "in about 2 hours". What is past is told in whole units: nothing
    /// happened longer ago than it did.
    pub fn distance(&self, at: Timestamp) -> String {
        let minutes = at.duration_since(self.now).as_mins();
        let size = minutes.unsigned_abs();
        let t = self.t;
        match (minutes >= 0, size) {
            (_, 0) => t.when_just_now().to_owned(),
            (true, 1..60) => t.when_in_minutes(size),
            (true, 60..2880) => t.when_in_hours(nearest(size, 60)),
            (true, _) => t.when_in_days(nearest(size, 1440)),
            (false, 1..60) => t.when_minutes_ago(size),
            (false, 60..2880) => t.when_hours_ago(size / 60),
            (false, _) => t.when_days_ago(size / 1440),
        }
    }

    /// "23 minutes left", in whole units; nothing when the time has come.
    pub fn left(&self, until: Timestamp) -> Option<String> {
        let minutes = u64::try_from(until.duration_since(self.now).as_mins()).ok()?;
        match minutes {
            0 => None,
            1..60 => Some(self.t.when_minutes_left(minutes)),
            60..2880 => Some(self.t.when_hours_left(minutes / 60)),
            _ => Some(self.t.when_days_left(minutes / 1440)),
        }
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// "Berlin time": the zone named by its city, or by the one that people name it by.
    pub fn zone_name(&self) -> String {
        let name = self.zone.iana_name().unwrap_or("UTC");
        let city = name.rsplit('/').next().unwrap_or(name);
        match self.t.find_word(&format!("city-{}", city.to_lowercase().replace('_', "-"))) {
            Some(known) => self.t.when_zone(known),
            None => self.t.when_zone(city.replace('_', " ")),
        }
    }

    /// RFC 3339 with the place's offset, for `<time datetime>`, URLs and forms.
    pub fn machine(&self, at: Timestamp) -> String {
        self.local(at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

/// How many whole units that is, to the nearest.
const fn nearest(minutes: u64, unit: u64) -> u64 {
    (minutes + unit / 2) / unit
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use handpick::lang::Lang;

    use super::*;

    #[test]
    fn clocks_have_two_digits_and_days_end_at_24() {
        assert_eq!(clock(Time::constant(9, 5, 0, 0)), "09:05");
        assert_eq!(clock_of(545), "09:05");
        let evening = datetime(2026, 11, 23, 18, 30, 0, 0);
        assert_eq!(clock_range(evening, datetime(2026, 11, 24, 0, 0, 0, 0)), "18:30–24:00");
        assert_eq!(clock_range(evening, datetime(2026, 11, 24, 2, 0, 0, 0)), "18:30–02:00");
    }

    #[test]
    fn one_day_is_no_range() {
        let when = When::on(Messages(Lang::En), date(2026, 11, 21));
        assert_eq!(when.days(date(2026, 11, 23), date(2026, 11, 23)), "Mon 23 Nov");
        assert_eq!(when.days(date(2026, 11, 23), date(2026, 11, 25)), "Mon 23 Nov to Wed 25 Nov");
    }

    #[test]
    fn a_dated_range_names_each_day_once() {
        // In Shanghai it is the 23rd already.
        let now: Timestamp = "2026-11-22T23:00:00Z".parse().expect("an instant");
        let told = |lang, hours: i64| {
            let start = now + jiff::SignedDuration::from_hours(hours);
            let end = start + jiff::SignedDuration::from_mins(90);
            When::new(Messages(lang), "Asia/Shanghai", now).dated_range(start, end)
        };
        assert_eq!(told(Lang::En, 3), "today, Mon\u{a0}23\u{a0}Nov, 10:00–11:30");
        assert_eq!(told(Lang::En, 27), "tomorrow, Tue\u{a0}24\u{a0}Nov, 10:00–11:30");
        assert_eq!(told(Lang::En, 51), "Wed 25 Nov 10:00–11:30");
        assert_eq!(told(Lang::ZhCn, 27), "明天（11月24日周二）10:00–11:30");
        assert_eq!(told(Lang::ZhCn, 51), "11月25日周三 10:00–11:30");
    }

    #[test]
    fn a_narrow_place_breaks_behind_the_day() {
        let now: Timestamp = "2026-11-23T07:00:00Z".parse().expect("an instant");
        let told = |lang| {
            When::new(Messages(lang), "UTC", now).at_narrow(now + jiff::SignedDuration::from_hours(74))
        };
        assert_eq!(told(Lang::En), "Thu\u{a0}26\u{a0}Nov 09:00");
        assert_eq!(told(Lang::ZhCn), "11月26日周四 09:00");
    }

    #[test]
    fn a_month_has_its_year_when_it_is_another_one() {
        // Midnight in Wuhan on New Year's Eve, when it is still the old year elsewhere.
        let now: Timestamp = "2026-12-31T16:00:00Z".parse().expect("an instant");
        let told = |lang, zone, hours: i64| {
            When::new(Messages(lang), zone, now).month(now - jiff::SignedDuration::from_hours(hours))
        };
        assert_eq!(told(Lang::En, "Asia/Shanghai", 0), "January");
        assert_eq!(told(Lang::En, "Asia/Shanghai", 1), "December 2026");
        assert_eq!(told(Lang::En, "UTC", 1), "December");
        assert_eq!(told(Lang::ZhCn, "UTC", 24 * 290), "3月");
        assert_eq!(told(Lang::ZhCn, "Asia/Shanghai", 24 * 290), "2026年3月");
    }

    #[test]
    fn a_zone_is_named_as_people_name_it() {
        let told = |lang, zone| When::new(Messages(lang), zone, Timestamp::UNIX_EPOCH).zone_name();
        assert_eq!(told(Lang::En, "Asia/Shanghai"), "Beijing time");
        assert_eq!(told(Lang::ZhCn, "Asia/Shanghai"), "北京时间");
        assert_eq!(told(Lang::En, "America/New_York"), "New York time");
    }

    #[test]
    fn what_is_left_is_told_in_whole_units() {
        let now = Timestamp::UNIX_EPOCH;
        let when = When::new(Messages(Lang::En), "UTC", now);
        let left = |seconds: i64| when.left(now + jiff::SignedDuration::from_secs(seconds));
        let told = [23 * 60 + 59, 119 * 60, 47 * 3600, 60 * 3600].map(|seconds| left(seconds).unwrap());
        assert_eq!(told, ["23 minutes left", "1 hour left", "47 hours left", "2 days left"]);
        assert_eq!([left(59), left(0), left(-3600)], [None, None, None]);
    }

    #[test]
    fn what_is_to_come_is_told_to_the_nearest_unit_and_what_is_past_in_whole_ones() {
        let now = Timestamp::UNIX_EPOCH;
        let when = When::new(Messages(Lang::En), "UTC", now);
        let told = |minutes: i64| when.distance(now + jiff::SignedDuration::from_mins(minutes));
        assert_eq!([told(59), told(116), told(-80)], ["in 59 minutes", "in about 2 hours", "1 hour ago"]);
        assert_eq!([told(60), told(60 * 71)], ["in about 1 hour", "in 3 days"]);
        assert_eq!([told(-97), told(-119), told(-120)], ["1 hour ago", "1 hour ago", "2 hours ago"]);
        assert_eq!([told(-60 * 47), told(-60 * 71)], ["47 hours ago", "2 days ago"]);
    }
}
