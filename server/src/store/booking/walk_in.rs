use handpick::{
    booking::{TimeTaken, WalkIn},
    case::{Actor, ActorKind, EventKind, LegState},
    engineer::Mode,
    id::{BayId, CaseId, LegId},
    store::StoreResult,
};

use super::{
    super::{
        engine::{Connection, SqlStore, Writes},
        event::NewEvent,
        occupancy::{self, Owner, Wanted},
        row::Columns as _,
        schedule::refresh_summary,
    },
    opening::{Opening, case_of},
};

pub async fn walk_in(store: &SqlStore, walk_in: &WalkIn) -> StoreResult<Result<CaseId, TimeTaken>> {
    let WalkIn { draft, engineer, point, time, now, .. } = *walk_in;
    let mut tx = store.begin().await?;
    if let Some(case) = case_of(&mut tx, draft).await? {
        return Ok(Ok(case));
    }
    let desk = desk(&mut tx, walk_in).await?;
    let leg = LegId::mint(now, &*store.random);
    let Some(bay) = take(&mut tx, walk_in, leg).await? else {
        // Perhaps by the same walk-in, submitted twice at once.
        return Ok(case_of(&mut tx, draft).await?.ok_or(TimeTaken));
    };
    let opening = Opening {
        draft,
        case: CaseId::mint(now, &*store.random),
        customer: None,
        customer_name: &walk_in.customer_name,
        product: walk_in.product,
        need: walk_in.need,
        description: "",
        leg,
        engineer,
        mode: Mode::Visit,
        point: Some(point),
        bay: Some(bay),
        time,
        zone: &desk.zone,
        state: LegState::Arrived,
        answer_by: now,
        now,
    };
    refresh_summary(&mut tx, engineer, now).await?;
    let mut writes = Writes::default();
    opening.write(&mut writes);
    let timelines = opening.timelines();
    let (kind, start) = (EventKind::Arrived, Some(time.start));
    let event = NewEvent { leg, timelines, kind, by: &desk.staff, note: None, start, now };
    store.conclude(tx, writes, event).await?;
    Ok(Ok(opening.case))
}

/// Who stands behind the counter, and in which zone it is.
struct Desk {
    staff: Actor,
    zone: String,
}

/// Fails for somebody who is no staff of the point: no page lets it come to that.
async fn desk(conn: &mut Connection, walk_in: &WalkIn) -> StoreResult<Desk> {
    let row = sqlx::query(
        "SELECT a.name, p.zone FROM staff s
         JOIN accounts a ON a.id = s.account_id
         JOIN points p ON p.id = s.point_id
         WHERE s.account_id = $1 AND s.point_id = $2",
    )
    .bind(walk_in.by.to_string())
    .bind(walk_in.point.to_string())
    .fetch_one(conn)
    .await?;
    let staff = Actor { kind: ActorKind::Desk, account: Some(walk_in.by), name: row.text("name")? };
    Ok(Desk { staff, zone: row.text("zone")? })
}

async fn take(conn: &mut Connection, walk_in: &WalkIn, leg: LegId) -> StoreResult<Option<BayId>> {
    let mut bays = occupancy::bays_of(conn, walk_in.point).await?;
    bays.retain(|bay| *bay == walk_in.bay);
    let leg = leg.to_string();
    let owner = Owner { id: &leg, heir_of: None, until: None };
    let wanted = Wanted { engineer: walk_in.engineer, bays: Some(&bays), span: walk_in.time.occupied() };
    Ok(occupancy::take(conn, owner, wanted, walk_in.now).await?.ok().flatten())
}
