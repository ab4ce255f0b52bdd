//! A leg as its moves know it: read under a lock, changed, written back.

use handpick::{
    case::{Actor, ActorKind, LegState, Move, Standing},
    engineer::Mode,
    id::{AccountId, BayId, CaseId, EngineerId, LegId, PointId},
    schedule::{FreeTime, Resource, Span},
    store::StoreResult,
};
use jiff::{Timestamp, tz::TimeZone};
use sqlx::AssertSqlSafe;

use super::{
    super::{
        engine::{Connection, Row, SqlStore, Tx},
        event::Timelines,
        letter::select_leg,
        row::Columns as _,
    },
    leg::state,
};

/// A time with, for a visit, its bay.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    pub time: FreeTime,
    pub bay: Option<BayId>,
}

/// What of a leg its moves read and change.
#[derive(Debug, Clone)]
pub struct LegStanding {
    pub id: LegId,
    pub case: CaseId,
    pub engineer: EngineerId,
    pub mode: Mode,
    pub point: Option<PointId>,
    pub customer: Option<AccountId>,
    pub engineer_account: Option<AccountId>,
    /// Whether whoever moves it is staff of its point.
    pub staffed: bool,

    pub state: LegState,
    pub slot: Slot,
    pub proposed: Option<Slot>,
    /// Of the place.
    pub zone: TimeZone,
    pub requested_at: Timestamp,
    pub answer_by: Timestamp,
    /// When the last request was first answered, when the customer arrived, and when the
    /// service began.
    pub answered_at: Option<Timestamp>,
    pub arrived_at: Option<Timestamp>,
    pub started_at: Option<Timestamp>,
    pub reason: Option<String>,
    pub done_note: Option<String>,
    pub next_note: Option<String>,
}

impl LegStanding {
    /// Begins with the leg, and with the row that says who is told of the move: who else
    /// moves it waits, and then sees what became of it.
    pub async fn begin(store: &SqlStore, id: LegId, by: &Actor) -> StoreResult<(Tx, Option<(Self, Row)>)> {
        let select = select_leg(
            "l.*, c.customer_id, e.account_id AS engineer_account,
             (SELECT COUNT(*) FROM staff WHERE account_id = $2 AND point_id = l.point_id) AS staffed",
        );
        let by = by.account.map(|account| account.to_string());
        let select = sqlx::query(AssertSqlSafe(select)).bind(id.to_string()).bind(by);
        let (tx, row) = store.begin_with(&[("legs", id.to_string())], select).await?;
        let Some(row) = row else { return Ok((tx, None)) };
        Ok((tx, Some((from_row(&row)?, row))))
    }

    pub fn timelines(&self) -> Timelines {
        Timelines { case: self.case, engineer: self.engineer, point: self.point }
    }

    /// What rules care about.
    pub fn standing(&self) -> Standing {
        Standing {
            state: self.state,
            mode: self.mode,
            start: self.slot.time.start,
            end: self.slot.time.end,
            proposed_start: self.proposed.map(|slot| slot.time.start),
            walk_in: self.customer.is_none(),
        }
    }

    /// Whether this person has a part in the leg as what they say they are. The
    /// pages have asked already; this is the second lock on the door.
    pub fn is_theirs(&self, by: &Actor) -> bool {
        let Some(account) = by.account else { return by.kind == ActorKind::System };
        match by.kind {
            ActorKind::Customer => self.customer == Some(account),
            ActorKind::Engineer => self.engineer_account == Some(account),
            ActorKind::Desk => self.staffed,
            ActorKind::System => false,
        }
    }

    /// What the leg occupies: its time and, while proposed, the other one too.
    pub fn occupies(&self) -> Vec<(Resource, Span)> {
        let slots = [Some(self.slot), self.proposed];
        let open = slots.into_iter().flatten().filter(|_| self.state.is_open());
        open.flat_map(|Slot { time, bay }| {
            let engineer = (Resource::Engineer(self.engineer), time.occupied());
            [Some(engineer), bay.map(|bay| (Resource::Bay(bay), time.occupied()))]
        })
        .flatten()
        .collect()
    }

    /// Until when a service that ended early, or was missed, keeps its time, for calls where nobody sees
    /// the two but themselves: else an engineer could be served to accounts of her own one
    /// after the other, and each of their reviews would cost her nothing.
    pub fn keeps_time_until(&self, now: Timestamp) -> Option<Timestamp> {
        let over = matches!(self.state, LegState::Done | LegState::NoShow);
        let unseen = over && self.mode != Mode::Visit;
        Some(self.slot.time.busy_until).filter(|until| unseen && *until > now)
    }

    /// Notes what profiles tell of how promises are kept.
    pub fn note_promises(&mut self, step: &Move, now: Timestamp) {
        match step {
            Move::Confirm | Move::Propose { .. } | Move::Decline { .. } => {
                self.answered_at = self.answered_at.or(Some(now));
            }
            // Asked anew, it waits for another answer.
            Move::Reschedule { .. } => self.answered_at = None,
            Move::CheckIn => self.arrived_at = Some(now),
            Move::Start => self.started_at = Some(now),
            _ => {}
        }
    }

    /// Writes the leg back by compare-and-swap: `false` when it is no longer as it
    /// was `before`.
    pub async fn write(&self, conn: &mut Connection, before: &LegStanding) -> StoreResult<bool> {
        let ms = |at: Timestamp| at.as_millisecond();
        let proposed = self.proposed.map(|slot| slot.time);
        let written = sqlx::query(
            "UPDATE legs SET state = $4, starts_at = $5, ends_at = $6, busy_until = $7, bay_id = $8,
                 proposed_start = $9, proposed_end = $10, proposed_busy = $11, proposed_bay = $12,
                 requested_at = $13, answer_by = $14, reason = $15, done_note = $16, next_note = $17,
                 answered_at = $18, arrived_at = $19, started_at = $20
             WHERE id = $1 AND state = $2 AND starts_at = $3",
        )
        .bind(self.id.to_string())
        .bind(before.state.as_str())
        .bind(ms(before.slot.time.start))
        .bind(self.state.as_str())
        .bind(ms(self.slot.time.start))
        .bind(ms(self.slot.time.end))
        .bind(ms(self.slot.time.busy_until))
        .bind(self.slot.bay.map(|id| id.to_string()))
        .bind(proposed.map(|time| ms(time.start)))
        .bind(proposed.map(|time| ms(time.end)))
        .bind(proposed.map(|time| ms(time.busy_until)))
        .bind(self.proposed.and_then(|slot| slot.bay).map(|id| id.to_string()))
        .bind(ms(self.requested_at))
        .bind(ms(self.answer_by))
        .bind(&self.reason)
        .bind(&self.done_note)
        .bind(&self.next_note)
        .bind(self.answered_at.map(ms))
        .bind(self.arrived_at.map(ms))
        .bind(self.started_at.map(ms))
        .execute(conn)
        .await?;
        Ok(written.rows_affected() == 1)
    }
}

fn from_row(row: &Row) -> StoreResult<LegStanding> {
    let time =
        FreeTime { start: row.at("starts_at")?, end: row.at("ends_at")?, busy_until: row.at("busy_until")? };
    Ok(LegStanding {
        id: row.id("id")?,
        case: row.id("case_id")?,
        engineer: row.id("engineer_id")?,
        mode: row.mode("mode")?,
        point: row.maybe_id("point_id")?,
        customer: row.maybe_id("customer_id")?,
        engineer_account: row.maybe_id("engineer_account")?,
        staffed: row.int("staffed")? > 0,
        state: state(row)?,
        slot: Slot { time, bay: row.maybe_id("bay_id")? },
        proposed: proposed(row)?,
        zone: TimeZone::get(&row.text("zone")?)?,
        requested_at: row.at("requested_at")?,
        answer_by: row.at("answer_by")?,
        answered_at: row.maybe_at("answered_at")?,
        arrived_at: row.maybe_at("arrived_at")?,
        started_at: row.maybe_at("started_at")?,
        reason: row.maybe_text("reason")?,
        done_note: row.maybe_text("done_note")?,
        next_note: row.maybe_text("next_note")?,
    })
}

fn proposed(row: &Row) -> StoreResult<Option<Slot>> {
    let Some(start) = row.maybe_at("proposed_start")? else { return Ok(None) };
    let time = FreeTime { start, end: row.at("proposed_end")?, busy_until: row.at("proposed_busy")? };
    Ok(Some(Slot { time, bay: row.maybe_id("proposed_bay")? }))
}
