use handpick::{geo::Position, place::Place};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        icon::Icon,
        notice::{Notice, Tone},
    },
    islands::place_field::{PlaceInput, PlaceWords},
    web::{Fields, Located, PART, PLACE, Visit},
};

/// Where are you? A text that the server understands; in browsers that can, with
/// suggestions while typing and the position of the telephone.
#[component]
pub fn PlaceField(visit: Visit, located: Located) -> impl IntoView {
    let t = visit.t;
    let exact = located.spot.as_ref().filter(|spot| spot.exact).map(|spot| spot.position);
    let shown = match &located.spot {
        Some(spot) if located.typed.is_empty() => spot.place.label(visit.lang()).to_owned(),
        _ => located.typed.clone(),
    };
    let error = located.is_unknown().then(|| {
        view! { <p class="field-error" id="place-error">{t.place_unknown(&located.typed)}</p> }
    });
    let coordinate = |of: fn(Position) -> f64| exact.map_or_else(String::new, |at| format!("{:.5}", of(at)));
    let words = PlaceWords {
        placeholder: t.place_placeholder().to_owned(),
        here: t.place_here().to_owned(),
        suggestions: t.place_suggestions().to_owned(),
        locating: t.place_locating().to_owned(),
        not_located: t.place_not_located().to_owned(),
    };
    view! {
        <div class="field place-field">
            <label for="place">{t.place_label()}</label>
            <PlaceInput
                typed=shown lat=coordinate(|at| at.lat) lon=coordinate(|at| at.lon)
                invalid=located.is_unknown() words=words
            />
            {error}
        </div>
    }
}

/// That the place is not known, where the field that says so is folded away.
#[component]
pub fn UnknownPlace(t: Messages, located: Located) -> impl IntoView {
    located.is_unknown().then(|| {
        view! { <Notice tone=Tone::Warn answer=true><p>{t.place_unknown(&located.typed)}</p></Notice> }
    })
}

/// Which of several places was meant, as links that keep everything else asked.
#[component]
pub fn WhichPlace(visit: Visit, located: Located, fields: Fields) -> impl IntoView {
    let t = visit.t;
    if located.others.is_empty() {
        return None;
    }
    let question = match &located.spot {
        Some(spot) => t.place_taken_as(spot.place.label(visit.lang()), t.region(&spot.place)),
        None => t.place_did_you_mean().to_owned(),
    };
    let rest = fields.query_without(&[PLACE, &PART].concat());
    let link = |place: &Place| {
        let label = place.label(visit.lang()).to_owned();
        let words = t.place_in_region(&label, t.region(place));
        view! { <li><a class="chip" href=place_link(place, &label, &rest)>{words}</a></li> }
    };
    let links = located.others.iter().map(link).collect_view();
    Some(view! {
        <nav class="notice" aria-label=t.place_which()>
            <Icon name="pin"/>
            <div><p><strong>{question}</strong></p><ul class="chips">{links}</ul></div>
        </nav>
    })
}

fn place_link(place: &Place, label: &str, rest: &str) -> String {
    let position = place.position;
    let here = [
        ("place", label.to_owned()),
        ("lat", format!("{:.5}", position.lat)),
        ("lon", format!("{:.5}", position.lon)),
    ];
    let here = serde_urlencoded::to_string(here).unwrap_or_default();
    if rest.is_empty() { format!("?{here}") } else { format!("?{here}&{rest}") }
}
