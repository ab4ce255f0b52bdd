use handpick::{
    booking::{RequestRefusal, answer_by},
    case::{Actor, ActorKind, EventKind, LegState},
    engineer::Mode,
    id::{AccountId, BayId, CaseId, DraftId, LegId},
    mail::Letter,
    store::StoreResult,
};
use jiff::{Timestamp, tz::TimeZone};

use super::{
    super::{
        engine::{Connection, SqlStore, Writes},
        event::NewEvent,
        letter::Parties,
        occupancy::{self, Owner, Wanted},
        schedule::refresh_summary,
    },
    draft,
    opening::{Opening, case_of},
    terms::{self, Complete},
};

pub async fn request(
    store: &SqlStore,
    id: DraftId,
    customer: AccountId,
    now: Timestamp,
) -> StoreResult<Result<CaseId, RequestRefusal>> {
    let (mut tx, row) = terms::begin(store, id, customer).await?;
    let Some(row) = row else {
        return Ok(case_of(&mut tx, id).await?.ok_or(RequestRefusal::Incomplete));
    };
    let draft = draft::from_row(&row)?;
    if let Some(case) = draft.case {
        return Ok(Ok(case));
    }
    let Some(wanted) = Complete::of(draft) else {
        return Ok(Err(RequestRefusal::Incomplete));
    };
    let (case, leg) = (CaseId::mint(now, &*store.random), LegId::mint(now, &*store.random));
    let parties = match terms::agree(&row, &wanted, case, now)? {
        Ok(parties) => parties,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(bay) = take(&mut tx, &wanted, leg, now).await? else {
        return Ok(Err(RequestRefusal::TimeTaken));
    };
    let Complete { draft, mode, hold } = &wanted;
    let zone = &parties.appointment.zone;
    let opening = Opening {
        draft: id,
        case,
        customer: Some(customer),
        customer_name: &parties.customer_name,
        product: draft.product,
        need: draft.need,
        description: &draft.description,
        leg,
        engineer: draft.engineer,
        mode: *mode,
        point: wanted.point(),
        bay,
        time: hold.time(),
        zone,
        state: LegState::Requested,
        answer_by: answer_by(hold.start, now, &TimeZone::get(zone)?),
        now,
    };
    let mut writes = Writes::default();
    opening.write(&mut writes);
    move_in(&mut writes, &wanted, &opening);
    tell(&mut writes, store, &parties, &opening)?;
    let (timelines, name) = (opening.timelines(), parties.customer_name.clone());
    let by = Actor { kind: ActorKind::Customer, account: Some(customer), name };
    let (kind, start) = (EventKind::Requested, Some(hold.start));
    let event = NewEvent { leg, timelines, kind, by: &by, note: None, start, now };
    store.conclude(tx, writes, event).await?;
    Ok(Ok(case))
}

/// Turns what is held into the leg's own: its bay, for a visit. `None` when taken.
async fn take(
    conn: &mut Connection,
    wanted: &Complete,
    leg: LegId,
    now: Timestamp,
) -> StoreResult<Option<Option<BayId>>> {
    let (draft, leg) = (wanted.draft.id.to_string(), leg.to_string());
    let owner = Owner { id: &leg, heir_of: Some(&draft), until: None };
    // Then nothing changes for those who search.
    if occupancy::inherit(conn, owner, wanted.hold, wanted.point(), now).await? {
        return Ok(Some(wanted.hold.bay));
    }
    let Some(bay) = take_anew(conn, wanted, owner, now).await? else { return Ok(None) };
    occupancy::give_up(conn, &draft).await?;
    refresh_summary(conn, wanted.draft.engineer, now).await?;
    Ok(Some(bay))
}

/// The hold has run out, or its bay is closed: another one of the point serves as well.
async fn take_anew(
    conn: &mut Connection,
    wanted: &Complete,
    owner: Owner<'_>,
    now: Timestamp,
) -> StoreResult<Option<Option<BayId>>> {
    let Complete { draft, hold, .. } = wanted;
    let bays = match wanted.point() {
        Some(point) => {
            let mut bays = occupancy::bays_of(conn, point).await?;
            bays.sort_by_key(|bay| Some(*bay) != hold.bay);
            Some(bays)
        }
        None => None,
    };
    let wanted = Wanted { engineer: draft.engineer, bays: bays.as_deref(), span: hold.time().occupied() };
    Ok(occupancy::take(conn, owner, wanted, now).await?.ok())
}

/// Moves photos and address from the draft to the case; the draft keeps neither.
fn move_in(writes: &mut Writes, wanted: &Complete, opening: &Opening<'_>) {
    let draft = &wanted.draft;
    if let (Mode::Home, Some(home)) = (wanted.mode, &draft.home) {
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

/// A receipt for the customer and, of a home call, word to the engineer.
fn tell(writes: &mut Writes, store: &SqlStore, parties: &Parties, opening: &Opening<'_>) -> StoreResult<()> {
    let (appointment, random, now) = (parties.appointment.clone(), &*store.random, opening.now);
    if opening.mode == Mode::Home {
        let (customer, answer_by) = (parties.customer_name.clone(), opening.answer_by);
        let letter = Letter::WorkRequested { appointment: appointment.clone(), customer, answer_by };
        parties.tell_engineer(writes, random, letter, now)?;
    }
    parties.tell_customer(writes, random, Letter::Requested { appointment }, now)
}
