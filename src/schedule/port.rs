use std::collections::HashMap;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{id::EngineerId, store::StoreResult};

use super::{Busy, DayOff, Lengths, Resource, Schedule, Span, Window};

/// What search knows of an engineer's free times: derived, refreshed by a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub next_visit: Option<Timestamp>,
    pub next_home: Option<Timestamp>,
    /// A ring of days, see [`crate::engineer::free_days_mask`].
    pub visit_days: i64,
    pub home_days: i64,
    /// When the summary goes stale by itself.
    pub refresh_at: Timestamp,
    /// As of when it is true. What changed later must not be overwritten by it.
    pub made_at: Timestamp,
}

#[async_trait]
pub trait Schedules: Send + Sync {
    async fn schedule(&self, engineer: EngineerId) -> StoreResult<Option<Schedule>> {
        Ok(self.schedules(&[engineer]).await?.remove(&engineer))
    }
    /// The schedules of several engineers; unknown ones are left out.
    async fn schedules(&self, engineers: &[EngineerId]) -> StoreResult<HashMap<EngineerId, Schedule>>;
    /// Replaces all weekly windows and lengths.
    async fn save_schedule(
        &self,
        engineer: EngineerId,
        windows: &[Window],
        lengths: Lengths,
        now: Timestamp,
    ) -> StoreResult<()>;
    /// Nothing changes when there is one with this id.
    async fn add_day_off(&self, engineer: EngineerId, day_off: &DayOff, now: Timestamp) -> StoreResult<()>;
    async fn remove_day_off(
        &self,
        engineer: EngineerId,
        id: crate::id::DayOffId,
        now: Timestamp,
    ) -> StoreResult<()>;
    /// What is taken of `resources` within `span`, lapsed holds not counted: one
    /// range query however long the span.
    async fn busy(&self, resources: &[Resource], span: Span, now: Timestamp) -> StoreResult<Busy>;
    /// Engineers whose [`Summary`] is due.
    async fn stale_summaries(&self, now: Timestamp, limit: u32) -> StoreResult<Vec<EngineerId>>;
    async fn save_summary(&self, engineer: EngineerId, summary: Summary) -> StoreResult<()>;
}
