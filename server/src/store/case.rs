use async_trait::async_trait;
use handpick::{booking::HomeAddress, case::*, id::*, live::Topic, schedule::Span, store::StoreResult};
use jiff::Timestamp;

use super::engine::SqlStore;

#[async_trait]
impl Cases for SqlStore {
    async fn case(&self, id: CaseId) -> StoreResult<Option<Case>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn leg(&self, id: LegId) -> StoreResult<Option<Leg>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn legs_of_customer(&self, customer: AccountId) -> StoreResult<Vec<Leg>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn desk_requests(&self, point: PointId) -> StoreResult<Vec<Leg>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn desk_board(&self, point: PointId, span: Span) -> StoreResult<Vec<Leg>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn work(&self, engineer: EngineerId, span: Span) -> StoreResult<Vec<Leg>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn work_requests(&self, engineer: EngineerId) -> StoreResult<Vec<Leg>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn home_address(&self, leg: LegId) -> StoreResult<Option<HomeAddress>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn remembered(&self, customer: AccountId) -> StoreResult<Remembered> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn move_leg(
        &self,
        leg: LegId,
        step: Move,
        by: Actor,
        now: Timestamp,
    ) -> StoreResult<Result<Moved, MoveRefusal>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn overdue_legs(&self, now: Timestamp) -> StoreResult<Vec<LegId>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn last_event(&self, topic: Topic) -> StoreResult<Option<String>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn events_after(&self, topic: Topic, last: &str) -> StoreResult<Vec<String>> {
        Err(std::io::Error::other("unwritten").into())
    }
}
