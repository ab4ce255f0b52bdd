//! Booking somebody: where, when, what, who. Each step is a page and a form of its
//! own; what was said is kept in a draft that belongs to the browser, and every
//! step can be gone back to.

mod draft;
mod frame;
mod place;
mod start;
mod time;
mod what;
mod who;

use axum::{extract::Path, response::Response};
use handpick::account::Role;

use crate::{
    routes::{self, Route},
    web::{Problem, Visit, redirect},
};

pub fn routes() -> Vec<Route> {
    let anyone = Role::Anyone;
    vec![
        routes::show("/book", anyone, start::show),
        routes::act("/book", anyone, start::begin),
        routes::show("/book/{draft}", anyone, resume),
        routes::show("/book/{draft}/where", anyone, place::show),
        routes::act("/book/{draft}/where", anyone, place::save),
        routes::show("/book/{draft}/when", anyone, time::show),
        routes::act("/book/{draft}/when", anyone, time::save),
        routes::show("/book/{draft}/what", anyone, what::show),
        routes::upload("/book/{draft}/what", anyone, what::save),
        routes::show("/book/{draft}/photos", anyone, resume),
        routes::upload("/book/{draft}/photos", anyone, what::add_photos),
        routes::show("/book/{draft}/photos/remove", anyone, resume),
        routes::upload("/book/{draft}/photos/remove", anyone, what::remove_photo),
        routes::show("/book/{draft}/who", anyone, who::show),
        routes::show("/book/{draft}/request", anyone, resume),
        routes::act("/book/{draft}/request", anyone, who::request),
    ]
}

/// The step at which something is missing.
async fn resume(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    Ok(match draft::open(&visit, &id).await? {
        Ok(booking) => redirect(&booking.link(booking.next_step())),
        Err(done) => done,
    })
}
