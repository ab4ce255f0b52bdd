use jiff::{ToSpan, civil::Date};
use leptos::prelude::*;

use crate::catalogue::Messages;

/// The ways to the day before and after, and back to today. `link` is the address of
/// a day.
#[component]
pub fn DayLinks(t: Messages, day: Date, today: Date, link: impl Fn(Date) -> String) -> impl IntoView {
    let link = |to: Date, label: &'static str| {
        view! { <a class="button button-quiet button-small" href=link(to)>{label}</a> }
    };
    view! {
        <p class="actions">
            {link(day.saturating_sub(1.day()), t.when_day_before())}
            {(day != today).then(|| link(today, t.when_to_today()))}
            {link(day.saturating_add(1.day()), t.when_day_after())}
        </p>
    }
}
