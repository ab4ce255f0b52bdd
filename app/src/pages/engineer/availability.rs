use handpick::{
    engineer::{Area, Engineer, Mode},
    id::PointId,
    point::ServicePoint,
    schedule::{DayOff, Schedule, Whereabouts, Window},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{card::NextFree, icon::Icon, point_card::address},
    web::{SearchQuery, Visit},
    when::{When, clock_of},
};

use super::{Profile, book_link, whereabouts::Whereabouts};

/// Days off that are told in advance.
const DAYS_OFF: usize = 3;

/// Where and when: the next free times with the way to book, points, areas, hours.
#[component]
pub fn Availability(visit: Visit, profile: Profile, search: SearchQuery) -> impl IntoView {
    let t = visit.t;
    let engineer = &profile.engineer;
    let when = When::new(t, &engineer.zone, visit.now);
    let hours = profile.schedule.as_ref().map(|schedule| hours(t, &visit, &when, schedule, &profile.points));
    let away = profile.schedule.as_ref().map(|schedule| away(t, &when, &schedule.days_off));
    let home = home_calls(t, &visit, &profile.areas);
    let name = engineer.name.text(visit.lang()).to_owned();
    let here = search.search.near.map(|near| near.centre);
    let map = view! {
        <Whereabouts visit=visit.clone() name=name points=&profile.points areas=&profile.areas here=here/>
    };
    let points = points(t, &visit, &search, profile.points);
    view! {
        <aside class="stack" aria-label=t.engineer_where_and_when()>
            <section class="card stack" aria-labelledby="when">
                <h2 id="when">{t.engineer_next_free()}</h2>
                <Next visit=visit engineer=engineer.clone() search=search/>
                <p class="zone"><Icon name="clock"/>{t.engineer_zone(when.zone_name())}</p>
            </section>
            <section class="card stack" aria-labelledby="where">
                <h2 id="where">{t.engineer_where()}</h2>
                {points}
                {home}
                {map}
                {hours}
                {away}
            </section>
        </aside>
    }
}

/// The soonest free time of every mode, the asked one first.
#[component]
fn Next(visit: Visit, engineer: Engineer, search: SearchQuery) -> impl IntoView {
    let asked = search.search.mode;
    let mut modes = [Mode::Visit, Mode::Home].map(|mode| (asked != Some(mode), mode));
    modes.sort_by_key(|(later, _)| *later);
    let offered = modes.into_iter().map(|(_, mode)| mode).filter(|mode| engineer.modes.has(*mode));
    let rows = offered.enumerate().map(|(place, mode)| next_in(&visit, &engineer, &search, mode, place == 0));
    rows.collect_view()
}

fn next_in(
    visit: &Visit,
    engineer: &Engineer,
    search: &SearchQuery,
    mode: Mode,
    first: bool,
) -> impl IntoView + use<> {
    let t = visit.t;
    let (icon, words, book) = match mode {
        Mode::Home => ("home", t.engineer_at_home(), t.engineer_book_home()),
        _ => ("point", t.engineer_at_point(), t.engineer_book_visit()),
    };
    let mut asked = search.clone();
    asked.fields.set("mode", mode.as_str());
    let class = if first { "button button-wide" } else { "button button-quiet button-wide" };
    let free = engineer.next_free(Some(mode)).is_some_and(|at| at > visit.now);
    let book = free.then(|| view! { <a class=class href=book_link(engineer, &asked)>{book}</a> });
    view! {
        <p class="icon-line">
            <Icon name=icon/>
            <span>
                {words}<br/><strong><NextFree visit=visit.clone() engineer=engineer mode=Some(mode)/></strong>
            </span>
        </p>
        {book}
    }
}

/// The points where she works, the nearest first when we know where the reader is.
fn points(
    t: Messages,
    visit: &Visit,
    search: &SearchQuery,
    mut points: Vec<ServicePoint>,
) -> impl IntoView + use<> {
    let here = search.search.near.map(|near| near.centre);
    let km = |point: &ServicePoint| here.map(|here| here.distance_km(point.position));
    points.sort_by(|a, b| km(a).unwrap_or(0.0).total_cmp(&km(b).unwrap_or(0.0)));
    let lines = points.iter().map(|point| {
        let name = point.name.text(visit.lang()).to_owned();
        let distance = km(point).map(|km| format!("{} · ", t.common_km(format!("{km:.1}"))));
        view! {
            <p class="icon-line">
                <Icon name="point"/>
                <span>
                    <a href=format!("/points/{}", point.slug)>{name}</a><br/>
                    <span class="soft small">{distance}{address(visit, point)}</span>
                </span>
            </p>
        }
    });
    lines.collect_view()
}

/// "Home calls: up to 20 km around Wuhan", once for a town.
fn home_calls(t: Messages, visit: &Visit, areas: &[Area]) -> impl IntoView + use<> {
    let mut widest = areas.to_vec();
    widest.sort_by(|a, b| a.place.cmp(&b.place).then(b.radius_km.total_cmp(&a.radius_km)));
    widest.dedup_by_key(|area| area.place);
    let lines = widest.iter().map(|area| {
        let place = visit.app.places.get(area.place);
        let town = place.map_or(t.common_unknown_place(), |place| place.label(visit.lang())).to_owned();
        let words = t.engineer_home_calls(town, format!("{:.0}", area.radius_km));
        view! { <p class="icon-line"><Icon name="home"/><span>{words}</span></p> }
    });
    lines.collect_view()
}

fn hours(
    t: Messages,
    visit: &Visit,
    when: &When,
    schedule: &Schedule,
    points: &[ServicePoint],
) -> impl IntoView + use<> {
    let today = when.today().weekday().to_monday_one_offset();
    let place = |whereabouts: Whereabouts| match whereabouts {
        Whereabouts::At(id) => point_name(visit, points, id),
        Whereabouts::Road => t.engineer_on_the_road().to_owned(),
    };
    let rows = (1..=7i8).map(|weekday| {
        let mut windows: Vec<&Window> = schedule.windows.iter().filter(|w| w.weekday == weekday).collect();
        windows.sort_by_key(|window| window.start);
        let class = windows.is_empty().then_some("is-off");
        let current = (weekday == today).then_some("date");
        let off = windows.is_empty().then(|| t.engineer_off());
        let stretches = windows.iter().map(|window| {
            view! { <span>{clock_of(window.start)}"–"{clock_of(window.end)}</span><small>{place(window.whereabouts)}</small> }
        });
        let stretches = stretches.collect_view();
        let day = t.word(&format!("weekday-short-{weekday}"));
        view! { <tr class=class aria-current=current><th scope="row">{day}</th><td>{off}{stretches}</td></tr> }
    });
    view! {
        <table class="hours">
            <caption class="visually-hidden">{t.engineer_hours()}</caption>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

fn point_name(visit: &Visit, points: &[ServicePoint], id: PointId) -> String {
    let point = points.iter().find(|point| point.id == id);
    point.map_or_else(String::new, |point| point.name.text(visit.lang()).to_owned())
}

/// The next stretches of days without work.
fn away(t: Messages, when: &When, days_off: &[DayOff]) -> impl IntoView + use<> {
    let mut ahead: Vec<&DayOff> = days_off.iter().filter(|off| off.to >= when.today()).collect();
    ahead.sort_by_key(|off| off.from);
    let lines = ahead.into_iter().take(DAYS_OFF).map(|off| {
        view! { <p class="icon-line"><Icon name="calendar"/><span>{t.engineer_away(when.days(off.from, off.to))}</span></p> }
    });
    lines.collect_view()
}
