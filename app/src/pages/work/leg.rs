//! What an engineer does with an appointment.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    case::{Actor, ActorKind, Leg, LegState, Move, MoveRefusal},
    engineer::Engineer,
    id::LegId,
    text::{self, TextRefusal},
};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    offer::{Offer, Venue},
    web::{Fields, Filled, Problem, Visit, redirect},
};

use super::{
    answer::{Answer, Typed},
    day::{asked_day, refuse},
    myself,
};

pub use handpick::case::NOTE_MAX;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Accept,
    Decline,
    Propose,
    Start,
    Finish,
    NoShow,
}

impl Verb {
    const ALL: [Verb; 6] =
        [Verb::Accept, Verb::Decline, Verb::Propose, Verb::Start, Verb::Finish, Verb::NoShow];

    pub const fn as_str(self) -> &'static str {
        match self {
            Verb::Accept => "accept",
            Verb::Decline => "decline",
            Verb::Propose => "propose",
            Verb::Start => "start",
            Verb::Finish => "finish",
            Verb::NoShow => "no-show",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.as_str() == text)
    }

    /// The state that shows that it has been done already. A proposal can be made
    /// again, with another time.
    const fn leads_to(self) -> Option<LegState> {
        match self {
            Verb::Accept => Some(LegState::Confirmed),
            Verb::Decline => Some(LegState::Declined),
            Verb::Propose => None,
            Verb::Start => Some(LegState::InService),
            Verb::Finish => Some(LegState::Done),
            Verb::NoShow => Some(LegState::NoShow),
        }
    }
}

/// A form that does `verb`; `day` is the page it stands on and comes back to.
#[component]
pub fn LegForm(leg: LegId, verb: Verb, day: Date, children: Children) -> impl IntoView {
    let class = matches!(verb, Verb::Decline | Verb::Propose | Verb::Finish).then_some("form");
    view! {
        <form class=class method="post" action=format!("/work/legs/{leg}/{}", verb.as_str())>
            <input type="hidden" name="day" value=day.to_string()/>
            {children()}
        </form>
    }
}

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
    let now = visit.now;
    let day = asked_day(&fields, "day", &me.zone, now)?;
    let mut form = Filled::with(fields);
    let Some(step) = step(&visit, &me, &leg, verb, &mut form).await? else {
        let answer = Answer::refusal(visit.t.work_incomplete());
        let typed = Typed { leg: leg.id, verb, form };
        return refuse(&visit, me, day, StatusCode::UNPROCESSABLE_ENTITY, answer, typed).await;
    };
    let viewer = visit.signed_in()?;
    let by = Actor {
        kind: ActorKind::Engineer,
        account: Some(viewer.id()),
        name: me.name.text(viewer.lang()).to_owned(),
    };
    match visit.app.store.move_leg(leg.id, step, by, now).await? {
        Ok(_) => Ok(back(day, verb)),
        // Sent twice: it has been done.
        Err(MoveRefusal::WrongState(state)) if Some(state) == verb.leads_to() => Ok(back(day, verb)),
        Err(MoveRefusal::Unknown | MoveRefusal::NotYours) => Err(Problem::NotFound),
        Err(refusal) => {
            let answer = Answer::refused(visit.t, refusal);
            let typed = Typed { leg: leg.id, verb, form };
            refuse(&visit, me, day, status(refusal), answer, typed).await
        }
    }
}

fn back(day: Date, verb: Verb) -> Response {
    redirect(&format!("/work?day={day}&done={}", verb.as_str()))
}

fn status(refusal: MoveRefusal) -> StatusCode {
    match refusal {
        MoveRefusal::WrongState(_) | MoveRefusal::TimeTaken => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The move that the form asks for; `None` when something in it is missing, which
/// the form then says.
async fn step(
    visit: &Visit,
    me: &Engineer,
    leg: &Leg,
    verb: Verb,
    form: &mut Filled,
) -> Result<Option<Move>, Problem> {
    Ok(match verb {
        Verb::Accept => Some(Move::Confirm),
        Verb::Start => Some(Move::Start),
        Verb::NoShow => Some(Move::NoShow),
        Verb::Decline => {
            let reason = note(visit, form, "reason", visit.t.work_reason_missing());
            reason.map(|reason| Move::Decline { reason })
        }
        Verb::Finish => finish(visit, form),
        Verb::Propose => propose(visit, me, leg, form).await?,
    })
}

fn finish(visit: &Visit, form: &mut Filled) -> Option<Move> {
    let done = note(visit, form, "done", visit.t.work_did_missing());
    let next = text::optional_paragraphs(form.fields.raw("next"), NOTE_MAX);
    let Ok(next) = next else {
        form.refuse("next", visit.t.work_too_long(NOTE_MAX));
        return None;
    };
    Some(Move::Finish { done: done?, next })
}

/// A text that must be there.
fn note(visit: &Visit, form: &mut Filled, name: &'static str, missing: &'static str) -> Option<String> {
    match text::paragraphs(form.fields.raw(name), NOTE_MAX) {
        Ok(text) => Some(text),
        Err(TextRefusal::Empty) => {
            form.refuse(name, missing);
            None
        }
        Err(TextRefusal::TooLong { max, .. }) => {
            form.refuse(name, visit.t.work_too_long(max));
            None
        }
    }
}

async fn propose(
    visit: &Visit,
    me: &Engineer,
    leg: &Leg,
    form: &mut Filled,
) -> Result<Option<Move>, Problem> {
    let venue = Venue::of(leg.mode, leg.point.as_ref().map(|point| point.id)).ok_or(Problem::NotFound)?;
    let store = &*visit.app.store;
    let offer = Offer::load(store, me, venue, visit.now).await?;
    if let (Some(offer), Ok(start)) = (offer, form.fields.get("start").parse())
        && let Ok(offered) = offer.check(store, start).await?
    {
        return Ok(Some(Move::Propose { time: offered.time, bays: offered.bays }));
    }
    form.refuse("start", visit.t.work_time_gone());
    Ok(None)
}
