//! Moving a leg: one transaction of rule, occupancy, state, event and mail.

use handpick::{
    booking::{TimeTaken, answer_by},
    case::{Actor, LegState, Move, MoveRefusal, Moved, check_move},
    engineer::Mode,
    id::{BayId, LegId},
    schedule::FreeTime,
    store::StoreResult,
};
use jiff::Timestamp;

use super::{
    super::{
        engine::{Connection, SqlStore},
        occupancy::{self, Owner, Wanted},
    },
    effect,
    standing::{LegStanding, Slot},
};

pub async fn move_leg(
    store: &SqlStore,
    id: LegId,
    step: &Move,
    by: &Actor,
    now: Timestamp,
) -> StoreResult<Result<Moved, MoveRefusal>> {
    let (mut tx, standing) = LegStanding::begin(store, id, by).await?;
    let Some((before, row)) = standing else {
        return Ok(Err(MoveRefusal::Unknown));
    };
    if !before.is_theirs(by) {
        return Ok(Err(MoveRefusal::NotYours));
    }
    let state = match check_move(before.standing(), by.kind, step, now) {
        Ok(state) => state,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Ok(taken) = take_for(&mut tx, &before, step, now).await? else {
        return Ok(Err(MoveRefusal::TimeTaken));
    };
    let after = after(&before, step, state, taken, now);
    if !after.write(&mut tx, &before).await? {
        return Ok(Err(MoveRefusal::WrongState(before.state)));
    }
    let kept = after.occupies();
    if let Some(until) = after.keeps_time_until(now) {
        occupancy::give_up_at(&mut tx, &id.to_string(), until).await?;
    } else if kept != before.occupies() {
        occupancy::keep_only(&mut tx, &id.to_string(), &kept).await?;
    }
    effect::count(&mut tx, step, &after, now).await?;
    let letters = effect::letters(&row, &*store.random, step, &after, now)?;
    let number = effect::conclude(store, tx, letters, step, &after, by, now).await?;
    Ok(Ok(Moved { case: after.case, state, event: number }))
}

/// What the move needs beside what the leg has, taken.
async fn take_for(
    conn: &mut Connection,
    leg: &LegStanding,
    step: &Move,
    now: Timestamp,
) -> StoreResult<Result<Option<Slot>, TimeTaken>> {
    let taken = match step {
        Move::Propose { time, bays } | Move::Reschedule { time, bays } => {
            take(conn, leg, *time, bays, now).await?
        }
        Move::AssignBay { bay } => take(conn, leg, leg.slot.time, &[*bay], now).await?,
        _ => return Ok(Ok(None)),
    };
    Ok(taken.map(Some))
}

/// Takes a time for the leg beside what it has.
async fn take(
    conn: &mut Connection,
    leg: &LegStanding,
    time: FreeTime,
    bays: &[BayId],
    now: Timestamp,
) -> StoreResult<Result<Slot, TimeTaken>> {
    let bays = match leg.point.filter(|_| leg.mode == Mode::Visit) {
        Some(point) => {
            let there = occupancy::bays_of(conn, point).await?;
            Some(bays.iter().copied().filter(|bay| there.contains(bay)).collect::<Vec<_>>())
        }
        None => None,
    };
    let id = leg.id.to_string();
    let owner = Owner { id: &id, heir_of: None, until: None };
    let wanted = Wanted { engineer: leg.engineer, bays: bays.as_deref(), span: time.occupied() };
    let taken = occupancy::take(conn, owner, wanted, now).await?;
    Ok(taken.map(|bay| Slot { time, bay }))
}

/// The leg after the move.
fn after(
    before: &LegStanding,
    step: &Move,
    state: LegState,
    taken: Option<Slot>,
    now: Timestamp,
) -> LegStanding {
    let mut leg = LegStanding { state, ..before.clone() };
    let slot = taken.unwrap_or(before.slot);
    match step {
        Move::Propose { .. } => leg.proposed = Some(slot),
        Move::AcceptProposal => (leg.slot, leg.proposed) = (before.proposed.unwrap_or(slot), None),
        Move::Reschedule { .. } => {
            (leg.slot, leg.proposed, leg.requested_at) = (slot, None, now);
            leg.answer_by = answer_by(slot.time.start, now, &before.zone);
        }
        Move::AssignBay { .. } => leg.slot = slot,
        Move::Decline { reason } => (leg.reason, leg.proposed) = (Some(reason.clone()), None),
        Move::Cancel { reason } => (leg.reason, leg.proposed) = (reason.clone(), None),
        Move::Finish { done, next } => (leg.done_note, leg.next_note) = (Some(done.clone()), next.clone()),
        Move::Lapse => leg.proposed = None,
        Move::Confirm | Move::CheckIn | Move::NoShow | Move::Attest | Move::Start | Move::Close => {}
    }
    leg.note_promises(step, now);
    leg
}
