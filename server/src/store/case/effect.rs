//! What else a move does: counts, letters, and its line in the timeline.

use handpick::{
    case::{Actor, LegState, Move},
    clock::Random,
    id::BayId,
    mail::Letter,
    store::StoreResult,
};
use jiff::Timestamp;

use super::{
    super::{
        engine::{Connection, Row, SqlStore, Tx, Writes},
        event::NewEvent,
        letter::Parties,
        row::Columns as _,
        schedule::refresh_summary,
        tag::count_case,
    },
    standing::LegStanding,
};

/// What search and the profile know of the engineer.
pub async fn count(conn: &mut Connection, step: &Move, leg: &LegStanding, now: Timestamp) -> StoreResult<()> {
    // What its customer alone says took place is no figure of the engineer's.
    if leg.state == LegState::Done && *step != Move::Attest {
        count_served(conn, leg).await?;
    }
    // These leave what is taken as it was.
    if !matches!(step, Move::Confirm | Move::CheckIn | Move::Start | Move::Attest) {
        refresh_summary(conn, leg.engineer, now).await?;
    }
    Ok(())
}

async fn count_served(conn: &mut Connection, leg: &LegStanding) -> StoreResult<()> {
    sqlx::query("UPDATE engineers SET served = served + 1 WHERE id = $1")
        .bind(leg.engineer.to_string())
        .execute(&mut *conn)
        .await?;
    count_case(conn, leg.engineer, leg.case).await
}

/// Tells the customer what the other side did, the engineer what the customer did,
/// and the customer's own changes as a receipt.
pub fn letters(
    row: &Row,
    random: &dyn Random,
    step: &Move,
    leg: &LegStanding,
    now: Timestamp,
) -> StoreResult<Writes> {
    let mut letters = Writes::default();
    // Of a walk-in nobody was told by mail, so nobody is when it is taken back; and of a
    // service that its customer says took place whoever is reviewed will hear.
    let taken_back = matches!(step, Move::Cancel { .. }) && leg.customer.is_none();
    if taken_back || matches!(step, Move::AssignBay { .. } | Move::CheckIn | Move::Attest | Move::Start) {
        return Ok(letters);
    }
    let mut parties = Parties::of_leg(row)?;
    parties.moved_to(leg.slot.time);
    if let Some(letter) = to_customer(step, leg.state, &parties) {
        parties.tell_customer(&mut letters, random, letter, now)?;
    }
    if let Some(letter) = to_engineer(step, &parties) {
        parties.tell_engineer(&mut letters, random, letter, now)?;
    }
    Ok(letters)
}

fn to_customer(step: &Move, state: LegState, parties: &Parties) -> Option<Letter> {
    let appointment = parties.appointment.clone();
    match step {
        Move::Confirm | Move::AcceptProposal => Some(Letter::Confirmed { appointment }),
        Move::Propose { time, .. } => Some(Letter::Proposed { appointment, start: time.start }),
        Move::Reschedule { .. } => Some(Letter::Moved { appointment }),
        Move::Decline { reason } => Some(Letter::Declined { appointment, reason: reason.clone() }),
        Move::Cancel { .. } => Some(Letter::Cancelled { appointment }),
        Move::Lapse => Some(Letter::Lapsed { appointment }),
        Move::NoShow => Some(Letter::Missed { appointment }),
        Move::Close if state == LegState::NoShow => Some(Letter::Missed { appointment }),
        Move::Finish { .. } | Move::Close => Some(Letter::InviteReview { appointment }),
        _ => None,
    }
}

fn to_engineer(step: &Move, parties: &Parties) -> Option<Letter> {
    let (appointment, customer) = (parties.appointment.clone(), parties.customer_name.clone());
    match step {
        Move::AcceptProposal => Some(Letter::WorkAccepted { appointment, customer }),
        Move::Reschedule { .. } => Some(Letter::WorkMoved { appointment, customer }),
        Move::Cancel { .. } => Some(Letter::WorkCancelled { appointment, customer }),
        _ => None,
    }
}

/// Commits with the move's line of the timeline, after what is left to write, and
/// answers its number.
pub async fn conclude(
    store: &SqlStore,
    mut tx: Tx,
    writes: Writes,
    step: &Move,
    leg: &LegStanding,
    by: &Actor,
    now: Timestamp,
) -> StoreResult<i64> {
    let note = match step {
        Move::Decline { reason } => Some(reason.clone()),
        Move::Cancel { reason } => reason.clone(),
        Move::Finish { done, .. } => Some(done.clone()),
        Move::AssignBay { bay } => Some(label(&mut tx, *bay).await?),
        _ => None,
    };
    let start = match step {
        Move::Propose { time, .. } => Some(time.start),
        Move::AcceptProposal | Move::Reschedule { .. } => Some(leg.slot.time.start),
        _ => None,
    };
    let event = NewEvent {
        leg: leg.id,
        timelines: leg.timelines(),
        kind: step.event(),
        by,
        note: note.as_deref(),
        start,
        now,
    };
    store.conclude(tx, writes, event).await
}

async fn label(conn: &mut Connection, bay: BayId) -> StoreResult<String> {
    let select = sqlx::query("SELECT label FROM bays WHERE id = $1").bind(bay.to_string());
    select.fetch_one(conn).await?.text("label")
}
