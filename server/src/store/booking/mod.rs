//! Bookings: drafts, the times held for them, and what they become.

mod draft;
mod hold;
mod opening;
mod request;
mod terms;
mod walk_in;

use async_trait::async_trait;
use handpick::{
    booking::{Bookings, Draft, Hold, HoldRequest, RequestRefusal, TimeTaken, WalkIn},
    id::{AccountId, CaseId, DraftId},
    store::StoreResult,
};
use jiff::Timestamp;

use super::{again::again, engine::SqlStore};

#[async_trait]
impl Bookings for SqlStore {
    async fn open_draft(&self, draft: &Draft) -> StoreResult<()> {
        draft::open(self, draft).await
    }

    async fn draft(&self, id: DraftId) -> StoreResult<Option<Draft>> {
        draft::read(&mut *self.reader().await?, id, "").await
    }

    async fn save_draft(&self, draft: &Draft) -> StoreResult<()> {
        again(|| draft::save(self, draft)).await
    }

    async fn hold(&self, request: HoldRequest) -> StoreResult<Result<Hold, TimeTaken>> {
        again(|| hold::hold(self, &request)).await
    }

    async fn request_booking(
        &self,
        draft: DraftId,
        customer: AccountId,
        now: Timestamp,
    ) -> StoreResult<Result<CaseId, RequestRefusal>> {
        again(|| request::request(self, draft, customer, now)).await
    }

    async fn walk_in(&self, walk_in: WalkIn) -> StoreResult<Result<CaseId, TimeTaken>> {
        again(|| walk_in::walk_in(self, &walk_in)).await
    }

    async fn sweep_drafts(&self, now: Timestamp) -> StoreResult<u64> {
        again(|| draft::sweep(self, now)).await
    }
}
