//! Finding engineers: statements put together from what the customer asks.

use std::collections::{HashMap, HashSet};

use handpick::{
    engineer::{
        COUNTED_MAX, Candidate, Cursor, Edge, Engineer, Engineers as _, Found, FoundEngineer, Mode, Near,
        Search, Sort, free_days_mask, recommend::NEWCOMER_REVIEWS,
    },
    id::{AccountId, EngineerId},
    store::StoreResult,
};
use jiff::Timestamp;

use super::{
    engine::{Row, SqlStore, Statement},
    name::{ENGINEER, called},
    near::{Part, squared_km},
    order::Order,
    row::Columns as _,
    sql::Binds,
};

/// How many are weighed for a recommendation.
const CANDIDATES: u32 = 60;
/// And how many newcomers, where so many are better known.
const NEWCOMERS: u32 = 12;
/// Rows of newcomers in each mode of whom those are chosen.
const NEWCOMER_ROWS: u64 = 300;

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
    let order = Order::of(search);
    let columns = order.columns();
    let (select, is_anywhere) = if let Some(near) = place(search) {
        let (here, total) = near_by(near, search, among, &order, &mut binds);
        (format!("SELECT id, km2, {columns}, ({total}) AS total FROM ({here}) here WHERE true"), false)
    } else if let Some(named) = among_named(search, among, &mut binds) {
        let text = format!(
            "WITH here AS MATERIALIZED ({named})
             SELECT id, km2, {columns}, (SELECT COUNT(*) FROM here) AS total FROM here WHERE true"
        );
        (text, false)
    } else {
        let fitting = anywhere(search, among, &mut binds);
        let text = format!(
            "SELECT id, CAST(NULL AS DOUBLE PRECISION) AS km2, {columns},
                 (SELECT COUNT(*) FROM (SELECT 1 {fitting} LIMIT {COUNTED_MAX}) counted) AS total {fitting}"
        );
        (text, true)
    };
    let behind = order.behind_edge("id", &mut binds);
    let limit = binds.add(i64::from(search.page_size) + 1);
    let order = match (among, is_anywhere) {
        (Among::Newcomers, true) => format!("{}, id DESC", ENGINEERS.reviews),
        (Among::Newcomers, false) => "reviews, id DESC".to_owned(),
        _ => order.text("id"),
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

/// Those who fit and can be had at the place, with the least squared distance, as many
/// as a page needs; and the number of all.
fn near_by(near: Near, search: &Search, among: Among, order: &Order, binds: &mut Binds) -> (String, String) {
    let km2 = squared_km(near, binds);
    let fitting = fitting(search, &REACH, among, binds);
    let modes = Mode::BOOKABLE.into_iter().filter(|mode| search.mode.is_none_or(|asked| asked == *mode));
    let parts: Vec<_> = modes.map(|mode| Part::of(mode, near, search, &fitting, &km2, binds)).collect();
    let columns = format!("engineer_id AS id, {km2} AS km2, average, score, reviews");
    let rows = match (among, search.sort) {
        (Among::Newcomers, _) => some_of(&parts, &columns),
        (Among::Everybody, Sort::Recommended) => first_of_cells(&parts, &columns, search, order, binds),
        (Among::Everybody, Sort::Rating | Sort::NextFree) => {
            first_of_all(&all_of(&parts, &columns), search, order, binds)
        }
        // Who is nearest is known only when all her points are.
        _ => all_of(&parts, &columns),
    };
    let times = if search.sort == Sort::NextFree {
        ", MAX(next_visit) AS next_visit, MAX(next_home) AS next_home"
    } else {
        ""
    };
    let here = format!(
        "SELECT id, MIN(km2) AS km2, MAX(average) AS average, MAX(score) AS score,
             MAX(reviews) AS reviews {times}
         FROM ({rows}) reach GROUP BY id"
    );
    (here, count(&parts))
}

/// Rows that people have on average, at most, among those that are read for a page: their
/// points, or their areas, in one place.
const ROWS_EACH: i64 = 4;

fn all_of(parts: &[Part], columns: &str) -> String {
    parts.iter().map(|part| part.rows(columns)).collect::<Vec<_>>().join(" UNION ALL ")
}

/// Enough of them to choose from, the nearest: thousands of newcomers are not compared.
fn some_of(parts: &[Part], columns: &str) -> String {
    parts.iter().map(|part| part.first_rows(columns, NEWCOMER_ROWS)).collect::<Vec<_>>().join(" UNION ALL ")
}

/// The best of each cell, in the order of its index: however many thousands live there,
/// no more are read than fill a page.
fn first_of_cells(
    parts: &[Part],
    columns: &str,
    search: &Search,
    order: &Order,
    binds: &mut Binds,
) -> String {
    let behind = order.behind_edge("engineer_id", binds);
    let most = binds.add(page_rows(search));
    let order = order.text("engineer_id");
    let cells = parts.iter().flat_map(|part| part.rows_by_cell(columns));
    let first = |cell| format!("SELECT * FROM ({cell} AND {behind} ORDER BY {order} LIMIT {most}) cell");
    cells.map(first).collect::<Vec<_>>().join(" UNION ALL ")
}

/// The first of an order that no index has: all are read, but no more are kept than
/// fill a page.
fn first_of_all(rows: &str, search: &Search, order: &Order, binds: &mut Binds) -> String {
    let rows = match search.sort {
        Sort::NextFree => {
            format!("SELECT r.*, e.next_visit, e.next_home FROM ({rows}) r JOIN engineers e ON e.id = r.id")
        }
        _ => rows.to_owned(),
    };
    let behind = order.behind_edge("id", binds);
    let most = binds.add(page_rows(search));
    let order = order.text("id");
    format!("SELECT * FROM ({rows}) r WHERE {behind} ORDER BY {order} LIMIT {most}")
}

fn page_rows(search: &Search) -> i64 {
    (i64::from(search.page_size) + 1) * ROWS_EACH
}

/// How many people they are, if less than are counted: no more are read.
fn count(parts: &[Part]) -> String {
    let most = COUNTED_MAX * ROWS_EACH.unsigned_abs();
    let parts = parts.iter().map(|part| part.first_rows("engineer_id AS id", most));
    let parts = parts.collect::<Vec<_>>().join(" UNION ALL ");
    format!("SELECT COUNT(*) FROM (SELECT DISTINCT id FROM ({parts}) parts LIMIT {COUNTED_MAX}) people")
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
