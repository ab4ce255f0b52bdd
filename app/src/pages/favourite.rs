use axum::response::Response;
use handpick::{account::Role, id::EngineerId};

use crate::{
    limits::Limit,
    routes::{self, Route},
    web::{Fields, Problem, Visit, local_path, redirect},
};

pub fn routes() -> Vec<Route> {
    vec![routes::act("/favourites", Role::Customer, act)]
}

/// Keeps an engineer as "my expert" (`on=1`) or lets her go; said twice, it is so
/// once.
async fn act(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let id: EngineerId = fields.get("engineer").parse().map_err(|_| Problem::NotFound)?;
    let on = match fields.get("on") {
        "1" => true,
        "0" => false,
        _ => return Err(Problem::BadRequest),
    };
    let customer = visit.signed_in()?.id();
    let store = &visit.app.store;
    store.engineer(id).await?.ok_or(Problem::NotFound)?;
    if on {
        visit.take(Limit::Favourite)?;
    }
    store.set_favourite(customer, id, on, visit.now).await?;
    Ok(redirect(local_path(fields.get("back")).unwrap_or("/me#experts")))
}
