//! The program behind its door: requests in, answers out, on a real database.

#[path = "../support/mod.rs"]
mod support;

mod authorisation;
mod cases;
mod headers;
mod problems;
mod sessions;
mod test_app;
