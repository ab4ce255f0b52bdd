//! One day: who asks, and whom she serves when.

use axum::{http::StatusCode, response::Response};
use handpick::{
    engineer::{Engineer, Mode},
    live::Topic,
};
use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        answer::{Answer, AnswerNotice},
        appointment::minutes_of,
        day_links::DayLinks,
        leg_form::Typed,
        live::{LiveRegion, Watch},
        notice::{Notice, Tone},
    },
    offer::{Offer, Venue, busy_ahead},
    web::{Fields, Head, Problem, Visit},
    when::{When, zone},
};

use super::{
    job::{Job, JobItem, jobs},
    leg::done_words,
    myself,
    plan::{Plan, day_span, length},
    request::{Request, Requests},
    tabs::{Tab, Tabs},
};

/// How many other times she can choose from.
const OTHER_TIMES: usize = 16;

pub async fn show(visit: Visit) -> Result<Response, Problem> {
    let query = Fields::of_query(&visit.uri)?;
    let me = myself(&visit).await?;
    let day = asked_day(&query, "day", &me.zone, visit.now)?;
    let answer = done_words(visit.t, query.get("done")).map(Answer::success);
    let watch = Watch::begin(&visit.app, Topic::Work(me.id)).await?;
    let day = DayOfWork::load(&visit, me, day).await?;
    let head = Head::new(visit.t.work_title()).with_islands();
    Ok(visit.page(head, || {
        view! { <DayPage visit=visit.clone() day=day watch=Some(watch) answer=answer typed=None/> }
    }))
}

/// The day of the field, or today where she works.
pub fn asked_day(fields: &Fields, name: &str, zone_name: &str, now: Timestamp) -> Result<Date, Problem> {
    match fields.get(name) {
        "" => Ok(now.to_zoned(zone(zone_name)).date()),
        typed => typed.parse().map_err(|_| Problem::BadRequest),
    }
}

/// The day as the answer to a form that was not taken.
pub async fn refuse(
    visit: &Visit,
    me: Engineer,
    day: Date,
    status: StatusCode,
    answer: Answer,
    typed: Typed,
) -> Result<Response, Problem> {
    let day = DayOfWork::load(visit, me, day).await?;
    let (answer, typed) = (Some(answer), Some(typed));
    Ok(visit.page_with(status, Head::new(visit.t.work_title()), || {
        view! { <DayPage visit=visit.clone() day=day watch=None answer=answer typed=typed/> }
    }))
}

#[derive(Clone)]
struct DayOfWork {
    me: Engineer,
    day: Date,
    plan: Plan,
    requests: Vec<Request>,
    jobs: Vec<Job>,
}

impl DayOfWork {
    async fn load(visit: &Visit, me: Engineer, day: Date) -> Result<Self, Problem> {
        let store = &visit.app.store;
        let span = day_span(day, 1, &me.zone)?;
        let requests = requests(visit, &me).await?;
        let mut jobs = jobs(visit, &me, store.work(me.id, span).await?).await?;
        // What is left to do stands first, also in the evening.
        jobs.sort_by_key(|job| !job.leg.state.is_open());
        let plan = Plan::load(visit, me.id).await?;
        Ok(Self { me, day, plan, requests, jobs })
    }

    fn can_be_booked(&self) -> bool {
        let hours = self.plan.schedule.as_ref().is_some_and(|schedule| !schedule.windows.is_empty());
        hours && Mode::BOOKABLE.into_iter().any(|mode| self.me.modes.has(mode))
    }
}

/// For somebody new: what is missing before customers find her.
#[component]
fn FirstSteps(t: Messages) -> impl IntoView {
    view! {
        <Notice tone=Tone::Info>
            <p><strong>{t.work_first_title()}</strong></p>
            <p>{t.work_first_text()}</p>
            <div class="actions">
                <a class="button button-small" href="/work/profile">{t.work_tab_profile()}</a>
                <a class="button button-quiet button-small" href="/work/schedule">{t.work_tab_schedule()}</a>
            </div>
        </Notice>
    }
}

/// Who asks for a home call, each with the free times nearest to the asked one.
async fn requests(visit: &Visit, me: &Engineer) -> Result<Vec<Request>, Problem> {
    let store = &*visit.app.store;
    let mut jobs = jobs(visit, me, store.work_requests(me.id).await?).await?;
    jobs.sort_by_key(|job| job.leg.answer_by);
    if jobs.is_empty() {
        return Ok(Vec::new());
    }
    let offers = Offer::load_all(store, [me], Venue::Home, visit.now).await?;
    let busy = busy_ahead(store, &offers).await?;
    let times = |job: &Job| match offers.first() {
        Some(offer) => offer.nearest_of(&busy, job.leg.start, OTHER_TIMES),
        None => Vec::new(),
    };
    Ok(jobs.into_iter().map(|job| Request { times: times(&job), job }).collect())
}

#[component]
fn DayPage(
    visit: Visit,
    day: DayOfWork,
    watch: Option<Watch>,
    answer: Option<Answer>,
    typed: Option<Typed>,
) -> impl IntoView {
    let t = visit.t;
    let when = When::new(t, &day.me.zone, visit.now);
    let today = when.today() == day.day;
    let title = if today {
        greeting(t, when.local(visit.now).hour(), day.me.name.text(visit.lang()))
    } else {
        when.calendar_day(day.day)
    };
    // The title of another day names it already.
    let named = today.then(|| when.calendar_day(day.day));
    let facts = named.into_iter().chain(day.plan.words(t, visit.lang(), day.day)).chain([when.zone_name()]);
    let facts = facts.collect::<Vec<_>>().join(" · ");
    let news = match day.requests.len() {
        0 => t.work_changed().to_owned(),
        waiting => t.work_requests(u64::try_from(waiting).unwrap_or(u64::MAX)),
    };
    let requests = (!day.requests.is_empty()).then(|| {
        view! {
            <Requests
                visit=visit.clone() when=when.clone() day=day.day
                requests=day.requests.clone() typed=typed.clone()
            />
        }
    });
    view! {
        <div class="page-head">
            <h1>{title.clone()}</h1>
            <p>{facts}</p>
        </div>
        <Tabs t=t current=Tab::Day slug=day.me.slug.clone()/>
        <AnswerNotice answer=answer/>
        {(!day.can_be_booked()).then(|| view! { <FirstSteps t=t/> })}
        <LiveRegion visit=visit.clone() watch=watch label=title.clone() news=news>
            {requests}
            <DayList visit=visit when=when day=day typed=typed/>
        </LiveRegion>
    }
}

fn greeting(t: Messages, hour: i8, name: &str) -> String {
    match hour {
        5..12 => t.work_good_morning(name),
        12..18 => t.work_good_afternoon(name),
        18.. => t.work_good_evening(name),
        // In the small hours it is neither evening nor morning.
        _ => t.work_hello(name),
    }
}

#[component]
fn DayList(visit: Visit, when: When, day: DayOfWork, typed: Option<Typed>) -> impl IntoView {
    let t = visit.t;
    let minutes: u64 = day.jobs.iter().map(|job| minutes_of(&job.leg)).sum();
    let sum = (!day.jobs.is_empty()).then(|| {
        let people = u64::try_from(day.jobs.len()).unwrap_or(u64::MAX);
        view! { <p class="soft small">{t.work_day_sum(people, length(t, minutes))}</p> }
    });
    let list = if day.jobs.is_empty() {
        let off = day.plan.is_off(day.day).then_some(when.today() == day.day);
        view! { <NobodyYet t=t off=off/> }.into_any()
    } else {
        let items = day.jobs.iter().map(|job| {
            view! { <JobItem visit=visit.clone() when=when.clone() day=day.day job=job.clone() typed=typed.clone()/> }
        });
        view! { <ol class="day-list">{items.collect_view()}</ol> }.into_any()
    };
    let today = when.today();
    let heading = if today == day.day { t.when_to_today().to_owned() } else { when.calendar_day(day.day) };
    view! {
        <section class="section" aria-labelledby="day-h">
            <div class="section-head">
                <div><h2 id="day-h">{heading}</h2>{sum}</div>
                <DayLinks t=t day=day.day today=today link=|day| format!("/work?day={day}")/>
            </div>
            {list}
        </section>
    }
}

/// `off` when it is a day off, with whether that is today: then nobody is missing.
#[component]
fn NobodyYet(t: Messages, off: Option<bool>) -> impl IntoView {
    let words = match off {
        Some(true) => t.work_off_today(),
        Some(false) => t.work_off(),
        None => t.work_nobody(),
    };
    let hint = off.is_none().then(|| view! { <p class="soft">{t.work_nobody_hint()}</p> });
    view! {
        <div class="empty">
            <p>{words}</p>
            {hint}
            <p><a href="/work/schedule">{t.work_tab_schedule()}</a></p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use handpick::lang::Lang;

    use super::*;

    #[test]
    fn the_small_hours_are_no_evening() {
        let greeted = [0, 4, 5, 12, 18, 23].map(|hour| greeting(Messages(Lang::En), hour, "Li"));
        let of_day = ["Hello", "Hello", "Good morning", "Good afternoon", "Good evening", "Good evening"];
        assert_eq!(greeted, of_day.map(|words| format!("{words}, Li")));
    }
}
