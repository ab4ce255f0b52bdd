//! Where an engineer can be had: derived from her windows and areas, so that
//! search asks one index.

use handpick::{
    engineer::{Mode, Modes},
    geo::Position,
    id::EngineerId,
    store::StoreResult,
};

use super::super::{engine::Connection, row::Columns};

/// Rewrites the engineer's reach, within the transaction that changed her modes,
/// windows or areas, or a point she works at.
pub async fn rewrite_reach(conn: &mut Connection, engineer: EngineerId) -> StoreResult<()> {
    let id = engineer.to_string();
    sqlx::query("DELETE FROM engineer_reach WHERE engineer_id = $1").bind(&id).execute(&mut *conn).await?;
    let modes: Option<i64> = sqlx::query_scalar("SELECT modes FROM engineers WHERE id = $1 AND active = 1")
        .bind(&id)
        .fetch_optional(&mut *conn)
        .await?;
    // Who is not shown is not to be found.
    let modes = modes.map_or_else(Modes::default, Modes);
    if modes.has(Mode::Visit) {
        reach_points(conn, &id).await?;
    }
    if modes.has(Mode::Home) {
        reach_areas(conn, &id).await?;
    }
    Ok(())
}

async fn reach_points(conn: &mut Connection, engineer: &str) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO engineer_reach
             (engineer_id, mode, lat, lon, cell, radius_km, source_id, tag_bits, average, score, reviews)
         SELECT DISTINCT e.id, $2, p.lat, p.lon, p.cell, 0.0, p.id, e.tag_bits, e.average, e.score,
             e.stars1 + e.stars2 + e.stars3 + e.stars4 + e.stars5
         FROM engineers e JOIN windows w ON w.engineer_id = e.id JOIN points p ON p.id = w.point_id
         WHERE e.id = $1 AND p.active = 1",
    )
    .bind(engineer)
    .bind(Mode::Visit.as_str())
    .execute(&mut *conn)
    .await?;
    Ok(())
}

async fn reach_areas(conn: &mut Connection, engineer: &str) -> StoreResult<()> {
    let areas = sqlx::query("SELECT id, lat, lon, radius_km FROM engineer_areas WHERE engineer_id = $1")
        .bind(engineer)
        .fetch_all(&mut *conn)
        .await?;
    for area in areas {
        let centre = Position { lat: area.float("lat")?, lon: area.float("lon")? };
        sqlx::query(
            "INSERT INTO engineer_reach
                 (engineer_id, mode, lat, lon, cell, radius_km, source_id, tag_bits, average, score, reviews)
             SELECT id, $2, $3, $4, $5, $6, $7, tag_bits, average, score,
                 stars1 + stars2 + stars3 + stars4 + stars5
             FROM engineers WHERE id = $1",
        )
        .bind(engineer)
        .bind(Mode::Home.as_str())
        .bind(centre.lat)
        .bind(centre.lon)
        .bind(centre.cell())
        .bind(area.float("radius_km")?)
        .bind(area.text("id")?)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
