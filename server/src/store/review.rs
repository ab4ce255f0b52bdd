use async_trait::async_trait;
use handpick::{id::*, review::*, store::StoreResult};
use jiff::Timestamp;

use super::engine::SqlStore;

#[async_trait]
impl Reviews for SqlStore {
    async fn review(&self, new: NewReview) -> StoreResult<Result<(), ReviewRefusal>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn reply(
        &self,
        review: ReviewId,
        engineer: EngineerId,
        text: &str,
        now: Timestamp,
    ) -> StoreResult<Result<(), ReplyRefusal>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn reviews(&self, of: Subject, filter: ReviewFilter) -> StoreResult<ReviewPage> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn reviews_of_leg(&self, leg: LegId) -> StoreResult<Vec<Review>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn wrong_ratings(&self) -> StoreResult<u64> {
        Err(std::io::Error::other("unwritten").into())
    }
}
