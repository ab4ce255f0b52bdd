//! Legs as pages show them, and the lists of them.

use handpick::{
    case::{CLOSE_AFTER_HOURS, EngineerRef, Leg, LegState, PointRef},
    engineer::Portrait,
    geo::Position,
    id::{AccountId, BayId, CaseId, EngineerId, LegId, PointId},
    schedule::Span,
    store::StoreResult,
    tag::TagKind,
};
use jiff::{SignedDuration, Timestamp};

use super::super::{
    engine::{Row, SqlStore},
    row::{Columns as _, Unreadable},
};

macro_rules! legs {
    ($rest:literal) => {
        sqlx::query(concat!(
            "SELECT l.*, c.customer_id, c.customer_name, c.product, c.need, c.description,
                 e.slug AS engineer_slug, e.name AS engineer_name, e.portrait AS engineer_portrait,
                 p.slug AS point_slug, p.name AS point_name, p.address AS point_address,
                 p.lat AS point_lat, p.lon AS point_lon, b.label AS bay_label,
                 (SELECT COUNT(*) FROM reviews r WHERE r.leg_id = l.id) AS reviews
             FROM legs l
             JOIN cases c ON c.id = l.case_id
             JOIN engineers e ON e.id = l.engineer_id
             LEFT JOIN points p ON p.id = l.point_id
             LEFT JOIN bays b ON b.id = l.bay_id ",
            $rest
        ))
    };
}

pub async fn one(store: &SqlStore, id: LegId) -> StoreResult<Option<Leg>> {
    let row =
        legs!("WHERE l.id = $1").bind(id.to_string()).fetch_optional(&mut *store.reader().await?).await?;
    row.as_ref().map(leg).transpose()
}

pub async fn of_case(store: &SqlStore, case: CaseId) -> StoreResult<Vec<Leg>> {
    let query = legs!("WHERE l.case_id = $1 ORDER BY l.number").bind(case.to_string());
    read(&query.fetch_all(&mut *store.reader().await?).await?)
}

/// Of each case the leg that goes on, or the last one.
pub async fn of_customer(store: &SqlStore, customer: AccountId) -> StoreResult<Vec<Leg>> {
    let query = legs!(
        "WHERE c.customer_id = $1 AND l.number = (
             SELECT n.number FROM legs n WHERE n.case_id = c.id
             ORDER BY CASE WHEN n.state IN ('requested', 'proposed', 'confirmed', 'arrived', 'in_service')
                 THEN 0 ELSE 1 END, n.number DESC
             LIMIT 1
         )
         ORDER BY c.created_at DESC, c.id DESC"
    );
    read(&query.bind(customer.to_string()).fetch_all(&mut *store.reader().await?).await?)
}

pub async fn next_of_customer(
    store: &SqlStore,
    customer: AccountId,
    now: Timestamp,
) -> StoreResult<Option<Leg>> {
    let query = legs!(
        "WHERE c.customer_id = $1
             AND (l.state IN ('arrived', 'in_service')
                 OR (l.state IN ('requested', 'proposed', 'confirmed')
                     AND (l.ends_at > $2 OR l.proposed_end > $2)))
         ORDER BY l.starts_at, l.id
         LIMIT 1"
    );
    let query = query.bind(customer.to_string()).bind(now.as_millisecond());
    query.fetch_optional(&mut *store.reader().await?).await?.as_ref().map(leg).transpose()
}

pub async fn desk_requests(store: &SqlStore, point: PointId) -> StoreResult<Vec<Leg>> {
    let query =
        legs!("WHERE l.point_id = $1 AND l.state IN ('requested', 'proposed') ORDER BY l.requested_at, l.id");
    read(&query.bind(point.to_string()).fetch_all(&mut *store.reader().await?).await?)
}

pub async fn work_requests(store: &SqlStore, engineer: EngineerId) -> StoreResult<Vec<Leg>> {
    let query = legs!(
        "WHERE l.engineer_id = $1 AND l.mode = 'home' AND l.state IN ('requested', 'proposed')
         ORDER BY l.requested_at, l.id"
    );
    read(&query.bind(engineer.to_string()).fetch_all(&mut *store.reader().await?).await?)
}

pub async fn desk_board(store: &SqlStore, point: PointId, span: Span) -> StoreResult<Vec<Leg>> {
    let query = legs!(
        "WHERE l.point_id = $1 AND l.starts_at >= $2 AND l.starts_at < $3
             AND l.state NOT IN ('declined', 'cancelled', 'lapsed')
         ORDER BY l.starts_at, l.id"
    );
    let query = query.bind(point.to_string());
    let query = query.bind(span.start.as_millisecond()).bind(span.end.as_millisecond());
    read(&query.fetch_all(&mut *store.reader().await?).await?)
}

pub async fn work(store: &SqlStore, engineer: EngineerId, span: Span) -> StoreResult<Vec<Leg>> {
    let query = legs!(
        "WHERE l.engineer_id = $1 AND l.starts_at >= $2 AND l.starts_at < $3
             AND l.state NOT IN ('declined', 'cancelled', 'lapsed')
         ORDER BY l.starts_at, l.id"
    );
    let query = query.bind(engineer.to_string());
    let query = query.bind(span.start.as_millisecond()).bind(span.end.as_millisecond());
    read(&query.fetch_all(&mut *store.reader().await?).await?)
}

/// A proposal is good until the proposed time, whenever the first one was.
pub async fn overdue(store: &SqlStore, now: Timestamp) -> StoreResult<Vec<LegId>> {
    // The list of states in the words of the index: else SQLite does not see that it serves.
    let rows = sqlx::query(
        "SELECT id FROM legs
         WHERE state IN ('requested', 'proposed')
             AND ((state = 'requested' AND starts_at <= $1) OR (state = 'proposed' AND proposed_start <= $1))
         ORDER BY starts_at, id",
    )
    .bind(now.as_millisecond())
    .fetch_all(&mut *store.reader().await?)
    .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

pub async fn forgotten(store: &SqlStore, now: Timestamp) -> StoreResult<Vec<LegId>> {
    // As above.
    let rows = sqlx::query(
        "SELECT id FROM legs
         WHERE state IN ('confirmed', 'arrived', 'in_service') AND ends_at <= $1
         ORDER BY ends_at, id",
    )
    .bind((now - SignedDuration::from_hours(CLOSE_AFTER_HOURS)).as_millisecond())
    .fetch_all(&mut *store.reader().await?)
    .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

fn read(rows: &[Row]) -> StoreResult<Vec<Leg>> {
    rows.iter().map(leg).collect()
}

fn leg(row: &Row) -> StoreResult<Leg> {
    let key = |kind: TagKind, text: Option<String>| text.and_then(|text| kind.find(&text));
    Ok(Leg {
        id: row.id("id")?,
        case: row.id("case_id")?,
        number: row.int("number")?,
        engineer: engineer(row)?,
        mode: row.mode("mode")?,
        point: point(row)?,
        bay: bay(row)?,
        start: row.at("starts_at")?,
        end: row.at("ends_at")?,
        busy_until: row.at("busy_until")?,
        zone: row.text("zone")?,
        state: state(row)?,
        proposed: row.maybe_at("proposed_start")?.zip(row.maybe_at("proposed_end")?),
        requested_at: row.at("requested_at")?,
        answer_by: row.at("answer_by")?,
        reason: row.maybe_text("reason")?,
        done_note: row.maybe_text("done_note")?,
        next_note: row.maybe_text("next_note")?,
        reviewed: row.int("reviews")? > 0,
        customer: row.maybe_id("customer_id")?,
        customer_name: row.text("customer_name")?,
        product: key(TagKind::Product, row.maybe_text("product")?),
        need: key(TagKind::Need, row.maybe_text("need")?),
        description: row.text("description")?,
    })
}

pub fn state(row: &Row) -> StoreResult<LegState> {
    let text = row.text("state")?;
    Ok(LegState::parse(&text).ok_or_else(|| Unreadable::new("state", text))?)
}

fn engineer(row: &Row) -> StoreResult<EngineerRef> {
    let portrait = row.text("engineer_portrait")?;
    Ok(EngineerRef {
        id: row.id("engineer_id")?,
        slug: row.text("engineer_slug")?,
        name: row.json("engineer_name")?,
        portrait: Portrait::parse(&portrait).ok_or_else(|| Unreadable::new("portrait", portrait))?,
    })
}

fn point(row: &Row) -> StoreResult<Option<PointRef>> {
    let Some(id) = row.maybe_id("point_id")? else { return Ok(None) };
    Ok(Some(PointRef {
        id,
        slug: row.text("point_slug")?,
        name: row.json("point_name")?,
        address: row.text("point_address")?,
        position: Position { lat: row.float("point_lat")?, lon: row.float("point_lon")? },
    }))
}

fn bay(row: &Row) -> StoreResult<Option<(BayId, String)>> {
    let Some(id) = row.maybe_id("bay_id")? else { return Ok(None) };
    Ok(Some((id, row.text("bay_label")?)))
}
