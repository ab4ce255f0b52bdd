//! The append-only timeline of a case: written by every move, read by live pages.

use handpick::{
    case::{Actor, EventKind},
    id::{CaseId, EngineerId, EventId, LegId, PointId},
    live::Topic,
    store::StoreResult,
};
use jiff::Timestamp;

use super::{
    engine::{Connection, SqlStore, Tx, Writes, lock_row},
    row::Columns as _,
};

/// A line to append.
pub struct NewEvent<'a> {
    pub leg: LegId,
    pub timelines: Timelines,
    pub kind: EventKind,
    pub by: &'a Actor,
    /// A reason, a note or a bay's label, by kind.
    pub note: Option<&'a str>,
    /// The time it is about, for requests, proposals and moves.
    pub start: Option<Timestamp>,
    pub now: Timestamp,
}

/// Whose timelines a line stands in.
#[derive(Debug, Clone, Copy)]
pub struct Timelines {
    pub case: CaseId,
    pub engineer: EngineerId,
    pub point: Option<PointId>,
}

impl SqlStore {
    /// Appends the line, after what is left to write, commits, and returns its number
    /// within the case. At the end of the transaction, for who appends for the same
    /// engineer, point or case waits.
    pub(super) async fn conclude(
        &self,
        mut tx: Tx,
        mut writes: Writes,
        event: NewEvent<'_>,
    ) -> StoreResult<i64> {
        let of = event.timelines;
        of.lock(&mut tx).await?;
        let (latest, number) = of.latest(&mut tx).await?;
        let (id, number) = (EventId::mint(event.now, &*self.random).after(latest), number + 1);
        let insert = writes.add(
            "INSERT INTO events (id, case_id, number, leg_id, engineer_id, point_id, at, kind,
                                 actor, actor_id, actor_name, note, starts_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        );
        insert
            .bind(id.to_string())
            .bind(of.case.to_string())
            .bind(number)
            .bind(event.leg.to_string())
            .bind(of.engineer.to_string())
            .bind(of.point.map(|id| id.to_string()))
            .bind(event.now.as_millisecond())
            .bind(event.kind.as_str())
            .bind(event.by.kind.as_str())
            .bind(event.by.account.map(|id| id.to_string()))
            .bind(&event.by.name)
            .bind(event.note)
            .bind(event.start.map(Timestamp::as_millisecond));
        self.commit_with(tx, writes, &of.topics()).await?;
        Ok(number)
    }
}

impl Timelines {
    /// Who watches what changes here.
    pub fn topics(self) -> Vec<Topic> {
        let desk = self.point.map(Topic::Desk);
        [Topic::Case(self.case), Topic::Work(self.engineer)].into_iter().chain(desk).collect()
    }

    /// Numbers and ids must become visible in the order in which they are given, or a
    /// reader who asks for "everything after" would miss one.
    async fn lock(self, conn: &mut Connection) -> sqlx::Result<()> {
        let rows = [
            ("engineers", Some(self.engineer.to_string())),
            ("points", self.point.map(|id| id.to_string())),
            ("cases", Some(self.case.to_string())),
        ];
        for (table, id) in rows {
            let Some(id) = id else { continue };
            lock_row(conn, table, &id).await?;
        }
        Ok(())
    }

    /// The latest event of the engineer or of the point, and the number of the case's
    /// latest, which is 0 when there is none.
    async fn latest(self, conn: &mut Connection) -> StoreResult<(Option<EventId>, i64)> {
        let row = sqlx::query(
            "SELECT MAX(id) AS id,
                 (SELECT COALESCE(MAX(number), 0) FROM events WHERE case_id = $3) AS number
             FROM (
                 SELECT MAX(id) AS id FROM events WHERE engineer_id = $1
                 UNION ALL SELECT MAX(id) AS id FROM events WHERE point_id = $2
             ) AS latest",
        )
        .bind(self.engineer.to_string())
        .bind(self.point.map(|id| id.to_string()))
        .bind(self.case.to_string())
        .fetch_one(conn)
        .await?;
        Ok((row.maybe_id("id")?, row.int("number")?))
    }
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
    sqlx::query(select).bind(id).fetch_one(&mut *store.reader().await?).await?.maybe_text("id")
}
