//! What an operator learns: what people looked for and nobody could do, and whether
//! what is counted is right. Questions are counted by day and kind. Nothing that was
//! typed is kept, nobody who asked, no place finer than a town, no time finer than a day.

mod port;
mod recount;
mod shortage;
mod tally;

pub use port::Insights;
pub use recount::{NIGHT_HOUR, Recount, is_due};
pub use shortage::{Shortage, TOLD_FROM};
pub use tally::{KINDS_MAX, Tally};

use std::ops::AddAssign;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use crate::engineer::{Edge, Mode, Search, Sort, recommend::PICKS};

/// For how many days questions are kept, today included.
pub const KEPT_DAYS: u32 = 90;

/// So many people are enough for a question: as many as are recommended.
pub const ENOUGH: u64 = PICKS as u64;

/// A kind of question: all that is kept of a search. With nothing in it, it stands for
/// the questions whose kinds were too many to count: see [`Tally`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// GeoNames id of the town.
    pub place: Option<u32>,
    pub product: Option<&'static str>,
    pub need: Option<&'static str>,
    pub language: Option<&'static str>,
    pub mode: Option<Mode>,
}

impl Question {
    /// The kind of a search in the surroundings of a town.
    ///
    /// `None` where nothing was asked for, and where the same people are only looked
    /// through: on later pages, in another order. A name, a rating or a day narrows
    /// further and is not kept; what such a search finds says nothing of its kind.
    pub fn of(search: &Search, place: Option<u32>) -> Option<Self> {
        let again = search.edge != Edge::Start || search.sort != Sort::default();
        let narrowed = !search.named.is_empty() || search.min_rating.is_some() || search.free_on.is_some();
        let question = Self {
            place,
            product: search.product,
            need: search.need,
            language: search.language,
            mode: search.mode,
        };
        (!again && !narrowed && question != Self::default()).then_some(question)
    }
}

/// How often something was asked, and how often too few were found. Counts of several
/// days, or of several processes, add up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub asked: u64,
    /// How often nobody was found.
    pub nobody: u64,
    /// How often somebody was found, but fewer than [`ENOUGH`].
    pub few: u64,
}

impl Counts {
    /// Of one search that found so many.
    pub fn of(found: u64) -> Self {
        let (nobody, few) = (found == 0, (1..ENOUGH).contains(&found));
        Self { asked: 1, nobody: nobody.into(), few: few.into() }
    }

    /// How often fewer than [`ENOUGH`] were found.
    pub const fn lacking(self) -> u64 {
        self.nobody + self.few
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.asked += other.asked;
        self.nobody += other.nobody;
        self.few += other.few;
    }
}

/// What was asked on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub day: Date,
    pub question: Question,
    pub counts: Counts,
}

/// The day that a question is counted for: of UTC, for not every question has a place.
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// The first of so many days that end with `today`.
pub fn first_of(days: u32, today: Date) -> Date {
    today.checked_sub(i64::from(days.saturating_sub(1)).days()).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_search_is_a_question_when_something_is_asked_for() {
        assert_eq!(Question::of(&Search::default(), None), None);
        let place = Question { place: Some(1), ..Question::default() };
        assert_eq!(Question::of(&Search::default(), Some(1)), Some(place));
        let search = Search {
            product: Some("laptop"),
            need: Some("water"),
            language: Some("fa"),
            mode: Some(Mode::Home),
            ..Search::default()
        };
        let question = Question {
            place: None,
            product: Some("laptop"),
            need: Some("water"),
            language: Some("fa"),
            mode: Some(Mode::Home),
        };
        assert_eq!(Question::of(&search, None), Some(question));
    }

    #[test]
    fn looking_through_the_same_people_asks_nothing_new() {
        let asked = Search { need: Some("water"), ..Search::default() };
        assert!(Question::of(&asked, None).is_some());
        let behind = "_0_01KA8Z0Q1T0000000000000000".parse().expect("a cursor");
        for again in [
            Search { edge: Edge::After(behind), ..asked.clone() },
            Search { sort: Sort::Rating, ..asked.clone() },
            Search { named: vec!["chen".to_owned()], ..asked.clone() },
            Search { min_rating: Some(4.5), ..asked.clone() },
            Search { free_on: Some(date(2026, 11, 23)), ..asked },
        ] {
            assert_eq!(Question::of(&again, None), None, "{again:?}");
        }
    }

    #[test]
    fn fewer_than_are_recommended_are_too_few() {
        let lacking = [0, 1, 2, 3, 1_000].map(|found| (Counts::of(found).nobody, Counts::of(found).few));
        assert_eq!(lacking, [(1, 0), (0, 1), (0, 1), (0, 0), (0, 0)]);
    }

    #[test]
    fn days_are_those_of_utc_and_today_is_one_of_them() {
        let late: Timestamp = "2026-11-23T23:59:59Z".parse().expect("an instant");
        assert_eq!(day_of(late), date(2026, 11, 23));
        assert_eq!(first_of(1, date(2026, 3, 1)), date(2026, 3, 1));
        assert_eq!(first_of(7, date(2026, 3, 1)), date(2026, 2, 23));
    }
}
