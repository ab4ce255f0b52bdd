//! Who can be had at a place: at points within the customer's radius, and by areas
//! that the customer lives in.

use handpick::{
    engineer::{AREA_RADIUS_MAX_KM, Mode, Near, Search, Sort, free_days_mask},
    geo::{KM_PER_DEGREE, Position, band, cells_within},
    store::StoreResult,
};

use super::{
    super::{
        engine::{Row, SqlStore, merged},
        name::is_called,
        row::Columns as _,
        sql::Binds,
    },
    Among, Hit, REACH, fitting, hit,
    order::Order,
};

/// Rows of newcomers in each mode of whom some are weighed: thousands are not compared.
const NEWCOMER_ROWS: u64 = 300;
/// Cells that are looked into, the nearest. Only a circle near a pole touches more, where
/// nobody lives.
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
    mode: Mode,
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
        let cells = cells_near(near.centre, within_km);
        let called = is_called("engineer_id", &search.named, binds);
        let free = search.free_on.map_or_else(String::new, |day| {
            let day = binds.add(free_days_mask(day));
            format!(
                "AND EXISTS (SELECT 1 FROM engineers e WHERE e.id = engineer_id AND (e.{days} & {day}) <> 0)"
            )
        });
        let conditions =
            format!("mode = '{}' {fitting} AND {km2} <= {farthest} {called} {free}", mode.as_str());
        Self { mode, cells, conditions }
    }

    /// Rows from all cells, in no order.
    fn rows(&self, columns: &str, binds: &mut Binds) -> String {
        self.select(columns, &filled(self.cells.clone(), CELLS, NOWHERE), binds)
    }

    /// At most so many rows; see [`Self::rows_from_near`] for which.
    pub fn first_rows(&self, columns: &str, most: u64, binds: &mut Binds) -> String {
        format!("SELECT * FROM ({} LIMIT {most}) part", self.rows_from_near(columns, binds))
    }

    /// Rows from the nearest cell, then from the nearest band of one latitude out: whoever
    /// wants only some stops when there are enough.
    fn rows_from_near(&self, columns: &str, binds: &mut Binds) -> String {
        let (nearest, others) = self.cells.split_at(self.cells.len().min(1));
        let bands = by_band(others).into_iter().map(|band| filled(band, CELLS_OF_BAND, NOWHERE));
        let bands = filled(bands.collect(), BANDS, vec![NOWHERE; CELLS_OF_BAND]);
        let parts = [nearest.to_vec()].into_iter().chain(bands);
        let parts = parts.map(|cells| self.select(columns, &cells, binds));
        parts.collect::<Vec<_>>().join(" UNION ALL ")
    }

    /// Rows of each cell, the nearest first.
    fn rows_by_cell(&self, columns: &str, binds: &mut Binds) -> Vec<String> {
        let cells = filled(self.cells.clone(), CELLS, NOWHERE);
        cells.into_iter().map(|cell| self.select(columns, &[cell], binds)).collect()
    }

    fn select(&self, columns: &str, cells: &[i64], binds: &mut Binds) -> String {
        let cells = binds.list(cells.iter().copied());
        let comes = i64::from(self.mode == Mode::Home);
        format!(
            "SELECT {columns}, CAST({comes} AS BIGINT) AS comes FROM engineer_reach WHERE cell IN ({cells}) AND {}",
            self.conditions
        )
    }
}

/// The cells that a circle can touch, the nearest first, and no more than [`CELLS_MAX`].
pub fn cells_near(centre: Position, radius_km: f64) -> Vec<i64> {
    let mut cells = cells_within(centre, radius_km);
    cells.truncate(CELLS_MAX);
    cells
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

/// Those who fit and can be had at the place, with the least squared distance: to where
/// they are visited, and only of those who come from where they set out.
pub fn near_by(near: Near, search: &Search, among: Among, binds: &mut Binds) -> String {
    let km2 = squared_km(near, binds);
    let columns = format!("engineer_id AS id, {km2} AS km2, average, score, reviews");
    let parts = parts(near, search, among, &km2, binds);
    let rows = match among {
        Among::Newcomers => all(&parts, |part| part.first_rows(&columns, NEWCOMER_ROWS, binds)),
        _ => all(&parts, |part| part.rows(&columns, binds)),
    };
    let people = format!(
        "SELECT id, COALESCE(MIN(CASE WHEN comes = 0 THEN km2 END), MIN(km2)) AS km2, MAX(average) AS average, MAX(score) AS score, MAX(reviews) AS reviews
         FROM ({rows}) reach GROUP BY id"
    );
    match search.sort {
        Sort::NextFree => {
            format!("SELECT p.*, e.next_visit, e.next_home FROM ({people}) p JOIN engineers e ON e.id = p.id")
        }
        _ => people,
    }
}

/// Each of them once.
pub fn people_near(near: Near, search: &Search, binds: &mut Binds) -> String {
    let km2 = squared_km(near, binds);
    let parts = parts(near, search, Among::Everybody, &km2, binds);
    let rows = all(&parts, |part| part.rows_from_near("engineer_id AS id", binds));
    format!("SELECT DISTINCT id FROM ({rows}) parts")
}

fn parts(near: Near, search: &Search, among: Among, km2: &str, binds: &mut Binds) -> Vec<Part> {
    let fitting = fitting(search, &REACH, among, binds);
    modes(search).map(|mode| Part::of(mode, near, search, &fitting, km2, binds)).collect()
}

fn modes(search: &Search) -> impl Iterator<Item = Mode> {
    Mode::BOOKABLE.into_iter().filter(|mode| search.mode.is_none_or(|asked| asked == *mode))
}

fn all(parts: &[Part], rows: impl FnMut(&Part) -> String) -> String {
    parts.iter().map(rows).collect::<Vec<_>>().join(" UNION ALL ")
}

/// One spare row is read for this many people wanted in a mode: some have several points
/// or areas.
const PEOPLE_TO_A_SPARE_ROW: usize = 4;

impl SqlStore {
    /// One page of the best near a place and one more, in an order that the index of a
    /// cell has. The database merges the cells, so no more rows are read than are asked
    /// for, however many thousands live there.
    pub async fn best_near(&self, near: Near, search: &Search, order: &Order) -> StoreResult<Vec<Hit>> {
        let wanted = search.page_size as usize + 1;
        let mut most = (wanted + wanted / PEOPLE_TO_A_SPARE_ROW) * modes(search).count();
        loop {
            let mut binds = Binds::default();
            let text = best_rows(near, search, order, most, &mut binds);
            let rows = binds.query(text).fetch_all(&mut *self.reader().await?).await?;
            let mut people = each_once(&rows)?;
            // Of the last one there may be more rows.
            if rows.len() < most || people.len() > wanted {
                people.truncate(wanted);
                return Ok(people);
            }
            most *= 2;
        }
    }
}

/// Rows of one person come one after the other. Her distance is what [`near_by`] says.
fn each_once(rows: &[Row]) -> StoreResult<Vec<Hit>> {
    let mut people: Vec<Hit> = Vec::new();
    let mut least = (true, None);
    for row in rows {
        let here = hit(row)?;
        let distance = (row.flag("comes")?, here.km);
        match people.last_mut() {
            Some(known) if known.cursor.id == here.cursor.id => {
                if distance < least {
                    (least, known.km) = (distance, here.km);
                }
            }
            _ => {
                least = distance;
                people.push(here);
            }
        }
    }
    Ok(people)
}

fn best_rows(near: Near, search: &Search, order: &Order, most: usize, binds: &mut Binds) -> String {
    let km2 = squared_km(near, binds);
    let parts = parts(near, search, Among::Everybody, &km2, binds);
    let columns = format!("engineer_id AS id, {km2} AS km2, average, {}", order.columns());
    let behind = order.behind_edge("engineer_id", binds);
    let cells = parts.iter().flat_map(|part| part.rows_by_cell(&columns, binds)).collect::<Vec<_>>();
    let order = order.text("id");
    let rows = cells.into_iter().map(|cell| merged(&format!("{cell} AND {behind}"), &order, most));
    format!("{} ORDER BY {order} LIMIT {most}", rows.collect::<Vec<_>>().join(" UNION ALL "))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_a_pole_no_more_cells_are_looked_into_than_elsewhere() {
        for lat in [0.0, 30.58, 66.0, 89.4, 90.0] {
            let cells = cells_near(Position { lat, lon: 10.0 }, 60.0).len();
            assert!((1..=CELLS_MAX).contains(&cells), "{lat}: {cells}");
        }
    }
}
