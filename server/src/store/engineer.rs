use std::collections::HashMap;

use async_trait::async_trait;
use handpick::{
    engineer::{
        Area, Candidate, Engineer, Engineers, Found, History, Mode, Modes, NewEngineer, Portrait,
        ProfileEdit, Search,
    },
    geo::Position,
    id::{AccountId, EngineerId, PointId},
    store::{StoreError, StoreResult},
    tag::{CountedTag, TagKind},
};
use jiff::Timestamp;

use super::{
    engine::{Row, SqlStore},
    row::{Columns, Unreadable},
    sql::Binds,
};

/// The columns of `engineers e` that [`engineer_from`] reads.
const COLUMNS: &str = "e.id, e.account_id, e.slug, e.name, e.words, e.portrait, e.years, e.place, e.lat, \
     e.lon, e.zone, e.modes, e.active, e.served, e.stars1, e.stars2, e.stars3, e.stars4, e.stars5, \
     e.next_visit, e.next_home, e.created_at";

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
        let rows = binds.query(text).fetch_all(&self.read).await?;
        Ok(self.with_tags(&rows).await?.pop())
    }

    async fn engineers(&self, ids: &[EngineerId]) -> StoreResult<Vec<Engineer>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut binds = Binds::default();
        let list = binds.list(ids.iter().map(ToString::to_string));
        let text = format!("SELECT {COLUMNS} FROM engineers e WHERE e.id IN ({list})");
        let rows = binds.query(text).fetch_all(&self.read).await?;
        let mut found: HashMap<_, _> =
            self.with_tags(&rows).await?.into_iter().map(|engineer| (engineer.id, engineer)).collect();
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    async fn search(&self, search: &Search) -> StoreResult<Found> {
        self.find(search).await
    }

    async fn candidates(&self, search: &Search, customer: Option<AccountId>) -> StoreResult<Vec<Candidate>> {
        self.find_candidates(search, customer).await
    }

    async fn engineers_at(&self, point: PointId) -> StoreResult<Vec<Engineer>> {
        let mut binds = Binds::default();
        let text = format!(
            "SELECT {COLUMNS} FROM engineers e
             WHERE e.active = 1 AND e.id IN (SELECT w.engineer_id FROM windows w WHERE w.point_id = {})
             ORDER BY e.score DESC, e.id",
            binds.add(point.to_string())
        );
        let rows = binds.query(text).fetch_all(&self.read).await?;
        self.with_tags(&rows).await
    }

    async fn history(&self, id: EngineerId) -> StoreResult<History> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS served,
                    COUNT(CASE WHEN mode = $2 THEN 1 END) AS served_visit,
                    COUNT(CASE WHEN mode = $3 THEN 1 END) AS served_home,
                    MIN(starts_at) AS since,
                    (SELECT COUNT(*) FROM
                        (SELECT c.customer_id FROM legs l JOIN cases c ON c.id = l.case_id
                         WHERE l.engineer_id = $1 AND l.state = 'done' AND c.customer_id IS NOT NULL
                         GROUP BY c.customer_id HAVING COUNT(DISTINCT c.id) > 1) came_again
                    ) AS returning_customers
             FROM legs WHERE engineer_id = $1 AND state = 'done'",
        )
        .bind(id.to_string())
        .bind(Mode::Visit.as_str())
        .bind(Mode::Home.as_str())
        .fetch_one(&self.read)
        .await?;
        Ok(History {
            served: row.count("served")?,
            served_visit: row.count("served_visit")?,
            served_home: row.count("served_home")?,
            returning_customers: row.count("returning_customers")?,
            since: row.maybe_at("since")?,
        })
    }

    async fn areas(&self, id: EngineerId) -> StoreResult<Vec<Area>> {
        let rows = sqlx::query(
            "SELECT id, place, lat, lon, radius_km FROM engineer_areas WHERE engineer_id = $1 ORDER BY id",
        )
        .bind(id.to_string())
        .fetch_all(&self.read)
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
        sqlx::query("UPDATE engineers SET portrait = $2 WHERE id = $1")
            .bind(id.to_string())
            .bind(portrait.to_string())
            .execute(&self.write)
            .await?;
        Ok(())
    }

    async fn slugs(&self, after: &str, limit: u32) -> StoreResult<Vec<String>> {
        let slugs = sqlx::query_scalar(
            "SELECT slug FROM engineers WHERE active = 1 AND slug > $1 ORDER BY slug LIMIT $2",
        )
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&self.read)
        .await?;
        Ok(slugs)
    }
}

impl SqlStore {
    /// Engineers from rows of [`COLUMNS`], in the same order, with the tags of all of
    /// them in one query.
    async fn with_tags(&self, rows: &[Row]) -> StoreResult<Vec<Engineer>> {
        let mut engineers = rows.iter().map(engineer_from).collect::<Result<Vec<_>, _>>()?;
        if engineers.is_empty() {
            return Ok(engineers);
        }
        let mut binds = Binds::default();
        let ids = binds.list(engineers.iter().map(|engineer| engineer.id.to_string()));
        let text =
            format!("SELECT engineer_id, kind, key, count FROM engineer_tags WHERE engineer_id IN ({ids})");
        let mut tags: HashMap<EngineerId, Vec<CountedTag>> = HashMap::new();
        for row in binds.query(text).fetch_all(&self.read).await? {
            // A word that this version does not know is left out.
            if let Some(tag) = counted_tag(&row)? {
                tags.entry(row.id("engineer_id")?).or_default().push(tag);
            }
        }
        for engineer in &mut engineers {
            engineer.tags = tags.remove(&engineer.id).unwrap_or_default();
            engineer.tags.sort_unstable_by_key(|tag| (tag.kind, std::cmp::Reverse(tag.count), tag.key));
        }
        Ok(engineers)
    }
}

fn counted_tag(row: &Row) -> Result<Option<CountedTag>, StoreError> {
    let kinds = [TagKind::Product, TagKind::Need, TagKind::Language, TagKind::Praise];
    let (kind, key) = (row.text("kind")?, row.text("key")?);
    let known = kinds.into_iter().find(|known| known.as_str() == kind);
    let tag = known.and_then(|kind| Some((kind, kind.find(&key)?)));
    let Some((kind, key)) = tag else { return Ok(None) };
    Ok(Some(CountedTag { kind, key, count: row.count("count")? }))
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
        tags: Vec::new(),
    })
}
