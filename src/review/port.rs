use async_trait::async_trait;
use jiff::Timestamp;

use crate::{
    id::{AccountId, EngineerId, LegId, ReviewId},
    store::StoreResult,
    tag::TagKind,
};

use super::{Outcome, Rating, Review, Subject};

/// A review as the customer sends it: of the engineer and, for a visit, also of
/// the service point. The store finds out whom the leg was served by.
#[derive(Debug, Clone)]
pub struct NewReview {
    pub leg: LegId,
    pub customer: AccountId,
    /// 1 to 5.
    pub stars: u8,
    pub text: Option<String>,
    pub praise: Vec<&'static str>,
    /// Stars and text for the service point.
    pub point: Option<(u8, Option<String>)>,
    pub now: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefusal {
    #[error("only the customer who was served can review")]
    NotServed,
    /// Evidence is what somebody says who can be asked: an account without a proven
    /// address costs nothing.
    #[error("the customer's address is not confirmed")]
    Unconfirmed,
    #[error("this step has been reviewed already")]
    Already,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReplyRefusal {
    #[error("only the reviewed engineer can reply")]
    NotYours,
    #[error("there is a reply already")]
    Already,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReviewFilter {
    pub stars: Option<u8>,
    pub praise: Option<&'static str>,
    pub product: Option<&'static str>,
    pub need: Option<&'static str>,
    /// Counted from 0.
    pub page: u32,
    pub page_size: u32,
}

#[derive(Debug, Clone)]
pub struct ReviewPage {
    pub reviews: Vec<Review>,
    /// How many fit the filter in all.
    pub total: u64,
}

#[async_trait]
pub trait Reviews: Send + Sync {
    /// Stores the review, its ratings' sums and its event in one transaction.
    async fn review(&self, new: NewReview) -> StoreResult<Result<(), ReviewRefusal>>;
    async fn reply(
        &self,
        review: ReviewId,
        engineer: EngineerId,
        text: &str,
        now: Timestamp,
    ) -> StoreResult<Result<(), ReplyRefusal>>;
    /// Latest first.
    async fn reviews(&self, of: Subject, filter: ReviewFilter) -> StoreResult<ReviewPage>;
    /// What was given from each of the instants, which ascend, until the next one;
    /// from the last on until today.
    async fn ratings_since(&self, of: Subject, starts: &[Timestamp]) -> StoreResult<Vec<Rating>>;
    /// How each of the engineers was rated for cases of this product or need, if she
    /// offers it and somebody has rated one.
    async fn outcomes(
        &self,
        of: &[EngineerId],
        kind: TagKind,
        key: &'static str,
    ) -> StoreResult<Vec<(EngineerId, Outcome)>>;
    async fn reviews_of_leg(&self, leg: LegId) -> StoreResult<Vec<Review>>;
    /// How many rating sums of engineers, their tags and points differ from a recount.
    async fn wrong_ratings(&self) -> StoreResult<u64>;
}
