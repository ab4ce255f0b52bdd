use async_trait::async_trait;
use jiff::Timestamp;

use crate::{
    id::{AccountId, BayId, CaseId, DraftId, EngineerId, PointId},
    schedule::FreeTime,
    store::StoreResult,
};

use super::{Draft, Hold};

/// Somebody else has that time, or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the time is taken")]
pub struct TimeTaken;

pub struct HoldRequest {
    pub draft: DraftId,
    pub time: FreeTime,
    /// For a visit the bays that may be taken, the preferred first; one of them
    /// must be free. Empty for a home call.
    pub bays: Vec<BayId>,
    pub until: Timestamp,
    pub now: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefusal {
    #[error("something is still missing")]
    Incomplete,
    /// The hold ran out and somebody else has taken the time since.
    #[error("the time is taken")]
    TimeTaken,
    /// The time has passed, or the engineer or point no longer serves.
    #[error("the time is no longer offered")]
    NotOffered,
    /// As many requests of the customer wait for an answer as may: see [`super::waiting_max`].
    #[error("{0} requests are waiting for an answer already")]
    TooManyWaiting(usize),
    /// The customer is the engineer: she would be served by herself, and review herself.
    #[error("nobody books herself")]
    Herself,
}

/// A customer at the counter, served at once, perhaps without an account.
pub struct WalkIn {
    /// Also the idempotency key: a repeated submit finds the first case.
    pub draft: DraftId,
    pub engineer: EngineerId,
    pub point: PointId,
    pub bay: BayId,
    pub time: FreeTime,
    /// Empty: she said none.
    pub customer_name: String,
    pub product: Option<&'static str>,
    pub need: Option<&'static str>,
    pub by: AccountId,
    pub now: Timestamp,
}

#[async_trait]
pub trait Bookings: Send + Sync {
    async fn open_draft(&self, draft: &Draft) -> StoreResult<()>;
    async fn draft(&self, id: DraftId) -> StoreResult<Option<Draft>>;
    /// Saves everything but the hold and the case. Changing the engineer, mode or point
    /// gives the hold up.
    async fn save_draft(&self, draft: &Draft) -> StoreResult<()>;
    /// Takes the time for the draft and gives up the one it had. On `TimeTaken`
    /// nothing has changed, and the time it had stays held.
    async fn hold(&self, request: HoldRequest) -> StoreResult<Result<Hold, TimeTaken>>;
    /// Turns the draft into a case with one requested leg. Done twice, it answers
    /// with the same case. A hold that has run out is taken again if still free. A
    /// refusal changes nothing: the draft and its hold stay.
    async fn request_booking(
        &self,
        draft: DraftId,
        customer: AccountId,
        now: Timestamp,
    ) -> StoreResult<Result<CaseId, RequestRefusal>>;
    /// Starts a case in the state `arrived`.
    async fn walk_in(&self, walk_in: WalkIn) -> StoreResult<Result<CaseId, TimeTaken>>;
    /// Gives up times that were taken until now only, such as holds that have run out, and
    /// drafts nobody finished in two days.
    async fn sweep_drafts(&self, now: Timestamp) -> StoreResult<u64>;
}
