//! Home calls that wait for the engineer's answer.

use handpick::schedule::FreeTime;
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::leg_form::{DeclineFold, LegForm, Place, ProposeForm, SEEN, Typed, Verb, form_of},
    web::Visit,
    when::When,
};

use super::{
    job::{Details, Home, Job, what, whole_km},
    plan::length,
};

/// A request with the other times she could offer.
#[derive(Debug, Clone)]
pub struct Request {
    pub job: Job,
    pub times: Vec<FreeTime>,
}

#[component]
pub fn Requests(
    visit: Visit,
    when: When,
    day: Date,
    requests: Vec<Request>,
    typed: Option<Typed>,
) -> impl IntoView {
    let t = visit.t;
    let count = u64::try_from(requests.len()).unwrap_or(u64::MAX);
    let cards = requests.into_iter().map(|request| {
        view! { <li><RequestCard visit=visit.clone() when=when.clone() day=day request=request typed=typed.clone()/></li> }
    });
    view! {
        <section class="section" aria-labelledby="ask-h">
            <h2 id="ask-h">{t.work_requests(count)}</h2>
            <ol class="requests">{cards.collect_view()}</ol>
        </section>
    }
}

#[component]
fn RequestCard(visit: Visit, when: When, day: Date, request: Request, typed: Option<Typed>) -> impl IntoView {
    let t = visit.t;
    let Request { job, times } = request;
    let leg = job.leg.clone();
    let late = leg.proposed.is_none() && visit.now > leg.answer_by;
    let class = if late { "request request-late" } else { "request" };
    let age = t.leg_asked(when.distance(leg.requested_at), when.at(leg.answer_by));
    let answer = match leg.proposed {
        Some((start, end)) => view! { <p>{t.work_offered(when.range(start, end))}</p> }.into_any(),
        None => view! {
            <div class="actions">
                <LegForm t=t place=Place::work(day) leg=leg.id verb=Verb::Confirm>
                    <input type="hidden" name=SEEN value=leg.start.to_string()/>
                    <button class="button">{t.work_accept()}</button>
                </LegForm>
            </div>
        }
        .into_any(),
    };
    let what = what(t, &leg);
    let what = (!what.is_empty()).then(|| format!(" · {what}"));
    view! {
        <article class=class>
            <div class="request-head">
                <h3 class="request-when">
                    <time datetime=when.machine(leg.start)>{when.range(leg.start, leg.end)}</time>
                </h3>
                <p class="request-age">{age}</p>
            </div>
            <div class="request-body">
                <p><strong>{leg.customer_name.clone()}</strong>{what}</p>
                <Details t=t job=job.clone()/>
                {about(t, &job)}
            </div>
            {answer}
            <OtherAnswers t=t when=when day=day job=job times=times typed=typed/>
        </article>
    }
}

fn about(t: Messages, job: &Job) -> Option<impl IntoView + use<>> {
    let Some(Home::About { town, km }) = &job.home else { return None };
    let travel = job.leg.busy_until.duration_since(job.leg.end).as_mins().unsigned_abs();
    let travel =
        (travel > 0).then(|| view! { <p class="soft small">{t.work_travel_kept(length(t, travel))}</p> });
    let about = t.work_about_home(town, whole_km(*km));
    Some(view! { <p class="soft small">{about}</p>{travel} })
}

#[component]
fn OtherAnswers(
    t: Messages,
    when: When,
    day: Date,
    job: Job,
    times: Vec<FreeTime>,
    typed: Option<Typed>,
) -> impl IntoView {
    let (leg, place) = (job.leg.id, Place::work(day));
    let (propose, proposing) = form_of(typed.as_ref(), leg, Verb::Propose);
    view! {
        <div class="folds">
            <details class="fold" open=proposing>
                <summary>{t.work_propose()}</summary>
                <ProposeForm t=t when=when place=place.clone() leg=leg times=times form=propose/>
            </details>
            <DeclineFold t=t place=place leg=leg typed=typed/>
        </div>
    }
}
