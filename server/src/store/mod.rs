//! The store on SQLite and on PostgreSQL.
//!
//! Every noun's SQL is written once, in `<noun>.rs`, and compiled twice: as a part
//! of [`sqlite`] and as a part of [`postgres`], where `super::engine` names the
//! concrete pool. What truly differs stands in
//! `<engine>/engine.rs`. The contract suite in
//! `tests/contract` runs every method on both.

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
    mod writer;

    #[path = "../account.rs"]
    mod account;
    #[path = "../again.rs"]
    mod again;
    #[path = "../booking/mod.rs"]
    mod booking;
    #[path = "../candidates.rs"]
    mod candidates;
    #[path = "../case/mod.rs"]
    mod case;
    #[path = "../crowd.rs"]
    mod crowd;
    #[path = "../engineer.rs"]
    mod engineer;
    #[path = "../enlist.rs"]
    mod enlist;
    #[path = "../event.rs"]
    mod event;
    #[path = "../history.rs"]
    mod history;
    #[path = "../insight.rs"]
    mod insight;
    #[path = "../letter.rs"]
    mod letter;
    #[path = "../link.rs"]
    mod link;
    #[path = "../load.rs"]
    mod load;
    #[path = "../mail.rs"]
    mod mail;
    #[path = "../name.rs"]
    mod name;
    #[path = "../near.rs"]
    mod near;
    #[path = "../occupancy.rs"]
    mod occupancy;
    #[path = "../order.rs"]
    mod order;
    #[path = "../people.rs"]
    mod people;
    #[path = "../photo.rs"]
    mod photo;
    #[path = "../point.rs"]
    mod point;
    #[path = "../profile.rs"]
    mod profile;
    #[path = "../rating.rs"]
    mod rating;
    #[path = "../reach.rs"]
    mod reach;
    #[path = "../review.rs"]
    mod review;
    #[path = "../row.rs"]
    mod row;
    #[path = "../schedule.rs"]
    mod schedule;
    #[path = "../search.rs"]
    mod search;
    #[path = "../sql.rs"]
    mod sql;
    #[path = "../tag.rs"]
    mod tag;
}

pub mod postgres {
    pub mod engine;

    #[path = "../account.rs"]
    mod account;
    #[path = "../again.rs"]
    mod again;
    #[path = "../booking/mod.rs"]
    mod booking;
    #[path = "../candidates.rs"]
    mod candidates;
    #[path = "../case/mod.rs"]
    mod case;
    #[path = "../crowd.rs"]
    mod crowd;
    #[path = "../engineer.rs"]
    mod engineer;
    #[path = "../enlist.rs"]
    mod enlist;
    #[path = "../event.rs"]
    mod event;
    #[path = "../history.rs"]
    mod history;
    #[path = "../insight.rs"]
    mod insight;
    #[path = "../letter.rs"]
    mod letter;
    #[path = "../link.rs"]
    mod link;
    #[path = "../load.rs"]
    mod load;
    #[path = "../mail.rs"]
    mod mail;
    #[path = "../name.rs"]
    mod name;
    #[path = "../near.rs"]
    mod near;
    #[path = "../occupancy.rs"]
    mod occupancy;
    #[path = "../order.rs"]
    mod order;
    #[path = "../people.rs"]
    mod people;
    #[path = "../photo.rs"]
    mod photo;
    #[path = "../point.rs"]
    mod point;
    #[path = "../profile.rs"]
    mod profile;
    #[path = "../rating.rs"]
    mod rating;
    #[path = "../reach.rs"]
    mod reach;
    #[path = "../review.rs"]
    mod review;
    #[path = "../row.rs"]
    mod row;
    #[path = "../schedule.rs"]
    mod schedule;
    #[path = "../search.rs"]
    mod search;
    #[path = "../sql.rs"]
    mod sql;
    #[path = "../tag.rs"]
    mod tag;
}
