//! An engineer's service so far, counted in one look at her legs.

use handpick::{
    engineer::{Answers, History, Kept, Mode, ON_TIME_MINUTES, RECENT_DAYS},
    id::EngineerId,
    store::StoreResult,
};
use jiff::{SignedDuration, Timestamp};

use super::super::{
    engine::{Row, SqlStore, Statement},
    row::{Columns as _, Unreadable},
    sql::Binds,
};

/// In milliseconds.
const MINUTE: i64 = 60_000;

impl SqlStore {
    pub(super) async fn history_of(&self, id: EngineerId, now: Timestamp) -> StoreResult<History> {
        let row = query(id, now).fetch_one(&mut *self.reader().await?).await?;
        Ok(History {
            served: row.count("served")?,
            served_visit: row.count("served_visit")?,
            served_home: row.count("served_home")?,
            returning_customers: row.count("returning_customers")?,
            since: row.maybe_at("since")?,
            visits: answers_from(&row, Mode::Visit)?,
            home_calls: answers_from(&row, Mode::Home)?,
            on_time: Kept { kept: row.count("on_time")?, of: row.count("begun")? },
        })
    }
}

fn query(id: EngineerId, now: Timestamp) -> Statement<'static> {
    let mut binds = Binds::default();
    let engineer = binds.add(id.to_string());
    let since = binds.add((now - SignedDuration::from_hours(24 * RECENT_DAYS)).as_millisecond());
    let now = binds.add(now.as_millisecond());
    let late = binds.add(ON_TIME_MINUTES * MINUTE);
    let [visits, home_calls] = [Mode::Visit, Mode::Home].map(answers);
    let select = format!(
        "SELECT COUNT(CASE WHEN state = 'done' THEN 1 END) AS served,
                COUNT(CASE WHEN state = 'done' AND mode = 'visit' THEN 1 END) AS served_visit,
                COUNT(CASE WHEN state = 'done' AND mode = 'home' THEN 1 END) AS served_home,
                MIN(CASE WHEN state = 'done' THEN starts_at END) AS since,
                COUNT(CASE WHEN begun THEN 1 END) AS begun,
                COUNT(CASE WHEN begun AND (started_at <= starts_at + {late} OR started_at <= arrived_at + {late})
                      THEN 1 END) AS on_time,
                {visits}, {home_calls},
                (SELECT COUNT(*) FROM
                    (SELECT c.customer_id FROM legs l JOIN cases c ON c.id = l.case_id
                     WHERE l.engineer_id = {engineer} AND l.state = 'done' AND c.customer_id IS NOT NULL
                     GROUP BY c.customer_id HAVING COUNT(DISTINCT c.id) > 1) came_again
                ) AS returning_customers
         FROM (
             SELECT state, mode, starts_at, arrived_at, started_at, requested_at, answer_by, answered_at,
                 started_at IS NOT NULL AND starts_at >= {since} AS begun,
                 requested_at >= {since} AND (answered_at IS NOT NULL OR state = 'lapsed'
                     OR (state = 'requested' AND answer_by < {now})) AS asked
             FROM legs WHERE engineer_id = {engineer}
         ) hers"
    );
    binds.query(select)
}

/// Of those who asked, how many were answered in time, and how long all waited who
/// were: in milliseconds, in one row instead of hundreds.
fn answers(mode: Mode) -> String {
    let mode = mode.as_str();
    let asked = format!("asked AND mode = '{mode}'");
    format!(
        "COUNT(CASE WHEN {asked} THEN 1 END) AS {mode}_asked,
         COUNT(CASE WHEN {asked} AND answered_at <= answer_by THEN 1 END) AS {mode}_in_time,
         string_agg(CASE WHEN {asked} THEN CAST(answered_at - requested_at AS TEXT) END, ' ') AS {mode}_waits"
    )
}

fn answers_from(row: &Row, mode: Mode) -> StoreResult<Answers> {
    let column = |name: &str| format!("{}_{name}", mode.as_str());
    let in_time = Kept { kept: row.count(&column("in_time"))?, of: row.count(&column("asked"))? };
    let waits = row.maybe_text(&column("waits"))?.unwrap_or_default();
    let mut minutes = waits.split_whitespace().map(minutes).collect::<Result<Vec<_>, _>>()?;
    Ok(Answers::new(in_time, &mut minutes))
}

fn minutes(wait: &str) -> Result<u32, Unreadable> {
    let wait: i64 = wait.parse().map_err(|_| Unreadable::new("answered_at", wait))?;
    Ok(u32::try_from(wait / MINUTE).unwrap_or(0))
}
