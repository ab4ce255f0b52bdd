//! The rules of Handpick: what it *is*, with no I/O.
//!
//! Each noun has a folder with its types, its rules as pure functions, and the
//! port (a trait in domain verbs) that `server` implements. [`store::Store`] is
//! the sum of the ports.

pub mod account;
pub mod booking;
pub mod case;
pub mod clock;
pub mod engineer;
pub mod geo;
pub mod id;
pub mod insight;
pub mod lang;
pub mod link;
pub mod live;
pub mod mail;
pub mod map;
pub mod photo;
pub mod place;
pub mod point;
pub mod review;
pub mod schedule;
pub mod search;
pub mod store;
pub mod tag;
pub mod text;
