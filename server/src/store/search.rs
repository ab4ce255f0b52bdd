//! Finding engineers: statements put together from what the customer asks.

use std::collections::HashMap;

use handpick::{
    engineer::{
        COUNTED_MAX, Cursor, Edge, Engineer, Engineers as _, Found, FoundEngineer, Mode, Search,
        free_days_mask, recommend::NEWCOMER_REVIEWS,
    },
    id::AccountId,
    store::StoreResult,
};

use super::{
    engine::{Row, SqlStore, Statement},
    name::{ENGINEER, called},
    near::{near_by, place},
    order::Order,
    row::Columns as _,
    sql::Binds,
};

/// Who of those who fit is looked for.
#[derive(Clone, Copy)]
pub enum Among {
    Everybody,
    FavouritesOf(AccountId),
    /// Those with the fewest reviews first.
    Newcomers,
}

/// What a table of people calls who they are and how many reviews they have.
pub struct Columns {
    id: &'static str,
    reviews: &'static str,
}

const ENGINEERS: Columns = Columns {
    id: "id",
    // As the index has it.
    reviews: "(stars1 + stars2 + stars3 + stars4 + stars5)",
};
const NAMED: Columns = Columns { id: "e.id", ..ENGINEERS };
pub const REACH: Columns = Columns { id: "engineer_id", reviews: "reviews" };

/// Somebody who fits, with the distance where there is a place.
#[derive(Clone, Copy)]
pub struct Hit {
    cursor: Cursor,
    km: Option<f64>,
}

/// One page of those who fit, whether others stand before and after, and the number
/// of all, as in [`Found`].
pub struct Hits {
    pub page: Vec<Hit>,
    earlier: bool,
    later: bool,
    total: u64,
}

impl Hits {
    pub fn with(self, engineers: Vec<FoundEngineer>) -> Found {
        let earlier = self.page.first().filter(|_| self.earlier).map(|hit| hit.cursor);
        let later = self.page.last().filter(|_| self.later).map(|hit| hit.cursor);
        Found { engineers, total: self.total, earlier, later }
    }

    pub fn cut_to(mut self, page_size: usize) -> Self {
        self.later |= self.page.len() > page_size;
        self.page.truncate(page_size);
        self
    }
}

impl SqlStore {
    pub(super) async fn find(&self, search: &Search) -> StoreResult<Found> {
        let mut hits = self.hits(search, Among::Everybody).await?;
        // Before the first page there is nothing: it is the first one, and whole.
        if matches!(search.edge, Edge::Before(_)) && !hits.earlier {
            hits = self.hits(&Search { edge: Edge::Start, ..search.clone() }, Among::Everybody).await?;
        }
        let engineers = self.faces(&hits.page).await?;
        Ok(hits.with(engineers))
    }

    /// The hits as people. The wide rows are read only here: of a page, not of all.
    pub async fn faces(&self, hits: &[Hit]) -> StoreResult<Vec<FoundEngineer>> {
        let ids: Vec<_> = hits.iter().map(|hit| hit.cursor.id).collect();
        let distances: HashMap<_, _> = hits.iter().map(|hit| (hit.cursor.id, hit.km)).collect();
        let engineers = self.engineers(&ids).await?;
        let with_distance = |engineer: Engineer| {
            let distance = distances.get(&engineer.id).copied().flatten();
            (engineer, distance)
        };
        Ok(engineers.into_iter().map(with_distance).collect())
    }

    pub async fn hits(&self, search: &Search, among: Among) -> StoreResult<Hits> {
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

/// Whoever is called as asked, wherever she is: at most as many as are counted, or a
/// name of thousands would be read to its end. `None` when no name is asked for.
pub fn named(search: &Search, binds: &mut Binds) -> Option<String> {
    let called = called(ENGINEER, &search.named, binds)?;
    Some(format!(
        "SELECT DISTINCT id FROM (SELECT n.id FROM {called} ORDER BY n.word, n.id LIMIT {COUNTED_MAX}) called"
    ))
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

/// The conditions that `engineers` and `engineer_reach` have the columns for.
pub fn fitting(search: &Search, columns: &Columns, among: Among, binds: &mut Binds) -> String {
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

fn free_on(search: &Search, binds: &mut Binds) -> String {
    let Some(day) = search.free_on else { return String::new() };
    let days = match search.mode {
        Some(Mode::Visit) => "visit_days",
        Some(Mode::Home) => "home_days",
        _ => "(visit_days | home_days)",
    };
    format!(" AND ({days} & {}) <> 0", binds.add(free_days_mask(day)))
}
