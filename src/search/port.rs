use async_trait::async_trait;

use crate::{engineer::Engineer, point::ServicePoint, store::StoreResult};

#[async_trait]
pub trait Names: Send + Sync {
    /// Whether any active engineer is called so; the parts are those of
    /// [`super::name_parts`].
    async fn is_name(&self, parts: &[String]) -> StoreResult<bool>;
    /// Active engineers who are called so: of the first fifty by name the best.
    async fn engineers_named(&self, parts: &[String], limit: u32) -> StoreResult<Vec<Engineer>>;
    /// Active points that are called so, in no order.
    async fn points_named(&self, parts: &[String], limit: u32) -> StoreResult<Vec<ServicePoint>>;
    /// Makes names findable that were there before names were: at most `limit` of them.
    /// Answers how many it has done.
    async fn read_names(&self, limit: u32) -> StoreResult<u64>;
}
