//! Who can be had at a place: at points within the customer's radius, and by areas
//! that the customer lives in.

use handpick::{
    engineer::{AREA_RADIUS_MAX_KM, Mode, Near, Search, free_days_mask},
    geo::{KM_PER_DEGREE, cells_within},
};

use super::{name::is_called, sql::Binds};

/// The conditions under which a row of `engineer_reach` reaches the place in one mode.
pub struct Part {
    cells: Vec<String>,
    conditions: String,
}

impl Part {
    /// By whom the search names and on the day it asks for, where `fitting` holds too.
    pub fn of(mode: Mode, near: Near, search: &Search, fitting: &str, km2: &str, binds: &mut Binds) -> Self {
        let (days, within_km, farthest) = match mode {
            Mode::Home => ("home_days", AREA_RADIUS_MAX_KM, "radius_km * radius_km".to_owned()),
            _ => ("visit_days", near.radius_km, binds.add(near.radius_km * near.radius_km)),
        };
        let cells = cells_within(near.centre, within_km).into_iter().map(|cell| binds.add(cell)).collect();
        let called = is_called("engineer_id", &search.named, binds);
        let free = search.free_on.map_or_else(String::new, |day| {
            let day = binds.add(free_days_mask(day));
            format!(
                "AND EXISTS (SELECT 1 FROM engineers e WHERE e.id = engineer_id AND (e.{days} & {day}) <> 0)"
            )
        });
        let mode = mode.as_str();
        let conditions = format!("mode = '{mode}' {fitting} AND {km2} <= {farthest} {called} {free}");
        Self { cells, conditions }
    }

    /// Rows from all cells, in no order.
    pub fn rows(&self, columns: &str) -> String {
        self.select(columns, &format!("cell IN ({})", self.cells.join(", ")))
    }

    /// At most so many rows, from the nearest cells. Both engines read one cell after the
    /// other and stop when they have enough.
    pub fn first_rows(&self, columns: &str, most: u64) -> String {
        let cells: Vec<_> = self.rows_by_cell(columns).collect();
        format!("SELECT * FROM ({} LIMIT {most}) part", cells.join(" UNION ALL "))
    }

    /// Rows of each cell, the nearest first.
    pub fn rows_by_cell(&self, columns: &str) -> impl Iterator<Item = String> {
        self.cells.iter().map(move |cell| self.select(columns, &format!("cell = {cell}")))
    }

    fn select(&self, columns: &str, cells: &str) -> String {
        format!("SELECT {columns} FROM engineer_reach WHERE {cells} AND {}", self.conditions)
    }
}

/// The squared distance from the place to the columns `lat` and `lon`, flat: within
/// the distances that people travel it is off by less than a percent, and neither
/// engine needs trigonometry for it.
pub fn squared_km(near: Near, binds: &mut Binds) -> String {
    let Near { centre, radius_km } = near;
    let (north, east) = (KM_PER_DEGREE, centre.km_per_degree_east());
    let (lat, lon) = (binds.add(centre.lat), binds.add(centre.lon));
    let (north2, east2) = (binds.add(north * north), binds.add(east * east));
    let reach = radius_km.max(AREA_RADIUS_MAX_KM) / east;
    // The short way round, where it may lead across the date line.
    let across = if centre.lon.abs() + reach < 180.0 {
        format!("(lon - {lon})")
    } else {
        format!("(180.0 - ABS(180.0 - ABS(lon - {lon})))")
    };
    format!("((lat - {lat}) * (lat - {lat}) * {north2} + {across} * {across} * {east2})")
}
