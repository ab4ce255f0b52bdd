use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{
    geo::Position,
    id::{BayId, EngineerId, PointId},
    lang::Localized,
    store::StoreResult,
};

use super::{Bay, ServicePoint};

#[derive(Clone)]
pub struct NewPoint {
    pub id: PointId,
    pub slug: String,
    pub name: Localized<String>,
    pub address: String,
    pub place: u32,
    pub position: Position,
    pub zone: String,
    pub opening_hours: String,
    pub phone: Option<String>,
    pub bays: Vec<(BayId, String)>,
}

/// Somebody is expected in that bay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an appointment stands in the bay")]
pub struct BayInUse;

#[async_trait]
pub trait Points: Send + Sync {
    /// Creates the point, or updates the one with this slug (bays are added and
    /// renamed by position; see [`Points::remove_bay`]). Returns its id.
    async fn save_point(&self, point: NewPoint) -> StoreResult<PointId>;
    async fn point(&self, id: PointId) -> StoreResult<Option<ServicePoint>>;
    async fn point_by_slug(&self, slug: &str) -> StoreResult<Option<ServicePoint>>;
    /// Active points within `radius_km`, nearest first; without a centre by name.
    async fn points_near(
        &self,
        centre: Option<Position>,
        radius_km: f64,
        limit: u32,
    ) -> StoreResult<Vec<ServicePoint>>;
    /// Active points where the engineer has weekly windows.
    async fn points_of(&self, engineer: EngineerId) -> StoreResult<Vec<ServicePoint>>;
    /// Active points where each of the engineers takes visits, with who does.
    async fn points_of_each(&self, engineers: &[EngineerId]) -> StoreResult<Vec<(EngineerId, ServicePoint)>>;
    /// Every point, also inactive ones, for the operator.
    async fn all_points(&self) -> StoreResult<Vec<ServicePoint>>;
    async fn set_point_active(&self, id: PointId, active: bool) -> StoreResult<()>;
    /// All bays of the point in their order, inactive ones too.
    async fn bays(&self, point: PointId) -> StoreResult<Vec<Bay>>;
    /// How many bays in service each of the points has; those without any are left out.
    async fn bay_counts(&self, points: &[PointId]) -> StoreResult<HashMap<PointId, u64>>;
    /// Which of the points have somebody at their desk who can sign in: at the others
    /// nobody answers.
    async fn with_desk(&self, points: &[PointId]) -> StoreResult<HashSet<PointId>>;
    /// Takes a bay out of service for good, unless something stands in it from now on.
    /// It stays in the list as inactive: past appointments name it.
    async fn remove_bay(
        &self,
        point: PointId,
        bay: BayId,
        now: Timestamp,
    ) -> StoreResult<Result<(), BayInUse>>;
}
