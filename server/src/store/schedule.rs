//! Schedules: weekly windows, days off, what is taken, and what search knows of it.

use std::collections::HashMap;

use async_trait::async_trait;
use handpick::{
    id::{DayOffId, EngineerId},
    schedule::*,
    store::StoreResult,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sqlx::QueryBuilder;

use super::{
    engine::{Connection, Row, SqlStore},
    row::Columns,
    search::rewrite_reach,
    sql::Binds,
};

#[async_trait]
impl Schedules for SqlStore {
    async fn schedules(&self, engineers: &[EngineerId]) -> StoreResult<HashMap<EngineerId, Schedule>> {
        if engineers.is_empty() {
            return Ok(HashMap::new());
        }
        let of = |select: &str, column: &str, order: &str| {
            let mut binds = Binds::default();
            let list = binds.list(engineers.iter().map(ToString::to_string));
            binds.query(format!("{select} WHERE {column} IN ({list}){order}"))
        };
        let mut conn = self.reader().await?;
        let select = "SELECT id, zone, slot, buffer, travel FROM engineers";
        let rows = of(select, "id", "").fetch_all(&mut *conn).await?;
        let found = rows.iter().map(|row| Ok((row.id("id")?, without_days(row)?)));
        let mut schedules = found.collect::<StoreResult<HashMap<EngineerId, Schedule>>>()?;

        let select = "SELECT engineer_id, weekday, start_minute, end_minute, point_id FROM windows";
        let order = " ORDER BY weekday, start_minute";
        for row in of(select, "engineer_id", order).fetch_all(&mut *conn).await? {
            if let Some(schedule) = schedules.get_mut(&row.id("engineer_id")?) {
                schedule.windows.push(window(&row)?);
            }
        }
        let select = "SELECT engineer_id, id, from_day, to_day FROM days_off";
        let order = " ORDER BY from_day, id";
        for row in of(select, "engineer_id", order).fetch_all(&mut *conn).await? {
            if let Some(schedule) = schedules.get_mut(&row.id("engineer_id")?) {
                schedule.days_off.push(day_off(&row)?);
            }
        }
        Ok(schedules)
    }

    async fn save_schedule(
        &self,
        engineer: EngineerId,
        windows: &[Window],
        lengths: Lengths,
        now: Timestamp,
    ) -> StoreResult<()> {
        let mut tx = self.begin().await?;
        write_schedule(&mut tx, engineer, windows, lengths, now).await?;
        self.commit(tx).await?;
        Ok(())
    }

    async fn add_day_off(&self, engineer: EngineerId, day_off: &DayOff, now: Timestamp) -> StoreResult<()> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO days_off (id, engineer_id, from_day, to_day) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(day_off.id.to_string())
        .bind(engineer.to_string())
        .bind(day_off.from.to_string())
        .bind(day_off.to.to_string())
        .execute(&mut *tx)
        .await?;
        refresh_summary(&mut tx, engineer, now).await?;
        self.commit(tx).await?;
        Ok(())
    }

    async fn remove_day_off(&self, engineer: EngineerId, id: DayOffId, now: Timestamp) -> StoreResult<()> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM days_off WHERE id = $1 AND engineer_id = $2")
            .bind(id.to_string())
            .bind(engineer.to_string())
            .execute(&mut *tx)
            .await?;
        refresh_summary(&mut tx, engineer, now).await?;
        self.commit(tx).await?;
        Ok(())
    }

    async fn busy(&self, resources: &[Resource], span: Span, now: Timestamp) -> StoreResult<Busy> {
        let asked: HashMap<String, Resource> =
            resources.iter().map(|resource| (resource.to_string(), *resource)).collect();
        if asked.is_empty() {
            return Ok(Busy::default());
        }
        let range = ticks(span);
        // One row a resource: a row each for hundreds of ticks costs more than to find them.
        let mut select = QueryBuilder::new(
            "SELECT resource, string_agg(CAST(tick AS TEXT), ' ') AS ticks FROM occupancy WHERE tick >= ",
        );
        select.push_bind(range.start).push(" AND tick < ").push_bind(range.end);
        select.push(" AND (until IS NULL OR until > ").push_bind(now.as_millisecond());
        select.push(") AND resource IN (");
        let mut list = select.separated(", ");
        for resource in asked.keys() {
            list.push_bind(resource);
        }
        select.push(") GROUP BY resource");
        let mut taken = Vec::new();
        for row in select.build().fetch_all(&mut *self.reader().await?).await? {
            let Some(resource) = asked.get(&row.text("resource")?) else { continue };
            for tick in row.text("ticks")?.split(' ') {
                taken.push((*resource, tick.parse()?));
            }
        }
        Ok(Busy::collect(taken))
    }

    async fn stale_summaries(&self, now: Timestamp, limit: u32) -> StoreResult<Vec<EngineerId>> {
        let rows = sqlx::query(
            "SELECT id FROM engineers WHERE active = 1 AND refresh_at <= $1 ORDER BY refresh_at, id LIMIT $2",
        )
        .bind(now.as_millisecond())
        .bind(i64::from(limit))
        .fetch_all(&mut *self.reader().await?)
        .await?;
        rows.iter().map(|row| row.id("id")).collect()
    }

    async fn save_summary(&self, engineer: EngineerId, summary: Summary) -> StoreResult<()> {
        let ms = |at: Timestamp| at.as_millisecond();
        // What changed while it was made stays due.
        self.execute(
            sqlx::query(
                "UPDATE engineers SET next_visit = $2, next_home = $3, visit_days = $4, home_days = $5,
                 refresh_at = $6
             WHERE id = $1 AND refresh_at <= $7",
            )
            .bind(engineer.to_string())
            .bind(summary.next_visit.map(ms))
            .bind(summary.next_home.map(ms))
            .bind(summary.visit_days)
            .bind(summary.home_days)
            .bind(ms(summary.refresh_at))
            .bind(ms(summary.made_at)),
        )
        .await?;
        Ok(())
    }
}

/// Makes the engineer's summary due: what is taken of her time has changed.
pub async fn refresh_summary(
    conn: &mut Connection,
    engineer: EngineerId,
    now: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE engineers SET refresh_at = $2 WHERE id = $1")
        .bind(engineer.to_string())
        .bind(now.as_millisecond())
        .execute(conn)
        .await?;
    Ok(())
}

/// Rewrites weekly windows and lengths within a transaction.
pub async fn write_schedule(
    conn: &mut Connection,
    engineer: EngineerId,
    windows: &[Window],
    lengths: Lengths,
    now: Timestamp,
) -> StoreResult<()> {
    check(windows, lengths)?;
    sqlx::query("UPDATE engineers SET slot = $2, buffer = $3, travel = $4, refresh_at = $5 WHERE id = $1")
        .bind(engineer.to_string())
        .bind(i64::from(lengths.slot))
        .bind(i64::from(lengths.buffer))
        .bind(i64::from(lengths.travel))
        .bind(now.as_millisecond())
        .execute(&mut *conn)
        .await?;
    replace_windows(conn, engineer, windows).await?;
    rewrite_reach(conn, engineer).await
}

async fn replace_windows(
    conn: &mut Connection,
    engineer: EngineerId,
    windows: &[Window],
) -> sqlx::Result<()> {
    let id = engineer.to_string();
    sqlx::query("DELETE FROM windows WHERE engineer_id = $1").bind(&id).execute(&mut *conn).await?;
    if windows.is_empty() {
        return Ok(());
    }
    let mut insert =
        QueryBuilder::new("INSERT INTO windows (engineer_id, weekday, start_minute, end_minute, point_id) ");
    insert.push_values(windows, |mut row, window| {
        let point = match window.whereabouts {
            Whereabouts::At(point) => Some(point.to_string()),
            Whereabouts::Road => None,
        };
        row.push_bind(&id)
            .push_bind(i64::from(window.weekday))
            .push_bind(i64::from(window.start))
            .push_bind(i64::from(window.end))
            .push_bind(point);
    });
    insert.build().execute(conn).await?;
    Ok(())
}

/// The schedule of a row of `engineers`, its windows and days off still to come.
fn without_days(row: &Row) -> StoreResult<Schedule> {
    Ok(Schedule {
        zone: TimeZone::get(&row.text("zone")?)?,
        windows: Vec::new(),
        days_off: Vec::new(),
        lengths: Lengths {
            slot: minutes(row, "slot")?,
            buffer: minutes(row, "buffer")?,
            travel: minutes(row, "travel")?,
        },
    })
}

fn window(row: &Row) -> StoreResult<Window> {
    Ok(Window {
        weekday: i8::try_from(row.int("weekday")?)?,
        start: minutes(row, "start_minute")?,
        end: minutes(row, "end_minute")?,
        whereabouts: row.maybe_id("point_id")?.map_or(Whereabouts::Road, Whereabouts::At),
    })
}

fn day_off(row: &Row) -> StoreResult<DayOff> {
    let day = |column: &str| -> StoreResult<Date> { Ok(row.text(column)?.parse()?) };
    Ok(DayOff { id: row.id("id")?, from: day("from_day")?, to: day("to_day")? })
}

fn minutes(row: &Row, column: &str) -> StoreResult<u16> {
    Ok(u16::try_from(row.int(column)?)?)
}
