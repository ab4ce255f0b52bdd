use jiff::{Timestamp, civil::Date};

use crate::{
    geo::Position,
    tag::{self, TagKind},
};

use super::{Cursor, Edge, Engineer, Mode};

/// How many days ahead free days are known to search.
pub const FREE_DAYS_HORIZON: i64 = 60;

/// The bit of `day` in an engineer's ring of free days: bit (days since
/// 1970-01-01) mod 63, set when the day has a free time. The ring is longer than
/// the horizon, so a day never shares its bit with another one that is known.
pub fn free_days_mask(day: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    let days = i64::from(epoch.until(day).map_or(0, |span| span.get_days()));
    1 << days.rem_euclid(63)
}

/// Where the customer is and how far is still near.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    pub centre: Position,
    pub radius_km: f64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Recommended,
    Distance,
    Rating,
    NextFree,
}

impl Sort {
    pub const ALL: [Sort; 4] = [Sort::Recommended, Sort::Distance, Sort::Rating, Sort::NextFree];

    pub const fn as_str(self) -> &'static str {
        match self {
            Sort::Recommended => "recommended",
            Sort::Distance => "distance",
            Sort::Rating => "rating",
            Sort::NextFree => "next-free",
        }
    }

    pub fn parse(text: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.as_str() == text)
    }
}

/// What a customer looks for. Every part narrows; nothing set is everybody.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Search {
    pub near: Option<Near>,
    pub mode: Option<Mode>,
    pub product: Option<&'static str>,
    pub need: Option<&'static str>,
    pub language: Option<&'static str>,
    /// Least average of stars, 1.0 to 5.0.
    pub min_rating: Option<f64>,
    pub free_on: Option<Date>,
    /// Each begins a word of her name: see [`crate::search::name_parts`].
    pub named: Vec<String>,
    pub sort: Sort,
    pub edge: Edge,
    pub page_size: u32,
}

impl Search {
    /// What is asked for as [`tag::bits`]: somebody fits who has all of them.
    pub fn tag_bits(&self) -> i64 {
        let asked = [
            (TagKind::Product, self.product),
            (TagKind::Need, self.need),
            (TagKind::Language, self.language),
        ];
        tag::bits(asked.into_iter().filter_map(|(kind, key)| Some((kind, key?))))
    }

    /// What makes a case like this one: the need, or the product while none is named.
    pub fn case(&self) -> Option<(TagKind, &'static str)> {
        let need = self.need.map(|key| (TagKind::Need, key));
        need.or(self.product.map(|key| (TagKind::Product, key)))
    }
}

#[derive(Debug, Clone)]
pub struct Found {
    pub engineers: Vec<FoundEngineer>,
    /// The first and the last of them, when others stand before and after.
    pub earlier: Option<Cursor>,
    pub later: Option<Cursor>,
}

/// Counting stops here: beyond it we only say "more than".
pub const COUNTED_MAX: u64 = 250;

pub type FoundEngineer = (Engineer, Option<f64>);

/// So many are weighed for a recommendation.
pub const CANDIDATES_MAX: u32 = 40;

/// An engineer with the facts a recommendation weighs.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub engineer: Engineer,
    /// Kilometres from the customer to where she serves, when both are known.
    pub distance_km: Option<f64>,
    pub favourite: bool,
    /// When she last served this customer.
    pub served_you_at: Option<Timestamp>,
}
