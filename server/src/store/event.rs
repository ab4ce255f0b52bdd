//! The append-only timeline of a case: written by every move, read by live pages.

use handpick::{
    case::{Actor, EventKind},
    id::{CaseId, EngineerId, EventId, LegId, PointId},
    live::Topic,
    store::StoreResult,
};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::{
    engine::{Connection, LOCK, SqlStore},
    row::Columns as _,
};

/// A line to append.
pub struct NewEvent<'a> {
    pub leg: LegId,
    pub kind: EventKind,
    pub by: &'a Actor,
    /// A reason, a note or a bay's label, by kind.
    pub note: Option<&'a str>,
    /// The time it is about, for requests, proposals and moves.
    pub start: Option<Timestamp>,
    pub now: Timestamp,
}

/// Whose timelines the line stands in.
struct Place {
    case: CaseId,
    engineer: EngineerId,
    point: Option<PointId>,
}

impl SqlStore {
    /// Appends the line and returns its number within the case. Call it near the end
    /// of a transaction: who appends for the same engineer, point or case waits.
    pub(super) async fn append_event(&self, conn: &mut Connection, event: NewEvent<'_>) -> StoreResult<i64> {
        let place = place(conn, event.leg).await?;
        lock(conn, &place).await?;
        let id = EventId::mint(event.now, &*self.random).after(latest(conn, &place).await?);
        let row = sqlx::query(
            "INSERT INTO events (id, case_id, number, leg_id, engineer_id, point_id, at, kind,
                                 actor, actor_id, actor_name, note, starts_at)
             VALUES ($1, $2, 1 + (SELECT COALESCE(MAX(number), 0) FROM events WHERE case_id = $2),
                     $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             RETURNING number",
        )
        .bind(id.to_string())
        .bind(place.case.to_string())
        .bind(event.leg.to_string())
        .bind(place.engineer.to_string())
        .bind(place.point.map(|id| id.to_string()))
        .bind(event.now.as_millisecond())
        .bind(event.kind.as_str())
        .bind(event.by.kind.as_str())
        .bind(event.by.account.map(|id| id.to_string()))
        .bind(&event.by.name)
        .bind(event.note)
        .bind(event.start.map(Timestamp::as_millisecond))
        .fetch_one(conn)
        .await?;
        row.int("number")
    }
}

async fn place(conn: &mut Connection, leg: LegId) -> StoreResult<Place> {
    let row = sqlx::query("SELECT case_id, engineer_id, point_id FROM legs WHERE id = $1")
        .bind(leg.to_string())
        .fetch_one(conn)
        .await?;
    Ok(Place { case: row.id("case_id")?, engineer: row.id("engineer_id")?, point: row.maybe_id("point_id")? })
}

/// Numbers and ids must become visible in the order in which they are given, or a
/// reader who asks for "everything after" would miss one.
async fn lock(conn: &mut Connection, place: &Place) -> sqlx::Result<()> {
    let rows = [
        ("engineers", Some(place.engineer.to_string())),
        ("points", place.point.map(|id| id.to_string())),
        ("cases", Some(place.case.to_string())),
    ];
    for (table, id) in rows {
        let Some(id) = id else { continue };
        let select = format!("SELECT id FROM {table} WHERE id = $1 {LOCK}");
        sqlx::query(AssertSqlSafe(select)).bind(id).fetch_one(&mut *conn).await?;
    }
    Ok(())
}

/// The latest event of the engineer or of the point.
async fn latest(conn: &mut Connection, place: &Place) -> StoreResult<Option<EventId>> {
    let row = sqlx::query(
        "SELECT MAX(id) AS id FROM (
             SELECT MAX(id) AS id FROM events WHERE engineer_id = $1
             UNION ALL SELECT MAX(id) AS id FROM events WHERE point_id = $2
         ) AS latest",
    )
    .bind(place.engineer.to_string())
    .bind(place.point.map(|id| id.to_string()))
    .fetch_one(conn)
    .await?;
    row.maybe_id("id")
}

/// Who watches what an event of this leg changes.
pub fn topics(case: CaseId, engineer: EngineerId, point: Option<PointId>) -> Vec<Topic> {
    let desk = point.map(Topic::Desk);
    [Topic::Case(case), Topic::Work(engineer)].into_iter().chain(desk).collect()
}

/// What `Last-Event-ID` is after the latest event of the topic.
pub async fn last_event(store: &SqlStore, topic: Topic) -> StoreResult<Option<String>> {
    let (select, id) = match topic {
        Topic::Case(id) => {
            ("SELECT CAST(MAX(number) AS TEXT) AS id FROM events WHERE case_id = $1", id.to_string())
        }
        Topic::Desk(id) => ("SELECT MAX(id) AS id FROM events WHERE point_id = $1", id.to_string()),
        Topic::Work(id) => ("SELECT MAX(id) AS id FROM events WHERE engineer_id = $1", id.to_string()),
    };
    sqlx::query(select).bind(id).fetch_one(&store.read).await?.maybe_text("id")
}
