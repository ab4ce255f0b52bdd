//! What part of the earth a picture shows, and where in it something is.

use crate::geo::{KM_PER_DEGREE, Position};

use super::{HEIGHT, Point, WIDTH};

/// Units that stay free around what must be seen.
const MARGIN: f64 = 80.0;
/// The least breadth of a picture, in kilometres: around a single point, enough for the
/// next towns to tell where it is.
const BREADTH_MIN_KM: f64 = 40.0;

/// Something that must be seen: a point, or all that is within `radius_km` of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    pub centre: Position,
    pub radius_km: f64,
}

impl From<Position> for Circle {
    fn from(centre: Position) -> Self {
        Self { centre, radius_km: 0.0 }
    }
}

/// A part of the earth in the equirectangular projection (Snyder 1987, *Map Projections:
/// A Working Manual*, p. 90): `x = (lon - lon₀) cos φ₁`, `y = lat - lat₀`, true to scale
/// along the parallel φ₁, for which we take the middle one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    middle: Position,
    /// Units per degree, to the east and to the north.
    east: f64,
    north: f64,
}

impl Frame {
    /// The smallest picture with everything in it; `None` of nothing.
    pub fn around(seen: &[Circle]) -> Option<Self> {
        let (south, north) = parallels(seen)?;
        let (west, breadth) = meridians(seen)?;
        let lat = f64::midpoint(south, north);
        let shrink = Position { lat, lon: 0.0 }.km_per_degree_east() / KM_PER_DEGREE;
        let (width, height) = (f64::from(WIDTH), f64::from(HEIGHT));
        let scale = (width * KM_PER_DEGREE / BREADTH_MIN_KM)
            .min((width - 2.0 * MARGIN) / (breadth * shrink))
            .min((height - 2.0 * MARGIN) / (north - south));
        // Near a pole the way round the earth is short: no meridian is shown twice.
        let east = (scale * shrink).max(width / 360.0);
        let middle =
            Position { lat: on_earth(lat, (height - 2.0 * MARGIN) / scale), lon: west + breadth / 2.0 };
        Some(Self { middle, east, north: scale })
    }

    /// Where in the picture a position is, the short way round from its middle.
    pub fn place(&self, position: Position) -> (f64, f64) {
        self.at(self.middle.lon + turned(position.lon - self.middle.lon), position.lat)
    }

    /// The half axes of a circle, in units: the farther from the middle parallel, the less
    /// round it is.
    pub fn half_axes(&self, circle: Circle) -> (f64, f64) {
        let (east, north) = degrees(circle);
        (east * self.east, north * self.north)
    }

    /// Units per kilometre in the middle.
    pub fn per_km(&self) -> f64 {
        self.north / KM_PER_DEGREE
    }

    /// As [`Frame::place`], for a longitude that goes on beyond the date line.
    pub(super) fn at(&self, lon: f64, lat: f64) -> Point {
        let (x, y) = ((lon - self.middle.lon) * self.east, (self.middle.lat - lat) * self.north);
        (f64::from(WIDTH) / 2.0 + x, f64::from(HEIGHT) / 2.0 + y)
    }

    /// Its sides: west and east, which may lie beyond the date line, south and north.
    pub fn sides(&self) -> [f64; 4] {
        let (x, y) = (f64::from(WIDTH) / 2.0 / self.east, f64::from(HEIGHT) / 2.0 / self.north);
        let Position { lat, lon } = self.middle;
        [lon - x, lon + x, lat - y, lat + y]
    }

    /// Degrees of latitude that are as long as the picture is broad.
    pub(super) fn breadth(&self) -> f64 {
        f64::from(WIDTH) / self.north
    }
}

/// The middle latitude, moved so that a picture of `height` degrees, without its margins,
/// does not reach beyond a pole, if it can.
fn on_earth(lat: f64, height: f64) -> f64 {
    let most = (90.0 - height / 2.0).max(0.0);
    lat.clamp(-most, most)
}

/// How far a circle reaches, in degrees to the east and to the north.
fn degrees(circle: Circle) -> (f64, f64) {
    let east = circle.radius_km / circle.centre.km_per_degree_east();
    (east.min(180.0), circle.radius_km / KM_PER_DEGREE)
}

fn parallels(seen: &[Circle]) -> Option<(f64, f64)> {
    let ends = seen.iter().map(|circle| {
        let (lat, (_, north)) = (circle.centre.lat, degrees(*circle));
        ((lat - north).max(-90.0), (lat + north).min(90.0))
    });
    ends.reduce(|(south, north), (s, n)| (south.min(s), north.max(n)))
}

/// The western end of the shortest stretch round the earth that has all in it, and how
/// many degrees it goes on to the east: what the broadest gap leaves.
fn meridians(seen: &[Circle]) -> Option<(f64, f64)> {
    let mut stretches: Vec<(f64, f64)> = seen
        .iter()
        .map(|circle| (circle.centre.lon, degrees(*circle).0))
        .map(|(lon, east)| (lon - east, lon + east))
        .collect();
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (first, mut reached) = *stretches.first()?;
    let (mut west, mut gap) = (first, f64::MIN);
    // Once round: behind the last one comes the first again.
    for (from, to) in stretches.iter().skip(1).copied().chain([(first + 360.0, first + 360.0)]) {
        if from - reached > gap {
            (gap, west) = (from - reached, from);
        }
        reached = reached.max(to);
    }
    Some((west, (360.0 - gap).clamp(0.0, 360.0)))
}

/// Degrees to the east as the short way: -180 to 180.
fn turned(degrees: f64) -> f64 {
    (degrees + 180.0).rem_euclid(360.0) - 180.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside((x, y): Point) -> bool {
        (0.0..=f64::from(WIDTH)).contains(&x) && (0.0..=f64::from(HEIGHT)).contains(&y)
    }

    fn around(points: &[(f64, f64)]) -> (Vec<Position>, Frame) {
        let points: Vec<_> = points.iter().map(|(lat, lon)| Position { lat: *lat, lon: *lon }).collect();
        let seen: Vec<Circle> = points.iter().map(|point| Circle::from(*point)).collect();
        let frame = Frame::around(&seen).expect("something is to be seen");
        (points, frame)
    }

    #[test]
    fn nothing_has_no_frame() {
        assert_eq!(Frame::around(&[]), None);
    }

    #[test]
    fn a_single_point_lies_in_the_middle_of_its_surroundings() {
        for (lat, lon) in [(30.58, 114.27), (-54.8, -68.3), (0.0, 180.0), (0.0, -180.0)] {
            let (points, frame) = around(&[(lat, lon)]);
            assert_eq!(frame.place(points[0]), (400.0, 250.0));
            let km = f64::from(WIDTH) / frame.per_km();
            assert!((km - BREADTH_MIN_KM).abs() < 1e-6, "{km}");
        }
    }

    #[test]
    fn a_kilometre_is_as_long_to_the_east_as_to_the_north() {
        let (points, frame) = around(&[(60.0, 10.0)]);
        let (x, _) = frame.place(Position { lat: 60.0, lon: 10.1 });
        let km = points[0].distance_km(Position { lat: 60.0, lon: 10.1 });
        assert!(((x - 400.0) / frame.per_km() - km).abs() < 0.01);
    }

    #[test]
    fn whatever_is_to_be_seen_is_inside() {
        let steps = [-90.0, -89.9, -60.0, -0.1, 0.0, 33.3, 89.99, 90.0];
        let turns = [-180.0, -179.9, -90.0, 0.0, 0.2, 120.0, 179.9, 180.0];
        let everywhere: Vec<_> = steps.iter().flat_map(|lat| turns.map(|lon| (*lat, lon))).collect();
        for a in &everywhere {
            for b in &everywhere {
                for c in everywhere.iter().step_by(7) {
                    let (points, frame) = around(&[*a, *b, *c]);
                    let places: Vec<_> = points.iter().map(|point| frame.place(*point)).collect();
                    assert!(places.iter().all(|place| inside(*place)), "{points:?} at {places:?}");
                    let [west, east, ..] = frame.sides();
                    assert!(east - west <= 360.0 + 1e-6, "{points:?}");
                }
            }
        }
    }

    #[test]
    fn neighbours_across_the_date_line_are_neighbours() {
        let (points, frame) = around(&[(-16.8, 179.9), (-16.8, -179.9)]);
        let (a, b) = (frame.place(points[0]), frame.place(points[1]));
        assert!(a.0 < b.0, "west is on the left");
        let km = (b.0 - a.0) / frame.per_km();
        assert!((km - points[0].distance_km(points[1])).abs() < 0.1, "{km}");
    }

    #[test]
    fn a_circle_is_inside_as_a_whole() {
        for centre in [Position { lat: 48.2, lon: 16.4 }, Position { lat: -17.0, lon: 179.99 }] {
            let circle = Circle { centre, radius_km: 100.0 };
            let frame = Frame::around(&[circle]).expect("a circle");
            let (x, y) = frame.place(centre);
            let (a, b) = frame.half_axes(circle);
            assert!(inside((x - a, y - b)) && inside((x + a, y + b)));
            assert!((a / b - 1.0).abs() < 0.01, "it is round");
        }
    }

    #[test]
    fn no_picture_reaches_farther_beyond_a_pole_than_its_margin() {
        for lat in [-90.0, -89.0, 78.2, 90.0] {
            let frame = around(&[(lat, 15.6), (lat, 25.6)]).1;
            let [.., south, north] = frame.sides();
            let most = 90.0 + MARGIN / frame.north + 1e-9;
            assert!(south >= -most && north <= most, "{south} {north}");
        }
    }
}
