//! The contract of the store: every method, on both engines.
//!
//! SQLite needs nothing; for PostgreSQL run `tools/with-postgres cargo test`.

#[path = "../support/mod.rs"]
mod support;

/// Makes one test per engine of each body.
macro_rules! contract {
    ($($(#[$doc:meta])* async fn $name:ident($store:ident: &Fixture) $body:block)+) => {$(
        $(#[$doc])*
        mod $name {
            use super::*;

            async fn body($store: &Fixture) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                Fixture::sqlite().await.run(body).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                Fixture::postgres().await.run(body).await;
            }
        }
    )+};
}

mod account;
mod booking;
mod case;
mod completeness;
mod engineer;
mod mail;
mod photo;
mod point;
mod review;
mod scene;
mod schedule;
mod search;
