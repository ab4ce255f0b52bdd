use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{live::Topic, point::OpeningState};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        answer::{Answer, AnswerNotice},
        board::Board,
        day_links::DayLinks,
        leg_form::{Typed, Verb},
        live::{LiveRegion, Watch},
    },
    web::{Fields, Filled, Head, Problem, Visit, redirect},
    when::{When, clock},
};

use super::{
    counter::Counter,
    my_point,
    request::Requests,
    slot::slots,
    walk_in::{DONE_WALK_IN, WalkInCard},
};

/// Which desk, for somebody who staffs several.
pub async fn choose(visit: Visit) -> Result<Response, Problem> {
    let mut desks = Vec::new();
    for id in &visit.signed_in()?.desks {
        desks.extend(visit.app.store.point(*id).await?);
    }
    if let [only] = desks.as_slice() {
        return Ok(redirect(&format!("/desk/{}", only.slug)));
    }
    let (t, lang) = (visit.t, visit.lang());
    Ok(visit.page(Head::new(t.desk_choose()).narrow(), || {
        let items = desks.into_iter().map(|point| {
            let name = point.name.text(lang).to_owned();
            view! {
                <li>
                    <div>
                        <p class="person-name"><a href=format!("/desk/{}", point.slug)>{name}</a></p>
                        <p class="person-note">{point.address.clone()}</p>
                    </div>
                </li>
            }
        });
        view! {
            <div class="page-head"><h1>{t.desk_choose()}</h1></div>
            <ul class="people people-cards">{items.collect_view()}</ul>
        }
    }))
}

/// What the page says beside the desk: an answer, and forms as they were sent.
#[derive(Clone, Default)]
pub struct Aside {
    pub answer: Option<Answer>,
    pub typed: Option<Typed>,
    pub walk_in: Option<Filled>,
}

pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let query = Fields::of_query(&visit.uri)?;
    let point = my_point(&visit, &slug).await?;
    let watch = Watch::begin(&visit.app, Topic::Desk(point.id)).await?;
    let day = asked_day(&query, &When::new(visit.t, &point.zone, visit.now))?;
    let counter = Counter::load(&visit, point, day).await?;
    let aside = Aside { answer: done(visit.t, query.get("done")), ..Aside::default() };
    Ok(page(&visit, counter, Some(watch), StatusCode::OK, aside))
}

/// The day of the field, or today at the point.
pub fn asked_day(fields: &Fields, when: &When) -> Result<Date, Problem> {
    match fields.get("day") {
        "" => Ok(when.today()),
        typed => typed.parse().map_err(|_| Problem::BadRequest),
    }
}

/// What was done, after a redirect: a key of this list, anything else is nothing.
fn done(t: Messages, key: &str) -> Option<Answer> {
    let text = match key {
        DONE_WALK_IN => t.desk_done_walk_in(),
        key => Verb::parse(key)?.done(t),
    };
    Some(Answer::success(text))
}

/// The page as an answer to a form; it stands still, so that what was typed stays.
pub fn answer(visit: &Visit, counter: Counter, status: StatusCode, aside: Aside) -> Response {
    page(visit, counter, None, status, aside)
}

fn page(visit: &Visit, counter: Counter, watch: Option<Watch>, status: StatusCode, aside: Aside) -> Response {
    let name = counter.point.name.text(visit.lang());
    let head = Head::new(visit.t.desk_title(name)).with_islands();
    visit.page_with(status, head, || {
        view! { <DeskPage visit=visit.clone() counter=counter watch=watch aside=aside/> }
    })
}

#[component]
fn DeskPage(visit: Visit, counter: Counter, watch: Option<Watch>, aside: Aside) -> impl IntoView {
    let t = visit.t;
    let waiting = counter.requests.len() as u64;
    let today = counter.day == counter.when.today();
    let walk_in = today.then(|| {
        view! { <WalkInCard visit=visit.clone() counter=counter.clone() form=aside.walk_in.clone()/> }
    });
    let order = (waiting > 1).then(|| view! { <p class="soft small">{t.desk_waiting_note()}</p> });
    view! {
        <DeskHead visit=visit.clone() counter=counter.clone()/>
        <AnswerNotice answer=aside.answer.clone()/>
        <LiveRegion visit=visit.clone() watch=watch label=t.desk_live() news=t.desk_news(waiting)>
            <Tabs t=t waiting=waiting walk_in=today/>
            <section class="section" id="requests" aria-labelledby="requests-h">
                <div class="beside">
                    <div class="stack">
                        <div class="section-head">
                            <h2 id="requests-h">{t.desk_waiting()}</h2>
                            {order}
                        </div>
                        <Requests visit=visit.clone() counter=counter.clone() typed=aside.typed.clone()/>
                    </div>
                    {walk_in}
                </div>
            </section>
            <DayBoard visit=visit counter=counter typed=aside.typed/>
        </LiveRegion>
    }
}

#[component]
fn DeskHead(visit: Visit, counter: Counter) -> impl IntoView {
    let t = visit.t;
    let Counter { point, when, .. } = &counter;
    let line = [when.calendar_day(when.today()), open_now(t, &counter), when.zone_name()].join(" · ");
    view! {
        <div class="page-head">
            <h1>{t.desk_title(point.name.text(visit.lang()))}</h1>
            <p>{line}</p>
        </div>
    }
}

/// "open until 18:00", by the point's own clocks.
fn open_now(t: Messages, counter: &Counter) -> String {
    match counter.opening() {
        Some(OpeningState::Open { until }) => t.desk_open_until(clock(until.time())),
        _ => t.desk_closed().to_owned(),
    }
}

#[component]
fn Tabs(t: Messages, waiting: u64, walk_in: bool) -> impl IntoView {
    let count =
        (waiting > 0).then(|| view! { " " <span class="badge badge-warn">{t.number(waiting)}</span> });
    let walk_in = walk_in.then(|| view! { <a href="#walk-in">{t.desk_walk_in()}</a> });
    view! {
        <nav class="tabs" aria-label=t.desk_parts()>
            <a href="#requests">{t.desk_requests()}{count}</a>
            {walk_in}
            <a href="#board">{t.desk_board()}</a>
        </nav>
    }
}

#[component]
fn DayBoard(visit: Visit, counter: Counter, typed: Option<Typed>) -> impl IntoView {
    let t = visit.t;
    let when = counter.when.clone();
    let title = t.desk_board_title(when.day(counter.day));
    let slug = counter.point.slug.clone();
    let link = move |day: Date| format!("/desk/{slug}?day={day}#board");
    let board = if counter.board.is_empty() {
        view! { <div class="empty"><p>{t.desk_nobody()}</p></div> }.into_any()
    } else {
        let slots = slots(&visit, &counter, typed.as_ref());
        let bays = counter.bays.clone();
        view! { <Board t=t when=when.clone() now=counter.now bays=bays slots=slots/> }.into_any()
    };
    view! {
        <section class="section" id="board" aria-labelledby="board-h">
            <div class="section-head">
                <h2 id="board-h">{title}</h2>
                <DayLinks t=t day=counter.day today=when.today() link=link/>
            </div>
            {board}
        </section>
    }
}
