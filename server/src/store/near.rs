//! Who can be had at a place: at points within the customer's radius, and by areas
//! that the customer lives in.

use handpick::{
    engineer::{AREA_RADIUS_MAX_KM, COUNTED_MAX, Mode, Near, Search, Sort, free_days_mask},
    geo::{KM_PER_DEGREE, band, cells_within},
};

use super::{
    name::is_called,
    order::Order,
    search::{Among, REACH, fitting},
    sql::Binds,
};

/// Rows of newcomers in each mode of whom some are weighed: thousands are not compared.
const NEWCOMER_ROWS: u64 = 300;
/// Cells that are read one by one. A circle near a pole touches hundreds, where nobody
/// lives, and no statement may have so many parts.
const CELLS_MAX: usize = 64;

/// The conditions under which a row of `engineer_reach` reaches the place in one mode.
pub struct Part {
    /// Conditions, each on one cell, the nearest first.
    cells: Vec<String>,
    /// The same, each on the cells of one latitude: fewer and shorter statements.
    bands: Vec<String>,
    whole: String,
    conditions: String,
}

impl Part {
    /// By whom the search names and on the day it asks for, where `fitting` holds too.
    pub fn of(mode: Mode, near: Near, search: &Search, fitting: &str, km2: &str, binds: &mut Binds) -> Self {
        let (days, within_km, farthest) = match mode {
            Mode::Home => ("home_days", AREA_RADIUS_MAX_KM, "radius_km * radius_km".to_owned()),
            _ => ("visit_days", near.radius_km, binds.add(near.radius_km * near.radius_km)),
        };
        let cells = cells_within(near.centre, within_km).into_iter();
        let cells: Vec<_> = cells.map(|cell| (band(cell), binds.add(cell))).collect();
        let whole: Vec<_> = cells.iter().map(|(_, cell)| cell.as_str()).collect();
        let (bands, whole_is) = (by_band(&cells), one_of(&whole));
        let cells = match whole.len() {
            ..=CELLS_MAX => whole.iter().map(|cell| one_of(&[*cell])).collect(),
            _ => vec![whole_is.clone()],
        };
        let called = is_called("engineer_id", &search.named, binds);
        let free = search.free_on.map_or_else(String::new, |day| {
            let day = binds.add(free_days_mask(day));
            format!(
                "AND EXISTS (SELECT 1 FROM engineers e WHERE e.id = engineer_id AND (e.{days} & {day}) <> 0)"
            )
        });
        let mode = mode.as_str();
        let conditions = format!("mode = '{mode}' {fitting} AND {km2} <= {farthest} {called} {free}");
        Self { cells, bands, whole: whole_is, conditions }
    }

    /// Rows from all cells, in no order.
    fn rows(&self, columns: &str) -> String {
        self.select(columns, &self.whole)
    }

    /// At most so many rows, the nearest bands first.
    pub fn first_rows(&self, columns: &str, most: u64) -> String {
        format!("SELECT * FROM ({} LIMIT {most}) part", self.rows_from_near(columns))
    }

    /// Rows from the nearest band out. Both engines read one after the other and stop
    /// when they have enough.
    fn rows_from_near(&self, columns: &str) -> String {
        let bands = self.bands.iter().map(|band| self.select(columns, band));
        bands.collect::<Vec<_>>().join(" UNION ALL ")
    }

    /// Rows of each cell, the nearest first.
    fn rows_by_cell(&self, columns: &str) -> impl Iterator<Item = String> {
        self.cells.iter().map(move |cell| self.select(columns, cell))
    }

    fn select(&self, columns: &str, cells: &str) -> String {
        format!("SELECT {columns} FROM engineer_reach WHERE {cells} AND {}", self.conditions)
    }
}

/// A condition for each band of these cells.
fn by_band(cells: &[(i64, String)]) -> Vec<String> {
    let mut bands: Vec<(i64, Vec<&str>)> = Vec::new();
    for (band, cell) in cells {
        match bands.iter_mut().find(|(known, _)| known == band) {
            Some((_, cells)) => cells.push(cell),
            None => bands.push((*band, vec![cell])),
        }
    }
    bands.iter().map(|(_, cells)| one_of(cells)).collect()
}

fn one_of(cells: &[&str]) -> String {
    format!("cell IN ({})", cells.join(", "))
}

/// Where to look, unless help comes online: then the place does not matter.
pub fn place(search: &Search) -> Option<Near> {
    search.near.filter(|_| search.mode != Some(Mode::Online))
}

/// Those who fit and can be had at the place, with the least squared distance, as many
/// as a page needs; and the number of all.
pub fn near_by(
    near: Near,
    search: &Search,
    among: Among,
    order: &Order,
    binds: &mut Binds,
) -> (String, String) {
    let km2 = squared_km(near, binds);
    let fitting = fitting(search, &REACH, among, binds);
    let modes = Mode::BOOKABLE.into_iter().filter(|mode| search.mode.is_none_or(|asked| asked == *mode));
    let parts: Vec<_> = modes.map(|mode| Part::of(mode, near, search, &fitting, &km2, binds)).collect();
    let columns = format!("engineer_id AS id, {km2} AS km2, average, score, reviews");
    let rows = match (among, search.sort) {
        (Among::Newcomers, _) => all(&parts, |part| part.first_rows(&columns, NEWCOMER_ROWS)),
        (Among::Everybody, Sort::Recommended) => {
            let best = Best::of(search, order, &km2, binds);
            all(&parts, |part| best.of_each_cell(part))
        }
        _ => all(&parts, |part| part.rows(&columns)),
    };
    let people = format!(
        "SELECT id, MIN(km2) AS km2, MAX(average) AS average, MAX(score) AS score, MAX(reviews) AS reviews
         FROM ({rows}) reach GROUP BY id"
    );
    let people = match search.sort {
        Sort::NextFree => {
            format!("SELECT p.*, e.next_visit, e.next_home FROM ({people}) p JOIN engineers e ON e.id = p.id")
        }
        _ => people,
    };
    (people, count(&parts))
}

fn all(parts: &[Part], rows: impl Fn(&Part) -> String) -> String {
    parts.iter().map(rows).collect::<Vec<_>>().join(" UNION ALL ")
}

/// How many people they are, if fewer than are counted: no more are read.
fn count(parts: &[Part]) -> String {
    let rows = all(parts, |part| part.rows_from_near("engineer_id AS id"));
    format!("SELECT COUNT(*) FROM (SELECT DISTINCT id FROM ({rows}) parts LIMIT {COUNTED_MAX}) people")
}

/// The best of each cell, in the order of its index: however many thousands live there,
/// no more are read than fill a page.
struct Best {
    columns: String,
    behind: String,
    order: String,
    most: String,
}

impl Best {
    fn of(search: &Search, order: &Order, km2: &str, binds: &mut Binds) -> Self {
        Self {
            columns: format!(
                "engineer_id AS id, MIN({km2}) AS km2, MAX(average) AS average, score, MAX(reviews) AS reviews"
            ),
            behind: order.behind_edge("engineer_id", binds),
            order: order.text("engineer_id"),
            most: binds.add(i64::from(search.page_size) + 1),
        }
    }

    /// Each person once, who may have several points in a cell.
    fn of_each_cell(&self, part: &Part) -> String {
        let Self { columns, behind, order, most } = self;
        let first = |cell| {
            format!(
                "SELECT * FROM ({cell} AND {behind} GROUP BY score, engineer_id ORDER BY {order} LIMIT {most}) cell"
            )
        };
        part.rows_by_cell(columns).map(first).collect::<Vec<_>>().join(" UNION ALL ")
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
