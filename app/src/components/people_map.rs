use handpick::{
    engineer::{Engineer, FoundEngineer},
    geo::Position,
    id::EngineerId,
    map,
    point::ServicePoint,
};
use leptos::prelude::*;

use crate::{
    components::{
        card::profile,
        icon::Icon,
        map::{APART, Look, Map, Marker, frame},
        moving_map::MovingMap,
    },
    web::{MAP, SearchQuery, Visit},
};

/// A point with the people of the page who work there.
#[derive(Debug, Clone)]
struct Manned {
    point: ServicePoint,
    people: Vec<Engineer>,
    km: f64,
}

/// Where the people of a page take visits: a picture when it is asked for, as faces come
/// first, and beside it the same as a list. Nobody's home is in it: what is marked are
/// service points.
#[component]
pub fn PeopleMap(
    visit: Visit,
    query: SearchQuery,
    people: Vec<FoundEngineer>,
    /// Who works at which point.
    points: Vec<(EngineerId, ServicePoint)>,
) -> impl IntoView {
    let t = visit.t;
    let near = query.search.near.filter(|_| !people.is_empty())?;
    if !query.map {
        let href = query.with(MAP, "1");
        return Some(
            view! { <p><a class="link icon-line" href=href><Icon name="pin"/>{t.map_show()}</a></p> }
                .into_any(),
        );
    }
    let mut manned = manned(&people, points, near.centre);
    manned.retain(|manned| manned.km <= near.radius_km);
    if manned.is_empty() {
        return Some(view! { <p class="soft">{t.map_nobody()}</p> }.into_any());
    }
    let here = Marker { position: near.centre, look: Look::Here, name: t.map_here().to_owned(), href: None };
    let groups = grouped(manned, &here);
    let numbered = || (1..).zip(&groups);
    let markers = numbered().map(|(number, group)| marker(&visit, number, group));
    let markers = [here.clone()].into_iter().chain(markers).collect();
    // Who moves closer can tell apart what lies together in the picture.
    let each = numbered().flat_map(|(number, group)| group.chunks(1).map(move |one| (number, one)));
    let each = each.map(|(number, one)| marker(&visit, number, one));
    let each = [here].into_iter().chain(each).collect();
    let passed_on = query.passed_on();
    let rows = numbered().map(|(number, group)| row(&visit, number, group, &passed_on)).collect_view();
    let hide = query.without(&[MAP]);
    let label = t.map_of_people().to_owned();
    let map = view! {
        <div class="map-fold">
            <p><a class="link icon-line" href=hide><Icon name="pin"/>{t.map_hide()}</a></p>
            <div class="map-beside">
                <div>
                    <MovingMap visit=visit.clone() label=label.clone() markers=each>
                        <Map visit=visit.clone() label=label markers=markers/>
                    </MovingMap>
                    <p class="map-key soft small"><span class="map-key-here"></span>{t.map_here()}</p>
                </div>
                <ol class="map-list">{rows}</ol>
            </div>
        </div>
    };
    Some(map.into_any())
}

/// Whether these points make a picture: [`PeopleMap`] marks those that are near.
pub fn is_drawn(query: &SearchQuery, points: &[(EngineerId, ServicePoint)]) -> bool {
    let near = query.search.near.filter(|_| query.map);
    near.is_some_and(|near| {
        points.iter().any(|(_, point)| near.centre.distance_km(point.position) <= near.radius_km)
    })
}

/// The points, the nearest first, each once.
fn manned(people: &[FoundEngineer], points: Vec<(EngineerId, ServicePoint)>, here: Position) -> Vec<Manned> {
    let mut all: Vec<Manned> = Vec::new();
    for (who, point) in points {
        let Some((engineer, _)) = people.iter().find(|(engineer, _)| engineer.id == who) else { continue };
        match all.iter_mut().find(|manned| manned.point.id == point.id) {
            Some(manned) => manned.people.push(engineer.clone()),
            None => {
                let km = here.distance_km(point.position);
                all.push(Manned { point, people: vec![engineer.clone()], km });
            }
        }
    }
    all.sort_by(|a, b| a.km.total_cmp(&b.km).then_with(|| a.point.id.cmp(&b.point.id)));
    all
}

/// Points that would lie on each other in the picture have one marker.
fn grouped(manned: Vec<Manned>, here: &Marker) -> Vec<Vec<Manned>> {
    let spots = manned.iter().map(|manned| Marker { position: manned.point.position, ..here.clone() });
    let all: Vec<Marker> = [here.clone()].into_iter().chain(spots).collect();
    let Some(frame) = frame(&all, &[]) else { return Vec::new() };
    let places: Vec<_> = manned.iter().map(|manned| frame.place(manned.point.position)).collect();
    let groups = map::together(&places, APART).into_iter();
    groups.map(|group| group.into_iter().map(|index| manned[index].clone()).collect()).collect()
}

fn marker(visit: &Visit, number: usize, group: &[Manned]) -> Marker {
    let names: Vec<_> = group.iter().map(|manned| manned.point.name.text(visit.lang())).collect();
    let href = match group {
        [one] => format!("/points/{}", one.point.slug),
        _ => format!("#{}", row_id(number)),
    };
    Marker {
        position: group[0].point.position,
        look: Look::Pin(Some(number)),
        name: format!("{number}: {}", names.join(visit.t.common_list_separator())),
        href: Some(href),
    }
}

fn row(visit: &Visit, number: usize, group: &[Manned], passed_on: &str) -> impl IntoView + use<> {
    let t = visit.t;
    let lines = group.iter().map(|Manned { point, people, km }| {
        let names = people.iter().enumerate().map(|(index, engineer)| {
            let apart = (index > 0).then(|| t.common_list_separator());
            let name = engineer.name.text(visit.lang()).to_owned();
            view! { {apart}<a href=profile(engineer, passed_on)>{name}</a> }
        });
        view! {
            <p>
                <a class="map-point" href=format!("/points/{}", point.slug)>{point.name.text(visit.lang()).to_owned()}</a>
                " "<span class="soft small">{t.common_km(format!("{km:.1}"))}</span>
            </p>
            <p class="map-people small">{names.collect_view()}</p>
        }
    });
    view! { <li id=row_id(number)>{lines.collect_view()}</li> }
}

fn row_id(number: usize) -> String {
    format!("map-{number}")
}
