//! The door: signing in, up and out, and the links that come by mail.

pub mod again;
mod confirm;
pub mod door;
pub mod forms;
mod invitation;
mod reset;
mod sign_in;
mod sign_up;

use handpick::account::Role;

use crate::routes::{self, Route};

pub fn routes() -> Vec<Route> {
    let anyone = Role::Anyone;
    vec![
        routes::show("/login", anyone, sign_in::show),
        routes::act("/login", anyone, sign_in::enter),
        routes::show("/login/again", anyone, sign_in::show),
        routes::act("/login/again", anyone, again::enter),
        routes::act("/logout", anyone, sign_in::leave),
        routes::show("/register", anyone, sign_up::show),
        routes::act("/register", anyone, sign_up::enter),
        routes::show("/reset", anyone, reset::ask),
        routes::act("/reset", anyone, reset::send),
        routes::show("/reset/{token}", anyone, reset::choose),
        routes::act("/reset/{token}", anyone, reset::save),
        routes::show("/confirm/{token}", Role::Customer, confirm::show),
        routes::act("/confirm/{token}", Role::Customer, confirm::confirm),
        routes::show("/invitation/{token}", anyone, invitation::show),
        routes::act("/invitation/{token}", anyone, invitation::accept),
    ]
}
