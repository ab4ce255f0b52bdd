use std::collections::HashMap;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{
    id::{AccountId, CaseId, EngineerId, LegId, PointId},
    live::Topic,
    schedule::Span,
    store::StoreResult,
};

use super::{Actor, Case, Doorstep, Leg, LegState, Move, MoveRefusal, Remembered};

/// What a move led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    pub case: CaseId,
    pub state: LegState,
    /// Number of the new event within the case.
    pub event: i64,
}

#[async_trait]
pub trait Cases: Send + Sync {
    async fn case(&self, id: CaseId) -> StoreResult<Option<Case>>;
    async fn leg(&self, id: LegId) -> StoreResult<Option<Leg>>;
    /// The current legs of a customer's cases, latest first.
    async fn legs_of_customer(&self, customer: AccountId) -> StoreResult<Vec<Leg>>;
    /// The leg of a customer that comes first: one that is being served, or an open
    /// one that ends after `now`, or would by what is proposed.
    async fn next_leg_of_customer(&self, customer: AccountId, now: Timestamp) -> StoreResult<Option<Leg>>;
    /// Legs at a point that wait for an answer, the oldest first.
    async fn desk_requests(&self, point: PointId) -> StoreResult<Vec<Leg>>;
    /// Legs at a point that start within the span and were not declined, cancelled
    /// or lapsed, by start.
    async fn desk_board(&self, point: PointId, span: Span) -> StoreResult<Vec<Leg>>;
    /// Legs of an engineer that start within the span and were not declined,
    /// cancelled or lapsed, by start.
    async fn work(&self, engineer: EngineerId, span: Span) -> StoreResult<Vec<Leg>>;
    /// Home calls that wait for the engineer's answer, the oldest first.
    async fn work_requests(&self, engineer: EngineerId) -> StoreResult<Vec<Leg>>;
    /// Where the home calls among the legs lead. Ask [`super::may_see_address`] before
    /// showing it.
    async fn doorsteps(&self, legs: &[LegId]) -> StoreResult<HashMap<LegId, Doorstep>>;
    /// What the customer told us before.
    async fn remembered(&self, customer: AccountId) -> StoreResult<Remembered>;
    /// Makes the move in one transaction: rule, state, occupancy, event, mail.
    async fn move_leg(
        &self,
        leg: LegId,
        step: Move,
        by: Actor,
        now: Timestamp,
    ) -> StoreResult<Result<Moved, MoveRefusal>>;
    /// Requested or proposed legs whose time has come.
    async fn overdue_legs(&self, now: Timestamp) -> StoreResult<Vec<LegId>>;
    /// Legs that nobody finished and the clock closes: see [`super::CLOSE_AFTER_HOURS`].
    async fn forgotten_legs(&self, now: Timestamp) -> StoreResult<Vec<LegId>>;
    /// The number (of a case) or id of the latest event of a topic, as
    /// `Last-Event-ID` knows it; `None` when nothing has happened yet.
    async fn last_event(&self, topic: Topic) -> StoreResult<Option<String>>;
}
