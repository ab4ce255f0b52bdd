use handpick::{
    booking::{Draft, Hold, RequestRefusal, waiting_max},
    engineer::Mode,
    id::{AccountId, CaseId, DraftId, PointId},
    mail::Appointment,
    store::StoreResult,
};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::super::{
    engine::{Row, SqlStore, Tx},
    letter::{self, CONTACTS, Parties},
    row::Columns as _,
};

/// A draft in which nothing is missing.
pub struct Complete {
    pub draft: Draft,
    pub mode: Mode,
    pub hold: Hold,
}

impl Complete {
    pub fn of(draft: Draft) -> Option<Self> {
        let (mode, hold) = (draft.mode?, draft.hold?);
        let place = match mode {
            Mode::Visit => draft.point.is_some(),
            Mode::Home => draft.home.is_some(),
            Mode::Online => true,
        };
        let said = draft.product.is_some() && !draft.description.trim().is_empty();
        (place && said).then_some(Self { draft, mode, hold })
    }

    /// For a visit.
    pub fn point(&self) -> Option<PointId> {
        self.draft.point.filter(|_| self.mode == Mode::Visit)
    }
}

/// Begins with the draft and all that is known of both sides, read at once: every other
/// writer waits meanwhile. A second submit waits, and then sees the case of the first; so
/// do two requests of one customer, so that both are counted.
pub async fn begin(store: &SqlStore, draft: DraftId, customer: AccountId) -> sqlx::Result<(Tx, Option<Row>)> {
    let own = [("drafts", draft.to_string()), ("accounts", customer.to_string())];
    let select = format!(
        "SELECT d.*, ca.name AS customer_name, e.name AS engineer_name,
             p.name AS point_name, p.address AS point_address, {CONTACTS},
             CASE WHEN e.active = 1 AND COALESCE(p.active, 1) = 1 THEN COALESCE(p.zone, e.zone) END AS zone,
             CAST(CASE WHEN e.account_id = ca.id THEN 1 ELSE 0 END AS BIGINT) AS herself,
             (SELECT COUNT(*) FROM cases c JOIN legs l ON l.case_id = c.id
              WHERE c.customer_id = ca.id AND l.state IN ('requested', 'proposed')) AS waiting
         FROM drafts d
         JOIN accounts ca ON ca.id = $2
         JOIN engineers e ON e.id = d.engineer_id
         LEFT JOIN accounts ea ON ea.id = e.account_id AND ea.deactivated_at IS NULL
         LEFT JOIN points p ON p.id = d.point_id AND d.mode = 'visit'
         WHERE d.id = $1"
    );
    let select = sqlx::query(AssertSqlSafe(select)).bind(draft.to_string()).bind(customer.to_string());
    store.begin_with(&own, select).await
}

/// The two sides of an appointment that is to be, of what [`begin`] read.
///
/// # Errors
///
/// Why this customer cannot ask this engineer for one more.
pub fn agree(
    row: &Row,
    wanted: &Complete,
    case: CaseId,
    now: Timestamp,
) -> StoreResult<Result<Parties, RequestRefusal>> {
    // `None` when nobody serves there.
    let Some(zone) = row.maybe_text("zone")?.filter(|_| wanted.hold.start > now) else {
        return Ok(Err(RequestRefusal::NotOffered));
    };
    if row.flag("herself")? {
        return Ok(Err(RequestRefusal::Herself));
    }
    let most = waiting_max(row.maybe_at("customer_confirmed")?.is_some());
    if usize::try_from(row.int("waiting")?)? >= most {
        return Ok(Err(RequestRefusal::TooManyWaiting(most)));
    }
    let appointment = Appointment {
        case,
        engineer: row.json("engineer_name")?,
        mode: wanted.mode,
        point: letter::point(row)?,
        start: wanted.hold.start,
        end: wanted.hold.end,
        zone,
    };
    Parties::between(row, appointment).map(Ok)
}
