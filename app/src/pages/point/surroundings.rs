use handpick::point::ServicePoint;
use leptos::prelude::*;

use crate::{
    components::{
        map::{Look, Map, Marker},
        moving_map::MovingMap,
    },
    web::Visit,
};

/// How far the next points may be to be shown, and how many are.
pub const NEARBY_KM: f64 = 25.0;
pub const NEARBY: u32 = 4;

/// All but the point itself, which is the nearest to itself.
pub fn others(point: &ServicePoint, mut near: Vec<ServicePoint>) -> Vec<ServicePoint> {
    near.retain(|other| other.id != point.id);
    near.truncate(NEARBY as usize);
    near
}

/// A picture of where the point is, with the others that are near.
#[component]
pub fn Here<'a>(visit: Visit, point: &'a ServicePoint, nearby: &'a [ServicePoint]) -> impl IntoView + use<> {
    let name = |point: &ServicePoint| point.name.text(visit.lang()).to_owned();
    let others = nearby.iter().map(|other| Marker {
        position: other.position,
        look: Look::Dot,
        name: name(other),
        href: Some(address(other)),
    });
    let this = Marker { position: point.position, look: Look::Pin(None), name: name(point), href: None };
    // What the picture is about lies in front.
    let markers: Vec<_> = others.chain([this]).collect();
    let label = visit.t.map_of_point(name(point));
    view! {
        <MovingMap visit=visit.clone() label=label.clone() markers=markers.clone()>
            <Map visit=visit label=label markers=markers/>
        </MovingMap>
    }
}

/// The others that are near, in words.
#[component]
pub fn Nearby<'a>(
    visit: Visit,
    point: &'a ServicePoint,
    nearby: &'a [ServicePoint],
) -> impl IntoView + use<> {
    let t = visit.t;
    let rows = nearby.iter().map(|other| {
        let km = t.common_km(format!("{:.1}", other.position.distance_km(point.position)));
        let name = other.name.text(visit.lang()).to_owned();
        view! { <li><a class="link" href=address(other)>{name}</a>" "<span class="soft small">{km}</span></li> }
    });
    let rows = rows.collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="nearby">
                <h2 id="nearby">{t.map_nearby()}</h2>
                <ul>{rows}</ul>
            </section>
        }
    })
}

fn address(point: &ServicePoint) -> String {
    format!("/points/{}", point.slug)
}
