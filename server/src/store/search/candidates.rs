//! Who is weighed for a recommendation.

use std::collections::{HashMap, HashSet};

use handpick::{
    engineer::{
        CANDIDATES_MAX, Candidate, Edge, Found, FoundEngineer, Search, Sort, recommend::NEWCOMER_REVIEWS,
    },
    id::{AccountId, EngineerId},
    store::StoreResult,
};
use jiff::Timestamp;

use super::{
    super::{engine::SqlStore, row::Columns as _},
    Among,
};

/// How many newcomers are weighed at least, where as many people fit as are weighed: one
/// alone would have the place that goes in turn every day.
const NEWCOMERS: u32 = 8;

impl SqlStore {
    pub async fn find_with_candidates(
        &self,
        search: &Search,
        customer: Option<AccountId>,
    ) -> StoreResult<(Found, Vec<Candidate>)> {
        let best = Search {
            sort: Sort::Recommended,
            edge: Edge::Start,
            page_size: CANDIDATES_MAX.max(search.page_size),
            ..search.clone()
        };
        let hits = self.hits(&best, Among::Everybody).await?;
        let fitting = self.faces(&hits.page).await?;
        // The best are read already; in another order they are others.
        let found = if search.sort == Sort::Recommended && search.edge == Edge::Start {
            let page_size = search.page_size as usize;
            let page = fitting.iter().take(page_size).cloned().collect();
            hits.cut_to(page_size).with(page)
        } else {
            self.find(search).await?
        };
        let fitting = self.with_newcomers(&best, fitting).await?;
        Ok((found, self.candidates(&best, fitting, customer).await?))
    }

    /// Where the best fill all places, newcomers take the last ones.
    async fn with_newcomers(
        &self,
        best: &Search,
        mut fitting: Vec<FoundEngineer>,
    ) -> StoreResult<Vec<FoundEngineer>> {
        let is_new = |(engineer, _): &&FoundEngineer| engineer.rating.count() < NEWCOMER_REVIEWS;
        let few_are_new = fitting.iter().filter(is_new).count() < NEWCOMERS as usize;
        if fitting.len() < CANDIDATES_MAX as usize || !few_are_new {
            return Ok(fitting);
        }
        let search = Search { page_size: NEWCOMERS, ..best.clone() };
        let new = self.faces(&self.hits(&search, Among::Newcomers).await?.page).await?;
        fitting.retain(|(engineer, _)| new.iter().all(|(newcomer, _)| newcomer.id != engineer.id));
        fitting.truncate((CANDIDATES_MAX as usize).saturating_sub(new.len()));
        fitting.extend(new);
        Ok(fitting)
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
            fitting.truncate(CANDIDATES_MAX as usize);
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

    /// When each engineer last served the customer.
    async fn last_served(&self, customer: AccountId) -> StoreResult<HashMap<EngineerId, Timestamp>> {
        let rows = sqlx::query(
            "SELECT l.engineer_id, MAX(l.starts_at) AS served_at
             FROM cases c JOIN legs l ON l.case_id = c.id
             WHERE c.customer_id = $1 AND l.state = 'done'
             GROUP BY l.engineer_id",
        )
        .bind(customer.to_string())
        .fetch_all(&mut *self.reader().await?)
        .await?;
        rows.iter().map(|row| Ok((row.id("engineer_id")?, row.at("served_at")?))).collect()
    }
}
