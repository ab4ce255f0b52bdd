use async_trait::async_trait;
use handpick::{booking::*, id::*, store::StoreResult};
use jiff::Timestamp;

use super::engine::SqlStore;

#[async_trait]
impl Bookings for SqlStore {
    async fn open_draft(&self, draft: &Draft) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn draft(&self, id: DraftId) -> StoreResult<Option<Draft>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn save_draft(&self, draft: &Draft) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn hold(&self, request: HoldRequest) -> StoreResult<Result<Hold, TimeTaken>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn request_booking(
        &self,
        draft: DraftId,
        customer: AccountId,
        now: Timestamp,
    ) -> StoreResult<Result<CaseId, RequestRefusal>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn walk_in(&self, walk_in: WalkIn) -> StoreResult<Result<CaseId, TimeTaken>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn sweep_drafts(&self, now: Timestamp) -> StoreResult<u64> {
        Err(std::io::Error::other("unwritten").into())
    }
}
