//! What an engineer does with an appointment.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    case::{Actor, ActorKind, Leg, Move, NOTE_MAX},
    engineer::Engineer,
    id::LegId,
    text,
};

use crate::{
    catalogue::Messages,
    components::{
        answer::{Answer, refusal_status},
        leg_form::{Place, Typed, Verb},
    },
    offer::{Offer, Venue},
    pages::leg::{self, INCOMPLETE, Step, note},
    web::{Fields, Filled, Problem, Visit},
};

use super::{
    day::{asked_day, refuse},
    myself,
};

/// What was done when a service ended whose customer has no account: nobody can ask
/// her how it was.
const FINISHED_WALK_IN: &str = "finish-walk-in";

pub async fn act(
    visit: Visit,
    Path((leg, verb)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let verb = Verb::parse(&verb).ok_or(Problem::NotFound)?;
    let leg: LegId = leg.parse().map_err(|_| Problem::NotFound)?;
    let me = myself(&visit).await?;
    let leg = visit.app.store.leg(leg).await?.filter(|leg| leg.engineer.id == me.id);
    let leg = leg.ok_or(Problem::NotFound)?;
    let day = asked_day(&fields, "day", &me.zone, visit.now)?;
    let mut form = Filled::with(fields);
    let (status, why) = match step(&visit, &me, &leg, verb, &mut form).await? {
        Err(status) => (status, Answer::error(visit.t.leg_incomplete())),
        Ok(_) if leg::is_of_another_time(&form, &leg) => {
            (StatusCode::CONFLICT, Answer::error(visit.t.leg_refused_moved()))
        }
        Ok(step) => match leg::make(&visit, leg.id, verb, step, actor(&visit, &me)?).await? {
            Ok(()) => return Ok(Place::work(day).done(what_was_done(verb, &leg), leg.id)),
            Err(refusal) => (refusal_status(refusal), Answer::refused(visit.t, refusal)),
        },
    };
    refuse(&visit, me, day, status, why, Typed { leg: leg.id, verb, form }).await
}

/// What a page says that was come back to, by the word in its address.
pub fn done_words(t: Messages, what: &str) -> Option<&'static str> {
    match what {
        FINISHED_WALK_IN => Some(t.leg_done_finish_walk_in()),
        verb => Verb::parse(verb).map(|verb| verb.done(t)),
    }
}

fn what_was_done(verb: Verb, leg: &Leg) -> &'static str {
    if verb == Verb::Finish && leg.is_walk_in() { FINISHED_WALK_IN } else { verb.as_str() }
}

fn actor(visit: &Visit, me: &Engineer) -> Result<Actor, Problem> {
    let viewer = visit.signed_in()?;
    let name = me.name.text(viewer.lang()).to_owned();
    Ok(Actor { kind: ActorKind::Engineer, account: Some(viewer.id()), name })
}

async fn step(
    visit: &Visit,
    me: &Engineer,
    leg: &Leg,
    verb: Verb,
    form: &mut Filled,
) -> Result<Step, Problem> {
    Ok(match verb {
        Verb::Confirm => Ok(Move::Confirm),
        Verb::Start => Ok(Move::Start),
        Verb::NoShow => Ok(Move::NoShow),
        Verb::Decline => leg::decline(visit.t, form),
        Verb::Finish => finish(visit, form),
        Verb::Propose => leg::propose(visit, offer(visit, me, leg).await?, form).await?,
        Verb::Bay | Verb::CheckIn | Verb::TakeBack => return Err(Problem::NotFound),
    })
}

fn finish(visit: &Visit, form: &mut Filled) -> Step {
    let done = note(visit.t, form, "done", visit.t.work_did_missing());
    let Ok(next) = text::optional_paragraphs(form.fields.raw("next"), NOTE_MAX) else {
        form.refuse("next", visit.t.common_too_long(NOTE_MAX));
        return Err(INCOMPLETE);
    };
    done.map(|done| Move::Finish { done, next }).ok_or(INCOMPLETE)
}

async fn offer(visit: &Visit, me: &Engineer, leg: &Leg) -> Result<Option<Offer>, Problem> {
    let venue = Venue::of(leg.mode, leg.point.as_ref().map(|point| point.id)).ok_or(Problem::NotFound)?;
    Ok(Offer::load(&*visit.app.store, me, venue, visit.now).await?)
}
