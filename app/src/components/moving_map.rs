//! A map that can be moved, where the owner has a tile server. The picture above it tells
//! the same, and stays for whoever does not ask for more: only then is that server asked.

use handpick::{geo::Position, map::Circle};
use leptos::prelude::*;

use crate::web::{Head, Visit};

use super::map::{Marker, shape};

/// Offers below a picture to move around among the same markers. `islands/moving_map.js`
/// shows the offer and does it; the page's head needs [`Head::with_map`].
#[component]
pub fn MovingMap(
    visit: Visit,
    label: String,
    markers: Vec<Marker>,
    #[prop(optional)] areas: Vec<Circle>,
    /// The picture.
    children: Children,
) -> impl IntoView {
    let t = visit.t;
    let picture = children();
    let Some(tiles) = &visit.app.site.tiles else { return picture };
    let areas = areas.into_iter().map(|circle| {
        let (lat, lon) = degrees(circle.centre);
        view! { <span data-lat=lat data-lon=lon data-km=circle.radius_km.to_string()></span> }
    });
    view! {
        {picture}
        <div
            hidden
            data-tiles=tiles.template.clone()
            data-zoom-in=t.map_zoom_in()
            data-zoom-out=t.map_zoom_out()
        >
            <div class="map-offer" data-offer="">
                <button class="button button-quiet" type="button">{t.map_move()}</button>
                <p class="soft small">{t.map_move_note(tiles.host())}</p>
                <p class="field-error" role="alert" hidden>{t.map_failed()}</p>
            </div>
            <div class="map-offer" data-moving="" hidden>
                <div class="moving-map" role="application" dir="ltr" aria-label=label aria-description=t.map_keys()></div>
                <p class="soft small">{tiles.credit.clone()}</p>
                <button class="button button-quiet" type="button">{t.map_close()}</button>
            </div>
            <template>{areas.collect_view()}{markers.into_iter().map(marker).collect_view()}</template>
        </div>
    }
    .into_any()
}

impl Head {
    /// For a page with a map, if there is one on it: with all that moving it needs.
    pub fn with_map(self, visit: &Visit, drawn: bool) -> Self {
        let tiles = visit.app.site.tiles.clone().filter(|_| drawn);
        Self { tiles, ..self }
    }
}

/// The marker of the picture, its place in the middle of its breadth.
fn marker(marker: Marker) -> AnyView {
    let (lat, lon) = degrees(marker.position);
    let shape = view! { <svg viewBox="-36 -68 72 104" aria-hidden="true">{shape(marker.look)}</svg> };
    match marker.href {
        Some(href) => view! {
            <a class="map-link" href=href aria-label=marker.name data-lat=lat data-lon=lon>{shape}</a>
        }
        .into_any(),
        None => view! { <span role="img" aria-label=marker.name data-lat=lat data-lon=lon>{shape}</span> }
            .into_any(),
    }
}

/// To a metre.
fn degrees(at: Position) -> (String, String) {
    (format!("{:.5}", at.lat), format!("{:.5}", at.lon))
}
