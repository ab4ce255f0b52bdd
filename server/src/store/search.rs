//! Finding engineers: one statement, put together from what the customer asks.

use std::collections::{HashMap, HashSet};

use handpick::{
    engineer::{AREA_RADIUS_MAX_KM, Candidate, Engineer, Found, Mode, Near, Search, Sort, free_days_mask},
    geo::{KM_PER_DEGREE, cells_within},
    id::{AccountId, EngineerId},
    store::StoreResult,
    tag::TagKind,
};
use jiff::Timestamp;

use super::{
    engine::{Row, SqlStore},
    engineer::COLUMNS,
    row::Columns as _,
    sql::Binds,
};

/// How many are weighed for a recommendation.
const CANDIDATES: u32 = 60;

impl SqlStore {
    pub(super) async fn find(&self, search: &Search) -> StoreResult<Found> {
        let engineers = self.page(search, None).await?;
        let on_this_page = engineers.len() as u64;
        let is_last = search.page == 0 && on_this_page < u64::from(search.page_size);
        let total = if is_last { on_this_page } else { self.total(search).await? };
        Ok(Found { engineers, total })
    }

    async fn total(&self, search: &Search) -> StoreResult<u64> {
        let mut binds = Binds::default();
        let text = format!("SELECT COUNT(*) AS total FROM {}", fitting(search, &mut binds));
        let row = binds.query(text).fetch_one(&self.read).await?;
        Ok(u64::try_from(row.int("total")?)?)
    }

    /// One page of those who fit, of all or of a customer's favourites.
    async fn page(
        &self,
        search: &Search,
        favourites_of: Option<AccountId>,
    ) -> StoreResult<Vec<(Engineer, Option<f64>)>> {
        let mut binds = Binds::default();
        let km2 = if place(search).is_some() { "here.km2" } else { "NULL" };
        let mut text = format!(
            "SELECT {COLUMNS}, CAST({km2} AS DOUBLE PRECISION) AS km2 FROM {}",
            fitting(search, &mut binds)
        );
        if let Some(customer) = favourites_of {
            let customer = binds.add(customer.to_string());
            text +=
                &format!(" AND e.id IN (SELECT engineer_id FROM favourites WHERE account_id = {customer})");
        }
        let limit = binds.add(i64::from(search.page_size));
        let offset = binds.add(i64::from(search.page) * i64::from(search.page_size));
        text += &format!(" ORDER BY {} LIMIT {limit} OFFSET {offset}", order(search));
        let rows = binds.query(text).fetch_all(&self.read).await?;
        let engineers = self.with_tags(&rows).await?;
        let distance = |row: &Row| Ok(row.maybe_float("km2")?.map(f64::sqrt));
        let distances = rows.iter().map(distance).collect::<StoreResult<Vec<_>>>()?;
        Ok(engineers.into_iter().zip(distances).collect())
    }

    pub(super) async fn find_candidates(
        &self,
        search: &Search,
        customer: Option<AccountId>,
    ) -> StoreResult<Vec<Candidate>> {
        let best = Search { sort: Sort::Recommended, page: 0, page_size: CANDIDATES, ..search.clone() };
        let (mut fitting, mut favourites, mut served) =
            (self.page(&best, None).await?, HashSet::new(), HashMap::new());
        if let Some(customer) = customer {
            let mine = self.page(&best, Some(customer)).await?;
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

/// The tables and conditions: `engineers e WHERE …`, joined with `here(engineer_id,
/// km2)` when there is a place.
fn fitting(search: &Search, binds: &mut Binds) -> String {
    let mut text = match place(search) {
        Some(near) => format!(
            "({}) here JOIN engineers e ON e.id = here.engineer_id",
            reaching(near, search.mode, binds)
        ),
        None => "engineers e".to_owned(),
    };
    text += " WHERE e.active = 1";
    if let Some(mode) = search.mode {
        // Where there is a place, only those who offer the mode reach it.
        if place(search).is_none() {
            text += &format!(" AND (e.modes & {}) <> 0", binds.add(mode.bit()));
        }
    }
    let tags = [
        (TagKind::Product, search.product),
        (TagKind::Need, search.need),
        (TagKind::Language, search.language),
    ];
    for (kind, key) in tags.into_iter().filter_map(|(kind, key)| Some((kind, key?))) {
        let (kind, key) = (binds.add(kind.as_str()), binds.add(key));
        text += &format!(
            " AND EXISTS (SELECT 1 FROM engineer_tags t
                          WHERE t.engineer_id = e.id AND t.kind = {kind} AND t.key = {key})"
        );
    }
    if let Some(least) = search.min_rating {
        text += &format!(" AND e.average >= {}", binds.add(least));
    }
    if let Some(day) = search.free_on {
        text += &format!(" AND ({} & {}) <> 0", free_days(search.mode), binds.add(free_days_mask(day)));
    }
    text
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
