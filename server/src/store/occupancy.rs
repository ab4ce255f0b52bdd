//! Who or what is taken when. Every promise of time passes through here, and the
//! primary key (resource, tick) decides: two appointments that overlap in any part
//! collide there.
//!
//! Locks are always taken in one order, the engineer before the bay and earlier
//! ticks before later ones, so that transactions wait for each other and not in a
//! circle; see [`super::again`] for the exception.

use handpick::{
    booking::{Hold, TimeTaken},
    id::{BayId, EngineerId, PointId},
    schedule::{Resource, Span, Tick, ticks},
    store::StoreResult,
};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, QueryBuilder};

use super::{
    engine::{Connection, LOCK, LOCK_SHARED},
    row::Columns as _,
};

/// For whom time is taken.
#[derive(Clone, Copy)]
pub struct Owner<'a> {
    /// A draft or a leg.
    pub id: &'a str,
    /// Whose time may be taken over: the draft that becomes the leg.
    pub heir_of: Option<&'a str>,
    /// When it is given up by itself, as a hold is; `None` for good.
    pub until: Option<Timestamp>,
}

/// What an appointment needs.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub engineer: EngineerId,
    /// For a visit the bays of which one is needed, the preferred first.
    pub bays: Option<&'a [BayId]>,
    pub span: Span,
}

/// Takes the engineer and, for a visit, the first bay that is free. What the owner
/// has already does not stand in the way. On [`TimeTaken`] the transaction must be
/// dropped.
pub async fn take(
    conn: &mut Connection,
    owner: Owner<'_>,
    wanted: Wanted<'_>,
    now: Timestamp,
) -> sqlx::Result<Result<Option<BayId>, TimeTaken>> {
    if !take_one(conn, owner, Resource::Engineer(wanted.engineer), wanted.span, now).await? {
        return Ok(Err(TimeTaken));
    }
    let Some(bays) = wanted.bays else { return Ok(Ok(None)) };
    sqlx::query("SAVEPOINT no_bay").execute(&mut *conn).await?;
    for bay in bays {
        if take_one(conn, owner, Resource::Bay(*bay), wanted.span, now).await? {
            return Ok(Ok(Some(*bay)));
        }
        sqlx::query("ROLLBACK TO SAVEPOINT no_bay").execute(&mut *conn).await?;
    }
    Ok(Err(TimeTaken))
}

/// Hands what a draft holds to the owner that inherits, when all of it is still held and
/// the bay, for a visit, is still one of the point's.
/// In which order it is locked does not matter: nobody else waits for what is held.
pub async fn inherit(
    conn: &mut Connection,
    owner: Owner<'_>,
    hold: Hold,
    point: Option<PointId>,
    now: Timestamp,
) -> sqlx::Result<bool> {
    if hold.until <= now || hold.bay.is_some() != point.is_some() {
        return Ok(false);
    }
    let count = |span: Span| {
        let ticks = ticks(span);
        ticks.end - ticks.start
    };
    let time = hold.time();
    let whole = count(time.occupied()) + hold.bay.map_or(0, |_| count(time.occupied()));
    let update = format!(
        "UPDATE occupancy SET owner = $1, until = $2
         WHERE owner = $3 AND (SELECT COUNT(*) FROM occupancy WHERE owner = $3) = $4
           AND (CAST($5 AS TEXT) IS NULL
               OR EXISTS (SELECT 1 FROM bays WHERE id = $5 AND point_id = $6 AND active = 1 {LOCK_SHARED}))"
    );
    let inherited = sqlx::query(AssertSqlSafe(update))
        .bind(owner.id)
        .bind(owner.until.map(Timestamp::as_millisecond))
        .bind(owner.heir_of)
        .bind(whole)
        .bind(hold.bay.map(|id| id.to_string()))
        .bind(point.map(|id| id.to_string()))
        .execute(conn)
        .await?;
    Ok(inherited.rows_affected() > 0)
}

/// Takes all ticks of the span or answers `false`; then some may have been taken
/// and must be rolled back.
pub async fn take_one(
    conn: &mut Connection,
    owner: Owner<'_>,
    resource: Resource,
    span: Span,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let wanted = ticks(span);
    let resource = resource.to_string();
    make_room(conn, owner, &resource, &wanted, now).await?;
    let taken = sqlx::query(
        "WITH RECURSIVE wanted (tick) AS (
             SELECT CAST($2 AS BIGINT) UNION ALL SELECT tick + 1 FROM wanted WHERE tick + 1 < $3
         )
         INSERT INTO occupancy (resource, tick, owner, until)
         SELECT $1, tick, $4, $5 FROM wanted WHERE true
         ON CONFLICT DO NOTHING",
    )
    .bind(resource)
    .bind(wanted.start)
    .bind(wanted.end)
    .bind(owner.id)
    .bind(owner.until.map(Timestamp::as_millisecond))
    .execute(conn)
    .await?
    .rows_affected();
    Ok(i64::try_from(taken).is_ok_and(|taken| taken == wanted.end - wanted.start))
}

/// Removes what does not stand in the way: lapsed holds and the owner's own.
async fn make_room(
    conn: &mut Connection,
    owner: Owner<'_>,
    resource: &str,
    wanted: &std::ops::Range<Tick>,
    now: Timestamp,
) -> sqlx::Result<()> {
    let delete = format!(
        "DELETE FROM occupancy WHERE resource = $1 AND tick IN (
             SELECT tick FROM occupancy
             WHERE resource = $1 AND tick >= $2 AND tick < $3
               AND (until <= $4 OR owner = $5 OR owner = $6)
             ORDER BY tick {LOCK}
         )"
    );
    sqlx::query(AssertSqlSafe(delete))
        .bind(resource)
        .bind(wanted.start)
        .bind(wanted.end)
        .bind(now.as_millisecond())
        .bind(owner.id)
        .bind(owner.heir_of)
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives up everything of the owner but these spans.
pub async fn keep_only(conn: &mut Connection, owner: &str, kept: &[(Resource, Span)]) -> sqlx::Result<()> {
    let mut delete = QueryBuilder::new("DELETE FROM occupancy WHERE owner = ");
    delete.push_bind(owner);
    for (resource, span) in kept {
        let kept = ticks(*span);
        delete.push(" AND NOT (resource = ").push_bind(resource.to_string());
        delete.push(" AND tick >= ").push_bind(kept.start);
        delete.push(" AND tick < ").push_bind(kept.end).push(")");
    }
    delete.build().execute(conn).await?;
    Ok(())
}

/// Lets the owner's time lapse then, as a hold does.
pub async fn give_up_at(conn: &mut Connection, owner: &str, until: Timestamp) -> sqlx::Result<()> {
    let update = sqlx::query("UPDATE occupancy SET until = $2 WHERE owner = $1");
    update.bind(owner).bind(until.as_millisecond()).execute(conn).await?;
    Ok(())
}

pub async fn give_up(conn: &mut Connection, owner: &str) -> sqlx::Result<()> {
    keep_only(conn, owner, &[]).await
}

/// The active bays of the point, in their order. They stay active until the
/// transaction ends: nobody removes a bay while somebody takes it.
pub async fn bays_of(conn: &mut Connection, point: PointId) -> StoreResult<Vec<BayId>> {
    let select =
        format!("SELECT id FROM bays WHERE point_id = $1 AND active = 1 ORDER BY position {LOCK_SHARED}");
    let rows = sqlx::query(AssertSqlSafe(select)).bind(point.to_string()).fetch_all(conn).await?;
    rows.iter().map(|row| row.id("id")).collect()
}
