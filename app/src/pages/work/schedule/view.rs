use handpick::{
    case::Leg,
    schedule::{DayOff, TICK_MINUTES},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        answer::AnswerNotice,
        form::{Field, Form, Select},
        notice::{Notice, Tone},
        schedule_editor::ScheduleEditor,
    },
    pages::work::{
        plan::length,
        tabs::{Tab, Tabs},
    },
    web::{Filled, Visit},
    when::When,
};

use super::{
    Page,
    hours::{REMOVE, ROAD},
};

pub fn page(visit: Visit, page: Page) -> impl IntoView {
    let t = visit.t;
    let when = When::new(t, &page.me.zone, visit.now);
    let mut places: Vec<(String, String)> =
        page.places.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    places.push((ROAD.to_owned(), t.work_on_the_road().to_owned()));
    let days_off =
        page.schedule.days_off.into_iter().filter(|off| off.to >= when.today()).collect::<Vec<_>>();
    view! {
        <div class="page-head">
            <h1>{t.schedule_title()}</h1>
            <p>{t.schedule_lead(when.zone_name())}</p>
        </div>
        <Tabs t=t current=Tab::Schedule slug=page.me.slug/>
        <AnswerNotice answer=page.answer/>
        <Outside t=t when=when.clone() legs=page.outside/>
        <div class="beside section">
            <HoursForm t=t form=page.hours places=places copied=page.copied/>
            <DaysOff t=t when=when days_off=days_off form=page.day_off/>
        </div>
    }
}

#[component]
fn Outside(t: Messages, when: When, legs: Vec<Leg>) -> impl IntoView {
    if legs.is_empty() {
        return ().into_any();
    }
    let count = u64::try_from(legs.len()).unwrap_or(u64::MAX);
    let items = legs.into_iter().map(|leg| {
        let text = format!("{} · {}", when.range(leg.start, leg.end), t.customer(&leg.customer_name));
        view! { <li><a href=format!("/cases/{}", leg.case)>{text}</a></li> }
    });
    let items = items.collect_view();
    view! {
        <Notice tone=Tone::Warn>
            <p>{t.schedule_outside(count)}</p>
            <ul>{items}</ul>
        </Notice>
    }
    .into_any()
}

#[component]
fn HoursForm(t: Messages, form: Filled, places: Vec<(String, String)>, copied: Vec<String>) -> impl IntoView {
    view! {
        <Form t=t form=form.clone() action="/work/schedule">
            // Enter presses the first button of a form: let it be this one.
            <button class="visually-hidden" tabindex="-1" aria-hidden="true">{t.schedule_save()}</button>
            <section class="card stack" aria-labelledby="hours-h">
                <h2 id="hours-h">{t.schedule_weekly()}</h2>
                <ScheduleEditor t=t form=form.clone() places=places remove=REMOVE copied=copied/>
            </section>
            <section class="card stack" aria-labelledby="pace-h">
                <h2 id="pace-h">{t.schedule_pace()}</h2>
                <div class="field-row">
                    <Select form=form.clone() name="slot" label=t.schedule_slot() options=quarters(t, 15, 480)/>
                    <Select form=form.clone() name="buffer" label=t.schedule_buffer() options=quarters(t, 0, 180)/>
                    <Select form=form name="travel" label=t.schedule_travel() options=quarters(t, 0, 180)/>
                </div>
            </section>
            <div class="action-bar"><button class="button">{t.schedule_save()}</button></div>
        </Form>
    }
}

/// Lengths to choose from, in whole quarters of an hour.
fn quarters(t: Messages, least: u64, most: u64) -> Vec<(String, String)> {
    let words = |minutes| if minutes == 0 { t.schedule_no_time().to_owned() } else { length(t, minutes) };
    let step = usize::try_from(TICK_MINUTES).unwrap_or(1);
    (least..=most).step_by(step).map(|minutes| (minutes.to_string(), words(minutes))).collect()
}

#[component]
fn DaysOff(t: Messages, when: When, days_off: Vec<DayOff>, form: Filled) -> impl IntoView {
    let list = days_off.into_iter().map(|off| {
        let days = when.days(off.from, off.to);
        view! {
            <li>
                <span>{days.clone()}</span>
                <form method="post" action=format!("/work/days-off/{}/remove", off.id)>
                    <button class="button button-quiet button-small">
                        {t.schedule_remove_days()}<span class="visually-hidden">{format!(" {days}")}</span>
                    </button>
                </form>
            </li>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="off-h">
            <h2 id="off-h">{t.schedule_days_off()}</h2>
            <ul class="people">{list.collect_view()}</ul>
            <Form t=t form=form.clone() action="/work/days-off">
                <input type="hidden" name="id" value=form.value("id")/>
                <Field form=form.clone() name="off-from" kind="date" label=t.schedule_first_day()/>
                <Field form=form name="off-to" kind="date" label=t.schedule_last_day() required=false/>
                <div class="actions"><button class="button button-quiet">{t.schedule_add_days()}</button></div>
            </Form>
        </section>
    }
}
