use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use handpick::{account::Role, geo::Position, place::Place};

use crate::{
    islands::suggest::{Suggestion, Suggestions},
    routes::{self, Route},
    web::{Fields, Problem, Visit},
};

/// Suggestions at once.
const SUGGESTIONS: usize = 7;

pub fn routes() -> Vec<Route> {
    vec![routes::show("/places", Role::Anyone, show)]
}

/// Places for the field that asks where somebody is: those that begin as `q` does,
/// or the one nearest to `lat` and `lon`.
async fn show(visit: Visit) -> Result<Response, Problem> {
    let fields = Fields::of_query(&visit.uri)?;
    let gazetteer = &visit.app.places;
    let found = match position(&fields) {
        Some(here) => gazetteer.nearest(here).into_iter().collect(),
        None => gazetteer.suggest(fields.get("q"), SUGGESTIONS),
    };
    let list: Vec<_> = found.into_iter().map(|place| suggestion(&visit, place)).collect();
    let answer = Json(Suggestions { status: visit.t.place_found(list.len() as u64), list });
    // The labels are in the reader's language.
    Ok(([(header::CACHE_CONTROL, "private, max-age=600"), (header::VARY, "Cookie, Accept-Language")], answer)
        .into_response())
}

fn position(fields: &Fields) -> Option<Position> {
    Position::new(fields.get("lat").parse().ok()?, fields.get("lon").parse().ok()?)
}

fn suggestion(visit: &Visit, place: &Place) -> Suggestion {
    let label = place.label(visit.lang());
    let other = if label == place.name { place.name_zh } else { place.name };
    let both = if other.is_empty() || other == label { label.to_owned() } else { format!("{label} {other}") };
    let position = place.position;
    Suggestion {
        label: both,
        note: visit.t.region(place),
        text: label.to_owned(),
        at: Some((format!("{:.5}", position.lat), format!("{:.5}", position.lon))),
        href: None,
    }
}
