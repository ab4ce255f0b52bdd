//! Trying again what met another transaction.
//!
//! Most locks are taken in one order, so that transactions wait for each other and not in
//! a circle. But whoever chooses anew gives up what is held for them before they take what
//! was held for somebody else; and a point is changed before its engineers, whose reviews
//! count for them first and for the point then. PostgreSQL ends one of two who wait for
//! each other: it has changed nothing and simply comes again.

use std::future::Future;

use handpick::store::StoreResult;

use super::engine::met_another;

/// Each time at least one of those who met has got through.
const ATTEMPTS: u32 = 8;

/// Runs a transaction until it has met no other one.
pub async fn again<T, Attempt>(mut attempt: impl FnMut() -> Attempt) -> StoreResult<T>
where
    Attempt: Future<Output = StoreResult<T>>,
{
    for _ in 1..ATTEMPTS {
        match attempt().await {
            Err(error) if met_another(&error) => tracing::debug!(%error, "trying again"),
            answer => return answer,
        }
    }
    attempt().await
}
