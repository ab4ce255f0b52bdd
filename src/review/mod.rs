//! Reviews: evidence by those who were served, one per leg and subject. Whoever alone says
//! that she was can review too, and that counts for nothing but what it says.

mod port;
mod rating;
mod trend;

pub use port::{NewReview, ReplyRefusal, ReviewFilter, ReviewPage, ReviewRefusal, Reviews};
pub use rating::{Outcome, PRIOR_RATE, PRIOR_REVIEWS, Rating, whole_percent};
pub use trend::{Month, TREND_MONTHS, Trend, last_months};

use jiff::Timestamp;

use crate::{
    engineer::Mode,
    id::{EngineerId, LegId, PointId, ReviewId},
};

/// Most characters of a review or of a reply to one.
pub const REVIEW_MAX: usize = 2_000;

/// Whom or what a review is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Engineer(EngineerId),
    Point(PointId),
}

#[derive(Debug, Clone)]
pub struct Review {
    pub id: ReviewId,
    pub leg: LegId,
    pub subject: Subject,
    /// 1 to 5.
    pub stars: u8,
    pub text: Option<String>,
    /// Keys of [`crate::tag::PRAISE`].
    pub praise: Vec<&'static str>,
    /// The reviewer's name, shortened for the public by [`public_name`].
    pub author: String,
    /// Whether it counts as missed for the other side, and she alone says that it took place:
    /// then the review stands, and its stars count for nothing.
    pub attested: bool,
    pub mode: Mode,
    pub product: Option<&'static str>,
    pub need: Option<&'static str>,
    pub created_at: Timestamp,
    pub reply: Option<(String, Timestamp)>,
}

/// A customer's name as strangers may see it: the first word and the initial of
/// the last ("Ada L."), or the first character of a name in Han script ("王**").
pub fn public_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    match (first.chars().next(), words.next_back().and_then(|word| word.chars().next())) {
        (Some(initial), _)
            if !initial.is_ascii()
                && initial.is_alphabetic()
                && !initial.is_lowercase()
                && !initial.is_uppercase() =>
        {
            format!("{initial}**")
        }
        (Some(_), Some(last)) => format!("{first} {last}."),
        _ => first.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::public_name;

    #[test]
    fn strangers_see_a_short_name() {
        assert_eq!(public_name("Ada Lovelace"), "Ada L.");
        assert_eq!(public_name("王小明"), "王**");
        assert_eq!(public_name("Plato"), "Plato");
        assert_eq!(public_name(""), "");
    }
}
