//! Another time for an appointment.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    case::{LegState, Move, MoveRefusal},
    schedule::{FreeTime, Span},
};
use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;

use crate::{
    components::{
        answer::{Answer, AnswerNotice, refusal_status},
        days::{DayStrip, ZoneNote},
        icon::Icon,
        times::{NearTimes, Times},
    },
    limits::Limit,
    offer::{Offer, Strip, Unavailable, Venue},
    web::{Fields, Head, Problem, Visit, redirect},
};

use super::{
    act::{back, move_leg},
    change::{action, can_reschedule},
    dossier::Dossier,
    show::{self, Aside},
};

/// How many times are shown in place of one that is gone.
const NEAREST: usize = 6;

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let query = Fields::of_query(&visit.uri)?;
    let dossier = Dossier::load(&visit, &id).await?;
    if !can_reschedule(&dossier) {
        return Ok(redirect(&dossier.path()));
    }
    let day = match query.get("day") {
        "" => None,
        typed => Some(typed.parse().map_err(|_| Problem::BadRequest)?),
    };
    page(&visit, dossier, day, None).await
}

pub async fn act(visit: &Visit, dossier: Dossier, fields: Fields) -> Result<Response, Problem> {
    let Ok(at) = fields.get("at").parse::<Timestamp>() else {
        return page(visit, dossier, None, Some(Refusal::Missing)).await;
    };
    if dossier.leg.start == at {
        // Sent twice: it has been asked for. Otherwise it is no other time.
        let asked_for = dossier.leg.state == LegState::Requested;
        return if asked_for {
            Ok(back(&dossier, "moved"))
        } else {
            page(visit, dossier, None, Some(Refusal::Missing)).await
        };
    }
    let store = &*visit.app.store;
    let Some(offer) = offer(visit, &dossier).await? else {
        return page(visit, dossier, None, Some(Refusal::NotOffered(at))).await;
    };
    let offered = match offer.check(store, at).await? {
        Ok(offered) => offered,
        Err(Unavailable::Taken) => return page(visit, dossier, None, Some(Refusal::Taken(at))).await,
        Err(Unavailable::NotOffered) => {
            return page(visit, dossier, None, Some(Refusal::NotOffered(at))).await;
        }
    };
    // What mails nobody is not counted.
    visit.take(Limit::Reschedule)?;
    let step = Move::Reschedule { time: offered.time, bays: offered.bays };
    match move_leg(visit, &dossier, step).await? {
        Ok(()) => Ok(back(&dossier, "moved")),
        Err(MoveRefusal::TimeTaken) => page(visit, dossier, None, Some(Refusal::Taken(at))).await,
        Err(refusal) => {
            let fresh = Dossier::load(visit, &dossier.case.id.to_string()).await?;
            let aside = Aside { answer: Some(Answer::refused(visit.t, refusal)), ..Aside::default() };
            Ok(show::answer(visit, fresh, refusal_status(refusal), aside))
        }
    }
}

/// Why the time was not taken. Nothing has changed.
#[derive(Debug, Clone, Copy)]
enum Refusal {
    Missing,
    Taken(Timestamp),
    NotOffered(Timestamp),
}

impl Refusal {
    const fn at(self) -> Option<Timestamp> {
        match self {
            Self::Missing => None,
            Self::Taken(at) | Self::NotOffered(at) => Some(at),
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Taken(_) => StatusCode::CONFLICT,
            Self::Missing | Self::NotOffered(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn answer(self, visit: &Visit, dossier: &Dossier) -> Answer {
        let t = visit.t;
        Answer::error(match self {
            Self::Missing => t.case_time_missing().to_owned(),
            Self::Taken(at) => t.case_time_taken(dossier.when.at(at)),
            Self::NotOffered(at) => t.case_time_not_offered(dossier.when.at(at)),
        })
    }
}

/// What the engineer offers to somebody who gives up the time she has.
async fn offer(visit: &Visit, dossier: &Dossier) -> Result<Option<Offer>, Problem> {
    let leg = &dossier.leg;
    let store = &*visit.app.store;
    let Some(venue) = Venue::of(leg.mode, leg.point.as_ref().map(|point| point.id)) else { return Ok(None) };
    let Some(engineer) = store.engineer(leg.engineer.id).await? else { return Ok(None) };
    let offer = Offer::load(store, &engineer, venue, dossier.now).await?;
    let span = Span { start: leg.start, end: leg.busy_until };
    Ok(offer.map(|offer| offer.giving_up(span, leg.bay.as_ref().map(|(bay, _)| *bay))))
}

/// The days and times to choose from.
#[derive(Clone)]
struct Choice {
    strip: Strip,
    near: Vec<FreeTime>,
    answer: Option<Answer>,
}

async fn page(
    visit: &Visit,
    dossier: Dossier,
    day: Option<Date>,
    refusal: Option<Refusal>,
) -> Result<Response, Problem> {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let answer = refusal.map(|refusal| refusal.answer(visit, &dossier));
    let store = &*visit.app.store;
    let Some(offer) = offer(visit, &dossier).await? else {
        let answer = Some(Answer::error(visit.t.case_nothing_offered(dossier.engineer(visit))));
        let aside = Aside { answer, ..Aside::default() };
        return Ok(show::answer(visit, dossier, StatusCode::UNPROCESSABLE_ENTITY, aside));
    };
    let wanted = refusal.and_then(Refusal::at);
    let near = match wanted {
        Some(at) => offer.nearest(store, at, NEAREST).await?,
        None => Vec::new(),
    };
    let day = day.or(wanted.map(|at| dossier.when.local(at).date()));
    let other = |time: &FreeTime| time.start != dossier.leg.start;
    let mut strip = offer.strip(store, day).await?;
    strip.days.iter_mut().for_each(|day| day.times.retain(other));
    let near = near.into_iter().filter(other).collect();
    let choice = Choice { strip, near, answer };
    let head = Head::new(visit.t.case_reschedule_title()).flow();
    Ok(visit.page_with(status, head, || {
        view! { <ReschedulePage visit=visit.clone() dossier=dossier choice=choice/> }
    }))
}

#[component]
fn ReschedulePage(visit: Visit, dossier: Dossier, choice: Choice) -> impl IntoView {
    let t = visit.t;
    let when = dossier.when.clone();
    let times = choice.strip.times();
    let base = format!("{}/reschedule?day=", dossier.path());
    let mode = dossier.leg.mode;
    let note = t.case_reschedule_note(when.at(dossier.leg.start), dossier.host(&visit));
    let near = (!choice.near.is_empty())
        .then(|| view! { <NearTimes when=when.clone() times=choice.near.clone() legend=t.case_nearest()/> });
    let rest = if times.is_empty() {
        view! { <NoTimes visit=visit.clone() dossier=dossier.clone() strip=choice.strip.clone()/> }.into_any()
    } else {
        view! { <Times t=t when=when.clone() times=times chosen=None/> }.into_any()
    };
    view! {
        <a class="back" href=dossier.path()><Icon name="chevron"/>{t.case_back()}</a>
        <Now visit=visit.clone() dossier=dossier.clone()/>
        <AnswerNotice answer=choice.answer/>
        <form class="form" method="post" action=action(&dossier, "reschedule")>
            <p>{note}</p>
            {near}
            <DayStrip t=t strip=choice.strip mode=mode base=base/>
            {rest}
            <ZoneNote name=when.zone_name()/>
            <div class="action-bar">
                <button class="button">{t.case_reschedule_do()}</button>
            </div>
        </form>
    }
}

/// What is booked now.
#[component]
fn Now(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let leg = &dossier.leg;
    view! {
        <div class="page-head">
            <h1>{t.case_reschedule_title()}</h1>
            <div class="person">
                <img class="face" src=leg.engineer.portrait.url() alt="" width="96" height="96"/>
                <div>
                    <p class="person-name">{dossier.engineer(&visit)}</p>
                    <p class="person-note">{t.case_booked(dossier.when.range(leg.start, leg.end))}</p>
                </div>
            </div>
        </div>
    }
}

#[component]
fn NoTimes(visit: Visit, dossier: Dossier, strip: Strip) -> impl IntoView {
    let t = visit.t;
    let elsewhere = strip.elsewhere.map(|day| {
        let href = format!("{}/reschedule?day={day}", dossier.path());
        view! { <a class="button button-quiet" href=href>{t.case_see_day(dossier.when.day(day))}</a> }
    });
    view! {
        <div class="empty">
            <Icon name="calendar"/>
            <p>{t.case_no_times(dossier.engineer(&visit))}</p>
            <div class="actions">{elsewhere}</div>
        </div>
    }
}
