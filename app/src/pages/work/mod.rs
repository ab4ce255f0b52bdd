//! The engineer's side: her day and her week, her hours, her profile.

mod day;
mod job;
mod leg;
mod plan;
mod profile;
mod request;
mod schedule;
mod tabs;
mod week;

use handpick::{account::Role, engineer::Engineer};

use crate::{
    routes::{self, Route},
    web::{Problem, Visit},
};

pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        routes::show("/work", Role::Engineer, day::show),
        routes::show("/work/week", Role::Engineer, week::show),
        routes::act("/work/legs/{leg}/{verb}", Role::Engineer, leg::act),
    ];
    routes.extend(profile::routes());
    routes.extend(schedule::routes());
    routes
}

/// The profile of whoever is signed in.
async fn myself(visit: &Visit) -> Result<Engineer, Problem> {
    let id = visit.signed_in()?.engineer.ok_or(Problem::Forbidden)?;
    visit.app.store.engineer(id).await?.ok_or(Problem::NotFound)
}
