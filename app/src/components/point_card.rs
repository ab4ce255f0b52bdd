use handpick::{
    geo::Position,
    point::{OpeningHours, OpeningState, ServicePoint},
    text::fold,
};
use jiff::civil::DateTime;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{icon::Icon, rating::RatingLine},
    web::Visit,
    when::{When, clock, clock_range},
};

/// A service point in a list.
#[component]
pub fn PointCard(visit: Visit, point: ServicePoint, here: Option<Position>) -> impl IntoView {
    let t = visit.t;
    let name = point.name.text(visit.lang()).to_owned();
    let distance =
        here.map(|here| format!(" · {}", t.common_km(format!("{:.1}", here.distance_km(point.position)))));
    let open = view! { <OpenNow visit=visit.clone() point=&point/> };
    view! {
        <article class="point-card">
            <h3 class="point-card-name">
                <a class="card-link" href=format!("/points/{}", point.slug)>{name}</a>
            </h3>
            <RatingLine t=t rating=point.rating/>
            <p class="point-card-line"><Icon name="pin"/><span>{address(&visit, &point)}{distance}</span></p>
            <p class="point-card-line"><Icon name="clock"/>{open}</p>
        </article>
    }
}

/// "Wuhan · 武汉光谷花园路204号": after the town in the reader's language, where the
/// address does not tell it.
pub fn address(visit: &Visit, point: &ServicePoint) -> String {
    let town = visit.app.places.get(point.place).map(|town| town.label(visit.lang()));
    match town.filter(|town| !fold(&point.address).contains(&fold(town))) {
        Some(town) => format!("{town} · {}", point.address),
        None => point.address.clone(),
    }
}

/// "Open until 18:00", "Closed · opens tomorrow 09:00".
#[component]
pub fn OpenNow<'a>(visit: Visit, point: &'a ServicePoint) -> impl IntoView + use<> {
    let t = visit.t;
    let when = When::new(t, &point.zone, visit.now);
    let now = when.local(visit.now).datetime();
    let state = OpeningHours::parse(&point.opening_hours).ok().map(|hours| hours.state(now));
    match state {
        Some(OpeningState::Open { until }) => {
            view! { <span><span class="open">{t.point_open()}</span>" "{t.point_until(clock(until.time()))}</span> }
                .into_any()
        }
        Some(OpeningState::Closed { opens }) => {
            let opens =
                opens.map(|opens| format!(" · {}", t.point_opens(when.day(opens.date()), clock(opens.time()))));
            view! { <span><span class="closed">{t.point_closed()}</span>{opens}</span> }.into_any()
        }
        None => view! { <span>{point.opening_hours.clone()}</span> }.into_any(),
    }
}

/// Opening hours of the days of this week, today marked.
#[component]
pub fn Week<'a>(visit: Visit, point: &'a ServicePoint) -> impl IntoView + use<> {
    let t = visit.t;
    let today = When::new(t, &point.zone, visit.now).today();
    let hours = OpeningHours::parse(&point.opening_hours).ok()?;
    let monday = today.checked_sub(jiff::Span::new().days(today.weekday().to_monday_zero_offset())).ok()?;
    let rows = monday.series(jiff::Span::new().days(1)).take(7).map(|day| {
        let stretches = hours.on(day);
        let class = stretches.is_empty().then_some("is-off");
        let current = (day == today).then_some("date");
        let weekday = t.word(&format!("weekday-short-{}", day.weekday().to_monday_one_offset()));
        view! { <tr class=class aria-current=current><th scope="row">{weekday}</th><td>{in_words(t, &stretches)}</td></tr> }
    });
    Some(view! {
        <table class="hours">
            <caption class="visually-hidden">{t.point_hours()}</caption>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    })
}

fn in_words(t: Messages, stretches: &[(DateTime, DateTime)]) -> String {
    if stretches.is_empty() {
        return t.point_closed().to_owned();
    }
    let words: Vec<_> = stretches.iter().map(|(from, to)| clock_range(*from, *to)).collect();
    words.join(" · ")
}
