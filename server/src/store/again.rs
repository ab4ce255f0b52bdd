//! Trying again what met another transaction.
//!
//! Locks are taken in one order, so transactions wait for each other and not in a
//! circle; with one exception. Whoever chooses anew gives up what is held for them
//! before they take what was held for somebody else, and the two may do it to each
//! other. PostgreSQL then ends one of them, which has changed nothing and simply
//! comes again.

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
