use handpick::engineer::Mode;
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::icon::Icon,
    offer::{Day, Strip},
};

/// Days to choose from, as links to `base` with the day at its end, such as
/// `/book/…/when?day=`.
#[component]
pub fn DayStrip(t: Messages, strip: Strip, mode: Mode, #[prop(into)] base: String) -> impl IntoView {
    let chosen = strip.chosen;
    let link = |date: Date| format!("{base}{date}");
    let days = strip.days.iter().enumerate().map(|(place, day)| {
        let face = face(t, day, mode, place == 0);
        day_link(day, face, chosen, link(day.date))
    });
    let days = days.collect_view();
    let turn = |to: Option<Date>, rel: &'static str, label: &'static str| {
        to.map(|date| view! { <a class="link" rel=rel href=link(date)>{label}</a> })
    };
    view! {
        <div class="stack">
            <nav class="days" aria-label=t.common_days()>{days}</nav>
            <nav class="actions" aria-label=t.common_more_days()>
                {turn(strip.previous, "prev", t.common_earlier_days())}
                {turn(strip.next, "next", t.common_later_days())}
            </nav>
        </div>
    }
}

fn face(t: Messages, day: &Day, mode: Mode, first: bool) -> AnyView {
    let weekday = t.word(&format!("weekday-short-{}", day.date.weekday().to_monday_one_offset()));
    let note = match (day.times.len(), day.works, day.closed) {
        (0, true, _) => t.common_day_full().to_owned(),
        (0, false, true) => t.common_day_closed().to_owned(),
        (0, false, false) if mode == Mode::Home => t.common_day_no_visits().to_owned(),
        (0, false, false) => t.common_day_away().to_owned(),
        (count, ..) => t.common_day_free(count as u64),
    };
    let number = number(t, day.date, first);
    view! { {weekday} " " <strong>{number}</strong> " " <small>{note}</small> }.into_any()
}

/// The month is named where it begins, and where the strip does.
fn number(t: Messages, date: Date, first: bool) -> String {
    if first || date.day() == 1 {
        t.when_strip_date(date.day(), t.word(&format!("month-strip-{}", date.month())))
    } else {
        date.day().to_string()
    }
}

fn day_link(day: &Day, face: AnyView, chosen: Date, href: String) -> AnyView {
    if day.times.is_empty() {
        view! { <span class="day is-off">{face}</span> }.into_any()
    } else {
        let current = (day.date == chosen).then_some("date");
        view! { <a class="day" aria-current=current href=href>{face}</a> }.into_any()
    }
}

/// The zone in which the times of a page are told.
#[component]
pub fn ZoneNote(#[prop(into)] name: String) -> impl IntoView {
    view! { <p class="zone"><Icon name="clock"/>{name}</p> }
}
