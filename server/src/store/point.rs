use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use handpick::{
    engineer::Mode,
    geo::Position,
    id::{BayId, EngineerId, PointId},
    point::{Bay, BayInUse, NewPoint, Points, ServicePoint},
    schedule::{Resource, Span, ticks},
    store::{StoreError, StoreResult},
};

use jiff::Timestamp;

use super::{
    again::again,
    engine::{Connection, Row, SqlStore},
    name::{POINT, rewrite_names},
    row::Columns,
    search::{cells_near, rewrite_reach},
    sql::Binds,
};

#[async_trait]
impl Points for SqlStore {
    async fn save_point(&self, point: NewPoint) -> StoreResult<PointId> {
        again(|| save(self, &point)).await
    }

    async fn point(&self, id: PointId) -> StoreResult<Option<ServicePoint>> {
        let row = sqlx::query("SELECT * FROM points WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *self.reader().await?)
            .await?;
        row.as_ref().map(service_point).transpose()
    }

    async fn point_by_slug(&self, slug: &str) -> StoreResult<Option<ServicePoint>> {
        let row = sqlx::query("SELECT * FROM points WHERE slug = $1")
            .bind(slug)
            .fetch_optional(&mut *self.reader().await?)
            .await?;
        row.as_ref().map(service_point).transpose()
    }

    async fn points_near(
        &self,
        centre: Option<Position>,
        radius_km: f64,
        limit: u32,
    ) -> StoreResult<Vec<ServicePoint>> {
        let Some(centre) = centre else { return self.points_by_name(limit).await };
        let mut binds = Binds::default();
        let cells = binds.list(cells_near(centre, radius_km));
        let text = format!("SELECT * FROM points WHERE active = 1 AND cell IN ({cells})");
        let rows = binds.query(text).fetch_all(&mut *self.reader().await?).await?;
        let points = rows.iter().map(service_point).collect::<Result<Vec<_>, _>>()?;
        Ok(nearest(points, centre, radius_km, limit))
    }

    async fn points_of(&self, engineer: EngineerId) -> StoreResult<Vec<ServicePoint>> {
        let rows = sqlx::query(
            "SELECT p.* FROM points p
             WHERE p.active = 1 AND p.id IN (SELECT point_id FROM windows WHERE engineer_id = $1)
             ORDER BY p.name, p.id",
        )
        .bind(engineer.to_string())
        .fetch_all(&mut *self.reader().await?)
        .await?;
        rows.iter().map(service_point).collect()
    }

    async fn points_of_each(&self, engineers: &[EngineerId]) -> StoreResult<Vec<(EngineerId, ServicePoint)>> {
        if engineers.is_empty() {
            return Ok(Vec::new());
        }
        let mut binds = Binds::default();
        let visit = binds.add(Mode::Visit.as_str());
        let engineers = binds.list(engineers.iter().map(ToString::to_string));
        let text = format!(
            "SELECT r.engineer_id, p.* FROM engineer_reach r JOIN points p ON p.id = r.source_id
             WHERE r.engineer_id IN ({engineers}) AND r.mode = {visit}"
        );
        let rows = binds.query(text).fetch_all(&mut *self.reader().await?).await?;
        rows.iter().map(|row| Ok((row.id("engineer_id")?, service_point(row)?))).collect()
    }

    async fn all_points(&self) -> StoreResult<Vec<ServicePoint>> {
        let rows = sqlx::query("SELECT * FROM points ORDER BY name, id")
            .fetch_all(&mut *self.reader().await?)
            .await?;
        rows.iter().map(service_point).collect()
    }

    async fn set_point_active(&self, id: PointId, active: bool) -> StoreResult<()> {
        again(|| set_active(self, id, active)).await
    }

    async fn bays(&self, point: PointId) -> StoreResult<Vec<Bay>> {
        let rows = sqlx::query("SELECT id, label, active FROM bays WHERE point_id = $1 ORDER BY position")
            .bind(point.to_string())
            .fetch_all(&mut *self.reader().await?)
            .await?;
        let bay = |row: &Row| {
            Ok(Bay { id: row.id("id")?, point, label: row.text("label")?, active: row.flag("active")? })
        };
        rows.iter().map(bay).collect()
    }

    async fn bay_counts(&self, points: &[PointId]) -> StoreResult<HashMap<PointId, u64>> {
        if points.is_empty() {
            return Ok(HashMap::new());
        }
        let mut binds = Binds::default();
        let points = binds.list(points.iter().map(ToString::to_string));
        let select = format!(
            "SELECT point_id, COUNT(*) AS bays FROM bays
             WHERE active = 1 AND point_id IN ({points}) GROUP BY point_id"
        );
        let rows = binds.query(select).fetch_all(&mut *self.reader().await?).await?;
        rows.iter().map(|row| Ok((row.id("point_id")?, u64::from(row.count("bays")?)))).collect()
    }

    async fn with_desk(&self, points: &[PointId]) -> StoreResult<HashSet<PointId>> {
        if points.is_empty() {
            return Ok(HashSet::new());
        }
        let mut binds = Binds::default();
        let points = binds.list(points.iter().map(ToString::to_string));
        let select = format!(
            "SELECT DISTINCT s.point_id FROM staff s JOIN accounts a ON a.id = s.account_id
             WHERE s.point_id IN ({points}) AND a.deactivated_at IS NULL"
        );
        let rows = binds.query(select).fetch_all(&mut *self.reader().await?).await?;
        rows.iter().map(|row| row.id("point_id")).collect()
    }

    async fn remove_bay(
        &self,
        point: PointId,
        bay: BayId,
        now: Timestamp,
    ) -> StoreResult<Result<(), BayInUse>> {
        let mut tx = self.begin().await?;
        // Waits for bookings under way, which hold the row: see `occupancy::bays_of`.
        sqlx::query("UPDATE bays SET active = 0 WHERE id = $1 AND point_id = $2")
            .bind(bay.to_string())
            .bind(point.to_string())
            .execute(&mut *tx)
            .await?;
        let next = sqlx::query(
            "SELECT 1 FROM occupancy WHERE resource = $1 AND tick >= $2 AND (until IS NULL OR until > $3) LIMIT 1",
        )
        .bind(Resource::Bay(bay).to_string())
        .bind(ticks(Span { start: now, end: now }).start)
        .bind(now.as_millisecond())
        .fetch_optional(&mut *tx)
        .await?;
        if next.is_some() {
            return Ok(Err(BayInUse));
        }
        rewrite_reach_from(&mut tx, point).await?;
        self.commit(tx).await?;
        Ok(Ok(()))
    }
}

impl SqlStore {
    async fn points_by_name(&self, limit: u32) -> StoreResult<Vec<ServicePoint>> {
        let rows = sqlx::query("SELECT * FROM points WHERE active = 1 ORDER BY name, id LIMIT $1")
            .bind(i64::from(limit))
            .fetch_all(&mut *self.reader().await?)
            .await?;
        rows.iter().map(service_point).collect()
    }
}

/// There are few points in the cells around one place, so they are measured here
/// and exactly.
fn nearest(points: Vec<ServicePoint>, centre: Position, radius_km: f64, limit: u32) -> Vec<ServicePoint> {
    let measured = points.into_iter().map(|point| (point.position.distance_km(centre), point));
    let mut near: Vec<_> = measured.filter(|(km, _)| *km <= radius_km).collect();
    near.sort_by(|(x, a), (y, b)| x.total_cmp(y).then(a.id.cmp(&b.id)));
    near.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    near.into_iter().map(|(_, point)| point).collect()
}

async fn save(store: &SqlStore, point: &NewPoint) -> StoreResult<PointId> {
    let mut tx = store.begin().await?;
    let id = upsert(&mut tx, point).await?;
    for (position, (bay, label)) in (1i64..).zip(&point.bays) {
        save_bay(&mut tx, id, *bay, position, label).await?;
    }
    rewrite_names(&mut tx, POINT, &id.to_string(), &point.name).await?;
    rewrite_reach_from(&mut tx, id).await?;
    store.commit(tx).await?;
    Ok(id)
}

async fn set_active(store: &SqlStore, id: PointId, active: bool) -> StoreResult<()> {
    let mut tx = store.begin().await?;
    sqlx::query("UPDATE points SET active = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(i64::from(active))
        .execute(&mut *tx)
        .await?;
    rewrite_reach_from(&mut tx, id).await?;
    store.commit(tx).await?;
    Ok(())
}

/// Returns the id of the point with this slug, which is older than the given one
/// when the point was there before.
async fn upsert(conn: &mut Connection, point: &NewPoint) -> StoreResult<PointId> {
    let row = sqlx::query(
        "INSERT INTO points (id, slug, name, address, place, lat, lon, cell, zone, opening_hours, phone)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (slug) DO UPDATE SET
             name = excluded.name, address = excluded.address, place = excluded.place,
             lat = excluded.lat, lon = excluded.lon, cell = excluded.cell, zone = excluded.zone,
             opening_hours = excluded.opening_hours, phone = excluded.phone
         RETURNING id",
    )
    .bind(point.id.to_string())
    .bind(&point.slug)
    .bind(serde_json::to_string(&point.name)?)
    .bind(&point.address)
    .bind(i64::from(point.place))
    .bind(point.position.lat)
    .bind(point.position.lon)
    .bind(point.position.cell())
    .bind(&point.zone)
    .bind(&point.opening_hours)
    .bind(&point.phone)
    .fetch_one(&mut *conn)
    .await?;
    row.id("id")
}

async fn save_bay(
    conn: &mut Connection,
    point: PointId,
    bay: BayId,
    position: i64,
    label: &str,
) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO bays (id, point_id, position, label) VALUES ($1, $2, $3, $4)
         ON CONFLICT (point_id, position) DO UPDATE SET label = excluded.label",
    )
    .bind(bay.to_string())
    .bind(point.to_string())
    .bind(position)
    .bind(label)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// For those who work at the point: where they can be had, and when, changes with it.
async fn rewrite_reach_from(conn: &mut Connection, point: PointId) -> StoreResult<()> {
    let rows = sqlx::query(
        "UPDATE engineers SET refresh_at = 0
         WHERE id IN (SELECT engineer_id FROM windows WHERE point_id = $1) RETURNING id",
    )
    .bind(point.to_string())
    .fetch_all(&mut *conn)
    .await?;
    for row in rows {
        rewrite_reach(conn, row.id("id")?).await?;
    }
    Ok(())
}

pub fn service_point(row: &Row) -> Result<ServicePoint, StoreError> {
    Ok(ServicePoint {
        id: row.id("id")?,
        slug: row.text("slug")?,
        name: row.json("name")?,
        address: row.text("address")?,
        place: row.count("place")?,
        position: Position { lat: row.float("lat")?, lon: row.float("lon")? },
        zone: row.text("zone")?,
        opening_hours: row.text("opening_hours")?,
        phone: row.maybe_text("phone")?,
        active: row.flag("active")?,
        rating: row.rating()?,
    })
}
