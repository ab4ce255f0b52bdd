//! The engineer's hours: weekly windows, how long things take, days off.

mod days_off;
mod hours;
mod view;

use axum::{http::StatusCode, response::Response};
use handpick::{
    account::Role,
    case::{Leg, LegState},
    engineer::Engineer,
    id::PointId,
    schedule::{HORIZON_DAYS, Lengths, Schedule, Span, Whereabouts},
};
use jiff::ToSpan;

use crate::{
    components::{answer::Answer, schedule_editor::COPY},
    routes::{self, Route},
    web::{Fields, Filled, Head, Problem, Visit, redirect},
    when::zone,
};

use super::myself;

/// How far from her home town an engineer may work at a point.
const POINTS_WITHIN_KM: f64 = 60.0;
const POINTS_MAX: u32 = 60;

pub fn routes() -> Vec<Route> {
    vec![
        routes::show("/work/schedule", Role::Engineer, show),
        routes::act("/work/schedule", Role::Engineer, save),
        routes::act("/work/days-off", Role::Engineer, days_off::add),
        routes::act("/work/days-off/{id}/remove", Role::Engineer, days_off::remove),
    ]
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let query = Fields::of_query(&visit.uri)?;
    let answer = match query.get("done") {
        "hours" => Some(Answer::success(visit.t.schedule_saved())),
        "days-off" => Some(Answer::success(visit.t.schedule_days_off_saved())),
        _ => None,
    };
    let page = Page::load(&visit, answer).await?;
    Ok(page.render(&visit, StatusCode::OK))
}

/// Saves the hours; or, by the other button, shows them copied to other days.
async fn save(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let mut page = Page::load(&visit, None).await?;
    let mut form = Filled::with(fields);
    if form.fields.has(COPY) {
        page.copied = hours::copy(&mut form, visit.t);
        let sound = form.is_sound();
        page.hours = form;
        let status = if sound { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok(page.render(&visit, status));
    }
    let points: Vec<PointId> = page.places.iter().map(|(id, _)| *id).collect();
    let Some((windows, lengths)) = hours::read(&mut form, &points, visit.t) else {
        page.hours = form;
        return Ok(page.render(&visit, StatusCode::UNPROCESSABLE_ENTITY));
    };
    visit.app.store.save_schedule(page.me.id, &windows, lengths, visit.now).await?;
    Ok(redirect("/work/schedule?done=hours"))
}

/// Everything the page shows.
struct Page {
    me: Engineer,
    schedule: Schedule,
    hours: Filled,
    /// What was copied in the form, in sentences.
    copied: Vec<String>,
    day_off: Filled,
    /// The points she can be at, by name.
    places: Vec<(PointId, String)>,
    /// Appointments outside her hours: they stay, but she should know.
    outside: Vec<Leg>,
    answer: Option<Answer>,
}

impl Page {
    async fn load(visit: &Visit, answer: Option<Answer>) -> Result<Self, Problem> {
        let me = myself(visit).await?;
        let schedule = visit.app.store.schedule(me.id).await?.unwrap_or_else(|| Schedule {
            zone: zone(&me.zone),
            windows: Vec::new(),
            days_off: Vec::new(),
            lengths: Lengths::default(),
        });
        let places = places(visit, &me, &schedule).await?;
        let outside = outside(visit, &me, &schedule).await?;
        let hours = hours::fill(&schedule);
        let day_off = days_off::fresh(visit);
        Ok(Self { me, schedule, hours, copied: Vec::new(), day_off, places, outside, answer })
    }

    fn render(self, visit: &Visit, status: StatusCode) -> Response {
        let head = Head::new(visit.t.work_tab_schedule());
        visit.page_with(status, head, || view::page(visit.clone(), self))
    }
}

/// The points near her home town and those she works at already, even closed ones:
/// saving something else must not lose them.
async fn places(
    visit: &Visit,
    me: &Engineer,
    schedule: &Schedule,
) -> Result<Vec<(PointId, String)>, Problem> {
    let store = &visit.app.store;
    let lang = visit.lang();
    let near = store.points_near(Some(me.position), POINTS_WITHIN_KM, POINTS_MAX).await?;
    let mut places: Vec<(PointId, String)> =
        near.into_iter().map(|point| (point.id, point.name.text(lang).to_owned())).collect();
    for window in &schedule.windows {
        let Whereabouts::At(id) = window.whereabouts else { continue };
        if places.iter().any(|(known, _)| *known == id) {
            continue;
        }
        if let Some(point) = store.point(id).await? {
            places.push((id, point.name.text(lang).to_owned()));
        }
    }
    Ok(places)
}

async fn outside(visit: &Visit, me: &Engineer, schedule: &Schedule) -> Result<Vec<Leg>, Problem> {
    let start = visit.now;
    let end = start.checked_add((24 * (i64::from(HORIZON_DAYS) + 1)).hours()).map_err(Problem::internal)?;
    let mut legs = visit.app.store.work(me.id, Span { start, end }).await?;
    legs.retain(|leg| {
        let ahead = matches!(leg.state, LegState::Requested | LegState::Proposed | LegState::Confirmed);
        let whereabouts = leg.point.as_ref().map_or(Whereabouts::Road, |point| Whereabouts::At(point.id));
        ahead && !schedule.covers(Span { start: leg.start, end: leg.end }, whereabouts)
    });
    Ok(legs)
}
