//! The program behind its door: requests in, answers out, on a real database.

#[path = "../support/mod.rs"]
mod support;

mod authorisation;
mod bookings;
mod cases;
mod days_off;
mod finding;
mod headers;
mod insight;
mod links;
mod mail;
mod maps;
mod ops;
mod picks;
mod problems;
mod profiles;
mod remembered;
mod sessions;
mod smtp;
mod streams;
mod test_app;
mod uploads;
