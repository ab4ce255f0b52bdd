//! The people whom somebody new to Handpick can be, to look around.

use super::account::{PASSWORD, email};

pub const CUSTOMER: &str = "customer";
pub const ENGINEER: &str = "engineer";
pub const DESK: &str = "desk";
pub const OPERATOR: &str = "operator";

/// A small table of them, for the terminal.
pub fn table() -> String {
    let people = [
        (CUSTOMER, "has an expert, a visit ahead and one to review", "/me"),
        (ENGINEER, "takes visits and home calls", "/work"),
        (DESK, "staff of the point where that engineer works", "/desk"),
        (OPERATOR, "creates points and people", "/ops"),
    ];
    let mut table = format!("Sign in at /login; the password of all is {PASSWORD}\n");
    for (user, what, page) in people {
        let line = format!("  {:<39} {:<6} {}\n", email(user), page, what);
        table.push_str(&line);
    }
    let everybody = format!("  Every other engineer too: {} as in /engineers/SLUG\n", email("SLUG"));
    table + &everybody
}
