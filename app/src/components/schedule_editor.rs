//! Weekly hours with whereabouts: one fieldset a day, one row a window.

use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        choice::Chips,
        form::Select,
        notice::{Notice, Tone},
    },
    web::Filled,
};

/// Most windows of one weekday.
pub const ROWS: usize = 3;

/// The fields of a row.
pub const PARTS: [&str; 3] = ["from", "to", "where"];

/// The fields of "the same hours on other days", and the button that copies.
pub const COPY_FROM: &str = "copy-from";
pub const COPY_TO: &str = "copy-to";
pub const COPY: &str = "copy";

/// Name of a field of a row: weekday 1 (Monday) to 7, row from 0.
pub fn row_name(weekday: i8, row: usize, part: &str) -> String {
    format!("d{weekday}-{row}-{part}")
}

/// Rows in use stand open; the others wait behind "add hours". `places` are the
/// values and words of where one can be, `remove` the value that takes a row away.
#[component]
pub fn ScheduleEditor(
    t: Messages,
    form: Filled,
    places: Vec<(String, String)>,
    remove: &'static str,
    /// What was copied just now.
    copied: Option<String>,
) -> impl IntoView {
    let days = (1..=7i8).map(|weekday| {
        view! { <Weekday t=t form=form.clone() places=places.clone() remove=remove weekday=weekday/> }
    });
    view! {
        <div class="schedule-editor">{days.collect_view()}</div>
        <CopyDay t=t form=form.clone() copied=copied/>
    }
}

/// One day's hours on other days too. The form comes back with them; nothing is saved.
#[component]
fn CopyDay(t: Messages, form: Filled, copied: Option<String>) -> impl IntoView {
    let days: Vec<(String, String)> =
        (1..=7i8).map(|day| (day.to_string(), weekday(t, day).to_owned())).collect();
    let copied =
        copied.map(|text| view! { <Notice tone=Tone::Info answer=true here=true><p>{text}</p></Notice> });
    view! {
        <fieldset class="schedule-copy">
            <legend>{t.schedule_copy()}</legend>
            {copied}
            <Select form=form.clone() name=COPY_FROM label=t.schedule_copy_from() options=days.clone()/>
            <Chips form=form name=COPY_TO legend=t.schedule_copy_to() options=days/>
            <div class="actions">
                <button class="button button-quiet" name=COPY value="1" formnovalidate>{t.schedule_copy_do()}</button>
            </div>
        </fieldset>
    }
}

pub fn weekday(t: Messages, day: i8) -> &'static str {
    t.word(&format!("weekday-{day}"))
}

#[component]
fn Weekday(
    t: Messages,
    form: Filled,
    places: Vec<(String, String)>,
    remove: &'static str,
    weekday: i8,
) -> impl IntoView {
    let used = |row: &usize| {
        ["from", "to"].iter().any(|part| !form.value(&row_name(weekday, *row, part)).is_empty())
    };
    let (used, spare): (Vec<usize>, Vec<usize>) = (0..ROWS).partition(used);
    let row = |row: usize, used: bool| {
        let mut places = places.clone();
        if used {
            places.push((remove.to_owned(), t.schedule_remove().to_owned()));
        }
        view! { <Row t=t form=form.clone() places=places weekday=weekday row=row/> }
    };
    let name = self::weekday(t, weekday);
    let none = used.is_empty().then(|| view! { <p class="soft">{t.schedule_none()}</p> });
    let rows = used.into_iter().map(|index| row(index, true)).collect_view();
    let spare = (!spare.is_empty()).then(|| {
        view! {
            <details class="schedule-more">
                <summary>{t.schedule_add()}<span class="visually-hidden">{format!(": {name}")}</span></summary>
                {spare.into_iter().map(|index| row(index, false)).collect_view()}
            </details>
        }
    });
    view! {
        <fieldset class="schedule-day">
            <legend>{name}</legend>
            {none}
            {rows}
            {spare}
        </fieldset>
    }
}

#[component]
fn Row(t: Messages, form: Filled, places: Vec<(String, String)>, weekday: i8, row: usize) -> impl IntoView {
    let name = |part: &str| row_name(weekday, row, part);
    let error = form.error(&name("from"));
    let error_id = error.is_some().then(|| name("error"));
    let time = |part: &'static str, label: &'static str| {
        let name = name(part);
        view! {
            <div class="field">
                <label for=name.clone()>{label}</label>
                <input
                    id=name.clone() name=name.clone() type="time" step="900" value=form.value(&name)
                    aria-invalid=error_id.is_some().then_some("true") aria-describedby=error_id.clone()
                />
            </div>
        }
    };
    let from = time("from", t.schedule_from());
    let to = time("to", t.schedule_to());
    let error = error.map(|error| view! { <p class="field-error" id=name("error")>{error}</p> });
    view! {
        <div class="schedule-window">
            {from}
            {to}
            <Select form=form.clone() name=name("where") label=t.schedule_where() options=places/>
            {error}
        </div>
    }
}
