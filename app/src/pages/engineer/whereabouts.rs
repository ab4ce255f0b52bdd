use handpick::{engineer::Area, geo::Position, map::Circle, point::ServicePoint};
use leptos::prelude::*;

use crate::{
    components::{
        map::{Look, Map, Marker},
        moving_map::MovingMap,
    },
    web::{NEAR_KM, Visit},
};

/// The points where she works and the circles of her home calls, as a picture; the same
/// stands in words above it. A circle is drawn around its town, which is all that the
/// page tells of it: its own middle could be her home.
#[component]
pub fn Whereabouts<'a>(
    visit: Visit,
    name: String,
    points: &'a [ServicePoint],
    areas: &'a [Area],
    here: Option<Position>,
) -> impl IntoView + use<> {
    let t = visit.t;
    let mut markers: Vec<_> = points.iter().map(|point| point_marker(&visit, point)).collect();
    let circles: Vec<_> = areas.iter().filter_map(|area| circle(&visit, area)).collect();
    if markers.is_empty() && circles.is_empty() {
        return None;
    }
    let seen = markers.iter().map(|marker| marker.position).chain(circles.iter().map(|circle| circle.centre));
    // From far away one would see nothing but the way.
    let near = here.filter(|here| seen.clone().any(|position| position.distance_km(*here) <= NEAR_KM));
    markers.extend(near.map(|position| Marker {
        position,
        look: Look::Here,
        name: t.map_here().to_owned(),
        href: None,
    }));
    let label = t.map_of_person(name);
    Some(view! {
        <MovingMap visit=visit.clone() label=label.clone() markers=markers.clone() areas=circles.clone()>
            <Map visit=visit label=label markers=markers areas=circles/>
        </MovingMap>
    })
}

fn point_marker(visit: &Visit, point: &ServicePoint) -> Marker {
    Marker {
        position: point.position,
        look: Look::Pin(None),
        name: point.name.text(visit.lang()).to_owned(),
        href: Some(format!("/points/{}", point.slug)),
    }
}

fn circle(visit: &Visit, area: &Area) -> Option<Circle> {
    let town = visit.app.places.get(area.place)?;
    Some(Circle { centre: town.position, radius_km: area.radius_km })
}
