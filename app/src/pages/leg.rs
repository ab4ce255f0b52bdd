//! What those who serve do with an appointment, as a desk and an engineer have it in
//! common: the forms of `components::leg_form` become moves, and moves are made.

use axum::http::StatusCode;
use handpick::{
    case::{Actor, Leg, Move, MoveRefusal, NOTE_MAX},
    id::LegId,
    text,
};
use jiff::Timestamp;

use crate::{
    catalogue::Messages,
    components::leg_form::{SEEN, Verb},
    offer::{Offer, Unavailable},
    web::{Filled, Problem, Visit},
};

/// The move that a form asks for; or the status of the page that says, beside the
/// field, what is missing or taken.
pub type Step = Result<Move, StatusCode>;

/// Something in the form is missing.
pub const INCOMPLETE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

pub fn decline(t: Messages, form: &mut Filled) -> Step {
    let reason = note(t, form, "reason", t.leg_reason_missing());
    reason.map(|reason| Move::Decline { reason }).ok_or(INCOMPLETE)
}

/// A text that must be there.
pub fn note(t: Messages, form: &mut Filled, name: &'static str, missing: &'static str) -> Option<String> {
    let text = text::paragraphs(form.fields.raw(name), NOTE_MAX);
    text.map_err(|refusal| form.refuse(name, t.text_refused(refusal, missing))).ok()
}

pub async fn propose(visit: &Visit, offer: Option<Offer>, form: &mut Filled) -> Result<Step, Problem> {
    let start = form.fields.get("start").parse::<Timestamp>().ok();
    let status = match (start, offer) {
        (Some(start), Some(offer)) => match offer.check(&*visit.app.store, start).await? {
            Ok(offered) => return Ok(Ok(Move::Propose { time: offered.time, bays: offered.bays })),
            Err(Unavailable::Taken) => StatusCode::CONFLICT,
            Err(Unavailable::NotOffered) => INCOMPLETE,
        },
        _ => INCOMPLETE,
    };
    form.refuse("start", visit.t.leg_time_gone());
    Ok(Err(status))
}

/// Whether the form answers a time that is no longer the one: its customer has chosen
/// another while the page lay open.
pub fn is_of_another_time(form: &Filled, leg: &Leg) -> bool {
    form.fields.get(SEEN).parse::<Timestamp>().is_ok_and(|seen| seen != leg.start)
}

/// Makes the move, or says why not. A form that is sent twice finds it done.
pub async fn make(
    visit: &Visit,
    leg: LegId,
    verb: Verb,
    step: Move,
    by: Actor,
) -> Result<Result<(), MoveRefusal>, Problem> {
    match visit.app.store.move_leg(leg, step, by, visit.now).await? {
        Ok(_) => Ok(Ok(())),
        Err(MoveRefusal::WrongState(state)) if Some(state) == verb.leads_to() => Ok(Ok(())),
        Err(MoveRefusal::Unknown | MoveRefusal::NotYours) => Err(Problem::NotFound),
        Err(refusal) => Ok(Err(refusal)),
    }
}
