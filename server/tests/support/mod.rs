//! What tests of the store stand on: a fresh database per test, chance that can be
//! repeated, and builders of people and places.

#![allow(dead_code, unused_imports, reason = "each test program uses its part")]

#[macro_use]
mod engines;

mod build;
mod database;
mod fixture;
pub mod ports;
mod random;
pub mod scene;

pub use build::{NOW, TIANHE, WUHAN, WUHAN_ZONE, hours_later, profile};
pub use fixture::Fixture;
pub use random::SeededRandom;
