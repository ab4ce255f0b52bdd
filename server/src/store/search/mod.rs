//! Finding engineers: statements put together from what the customer asks.

mod candidates;
mod crowd;
mod near;
mod order;
mod reach;

use std::collections::HashMap;

use handpick::{
    engineer::{
        COUNTED_MAX, Cursor, Edge, Engineer, Engineers as _, Found, FoundEngineer, Mode, Search, Total,
        free_days_mask, recommend::NEWCOMER_REVIEWS,
    },
    id::AccountId,
    store::StoreResult,
};

use super::{
    engine::{Row, SqlStore, Statement},
    name::{ENGINEER, called},
    row::Columns as _,
    sql::Binds,
};
use near::{near_by, people_near, place};
use order::Order;

pub use near::cells_near;
pub use reach::rewrite_reach;

/// Who of those who fit is looked for.
#[derive(Clone, Copy)]
pub enum Among {
    Everybody,
    FavouritesOf(AccountId),
    /// Those with the fewest reviews first.
    Newcomers,
}

/// What a table of people calls who they are, how they are rated, and how many reviews
/// they have.
pub struct Columns {
    id: &'static str,
    average: &'static str,
    reviews: &'static str,
}

const ENGINEERS: Columns = Columns {
    id: "id",
    average: "average",
    // As the index has it.
    reviews: "(stars1 + stars2 + stars3 + stars4 + stars5)",
};
const NAMED: Columns = Columns { id: "e.id", ..ENGINEERS };
/// With a sign, so that a least rating does not choose the index by rating for people who
/// are wanted in another order: all of a city would be sorted.
pub const REACH: Columns = Columns { id: "engineer_id", average: "+average", reviews: "reviews" };

/// One more than is told of: whether there are more.
pub const READ_MAX: u64 = COUNTED_MAX + 1;

/// Somebody who fits, with the distance where there is a place.
#[derive(Clone, Copy)]
pub struct Hit {
    pub cursor: Cursor,
    pub km: Option<f64>,
}

/// One page of those who fit, and whether others stand before and after, as in [`Found`].
pub struct Hits {
    pub page: Vec<Hit>,
    earlier: bool,
    later: bool,
}

impl Hits {
    pub fn with(self, engineers: Vec<FoundEngineer>) -> Found {
        let earlier = self.page.first().filter(|_| self.earlier).map(|hit| hit.cursor);
        let later = self.page.last().filter(|_| self.later).map(|hit| hit.cursor);
        Found { engineers, earlier, later }
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
        let order = Order::of(search);
        let mut page = match place(search) {
            Some(near) if matches!(among, Among::Everybody) && order.is_indexed_by_cell() => {
                self.best_near(near, search, &order).await?
            }
            _ => {
                let rows = query(search, among, &order).fetch_all(&mut *self.reader().await?).await?;
                rows.iter().map(hit).collect::<StoreResult<Vec<_>>>()?
            }
        };
        let page_size = search.page_size as usize;
        let more = page.len() > page_size;
        page.truncate(page_size);
        // Whoever stands at the edge is on its other side.
        let (earlier, later) = match search.edge {
            Edge::Start => (false, more),
            Edge::After(_) => (true, more),
            Edge::Before(_) => {
                page.reverse();
                (more, true)
            }
        };
        Ok(Hits { page, earlier, later })
    }

    pub(super) async fn count(&self, search: &Search) -> StoreResult<Total> {
        let mut binds = Binds::default();
        let people = if let Some(near) = place(search) {
            people_near(near, search, &mut binds)
        } else if let Some(named) = among_named(search, Among::Everybody, &mut binds) {
            named
        } else {
            format!("SELECT 1 {}", anywhere(search, Among::Everybody, &mut binds))
        };
        let count = format!("SELECT COUNT(*) AS people FROM ({people} LIMIT {READ_MAX}) counted");
        let row = binds.query(count).fetch_one(&mut *self.reader().await?).await?;
        Ok(Total::counted(u64::try_from(row.int("people")?)?))
    }
}

/// From the columns `id`, `km2` and those of an [`Order`].
pub fn hit(row: &Row) -> StoreResult<Hit> {
    let cursor = Cursor { key: row.maybe_float("sort_key")?, score: row.float("score")?, id: row.id("id")? };
    Ok(Hit { cursor, km: row.maybe_float("km2")?.map(f64::sqrt) })
}

/// One page of those who fit and one more, away from the edge.
fn query(search: &Search, among: Among, order: &Order) -> Statement<'static> {
    let mut binds = Binds::default();
    let columns = order.columns();
    let (select, is_anywhere) = if let Some(near) = place(search) {
        let here = near_by(near, search, among, &mut binds);
        (format!("SELECT id, km2, {columns} FROM ({here}) here WHERE true"), false)
    } else if let Some(named) = among_named(search, among, &mut binds) {
        (format!("SELECT id, km2, {columns} FROM ({named}) here WHERE true"), false)
    } else {
        let fitting = anywhere(search, among, &mut binds);
        (format!("SELECT id, CAST(NULL AS DOUBLE PRECISION) AS km2, {columns} {fitting}"), true)
    };
    let behind = order.behind_edge("id", &mut binds);
    // As a number, so that the planner knows that a page is little.
    let limit = search.page_size + 1;
    let order = match (among, is_anywhere) {
        (Among::Newcomers, true) => format!("{}, id DESC", ENGINEERS.reviews),
        (Among::Newcomers, false) => "reviews, id DESC".to_owned(),
        _ => order.text("id"),
    };
    binds.query(format!("{select} AND {behind} ORDER BY {order} LIMIT {limit}"))
}

/// A name of thousands is not read to its end.
const NAMESAKES_MAX: u32 = 500;

/// Whoever is called as asked, wherever she is. `None` when no name is asked for.
pub fn named(search: &Search, binds: &mut Binds) -> Option<String> {
    let called = called(ENGINEER, &search.named, binds)?;
    Some(format!(
        "SELECT DISTINCT id FROM (SELECT n.id FROM {called} ORDER BY n.word, n.id LIMIT {NAMESAKES_MAX}) called"
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
    let Columns { id, average, reviews } = columns;
    let mut text = String::new();
    let bits = search.tag_bits();
    if bits != 0 {
        let bits = binds.add(bits);
        // No less than all of them. Of what is equal PostgreSQL expects nearly nothing, and
        // would sort a city rather than read the best of it.
        text += &format!(" AND (tag_bits & {bits}) >= {bits}");
    }
    if let Some(least) = search.min_rating {
        text += &format!(" AND {average} >= {}", binds.add(least));
    }
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
