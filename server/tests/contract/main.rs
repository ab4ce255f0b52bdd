//! The contract of the store: every method, on both engines.
//!
//! SQLite needs nothing; for PostgreSQL run `tools/with-postgres cargo test`.

#[macro_use]
#[path = "../support/mod.rs"]
mod support;

mod account;
mod booking;
mod case;
mod completeness;
mod engineer;
mod history;
mod insight;
mod link;
mod live;
mod mail;
mod photo;
mod point;
mod review;
mod schedule;
mod search;

use support::scene;
