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

    /// The position to hundredths of a degree, about a kilometre: where somebody starts
    /// from may be her home, and distances told to strangers would find it.
    pub fn coarse(self) -> Self {
        let hundredths = |degrees: f64| (degrees * 100.0).round() / 100.0;
        Self { lat: hundredths(self.lat), lon: hundredths(self.lon) }
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

/// Minutes to set out, to park or wait, and to find the door: an assumption.
pub const SETTING_OUT_MINUTES: u32 = 10;
/// Kilometres on roads for one as the crow flies: an assumption, that roads are a third
/// longer.
pub const DETOUR: f64 = 4.0 / 3.0;
/// Kilometres an hour through a large city: rounded from the 23 km/h that Amap's report
/// on China's major cities for 2016 gives for Guangzhou in the rush hour, as an estimate
/// had better not promise too much.
pub const CITY_KM_PER_HOUR: f64 = 25.0;
/// Beyond this many kilometres the way is no longer through one city: nothing is
/// estimated.
pub const TRAVEL_MAX_KM: f64 = 25.0;

/// About how many minutes the way over this distance takes by car, 10 to 90, rounded
/// to 5: [`SETTING_OUT_MINUTES`], then the roads at [`CITY_KM_PER_HOUR`]. `None` when it
/// is farther than [`TRAVEL_MAX_KM`], or no distance.
pub fn travel_minutes(km: f64) -> Option<u32> {
    const STEP: f64 = 5.0;
    if !(0.0..=TRAVEL_MAX_KM).contains(&km) {
        return None;
    }
    let driving = km * DETOUR / CITY_KM_PER_HOUR * 60.0;
    let minutes = ((f64::from(SETTING_OUT_MINUTES) + driving) / STEP).round() * STEP;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "10 to 90, whole")]
    Some(minutes as u32)
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

/// The band of cells of one latitude that the cell is in.
pub const fn band(cell: i64) -> i64 {
    cell / COLUMNS
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
    fn a_coarse_position_is_near_and_tells_no_more() {
        let home = Position { lat: 30.581_23, lon: 114.274_56 };
        assert_eq!(home.coarse(), Position { lat: 30.58, lon: 114.27 });
        assert!(home.distance_km(home.coarse()) < 0.8);
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
    fn a_longer_way_never_takes_less_time() {
        let minutes: Vec<_> =
            (0..=250).map(|tenth| travel_minutes(f64::from(tenth) / 10.0).expect("near")).collect();
        assert!(minutes.is_sorted());
        assert!(minutes.iter().all(|minutes| minutes.is_multiple_of(5)));
        assert_eq!((minutes[0], minutes[50], minutes[250]), (10, 25, 90));
    }

    #[test]
    fn of_a_far_or_unknown_way_no_time_is_told() {
        for km in [25.01, 600.0, -0.1, f64::NAN, f64::INFINITY] {
            assert_eq!(travel_minutes(km), None, "{km}");
        }
    }

    #[test]
    fn nowhere_is_refused() {
        assert_eq!(Position::new(91.0, 0.0), None);
        assert_eq!(Position::new(0.0, f64::NAN), None);
    }
}
