//! Positions on the earth (WGS 84) and distances between them.

use serde::{Deserialize, Serialize};

/// Kilometres per degree of latitude on a sphere of 6,371 km.
pub const KM_PER_DEGREE: f64 = 111.195;

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Degrees north, -90 to 90.
    pub lat: f64,
    /// Degrees east, -180 to 180.
    pub lon: f64,
}

impl Position {
    /// `None` when the coordinates are not on the earth.
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        on_earth.then_some(Self { lat, lon })
    }

    /// Great-circle distance in kilometres (haversine formula).
    pub fn distance_km(self, other: Position) -> f64 {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let dlat = lat2 - lat1;
        let dlon = (other.lon - self.lon).to_radians();
        let a = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
        2.0 * 6371.0 * a.sqrt().clamp(0.0, 1.0).asin()
    }

    /// The cell this position lies in: see [`cells_within`].
    pub fn cell(self) -> i64 {
        cell_of(grid(self.lat), grid(self.lon))
    }

    /// Kilometres per degree of longitude at this latitude.
    pub fn km_per_degree_east(self) -> f64 {
        KM_PER_DEGREE * self.lat.to_radians().cos().max(0.01)
    }
}

/// The cells of half a degree that a circle of `radius_km` around `centre` can
/// touch, the nearest first. An index on the cell turns "who is near" into a handful of look-ups
/// that both engines answer alike.
pub fn cells_within(centre: Position, radius_km: f64) -> Vec<i64> {
    let dlat = radius_km / KM_PER_DEGREE;
    let dlon = radius_km / centre.km_per_degree_east();
    let rows = grid((centre.lat - dlat).max(-90.0))..=grid((centre.lat + dlat).min(90.0));
    let west = grid(centre.lon - dlon);
    let columns = (grid(centre.lon + dlon) - west).clamp(0, COLUMNS - 1);
    let mut cells: Vec<_> = rows
        .flat_map(|row| (0..=columns).map(move |step| (row, west + step)))
        .map(|(row, column)| (middle_to(centre, row, column), cell_of(row, column)))
        .collect();
    cells.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    cells.into_iter().map(|(_, cell)| cell).collect()
}

/// The squared distance from the middle of a cell, in degrees of latitude.
fn middle_to(centre: Position, row: i64, column: i64) -> f64 {
    let east = centre.km_per_degree_east() / KM_PER_DEGREE;
    let (lat, lon) = (middle(row) - centre.lat, (middle(column) - centre.lon) * east);
    lat * lat + lon * lon
}

#[expect(clippy::cast_precision_loss, reason = "some hundred rows and columns")]
fn middle(grid: i64) -> f64 {
    grid as f64 / 2.0 + 0.25
}

const COLUMNS: i64 = 720;

#[expect(clippy::cast_possible_truncation, reason = "degrees are small")]
fn grid(degrees: f64) -> i64 {
    (degrees * 2.0).floor() as i64
}

fn cell_of(row: i64, column: i64) -> i64 {
    (row + 180) * COLUMNS + (column + 360).rem_euclid(COLUMNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WUHAN: Position = Position { lat: 30.58, lon: 114.27 };

    #[test]
    fn distance_is_that_of_an_atlas() {
        let beijing = Position { lat: 39.9075, lon: 116.39723 };
        let km = WUHAN.distance_km(beijing);
        assert!((1050.0..1060.0).contains(&km), "{km}");
    }

    #[test]
    fn the_cell_of_the_centre_comes_first() {
        for centre in [WUHAN, Position { lat: -0.1, lon: 179.9 }, Position { lat: 89.9, lon: 0.1 }] {
            assert_eq!(cells_within(centre, 80.0)[0], centre.cell());
        }
    }

    #[test]
    fn every_point_of_the_circle_lies_in_a_listed_cell() {
        for centre in [WUHAN, Position { lat: -0.1, lon: 179.9 }, Position { lat: 64.0, lon: -179.8 }] {
            let cells = cells_within(centre, 80.0);
            for step in 0..360 {
                let angle = f64::from(step).to_radians();
                let lat = centre.lat + angle.sin() * 79.0 / KM_PER_DEGREE;
                let lon = centre.lon + angle.cos() * 79.0 / centre.km_per_degree_east();
                let lon = if lon > 180.0 {
                    lon - 360.0
                } else if lon < -180.0 {
                    lon + 360.0
                } else {
                    lon
                };
                assert!(cells.contains(&Position { lat, lon }.cell()), "{lat} {lon}");
            }
        }
    }

    #[test]
    fn nowhere_is_refused() {
        assert_eq!(Position::new(91.0, 0.0), None);
        assert_eq!(Position::new(0.0, f64::NAN), None);
    }
}
