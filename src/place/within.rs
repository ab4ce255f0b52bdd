//! The places in a part of the earth.

use crate::geo::Position;

use super::{Gazetteer, Place};

/// Degrees of latitude from which on [`Gazetteer::largest_within`] begins with the largest
/// places of the world instead of those that are there.
const BROAD: f64 = 8.0;
/// In the last cell before the date line: on it lies the first one.
const LAST_LON: f64 = 179.9;

impl Gazetteer {
    /// The largest places between two meridians, which may lie beyond the date line, and
    /// two parallels: west, east, south, north. The largest first.
    pub fn largest_within(&self, [west, east, south, north]: [f64; 4], limit: usize) -> Vec<&Place> {
        let inside = |place: &&Place| {
            let Position { lat, lon } = place.position;
            (south..=north).contains(&lat) && (lon - west).rem_euclid(360.0) <= east - west
        };
        // A broad piece of the earth has large places, so they are soon found.
        if north - south > BROAD {
            return self.places.iter().filter(inside).take(limit).collect();
        }
        let mut indices = self.indices_between(west, east, south, north);
        indices.sort_unstable();
        indices.iter().map(|index| &self.places[*index as usize]).filter(inside).take(limit).collect()
    }

    /// The places in all cells that lie between: each row of cells is one stretch of them,
    /// or two across the date line.
    fn indices_between(&self, west: f64, east: f64, south: f64, north: f64) -> Vec<u32> {
        let turned = |lon: f64| (lon + 180.0).rem_euclid(360.0) - 180.0;
        let (from, to) = (turned(west), turned(east));
        let stretches = if east - west >= 360.0 {
            vec![(-180.0, LAST_LON)]
        } else if from <= to {
            vec![(from, to)]
        } else {
            vec![(from, LAST_LON), (-180.0, to)]
        };
        let mut found = Vec::new();
        let mut lat = (south * 2.0).floor() / 2.0;
        while lat <= north {
            for (from, to) in &stretches {
                let cell = |lon: f64| Position { lat, lon }.cell();
                let start = self.by_cell.partition_point(|(other, _)| *other < cell(*from));
                let row = self.by_cell[start..].iter().take_while(|(other, _)| *other <= cell(*to));
                found.extend(row.map(|(_, index)| *index));
            }
            lat += 0.5;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_largest_within_a_frame() {
        let all = crate::place::tests::gazetteer();
        let names = |sides| all.largest_within(sides, 2).iter().map(|p| p.name).collect::<Vec<_>>();
        assert_eq!(names([114.0, 114.5, 30.3, 30.8]), ["Wuhan"]);
        assert_eq!(names([114.3, 114.5, 30.3, 30.8]), [""; 0]);
        assert_eq!(names([-180.0, 180.0, -90.0, 90.0]), ["Wuhan", "Xi’an"]);
        assert_eq!(names([100.0, 130.0, 30.0, 34.0]), ["Wuhan", "Wuxi"]);
    }

    #[test]
    fn looks_beyond_the_date_line() {
        let rows = "head\n1\tTaveuni\t\t\tFJ\t0\t-16.8\t-179.9\t20000\tPacific/Fiji\n\
            2\tLabasa\t\t\tFJ\t0\t-16.4\t179.6\t10000\tPacific/Fiji\n";
        let fiji = Gazetteer::parse(rows).expect("the table is well formed");
        for sides in [[179.0, 181.0, -17.0, -16.0], [-181.0, -179.0, -17.0, -16.0]] {
            assert_eq!(fiji.largest_within(sides, 9).len(), 2, "{sides:?}");
        }
        assert_eq!(fiji.largest_within([179.0, 180.0, -17.0, -16.0], 9).len(), 1);
        assert_eq!(fiji.largest_within([0.0, 360.0, -17.0, -16.0], 9).len(), 2);
    }
}
