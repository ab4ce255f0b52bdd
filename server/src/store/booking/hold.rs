use handpick::{
    booking::{Draft, Hold, HoldRequest, TimeTaken},
    engineer::Mode,
    id::BayId,
    store::StoreResult,
};

use super::{
    super::{
        engine::{Connection, LOCK, SqlStore},
        occupancy::{self, Owner, Wanted},
        schedule::refresh_summary,
    },
    draft,
};

pub async fn hold(store: &SqlStore, request: &HoldRequest) -> StoreResult<Result<Hold, TimeTaken>> {
    let HoldRequest { draft: id, time, until, now, .. } = *request;
    let mut tx = store.begin().await?;
    let draft = draft::read(&mut tx, id, LOCK).await?;
    // A second tab of a booking that was sent has nothing left to choose.
    let Some(draft) = draft.filter(|draft| draft.case.is_none()) else { return Ok(Err(TimeTaken)) };
    // The time was found for a visit, and she chose to be called on at home meanwhile.
    if draft.mode != Some(Mode::Visit) && !request.bays.is_empty() {
        return Ok(Err(TimeTaken));
    }
    let bays = allowed_bays(&mut tx, &draft, &request.bays).await?;
    let owner = id.to_string();
    occupancy::give_up(&mut tx, &owner).await?;
    let owner = Owner { id: &owner, heir_of: None, until: Some(until) };
    let wanted = Wanted { engineer: draft.engineer, bays: bays.as_deref(), span: time.occupied() };
    let bay = match occupancy::take(&mut tx, owner, wanted, now).await? {
        Ok(bay) => bay,
        Err(taken) => return Ok(Err(taken)),
    };
    let hold = Hold { start: time.start, end: time.end, busy_until: time.busy_until, bay, until };
    draft::note_hold(&mut tx, id, Some(hold)).await?;
    refresh_summary(&mut tx, draft.engineer, now).await?;
    store.commit(tx).await?;
    Ok(Ok(hold))
}

/// For a visit those of the wanted bays that the point has.
async fn allowed_bays(
    conn: &mut Connection,
    draft: &Draft,
    wanted: &[BayId],
) -> StoreResult<Option<Vec<BayId>>> {
    if draft.mode != Some(Mode::Visit) {
        return Ok(None);
    }
    let there = match draft.point {
        Some(point) => occupancy::bays_of(conn, point).await?,
        None => Vec::new(),
    };
    Ok(Some(wanted.iter().copied().filter(|bay| there.contains(bay)).collect()))
}
