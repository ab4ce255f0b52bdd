//! The people whom somebody new to Handpick can be, to look around.

use handpick::{
    account::Viewer,
    lang::Lang,
    store::{Store, StoreResult},
};

use super::account::{PASSWORD, email};

pub const CUSTOMER: &str = "customer";
pub const ENGINEER: &str = "engineer";
pub const DESK: &str = "desk";
pub const OPERATOR: &str = "operator";

/// A small table of them, for the terminal, and how they meet.
pub async fn table(store: &dyn Store) -> StoreResult<String> {
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
    let story = story(store).await?.unwrap_or_default();
    Ok(table + &everybody + &story)
}

/// Whom to book, so that the people of the table are who answers. `None` when they
/// are not there.
async fn story(store: &dyn Store) -> StoreResult<Option<String>> {
    let Some(Viewer { engineer: Some(id), .. }) = viewer(store, ENGINEER).await? else { return Ok(None) };
    let Some(engineer) = store.engineer(id).await? else { return Ok(None) };
    let Some(point) = store.points_of(id).await?.into_iter().next() else { return Ok(None) };
    let name = engineer.name.text(Lang::En);
    Ok(Some(format!(
        "Book {name} at /engineers/{}: {DESK}@ confirms a visit at /desk/{}, {ENGINEER}@ a home call at /work\n",
        engineer.slug, point.slug
    )))
}

async fn viewer(store: &dyn Store, user: &str) -> StoreResult<Option<Viewer>> {
    let Ok(email) = email(user).parse() else { return Ok(None) };
    let Some(account) = store.account_by_email(&email).await? else { return Ok(None) };
    store.viewer(account.id).await
}
