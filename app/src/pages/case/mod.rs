//! A case, as its customer, its engineer and the desk of its point see it.

mod act;
mod attest;
mod calendar;
mod change;
mod details;
mod dossier;
mod now;
mod reschedule;
mod review;
mod show;
mod story;

use handpick::account::Role;

use crate::routes::{self, Route};

pub fn routes() -> Vec<Route> {
    vec![
        routes::show("/cases/{id}", Role::Customer, show::show),
        routes::show("/cases/{id}/appointment.ics", Role::Customer, calendar::download),
        routes::show("/cases/{id}/reschedule", Role::Customer, reschedule::show),
        routes::show("/cases/{id}/legs/{leg}/{verb}", Role::Customer, act::resume),
        routes::act("/cases/{id}/legs/{leg}/{verb}", Role::Customer, act::act),
        routes::show("/legs/{leg}/review", Role::Customer, review::resume),
        routes::act("/legs/{leg}/review", Role::Customer, review::send),
        routes::show("/reviews/{id}/reply", Role::Engineer, review::resume_reply),
        routes::act("/reviews/{id}/reply", Role::Engineer, review::reply),
    ]
}
