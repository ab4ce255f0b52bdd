use handpick::{
    id::BayId,
    point::{OpeningHours, ServicePoint},
    schedule::Ask,
    store::{Store, StoreResult},
};
use jiff::tz::TimeZone;

use crate::when;

/// A service point as far as times depend on it.
pub struct Counter {
    pub point: ServicePoint,
    pub zone: TimeZone,
    pub hours: OpeningHours,
    /// Those in use.
    pub bays: Vec<BayId>,
}

impl Counter {
    /// `None` when the point does not serve.
    pub async fn of(store: &dyn Store, point: ServicePoint) -> StoreResult<Option<Self>> {
        if !point.active {
            return Ok(None);
        }
        let Ok(hours) = OpeningHours::parse(&point.opening_hours) else {
            tracing::warn!(point = %point.slug, "the opening hours cannot be read: nothing is offered here");
            return Ok(None);
        };
        let bays = store.bays(point.id).await?.into_iter().filter(|bay| bay.active).map(|bay| bay.id);
        Ok(Some(Self { zone: when::zone(&point.zone), hours, bays: bays.collect(), point }))
    }

    pub fn ask(&self) -> Ask<'_> {
        Ask::Visit { point: self.point.id, zone: &self.zone, hours: &self.hours, bays: &self.bays }
    }
}
