//! The store on SQLite and on PostgreSQL.
//!
//! Every noun's SQL is written once, in `<noun>.rs`, and compiled twice: `nouns` is a part
//! of [`sqlite`] and of [`postgres`], where `super::engine` names the concrete pool. What
//! truly differs stands in `<engine>/engine.rs`. The contract suite in `tests/contract`
//! runs every method on both.

#![expect(clippy::duplicate_mod, reason = "each noun is compiled once per engine")]

pub mod bulk;
pub mod inspect;
mod open;
pub mod roster;

pub use open::{AnyStore, EngineStore, OpenError, open};

pub mod sqlite {
    mod connections;
    pub mod engine;
    mod log;
    #[path = "../nouns.rs"]
    mod nouns;
    mod writer;
}

pub mod postgres {
    pub mod engine;
    #[path = "../nouns.rs"]
    mod nouns;
}
