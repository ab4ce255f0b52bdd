//! What a desk does with an appointment.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    case::{Actor, ActorKind, Leg, Move},
    id::LegId,
    point::ServicePoint,
};

use crate::{
    components::{
        answer::{Answer, refusal_status},
        leg_form::{Place, Typed, Verb},
    },
    pages::leg::{self, INCOMPLETE, Step},
    web::{Fields, Filled, Problem, Visit},
    when::When,
};

use super::{
    counter::{Counter, offer_of},
    my_point,
    show::{Aside, answer, asked_day},
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
    let day = asked_day(&fields, &When::new(visit.t, &point.zone, visit.now))?;
    let mut form = Filled::with(fields);
    let (status, why) = match step(&visit, &point, &leg, verb, &mut form).await? {
        Err(status) => (status, Answer::error(visit.t.leg_incomplete())),
        Ok(_) if leg::is_of_another_time(&form, &leg) => {
            (StatusCode::CONFLICT, Answer::error(visit.t.leg_refused_moved()))
        }
        Ok(step) => match leg::make(&visit, leg.id, verb, step, myself(&visit)?).await? {
            Ok(()) => return Ok(Place::desk(&point.slug, day).done(verb.as_str(), leg.id)),
            Err(refusal) => (refusal_status(refusal), Answer::refused(visit.t, refusal)),
        },
    };
    // The desk as it stands by now, and why nothing was done.
    let counter = Counter::load(&visit, point, day).await?;
    let typed = Some(Typed { leg: leg.id, verb, form });
    Ok(answer(&visit, counter, status, Aside { answer: Some(why), typed, walk_in: None }))
}

fn is_here(leg: &Leg, point: &ServicePoint) -> bool {
    leg.point.as_ref().is_some_and(|here| here.id == point.id)
}

fn myself(visit: &Visit) -> Result<Actor, Problem> {
    let account = &visit.signed_in()?.account;
    Ok(Actor { kind: ActorKind::Desk, account: Some(account.id), name: account.name.clone() })
}

async fn step(
    visit: &Visit,
    point: &ServicePoint,
    leg: &Leg,
    verb: Verb,
    form: &mut Filled,
) -> Result<Step, Problem> {
    Ok(match verb {
        Verb::Confirm => Ok(Move::Confirm),
        Verb::CheckIn => Ok(Move::CheckIn),
        Verb::NoShow => Ok(Move::NoShow),
        Verb::TakeBack => Ok(Move::Cancel { reason: None }),
        Verb::Decline => leg::decline(visit.t, form),
        Verb::Bay => assign_bay(visit, point, form).await?,
        Verb::Propose => leg::propose(visit, offer_of(visit, point, leg.engineer.id).await?, form).await?,
        Verb::Start | Verb::Finish => return Err(Problem::NotFound),
    })
}

async fn assign_bay(visit: &Visit, point: &ServicePoint, form: &mut Filled) -> Result<Step, Problem> {
    let asked = form.fields.get("bay").parse().ok();
    let bays = visit.app.store.bays(point.id).await?;
    let bay = bays.into_iter().find(|bay| bay.active && Some(bay.id) == asked);
    if bay.is_none() {
        form.refuse("bay", visit.t.desk_bay_missing());
    }
    Ok(bay.map(|bay| Move::AssignBay { bay: bay.id }).ok_or(INCOMPLETE))
}
