//! Service points: where people bring things to.

mod json_ld;
mod list;
mod people;
mod show;
mod surroundings;

use handpick::account::Role;

use crate::routes::{self, Route};

pub fn routes() -> Vec<Route> {
    vec![
        routes::show("/points", Role::Anyone, list::show),
        routes::show("/points/{slug}", Role::Anyone, show::show),
    ]
}
