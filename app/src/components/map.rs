use handpick::{
    geo::Position,
    map::{self, Circle, Frame, HEIGHT, Label, WIDTH},
};
use leptos::prelude::*;

use crate::{catalogue::Messages, web::Visit};

/// Markers nearer to each other than these units become one: each stays large enough to
/// be met by a finger.
pub const APART: f64 = 60.0;
/// Half the breadth and height of a marker, and how far above its place its middle is.
const HALF: (f64, f64) = (26.0, 32.0);
const RAISED: f64 = 30.0;
/// Most units of the bar that tells the scale, and where it begins.
const BAR: f64 = 180.0;
const BAR_AT: (f64, f64) = (24.0, 476.0);

/// Something marked in a picture.
#[derive(Debug, Clone)]
pub struct Marker {
    pub position: Position,
    pub look: Look,
    /// What it is called for those who do not see it.
    pub name: String,
    pub href: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// What the picture is about, with the number that it has in a list beside it.
    Pin(Option<usize>),
    /// What else is near.
    Dot,
    /// Where the reader is.
    Here,
}

/// A picture of where something is: land, borders, towns, and in front the markers, first
/// those that are no links. All that it tells stands in words beside it.
#[component]
pub fn Map(
    visit: Visit,
    label: String,
    markers: Vec<Marker>,
    #[prop(optional)] areas: Vec<Circle>,
) -> impl IntoView {
    let frame = frame(&markers, &areas)?;
    let outline = visit.app.atlas.outline(&frame);
    let taken: Vec<_> = markers.iter().map(|marker| room(&frame, marker)).chain([bar_room()]).collect();
    let towns = map::labels(&frame, &visit.app.places, visit.lang(), &taken);
    let areas: Vec<_> = areas.into_iter().map(|circle| area(&frame, circle)).collect();
    let markers: Vec<_> = met(&frame, markers).into_iter().map(|marker| draw(&frame, marker)).collect();
    let borders =
        (!outline.borders.is_empty()).then(|| view! { <path class="map-border" d=outline.borders></path> });
    Some(view! {
        <svg class="map" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="group" aria-label=label>
            <path class="map-land" d=outline.land></path>
            {borders}
            {areas}
            <g aria-hidden="true">{towns.into_iter().map(town).collect_view()}{bar(visit.t, &frame)}</g>
            {markers}
        </svg>
    })
}

/// The part of the earth with all of them in it.
pub fn frame(markers: &[Marker], areas: &[Circle]) -> Option<Frame> {
    let points = markers.iter().map(|marker| Circle::from(marker.position));
    Frame::around(&points.chain(areas.iter().copied()).collect::<Vec<_>>())
}

/// The markers that are shown: of links that would lie on each other the first, named
/// after all of them.
fn met(frame: &Frame, markers: Vec<Marker>) -> Vec<Marker> {
    let (links, mut shown): (Vec<_>, Vec<_>) = markers.into_iter().partition(|marker| marker.href.is_some());
    let places: Vec<_> = links.iter().map(|marker| frame.place(marker.position)).collect();
    shown.extend(map::together(&places, APART).into_iter().map(|group| {
        let names: Vec<_> = group.iter().map(|index| links[*index].name.as_str()).collect();
        Marker { name: names.join(" · "), ..links[group[0]].clone() }
    }));
    shown
}

/// Where no name may stand.
fn room(frame: &Frame, marker: &Marker) -> ((f64, f64), (f64, f64)) {
    let (x, y) = frame.place(marker.position);
    match marker.look {
        Look::Pin(_) => ((x, y - RAISED), HALF),
        Look::Dot | Look::Here => ((x, y), (18.0, 18.0)),
    }
}

fn area(frame: &Frame, circle: Circle) -> impl IntoView + use<> {
    let (x, y) = frame.place(circle.centre);
    let (a, b) = frame.half_axes(circle);
    view! { <ellipse class="map-area" cx=whole(x) cy=whole(y) rx=whole(a) ry=whole(b)></ellipse> }
}

fn town(label: Label) -> impl IntoView {
    let Label { name, x, y, foot } = label;
    view! {
        <circle class="map-town" cx=whole(x) cy=whole(y) r="5"></circle>
        <text class="map-name" x=whole(x) y=whole(foot)>{name}</text>
    }
}

fn draw(frame: &Frame, marker: Marker) -> AnyView {
    let (x, y) = frame.place(marker.position);
    let shape =
        view! { <g transform=format!("translate({} {})", whole(x), whole(y))>{shape(marker.look)}</g> };
    match marker.href {
        Some(href) => view! { <a class="map-link" href=href aria-label=marker.name>{shape}</a> }.into_any(),
        None => view! { <g role="img" aria-label=marker.name>{shape}</g> }.into_any(),
    }
}

/// Around the place, which is at 0 0. The first circle is what a finger meets.
pub fn shape(look: Look) -> AnyView {
    match look {
        Look::Pin(number) => {
            let inside = match number {
                Some(number) => view! { <text class="map-number" y="-28">{number}</text> }.into_any(),
                None => view! { <circle class="map-eye" cy="-37" r="9"></circle> }.into_any(),
            };
            view! {
                <circle class="map-target" cy="-30" r="36"></circle>
                <path class="map-pin" d="M0 0C-7-13-25-20-25-37a25 25 0 1 1 50 0C25-20 7-13 0 0z"></path>
                {inside}
            }
            .into_any()
        }
        Look::Dot => view! {
            <circle class="map-target" r="30"></circle>
            <circle class="map-dot" r="12"></circle>
        }
        .into_any(),
        Look::Here => view! {
            <circle class="map-halo" r="26"></circle>
            <circle class="map-here" r="12"></circle>
        }
        .into_any(),
    }
}

/// The bar that tells the scale: the longest round number of kilometres that has room.
fn bar(t: Messages, frame: &Frame) -> impl IntoView + use<> {
    let lengths = [1u32, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
    let units = |km: u32| f64::from(km) * frame.per_km();
    let km = lengths.into_iter().rev().find(|km| units(*km) <= BAR)?;
    let (x, y) = BAR_AT;
    Some(view! {
        <path class="map-bar" d=format!("M{x} {}v8h{}v-8", y - 8.0, whole(units(km)))></path>
        <text class="map-name" x=whole(x + units(km) / 2.0) y=y - 14.0>{t.common_km(t.number(km.into()))}</text>
    })
}

fn bar_room() -> ((f64, f64), (f64, f64)) {
    let (x, y) = BAR_AT;
    ((x + BAR / 2.0, y - 20.0), (BAR / 2.0, 28.0))
}

#[expect(clippy::cast_possible_truncation, reason = "units of the picture, or little more")]
fn whole(units: f64) -> i32 {
    units.round() as i32
}
