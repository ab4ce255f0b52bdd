//! A week at a glance.

use axum::response::Response;
use handpick::{
    case::{Leg, LegState},
    engineer::{Engineer, Mode},
};
use jiff::{ToSpan, civil::Date};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::appointment::state_word,
    web::{Fields, Head, Problem, Visit},
    when::When,
};

use super::{
    day::asked_day,
    job::what,
    myself,
    plan::{Plan, day_span},
    tabs::{Tab, Tabs},
};

pub async fn show(visit: Visit) -> Result<Response, Problem> {
    let query = Fields::of_query(&visit.uri)?;
    let me = myself(&visit).await?;
    let monday = monday_of(asked_day(&query, "from", &me.zone, visit.now)?)?;
    let legs = visit.app.store.work(me.id, day_span(monday, 7, &me.zone)?).await?;
    let plan = Plan::load(&visit, me.id).await?;
    Ok(visit.page(Head::new(visit.t.work_tab_week()), || {
        view! { <WeekPage visit=visit.clone() me=me monday=monday legs=legs plan=plan/> }
    }))
}

fn monday_of(day: Date) -> Result<Date, Problem> {
    let past = i32::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(past.days()).map_err(|_| Problem::BadRequest)
}

#[component]
fn WeekPage(visit: Visit, me: Engineer, monday: Date, legs: Vec<Leg>, plan: Plan) -> impl IntoView {
    let t = visit.t;
    let when = When::new(t, &me.zone, visit.now);
    let days = monday.series(1.day()).take(7).map(|day| {
        let legs = legs.iter().filter(|leg| when.local(leg.start).date() == day).cloned().collect::<Vec<_>>();
        let plan = plan.words(t, visit.lang(), day);
        view! { <WeekDay visit=visit.clone() when=when.clone() day=day legs=legs plan=plan/> }
    });
    let link = |weeks: i32, label: &'static str| {
        let to = monday.checked_add(weeks.weeks()).ok()?;
        Some(
            view! { <a class="button button-quiet button-small" href=format!("/work/week?from={to}")>{label}</a> },
        )
    };
    let last = monday.saturating_add(6.days());
    view! {
        <div class="page-head">
            <h1>{when.days(monday, last)}</h1>
            <p>{when.zone_name()}</p>
        </div>
        <Tabs t=t current=Tab::Week slug=me.slug/>
        <section class="section" aria-label=t.work_tab_week()>
            <p class="actions">{link(-1, t.work_week_before())}{link(1, t.work_week_after())}</p>
            <ol class="week">{days.collect_view()}</ol>
        </section>
    }
}

#[component]
fn WeekDay(visit: Visit, when: When, day: Date, legs: Vec<Leg>, plan: Vec<String>) -> impl IntoView {
    let t = visit.t;
    let weekday = t.word(&format!("weekday-short-{}", day.weekday().to_monday_one_offset()));
    let month = t.word(&format!("month-short-{}", day.month()));
    let today = when.today() == day;
    let current = today.then_some("date");
    let named = today.then(|| view! { <small>{t.when_today()}</small> });
    let plan = plan.into_iter().map(|line| view! { <p class="week-where">{line}</p> }).collect_view();
    let slots = legs.into_iter().map(|leg| {
        let class = match leg.state {
            LegState::Requested | LegState::Proposed => "week-slot week-slot-wait",
            LegState::Confirmed => "week-slot",
            LegState::Arrived | LegState::InService => "week-slot week-slot-here",
            _ => "week-slot week-slot-done",
        };
        let what = what(t, &leg);
        let what = (!what.is_empty()).then(|| format!(" · {what}"));
        view! {
            <a class=class href=format!("/cases/{}", leg.case)>
                <strong>{when.time(leg.start)}</strong>" "{t.customer(&leg.customer_name)}{what}
                <small>{standing(t, &leg)}</small>
            </a>
        }
    });
    view! {
        <li aria-current=current>
            <h3><a href=format!("/work?day={day}")>{weekday}<small>{t.when_day_of_month(day.day(), month)}</small>{named}</a></h3>
            <div class="week-slots">{plan}{slots.collect_view()}</div>
        </li>
    }
}

/// The state; while it waits, for whom. Visits are answered by the desk.
fn standing(t: Messages, leg: &Leg) -> &'static str {
    match (leg.state, leg.mode) {
        (LegState::Requested, Mode::Home | Mode::Online) => t.work_waits_for_you(),
        (LegState::Proposed, _) => t.work_waits_for_customer(),
        (state, _) => state_word(t, state),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_begins_on_monday() {
        for day in [date(2026, 11, 16), date(2026, 11, 21), date(2026, 11, 22)] {
            assert_eq!(monday_of(day).unwrap(), date(2026, 11, 16));
        }
        assert_eq!(monday_of(date(2027, 1, 1)).unwrap(), date(2026, 12, 28));
    }
}
