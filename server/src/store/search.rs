//! Finding engineers: statements put together from what the customer asks.

use std::collections::{HashMap, HashSet};

use handpick::{
    engineer::{
        AREA_RADIUS_MAX_KM, Candidate, Engineer, Engineers as _, Found, Mode, Near, Search, Sort,
        free_days_mask,
    },
    geo::{KM_PER_DEGREE, cells_within},
    id::{AccountId, EngineerId},
    store::StoreResult,
    tag::TagKind,
};
use jiff::Timestamp;

use super::{
    engine::{Row, SqlStore},
    row::Columns as _,
    sql::Binds,
};

/// How many are weighed for a recommendation.
const CANDIDATES: u32 = 60;

/// Below this many, those who fit are listed by their tags and sorted; above it,
/// going through all in the order asked finds a page of them sooner.
const FEW: u64 = 2_000;

/// Whose hits, and whether all of them are to be counted, which costs going through
/// them all.
#[derive(Clone, Copy)]
struct Scope {
    favourites_of: Option<AccountId>,
    counted: bool,
}

/// One page of those who fit, with distances where there is a place, and the number
/// of all if they were counted.
struct Hits {
    page: Vec<(EngineerId, Option<f64>)>,
    total: u64,
}

impl SqlStore {
    pub(super) async fn find(&self, search: &Search) -> StoreResult<Found> {
        let hits = self.hits(search, Scope { favourites_of: None, counted: true }).await?;
        Ok(Found { engineers: self.faces(&hits).await?, total: hits.total })
    }

    /// The hits as people. The wide rows are read only here: of a page, not of all.
    async fn faces(&self, hits: &Hits) -> StoreResult<Vec<(Engineer, Option<f64>)>> {
        let ids: Vec<_> = hits.page.iter().map(|(id, _)| *id).collect();
        let distances: HashMap<_, _> = hits.page.iter().copied().collect();
        let engineers = self.engineers(&ids).await?;
        let with_distance = |engineer: Engineer| {
            let distance = distances.get(&engineer.id).copied().flatten();
            (engineer, distance)
        };
        Ok(engineers.into_iter().map(with_distance).collect())
    }

    async fn hits(&self, search: &Search, scope: Scope) -> StoreResult<Hits> {
        let Scope { favourites_of, counted } = scope;
        let Some(near) = place(search) else { return self.hits_anywhere(search, favourites_of).await };
        let mut binds = Binds::default();
        let here = reaching(near, search.mode, &mut binds);
        let fitting = fitting(search, Tags::Probed, favourites_of, &mut binds);
        let from = format!("({here}) here JOIN engineers e ON e.id = here.engineer_id WHERE {fitting}");
        let page = page(search, &mut binds);
        let total = if counted { "COUNT(*) OVER ()" } else { "CAST(0 AS BIGINT)" };
        let text = format!("SELECT e.id, here.km2, {total} AS total FROM {from} {page}");
        let rows = binds.query(text).fetch_all(&self.read).await?;
        let total = match rows.first() {
            Some(row) => u64::try_from(row.int("total")?)?,
            // Behind the last page nobody is left to carry the number.
            None if search.page > 0 => {
                let first = Search { page: 0, page_size: 1, ..search.clone() };
                Box::pin(self.hits(&first, scope)).await?.total
            }
            None => 0,
        };
        let hit = |row: &Row| Ok((row.id("id")?, Some(row.float("km2")?.sqrt())));
        Ok(Hits { page: rows.iter().map(hit).collect::<StoreResult<_>>()?, total })
    }

    async fn hits_anywhere(&self, search: &Search, favourites_of: Option<AccountId>) -> StoreResult<Hits> {
        let mut binds = Binds::default();
        let counted = fitting(search, Tags::Listed, favourites_of, &mut binds);
        let text = format!("SELECT COUNT(*) AS total FROM engineers e WHERE {counted}");
        let total = u64::try_from(binds.query(text).fetch_one(&self.read).await?.int("total")?)?;
        if total == 0 {
            return Ok(Hits { page: Vec::new(), total });
        }

        let mut binds = Binds::default();
        let tags = if total < FEW { Tags::Listed } else { Tags::Probed };
        let fitting = fitting(search, tags, favourites_of, &mut binds);
        let page = page(search, &mut binds);
        let text = format!("SELECT e.id FROM engineers e WHERE {fitting} {page}");
        let rows = binds.query(text).fetch_all(&self.read).await?;
        let hit = |row: &Row| Ok((row.id("id")?, None));
        Ok(Hits { page: rows.iter().map(hit).collect::<StoreResult<_>>()?, total })
    }

    pub(super) async fn find_candidates(
        &self,
        search: &Search,
        customer: Option<AccountId>,
    ) -> StoreResult<Vec<Candidate>> {
        let best = Search { sort: Sort::Recommended, page: 0, page_size: CANDIDATES, ..search.clone() };
        let all = Scope { favourites_of: None, counted: false };
        let mut fitting = self.faces(&self.hits(&best, all).await?).await?;
        let (mut favourites, mut served) = (HashSet::new(), HashMap::new());
        if let Some(customer) = customer {
            let mine = self
                .faces(&self.hits(&best, Scope { favourites_of: Some(customer), counted: false }).await?)
                .await?;
            favourites.extend(mine.iter().map(|(engineer, _)| engineer.id));
            fitting.retain(|(engineer, _)| !favourites.contains(&engineer.id));
            fitting.splice(0..0, mine);
            fitting.truncate(CANDIDATES as usize);
            served = self.last_served(customer).await?;
        }
        let candidate = |(engineer, distance_km): (Engineer, _)| Candidate {
            favourite: favourites.contains(&engineer.id),
            served_you_at: served.get(&engineer.id).copied(),
            engineer,
            distance_km,
        };
        Ok(fitting.into_iter().map(candidate).collect())
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

/// Where to look, unless help comes online: then the place does not matter.
fn place(search: &Search) -> Option<Near> {
    search.near.filter(|_| search.mode != Some(Mode::Online))
}

/// How to ask for a tag: as a list of all who have it, or of each engineer whether
/// she has it.
#[derive(Clone, Copy)]
enum Tags {
    Listed,
    Probed,
}

/// The conditions on `engineers e`.
fn fitting(search: &Search, tags: Tags, favourites_of: Option<AccountId>, binds: &mut Binds) -> String {
    let mut text = "e.active = 1".to_owned();
    // Where there is a place, only those who offer the mode reach it.
    if let (Some(mode), None) = (search.mode, place(search)) {
        text += &format!(" AND (e.modes & {}) <> 0", binds.add(mode.bit()));
    }
    let asked = [
        (TagKind::Product, search.product),
        (TagKind::Need, search.need),
        (TagKind::Language, search.language),
    ];
    for (kind, key) in asked.into_iter().filter_map(|(kind, key)| Some((kind, key?))) {
        let has = format!("t.kind = {} AND t.key = {}", binds.add(kind.as_str()), binds.add(key));
        text += &match tags {
            Tags::Listed => format!(" AND e.id IN (SELECT t.engineer_id FROM engineer_tags t WHERE {has})"),
            Tags::Probed => {
                format!(" AND EXISTS (SELECT 1 FROM engineer_tags t WHERE t.engineer_id = e.id AND {has})")
            }
        };
    }
    if let Some(least) = search.min_rating {
        text += &format!(" AND e.average >= {}", binds.add(least));
    }
    if let Some(day) = search.free_on {
        text += &format!(" AND ({} & {}) <> 0", free_days(search.mode), binds.add(free_days_mask(day)));
    }
    if let Some(customer) = favourites_of {
        let customer = binds.add(customer.to_string());
        text += &format!(" AND e.id IN (SELECT engineer_id FROM favourites WHERE account_id = {customer})");
    }
    text
}

fn page(search: &Search, binds: &mut Binds) -> String {
    let limit = binds.add(i64::from(search.page_size));
    let offset = binds.add(i64::from(search.page) * i64::from(search.page_size));
    format!("ORDER BY {} LIMIT {limit} OFFSET {offset}", order(search))
}

/// Everybody who can be had at the place, with the least squared distance: points
/// within the customer's radius, and areas that the customer lives in.
fn reaching(near: Near, mode: Option<Mode>, binds: &mut Binds) -> String {
    let km2 = squared_km(near, binds);
    let mut branches = Vec::new();
    if mode != Some(Mode::Home) {
        let cells = binds.list(cells_within(near.centre, near.radius_km));
        let most = binds.add(near.radius_km * near.radius_km);
        branches.push(format!(
            "SELECT engineer_id, {km2} AS km2 FROM engineer_reach
             WHERE cell IN ({cells}) AND mode = 'visit' AND {km2} <= {most}"
        ));
    }
    if mode != Some(Mode::Visit) {
        let cells = binds.list(cells_within(near.centre, AREA_RADIUS_MAX_KM));
        branches.push(format!(
            "SELECT engineer_id, {km2} AS km2 FROM engineer_reach
             WHERE cell IN ({cells}) AND mode = 'home' AND {km2} <= radius_km * radius_km"
        ));
    }
    format!(
        "SELECT engineer_id, MIN(km2) AS km2 FROM ({}) reach GROUP BY engineer_id",
        branches.join(" UNION ALL ")
    )
}

/// The squared distance from the place to the columns `lat` and `lon`, flat: within
/// the distances that people travel it is off by less than a percent, and neither
/// engine needs trigonometry for it.
fn squared_km(near: Near, binds: &mut Binds) -> String {
    let (lat, lon) = (binds.add(near.centre.lat), binds.add(near.centre.lon));
    let (north, east) = (binds.add(KM_PER_DEGREE), binds.add(near.centre.km_per_degree_east()));
    // The short way round, also across the date line.
    let across = format!("(180.0 - ABS(180.0 - ABS(lon - {lon})))");
    let (y, x) = (format!("((lat - {lat}) * {north})"), format!("({across} * {east})"));
    format!("({y} * {y} + {x} * {x})")
}

fn order(search: &Search) -> String {
    match search.sort {
        Sort::Distance if place(search).is_some() => "here.km2, e.score DESC, e.id".to_owned(),
        Sort::Recommended | Sort::Distance => "e.score DESC, e.id".to_owned(),
        Sort::Rating => "e.average DESC, e.score DESC, e.id".to_owned(),
        Sort::NextFree => {
            let next = next_free(search.mode);
            // Nobody knows yet when: last, on both engines.
            format!("CASE WHEN {next} IS NULL THEN 1 ELSE 0 END, {next}, e.score DESC, e.id")
        }
    }
}

/// As [`Engineer::next_free`].
fn next_free(mode: Option<Mode>) -> &'static str {
    match mode {
        Some(Mode::Visit) => "e.next_visit",
        Some(Mode::Home) => "e.next_home",
        _ => {
            "CASE WHEN e.next_visit IS NULL OR e.next_home < e.next_visit THEN e.next_home ELSE e.next_visit END"
        }
    }
}

fn free_days(mode: Option<Mode>) -> &'static str {
    match mode {
        Some(Mode::Visit) => "e.visit_days",
        Some(Mode::Home) => "e.home_days",
        _ => "(e.visit_days | e.home_days)",
    }
}
