use handpick::{
    case::LegState,
    engineer::Mode,
    id::{AccountId, BayId, CaseId, DraftId, EngineerId, LegId, PointId},
    schedule::FreeTime,
    store::StoreResult,
};
use jiff::Timestamp;

use super::super::{
    engine::{Connection, Writes},
    event::Timelines,
    row::Columns as _,
};

/// A new case and its first leg.
pub struct Opening<'a> {
    pub draft: DraftId,
    pub case: CaseId,
    pub customer: Option<AccountId>,
    pub customer_name: &'a str,
    pub product: Option<&'static str>,
    pub need: Option<&'static str>,
    pub description: &'a str,
    pub leg: LegId,
    pub engineer: EngineerId,
    pub mode: Mode,
    pub point: Option<PointId>,
    pub bay: Option<BayId>,
    pub time: FreeTime,
    pub zone: &'a str,
    pub state: LegState,
    pub answer_by: Timestamp,
    pub now: Timestamp,
}

impl Opening<'_> {
    pub fn timelines(&self) -> Timelines {
        Timelines { case: self.case, engineer: self.engineer, point: self.point }
    }

    pub fn write(&self, writes: &mut Writes) {
        self.write_case(writes);
        self.write_leg(writes);
    }

    fn write_case(&self, writes: &mut Writes) {
        let insert = writes.add(
            "INSERT INTO cases
                 (id, draft_id, customer_id, customer_name, product, need, description, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        );
        insert
            .bind(self.case.to_string())
            .bind(self.draft.to_string())
            .bind(self.customer.map(|id| id.to_string()))
            .bind(self.customer_name)
            .bind(self.product)
            .bind(self.need)
            .bind(self.description)
            .bind(self.now.as_millisecond());
    }

    fn write_leg(&self, writes: &mut Writes) {
        let insert = writes.add(
            "INSERT INTO legs
                 (id, case_id, number, engineer_id, mode, point_id, bay_id, starts_at, ends_at, busy_until,
                  zone, state, requested_at, answer_by)
             VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        );
        insert
            .bind(self.leg.to_string())
            .bind(self.case.to_string())
            .bind(self.engineer.to_string())
            .bind(self.mode.as_str())
            .bind(self.point.map(|id| id.to_string()))
            .bind(self.bay.map(|id| id.to_string()))
            .bind(self.time.start.as_millisecond())
            .bind(self.time.end.as_millisecond())
            .bind(self.time.busy_until.as_millisecond())
            .bind(self.zone)
            .bind(self.state.as_str())
            .bind(self.now.as_millisecond())
            .bind(self.answer_by.as_millisecond());
    }
}

/// The case this draft has become already, if any: a repeated submit ends here.
pub async fn case_of(conn: &mut Connection, draft: DraftId) -> StoreResult<Option<CaseId>> {
    let row = sqlx::query("SELECT id FROM cases WHERE draft_id = $1")
        .bind(draft.to_string())
        .fetch_optional(conn)
        .await?;
    row.map(|row| row.id("id")).transpose()
}
