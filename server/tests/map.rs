//! Pictures of every part of the world, from the table that we ship.

use std::sync::LazyLock;

use handpick::{
    geo::Position,
    map::{Atlas, Circle, Frame, HEIGHT, PATHS_MAX, WIDTH, labels},
    place::Gazetteer,
};
use handpick_server::{COAST, PLACES};

static ATLAS: LazyLock<Atlas> = LazyLock::new(|| Atlas::parse(COAST).expect("the table is well formed"));
static TOWNS: LazyLock<Gazetteer> =
    LazyLock::new(|| Gazetteer::parse(PLACES).expect("the table is well formed"));

fn frame(lat: f64, lon: f64, radius_km: f64) -> Frame {
    Frame::around(&[Circle { centre: Position { lat, lon }, radius_km }]).expect("a frame")
}

/// The rings of a path, back from what SVG reads: `M` is from the corner, `l` from the point before.
fn rings(path: &str) -> Vec<Vec<(i32, i32)>> {
    path.split('M').skip(1).map(|ring| corners(ring.trim_end_matches('z'))).collect()
}

fn corners(ring: &str) -> Vec<(i32, i32)> {
    let spaced = ring.replace('l', " ").replace('-', " -");
    let numbers: Vec<i32> = spaced.split_whitespace().map(|n| n.parse().expect("a whole number")).collect();
    let steps = numbers.chunks_exact(2).map(|pair| (pair[0], pair[1]));
    let walk = steps.scan((0, 0), |at, (x, y)| {
        *at = (at.0 + x, at.1 + y);
        Some(*at)
    });
    walk.collect()
}

/// Whether a place in the picture is filled, by the non-zero rule of SVG.
fn is_land(path: &str, x: f64, y: f64) -> bool {
    let mut winding = 0;
    for ring in rings(path) {
        for (index, (bx, by)) in ring.iter().enumerate() {
            let (ax, ay) = ring[(index + ring.len() - 1) % ring.len()];
            let [ax, ay, bx, by] = [ax, ay, *bx, *by].map(f64::from);
            if (ay <= y) != (by <= y) && ax + (y - ay) / (by - ay) * (bx - ax) > x {
                winding += if ay <= y { 1 } else { -1 };
            }
        }
    }
    winding != 0
}

#[test]
fn nothing_leaves_the_picture_and_no_picture_is_heavy() {
    for lat in (-90..=90).step_by(6) {
        for lon in (-180..=180).step_by(9) {
            for radius_km in [0.0, 60.0, 400.0, 3_000.0, 20_000.0] {
                let outline = ATLAS.outline(&frame(lat.into(), lon.into(), radius_km));
                let corners = rings(&outline.land).into_iter().chain(rings(&outline.borders)).flatten();
                let inside = |(x, y): (i32, i32)| (0..=WIDTH).contains(&x) && (0..=HEIGHT).contains(&y);
                assert!(corners.into_iter().all(inside), "{lat} {lon} {radius_km}");
                let bytes = outline.land.len() + outline.borders.len();
                assert!(bytes <= PATHS_MAX, "{lat} {lon} {radius_km}: {bytes}");
            }
        }
    }
}

#[test]
fn towns_are_on_land_at_every_scale() {
    for (radius_km, least) in [(0.0, 0.97), (100.0, 0.96), (1_500.0, 0.88), (8_000.0, 0.75)] {
        let towns: Vec<_> = TOWNS.all().iter().step_by(97).collect();
        let on_land = |position: Position| {
            let frame = frame(position.lat, position.lon, radius_km);
            let (x, y) = frame.place(position);
            is_land(&ATLAS.outline(&frame).land, x + 0.25, y + 0.25)
        };
        let dry = towns.iter().filter(|town| on_land(town.position)).count();
        let share = dry as f64 / towns.len() as f64;
        assert!(share >= least, "{share} within {radius_km} km");
    }
}

#[test]
fn the_sea_is_not_land() {
    let seas = [
        (0.0, -30.0),
        (-40.0, 179.999),
        (30.0, -179.999),
        (42.0, 50.5),
        (89.9, 0.0),
        (-60.0, 0.0),
        (35.5, 18.0),
    ];
    for (lat, lon) in seas {
        for radius_km in [0.0, 200.0, 2_000.0] {
            let frame = frame(lat, lon, radius_km);
            let (x, y) = frame.place(Position { lat, lon });
            assert!(!is_land(&ATLAS.outline(&frame).land, x + 0.25, y + 0.25), "{lat} {lon} {radius_km}");
        }
    }
    for (lat, lon) in [(-89.0, 30.0), (66.5, 179.99), (66.5, -179.99), (47.0, 100.0)] {
        let frame = frame(lat, lon, 0.0);
        assert!(is_land(&ATLAS.outline(&frame).land, 400.25, 250.25), "{lat} {lon}");
    }
}

#[test]
fn borders_are_where_countries_meet() {
    let basel = ATLAS.outline(&frame(47.56, 7.59, 20.0));
    assert!(!basel.borders.is_empty());
    let wuhan = ATLAS.outline(&frame(30.58, 114.27, 60.0));
    assert_eq!(wuhan.borders, "");
}

#[test]
fn names_of_towns_have_room() {
    for town in TOWNS.all().iter().step_by(301) {
        let frame = frame(town.position.lat, town.position.lon, 30.0);
        let found = labels(&frame, &TOWNS, handpick::lang::Lang::En, &[]);
        assert!(found.len() <= 8 && !found.is_empty(), "{}", town.name);
        for (index, a) in found.iter().enumerate() {
            let others = &found[..index];
            assert!(
                others.iter().all(|b| (a.foot - b.foot).abs() >= 30.0 || (a.x - b.x).abs() > 26.0),
                "{}",
                town.name
            );
        }
    }
}
