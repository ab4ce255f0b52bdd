//! Who can be had at a place: at points within the customer's radius, and by areas
//! that the customer lives in.

use handpick::{
    engineer::{AREA_RADIUS_MAX_KM, COUNTED_MAX, Mode, Near, Search, Sort, free_days_mask},
    geo::{KM_PER_DEGREE, band, cells_within},
};

use super::{
    engine::CELL_BY_CELL,
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
/// A cell where nobody is. Lists are filled up with it, so that the same statements
/// serve nearly every place: each is kept prepared, and is not small.
const NOWHERE: i64 = -1;
/// Lists are filled up to multiples of these.
const CELLS: usize = 16;
const CELLS_OF_BAND: usize = 8;
const BANDS: usize = 6;

/// The conditions under which a row of `engineer_reach` reaches the place in one mode.
pub struct Part {
    /// The nearest first.
    cells: Vec<i64>,
    conditions: String,
}

impl Part {
    /// By whom the search names and on the day it asks for, where `fitting` holds too.
    pub fn of(mode: Mode, near: Near, search: &Search, fitting: &str, km2: &str, binds: &mut Binds) -> Self {
        let (days, within_km, farthest) = match mode {
            Mode::Home => ("home_days", AREA_RADIUS_MAX_KM, "radius_km * radius_km".to_owned()),
            _ => ("visit_days", near.radius_km, binds.add(near.radius_km * near.radius_km)),
        };
        let cells = cells_within(near.centre, within_km);
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
    fn rows(&self, columns: &str, binds: &mut Binds) -> String {
        self.select(columns, &filled(self.cells.clone(), CELLS, NOWHERE), binds)
    }

    /// At most so many rows; see [`Self::rows_from_near`] for which.
    pub fn first_rows(&self, columns: &str, most: u64, binds: &mut Binds) -> String {
        format!("SELECT * FROM ({} LIMIT {most}) part", self.rows_from_near(columns, binds))
    }

    /// Rows from the nearest band of one latitude out, where cells are read one by one:
    /// whoever wants only some stops when there are enough. Else in no order.
    fn rows_from_near(&self, columns: &str, binds: &mut Binds) -> String {
        if !CELL_BY_CELL {
            return self.rows(columns, binds);
        }
        let bands = by_band(&self.cells).into_iter().map(|band| filled(band, CELLS_OF_BAND, NOWHERE));
        let bands = filled(bands.collect(), BANDS, vec![NOWHERE; CELLS_OF_BAND]);
        let bands = bands.iter().map(|band| self.select(columns, band, binds));
        bands.collect::<Vec<_>>().join(" UNION ALL ")
    }

    /// Rows of each cell, the nearest first.
    fn rows_by_cell(&self, columns: &str, binds: &mut Binds) -> Vec<String> {
        if !CELL_BY_CELL || self.cells.len() > CELLS_MAX {
            return vec![self.rows(columns, binds)];
        }
        let cells = filled(self.cells.clone(), CELLS, NOWHERE);
        cells.into_iter().map(|cell| self.select(columns, &[cell], binds)).collect()
    }

    fn select(&self, columns: &str, cells: &[i64], binds: &mut Binds) -> String {
        let cells = binds.list(cells.iter().copied());
        format!("SELECT {columns} FROM engineer_reach WHERE cell IN ({cells}) AND {}", self.conditions)
    }
}

/// The cells of each latitude together, in the order in which they come.
fn by_band(cells: &[i64]) -> Vec<Vec<i64>> {
    let mut bands: Vec<Vec<i64>> = Vec::new();
    for cell in cells {
        match bands.iter_mut().find(|known| band(known[0]) == band(*cell)) {
            Some(known) => known.push(*cell),
            None => bands.push(vec![*cell]),
        }
    }
    bands
}

fn filled<T: Clone>(mut list: Vec<T>, to: usize, with: T) -> Vec<T> {
    list.resize(list.len().next_multiple_of(to), with);
    list
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
        (Among::Newcomers, _) => all(&parts, |part| part.first_rows(&columns, NEWCOMER_ROWS, binds)),
        (Among::Everybody, Sort::Recommended) => {
            let best = Best::of(search, order, &km2, binds);
            all(&parts, |part| best.of_each_cell(part, binds))
        }
        _ => all(&parts, |part| part.rows(&columns, binds)),
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
    (people, count(&parts, binds))
}

fn all(parts: &[Part], rows: impl FnMut(&Part) -> String) -> String {
    parts.iter().map(rows).collect::<Vec<_>>().join(" UNION ALL ")
}

/// How many people they are, if fewer than are counted: no more are read.
fn count(parts: &[Part], binds: &mut Binds) -> String {
    let rows = all(parts, |part| part.rows_from_near("engineer_id AS id", binds));
    format!("SELECT COUNT(*) FROM (SELECT DISTINCT id FROM ({rows}) parts LIMIT {COUNTED_MAX}) people")
}

/// The best of each cell, where cells are read one by one, else of all. In the order of
/// a cell's index no more are read than fill a page, however many thousands live there.
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
    fn of_each_cell(&self, part: &Part, binds: &mut Binds) -> String {
        let Self { columns, behind, order, most } = self;
        let first = |cell| {
            format!(
                "SELECT * FROM ({cell} AND {behind} GROUP BY score, engineer_id ORDER BY {order} LIMIT {most}) cell"
            )
        };
        part.rows_by_cell(columns, binds).into_iter().map(first).collect::<Vec<_>>().join(" UNION ALL ")
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
