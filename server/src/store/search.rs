//! Finding engineers: statements put together from what the customer asks.

use std::collections::{HashMap, HashSet};

use handpick::{
    engineer::{
        AREA_RADIUS_MAX_KM, COUNTED_MAX, Candidate, Cursor, Edge, Engineer, Engineers as _, Found,
        FoundEngineer, Mode, Near, Search, Sort, free_days_mask, recommend::NEWCOMER_REVIEWS,
    },
    geo::{KM_PER_DEGREE, cells_within},
    id::{AccountId, EngineerId},
    store::StoreResult,
};
use jiff::Timestamp;

use super::{
    engine::{Row, SqlStore, Statement},
    name::{ENGINEER, called, is_called},
    order::Order,
    row::Columns as _,
    sql::Binds,
};

/// How many are weighed for a recommendation.
const CANDIDATES: u32 = 60;
/// And how many newcomers, where so many are better known.
const NEWCOMERS: u32 = 12;

/// Who of those who fit is looked for.
#[derive(Clone, Copy)]
enum Among {
    Everybody,
    FavouritesOf(AccountId),
    /// Those with the fewest reviews first.
    Newcomers,
}

/// What a table of people calls who they are and how many reviews they have.
struct Columns {
    id: &'static str,
    reviews: &'static str,
}

const ENGINEERS: Columns = Columns {
    id: "id",
    // As the index has it.
    reviews: "(stars1 + stars2 + stars3 + stars4 + stars5)",
};
const NAMED: Columns = Columns { id: "e.id", ..ENGINEERS };
const REACH: Columns = Columns { id: "engineer_id", reviews: "reviews" };

/// Somebody who fits, with the distance where there is a place.
#[derive(Clone, Copy)]
struct Hit {
    cursor: Cursor,
    km: Option<f64>,
}

/// One page of those who fit, whether others stand before and after, and the number
/// of all, as in [`Found`].
struct Hits {
    page: Vec<Hit>,
    earlier: bool,
    later: bool,
    total: u64,
}

impl Hits {
    fn with(self, engineers: Vec<FoundEngineer>) -> Found {
        let earlier = self.page.first().filter(|_| self.earlier).map(|hit| hit.cursor);
        let later = self.page.last().filter(|_| self.later).map(|hit| hit.cursor);
        Found { engineers, total: self.total, earlier, later }
    }

    fn cut_to(mut self, page_size: usize) -> Self {
        self.later |= self.page.len() > page_size;
        self.page.truncate(page_size);
        self
    }
}

impl SqlStore {
    pub(super) async fn find(&self, search: &Search) -> StoreResult<Found> {
        let hits = self.hits(search, Among::Everybody).await?;
        let engineers = self.faces(&hits.page).await?;
        Ok(hits.with(engineers))
    }

    pub(super) async fn find_with_candidates(
        &self,
        search: &Search,
        customer: Option<AccountId>,
    ) -> StoreResult<(Found, Vec<Candidate>)> {
        let best = Search {
            sort: Sort::Recommended,
            edge: Edge::Start,
            page_size: CANDIDATES.max(search.page_size),
            ..search.clone()
        };
        let hits = self.hits(&best, Among::Everybody).await?;
        let mut fitting = self.faces(&hits.page).await?;
        // The best are read already; in another order they are others.
        let found = if search.sort == Sort::Recommended && search.edge == Edge::Start {
            let page_size = search.page_size as usize;
            let page = fitting.iter().take(page_size).cloned().collect();
            hits.cut_to(page_size).with(page)
        } else {
            self.find(search).await?
        };
        let is_new = |(engineer, _): &FoundEngineer| engineer.rating.count() < NEWCOMER_REVIEWS;
        if fitting.len() >= CANDIDATES as usize && !fitting.iter().any(is_new) {
            let new = Search { page_size: NEWCOMERS, ..best.clone() };
            let new = self.faces(&self.hits(&new, Among::Newcomers).await?.page).await?;
            fitting.truncate((CANDIDATES as usize).saturating_sub(new.len()));
            fitting.extend(new);
        }
        Ok((found, self.candidates(&best, fitting, customer).await?))
    }

    /// Those who fit, the customer's favourites among them first.
    async fn candidates(
        &self,
        best: &Search,
        mut fitting: Vec<FoundEngineer>,
        customer: Option<AccountId>,
    ) -> StoreResult<Vec<Candidate>> {
        let (mut favourites, mut served) = (HashSet::new(), HashMap::new());
        if let Some(customer) = customer {
            let mine = self.faces(&self.hits(best, Among::FavouritesOf(customer)).await?.page).await?;
            favourites.extend(mine.iter().map(|(engineer, _)| engineer.id));
            fitting.retain(|(engineer, _)| !favourites.contains(&engineer.id));
            fitting.splice(0..0, mine);
            fitting.truncate(CANDIDATES as usize);
            served = self.last_served(customer).await?;
        }
        let candidate = |(engineer, distance_km): FoundEngineer| Candidate {
            favourite: favourites.contains(&engineer.id),
            served_you_at: served.get(&engineer.id).copied(),
            engineer,
            distance_km,
        };
        Ok(fitting.into_iter().map(candidate).collect())
    }

    /// The hits as people. The wide rows are read only here: of a page, not of all.
    async fn faces(&self, hits: &[Hit]) -> StoreResult<Vec<FoundEngineer>> {
        let ids: Vec<_> = hits.iter().map(|hit| hit.cursor.id).collect();
        let distances: HashMap<_, _> = hits.iter().map(|hit| (hit.cursor.id, hit.km)).collect();
        let engineers = self.engineers(&ids).await?;
        let with_distance = |engineer: Engineer| {
            let distance = distances.get(&engineer.id).copied().flatten();
            (engineer, distance)
        };
        Ok(engineers.into_iter().map(with_distance).collect())
    }

    async fn hits(&self, search: &Search, among: Among) -> StoreResult<Hits> {
        let rows = query(search, among)?.fetch_all(&self.read).await?;
        let total = match rows.first() {
            Some(row) => u64::try_from(row.int("total")?)?.min(COUNTED_MAX),
            // Behind the last page nobody is left to carry the number.
            None if search.edge != Edge::Start => {
                let first = Search { edge: Edge::Start, page_size: 1, ..search.clone() };
                Box::pin(self.hits(&first, among)).await?.total
            }
            None => 0,
        };
        let page_size = search.page_size as usize;
        let more = rows.len() > page_size;
        let mut page = rows.iter().take(page_size).map(hit).collect::<StoreResult<Vec<_>>>()?;
        // Whoever stands at the edge is on its other side.
        let (earlier, later) = match search.edge {
            Edge::Start => (false, more),
            Edge::After(_) => (true, more),
            Edge::Before(_) => {
                page.reverse();
                (more, true)
            }
        };
        Ok(Hits { page, earlier, later, total })
    }

    /// When each engineer last served the customer.
    async fn last_served(&self, customer: AccountId) -> StoreResult<HashMap<EngineerId, Timestamp>> {
        let rows = sqlx::query(
            "SELECT l.engineer_id, MAX(l.starts_at) AS served_at
             FROM cases c JOIN legs l ON l.case_id = c.id
             WHERE c.customer_id = $1 AND l.state = 'done'
             GROUP BY l.engineer_id",
        )
        .bind(customer.to_string())
        .fetch_all(&self.read)
        .await?;
        rows.iter().map(|row| Ok((row.id("engineer_id")?, row.at("served_at")?))).collect()
    }
}

fn hit(row: &Row) -> StoreResult<Hit> {
    let cursor = Cursor { key: row.maybe_float("sort_key")?, score: row.float("score")?, id: row.id("id")? };
    Ok(Hit { cursor, km: row.maybe_float("km2")?.map(f64::sqrt) })
}

/// One page of those who fit and one more, away from the edge, each row with the
/// number of all.
fn query(search: &Search, among: Among) -> StoreResult<Statement<'static>> {
    let mut binds = Binds::default();
    let here = match place(search) {
        Some(near) => Some(near_by(near, search, among, &mut binds)),
        None => among_named(search, among, &mut binds),
    };
    let is_anywhere = here.is_none();
    let order = Order::of(search);
    let columns = order.columns();
    let select = match here {
        Some(here) => format!(
            "WITH here AS MATERIALIZED ({here})
             SELECT id, km2, {columns}, (SELECT COUNT(*) FROM here) AS total FROM here WHERE true"
        ),
        None => {
            let fitting = anywhere(search, among, &mut binds);
            let most = binds.add(i64::try_from(COUNTED_MAX)?);
            format!(
                "SELECT id, CAST(NULL AS DOUBLE PRECISION) AS km2, {columns},
                     (SELECT COUNT(*) FROM (SELECT 1 {fitting} LIMIT {most}) counted) AS total {fitting}"
            )
        }
    };
    let behind = order.behind_edge(&mut binds);
    let limit = binds.add(i64::from(search.page_size) + 1);
    let order = match (among, is_anywhere) {
        (Among::Newcomers, true) => format!("{}, id DESC", ENGINEERS.reviews),
        (Among::Newcomers, false) => "reviews, id DESC".to_owned(),
        _ => order.text(),
    };
    Ok(binds.query(format!("{select} AND {behind} ORDER BY {order} LIMIT {limit}")))
}

/// Where to look, unless help comes online: then the place does not matter.
pub fn place(search: &Search) -> Option<Near> {
    search.near.filter(|_| search.mode != Some(Mode::Online))
}

/// Whoever is called as asked, wherever she is: at most as many as are counted, or a
/// name of thousands would be read to its end. `None` when no name is asked for.
pub fn named(search: &Search, binds: &mut Binds) -> Option<String> {
    let called = called(ENGINEER, &search.named, binds)?;
    Some(format!("SELECT DISTINCT id FROM (SELECT n.id FROM {called} LIMIT {COUNTED_MAX}) called"))
}

/// Those of them who fit.
fn among_named(search: &Search, among: Among, binds: &mut Binds) -> Option<String> {
    let named = named(search, binds)?;
    let by_mode = by_mode(search, binds);
    let fitting = fitting(search, &NAMED, among, binds);
    Some(format!(
        "SELECT e.id, CAST(NULL AS DOUBLE PRECISION) AS km2, e.average, e.score, e.next_visit, e.next_home,
             {} AS reviews
         FROM ({named}) named JOIN engineers e ON e.id = named.id
         WHERE e.active = 1 {by_mode} {fitting} {}",
        NAMED.reviews,
        free_on(search, binds)
    ))
}

/// Everybody who fits, by an index that holds all that is asked of them.
fn anywhere(search: &Search, among: Among, binds: &mut Binds) -> String {
    let by_mode = by_mode(search, binds);
    let fitting = fitting(search, &ENGINEERS, among, binds);
    format!("FROM engineers WHERE active = 1 {by_mode} {fitting} {}", free_on(search, binds))
}

fn by_mode(search: &Search, binds: &mut Binds) -> String {
    search.mode.map(|mode| format!("AND (modes & {}) <> 0", binds.add(mode.bit()))).unwrap_or_default()
}

/// Everybody who fits and can be had at the place, with the least squared distance:
/// points within the customer's radius, and areas that the customer lives in.
fn near_by(near: Near, search: &Search, among: Among, binds: &mut Binds) -> String {
    let km2 = squared_km(near, binds);
    let fitting = fitting(search, &REACH, among, binds);
    // Of those who are there: thousands elsewhere may be called so.
    let called = is_called(REACH.id, &search.named, binds);
    let branch = |mode: Mode, within_km: f64, most: &str, binds: &mut Binds| {
        let cells = binds.list(cells_within(near.centre, within_km));
        format!(
            "SELECT engineer_id AS id, {km2} AS km2, average, score, reviews FROM engineer_reach
             WHERE cell IN ({cells}) AND mode = '{}' AND {km2} <= {most} {fitting} {called}",
            mode.as_str()
        )
    };
    let mut branches = Vec::new();
    if search.mode != Some(Mode::Home) {
        let most = binds.add(near.radius_km * near.radius_km);
        branches.push(branch(Mode::Visit, near.radius_km, &most, binds));
    }
    if search.mode != Some(Mode::Visit) {
        branches.push(branch(Mode::Home, AREA_RADIUS_MAX_KM, "radius_km * radius_km", binds));
    }
    let here = format!(
        "SELECT id, MIN(km2) AS km2, MAX(average) AS average, MAX(score) AS score,
             MAX(reviews) AS reviews
         FROM ({}) reach GROUP BY id",
        branches.join(" UNION ALL ")
    );
    if search.sort != Sort::NextFree && search.free_on.is_none() {
        return here;
    }
    format!(
        "SELECT here.id, here.km2, here.average, here.score, here.reviews, e.next_visit, e.next_home
         FROM ({here}) here JOIN engineers e ON e.id = here.id WHERE true {}",
        free_on(search, binds)
    )
}

/// The conditions that `engineers` and `engineer_reach` have the columns for.
fn fitting(search: &Search, columns: &Columns, among: Among, binds: &mut Binds) -> String {
    let mut text = String::new();
    let bits = search.tag_bits();
    if bits != 0 {
        let bits = binds.add(bits);
        text += &format!(" AND (tag_bits & {bits}) = {bits}");
    }
    if let Some(least) = search.min_rating {
        text += &format!(" AND average >= {}", binds.add(least));
    }
    let Columns { id, reviews } = columns;
    match among {
        Among::Everybody => {}
        Among::FavouritesOf(customer) => {
            let customer = binds.add(customer.to_string());
            text += &format!(
                " AND {id} IN (SELECT f.engineer_id FROM favourites f WHERE f.account_id = {customer})"
            );
        }
        Among::Newcomers => text += &format!(" AND {reviews} < {}", binds.add(i64::from(NEWCOMER_REVIEWS))),
    }
    text
}

/// As [`Engineer::next_free`].
pub fn soonest(search: &Search) -> &'static str {
    match search.mode {
        Some(Mode::Visit) => "next_visit",
        Some(Mode::Home) => "next_home",
        _ => "CASE WHEN next_visit IS NULL OR next_home < next_visit THEN next_home ELSE next_visit END",
    }
}

fn free_on(search: &Search, binds: &mut Binds) -> String {
    let Some(day) = search.free_on else { return String::new() };
    let days = match search.mode {
        Some(Mode::Visit) => "visit_days",
        Some(Mode::Home) => "home_days",
        _ => "(visit_days | home_days)",
    };
    format!(" AND ({days} & {}) <> 0", binds.add(free_days_mask(day)))
}

/// The squared distance from the place to the columns `lat` and `lon`, flat: within
/// the distances that people travel it is off by less than a percent, and neither
/// engine needs trigonometry for it.
pub fn squared_km(near: Near, binds: &mut Binds) -> String {
    let (lat, lon) = (binds.add(near.centre.lat), binds.add(near.centre.lon));
    let (north, east) = (binds.add(KM_PER_DEGREE), binds.add(near.centre.km_per_degree_east()));
    // The short way round, also across the date line.
    let across = format!("(180.0 - ABS(180.0 - ABS(lon - {lon})))");
    let (y, x) = (format!("((lat - {lat}) * {north})"), format!("({across} * {east})"));
    format!("({y} * {y} + {x} * {x})")
}
