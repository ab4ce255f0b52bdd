//! The desk of a service point: who asks, who comes today, who walks in.

mod act;
mod counter;
mod request;
mod show;
mod slot;
mod walk_in;

use axum::{extract::Path, response::Response};
use handpick::{account::Role, point::ServicePoint};

use crate::{
    routes::{self, Route},
    web::{Problem, Visit, redirect},
};

pub fn routes() -> Vec<Route> {
    vec![
        routes::show("/desk", Role::Staff, show::choose),
        routes::show("/desk/{slug}", Role::Staff, show::show),
        routes::show("/desk/{slug}/legs/{leg}/{verb}", Role::Staff, resume_leg),
        routes::act("/desk/{slug}/legs/{leg}/{verb}", Role::Staff, act::act),
        routes::show("/desk/{slug}/walk-in", Role::Staff, resume),
        routes::act("/desk/{slug}/walk-in", Role::Staff, walk_in::act),
    ]
}

/// The point, for its staff alone.
async fn my_point(visit: &Visit, slug: &str) -> Result<ServicePoint, Problem> {
    let point = visit.app.store.point_by_slug(slug).await?.ok_or(Problem::NotFound)?;
    if visit.signed_in()?.staffs(point.id) { Ok(point) } else { Err(Problem::Forbidden) }
}

/// The address of a form, opened as a page: after a language was chosen there.
async fn resume(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let point = my_point(&visit, &slug).await?;
    Ok(redirect(&format!("/desk/{}", point.slug)))
}

async fn resume_leg(
    visit: Visit,
    Path((slug, _, _)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    resume(visit, Path(slug)).await
}
