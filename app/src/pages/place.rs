use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use handpick::{account::Role, geo::Position, place::Place};

use crate::{
    islands::place_field::{Suggestion, Suggestions},
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
    let places: Vec<_> = found.into_iter().map(|place| suggestion(&visit, place)).collect();
    let status = visit.t.place_found(places.len() as u64);
    let answer = Json(Suggestions { status, places });
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
    Suggestion {
        name: if other == label { String::new() } else { other.to_owned() },
        label: label.to_owned(),
        region: visit.t.region(place),
        lat: place.position.lat,
        lon: place.position.lon,
    }
}
