use handpick::{
    booking::{Draft, Hold, RequestRefusal, answer_by, waiting_max},
    case::{Actor, ActorKind, EventKind, LegState},
    engineer::Mode,
    id::{AccountId, BayId, CaseId, DraftId, EngineerId, LegId, PointId},
    mail::Letter,
    store::StoreResult,
};
use jiff::{Timestamp, tz::TimeZone};

use super::{
    super::{
        engine::{Connection, LOCK, SqlStore, Tx, Writes, lock_row},
        event::NewEvent,
        letter::Parties,
        occupancy::{self, Owner, Wanted},
        row::Columns as _,
        schedule::refresh_summary,
    },
    draft,
    opening::{Opening, case_of},
};

pub async fn request(
    store: &SqlStore,
    id: DraftId,
    customer: AccountId,
    now: Timestamp,
) -> StoreResult<Result<CaseId, RequestRefusal>> {
    let mut tx = store.begin().await?;
    // The lock makes a second submit wait, and then see the case of the first.
    let draft = draft::read(&mut tx, id, LOCK).await?;
    let sent = match &draft {
        Some(draft) => draft.case,
        None => case_of(&mut tx, id).await?,
    };
    if let Some(case) = sent {
        return Ok(Ok(case));
    }
    let Some((draft, mode, hold)) = draft.and_then(complete) else {
        return Ok(Err(RequestRefusal::Incomplete));
    };
    let Terms { zone, name } = match terms(&mut tx, &draft, hold, customer, now).await? {
        Ok(terms) => terms,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let leg = LegId::mint(now, &*store.random);
    let Some(bay) = take(&mut tx, &draft, hold, leg, now).await? else {
        return Ok(Err(RequestRefusal::TimeTaken));
    };
    let opening = Opening {
        draft: id,
        case: CaseId::mint(now, &*store.random),
        customer: Some(customer),
        customer_name: &name,
        product: draft.product,
        need: draft.need,
        description: &draft.description,
        leg,
        engineer: draft.engineer,
        mode,
        point: point_of(&draft),
        bay,
        time: hold.time(),
        zone: &zone,
        state: LegState::Requested,
        answer_by: answer_by(hold.start, now, &TimeZone::get(&zone)?),
        now,
    };
    let mut writes = Writes::default();
    opening.write(&mut writes);
    move_in(&mut writes, &draft, &opening);
    writes.run(&mut tx).await?;
    announce(store, tx, &opening).await?;
    Ok(Ok(opening.case))
}

/// The draft with its mode and time, when nothing is missing.
fn complete(draft: Draft) -> Option<(Draft, Mode, Hold)> {
    let (mode, hold) = (draft.mode?, draft.hold?);
    let place = match mode {
        Mode::Visit => draft.point.is_some(),
        Mode::Home => draft.home.is_some(),
        Mode::Online => true,
    };
    let said = draft.product.is_some() && !draft.description.trim().is_empty();
    (place && said).then_some((draft, mode, hold))
}

/// What the two sides bring.
struct Terms {
    /// Of the place.
    zone: String,
    /// Of the customer.
    name: String,
}

/// On which this customer may ask this engineer for one more appointment. The lock makes
/// two requests of one customer wait for each other, so that both are counted.
async fn terms(
    conn: &mut Connection,
    draft: &Draft,
    hold: Hold,
    customer: AccountId,
    now: Timestamp,
) -> StoreResult<Result<Terms, RequestRefusal>> {
    lock_row(conn, "accounts", &customer.to_string()).await?;
    let row = sqlx::query(
        "SELECT a.name, a.email_confirmed_at,
             CASE WHEN e.active = 1 AND COALESCE(p.active, 1) = 1 THEN COALESCE(p.zone, e.zone) END AS zone,
             CAST(CASE WHEN e.account_id = a.id THEN 1 ELSE 0 END AS BIGINT) AS herself,
             (SELECT COUNT(*) FROM cases c JOIN legs l ON l.case_id = c.id
              WHERE c.customer_id = a.id AND l.state IN ('requested', 'proposed')) AS waiting
         FROM accounts a JOIN engineers e ON e.id = $2 LEFT JOIN points p ON p.id = $3
         WHERE a.id = $1",
    )
    .bind(customer.to_string())
    .bind(draft.engineer.to_string())
    .bind(point_of(draft).map(|id| id.to_string()))
    .fetch_one(conn)
    .await?;
    // `None` when nobody serves there.
    let Some(zone) = row.maybe_text("zone")?.filter(|_| hold.start > now) else {
        return Ok(Err(RequestRefusal::NotOffered));
    };
    if row.flag("herself")? {
        return Ok(Err(RequestRefusal::Herself));
    }
    let most = waiting_max(row.maybe_at("email_confirmed_at")?.is_some());
    if usize::try_from(row.int("waiting")?)? >= most {
        return Ok(Err(RequestRefusal::TooManyWaiting(most)));
    }
    Ok(Ok(Terms { zone, name: row.text("name")? }))
}

fn point_of(draft: &Draft) -> Option<PointId> {
    draft.point.filter(|_| draft.mode == Some(Mode::Visit))
}

/// Turns what is held into the leg's own. `None` when taken.
async fn take(
    conn: &mut Connection,
    draft: &Draft,
    hold: Hold,
    leg: LegId,
    now: Timestamp,
) -> StoreResult<Option<Option<BayId>>> {
    let bays = match point_of(draft) {
        Some(point) => Some(occupancy::bays_of(conn, point).await?),
        None => None,
    };
    let (id, leg) = (draft.id.to_string(), leg.to_string());
    let owner = Owner { id: &leg, heir_of: Some(&id), until: None };
    // Then nothing changes for those who search.
    if is_of(hold.bay, bays.as_deref()) && occupancy::inherit(conn, owner, hold, now).await? {
        return Ok(Some(hold.bay));
    }
    let Some(bay) = take_anew(conn, draft.engineer, hold, owner, bays, now).await? else { return Ok(None) };
    occupancy::give_up(conn, &id).await?;
    refresh_summary(conn, draft.engineer, now).await?;
    Ok(Some(bay))
}

/// For a visit a bay that the point still has, for a home call none.
fn is_of(bay: Option<BayId>, bays: Option<&[BayId]>) -> bool {
    match (bay, bays) {
        (Some(bay), Some(bays)) => bays.contains(&bay),
        (None, None) => true,
        _ => false,
    }
}

/// The hold has run out, or its bay is closed: another one of the point serves as well.
async fn take_anew(
    conn: &mut Connection,
    engineer: EngineerId,
    hold: Hold,
    owner: Owner<'_>,
    mut bays: Option<Vec<BayId>>,
    now: Timestamp,
) -> StoreResult<Option<Option<BayId>>> {
    if let Some(bays) = &mut bays {
        bays.sort_by_key(|bay| Some(*bay) != hold.bay);
    }
    let wanted = Wanted { engineer, bays: bays.as_deref(), span: hold.time().occupied() };
    Ok(occupancy::take(conn, owner, wanted, now).await?.ok())
}

/// Moves photos and address from the draft to the case; the draft keeps neither.
fn move_in(writes: &mut Writes, draft: &Draft, opening: &Opening<'_>) {
    if let (Mode::Home, Some(home)) = (opening.mode, &draft.home) {
        let insert = writes
            .add("INSERT INTO home_addresses (leg_id, address, place, lat, lon) VALUES ($1, $2, $3, $4, $5)");
        insert
            .bind(opening.leg.to_string())
            .bind(&home.text)
            .bind(i64::from(home.place))
            .bind(home.position.lat)
            .bind(home.position.lon);
    }
    writes
        .add("UPDATE photos SET owner = 'case', owner_id = $2 WHERE owner = 'draft' AND owner_id = $1")
        .bind(draft.id.to_string())
        .bind(opening.case.to_string());
    let update = writes.add(
        "UPDATE drafts SET case_id = $2, address = NULL, place = NULL, lat = NULL, lon = NULL,
             held_start = NULL, held_end = NULL, held_busy = NULL, held_bay = NULL, held_until = NULL
         WHERE id = $1",
    );
    update.bind(draft.id.to_string()).bind(opening.case.to_string());
}

async fn announce(store: &SqlStore, mut tx: Tx, opening: &Opening<'_>) -> StoreResult<()> {
    let Opening { leg, now, .. } = *opening;
    let timelines = opening.timelines();
    let name = opening.customer_name.to_owned();
    let parties = Parties::of(&mut tx, leg).await?;
    let appointment = parties.appointment.clone();
    let random = &*store.random;
    let mut writes = Writes::default();
    if opening.mode == Mode::Home {
        let (appointment, customer) = (appointment.clone(), name.clone());
        let letter = Letter::WorkRequested { appointment, customer, answer_by: opening.answer_by };
        parties.tell_engineer(&mut writes, random, letter, now)?;
    }
    parties.tell_customer(&mut writes, random, Letter::Requested { appointment }, now)?;
    let by = Actor { kind: ActorKind::Customer, account: opening.customer, name };
    let start = Some(opening.time.start);
    let event = NewEvent { leg, timelines, kind: EventKind::Requested, by: &by, note: None, start, now };
    store.append_event(&mut tx, writes, event).await?;
    store.commit(tx, &timelines.topics()).await?;
    Ok(())
}
