use async_trait::async_trait;
use handpick::{geo::Position, id::*, point::*, store::StoreResult};
use jiff::Timestamp;

use super::engine::SqlStore;

#[async_trait]
impl Points for SqlStore {
    async fn save_point(&self, point: NewPoint) -> StoreResult<PointId> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn point(&self, id: PointId) -> StoreResult<Option<ServicePoint>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn point_by_slug(&self, slug: &str) -> StoreResult<Option<ServicePoint>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn points_near(
        &self,
        centre: Option<Position>,
        radius_km: f64,
        limit: u32,
    ) -> StoreResult<Vec<ServicePoint>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn points_of(&self, engineer: EngineerId) -> StoreResult<Vec<ServicePoint>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn all_points(&self) -> StoreResult<Vec<ServicePoint>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn set_point_active(&self, id: PointId, active: bool) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn bays(&self, point: PointId) -> StoreResult<Vec<Bay>> {
        Err(std::io::Error::other("unwritten").into())
    }
}
