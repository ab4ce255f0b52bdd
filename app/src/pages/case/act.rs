//! What a customer does with an appointment.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    case::{LegState, Move, MoveRefusal, NOTE_MAX},
    id::LegId,
    text,
};
use jiff::Timestamp;

use crate::{
    components::answer::{Answer, refusal_status},
    web::{Fields, Filled, Problem, Visit, redirect},
};

use super::{
    attest,
    dossier::Dossier,
    reschedule,
    show::{Aside, answer},
};

/// The address of a form, opened as a page: after a language was chosen there.
pub async fn resume(Path((case, _, _)): Path<(String, String, String)>) -> Result<Response, Problem> {
    let case: handpick::id::CaseId = case.parse().map_err(|_| Problem::NotFound)?;
    Ok(redirect(&format!("/cases/{case}")))
}

pub async fn act(
    visit: Visit,
    Path((case, leg, verb)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut dossier = Dossier::load(&visit, &case).await?;
    let leg: LegId = leg.parse().map_err(|_| Problem::NotFound)?;
    if !dossier.is_customer() {
        return Err(Problem::NotFound);
    }
    dossier.leg = dossier.case.legs.iter().find(|one| one.id == leg).cloned().ok_or(Problem::NotFound)?;
    match verb.as_str() {
        "accept" => accept(&visit, dossier, fields).await,
        "cancel" => cancel(&visit, dossier, fields).await,
        "attest" => attest::act(&visit, dossier).await,
        "reschedule" => reschedule::act(&visit, dossier, fields).await,
        _ => Err(Problem::NotFound),
    }
}

async fn accept(visit: &Visit, dossier: Dossier, fields: Fields) -> Result<Response, Problem> {
    let seen: Option<Timestamp> = fields.get("start").parse().ok();
    // Sent twice: it has been taken.
    if dossier.leg.state == LegState::Confirmed && seen == Some(dossier.leg.start) {
        return Ok(back(&dossier, "accepted"));
    }
    if dossier.leg.proposed.map(|(start, _)| start) != seen {
        return refused(visit, dossier, None).await;
    }
    match move_leg(visit, &dossier, Move::AcceptProposal).await? {
        Ok(()) => Ok(back(&dossier, "accepted")),
        Err(refusal) => refused(visit, dossier, Some(refusal)).await,
    }
}

async fn cancel(visit: &Visit, dossier: Dossier, fields: Fields) -> Result<Response, Problem> {
    let Ok(reason) = text::optional_paragraphs(fields.raw("reason"), NOTE_MAX) else {
        let mut form = Filled::with(fields);
        form.refuse("reason", visit.t.common_too_long(NOTE_MAX));
        let aside = Aside { cancel: Some(form), ..Aside::default() };
        return Ok(answer(visit, dossier, StatusCode::UNPROCESSABLE_ENTITY, aside));
    };
    match move_leg(visit, &dossier, Move::Cancel { reason }).await? {
        Ok(()) | Err(MoveRefusal::WrongState(LegState::Cancelled)) => Ok(back(&dossier, "cancelled")),
        Err(refusal) => refused(visit, dossier, Some(refusal)).await,
    }
}

pub async fn move_leg(
    visit: &Visit,
    dossier: &Dossier,
    step: Move,
) -> Result<Result<(), MoveRefusal>, Problem> {
    let by = dossier.actor(visit)?;
    match visit.app.store.move_leg(dossier.leg.id, step, by, dossier.now).await? {
        Ok(_) => Ok(Ok(())),
        Err(MoveRefusal::Unknown | MoveRefusal::NotYours) => Err(Problem::NotFound),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// The case as it stands by now, and why nothing was done. Without a refusal the
/// page that was answered was old.
pub async fn refused(
    visit: &Visit,
    dossier: Dossier,
    refusal: Option<MoveRefusal>,
) -> Result<Response, Problem> {
    let fresh = Dossier::load(visit, &dossier.case.id.to_string()).await?;
    let refusal = refusal.unwrap_or(MoveRefusal::WrongState(fresh.leg.state));
    let aside = Aside { answer: Some(Answer::refused(visit.t, refusal)), ..Aside::default() };
    Ok(answer(visit, fresh, refusal_status(refusal), aside))
}

pub fn back(dossier: &Dossier, done: &str) -> Response {
    redirect(&format!("{}?done={done}", dossier.path()))
}
