use async_trait::async_trait;
use jiff::civil::Date;

use crate::store::StoreResult;

use super::{Asked, Counts, Question, Recount};

#[async_trait]
pub trait Insights: Send + Sync {
    /// Adds counts to those of the same days and kinds: all of them, or none.
    async fn add_questions(&self, asked: &[Asked]) -> StoreResult<()>;
    /// What was asked from the day on, each kind once.
    async fn questions_since(&self, day: Date) -> StoreResult<Vec<(Question, Counts)>>;
    /// Forgets what was asked before the day, and says how many kinds of a day that were.
    async fn forget_questions(&self, before: Date) -> StoreResult<u64>;
    /// Notes what came of counting all ratings anew, in place of the last time.
    async fn note_recount(&self, recount: Recount) -> StoreResult<()>;
    async fn last_recount(&self) -> StoreResult<Option<Recount>>;
}
