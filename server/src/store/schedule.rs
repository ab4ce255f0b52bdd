use async_trait::async_trait;
use handpick::{id::EngineerId, schedule::*, store::StoreResult};
use jiff::Timestamp;

use super::engine::SqlStore;

#[async_trait]
impl Schedules for SqlStore {
    async fn schedule(&self, engineer: EngineerId) -> StoreResult<Option<Schedule>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn save_schedule(
        &self,
        engineer: EngineerId,
        windows: &[Window],
        lengths: Lengths,
        now: Timestamp,
    ) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn add_day_off(&self, engineer: EngineerId, day_off: &DayOff, now: Timestamp) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn remove_day_off(
        &self,
        engineer: EngineerId,
        id: handpick::id::DayOffId,
        now: Timestamp,
    ) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn busy(&self, resources: &[Resource], span: Span, now: Timestamp) -> StoreResult<Busy> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn stale_summaries(&self, now: Timestamp, limit: u32) -> StoreResult<Vec<EngineerId>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn save_summary(&self, engineer: EngineerId, summary: Summary) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }
}
