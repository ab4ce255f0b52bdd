//! What a desk does with an appointment.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    case::{Actor, ActorKind, Leg, Move, MoveRefusal, NOTE_MAX},
    id::LegId,
    point::ServicePoint,
    text::{self, TextRefusal},
};
use jiff::Timestamp;

use crate::{
    components::answer::{Answer, refusal_status},
    offer::Unavailable,
    web::{Fields, Filled, Problem, Visit, redirect},
    when::When,
};

use super::{
    counter::{Counter, offer_of},
    my_point,
    show::{Aside, answer, asked_day},
    verb::{Place, Typed, Verb},
};

pub async fn act(
    visit: Visit,
    Path((slug, leg, verb)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let point = my_point(&visit, &slug).await?;
    let verb = Verb::parse(&verb).ok_or(Problem::NotFound)?;
    let leg: LegId = leg.parse().map_err(|_| Problem::NotFound)?;
    let leg = visit.app.store.leg(leg).await?.filter(|leg| is_here(leg, &point)).ok_or(Problem::NotFound)?;
    let now = visit.now;
    let day = asked_day(&fields, &When::new(visit.t, &point.zone, now))?;
    let place = Place { slug: point.slug.clone(), day };
    let mut form = Filled::with(fields);
    let step = match step(&visit, &point, &leg, verb, &mut form).await? {
        Ok(step) => step,
        Err(status) => {
            let typed = Typed { leg: leg.id, verb, form };
            return refuse(&visit, point, &place, status, visit.t.desk_incomplete(), typed).await;
        }
    };
    let account = &visit.signed_in()?.account;
    let by = Actor { kind: ActorKind::Desk, account: Some(account.id), name: account.name.clone() };
    match visit.app.store.move_leg(leg.id, step, by, now).await? {
        Ok(_) => Ok(back(&place, verb)),
        // Sent twice: it has been done.
        Err(MoveRefusal::WrongState(state)) if Some(state) == verb.leads_to() => Ok(back(&place, verb)),
        Err(MoveRefusal::Unknown | MoveRefusal::NotYours) => Err(Problem::NotFound),
        Err(refusal) => {
            let typed = Typed { leg: leg.id, verb, form };
            let text = Answer::refused(visit.t, refusal).text;
            refuse(&visit, point, &place, refusal_status(refusal), text, typed).await
        }
    }
}

fn is_here(leg: &Leg, point: &ServicePoint) -> bool {
    leg.point.as_ref().is_some_and(|here| here.id == point.id)
}

fn back(place: &Place, verb: Verb) -> Response {
    redirect(&format!("{}&done={}", place.link(), verb.as_str()))
}

/// The desk as it stands by now, and why nothing was done.
async fn refuse(
    visit: &Visit,
    point: ServicePoint,
    place: &Place,
    status: StatusCode,
    text: impl Into<String>,
    typed: Typed,
) -> Result<Response, Problem> {
    let counter = Counter::load(visit, point, place.day).await?;
    let aside = Aside { answer: Some(Answer::error(text)), typed: Some(typed), walk_in: None };
    Ok(answer(visit, counter, status, aside))
}

/// The move that the form asks for; a status when something in it is missing or
/// taken, which the form then says.
async fn step(
    visit: &Visit,
    point: &ServicePoint,
    leg: &Leg,
    verb: Verb,
    form: &mut Filled,
) -> Result<Result<Move, StatusCode>, Problem> {
    Ok(match verb {
        Verb::Confirm => Ok(Move::Confirm),
        Verb::CheckIn => Ok(Move::CheckIn),
        Verb::NoShow => Ok(Move::NoShow),
        Verb::Decline => decline(visit, form),
        Verb::Bay => assign_bay(visit, point, form).await?,
        Verb::Propose => propose(visit, point, leg, form).await?,
    })
}

fn decline(visit: &Visit, form: &mut Filled) -> Result<Move, StatusCode> {
    match text::paragraphs(form.fields.raw("reason"), NOTE_MAX) {
        Ok(reason) => Ok(Move::Decline { reason }),
        Err(refusal) => {
            let message = match refusal {
                TextRefusal::Empty => visit.t.desk_reason_missing().to_owned(),
                TextRefusal::TooLong { max, .. } => visit.t.case_too_long(max),
            };
            form.refuse("reason", message);
            Err(StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

async fn assign_bay(
    visit: &Visit,
    point: &ServicePoint,
    form: &mut Filled,
) -> Result<Result<Move, StatusCode>, Problem> {
    let asked = form.fields.get("bay").parse().ok();
    let bays = visit.app.store.bays(point.id).await?;
    match bays.into_iter().find(|bay| bay.active && Some(bay.id) == asked) {
        Some(bay) => Ok(Ok(Move::AssignBay { bay: bay.id })),
        None => {
            form.refuse("bay", visit.t.desk_bay_missing());
            Ok(Err(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn propose(
    visit: &Visit,
    point: &ServicePoint,
    leg: &Leg,
    form: &mut Filled,
) -> Result<Result<Move, StatusCode>, Problem> {
    let start = form.fields.get("start").parse::<Timestamp>().ok();
    let offer = offer_of(visit, point, leg.engineer.id).await?;
    let (Some(start), Some(offer)) = (start, offer) else {
        form.refuse("start", visit.t.desk_time_gone());
        return Ok(Err(StatusCode::UNPROCESSABLE_ENTITY));
    };
    match offer.check(&*visit.app.store, start).await? {
        Ok(offered) => Ok(Ok(Move::Propose { time: offered.time, bays: offered.bays })),
        Err(reason) => {
            form.refuse("start", visit.t.desk_time_gone());
            Ok(Err(match reason {
                Unavailable::Taken => StatusCode::CONFLICT,
                Unavailable::NotOffered => StatusCode::UNPROCESSABLE_ENTITY,
            }))
        }
    }
}
