mod history;
pub mod profile;

use std::collections::HashMap;

use async_trait::async_trait;
use handpick::{
    engineer::{
        Area, Candidate, Crowd, Engineer, Engineers, Found, History, Modes, NewEngineer, Portrait,
        ProfileEdit, Search, Total,
    },
    geo::Position,
    id::{AccountId, EngineerId, PointId},
    store::{StoreError, StoreResult},
};
use jiff::Timestamp;

use super::{
    engine::{Row, SqlStore},
    row::{Columns, Unreadable},
    sql::Binds,
    tag::tags_from,
};

/// The columns of `engineers e` that [`engineer_from`] reads.
const COLUMNS: &str = "e.id, e.account_id, e.slug, e.name, e.words, e.portrait, e.years, e.place, e.lat, \
     e.lon, e.zone, e.modes, e.active, e.served, e.stars1, e.stars2, e.stars3, e.stars4, e.stars5, \
     e.next_visit, e.next_home, e.created_at, e.tags";

#[async_trait]
impl Engineers for SqlStore {
    async fn create_engineer(&self, new: NewEngineer) -> StoreResult<String> {
        self.insert_engineer(new).await
    }

    async fn engineer(&self, id: EngineerId) -> StoreResult<Option<Engineer>> {
        Ok(self.engineers(&[id]).await?.pop())
    }

    async fn engineer_by_slug(&self, slug: &str) -> StoreResult<Option<Engineer>> {
        let mut binds = Binds::default();
        let text = format!("SELECT {COLUMNS} FROM engineers e WHERE e.slug = {}", binds.add(slug.to_owned()));
        let row = binds.query(text).fetch_optional(&mut *self.reader().await?).await?;
        row.as_ref().map(engineer_from).transpose()
    }

    async fn engineers(&self, ids: &[EngineerId]) -> StoreResult<Vec<Engineer>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut binds = Binds::default();
        let list = binds.list(ids.iter().map(ToString::to_string));
        let text = format!("SELECT {COLUMNS} FROM engineers e WHERE e.id IN ({list})");
        let rows = binds.query(text).fetch_all(&mut *self.reader().await?).await?;
        let mut found = HashMap::with_capacity(ids.len());
        for engineer in rows.iter().map(engineer_from) {
            let engineer = engineer?;
            found.insert(engineer.id, engineer);
        }
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    async fn search(&self, search: &Search) -> StoreResult<Found> {
        self.find(search).await
    }

    async fn count_fitting(&self, search: &Search) -> StoreResult<Total> {
        self.count(search).await
    }

    async fn crowd(&self, search: &Search) -> StoreResult<Crowd> {
        self.crowd_of(search).await
    }

    async fn search_with_candidates(
        &self,
        search: &Search,
        customer: Option<AccountId>,
    ) -> StoreResult<(Found, Vec<Candidate>)> {
        self.find_with_candidates(search, customer).await
    }

    async fn engineers_at(&self, point: PointId) -> StoreResult<Vec<Engineer>> {
        let mut binds = Binds::default();
        let text = format!(
            "SELECT {COLUMNS} FROM engineers e
             WHERE e.active = 1 AND e.id IN (SELECT w.engineer_id FROM windows w WHERE w.point_id = {})
             ORDER BY e.score DESC, e.id",
            binds.add(point.to_string())
        );
        let rows = binds.query(text).fetch_all(&mut *self.reader().await?).await?;
        rows.iter().map(engineer_from).collect()
    }

    async fn history(&self, id: EngineerId, now: Timestamp) -> StoreResult<History> {
        self.history_of(id, now).await
    }

    async fn areas(&self, id: EngineerId) -> StoreResult<Vec<Area>> {
        let rows = sqlx::query(
            "SELECT id, place, lat, lon, radius_km FROM engineer_areas WHERE engineer_id = $1 ORDER BY id",
        )
        .bind(id.to_string())
        .fetch_all(&mut *self.reader().await?)
        .await?;
        let area = |row: &Row| {
            Ok(Area {
                id: row.id("id")?,
                place: row.count("place")?,
                centre: Position { lat: row.float("lat")?, lon: row.float("lon")? },
                radius_km: row.float("radius_km")?,
            })
        };
        rows.iter().map(area).collect()
    }

    async fn save_profile(&self, id: EngineerId, edit: &ProfileEdit, now: Timestamp) -> StoreResult<()> {
        self.rewrite_profile(id, edit, now).await
    }

    async fn set_portrait(&self, id: EngineerId, portrait: &Portrait) -> StoreResult<()> {
        self.execute(
            sqlx::query("UPDATE engineers SET portrait = $2 WHERE id = $1")
                .bind(id.to_string())
                .bind(portrait.to_string()),
        )
        .await?;
        Ok(())
    }

    async fn slugs(&self, after: &str, limit: u32) -> StoreResult<Vec<String>> {
        let slugs = sqlx::query_scalar(
            "SELECT slug FROM engineers WHERE active = 1 AND slug > $1 ORDER BY slug LIMIT $2",
        )
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&mut *self.reader().await?)
        .await?;
        Ok(slugs)
    }

    async fn slug_after(&self, after: &str, steps: u32) -> StoreResult<Option<String>> {
        let Some(between) = steps.checked_sub(1) else { return Ok(None) };
        let slug = sqlx::query_scalar(
            "SELECT slug FROM engineers WHERE active = 1 AND slug > $1 ORDER BY slug LIMIT 1 OFFSET $2",
        )
        .bind(after)
        .bind(i64::from(between))
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        Ok(slug)
    }
}

fn engineer_from(row: &Row) -> Result<Engineer, StoreError> {
    let portrait = row.text("portrait")?;
    Ok(Engineer {
        id: row.id("id")?,
        slug: row.text("slug")?,
        name: row.json("name")?,
        words: row.json("words")?,
        portrait: Portrait::parse(&portrait).ok_or_else(|| Unreadable::new("portrait", portrait))?,
        years: row.count("years")?,
        place: row.count("place")?,
        position: Position { lat: row.float("lat")?, lon: row.float("lon")? },
        zone: row.text("zone")?,
        modes: Modes(row.int("modes")?),
        rating: row.rating()?,
        served: row.count("served")?,
        next_visit: row.maybe_at("next_visit")?,
        next_home: row.maybe_at("next_home")?,
        active: row.flag("active")?,
        account: row.maybe_id("account_id")?,
        created_at: row.at("created_at")?,
        tags: tags_from(&row.text("tags")?),
    })
}
