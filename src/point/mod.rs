//! Service points: places people bring things to.

mod hours;
mod port;

pub use hours::{BadHours, OpeningHours, OpeningState};
pub use port::{BayInUse, NewPoint, Points};

use crate::{
    geo::Position,
    id::{BayId, PointId},
    lang::Localized,
    review::Rating,
};

/// Most characters of opening hours, and of the hours of an engineer who is listed by
/// her owner.
pub const HOURS_MAX: usize = 300;

#[derive(Debug, Clone)]
pub struct ServicePoint {
    pub id: PointId,
    pub slug: String,
    pub name: Localized<String>,
    pub address: String,
    /// GeoNames id of the town.
    pub place: u32,
    pub position: Position,
    /// IANA zone.
    pub zone: String,
    /// OSM `opening_hours` syntax, local to `zone`.
    pub opening_hours: String,
    pub phone: Option<String>,
    pub active: bool,
    pub rating: Rating,
}

/// A work place at a service point; one appointment at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bay {
    pub id: BayId,
    pub point: PointId,
    pub label: String,
    pub active: bool,
}
