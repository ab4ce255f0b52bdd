//! The SQL of every noun, a part of [`super::sqlite`] and of [`super::postgres`].

use super::engine;

mod account;
mod again;
mod booking;
mod case;
mod engineer;
mod enlist;
mod event;
mod insight;
mod letter;
mod link;
mod load;
mod mail;
mod name;
mod occupancy;
mod people;
mod photo;
mod point;
mod rating;
mod review;
mod row;
mod schedule;
mod search;
mod sql;
mod tag;
