//! When: a day, then a time, which is held from then on.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    booking::{HOLD_MINUTES, Hold, HoldRequest},
    schedule::FreeTime,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    limits::Limit,
    offer::{Offer, Offered, Unavailable},
    web::{Fields, Problem, Visit, redirect},
};

use super::{
    draft::{Booking, Step, open},
    frame::{Frame, nobody},
};

mod view;

pub use view::{TimeForm, form};

/// How many times are shown in place of one that is gone.
const NEAREST: usize = 6;

/// Why a time could not be held. Nothing was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No time was chosen.
    Missing,
    Taken(Timestamp),
    NotOffered(Timestamp),
}

impl Refusal {
    fn of(reason: Unavailable, at: Timestamp) -> Self {
        match reason {
            Unavailable::Taken => Self::Taken(at),
            Unavailable::NotOffered => Self::NotOffered(at),
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Taken(_) => StatusCode::CONFLICT,
            Self::Missing | Self::NotOffered(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    const fn at(self) -> Option<Timestamp> {
        match self {
            Self::Taken(at) | Self::NotOffered(at) => Some(at),
            Self::Missing => None,
        }
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let booking = match open(&visit, &id).await? {
        Ok(booking) => booking,
        Err(done) => return Ok(done),
    };
    if let Some(back) = booking.sent_back_from(Step::When) {
        return Ok(back);
    }
    let query = Fields::of_query(&visit.uri)?;
    page(&visit, &booking, &query, None).await
}

pub async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Problem> {
    let booking = match open(&visit, &id).await? {
        Ok(booking) => booking,
        Err(done) => return Ok(done),
    };
    if let Some(back) = booking.sent_back_from(Step::When) {
        return Ok(back);
    }
    match fields.get("at").parse() {
        Ok(at) => hold_and_go_on(&visit, booking, at).await,
        Err(_) => refused(&visit, &booking, Refusal::Missing).await,
    }
}

pub async fn hold_and_go_on(visit: &Visit, booking: Booking, at: Timestamp) -> Result<Response, Problem> {
    match hold(visit, &booking, at).await? {
        // Who only changed the time has said the rest already.
        Ok(_) if booking.is_done(Step::What) => Ok(redirect(&booking.link(Step::Who))),
        Ok(_) => Ok(redirect(&booking.link(Step::What))),
        Err(refusal) => refused(visit, &booking, refusal).await,
    }
}

/// Takes the time again when its hold has run out.
pub async fn keep(visit: &Visit, booking: &Booking) -> Result<Result<(), Refusal>, Problem> {
    match booking.draft.hold {
        Some(old) if old.until <= visit.now => Ok(hold(visit, booking, old.start).await?.map(|_| ())),
        _ => Ok(Ok(())),
    }
}

async fn hold(visit: &Visit, booking: &Booking, at: Timestamp) -> Result<Result<Hold, Refusal>, Problem> {
    visit.take(Limit::Hold)?;
    let Some(offer) = booking.offer(visit).await? else { return Ok(Err(Refusal::NotOffered(at))) };
    let offered = match offer.check(&*visit.app.store, at).await? {
        Ok(offered) => offered,
        Err(reason) => return Ok(Err(Refusal::of(reason, at))),
    };
    let request = request(visit, booking, offered);
    Ok(visit.app.store.hold(request).await?.map_err(|_| Refusal::Taken(at)))
}

fn request(visit: &Visit, booking: &Booking, offered: Offered) -> HoldRequest {
    let now = visit.now;
    let mut bays = offered.bays;
    // The bay one has already, if it is free then.
    let own = booking.held(now).and_then(|hold| hold.bay);
    bays.sort_by_key(|bay| Some(*bay) != own);
    let until = now + SignedDuration::from_mins(HOLD_MINUTES);
    HoldRequest { draft: booking.draft.id, time: offered.time, bays, until, now }
}

/// Says why, and shows what is free near to it; everything typed is in the draft.
pub async fn refused(visit: &Visit, booking: &Booking, refusal: Refusal) -> Result<Response, Problem> {
    page(visit, booking, &Fields::default(), Some(refusal)).await
}

async fn page(
    visit: &Visit,
    booking: &Booking,
    query: &Fields,
    refusal: Option<Refusal>,
) -> Result<Response, Problem> {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let Some(offer) = booking.offer(visit).await? else {
        return Ok(nobody(visit, &booking.engineer, status));
    };
    let store = &*visit.app.store;
    let held = booking.held(visit.now).map(|hold| hold.start);
    let wanted = query.get("at").parse().ok().or(held);
    let about = refusal.and_then(Refusal::at).or(wanted);
    let asked = query.get("day").parse().ok().or(about.map(|at| offer.day_of(at)));
    let near = match refusal.and_then(Refusal::at) {
        Some(at) => nearest(visit, &offer, at).await?,
        None => Vec::new(),
    };
    let strip = offer.strip(store, asked).await?;
    let (action, days) = (booking.link(Step::When), format!("{}?day=", booking.link(Step::When)));
    let form = TimeForm {
        point: booking.point.clone(),
        chosen: wanted,
        refusal,
        near,
        ..TimeForm::new(visit, &booking.engineer, &offer, strip, action, days)
    };
    Ok(Frame::of(visit, booking, Step::When).page(status, || view::form(form)))
}

async fn nearest(visit: &Visit, offer: &Offer, at: Timestamp) -> Result<Vec<FreeTime>, Problem> {
    Ok(offer.nearest(&*visit.app.store, at, NEAREST).await?)
}
