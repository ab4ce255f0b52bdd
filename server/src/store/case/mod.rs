//! Cases: what customers, desks and engineers see of them, and the moves of a leg.

mod effect;
mod leg;
mod moves;
mod read;
mod standing;

use std::collections::HashMap;

use async_trait::async_trait;
use handpick::{
    case::{Actor, Case, Cases, Doorstep, Leg, Move, MoveRefusal, Moved, Remembered},
    id::{AccountId, CaseId, EngineerId, LegId, PointId},
    live::Topic,
    schedule::Span,
    store::StoreResult,
};
use jiff::Timestamp;

use super::{again::again, engine::SqlStore, event};

#[async_trait]
impl Cases for SqlStore {
    async fn case(&self, id: CaseId) -> StoreResult<Option<Case>> {
        read::case(self, id).await
    }

    async fn leg(&self, id: LegId) -> StoreResult<Option<Leg>> {
        leg::one(self, id).await
    }

    async fn legs_of_customer(&self, customer: AccountId) -> StoreResult<Vec<Leg>> {
        leg::of_customer(self, customer).await
    }

    async fn next_leg_of_customer(&self, customer: AccountId, now: Timestamp) -> StoreResult<Option<Leg>> {
        leg::next_of_customer(self, customer, now).await
    }

    async fn desk_requests(&self, point: PointId) -> StoreResult<Vec<Leg>> {
        leg::desk_requests(self, point).await
    }

    async fn desk_board(&self, point: PointId, span: Span) -> StoreResult<Vec<Leg>> {
        leg::desk_board(self, point, span).await
    }

    async fn work(&self, engineer: EngineerId, span: Span) -> StoreResult<Vec<Leg>> {
        leg::work(self, engineer, span).await
    }

    async fn work_requests(&self, engineer: EngineerId) -> StoreResult<Vec<Leg>> {
        leg::work_requests(self, engineer).await
    }

    async fn doorsteps(&self, legs: &[LegId]) -> StoreResult<HashMap<LegId, Doorstep>> {
        read::doorsteps(self, legs).await
    }

    async fn remembered(&self, customer: AccountId) -> StoreResult<Remembered> {
        read::remembered(self, customer).await
    }

    async fn move_leg(
        &self,
        leg: LegId,
        step: Move,
        by: Actor,
        now: Timestamp,
    ) -> StoreResult<Result<Moved, MoveRefusal>> {
        again(|| moves::move_leg(self, leg, &step, &by, now)).await
    }

    async fn overdue_legs(&self, now: Timestamp) -> StoreResult<Vec<LegId>> {
        leg::overdue(self, now).await
    }

    async fn forgotten_legs(&self, now: Timestamp) -> StoreResult<Vec<LegId>> {
        leg::forgotten(self, now).await
    }

    async fn last_event(&self, topic: Topic) -> StoreResult<Option<String>> {
        event::last_event(self, topic).await
    }
}
